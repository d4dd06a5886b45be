"""Ordinal and multinomial models: each category of each factor crossed with each answer is a cell of a table."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis import SurveyDesign, multinomial, ordinal, proportional_odds_test
from analysis.disclosure import Ledger, Refused, ReleasePolicy, release
from analysis.unreleased import ModelResult, figures
from survey.frame import SurveyFrame

POLICY = ReleasePolicy()
FITTED = {"ordinal": ordinal, "multinomial": multinomial}
BOTH = pytest.mark.parametrize("family", sorted(FITTED))


def design_of(counts, level=3, **columns):
    """A design of some sensitivity level from cases by (sex, answer)."""
    sex, often = np.nonzero(np.ones_like(counts))
    data = pd.DataFrame({"sex": sex, "often": often + 1.0}).loc[lambda d: d.index.repeat(np.ravel(counts))]
    sexes = pd.Categorical.from_codes(data["sex"], ["boy", "girl"])
    data = data.assign(sex=sexes, age=np.arange(len(data)) % 7.0)
    frame = SurveyFrame.of(data.reset_index(drop=True).assign(**columns))
    return SurveyDesign(replace(frame, variables={k: replace(v, level=level) for k, v in frame.variables.items()}))


ENOUGH = [[40, 50, 30], [30, 40, 60]]


@BOTH
def test_a_model_on_enough_people_is_shown_rounded(family):
    released = release(FITTED[family](design_of(ENOUGH), "often ~ sex + age"), POLICY, Ledger())
    assert (released.n, released.n_events, released.family) == (250, None, family)
    assert [level.value for level in released.outcomes] == [1, 2, 3]
    assert all(term.coefficient == float(f"{term.coefficient:.4g}") for term in released.coefficients)


@BOTH
@pytest.mark.parametrize("small", [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2)])
def test_each_category_crossed_with_each_answer_reaches_the_threshold(family, small):
    counts = np.array(ENOUGH)
    counts[small] = 9
    with pytest.raises(Refused, match=r'category "(boy|girl)" \(sex\)'):
        release(FITTED[family](design_of(counts), "often ~ sex + age"), POLICY, Ledger())


@BOTH
def test_an_answer_that_few_gave_is_refused_without_a_factor(family):
    result = FITTED[family](design_of([[40, 50, 4], [30, 40, 4]]), "often ~ age")
    with pytest.raises(Refused, match="at least 10 must have given each of the outcome's answers") as refused:
        release(result, POLICY, Ledger())
    assert "utfallets svar" in refused.value.reason["sv"]


@BOTH
def test_a_column_with_two_values_is_checked_as_a_factor_is(family):
    half = (np.arange(250) % 25 > 0) * 1.0
    with pytest.raises(Refused, match="without a label"):
        release(FITTED[family](design_of(ENOUGH, half=half), "often ~ half + age"), POLICY, Ledger())


@BOTH
def test_crossings_of_factors_are_checked(family):
    """Each area has enough of each answer, and so has each sex; girls of the land do not."""
    area = np.where(np.r_[np.arange(120) % 2, np.arange(130) % 8 > 0], "town", "land")
    result = FITTED[family](design_of(ENOUGH, level=1, area=pd.Categorical(area)), "often ~ sex * area + age")
    with pytest.raises(Refused, match="girl × land"):
        release(result, POLICY, Ledger())


@BOTH
def test_one_factor_alone_is_a_table_and_needs_its_base(family):
    with pytest.raises(Refused, match="fewer than 41"):
        release(FITTED[family](design_of([[40, 50, 30], [13, 13, 13]]), "often ~ sex"), POLICY, Ledger())


@BOTH
def test_counts_that_are_not_known_are_no_permission(family):
    found = figures(FITTED[family](design_of(ENOUGH), "often ~ sex + age"))
    for less in (
        replace(found, outcomes=(), n_by_outcome=()),
        replace(found, n_by_outcome=()),
        replace(found, cells=tuple(replace(cell, n_by_outcome=()) for cell in found.cells)),
    ):
        with pytest.raises(Refused, match="each category of the outcome must be known"):
            release(ModelResult(less), POLICY, Ledger())


@BOTH
def test_public_data_may_be_modelled_freely(family):
    result = FITTED[family](design_of([[3, 2, 1], [1, 2, 3]]), "often ~ sex")
    assert release(result, ReleasePolicy(public_use=True), Ledger()).n == 12


def test_a_test_that_stands_alone_has_no_rules_yet():
    with pytest.raises(Refused, match='"test" is not shown'):
        release(proportional_odds_test(design_of(ENOUGH), "often ~ sex"), POLICY, Ledger())


def test_a_test_of_public_data_is_shown():
    released = release(
        proportional_odds_test(design_of(ENOUGH), "often ~ sex"), ReleasePolicy(public_use=True), Ledger()
    )
    assert released.test.name == "Brant"
    assert 0 <= released.test.p_value <= 1
    assert released.difference is None
