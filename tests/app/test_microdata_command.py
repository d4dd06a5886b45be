from __future__ import annotations

import stat
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from app.cli import app

SETTINGS = """
[microdata]
keys = [["gender", "online"]]
sensitive = ["rare"]
harmless = { rare = [0] }
"""


def varsam(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def study(small: Path) -> Path:
    with (small / "study.toml").open("a", encoding="utf-8") as settings:
        settings.write(SETTINGS)
    return small


@pytest.mark.parametrize("profile", ["public", "restricted"])
def test_the_command_writes_all_files(study, profile):
    result = varsam("microdata", "small", "--profile", profile, "--out", "given")
    assert result.exit_code == 0, result.output
    written = {path.name for path in Path("given").iterdir()}
    name = f"small_{profile}"
    assert {f"{name}_synthetic.sav", f"{name}_synthetic.csv", f"{name}.synthetic.parquet"} <= written
    assert {"report.html", "report.json", "codebook.html"} <= written


def test_the_seed_stays_with_the_study_for_its_owner_alone(study):
    varsam("microdata", "small", "--out", "given")
    seed = study / ".varsam" / "microdata.seed"
    assert stat.S_IMODE(seed.stat().st_mode) == 0o600
    number = seed.read_text(encoding="utf-8").strip()
    assert all(number.encode() not in path.read_bytes() for path in Path("given").iterdir())
    assert (study / ".varsam" / "microdata_restricted.html").exists()


def test_the_same_answers_give_the_same_file(study):
    varsam("microdata", "small", "--out", "one")
    varsam("microdata", "small", "--out", "two")
    name = "small_restricted_synthetic.csv"
    assert (Path("one") / name).read_bytes() == (Path("two") / name).read_bytes()


def test_a_public_file_has_no_school_and_no_question_of_level_three(study):
    varsam("microdata", "small", "--profile", "public", "--out", "given")
    columns = set(pd.read_csv("given/small_public_synthetic.csv").columns)
    assert columns == {"synthetic", "record", "gender", "online", "hours", "w"}


def test_a_study_without_a_policy_is_told_what_to_write(small):
    result = varsam("microdata", "small", "--out", "given")
    assert result.exit_code == 1
    assert "names no keys" in result.output
    assert not Path("given").exists()


def test_a_file_that_does_not_meet_its_criteria_is_not_written(study):
    with (study / "study.toml").open("a", encoding="utf-8") as settings:
        settings.write("k = 290\n")
    result = varsam("microdata", "small", "--out", "given")
    assert result.exit_code == 1
    assert "recode" in result.output
    assert not Path("given").exists()


def test_the_help_shows_an_example():
    assert "varsam microdata" in " ".join(varsam("microdata", "--help").stdout.split())


@pytest.mark.parametrize("study_name", ["youth_exposure", "buyer_attitudes"])
@pytest.mark.parametrize("profile", ["public", "restricted"])
def test_the_sample_studies_can_be_given_to_others(samples, study_name, profile, tmp_path):
    result = varsam("microdata", samples / study_name, "--profile", profile, "--out", tmp_path / "given")
    assert result.exit_code == 0, result.output
