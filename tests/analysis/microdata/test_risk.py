from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import nbinom

from analysis.microdata.risk import individual_risk, risk_of


@pytest.mark.parametrize(("f", "F"), [(1, 12.5), (2, 12.5), (3, 40.0), (7, 9.0), (19, 400.0), (20, 400.0), (60, 61.0)])
def test_the_risk_is_the_mean_of_one_over_the_population_count(f, F):
    extra = np.arange(200_000)
    mean = (nbinom.pmf(extra, f, f / F) / (f + extra)).sum()
    assert individual_risk(np.array([f]), np.array([F]))[0] == pytest.approx(mean, rel=1e-9)


def test_the_risk_of_one_and_two_has_a_short_formula():
    f, F = np.array([1, 2]), np.array([20.0, 20.0])
    p = f / F
    by_hand = [p[0] / (1 - p[0]) * np.log(1 / p[0]), p[1] / (1 - p[1]) - (p[1] / (1 - p[1])) ** 2 * np.log(1 / p[1])]
    assert individual_risk(f, F) == pytest.approx(by_hand)


def test_where_everybody_was_asked_the_risk_is_one_in_f():
    assert individual_risk(np.array([4, 4]), np.array([4.0, 3.0])) == pytest.approx([0.25, 0.25])


def test_more_twins_or_a_larger_population_lower_the_risk():
    assert (np.diff(individual_risk(np.arange(1, 60), np.full(59, 1e4) * np.arange(1, 60))) < 0).all()
    assert (np.diff(individual_risk(np.full(50, 3), np.linspace(3, 500, 50))) < 0).all()


def test_the_global_risk_is_the_sum_of_the_individual_ones():
    codes, weight = np.array([[1], [1], [2], [2], [2], [3]]), np.array([5.0, 7.0, 2.0, 2.0, 2.0, 30.0])
    risk = risk_of(codes, weight, ["sex"], k=3)
    r = individual_risk(np.array([2, 2, 3, 3, 3, 1]), np.array([12.0, 12.0, 6.0, 6.0, 6.0, 30.0]))
    assert risk.expected == pytest.approx(r.sum())
    assert risk.share == pytest.approx(r.mean())
    assert risk.sample_share == pytest.approx(3 / 6)
    assert (risk.k, risk.below, risk.unique, risk.highest) == (1, 3, 1, pytest.approx(r.max()))


def test_a_missing_key_counts_both_ways():
    risk = risk_of(np.array([[1], [1], [0]]), None, ["sex"], k=2)
    assert (risk.below, risk.below_matching) == (1, 0)
