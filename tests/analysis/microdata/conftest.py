"""A made-up study with a design, keys, sensitive questions and everything that must not leave."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.microdata import MicrodataPolicy
from survey.frame import SurveyFrame
from survey.text import plain
from survey.variables import MissingRange, ValueLabel, Variable

N = 2000
GAPS = (MissingRange(-9.0, -1.0),)


def labelled(name: str, number: int, *, level: int = 0) -> Variable:
    values = tuple(ValueLabel(float(code), plain(f"{name} {code}")) for code in range(number))
    return Variable(name, plain(name.title()), values=values, missing_ranges=GAPS, level=level)


VARIABLES = (
    Variable("person", plain("Number of the person"), measure="scale"),
    Variable("told", plain("In your own words"), kind="text"),
    Variable("born_on", plain("Date of birth"), format="DATE11"),
    Variable("week", plain("Week"), role="paradata"),
    labelled("sex", 2),
    labelled("age", 7),
    labelled("place", 5),
    labelled("bought", 3, level=3),
    labelled("how_often", 3, level=3),
    Variable("hours", plain("Hours a week"), measure="scale", missing_ranges=GAPS),
    Variable("w", plain("Weight"), measure="scale", role="weight"),
    Variable("stratum", plain("Stratum"), role="design"),
    Variable("school", plain("School"), role="design"),
    Variable("fpc", plain("Schools in the stratum"), role="design", measure="scale"),
)


@pytest.fixture
def frame() -> SurveyFrame:
    rng = np.random.default_rng(11)
    school = np.arange(N) % 60
    bought = rng.choice([0.0, 1.0, 2.0, -3.0], N, p=[0.9, 0.05, 0.03, 0.02])
    data = pd.DataFrame(
        {
            "person": rng.permutation(N) + 10_000.0,
            "told": [f"story {i}" for i in range(N)],
            "born_on": rng.integers(13_000_000_000, 14_000_000_000, N).astype(float),
            "week": rng.integers(38, 47, N).astype(float),
            "sex": rng.integers(0, 2, N).astype(float),
            "age": rng.choice(7, N, p=[0.3, 0.25, 0.2, 0.1, 0.08, 0.05, 0.02]).astype(float),
            "place": rng.choice([0.0, 1.0, 2.0, 3.0, 4.0, -4.0], N, p=[0.4, 0.25, 0.2, 0.1, 0.03, 0.02]),
            "bought": bought,
            "how_often": np.where(bought > 0, rng.integers(0, 3, N), -1.0),
            "hours": rng.poisson(20, N).astype(float),
            "w": rng.uniform(20, 60, N),
            "stratum": (school % 6).astype(float),
            "school": school + 500.0,
            "fpc": 100.0 + school % 6,
        }
    )
    return SurveyFrame("small", data, {v.name: v for v in VARIABLES}, plain("A small study"), synthetic=True)


@pytest.fixture
def policy() -> MicrodataPolicy:
    return replace(
        MicrodataPolicy.restricted(keys=(("sex", "age", "place"),), sensitive=("bought",), harmless={"bought": (0.0,)}),
        design={"weight": "w", "strata": "stratum", "psu": "school", "fpc": "fpc"},
    )


@pytest.fixture
def public() -> MicrodataPolicy:
    return MicrodataPolicy.public(
        keys=(("sex", "age", "place"),), design={"weight": "w", "strata": "stratum", "psu": "school", "fpc": "fpc"}
    )
