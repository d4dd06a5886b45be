from __future__ import annotations

import numpy as np
import pytest

from analysis.disclosure.keyed.p_table import PTable

D = np.arange(-5, 6)


@pytest.mark.parametrize(("limit", "variance"), [(5, 3.0), (8, 9.0), (10, 110 / 3), (60, 40.0)])
def test_the_noise_has_mean_0_and_the_variance_asked_for(limit, variance):
    p, d = PTable(limit, variance).p, np.arange(-limit, limit + 1)
    assert p.sum() == pytest.approx(1)
    assert p @ d == pytest.approx(0, abs=1e-9)
    assert p @ d**2 == pytest.approx(variance, rel=1e-9)


def test_chances_are_turned_into_noise_as_often_as_the_table_says():
    found = PTable(5, 3.0).d((np.arange(20_000) + 0.5) / 20_000)
    np.testing.assert_allclose(np.bincount(found + 5, minlength=11) / 20_000, PTable(5, 3.0).p, atol=1e-4)


def test_flat_noise_is_each_of_its_values_as_often():
    np.testing.assert_allclose(PTable.flat(10).p, 1 / 21)


def test_no_other_distribution_with_the_same_moments_says_less():
    p = PTable().p
    rng = np.random.default_rng(1)
    constraints = np.stack([np.ones(11), D, D**2]).astype(float)
    for _ in range(50):
        away = rng.normal(size=11)
        away -= np.linalg.pinv(constraints) @ (constraints @ away)
        q = p + away * 0.5 * p.min() / np.abs(away).max()
        assert -(q * np.log(q)).sum() < -(p * np.log(p)).sum()
