from __future__ import annotations

import json
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from analysis.errors import Refused
from app.cli import app
from app.opened import open_study, table_of
from survey.study import find

UNTIL = (date.today() + timedelta(30)).isoformat()
DECIDED = ["--by", "The checker", "--reason", "Agreed with the board.", "--until", UNTIL]


def varsam(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture(autouse=True)
def exact(small: Path) -> None:
    """The small study shows exact figures: exceptions are made there, and not from figures with noise."""
    settings = (small / "study.toml").read_text(encoding="utf-8")
    (small / "study.toml").write_text(f'{settings}[release]\ndashboard = "published"\n', encoding="utf-8")


def refused(small: Path) -> Result:
    return varsam("table", "small", "rare", "--by", "gender", "--where", "online = 1")


def test_from_a_refusal_to_a_file_that_passes(small: Path) -> None:
    """The whole path: asked, refused, looked at, allowed by name, released with a note, exported, examined."""
    assert refused(small).exit_code == 1
    (line,) = json.loads(varsam("releases", "small", "--refused", "--json").stdout)["lines"]
    assert (line["line"], line["rule"], line["what"]) == (1, "dimensions", "refused")
    assert varsam("exception", "small", 1, *DECIDED).exit_code == 0
    made = varsam("table", "small", "rare", "--by", "gender", "--where", "online = 1", "--csv", "out.csv")
    assert made.exit_code == 0, made.stderr
    assert "Shown by an exception" in Path("out.csv").read_text(encoding="utf-8")
    found = varsam("audit", "out.csv")
    assert (found.exit_code, "out.csv: pass" in found.stdout) == (0, True)
    assert "line 2 of the log" in found.stdout


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_log_is_shown_as_a_table(small: Path, language: str) -> None:
    refused(small)
    varsam("table", "small", "online")
    varsam("exception", "small", 2, "--forbid", *DECIDED)
    said = " ".join(varsam("releases", "small", "--language", language).stdout.split())
    words = {"sv": ("avvisat", "visat", "förbjudet", "Sigill"), "en": ("refused", "released", "forbidden", "Seal")}
    for word in (*words[language], "The checker"):
        assert word in said
    assert varsam("table", "small", "online").exit_code == 1


def test_a_changed_file_ends_with_1_and_says_the_line_and_what_to_do(small: Path) -> None:
    varsam("table", "small", "rare", "--csv", "out.csv")
    text = Path("out.csv").read_text(encoding="utf-8")
    head, first, second, *_ = text.split("\n")
    Path("out.csv").write_text("\n".join([head, first, second.replace(",,,,logit", ",0.01,,,logit", 1), ""]))
    found = varsam("audit", "out.csv")
    assert found.exit_code == 1
    assert "out.csv: problem" in found.stdout
    assert "line 3" in found.stdout
    assert "Do not pass it on" in found.stdout


def test_a_file_whose_study_is_elsewhere_needs_its_folder(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    varsam("table", "small", "online", "--csv", "out.csv")
    elsewhere = small.parent / "elsewhere"
    elsewhere.mkdir()
    shutil.copy("out.csv", elsewhere)
    monkeypatch.chdir(elsewhere)
    assert "Name the study's folder" in varsam("audit", "out.csv").stdout
    assert varsam("audit", "out.csv", "--study", small).exit_code == 0


def test_a_file_cannot_send_the_audit_to_another_folder(small: Path) -> None:
    varsam("table", "small", "online", "--json")
    made = json.loads(varsam("table", "small", "online", "--json").stdout)
    (small / "out.json").write_text(json.dumps({**made, "study": "../small"}))
    found = json.loads(varsam("audit", small / "out.json", "--json").stdout)
    (done,) = found.values()
    assert "is not here" in done["problems"][0]["what"]


def test_an_empty_log_and_a_seal_that_is_not_there(small: Path) -> None:
    assert "The log is empty" in varsam("releases", "small").stdout
    result = varsam("releases", "small", "--seal", "0" * 64)
    assert (result.exit_code, "cut off" in result.stderr) == (1, True)


def test_with_noise_a_file_passes_and_no_exception_is_made(small: Path) -> None:
    settings = (small / "study.toml").read_text(encoding="utf-8")
    (small / "study.toml").write_text(settings.replace('"published"', '"keyed"'), encoding="utf-8")
    assert refused(small).exit_code == 1
    result = varsam("exception", "small", 1, *DECIDED)
    assert (result.exit_code, "with noise" in result.stderr) == (1, True)
    for kind in ("csv", "xlsx", "html"):
        varsam("table", "small", "online", "--by", "gender", f"--{kind}", f"out.{kind}")
        found = varsam("audit", f"out.{kind}")
        assert (found.exit_code, "figures are perturbed" in found.stdout) == (0, True), found.stdout


def test_what_was_kept_of_an_output_goes_with_a_checkers_decision(small: Path) -> None:
    """A dashboard keeps what it has shown; forbidden is forbidden all the same, and allowed again."""
    opened = open_study(find(small))
    table_of(opened, "online", by="gender")
    varsam("exception", "small", 1, "--forbid", *DECIDED)
    with pytest.raises(Refused, match="what the output checker accepts"):
        table_of(opened, "online", by="gender")
    varsam("exception", "small", 3, *DECIDED)
    table_of(opened, "online", by="gender")


def test_a_refusal_in_place_of_an_estimators_message_is_in_the_log(small: Path) -> None:
    assert varsam("model", "small", "rare ~ gender", "--where", "hours = 99").exit_code == 1
    (line,) = json.loads(varsam("releases", "small", "--json").stdout)["lines"]
    assert (line["what"], line["rule"], line["query"]) == ("refused", "answers", "rare ~ gender where hours = 99")
    assert varsam("exception", "small", 1, *DECIDED).exit_code == 1


def test_what_an_exception_needs_is_said(small: Path) -> None:
    refused(small)
    result = varsam("exception", "small", 1, "--by", "The checker", "--reason", "ok", "--until", UNTIL)
    assert (result.exit_code, "a sentence" in result.stderr) == (1, True)
    assert varsam("exception", "small", 1, "--by", "The checker", "--until", UNTIL).exit_code == 2
