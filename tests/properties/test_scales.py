"""Laws of scales, reliability and imputations that hold for any answers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analysis import (
    SurveyDesign,
    combine_imputations,
    cronbach_alpha,
    crosstab,
    imputed_designs,
    item_nonresponse,
    item_rest_correlation,
    mcdonald_omega,
    score,
    standardised_alpha,
)
from analysis.errors import AnalysisError
from analysis.imputation.rubin import Combined
from analysis.unreleased import figures
from survey.frame import SurveyFrame

ITEMS = ["i0", "i1", "i2", "i3"]


@st.composite
def answers(draw):
    """Four items from 1 to 5 with a factor in common and lacking answers; three strata of four PSUs."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n = draw(st.integers(60, 150))
    common = random.normal(size=(n, 1)) * draw(st.floats(0.5, 1.5))
    x = np.clip(np.round(3 + common + random.normal(size=(n, 4))), 1, 5)
    x[random.uniform(size=(n, 4)) < draw(st.floats(0, 0.3))] = np.nan
    psu = np.arange(n) % 12
    return pd.DataFrame(x, columns=ITEMS).assign(w=np.exp(random.normal(size=n)), stratum=psu % 3, psu=psu)


def design_on(data: pd.DataFrame) -> SurveyDesign:
    return SurveyDesign(SurveyFrame.of(data), weight="w", strata="stratum", psu="psu")


def both(estimator, one: pd.DataFrame, other: pd.DataFrame, items=ITEMS, **how) -> None:
    """The same estimate and error of two data sets, or the same refusal."""
    found = []
    for data in (one, other):
        try:
            found.append(figures(estimator(design_on(data), items, **how)))
        except AnalysisError:
            assume(False)
    assert found[0].value == pytest.approx(found[1].value, rel=1e-8)
    assert found[0].std_error == pytest.approx(found[1].std_error, rel=1e-6)


@given(answers(), st.integers(1, 4), st.sampled_from(["mean", "sum"]))
@settings(max_examples=40, deadline=None)
def test_a_score_lies_within_its_limits_and_mirrors_with_its_items(data, least, method):
    frame = SurveyFrame.of(data)
    how = {"method": method, "minimum_answered": least, "low": 1, "high": 5}
    plain, mirrored = (score(frame, "s", ITEMS, reverse=reverse, **how) for reverse in ([], ITEMS))
    there = ~plain.is_missing("s")
    assert (there == (data[ITEMS].notna().sum(axis=1) >= least)).all()
    low, high = plain.variable("s").min, plain.variable("s").max
    assert plain.data["s"][there].between(low - 1e-9, high + 1e-9).all()
    assert (plain.data["s"] + mirrored.data["s"])[there].to_numpy() == pytest.approx(np.full(there.sum(), low + high))


@given(answers(), st.floats(1e-2, 1e2), st.floats(-100, 100))
@settings(max_examples=20, deadline=None)
def test_reliability_does_not_know_the_unit_of_weights_and_answers(data, constant, shift):
    moved = data.assign(w=data["w"] * constant, **{item: data[item] * constant + shift for item in ITEMS})
    for estimator in (cronbach_alpha, mcdonald_omega, standardised_alpha):
        both(estimator, data, moved)


@given(answers(), st.integers(0, 1000))
@settings(max_examples=20, deadline=None)
def test_the_order_of_rows_and_items_changes_no_reliability(data, seed):
    shuffled = data.sample(frac=1, random_state=seed)
    for estimator in (cronbach_alpha, mcdonald_omega):
        both(estimator, data, shuffled)
        both(estimator, data, shuffled[["w", "stratum", "psu", *ITEMS[::-1]]])


@given(answers())
@settings(max_examples=20, deadline=None)
def test_every_case_twice_with_half_its_weight_changes_no_reliability(data):
    doubled = pd.concat([data, data]).assign(w=lambda d: d["w"] / 2)
    both(cronbach_alpha, data, doubled)
    both(mcdonald_omega, data, doubled)


@given(answers())
@settings(max_examples=20, deadline=None)
def test_alpha_is_no_more_than_omega_and_correlations_lie_within_1(data):
    """Of items with one factor in common and positive loadings (McDonald 1999), up to what the model does not fit."""
    design = design_on(data)
    try:
        alpha, omega = figures(cronbach_alpha(design, ITEMS)), figures(mcdonald_omega(design, ITEMS))
    except AnalysisError:
        assume(False)
    assert omega.value <= 1
    assert alpha.value <= omega.value + 0.05
    assert (np.abs(figures(item_rest_correlation(design, ITEMS)).value) <= 1).all()


@given(answers())
@settings(max_examples=20, deadline=None)
def test_reasons_add_up_to_those_asked(data):
    table = figures(item_nonresponse(design_on(data), "i0", by="stratum"))
    assert table.value.sum(axis=0) == pytest.approx(np.ones(4))
    assert table.base_n[-1] == len(data)
    assert (table.n[0] <= table.base_n).all()


@given(st.lists(st.tuples(st.floats(-1e3, 1e3), st.floats(1e-6, 1e3)), min_size=2, max_size=20), st.floats(1, 1e4))
@settings(max_examples=60, deadline=None)
def test_imputations_never_add_precision(each, complete):
    values, variances = (np.array(part) for part in zip(*each, strict=True))
    found = Combined.of(values, variances, np.array(complete))
    assert found.variance >= found.within * (1 - 1e-12)
    assert 0 <= found.df <= complete
    assert found.relative_increase >= 0
    assert 0 <= found.missing_information <= 1 + 1e-9


@given(answers(), st.integers(2, 4))
@settings(max_examples=15, deadline=None)
def test_shares_that_are_combined_add_up(data, m):
    names = [f"imputed_{j}" for j in range(m)]
    filled = {name: data["i0"].fillna(float(1 + j)) for j, name in enumerate(names)}
    design = SurveyDesign(SurveyFrame.of(data.assign(**filled)), weight="w", strata="stratum", psu="psu")
    try:
        tables = [crosstab(d, "i0", by="stratum") for d in imputed_designs(design, {"i0": names})]
        table = figures(combine_imputations(tables))
    except AnalysisError:
        assume(False)
    assert table.value.sum(axis=0) == pytest.approx(np.ones(4))
    assert table.linearised.value == pytest.approx(table.value.ravel())
