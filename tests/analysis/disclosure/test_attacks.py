"""Ways in that do not subtract one cell from another: models, orders of a table, labels, figures that count people."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis import SurveyDesign, model
from analysis.disclosure import Ledger, Refused, ReleasePolicy, release
from survey.frame import SurveyFrame
from survey.text import plain
from survey.variables import ValueLabel

POLICY = ReleasePolicy()


def design_of(columns: dict[str, np.ndarray], *, labelled: tuple[str, ...] = (), level: int = 3) -> SurveyDesign:
    """A design without weights; the codes of `labelled` columns have labels, as those of a question have."""
    frame, meanings = SurveyFrame.of(pd.DataFrame(columns)), {}
    for name, variable in frame.variables.items():
        codes = np.unique(columns[name]) if name in labelled else []
        values = tuple(ValueLabel(float(code), plain(f"{name} {code:g}")) for code in codes)
        meanings[name] = replace(
            variable, level=level, values=values, measure="nominal" if values else variable.measure
        )
    return SurveyDesign(replace(frame, variables=meanings))


@pytest.fixture
def pupils() -> SurveyDesign:
    """400 pupils; 3 of the 200 girls are victims, 50 of the 200 boys."""
    draw = np.random.default_rng(1)
    n, sex = 400, np.repeat([1.0, 2.0], 200)
    victim = np.zeros(n)
    victim[:3] = victim[200:250] = 1.0
    columns = {
        "sex": sex,
        "victim": victim,
        "age": draw.integers(16, 26, n).astype(float),
        "score": draw.normal(50, 10, n),
        "income": np.arange(n) + 20_000.0,
        "rare": np.isin(np.arange(n), (0, 399)).astype(float),
    }
    return design_of(columns, labelled=("sex", "victim"), level=2)


@pytest.mark.parametrize("family", ["linear", "logistic"])
def test_a_model_of_a_yes_or_no_tells_no_share_that_a_table_hides(pupils, family):
    """Of a linear model the constant is the share of the reference group: 3 of 200."""
    with pytest.raises(Refused, match=r'category "sex 1" .* has fewer than 10'):
        release(model(pupils, "victim ~ sex", family=family), POLICY, Ledger(None))


@pytest.mark.parametrize("rare", ["rare", "I(0 ** ((income - 20123) ** 2))", "sex:rare"])
def test_a_number_with_two_values_is_checked_as_a_factor(pupils, rare):
    """Fitted values of two people are their mean; of one person, his answer."""
    with pytest.raises(Refused, match="has fewer than 10 answers"):
        release(model(pupils, f"score ~ {rare} + age"), POLICY, Ledger(None))


@pytest.mark.parametrize("narrow", ["exp(income / 2 - 10000)", "I(1 / (income - 20123.001))"])
def test_no_coefficient_rests_on_a_few_people(pupils, narrow):
    with pytest.raises(Refused, match="rests on a few people"):
        release(model(pupils, f"score ~ {narrow} + age"), POLICY, Ledger(None))


def test_an_ordinary_model_is_released(pupils):
    released = release(model(pupils, "score ~ sex + age + income"), POLICY, Ledger(None))
    assert released.n_events is None
    assert len(released.coefficients) == 4
