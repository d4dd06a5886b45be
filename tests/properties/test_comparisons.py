"""Laws of tests and changes that hold for any sample."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analysis import SurveyDesign, change, chisq, difference_in_differences, model, ranktest, trend, ttest
from analysis.errors import AnalysisError
from analysis.unreleased import figures
from survey.frame import SurveyFrame

RANK_TESTS = ("wilcoxon", "vanderWaerden", "median", "KruskalWallis")
COMPARISONS = {
    **{
        name: lambda d, name=name: chisq(d, "row", by="group", statistic=name) for name in ("F", "Chisq", "saddlepoint")
    },
    **{name: lambda d, name=name: chisq(d, "row", by="pair", statistic=name) for name in ("Wald", "adjWald")},
    **{name: lambda d, name=name: ranktest(d, "y", by="pair", test=name) for name in RANK_TESTS},
    "several groups": lambda d: ranktest(d, "y", by="group"),
    "t": lambda d: ttest(d, "y", by="pair"),
    "one mean": lambda d: ttest(d, "y", null=2.0),
    "pairs": lambda d: ttest(d, "y", minus="later"),
    "trend": lambda d: trend(d, "y", over="wave"),
    "change": lambda d: change(d, "y", over="wave", waves=(1, 3)),
    "relative change": lambda d: change(d, "high", over="wave", waves=(1, 2), relative=True),
    "difference in differences": lambda d: difference_in_differences(
        d, "y", over="wave", waves=(1, 2), groups=("pair", 0, 1)
    ),
}


@st.composite
def samples(draw):
    """Two or three strata of three to five PSUs, three waves, unequal weights, ties and item nonresponse."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n_strata, n_psu, n = draw(st.integers(2, 3)), draw(st.integers(3, 5)), draw(st.integers(80, 160))
    psu = np.concatenate([np.arange(n_strata * n_psu), random.integers(0, n_strata * n_psu, n - n_strata * n_psu)])
    y = np.round(random.normal(size=n) * 3 + psu / 5, draw(st.integers(0, 2)))
    return pd.DataFrame(
        {
            "w": np.exp(random.normal(size=n) * draw(st.floats(0, 1))),
            "stratum": psu % n_strata,
            "psu": psu,
            "y": np.where(random.uniform(size=n) < 0.1, np.nan, y),
            "later": y + random.normal(size=n),
            "high": (y > 0).astype(float),
            "row": np.where(random.uniform(size=n) < 0.1, np.nan, random.integers(0, 3, n)),
            "group": random.integers(0, 3, n).astype(float),
            "pair": random.integers(0, 2, n).astype(float),
            "wave": random.integers(1, 4, n).astype(float),
        }
    )


def design_on(data: pd.DataFrame) -> SurveyDesign:
    return SurveyDesign(SurveyFrame.of(data), weight="w", strata="stratum", psu="psu")


def numbers(name: str, data: pd.DataFrame) -> list[float]:
    found = figures(COMPARISONS[name](design_on(data)))
    estimate = getattr(found, "difference", found)
    tested = (
        [found.test.statistic, found.test.df1, found.test.df2, found.test.p_value] if hasattr(found, "test") else []
    )
    return tested + ([estimate.value, estimate.std_error, estimate.ci_low] if estimate else [])


def assert_same(name: str, one: pd.DataFrame, other: pd.DataFrame) -> None:
    try:
        expected = numbers(name, one)
    except AnalysisError:
        assume(False)
    assert numbers(name, other) == pytest.approx(expected, rel=1e-6, abs=1e-9, nan_ok=True)


@pytest.mark.parametrize("name", COMPARISONS)
@given(data=samples(), constant=st.floats(1e-3, 1e3))
@settings(max_examples=10, deadline=None)
def test_a_constant_times_the_weight_changes_nothing(name, data, constant):
    assert_same(name, data, data.assign(w=data["w"] * constant))


@pytest.mark.parametrize("name", COMPARISONS)
@given(data=samples(), seed=st.integers(0, 1000))
@settings(max_examples=10, deadline=None)
def test_the_order_of_rows_changes_nothing(name, data, seed):
    assert_same(name, data, data.sample(frac=1, random_state=seed))


@pytest.mark.parametrize("name", [name for name in COMPARISONS if name not in ("Chisq", "saddlepoint")])
@given(data=samples())
@settings(max_examples=10, deadline=None)
def test_every_case_twice_with_half_its_weight_changes_nothing(name, data):
    assert_same(name, data, pd.concat([data, data]).assign(w=lambda d: d["w"] / 2))


@given(data=samples())
@settings(max_examples=10, deadline=None)
def test_every_case_twice_changes_the_chi_square_but_not_its_p(data):
    doubled = pd.concat([data, data]).assign(w=lambda d: d["w"] / 2)
    for name in ("Chisq", "saddlepoint"):
        (one, *_, p), (other, *_, again) = (numbers(name, d) for d in (data, doubled))
        assert [other, again] == pytest.approx([2 * one, p], rel=1e-6)


@given(data=samples())
@settings(max_examples=20, deadline=None)
def test_a_t_test_is_the_coefficient_of_the_group(data):
    found, fitted = (figures(of(design_on(data))) for of in (COMPARISONS["t"], lambda d: model(d, "y ~ pair")))
    assert found.test.p_value == pytest.approx(fitted.p_value[1], rel=1e-8)
    assert found.difference.std_error == pytest.approx(fitted.std_error[1], rel=1e-8)


@pytest.mark.parametrize("name", [*RANK_TESTS, "several groups"])
@given(data=samples(), power=st.sampled_from([3, 5]))
@settings(max_examples=10, deadline=None)
def test_a_rank_test_knows_only_the_order(name, data, power):
    assert_same(name, data, data.assign(y=data["y"] ** power))


@given(data=samples())
@settings(max_examples=20, deadline=None)
def test_a_change_there_and_back_is_none(data):
    there, back = (figures(change(design_on(data), "y", over="wave", waves=waves)) for waves in ((1, 3), (3, 1)))
    assert [back.value, back.std_error, back.ci_low] == pytest.approx([-there.value, there.std_error, -there.ci_high])
