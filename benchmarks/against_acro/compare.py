"""The same inputs through ACRO and through Varsam, side by side.

    python benchmarks/against_acro/compare.py [PYTHON WITH ACRO]

Writes docs/acro.md. ACRO is no part of this project: without a Python of its own one is made in .bench-acro.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

import numpy as np
from attack import attack, together
from inputs import TABLES, table, write
from page import page

ROOT, HERE = Path(__file__).parents[2], Path(__file__).parent
OWN = ROOT / ".bench-acro/bin/python"


def python_with_acro() -> Path:
    """The Python that was named, or one that is made now."""
    if len(sys.argv) > 1:
        return Path(sys.argv[1])
    if not OWN.exists():
        venv.create(OWN.parents[1], with_pip=True)
        install = [OWN, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "acro==1.0.*"]
        subprocess.run(install, check=True)
    return OWN


def answers(python: Path, program: str, folder: Path) -> dict[str, object]:
    """What a side makes of the files in the folder."""
    run = subprocess.run(
        [python, HERE / program, folder],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        check=False,
    )
    if run.returncode:
        raise SystemExit(run.stderr)
    return json.loads(run.stdout)


def attacked(outputs: list[dict[str, object]], folder: Path, *, alone: bool) -> dict[str, int]:
    """What an attacker works out of all tables together."""
    truths = [table(folder, number, text=True) for number in range(TABLES)]
    counts = [data.groupby(["a", "b"]).size().unstack(fill_value=0).to_numpy() for data in truths]
    return together([attack(output, truth, alone=alone) for output, truth in zip(outputs, counts, strict=True)])


def totals_off(outputs: list[dict[str, object]], folder: Path) -> list[float]:
    """How far each total that ACRO prints lies from the number of people."""
    off = []
    for number, output in enumerate(outputs):
        data = table(folder, number, text=True)
        true = [*data["a"].value_counts().sort_index(), *data["b"].value_counts().sort_index(), len(data)]
        off += list(np.array(true) - np.nan_to_num(np.array(output["totals"], dtype=float)))
    return off


def main() -> None:
    """One run of both, and the page."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder)
        theirs = answers(python_with_acro(), "theirs.py", folder)
        ours = answers(Path(sys.executable), "ours.py", folder)
        runs = {
            "ACRO, suppress": theirs["tables"],
            "ACRO, round to 5": theirs["rounded"],
            "ACRO, suppress, answers coded as numbers": theirs["coded"],
            "Varsam": ours["tables"],
            "Varsam, one-way tables first": ours["other_order"],
            "Varsam, answers coded as numbers": ours["coded"],
        }
        found = {
            who: (attacked(outputs, folder, alone=True), attacked(outputs, folder, alone=False))
            for who, outputs in runs.items()
        }
        off = totals_off(theirs["tables"], folder)
    text = page(theirs, ours, found, off)
    print(text)
    (ROOT / "docs/acro.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
