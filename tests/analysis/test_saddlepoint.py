import numpy as np
import pytest
from scipy import stats

from analysis.saddlepoint import chi2_sum_tail, f_sum_tail


@pytest.mark.parametrize("x", [1.0, 9.0, 40.0, 300.0])
@pytest.mark.parametrize("k", [1, 3, 8])
def test_equal_weights_are_nearly_a_chi_square(x, k):
    assert chi2_sum_tail(2.0 * x, np.full(k, 2.0)) == pytest.approx(stats.chi2.sf(x, k), rel=0.12)


@pytest.mark.parametrize("x", [2.0, 5.0, 30.0])
def test_equal_weights_over_a_chi_square_are_nearly_an_f(x):
    assert f_sum_tail(4 * x, np.ones(4), 30.0) == pytest.approx(stats.f.sf(x, 4, 30), rel=0.05)


def test_two_pairs_of_weights_have_a_closed_form():
    """Sum of a * chi2_2 and b * chi2_2: exponential variables, so that P = (a e^(-x/2a) - b e^(-x/2b)) / (a - b)."""
    a, b, x = 3.0, 1.0, 40.0
    exact = (a * np.exp(-x / (2 * a)) - b * np.exp(-x / (2 * b))) / (a - b)
    assert chi2_sum_tail(x, np.array([a, a, b, b])) == pytest.approx(exact, rel=0.03)


def test_at_the_mean_where_the_formula_is_0_over_0_satterthwaite_stands_in():
    weights = np.array([1.0, 0.5, 0.2])
    at, near = chi2_sum_tail(1.7, weights), chi2_sum_tail(1.7 * 1.01, weights)
    df = 1.7**2 / (weights**2).sum()
    assert at == pytest.approx(stats.chi2.sf(df, df))
    assert at == pytest.approx(near, abs=0.03)


def test_p_falls_with_x_and_is_never_rounded_to_0():
    weights = np.array([2.0, 1.0, 0.1])
    for tail in (lambda x: chi2_sum_tail(x, weights), lambda x: f_sum_tail(x, weights, 500.0)):
        found = [tail(x) for x in (0.0, 0.1, 1.0, 10.0, 100.0, 1000.0)]
        assert found == sorted(found, reverse=True)
        assert found[0] == 1.0
        assert 0 < found[-1] < 1e-50


def test_infinite_degrees_of_freedom_are_the_sum_itself():
    weights = np.array([2.0, 1.0])
    assert f_sum_tail(9.0, weights, np.inf) == chi2_sum_tail(9.0, weights)
    assert f_sum_tail(9.0, weights, 1e6) == pytest.approx(chi2_sum_tail(9.0, weights), rel=1e-3)


def test_rounding_of_the_degrees_of_freedom_does_not_cost_one():
    weights = np.array([1.0, 1.0])
    assert f_sum_tail(8.0, weights, 12.999999999999998) == pytest.approx(f_sum_tail(8.0, weights, 13.0), rel=1e-12)
