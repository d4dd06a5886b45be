"""Varsam against R's survey and Python's svy: the same operations on the same file in one run.

    python benchmarks/peers.py [cases]

Prints a table and keeps it in docs/benchmarks.md, one section for each number of cases. svy is installed into an
environment of its own, .bench-venv; R and its survey package are the system's. What is not there is left out.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from statistics import median

from data import write
from page import Measures, keep, table

ROOT = Path(__file__).parents[1]
HERE = ROOT / "benchmarks"
SVY_PYTHON = ROOT / ".bench-venv/bin/python"

# In the order of the table; the logistic model goes last and in a process of its own, for its memory.
OPERATIONS = {
    "design": "build the design",
    "crosstab": "crosstab 5 x 4, intervals, Rao-Scott: first on a design",
    "crosstab_known": "the same again on the design",
    "crosstab_text": "the same from text columns, first on a design",
    "mean": "mean",
    "mean_5": "mean in 5 groups",
    "mean_50": "mean in 50 groups",
    "mean_500": "mean in 500 groups",
    "quantiles": "3 quantiles, Woodruff",
    "single_mean": "mean, every case its own PSU",
    "single_crosstab": "crosstab, every case its own PSU",
    "logistic": "logistic, 10 predictors",
}


def programs() -> dict[str, list[str]]:
    """How each program that is here is called."""
    found = {"Varsam": [sys.executable, str(HERE / "ours.py")]}
    if shutil.which("Rscript"):
        found["R survey"] = ["Rscript", str(HERE / "peer.R")]
    if _svy_is_here():
        found["svy"] = [str(SVY_PYTHON), str(HERE / "peer_svy.py")]
    return found


def _svy_is_here() -> bool:
    if not SVY_PYTHON.exists():
        venv.create(SVY_PYTHON.parents[1], with_pip=True)
    install = [SVY_PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "svy==0.35.*"]
    return subprocess.run(install, check=False, stderr=subprocess.DEVNULL).returncode == 0


def measures(program: list[str], file: Path) -> Measures:
    """Version and measures of a program: everything but the model in one process, the model in a fresh one."""
    parts = [[name for name in OPERATIONS if name != "logistic"], ["logistic"]]
    calls = [[*program, str(file), *part] for part in parts]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    runs = [subprocess.run(call, capture_output=True, text=True, env=environment, check=False) for call in calls]
    for run in runs:
        if run.returncode:
            raise SystemExit(run.stderr)
    first, second = (json.loads(run.stdout) for run in runs)
    return Measures(first["version"], first["measures"] | second["measures"])


def import_seconds(times: int = 7) -> float:
    """Median seconds of `import analysis` in a fresh process, with modules compiled as in any installation."""
    with tempfile.TemporaryDirectory() as compiled:
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment["PYTHONPYCACHEPREFIX"] = compiled
        timed = "import time; t = time.perf_counter(); import analysis; print(time.perf_counter() - t)"
        run = [sys.executable, "-c", timed]
        seconds = [
            float(subprocess.run(run, capture_output=True, text=True, check=True, cwd=ROOT, env=environment).stdout)
            for _ in range(times + 1)
        ]
    return median(seconds[1:])


def main() -> None:
    """One run of all programs on one file."""
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "made_up.csv"
        write(n, file)
        found = {}
        for name, program in programs().items():
            print(f"{name} ...", file=sys.stderr)
            found[name] = measures(program, file)
    text = table(n, OPERATIONS, found, import_seconds())
    print(text)
    keep(n, text, ROOT / "docs/benchmarks.md")


if __name__ == "__main__":
    main()
