"""`varsam plan`: the shipped plans are checked and carried out on the sample data."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli import app

SOME = """
tables:
  - id: t1
    title: {sv: Hört av sig, en: Got in touch}
    rows: online
    by: gender
  - id: t2
    title: {sv: Sällsynt, en: Rare}
    rows: rare
    by: gender
  - id: t3
    title: {sv: Timmar, en: Hours}
    rows: hours
    by: gender
    statistic: quantile
models:
  - id: m1
    title: {sv: Modell, en: Model}
    formula: online ~ gender
published:
  - {of: t1, cell: {answer: 1, group: 1}, value: 40, interval: [35, 45], n: 300, source: A study}
  - {of: t1, cell: {answer: [0, 1]}, value: 100, source: Everybody}
  - {of: t2, cell: {answer: 1, group: 2}, value: 0.5, source: Another study}
  - {of: m1, cell: {term: "gender[T.2]"}, value: 0.5, source: A third study}
"""


def varsam(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def planned(small: Path) -> Path:
    (small / "plan.yaml").write_text(SOME, encoding="utf-8")
    return small


def lines(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


@pytest.mark.parametrize(("study", "least"), [("youth_exposure", 130), ("buyer_attitudes", 95)])
def test_a_shipped_plan_is_checked_and_carried_out(samples: Path, tmp_path: Path, study: str, least: int) -> None:
    assert varsam("plan", samples / study, "--language", "sv").exit_code == 0
    made = varsam("plan", samples / study, "--run", "--language", "sv", "--out", tmp_path / "out")
    assert made.exit_code == 0, made.output
    files = list((tmp_path / "out").iterdir())
    assert all(".synthetic." in file.name for file in files)
    assert len(files) > least
    page = (tmp_path / "out" / "plan.synthetic.html").read_text(encoding="utf-8")
    assert "Syntetiska data" in page
    assert "procentenheter" in page
    figures = lines(tmp_path / "out" / "published.synthetic.csv")
    assert len(figures) > 8
    assert {line["synthetic"] for line in figures} == {"1"}
    assert all("syntetiska" in line["words"] for line in figures if line["here"])


def test_a_figure_that_is_not_released_is_not_compared(planned: Path) -> None:
    made = varsam("plan", "small", "--run", "--out", "out")
    assert made.exit_code == 0, made.output
    girls, everybody, rare, odds = lines(Path("out/published.synthetic.csv"))
    assert girls["words"].startswith("Here ")
    assert float(girls["difference"]) == pytest.approx(float(girls["here"]) - 40, abs=1e-4)
    # Figures with noise: the two shares add up give or take rounding.
    assert (float(everybody["here"]), everybody["ci_low"]) == (pytest.approx(100, abs=0.5), "")
    assert (rare["here"], rare["ci_low"], rare["difference"]) == ("", "", "")
    assert rare["words"].startswith("No figure here: ")
    assert odds["of"] == "m1"
    assert 0 < float(odds["ci_low"]) < float(odds["here"]) < float(odds["ci_high"])


def test_what_is_refused_is_listed_with_its_reason_and_has_no_file(planned: Path) -> None:
    made = varsam("plan", "small", "--run", "--out", "out", "--language", "sv")
    assert "t2: Tabellen visas inte" in made.stdout
    assert "of 4 tables and models released" in made.stdout
    assert not (Path("out") / "t2.synthetic.csv").exists()
    assert "Visas inte: Tabellen visas inte" in Path("out/plan.synthetic.html").read_text(encoding="utf-8")


def test_what_is_written_is_what_the_table_command_shows(planned: Path) -> None:
    varsam("plan", "small", "--run", "--out", "out")
    varsam("table", "small", "online", "--by", "gender", "--csv", "alone.csv")
    assert (Path("out") / "t1.synthetic.csv").read_bytes() == Path("alone.csv").read_bytes()


def test_a_fault_of_the_plan_stops_it_before_anything_is_worked_out(planned: Path) -> None:
    (planned / "plan.yaml").write_text(SOME.replace("rows: online", "rows: onlin"), encoding="utf-8")
    found = varsam("plan", "small", "--run", "--out", "out")
    assert found.exit_code == 1
    assert 'Did you mean "online"?' in found.stderr
    assert not Path("out").exists()
    assert json.loads(varsam("plan", "small", "--json").stdout)[0]["line"] == 5


def test_a_study_without_a_plan_is_told_so(small: Path) -> None:
    found = varsam("plan", "small")
    assert found.exit_code == 1
    assert "lies in the study's folder as plan.yaml" in found.stderr


def test_the_plan_is_said_before_anybody_has_answered(samples: Path, tmp_path: Path) -> None:
    shutil.copytree(samples, tmp_path / "questionnaires")
    said = varsam("plan", tmp_path / "questionnaires" / "youth_exposure")
    assert said.exit_code == 0, said.output
    assert "Advice: " in said.stderr
    assert "yt2_pressure: Pressure, by group" in said.stdout
    refused = varsam("plan", tmp_path / "questionnaires" / "youth_exposure", "--run")
    assert (refused.exit_code, "has no data yet" in refused.stderr) == (1, True)
