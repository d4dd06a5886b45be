"""Seconds and memory of one operation, measured alike in our process and in svy's."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

# An operation: what is made ready before the clock starts, and what is timed.
Operation = tuple[Callable[[], object], Callable[[object], object]]

# A program is timed so often; what takes longer than a second, less often.
OFTEN, SELDOM, LONG = 7, 3, 1.0


def report(version: str, operations: dict[str, Operation], chosen: list[str]) -> None:
    """Prints the measures of the chosen operations as one JSON object; what cannot be done is left out."""
    measures = {name: measured(*operations[name]) for name in chosen if name in operations}
    print(json.dumps({"version": version, "measures": measures}))


def measured(ready: Callable[[], object], action: Callable[[object], object]) -> dict[str, float]:
    """Median wall and CPU seconds, seconds of the first time, and megabytes that the first time took on top."""
    state = ready()
    _forget_peak()
    before = _memory("VmRSS")
    first = _once(action, state)
    extra = _memory("VmHWM") - before
    turns = [first] + [_once(action, ready()) for _ in range((SELDOM if first[0] > LONG else OFTEN) - 1)]
    wall, cpu = (median(turn[i] for turn in turns) for i in (0, 1))
    return {"wall": wall, "cpu": cpu, "first": first[0], "extra_mb": max(extra, 0.0)}


def _once(action: Callable[[object], object], state: object) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    action(state)
    return time.perf_counter() - wall, time.process_time() - cpu


def _forget_peak() -> None:
    """Linux takes the largest memory of a process anew from here on; without it loading the file would count."""
    Path("/proc/self/clear_refs").write_text("5")


def _memory(name: str) -> float:
    """Megabytes now (VmRSS) or at most since `_forget_peak` (VmHWM)."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) / 1024
