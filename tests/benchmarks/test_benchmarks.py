"""The benchmark's programs run on a small file, so that they cannot rot; the seconds are for `make bench`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

FEW = {"design", "crosstab", "crosstab_text", "mean", "mean_5", "logistic"}


@pytest.fixture(scope="module")
def file(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("bench") / "made_up.csv"
    call = "import data, pathlib, sys; data.write(5000, pathlib.Path(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", call, str(made)], cwd=root / "benchmarks", check=True)
    return made


def measures(program: list[str], file: Path, root: Path) -> dict[str, dict[str, float]]:
    environment = os.environ | {"PYTHONPATH": str(root)}
    run = subprocess.run(
        [*program, str(file), *sorted(FEW)], capture_output=True, text=True, check=True, env=environment
    )
    return json.loads(run.stdout)["measures"]


def test_our_side_is_measured(root, file):
    found = measures([sys.executable, str(root / "benchmarks/ours.py")], file, root)
    assert set(found) == FEW
    assert all(measure["wall"] > 0 for measure in found.values())


@pytest.mark.r
def test_rs_side_is_measured(root, file):
    assert set(measures(["Rscript", str(root / "benchmarks/peer.R")], file, root)) == FEW


def test_the_page_keeps_the_sections_of_other_sizes(root, tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(root / "benchmarks"))
    from page import Measures, keep, table

    measure = {"wall": 0.1, "cpu": 0.1, "first": 0.1, "extra_mb": 1.0}
    ours = Measures("1", {"mean": measure, "mean_5": measure, "mean_500": measure})
    peer = Measures("2", {"mean": measure | {"wall": 5.0}})
    for n in (1000, 10, 1000):
        keep(n, table(n, {"mean": "mean"}, {"Varsam": ours, "svy": peer}, 0.5), tmp_path / "page.md")
    text = (tmp_path / "page.md").read_text(encoding="utf-8")
    assert text.count("## 1000 cases") == text.count("## 10 cases") == 1
    assert text.count("| 1/50.0 / 1.0 |") == 2
