"""A new study is without fault or advice, and editors know its words."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import app
from survey.checks import check_file
from survey.errors import SurveyError
from survey.new_study import new_study
from survey.schema import plan_schema_text, schema_text


def test_a_new_study_has_neither_fault_nor_advice(tmp_path: Path) -> None:
    folder = new_study("news_2026", tmp_path)
    assert check_file(folder) == ()
    assert 'id = "news_2026"' in (folder / "study.toml").read_text(encoding="utf-8")


def test_its_first_line_names_the_schema_that_lies_beside_it(tmp_path: Path) -> None:
    folder = new_study("alone", tmp_path)
    line = (folder / "questionnaire.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert line == "# yaml-language-server: $schema=questionnaire.schema.json"
    assert (folder / "questionnaire.schema.json").read_text(encoding="utf-8") == schema_text()
    assert (folder / "plan.schema.json").read_text(encoding="utf-8") == plan_schema_text()


def test_studies_of_one_folder_share_its_schema(tmp_path: Path) -> None:
    (tmp_path / "questionnaire.schema.json").write_text(schema_text(), encoding="utf-8")
    folder = new_study("shared", tmp_path)
    assert "$schema=../questionnaire.schema.json" in (folder / "questionnaire.yaml").read_text(encoding="utf-8")
    assert not (folder / "questionnaire.schema.json").exists()


@pytest.mark.parametrize("name", ["News", "2026", "å", "a b", "../a", "x" * 33, ""])
def test_a_name_that_no_file_of_answers_can_carry_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(SurveyError, match="begins with a small letter"):
        new_study(name, tmp_path)


def test_what_is_there_is_not_written_over(tmp_path: Path) -> None:
    new_study("once", tmp_path)
    with pytest.raises(SurveyError, match="already"):
        new_study("once", tmp_path)


def test_the_command_puts_it_with_the_other_studies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(app, ["new", "here"]).exit_code == 0
    Path("questionnaires").mkdir()
    assert CliRunner().invoke(app, ["new", "there"]).exit_code == 0
    assert Path("here/study.toml").is_file()
    assert Path("questionnaires/there/study.toml").is_file()
