import numpy as np
import pytest
from scipy import stats

from analysis.errors import AnalysisError
from analysis.intervals import (
    PROPORTION_INTERVALS,
    Precision,
    asin_interval,
    korn_graubard_interval,
    likelihood_interval,
    logit_interval,
    method_named,
    t_interval,
    wilson_interval,
)

INSIDE = [name for name in PROPORTION_INTERVALS if name != "mean"]  # that one may leave [0, 1]


def precision(std_error, df=30, n=100):
    return Precision(np.array([std_error]), np.array([float(df)]), np.array([n]), np.array([n]))


def test_t_interval_uses_the_degrees_of_freedom():
    low, high = t_interval(np.array([2.0]), np.array([0.5]), np.array([7.0]), 0.9)
    assert [low[0], high[0]] == pytest.approx(stats.t(7, 2, 0.5).interval(0.9))


def test_without_degrees_of_freedom_there_is_no_interval():
    low, high = t_interval(np.array([2.0]), np.array([0.5]), np.array([0.0]), 0.95)
    assert np.isnan([low[0], high[0]]).all()


def test_korn_graubard_of_a_simple_sample_is_clopper_pearson():
    p, n = 0.2, 100
    found = korn_graubard_interval(np.array([p]), precision(np.sqrt(p * (1 - p) / n), df=n - 1), 0.95)
    exact = stats.binomtest(20, n).proportion_ci()
    assert [found[0][0], found[1][0]] == pytest.approx([exact.low, exact.high], rel=1e-12)


@pytest.mark.parametrize("interval", [korn_graubard_interval, logit_interval])
def test_nobody_and_everybody_have_finite_intervals(interval):
    exact = stats.binomtest(0, 100).proportion_ci()
    low, high = interval(np.array([0.0]), precision(0.0, df=99), 0.95)
    assert (low[0], high[0]) == (0.0, pytest.approx(exact.high))
    low, high = interval(np.array([1.0]), precision(0.0, df=99), 0.95)
    assert (low[0], high[0]) == (pytest.approx(1 - exact.high), 1.0)


def test_fewer_degrees_of_freedom_widen_the_interval_of_nobody():
    few, many = (korn_graubard_interval(np.array([0.0]), precision(0.0, df), 0.95)[1][0] for df in (3, 99))
    assert few > many


def test_a_share_known_for_certain_is_its_own_interval():
    for interval in (korn_graubard_interval, logit_interval):
        assert [bound[0] for bound in interval(np.array([0.3]), precision(0.0), 0.95)] == pytest.approx([0.3, 0.3])


@pytest.mark.parametrize("name", PROPORTION_INTERVALS)
@pytest.mark.parametrize("std_error", [1e-18, 5e-17, 1e-15, 1e-12])
def test_a_share_that_calibration_makes_certain_up_to_rounding_is_its_own_interval(name, std_error):
    p = np.array([0.01, 0.292, 0.99])
    low, high = PROPORTION_INTERVALS[name](p, precision(np.full(3, std_error)), 0.95)
    assert np.allclose([low, high], [p, p], atol=1e-7)


def test_r_names_are_understood_and_others_refused():
    assert method_named("xlogit") == "logit"
    assert method_named("beta") == "korn_graubard"
    with pytest.raises(AnalysisError, match='logit, korn_graubard, wilson, asin, likelihood, mean; found "wald"'):
        method_named("wald")


@pytest.mark.parametrize("name", INSIDE)
@pytest.mark.parametrize("df", [1, 9, 9999])
def test_every_method_has_a_finite_interval_for_nobody_and_everybody(name, df):
    p, sizes = np.array([[0.0], [1.0]]), np.array([1, 40, 100_000])
    found = Precision(np.zeros((2, 3)), np.full(3, float(df)), sizes + 1, sizes)
    low, high = PROPORTION_INTERVALS[name](p, found, 0.95)
    assert low.shape == high.shape == (2, 3)
    assert (low[0] == 0).all()
    assert (high[1] == 1).all()
    assert ((high[0] > 0) & (high[0] <= 1)).all()
    assert (high[0] > 1 - low[1] - 1e-12).all()
    assert np.allclose(high[0], 1 - low[1])


