"""A small made-up study with a design, one rare answer and one number; enough to show every page and every command."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from survey.frame import SurveyFrame
from survey.frame_file import MARKER, save
from survey.importing import import_file
from survey.missing import LABELS, Missing
from survey.text import Text
from survey.variables import MissingRange, ValueLabel, Variable

N = 600
NO_YES = (ValueLabel(0, Text(sv="Nej", en="No")), ValueLabel(1, Text(sv="Ja", en="Yes")))
GENDER = (ValueLabel(1, Text(sv="Tjej", en="Girl")), ValueLabel(2, Text(sv="Kille", en="Boy")))
SETTINGS = """
[study]
id = "small"
title = {sv = "Den lilla studien", en = "The small study"}
[data]
frame = "answers.synthetic.parquet"
[design]
weight = "w"
strata = "stratum"
psu = "school"
"""


def question(name: str, sv: str, en: str, values: tuple[ValueLabel, ...], level: int = 0) -> Variable:
    measure = "nominal" if values else "scale"
    missing = (ValueLabel(int(Missing.REFUSED), LABELS[Missing.REFUSED]),)
    return Variable(
        name,
        Text(sv=sv, en=en),
        measure=measure,  # type: ignore[arg-type]
        values=values,
        missing=missing,
        missing_ranges=(MissingRange(-9, -1),),
        level=level,
    )


VARIABLES = (
    MARKER,
    question("gender", "Är du tjej eller kille?", "Are you a girl or a boy?", GENDER),
    question("online", "Har någon hört av sig på nätet?", "Has somebody got in touch online?", NO_YES),
    replace(
        question("rare", "Har du råkat ut för det?", "Did it happen to you?", NO_YES, level=3),
        stem=Text(sv="Hur har det varit på sistone?", en="How has it been lately?"),
        universe=Text(sv="Ställdes till alla", en="Asked of everybody"),
    ),
    question("hours", "Timmar på nätet en vanlig dag", "Hours online on a usual day", ()),
    Variable("w", Text(sv="Vikt", en="Weight"), measure="scale", role="weight"),
    Variable("stratum", Text(sv="Stratum", en="Stratum"), role="design"),
    Variable("school", Text(sv="Skola", en="School"), role="design"),
)


def frame() -> SurveyFrame:
    rng = np.random.default_rng(20261101)
    school = np.arange(N) % 40
    gender = rng.integers(1, 3, N).astype(float)
    online = (rng.random(N) < 0.2 + 0.2 * (gender == 1)).astype(float)
    online[:12] = Missing.REFUSED
    data = {
        MARKER.name: np.ones(N),
        "gender": gender,
        "online": online,
        "rare": (np.arange(N) % 150 == 0).astype(float),
        "hours": rng.integers(0, 9, N).astype(float) + online.clip(0),
        "w": rng.uniform(0.5, 2.0, N),
        "stratum": (school % 4).astype(float),
        "school": school.astype(float),
    }
    return SurveyFrame("small", pd.DataFrame(data), {v.name: v for v in VARIABLES}, synthetic=True)


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The study's folder, below the current one."""
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "study.toml").write_text(SETTINGS, encoding="utf-8")
    save(frame(), folder / "answers.synthetic.parquet")
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture
def imported(small: Path) -> Path:
    """The same answers as a file from elsewhere would bring them: codes without labels, public already."""
    frame().data.drop(columns=MARKER.name).to_csv("foreign.csv", index=False)
    design = {"weight": "w", "strata": "stratum", "psu": "school"}
    return import_file(Path("foreign.csv"), Path(), **design, public_use=True).folder.resolve()  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def samples(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the studies that the project ships, with their made-up answers: ledgers are not written into it."""
    copy = tmp_path_factory.mktemp("project")
    for folder in ("questionnaires", "sample_data"):
        shutil.copytree(root / folder, copy / folder, ignore=shutil.ignore_patterns(".varsam", "__pycache__"))
    return copy / "questionnaires"
