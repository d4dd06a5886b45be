"""How long a definition takes to check: `python -m benchmarks.questionnaires`, docs/questionnaire-speed.md.

Made-up definitions of 100 to 1 000 questions of many types, every third with a condition on earlier pages. A cold
check is a process of its own, from its start to its end, imports included; the median of several is given.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from benchmarks.made_up_definition import definition
from survey.checks import check
from survey.load import load

PAGE = Path(__file__).parents[1] / "docs" / "questionnaire-speed.md"
SIZES, WANTED, TURNS = (100, 250, 500, 1_000), 500, 7
_CHECK = """
from pathlib import Path
import sys
from survey.checks import check_file
sys.exit(sum(not fault.advice for fault in check_file(Path(sys.argv[1]))))
"""
_IMPORT = "import survey.checks"


def cold(code: str, *arguments: str) -> tuple[float, float]:
    """Seconds of a process of its own, by the clock and of the processor: the median of several."""
    wall = []
    cpu = []
    for _ in range(TURNS):
        before, start = _children(), perf_counter()
        subprocess.run([sys.executable, "-c", code, *arguments], check=True)
        wall.append(perf_counter() - start)
        cpu.append(_children() - before)
    return median(wall), median(cpu)


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def warm(file: Path) -> tuple[float, float]:
    """Processor seconds of reading the file, and of checking what was read, once everything is imported."""
    reading, checking = [], []
    for _ in range(TURNS):
        start = process_time()
        questionnaire = load(file)
        reading.append(process_time() - start)
        start = process_time()
        check(questionnaire, today=date.today())
        checking.append(process_time() - start)
    return median(reading), median(checking)


def lines(folder: Path) -> Iterator[str]:
    """The page, line by line."""
    yield "# Speed of reading and checking a definition\n"
    yield (__doc__ or "").split("\n\n", 1)[1]
    wall, cpu = cold(_IMPORT)
    python = sys.version.split()[0]
    busy = f"{os.getloadavg()[0]:.1f} processes waiting or at work on {os.cpu_count()} cores"
    yield f"{date.today()}, Python {python}, {busy}. Imports alone: {wall:.2f} s ({cpu:.2f} s of the processor)."
    yield f"Wanted: {WANTED} questions checked in 1 s, cold, and read in 0.1 s.\n"
    yield "| questions | lines | cold check, s | of the processor, s | reading, s | checking, s |"
    yield "|---:|---:|---:|---:|---:|---:|"
    for size in SIZES:
        file = folder / f"of_{size}.yaml"
        file.write_text(definition(size), encoding="utf-8")
        wall, cpu = cold(_CHECK, str(file))
        reading, checking = warm(file)
        length = len(file.read_text(encoding="utf-8").splitlines())
        yield f"| {size} | {length} | {wall:.2f} | {cpu:.2f} | {reading:.3f} | {checking:.3f} |"


def main() -> None:
    """Measure and write the page."""
    with tempfile.TemporaryDirectory() as folder:
        text = "\n".join(lines(Path(folder))) + "\n"
    PAGE.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