@pytest.mark.parametrize("name", PROPORTION_INTERVALS)
def test_intervals_hold_their_share_and_mirror_that_of_the_others(name):
    p = np.array([0.001, 0.003, 0.2, 0.5, 0.97])
    found = Precision(np.sqrt(p * (1 - p) / 60), np.full(5, 12.0), np.full(5, 100), np.full(5, 90))
    low, high = PROPORTION_INTERVALS[name](p, found, 0.95)
    assert ((low <= p) & (p <= high) & (low < high)).all()
    others_low, others_high = PROPORTION_INTERVALS[name](1 - p, found, 0.95)
    assert np.allclose(1 - others_high, low, atol=1e-12)
    assert np.allclose(1 - others_low, high, atol=1e-12)


@pytest.mark.parametrize("name", PROPORTION_INTERVALS)
def test_a_share_that_is_certain_is_its_own_interval_by_every_method(name):
    low, high = PROPORTION_INTERVALS[name](np.array([0.3]), precision(0.0), 0.95)
    assert [low[0], high[0]] == pytest.approx([0.3, 0.3])


@pytest.mark.parametrize("name", PROPORTION_INTERVALS)
def test_what_has_no_cases_or_no_degrees_of_freedom_has_no_interval(name):
    p, std_error = np.array([np.nan, 0.4, 0.0]), np.array([np.nan, 0.1, 0.0])
    found = Precision(std_error, np.array([5.0, 0.0, 0.0]), np.array([0, 9, 9]), np.array([0, 9, 9]))
    assert np.isnan(PROPORTION_INTERVALS[name](p, found, 0.95)).all()


def test_wilson_is_the_score_test_turned_round():
    p, std_error, df = 0.07, 0.02, 11
    low, high = wilson_interval(np.array([p]), precision(std_error, df), 0.9)
    n_eff, t = p * (1 - p) / std_error**2, stats.t(df).isf(0.05)
    for bound in (low[0], high[0]):
        assert (p - bound) ** 2 == pytest.approx(t**2 * bound * (1 - bound) / n_eff, rel=1e-12)


def test_wilson_of_nobody_is_known_by_hand():
    t = stats.t(30).isf(0.025)
    assert wilson_interval(np.array([0.0]), precision(0.0), 0.95)[1][0] == pytest.approx(t**2 / (100 + t**2), rel=1e-14)


def test_the_likelihood_of_nobody_is_known_by_hand():
    t = stats.t(30).isf(0.025)
    high = likelihood_interval(np.array([0.0]), precision(0.0), 0.95)[1][0]
    assert high == pytest.approx(-np.expm1(-(t**2) / 2 / 99), rel=1e-12)


def test_the_likelihood_bounds_have_the_deviance_that_is_asked_for():
    p, std_error, df, n = 0.07, 0.02, 11, 100
    wanted = stats.t(df).isf(0.025) ** 2 * std_error**2 / (p * (1 - p)) * n / (n - 1)
    for bounds in likelihood_interval(np.array([p]), precision(std_error, df, n), 0.95):
        b = bounds[0]
        assert 2 * (p * np.log(p / b) + (1 - p) * np.log((1 - p) / (1 - b))) == pytest.approx(wanted, rel=1e-10)


def test_the_arcsine_bound_stops_at_the_end_of_the_scale():
    """R goes on past it: sin(-0.1)**2 would be a lower bound above 0."""
    low, high = asin_interval(np.array([0.001]), precision(0.002), 0.95)
    assert low[0] == 0
    half = stats.t(30).isf(0.025) * 0.002 / (2 * np.sqrt(0.001 * 0.999))
    assert high[0] == pytest.approx(np.sin(np.arcsin(np.sqrt(0.001)) + half) ** 2)
