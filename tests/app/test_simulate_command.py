"""`varsam simulate`: made-up responses with given shares, and test cases that are written and answered anew."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli import app
from survey.frame_file import read

CLEAN = Path(__file__).parents[1] / "survey" / "studies" / "clean.yaml"


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a study without data, beside which the commands are run."""
    folder = tmp_path / "clean"
    folder.mkdir()
    shutil.copy(CLEAN, folder / "clean.yaml")
    (folder / "study.toml").write_text(
        '[study]\nid = "clean"\ntitle = {sv = "Ren", en = "Clean"}\nquestionnaire = "clean.yaml"\n', encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    return folder


def varsam(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def test_shares_from_a_file_are_followed(study: Path) -> None:
    Path("shares.yaml").write_text("c_consent: {1: 1}\nc_age: {30: 1}\n", encoding="utf-8")
    result = varsam("simulate", "clean", "-n", "20", "--answers", "shares.yaml")
    assert result.exit_code == 0, result.stderr
    assert set(read(Path("clean.synthetic.parquet")).values("c_age")) == {30.0}


def test_a_fault_in_the_shares_is_said_with_its_line(study: Path) -> None:
    Path("shares.yaml").write_text("c_agee: {30: 1}\n", encoding="utf-8")
    result = varsam("simulate", "clean", "--answers", "shares.yaml")
    assert (result.exit_code, result.stdout) == (1, "")
    assert 'shares.yaml, line 1, variable "c_agee"' in result.stderr


def test_test_cases_are_written_and_hold(study: Path) -> None:
    written = varsam("simulate", "clean", "--cover", "--out", "cases", "--language", "sv")
    assert written.exit_code == 0, written.stderr
    assert "Testfall" in Path("cases/summary.md").read_text(encoding="utf-8")
    replayed = varsam("simulate", "--replay", "cases")
    assert replayed.exit_code == 0, replayed.stderr
    assert "no cases with a difference" in replayed.stdout


def test_a_changed_route_is_said_with_the_case(study: Path) -> None:
    varsam("simulate", "clean", "--cover", "--out", "cases")
    file = study / "clean.yaml"
    changed = file.read_text(encoding="utf-8").replace("c_use_a > 0", "c_use_a > 1")
    file.write_text(changed, encoding="utf-8")
    result = varsam("simulate", "clean", "--replay", "cases")
    assert result.exit_code == 1
    assert 'json: The page "p_' in result.stderr


def test_a_place_that_nobody_reaches_is_counted(study: Path) -> None:
    assert "1 place cannot be reached: summary.md" in varsam("simulate", "clean", "--cover", "--out", "cases").stderr


def test_a_study_must_be_named_but_for_a_replay(study: Path) -> None:
    assert varsam("simulate").exit_code == 2


def test_cases_of_another_study_are_refused(study: Path) -> None:
    varsam("simulate", "clean", "--cover", "--out", "cases")
    case = Path("cases/case_001.json")
    case.write_text(case.read_text(encoding="utf-8").replace('"study": "clean"', '"study": "other"'), encoding="utf-8")
    result = varsam("simulate", "clean", "--replay", "cases")
    assert result.exit_code == 1
    assert "case_001.json is of another" in result.stderr
