"""The comparison with ACRO: our side runs, and the attacker finds what can be found. ACRO itself is for `make acro`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

HERE = "benchmarks/against_acro"


@pytest.fixture
def attack(root: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.syspath_prepend(str(root / HERE))
    import attack

    return attack


def output(cells, rows, columns):  # type: ignore[no-untyped-def]
    as_known = [[[0, 9] if n is None else [n, n] for n in row] for row in cells]
    return {"cells": as_known, "rows": [[n, n] for n in rows], "columns": [[n, n] for n in columns]}


def test_a_single_blank_is_found_from_its_totals(attack) -> None:  # type: ignore[no-untyped-def]
    truth = np.array([[3, 40], [50, 60]])
    found = attack.attack(output([[None, 40], [50, 60]], [43, 110], [53, 100]), truth, alone=False)
    assert (found.small, found.exact, found.remainders, found.wrong) == (1, 1, 2, 0)
    assert attack.attack(output([[None, 40], [50, 60]], [43, 110], [53, 100]), truth, alone=True).exact == 0


def test_four_blanks_that_hide_each_other_are_not_found(attack) -> None:  # type: ignore[no-untyped-def]
    truth = np.array([[5, 6], [6, 5]])
    found = attack.attack(output([[None, None], [None, None]], [11, 11], [11, 11]), truth, alone=False)
    assert (found.exact, found.narrow, found.wrong) == (0, 0, 0)


@pytest.mark.slow
def test_our_side_lets_nothing_be_worked_out(root: Path, attack, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    import inputs

    inputs.write(tmp_path)
    run = [sys.executable, str(root / HERE / "ours.py"), str(tmp_path)]
    done = subprocess.run(run, capture_output=True, text=True, check=True, env=os.environ | {"PYTHONPATH": str(root)})
    tables = json.loads(done.stdout)["tables"]
    for number in (0, 7, 43):
        counts = inputs.table(tmp_path, number, text=True).groupby(["a", "b"]).size().unstack(fill_value=0).to_numpy()
        found = attack.attack(tables[number], counts, alone=False)
        assert (found.exact, found.narrow, found.remainders, found.wrong) == (0, 0, 0, 0)
