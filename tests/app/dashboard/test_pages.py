from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from app.dashboard.texts import TEXTS
from survey import frame_file
from survey.importing import import_file
from survey.study import find
from survey.text import Text
from survey.variables import Variable

ENTRY = Path(__file__).parents[3] / "app" / "dashboard" / "varsam_screens.py"
PAGES = ["overview", "question", "crosstab", "regression"]


def shown(at: AppTest) -> str:
    """All that stands on the page in words."""
    return "\n".join(str(getattr(element, "value", "") or getattr(element, "body", "")) for element in at.main)


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_in_both_languages(open_page, small: Path, page: str, language: str) -> None:
    at = open_page(page, small, language=language)
    assert not at.exception
    assert TEXTS["synthetic"][language] in shown(at)


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_on_an_imported_study_and_says_that_it_is_public(
    open_page, imported: Path, page: str, language: str
) -> None:
    at = open_page(page, imported, language=language, covariates="gender,hours")
    assert not at.exception
    assert TEXTS["public_use"][language] in shown(at)


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("study", ["youth_exposure", "buyer_attitudes"])
def test_every_page_opens_on_the_sample_studies(open_page, samples: Path, study: str, page: str, language: str) -> None:
    at = open_page(page, samples / study, language=language)
    assert not at.exception
    assert find(samples / study).title[language] in shown(at)


def test_a_study_without_answers_says_how_to_get_some(open_page, small: Path) -> None:
    (small / "answers.synthetic.parquet").unlink()
    at = open_page("question", small)
    assert not at.exception
    assert "varsam simulate" in shown(at)


def test_without_studies_the_page_says_how_to_get_one(open_page) -> None:
    assert "varsam demo" in open_page("overview").info[0].value


def test_a_blank_cell_shows_its_reason(open_page, samples: Path) -> None:
    page = open_page("crosstab", samples / "youth_exposure", language="en", rows="y_meet", by="region")
    assert "About 5 or fewer answered so" in shown(page)


def test_an_item_of_a_battery_is_chosen_by_its_own_words_before_those_that_all_items_share(
    open_page, small: Path
) -> None:
    options = open_page("question", small, language="sv").selectbox(key="rows").options
    assert "rare · Har du råkat ut för det? (Hur har det varit på sistone?)" in options


def test_whom_a_question_was_asked_of_is_said_once(open_page, small: Path) -> None:
    assert '<p class="note">Ställdes till alla</p>' in shown(open_page("question", small, rows="rare"))


@pytest.mark.parametrize("page", PAGES)
def test_unknown_values_in_the_address_are_passed_over(open_page, small: Path, page: str) -> None:
    at = open_page(page, small, study="x", language="xx", rows="x", by="x", where="x", ci="x", covariates="x,y")
    at.query_params["is"] = "7"
    at.run()
    assert not at.exception
    assert at.query_params["study"] == "small"
    assert at.query_params["language"] == "sv"


def test_what_was_chosen_stands_in_the_address(open_page, small: Path) -> None:
    at = open_page("question", small)
    at.selectbox(key="rows").set_value("online").run()
    at.selectbox(key="by").set_value("gender").run()
    assert (at.query_params["rows"], at.query_params["by"]) == ("online", "gender")


def test_the_address_chooses(open_page, small: Path) -> None:
    at = open_page("crosstab", small, rows="online", by="gender", where="gender", ci="korn_graubard")
    chosen = [at.selectbox(key=key).value for key in ("rows", "by", "where", "ci")]
    assert chosen == ["online", "gender", "gender", "korn_graubard"]


def test_a_second_filter_can_be_chosen_and_stands_in_the_address(open_page, small: Path) -> None:
    at = open_page("question", small, rows="hours", where="gender", **{"is": "2"})
    at.selectbox(key="where2").set_value("online").run()
    at.selectbox(key="is2").set_value("1").run()
    assert not at.exception
    assert [at.query_params[key] for key in ("where", "is", "where2", "is2")] == ["gender", "2", "online", "1"]
    assert "gender" not in [option.split(" ")[0] for option in at.selectbox(key="where2").options]


def test_exact_figures_have_one_filter(open_page, small: Path) -> None:
    settings = (small / "study.toml").read_text(encoding="utf-8")
    (small / "study.toml").write_text(settings + '[release]\ndashboard = "published"\n', encoding="utf-8")
    at = open_page("question", small, rows="online", where="gender", **{"is": "2"})
    assert "where2" not in [box.key for box in at.selectbox]


def test_a_number_is_averaged(open_page, small: Path) -> None:
    at = open_page("question", small, rows="hours", by="gender", language="en")
    assert not at.exception
    assert "Mean" in shown(at)


def test_a_model_is_shown_in_words_and_as_a_table(open_page, small: Path) -> None:
    at = open_page("regression", small, outcome="online", covariates="gender,hours", language="en")
    assert not at.exception
    assert "<table" in shown(at)


def test_a_page_never_keeps_microdata_in_the_session(open_page, small: Path) -> None:
    at = open_page("question", small, rows="online")
    kept = {key: at.session_state[key] for key in ("kept", "written", "shown", "run", "rows", "by", "language")}
    assert set(map(type, kept.values())) <= {str, int, dict}
    assert len(str(kept)) < 1000


def test_no_module_beside_the_entry_script_hides_another() -> None:
    beside = {path.stem for path in ENTRY.parent.iterdir() if path.suffix == ".py" or path.is_dir()}
    names = sorted(name for name in beside if name.isidentifier() and name != "__init__")
    code = f"import importlib.util as u; print([n for n in {names} if u.find_spec(n)])"
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_overview_says_that_the_variance_comes_from_replicates(open_page, small: Path, language: str) -> None:
    rows = frame_of(small)
    for r in range(4):
        rows[f"rw{r}"] = rows["w"] * (1 + np.where(rows.index % 4 == r, 0.5, -0.5))
    rows.to_csv("half.csv", index=False)
    made = import_file(Path("half.csv"), Path(), weight="w", replicate_weights="rw", replicate_kind="bootstrap")
    at = open_page("overview", made.folder.resolve(), language=language)
    assert not at.exception
    said = TEXTS["method_replicates"].in_language(language)
    assert said.format(n=4, kind="bootstrap", df=3) in shown(at)
    assert TEXTS["replicates"][language] in shown(at)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_overview_says_how_many_stages_there_are(open_page, small: Path, language: str) -> None:
    frame = frame_file.read(small / "answers.synthetic.parquet")
    n = len(frame)
    columns = {"schools": np.full(n, 20.0), "pupils": np.full(n, 100.0), "pupil": np.arange(float(n))}
    design = [Variable(name, Text(en=name), role="design") for name in columns]
    frame_file.save(frame.with_columns(columns, design), small / "answers.synthetic.parquet")
    settings = (small / "study.toml").read_text(encoding="utf-8").split("[design]")[0]
    named = '[design]\nstrata = "stratum"\npsu = ["school", "pupil"]\nfpc = ["schools", "pupils"]\n'
    (small / "study.toml").write_text(settings + named, encoding="utf-8")
    at = open_page("overview", small, language=language)
    assert not at.exception
    assert TEXTS["method_stages"].in_language(language).format(stages=2) in shown(at)
    assert "schools, pupils" in shown(at)


def frame_of(folder: Path) -> pd.DataFrame:
    return frame_file.read(folder / "answers.synthetic.parquet").data.drop(columns="synthetic")
