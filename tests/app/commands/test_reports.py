"""`varsam logic` and `varsam preview` from the terminal."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import app

run = CliRunner()


@pytest.fixture
def study(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the small study as a folder, below the current one."""
    folder = tmp_path / "clean"
    folder.mkdir()
    shutil.copy(root / "tests/survey/studies/clean.yaml", folder / "questionnaire.yaml")
    (folder / "study.toml").write_text(
        '[study]\nid = "clean"\ntitle = "Clean"\nquestionnaire = "questionnaire.yaml"\n', encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    return folder


def test_the_logic_is_written_as_a_page(study: Path) -> None:
    made = run.invoke(app, ["logic", "clean", "--language", "sv"])
    assert made.exit_code == 0, made.output
    assert "<h1>Vardag på nätet</h1>" in Path("clean.logic.html").read_text(encoding="utf-8")


def test_a_form_above_its_target_is_advised_against(study: Path) -> None:
    made = run.invoke(app, ["logic", "clean", "--target", "0.3"])
    assert made.exit_code == 0
    assert "Advice: a usual respondent needs" in made.stderr


def test_shares_of_answers_decide_which_routes_count(study: Path) -> None:
    Path("shares.yaml").write_text("c_use_a: {0: 1}\n", encoding="utf-8")
    spent = [
        json.loads(run.invoke(app, ["logic", "clean", "--json", *options]).stdout)["minutes"]["whole"]["p90"]
        for options in ([], ["--answers", "shares.yaml"])
    ]
    assert spent[1] < spent[0]


def test_routes_and_minutes_are_there_for_another_program(study: Path) -> None:
    found = json.loads(run.invoke(app, ["logic", "clean", "--json"]).stdout)
    assert found["minutes"]["whole"]["p50"] > 0
    pages = {page["id"]: page for section in found["sections"] for page in section["pages"]}
    assert pages["p_start"]["ends_for"].startswith("those who")
    assert pages["p_use"]["then"][0]["page"] == "p_where"
    assert not list(Path().glob("*.html"))


def test_the_preview_is_written_and_opened_only_where_no_file_is_named(study: Path, monkeypatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("app.commands.reports.typer.launch", opened.append)
    assert run.invoke(app, ["preview", "clean", "--out", "seen.html"]).exit_code == 0
    assert opened == []
    assert run.invoke(app, ["preview", "clean"]).exit_code == 0
    assert [address.rsplit("/")[-1] for address in opened] == ["clean.preview.html"]
    assert Path("seen.html").read_bytes() == Path("clean.preview.html").read_bytes()


def test_the_paper_form_is_written_in_the_language_asked_for(study: Path) -> None:
    assert run.invoke(app, ["paper", "clean", "--language", "sv"]).exit_code == 0
    assert Path("clean.sv.pdf").read_bytes().startswith(b"%PDF-")
    wrong = run.invoke(app, ["paper", "clean", "--arm", "frame"])
    assert wrong.exit_code == 1
    assert "An arm is given as NAME=CODE" in wrong.stderr
    unknown = run.invoke(app, ["paper", "clean", "--arm", "frame=1"])
    assert "The experiments have: none." in unknown.stderr


def test_a_study_without_a_questionnaire_has_nothing_to_review(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("foreign").mkdir()
    Path("foreign/study.toml").write_text('[study]\nid = "foreign"\n', encoding="utf-8")
    found = run.invoke(app, ["logic", "foreign"])
    assert found.exit_code == 1
    assert "has no questionnaire" in found.stderr
