"""`varsam import-form` and `export-form`: a study over from XLSForm, and back."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner, Result

from app.cli import app

ROOT = Path(__file__).parents[3]
FORM = ROOT / "tests" / "survey" / "exchange" / "forms" / "sports_club.md"


def varsam(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def test_a_form_becomes_a_study_that_can_be_checked_and_simulated(tmp_path: Path) -> None:
    made = varsam("import-form", FORM, "--out", tmp_path / "club")
    assert made.exit_code == 0, made.stderr
    assert 'Refused: sheet "survey", row 3' in made.stdout
    assert varsam("check", tmp_path / "club").exit_code == 0
    assert varsam("simulate", tmp_path / "club", "-n", 5, "--out", tmp_path / "a.synthetic.parquet").exit_code == 0


def test_the_report_can_be_read_by_a_program(tmp_path: Path) -> None:
    made = varsam("import-form", FORM, "--out", tmp_path / "club", "--json")
    report = json.loads(made.stdout)
    assert report["dialect"] == "XLSForm"
    assert 3 in [loss["row"] for loss in report["losses"]]


def test_nothing_that_is_there_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "club").mkdir()
    (tmp_path / "club" / "mine.txt").write_text("mine")
    refused = varsam("import-form", FORM, "--out", tmp_path / "club")
    assert refused.exit_code == 1
    assert "is there already" in refused.stderr
    assert [file.name for file in (tmp_path / "club").iterdir()] == ["mine.txt"]


def test_a_study_becomes_a_workbook_and_comes_back(tmp_path: Path) -> None:
    book = tmp_path / "youth.xlsx"
    written = varsam("export-form", ROOT / "questionnaires" / "youth_exposure", "--out", book)
    assert written.exit_code == 0, written.stderr
    assert "cannot be skipped with one button" in written.stdout
    assert varsam("import-form", book, "--out", tmp_path / "youth").exit_code == 0


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    (tmp_path / "form.docx").write_text("PK")
    refused = varsam("import-form", tmp_path / "form.docx", "--out", tmp_path / "study")
    assert refused.exit_code == 1
    assert not (tmp_path / "study").exists()


def test_conditions_are_written_for_programs_that_hold_the_data() -> None:
    written = {program: varsam("conditions", "youth_exposure", "--for", program).stdout for program in ("spss", "r")}
    of_programme = {
        program: dict(line.split("\t") for line in said.splitlines())["y_meet_q"] for program, said in written.items()
    }
    assert of_programme == {"spss": "y_meet > 0", "r": "(y_meet > 0) %in% TRUE"}


def test_a_file_whose_ending_is_that_of_another_format_is_not_written(tmp_path: Path) -> None:
    study = ROOT / "questionnaires" / "youth_exposure"
    refused = varsam("export-form", study, "--format", "redcap", "--out", tmp_path / "youth.xlsx")
    assert refused.exit_code == 1
    assert "ends in .csv" in refused.stderr
    assert not (tmp_path / "youth.xlsx").exists()
