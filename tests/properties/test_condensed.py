"""Cases that are each their own PSU may be gathered by stratum and cell: no figure changes."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import SurveyDesign, condensed, crosstab, means, totals
from analysis.linearised import Linearised
from analysis.unreleased import figures
from survey.frame import SurveyFrame


@st.composite
def samples(draw):
    """One to four strata of cases drawn one by one, with or without shares, item nonresponse and zero cells."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n, n_strata = draw(st.integers(20, 120)), draw(st.integers(1, 4))
    stratum = np.concatenate([np.repeat(np.arange(n_strata), 2), random.integers(0, n_strata, n - 2 * n_strata)])
    missing = draw(st.sampled_from([0.0, 0.2]))
    data = pd.DataFrame(
        {
            "w": np.exp(random.normal(size=n) * draw(st.sampled_from([0.0, 1.0]))),
            "stratum": stratum,
            "size": 1000.0 + stratum,
            "y": random.normal(size=n) * draw(st.sampled_from([1e-3, 1.0, 1e4])) + draw(st.sampled_from([0.0, 1e3])),
            "row": np.where(random.uniform(size=n) < missing, np.nan, random.integers(0, draw(st.integers(1, 4)), n)),
            "column": np.where(random.uniform(size=n) < missing, np.nan, random.integers(0, 4, n)),
        }
    )
    design = SurveyDesign(SurveyFrame.of(data), weight="w", strata="stratum", fpc=draw(st.sampled_from([None, "size"])))
    return design.domain("y > 0") if draw(st.booleans()) and (data["y"] > 0).any() else design


def both(made):
    """Figures of what is made, from groups and from the single cases."""
    found = []
    for fewer in (0, np.inf):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(condensed, "FEWER", fewer)
            found.append(made())
    return found


def assert_equal(one, other):
    for part in ("value", "std_error", "ci_low", "ci_high", "df", "deff"):
        size = np.nanmax(np.abs(other.value), initial=0.0) * 1e-12
        assert getattr(one, part) == pytest.approx(getattr(other, part), rel=1e-11, abs=size, nan_ok=True), part
    assert_same_covariance(one.linearised, other.linearised)


def assert_same_covariance(one, other):
    # What is exactly nothing may come out as rounding of the estimate's own size.
    nothing = (np.nanmax(np.abs(other.value), initial=0.0) * 1e-14) ** 2
    size = np.abs(other.vcov).max(initial=0.0) * 1e-12 + nothing
    assert one.vcov == pytest.approx(other.vcov, rel=1e-11, abs=size)
    assert one.variance == pytest.approx(other.variance, rel=1e-11, abs=size)


@given(samples())
@settings(max_examples=60, deadline=None)
def test_a_crosstab_of_groups_is_that_of_the_cases(design):
    gathered, single = both(lambda: figures(crosstab(design, "row", by="column")))
    assert isinstance(gathered.linearised.sampling, condensed.Condensed)
    assert_equal(gathered, single)
    assert (gathered.test is None) == (single.test is None)
    if single.test is not None:
        assert gathered.test.statistic == pytest.approx(single.test.statistic, rel=1e-9)


@given(samples())
@settings(max_examples=60, deadline=None)
def test_means_and_totals_of_groups_are_those_of_the_cases(design):
    for estimator in (means, totals):
        assert_equal(*both(lambda estimator=estimator: figures(estimator(design, "y", by="column"))))


@given(samples())
@settings(max_examples=30, deadline=None)
def test_groups_stand_beside_other_estimates_with_their_covariance(design):
    def side_by_side():
        tables = (crosstab(design, "row", by="column"), means(design, "y"))
        return Linearised.joined([figures(table).linearised for table in tables])

    assert_same_covariance(*both(side_by_side))
