"""Laws that hold for any sample."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analysis import SurveyDesign, crosstab, means, model, totals
from analysis.design import Domain
from analysis.errors import AnalysisError
from analysis.unreleased import figures
from survey.frame import SurveyFrame

PARTS = ("value", "std_error", "ci_low", "ci_high", "deff")


@st.composite
def samples(draw):
    """Two to four strata of two to four PSUs, any sizes, item nonresponse, zero cells."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n_strata, n_psu = draw(st.integers(2, 4)), draw(st.integers(2, 4))
    n = draw(st.integers(40, 120))
    psu = np.concatenate([np.arange(n_strata * n_psu), random.integers(0, n_strata * n_psu, n - n_strata * n_psu)])
    return pd.DataFrame(
        {
            "w": np.exp(random.normal(size=n) * draw(st.floats(0, 1.5))),
            "stratum": psu % n_strata,
            "psu": psu,
            "y": random.normal(size=n) * draw(st.sampled_from([1e-3, 1.0, 1e4])) + draw(st.sampled_from([0.0, 1e3])),
            "row": np.where(random.uniform(size=n) < 0.1, np.nan, random.integers(0, draw(st.integers(1, 4)), n)),
            "column": random.integers(0, draw(st.integers(1, 4)), n).astype(float),
        }
    )


def design_on(data: pd.DataFrame) -> SurveyDesign:
    return SurveyDesign(SurveyFrame.of(data), weight="w", strata="stratum", psu="psu")


def assert_equal(one, other, parts=PARTS, scale=1.0):
    # A variance of exactly nothing may come out as rounding.
    size = np.nanmax(np.abs(one.value), initial=0.0) * 1e-9
    for part in parts:
        found = getattr(one, part) * (1.0 if part == "deff" else scale)
        assert found == pytest.approx(getattr(other, part), rel=1e-6, abs=size * scale, nan_ok=True), part


def same_test(one, other):
    assert (one is None) == (other is None)
    if one is not None:
        assert [one.statistic, one.df1, one.df2] == pytest.approx(
            [other.statistic, other.df1, other.df2], rel=1e-6, abs=1e-12
        )


@given(samples(), st.floats(1e-3, 1e3))
@settings(max_examples=40, deadline=None)
def test_a_constant_times_the_weight_changes_totals_only(data, constant):
    plain, scaled = design_on(data), design_on(data.assign(w=data["w"] * constant))
    assert_equal(figures(means(plain, "y", by="column")), figures(means(scaled, "y", by="column")))
    assert_equal(figures(totals(plain, "y", by="column")), figures(totals(scaled, "y", by="column")), scale=constant)
    one, other = (figures(crosstab(design, "row", by="column")) for design in (plain, scaled))
    assert_equal(one, other)
    same_test(one.test, other.test)


@given(samples(), st.integers(0, 1000))
@settings(max_examples=40, deadline=None)
def test_the_order_of_rows_changes_nothing(data, seed):
    shuffled = data.sample(frac=1, random_state=seed)
    for estimate in (lambda d: means(d, "y", by="column"), lambda d: crosstab(d, "row", by="column")):
        assert_equal(figures(estimate(design_on(data))), figures(estimate(design_on(shuffled))))


@given(samples())
@settings(max_examples=40, deadline=None)
def test_every_case_twice_with_half_its_weight_changes_nothing(data):
    doubled = pd.concat([data, data]).assign(w=lambda d: d["w"] / 2)
    parts = ("value", "std_error")
    one, other = (figures(crosstab(design_on(d), "row", by="column", ci_method="mean")) for d in (data, doubled))
    assert_equal(one, other, parts=("value", "std_error", "ci_low", "ci_high"))
    same_test(one.test, other.test)
    assert (one.df == other.df).all()
    assert_equal(figures(means(design_on(data), "y")), figures(means(design_on(doubled), "y")), parts=parts)


@given(samples())
@settings(max_examples=40, deadline=None)
def test_a_domain_is_the_full_design_with_nothing_outside(data):
    """The mean of a domain by hand: scores of zero outside, all PSUs in their strata."""
    inside = (data["column"] == 0).to_numpy()
    assume(inside.any())
    design = design_on(data)
    w, y = design.calibrated_weight * inside, data["y"].to_numpy()
    m = w @ y / w.sum()
    scores = (inside * (y - m) / w.sum())[:, None]
    by_hand = design.totals(scores, np.ones(len(data), dtype=bool)).variance[0]
    table = figures(means(design.domain_of(inside, Domain("column = 0")), "y"))
    assert table.value[0, 0] == pytest.approx(m, rel=1e-9, abs=1e-9)
    assert table.std_error[0, 0] ** 2 == pytest.approx(by_hand, rel=1e-6, abs=1e-20 * max(1.0, m**2))


@given(samples())
@settings(max_examples=40, deadline=None)
def test_totals_of_groups_sum_to_the_total(data):
    table = figures(totals(design_on(data), "y", by="column"))
    assert table.value[0, :-1].sum() == pytest.approx(table.value[0, -1], rel=1e-9, abs=1e-9)
    assert table.base_n[:-1].sum() == table.base_n[-1]


@given(samples())
@settings(max_examples=40, deadline=None)
def test_columns_of_a_crosstab_sum_to_all_and_shares_lie_in_their_intervals(data):
    table = figures(crosstab(design_on(data), "row", by="column", ci_method="korn_graubard"))
    assert (table.n[:, :-1].sum(axis=1) == table.n[:, -1]).all()
    known = np.isfinite(table.ci_low)
    assert (table.ci_low[known] <= table.value[known] + 1e-12).all()
    assert (table.value[known] <= table.ci_high[known] + 1e-12).all()
    assert (table.ci_low[known] >= 0).all()
    assert (table.ci_high[known] <= 1).all()


@given(samples(), st.floats(1e-2, 1e2))
@settings(max_examples=25, deadline=None)
def test_models_do_not_depend_on_the_scale_of_weights(data, constant):
    try:
        one = figures(model(design_on(data), "y ~ C(column)"))
    except AnalysisError:
        assume(False)
    other = figures(model(design_on(data.assign(w=data["w"] * constant)), "y ~ C(column)"))
    assert one.coefficient == pytest.approx(other.coefficient, rel=1e-8, abs=1e-8 * np.abs(one.coefficient).max())
    assert one.std_error == pytest.approx(other.std_error, rel=1e-6, abs=1e-9 * np.abs(one.coefficient).max())
