from __future__ import annotations

import numpy as np
import pytest

from analysis.disclosure.keyed.p_table import PTable

D = np.arange(-5, 6)


@pytest.mark.parametrize("js", [0, 2, 4, 9, 19])
def test_the_noise_of_each_count_has_mean_0_and_the_variance_asked_for(js):
    rows = PTable(5, 3.0, js).rows
    rows = rows[np.isfinite(rows).all(axis=1)]
    np.testing.assert_allclose(rows.sum(axis=1), 1)
    np.testing.assert_allclose(rows @ D, 0, atol=1e-9)
    np.testing.assert_allclose(rows @ D**2, 3, atol=1e-9)


@pytest.mark.parametrize("js", [0, 2, 9])
def test_no_count_becomes_negative_or_one_of_the_small_ones(js):
    table = PTable(5, 3.0, js)
    n = np.repeat(np.arange(40), 1000)
    found = table.perturbed(n, np.tile((np.arange(1000) + 0.5) / 1000, 40))
    assert not set(found.tolist()) & set(range(1, js + 1))
    assert (found >= 0).all()
    assert (np.abs(found - n)[(found > 0) & (n > 0)] <= 5).all()


def test_nobody_stays_nobody():
    assert PTable().perturbed(np.zeros(100, dtype=int), np.linspace(0, 0.99, 100)).max() == 0


def test_what_is_shown_after_the_cut_has_no_bias_at_any_count():
    table = PTable(5, 3.0, 9)
    chance = (np.arange(20_000) + 0.5) / 20_000
    for n in range(11, 25):
        found = table.perturbed(np.full(20_000, n), chance)
        assert found.min() >= 10  # none is cut
        assert abs(found.mean() - n) < 0.001
        assert found.std() == pytest.approx(np.sqrt(3), rel=0.001)


def test_a_count_at_the_threshold_is_cut_as_its_noise_could_only_point_upwards():
    assert PTable(5, 3.0, 9).perturbed(np.full(50, 10), np.linspace(0, 0.99, 50)).max() == 0


def test_no_other_distribution_with_the_same_moments_says_less():
    p = PTable().rows[-1]
    rng = np.random.default_rng(1)
    constraints = np.stack([np.ones(11), D, D**2]).astype(float)
    for _ in range(50):
        away = rng.normal(size=11)
        away -= np.linalg.pinv(constraints) @ (constraints @ away)
        q = p + away * 0.5 * p.min() / np.abs(away).max()
        assert -(q * np.log(q)).sum() < -(p * np.log(p)).sum()


def test_all_large_counts_have_the_same_row():
    table, chance = PTable(5, 3.0, 9), np.linspace(0, 0.999, 500)
    small, large = np.full(500, table.last), np.full(500, 100_000)
    np.testing.assert_array_equal(table.perturbed(small, chance) - small, table.perturbed(large, chance) - large)
