from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest
from typer.testing import CliRunner, Result

from analysis.intervals import PROPORTION_INTERVALS
from app.cli import app
from app.commands import figures
from app.commands.figures import Interval

COMMANDS = [
    "check",
    "codebook",
    "simulate",
    "import-form",
    "export-form",
    "keys",
    "form",
    "unseal",
    "import",
    "table",
    "test",
    "model",
    "microdata",
    "releases",
    "exception",
    "audit",
    "dashboard",
    "demo",
]
CDC = [
    # variable, percent, standard error, logit interval, Korn-Graubard interval, n, weighted n
    ("QN8", 6.54, 0.65, (5.34, 7.99), (5.29, 8.00), 11149, 12132),
    ("QN58", 38.45, 1.52, (35.41, 41.58), (35.35, 41.62), 11040, 11689),
    ("QN52", 1.77, 0.30, (1.25, 2.48), (1.21, 2.48), 12711, 12950),
]


def varsam(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def test_every_interval_of_proportions_can_be_asked_for() -> None:
    assert get_args(Interval) == tuple(PROPORTION_INTERVALS)


def test_help_names_every_command() -> None:
    said = varsam("--help").stdout
    for command in (*COMMANDS, "export"):
        assert command in said


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_each_command_shows_an_example(command: str) -> None:
    assert f"varsam {command}" in " ".join(varsam(command, "--help").stdout.split())


def test_a_command_that_cannot_be_understood_ends_with_2() -> None:
    assert varsam("table").exit_code == 2
    assert varsam("tabel", "x").exit_code == 2


def test_an_unknown_study_is_a_message_and_exit_code_1(small: Path) -> None:
    result = varsam("table", "smal", "online")
    assert result.exit_code == 1
    assert "Did you mean small?" in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


def test_an_unknown_variable_is_a_message_and_exit_code_1(small: Path) -> None:
    result = varsam("table", "small", "onlin")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "Did you mean online?" in result.stderr


def test_with_debug_a_mistake_keeps_its_traceback(small: Path) -> None:
    assert varsam("--debug", "table", "smal", "online").exception.__class__.__name__ == "UnknownStudy"


def test_a_table_on_the_terminal_says_percent_interval_and_that_it_is_made_up(small: Path) -> None:
    said = varsam("table", "small", "online", "--language", "sv").stdout
    assert "Har någon hört av sig på nätet?" in said
    assert "95 % KI" in said
    assert "påhittade" in said.lower() or "syntetisk" in said.lower()


def test_a_blank_cell_says_why_below_the_table(samples: Path) -> None:
    result = varsam("table", samples / "youth_exposure", "y_meet", "--by", "region")
    assert "– [" in result.stdout
    assert "About 5 or fewer answered so" in " ".join(result.stdout.split())


def test_a_question_that_few_answered_one_way_is_refused_with_what_to_do(small: Path) -> None:
    result = varsam("table", "small", "rare", "--by", "gender")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "Leave out the grouping" in result.stderr


def test_json_is_all_that_stands_on_standard_output(small: Path) -> None:
    found = json.loads(varsam("table", "small", "online", "--json").stdout)
    assert found


@pytest.mark.parametrize("kind", ["csv", "html", "xlsx"])
def test_a_table_goes_to_a_file(small: Path, kind: str) -> None:
    file = small / f"online.{kind}"
    assert varsam("table", "small", "online", f"--{kind}", file).exit_code == 0
    assert file.stat().st_size > 100


def test_a_filter_reaches_the_table(small: Path) -> None:
    everybody = varsam("table", "small", "online").stdout
    girls = varsam("table", "small", "online", "--where", "gender = 1").stdout
    assert girls
    assert girls != everybody


def test_a_model_prints_odds_ratios(small: Path) -> None:
    assert "Odds ratio" in varsam("model", "small", "online ~ gender + hours").stdout


def test_a_family_can_be_named_for_a_model(small: Path) -> None:
    found = varsam("model", "small", "online ~ gender + hours", "--family", "poisson").stdout
    assert "Risk ratio" in found
    assert "poisson" in found


def test_an_unknown_family_or_an_exposure_without_counts_is_said(small: Path) -> None:
    for options, message in (
        (["--family", "tobit"], "family is one of"),
        (["--exposure", "hours"], "turns counts into"),
    ):
        result = varsam("model", "small", "online ~ gender", *options)
        assert result.exit_code == 1
        assert message in " ".join(result.stderr.split())


def test_a_model_as_json(small: Path) -> None:
    assert json.loads(varsam("model", "small", "online ~ gender", "--json").stdout)


def test_keys_are_made_once_and_never_overwritten(small: Path) -> None:
    assert varsam("keys", "small", "--out", "small.key").exit_code == 0
    assert Path("small.key").stat().st_mode & 0o077 == 0
    assert Path("small.key.pub").read_text(encoding="utf-8").startswith("age1")
    again = varsam("keys", "small", "--out", "small.key")
    assert again.exit_code == 1
    assert "not overwritten" in again.stderr


def test_an_imported_study_has_nothing_to_simulate(small: Path) -> None:
    result = varsam("simulate", "small", "-n", "3")
    assert result.exit_code == 1
    assert "no questionnaire" in result.stderr


def test_an_imported_study_has_nothing_to_check(small: Path) -> None:
    result = varsam("check", "small")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "no questionnaire" in result.stderr


def test_the_study_goes_to_spss(small: Path) -> None:
    result = varsam("export", "spss", "small", "--into", "out")
    assert result.exit_code == 0, result.stderr
    assert any(line.endswith(".sav") for line in result.stdout.splitlines())


@pytest.mark.parametrize(
    "words",
    [
        ("table", "small", "online", "--html", "small/study.toml/x.html"),
        ("table", "small", "online", "--xlsx", "small/study.toml/x.xlsx"),
        ("codebook", "small", "--out", "small/study.toml/x.html"),
        ("keys", "small", "--out", "small/study.toml/x.key"),
        ("export", "spss", "small", "--into", "small/study.toml"),
    ],
)
def test_a_place_that_cannot_be_written_is_a_message_and_exit_code_1(small: Path, words: tuple[str, ...]) -> None:
    result = varsam(*words)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "cannot be written" in result.stderr
    assert sorted(file.name for file in small.iterdir() if file.name != ".varsam") == [
        "answers.synthetic.parquet",
        "study.toml",
    ]


def test_a_file_that_cannot_be_imported_is_answered_with_what_to_do_next(small: Path) -> None:
    Path("empty.sav").touch()
    Path("small.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    for file, next_step in (("empty.sav", "fresh copy"), ("none.sav", "Check its name"), ("small.csv", "--replace")):
        result = varsam("import", file)
        assert (result.exit_code, result.stdout) == (1, "")
        assert next_step in result.stderr


@pytest.mark.parametrize("words", [("dashboard", "--port", "80000"), ("demo", "--form-port", "0")])
def test_a_port_that_no_machine_has_cannot_be_understood(small: Path, words: tuple[str, ...]) -> None:
    assert varsam(*words).exit_code == 2


def test_a_test_of_public_data_says_what_it_found_and_how_it_is_reported(imported: Path) -> None:
    said = varsam("test", imported, "online", "--by", "gender", "--language", "sv").stdout
    assert "Skillnaderna mellan grupperna är större än slumpen brukar ge (p < 0,001)." in said
    assert "Rao–Scotts F-test: F(1,90; 68,45)" in said
    assert "offentliga" in said


@pytest.mark.parametrize(
    ("rows", "statistic", "name"),
    [
        ("online", "saddlepoint", "Pearson χ², saddlepoint"),
        ("hours", "t", "t"),
        ("hours", "median", "Median t"),
        ("w", "", "Wilcoxon t"),
    ],
)
def test_each_kind_of_test_is_there_as_json(imported: Path, rows: str, statistic: str, name: str) -> None:
    asked = ["--statistic", statistic] if statistic else []
    found = json.loads(varsam("test", imported, rows, "--by", "gender", *asked, "--json").stdout)
    assert found["test"]["name"] == name
    assert 0 < found["test"]["p_value"] < 1
    assert (found["difference"] is None) == (rows == "online")


def test_a_test_of_data_that_are_not_public_has_noise_or_is_refused_with_its_reason(small: Path) -> None:
    shown = varsam("test", small, "online", "--by", "gender")
    assert "changed at random by a few people" in shown.stdout
    assert varsam("test", small, "online", "--by", "gender").stdout == shown.stdout
    refused = varsam("test", small, "rare", "--by", "gender")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "fewer than 10 answers" in refused.stderr


def test_a_filter_that_is_no_code_is_refused_with_what_may_be_asked(small: Path) -> None:
    refused = varsam("table", small, "online", "--where", "hours > 3")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert 'is not of the form "variable = code"' in refused.stderr


def test_the_examples_of_tables_and_models_work_on_the_file_they_name(yrbs: Path) -> None:
    for command, function in (("table", figures.table), ("test", figures.compare), ("model", figures.model)):
        example = re.search(rf"varsam {command} yrbs_2019 (.*)`", function.__doc__)
        assert example
        result = varsam(command, yrbs, *shlex.split(example[1]))
        assert result.exit_code == 0, result.stderr


@pytest.fixture(scope="module")
def yrbs(real: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    into = tmp_path_factory.mktemp("studies")
    design = ["--weight", "weight", "--strata", "stratum", "--psu", "psu", "--public-use"]
    result = varsam("import", real / "yrbs_2019.sav", *design, "--into", into)
    assert result.exit_code == 0, result.stderr
    return into / "yrbs_2019"


@pytest.mark.parametrize(("variable", "percent", "error", "logit", "korn_graubard", "n", "weighted_n"), CDC)
def test_the_figures_that_cdc_published_come_out_to_every_digit(
    yrbs: Path,
    variable: str,
    percent: float,
    error: float,
    logit: tuple[float, float],
    korn_graubard: tuple[float, float],
    n: int,
    weighted_n: int,
) -> None:
    for method, interval in (("logit", logit), ("korn_graubard", korn_graubard)):
        result = varsam("table", yrbs, variable, "--ci", method, "--json")
        cell = json.loads(result.stdout)["categories"][0]
        # CDC's 8.00 for QN8 is R's 7.99488 rounded twice; so are all here.
        found = [round(round(100 * cell[key], 3), 2) for key in ("proportion", "std_error", "ci_low", "ci_high")]
        assert found == [percent, error, *interval]
        assert (cell["base_n"], round(cell["base_weighted_n"]), cell["ci_method"]) == (n, weighted_n, method)


def test_the_command_starts_without_the_heavy_packages() -> None:
    heavy = "{'streamlit', 'pandas', 'scipy', 'plotly', 'statsmodels', 'numpy'}"
    code = f"import sys, app.cli; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path.cwd())
    assert done.stdout.strip() == "[]"


def test_the_command_as_a_process_ends_with_1_and_a_message(root: Path, small: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(root)}
    command = [sys.executable, "-m", "app.cli", "table", "nowhere", "x"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert (done.returncode, done.stdout) == (1, "")
    assert 'There is no study "nowhere"' in done.stderr


def test_a_form_with_places_to_fill_in_opens_for_trial_only(tmp_path: Path) -> None:
    assert varsam("keys", "youth_exposure", "--out", tmp_path / "youth.key").exit_code == 0
    refused = varsam("form", "youth_exposure", "--public-key", tmp_path / "youth.key.pub")
    assert refused.exit_code == 1
    assert "questionnaire.yaml, line" in refused.stderr
    assert "--trial" in refused.stderr


def test_a_table_too_wide_for_the_terminal_goes_on_below(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("questionnaires", "sample_data"):
        shutil.copytree(root / folder, tmp_path / folder, ignore=shutil.ignore_patterns(".varsam"))
    monkeypatch.chdir(tmp_path)
    said = varsam("table", "youth_exposure", "y_meet", "--by", "region").stdout
    assert "Stockholm" in said
    assert "Upper Norrland" in said
    assert said.count(" Answer ") == 4


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            [
                "changed at random by a few people",
                "Level 3: at least 10 answers",
                "y_age → y_age_group",
                "deviation about 1.7",
            ],
        ),
        ("sv", ["slumpmässigt med några personer", "Nivå 3: minst 10 svar", "y_orient", "avvikelse omkring 1,7"]),
    ],
)
def test_the_policy_of_a_study_is_explained_in_words(samples: Path, language: str, words: list[str]) -> None:
    said = " ".join(varsam("policy", samples / "youth_exposure", "--language", language).stdout.split())
    assert [word for word in words if word not in said] == []


def test_the_policy_of_public_data_says_that_nothing_is_hidden(imported: Path) -> None:
    assert "nothing is hidden" in varsam("policy", imported).stdout
