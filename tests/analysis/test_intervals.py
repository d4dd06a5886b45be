import numpy as np
import pytest
from scipy import stats

from analysis.errors import AnalysisError
from analysis.intervals import Precision, korn_graubard_interval, logit_interval, method_named, t_interval


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


def test_r_names_are_understood_and_others_refused():
    assert method_named("xlogit") == "logit"
    assert method_named("beta") == "korn_graubard"
    with pytest.raises(AnalysisError, match='logit, korn_graubard, mean; found "wald"'):
        method_named("wald")
