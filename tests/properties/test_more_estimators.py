"""Laws of ratios, quantiles, spread and contrasts that hold for any sample."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analysis import (
    SurveyDesign,
    contrast,
    correlation,
    distribution,
    means,
    model,
    quantile,
    ratio,
    standard_deviation,
    variance,
)
from analysis.estimates.quantile_rules import RULES
from analysis.unreleased import TableFigures, figures
from survey.frame import SurveyFrame

# Rules for which cases with the same value count as one, whatever their order.
ORDERLESS = ("math", "school", "hf3")


@st.composite
def samples(draw):
    """Two to four strata of two to four PSUs, ties, item nonresponse, groups."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n_strata, n_psu = draw(st.integers(2, 4)), draw(st.integers(2, 4))
    n = draw(st.integers(40, 120))
    psu = np.concatenate([np.arange(n_strata * n_psu), random.integers(0, n_strata * n_psu, n - n_strata * n_psu)])
    y = random.normal(size=n) * 10 + 50
    return pd.DataFrame(
        {
            "w": np.exp(random.normal(size=n)),
            "stratum": psu % n_strata,
            "psu": psu,
            "y": np.where(random.uniform(size=n) < 0.1, np.nan, np.round(y, draw(st.integers(0, 6)))),
            "x": np.abs(random.normal(size=n)) + 0.5,
            "a": random.integers(0, 2, n).astype(float),
            "b": random.integers(0, 3, n).astype(float),
        }
    )


def design_on(data: pd.DataFrame) -> SurveyDesign:
    return SurveyDesign(SurveyFrame.of(data), weight="w", strata="stratum", psu="psu")


def tables(data: pd.DataFrame, rules: tuple[str, ...] = ORDERLESS) -> list[TableFigures]:
    design, by = design_on(data), ["a", "b"]
    made = [
        ratio(design, "y", "x", by=by),
        standard_deviation(design, "y", by="b"),
        correlation(design, ["y", "x"], by="a"),
        distribution(design, "y", at=[40, 50, 60], by=by),
        contrast({"m": means(design, "y", by="a")}, "log(m[0] / m[1])"),
        *[quantile(design, "y", [0.25, 0.5, 0.75], by="a", rule=rule) for rule in rules],
    ]
    return [figures(table) for table in made]


def assert_same(one: list[TableFigures], other: list[TableFigures], parts: tuple[str, ...]) -> None:
    for ours, theirs in zip(one, other, strict=True):
        for part in parts:
            left, right = getattr(ours, part), getattr(theirs, part)
            assert left == pytest.approx(right, rel=1e-6, abs=1e-7, nan_ok=True), (ours.statistic, part)


def both_groups_answered(data: pd.DataFrame) -> bool:
    return bool(data.dropna()["a"].nunique() == 2)


@given(samples(), st.floats(1e-3, 1e3))
@settings(max_examples=25, deadline=None)
def test_a_constant_times_the_weight_changes_nothing(data, constant):
    assume(both_groups_answered(data))
    scaled = data.assign(w=data["w"] * constant)
    assert_same(tables(data, tuple(RULES)), tables(scaled, tuple(RULES)), ("value", "std_error"))


@given(samples(), st.integers(0, 1000))
@settings(max_examples=25, deadline=None)
def test_the_order_of_rows_changes_nothing(data, seed):
    assume(both_groups_answered(data))
    shuffled = data.sample(frac=1, random_state=seed)
    assert_same(tables(data), tables(shuffled), ("value", "std_error", "ci_low", "ci_high"))


@given(samples())
@settings(max_examples=25, deadline=None)
def test_every_case_twice_with_half_its_weight_changes_nothing(data):
    """But the n / (n - 1) of variances, and quantiles by the rules that count cases."""
    assume(both_groups_answered(data))
    doubled = pd.concat([data, data]).assign(w=lambda d: d["w"] / 2)
    one, other = tables(data), tables(doubled)
    kept = [i for i, table in enumerate(one) if table.statistic != "standard deviation"]
    assert_same([one[i] for i in kept], [other[i] for i in kept], ("value", "std_error"))


@given(samples(), st.sampled_from(sorted(RULES)), st.lists(st.floats(0, 1), min_size=2, max_size=20))
@settings(max_examples=60, deadline=None)
def test_quantiles_grow_with_the_probability(data, rule, probabilities):
    p = sorted(set(probabilities))
    found = figures(quantile(design_on(data), "y", p, rule=rule)).value[:, 0]
    assert (np.diff(found) >= -1e-12 * np.abs(found[1:])).all()


@given(samples(), st.floats(0.02, 0.98))
@settings(max_examples=40, deadline=None)
def test_a_quantile_is_where_the_distribution_reaches_the_probability(data, p):
    design = design_on(data)
    q = float(figures(quantile(design, "y", p)).value[0, 0])
    below = figures(distribution(design, "y", at=[np.nextafter(q, -np.inf), q])).value[:, 0]
    assert below[0] < p + 1e-12
    assert below[1] >= p - 1e-12


@given(samples(), st.floats(-5, 5), st.floats(0.1, 20))
@settings(max_examples=25, deadline=None)
def test_a_shift_leaves_the_variance_and_a_scale_squares_it(data, shift, scale):
    moved = data.assign(y=data["y"] * scale + shift)
    one, other = (figures(variance(design_on(d), "y", by="b")) for d in (data, moved))
    assert other.value == pytest.approx(one.value * scale**2, rel=1e-8, nan_ok=True, abs=1e-10)
    assert other.std_error == pytest.approx(one.std_error * scale**2, rel=1e-6, nan_ok=True, abs=1e-8)


@given(samples())
@settings(max_examples=40, deadline=None)
def test_the_difference_of_two_groups_is_the_coefficient_of_the_group(data):
    """Also its standard error: means of groups and least squares are the same estimator."""
    assume(both_groups_answered(data))
    design = design_on(data)
    found = figures(contrast(means(design, "y", by="a"), [-1, 1, 0]))
    fitted = figures(model(design, "y ~ a"))
    assert found.value[0, 0] == pytest.approx(fitted.coefficient[1], rel=1e-8, abs=1e-8)
    assert found.std_error[0, 0] == pytest.approx(fitted.std_error[1], rel=1e-8, abs=1e-10)
