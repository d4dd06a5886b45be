"""docs/benchmarks.md: the table of each number of cases, as the last run left it."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

HEAD = """# Speed against R's `survey` and Python's `svy`

`make bench` measures 100 000 cases, `make bench CASES=1000000` a million, and writes this page. All programs read the
same made-up file (50 strata of 20 PSUs, 21 columns) one after the other in one run; reading it is not counted. Seconds
are the median of 7 times, of 3 where one takes longer than a second; behind the stroke stand CPU seconds of all
threads, the fairer figure where other work runs on the machine. The ratio is our time over that of the faster peer, by
both. Memory is the most that the first time takes on top of what the process held before it.

- A crosstab is shares of 5 categories in 4 groups with intervals and a Rao-Scott test; ours has a column for all groups
  together as well. "First on a design": nothing is known of the columns yet, codes are made in the time measured.
- Peers get the same inputs: columns of codes, and columns of text for the line that says so.
- `-`: not measured. R's `svyby` needs minutes for 500 groups of a million cases; it is asked for small files only.
"""


@dataclass(frozen=True)
class Measures:
    """Version of a program, and for each operation: wall, cpu, first (seconds), extra_mb."""

    version: str
    measures: Mapping[str, Mapping[str, float]]


def table(n: int, operations: Mapping[str, str], found: Mapping[str, Measures], import_seconds: float) -> str:
    """The section of n cases."""
    peers = [name for name in found if name != "Varsam"]
    head = ["seconds, wall / CPU", *found, "ratio", *(f"MB {name}" for name in found)]
    lines = [_line(head), _line(["---"] * len(head))]
    for key, words in operations.items():
        if key not in found["Varsam"].measures:
            continue
        each = [program.measures.get(key) for program in found.values()]
        theirs = [found[peer].measures[key] for peer in peers if key in found[peer].measures]
        ratio = " / ".join(_ratio(found["Varsam"].measures[key], theirs, part) for part in ("wall", "cpu"))
        lines.append(_line([words, *map(_seconds, each), ratio, *map(_megabytes, each)]))
    growth = _growth(found["Varsam"])
    versions = ", ".join(f"{name} ({program.version})" for name, program in found.items())
    said = [
        f"{date.today():%Y-%m-%d}, {os.cpu_count()} cores; {versions}.",
        f"Mean in 500 groups over mean in 5: {growth:.2f}.",
        f"`import analysis` in a fresh process: {import_seconds:.2f} s.",
    ]
    return "\n".join([f"## {n} cases", "", *said, "", *lines, ""])


def keep(n: int, text: str, page: Path) -> None:
    """The page with the section of n cases new, other sections as they were."""
    before = page.read_text(encoding="utf-8") if page.exists() else ""
    sections = {
        int(found[1]): found[0] for found in re.finditer(r"^## (\d+) cases\n(?:(?!## ).*\n)*", before, re.MULTILINE)
    }
    sections[n] = text
    page.write_text("\n".join([HEAD, *(sections[size].rstrip() + "\n" for size in sorted(sections))]), encoding="utf-8")


def _growth(ours: Measures) -> float:
    return ours.measures["mean_500"]["wall"] / ours.measures["mean_5"]["wall"]


def _ratio(ours: Mapping[str, float], theirs: list[Mapping[str, float]], part: str) -> str:
    """Our seconds over those of the fastest peer."""
    if not theirs:
        return "-"
    fastest = min(peer[part] for peer in theirs)
    return f"1/{fastest / ours[part]:.1f}" if ours[part] < fastest else f"{ours[part] / fastest:.1f}"


def _line(parts: list[str]) -> str:
    return f"| {' | '.join(parts)} |"


def _seconds(measure: Mapping[str, float] | None) -> str:
    return f"{measure['wall']:.4f} / {measure['cpu']:.4f}" if measure else "-"


def _megabytes(measure: Mapping[str, float] | None) -> str:
    return f"{measure['extra_mb']:.0f}" if measure else "-"
