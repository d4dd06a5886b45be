"""Intervals of proportions against R's svyciprop. make_intervals.R wrote intervals.json (R 4.2.2, survey 4.1.1)."""

from __future__ import annotations

import json
from functools import cache

import numpy as np
import pytest
from r_values import assert_made_again, design_of, difference, values_of
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from analysis import proportion
from analysis.unreleased import EstimateFigures, figures

TAYLOR = 1e-10
# R reads the bounds off a profile of a thousand steps on each side.
PROFILE = 1e-6
CASES = values_of("intervals")
every_case = pytest.mark.parametrize("case", CASES, ids=[f"{case['data']} {case['variable']}" for case in CASES])


@cache
def _estimated(case: str, ci_method: str) -> EstimateFigures:
    settings = json.loads(case)
    design = design_of(settings)
    how = {"code": settings["code"], "ci_method": ci_method, "confidence": settings["level"]}
    return figures(proportion(design, settings["variable"], **how))


def estimated(case: dict, ci_method: str) -> EstimateFigures:
    return _estimated(json.dumps(case), ci_method)


@pytest.mark.parametrize("ci_method", ["logit", "korn_graubard", "asin", "mean"])
@every_case
def test_the_interval_is_that_of_svyciprop(case, ci_method):
    found = estimated(case, ci_method)
    assert difference([found.value, found.std_error], [case["value"], case["std_error"]]) <= TAYLOR
    assert difference([found.ci_low, found.ci_high], case["ci"][ci_method]) <= TAYLOR
    assert (found.df, found.n, found.ci_method) == (case["df"], case["n"], ci_method)


@every_case
def test_the_likelihood_interval_is_that_of_a_fine_profile(case):
    found = estimated(case, "likelihood")
    assert difference([found.ci_low, found.ci_high], case["ci"]["likelihood"]) <= PROFILE


@every_case
def test_the_wilson_interval_is_that_of_statsmodels_with_the_effective_n(case):
    """R 4.1.1 has no Wilson interval. statsmodels takes a normal quantile; its alpha is set so that this is R's t."""
    found = estimated(case, "wilson")
    n = found.value * (1 - found.value) / found.std_error**2
    t = stats.t(found.df).isf((1 - case["level"]) / 2)
    theirs = proportion_confint(n * found.value, n, alpha=2 * stats.norm.sf(t), method="wilson")
    assert [found.ci_low, found.ci_high] == pytest.approx(theirs, rel=1e-10)


@every_case
def test_effective_n_and_cv(case):
    found = estimated(case, "logit")
    assert difference([found.cv, found.deff], [case["cv"], case["deff"]]) <= TAYLOR
    assert found.n_effective == pytest.approx(case["n"] / case["deff"], rel=TAYLOR)


def test_r_names_are_taken_for_the_same_intervals():
    case = CASES[0]
    for name, theirs in (("xlogit", "logit"), ("beta", "korn_graubard")):
        found = estimated(case, name)
        assert np.allclose([found.ci_low, found.ci_high], case["ci"][theirs], rtol=1e-10)


@pytest.mark.r
def test_r_makes_the_same_intervals_again(tmp_path):
    assert_made_again("intervals", tmp_path, "intervals")
