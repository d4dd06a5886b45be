"""A few rounds of each simulation, so that they cannot rot; the figures are for `make simulate`."""

from __future__ import annotations

import numpy as np
import pytest

from simulations.coverage import NAMES, coverage
from simulations.noise import noise
from simulations.page import page
from simulations.published import LOG_ODDS, published
from simulations.recovery import Recovery
from simulations.rounds import repeated
from simulations.size import size


@pytest.fixture(scope="module")
def covered() -> Recovery:
    return coverage(rounds=4)


@pytest.fixture(scope="module")
def recovered() -> Recovery:
    return published(rounds=4)


def test_every_interval_has_its_coverage(covered):
    assert covered.names == NAMES
    assert ((covered.coverage >= 0) & (covered.coverage <= 1)).all()
    assert (np.abs(covered.mean - covered.truth) < 6 * covered.std_error).all()


def test_the_published_model_is_near_what_was_published(recovered):
    assert recovered.mean == pytest.approx(LOG_ODDS, abs=0.4)
    assert (recovered.std_error > 0.05).all()


def test_counts_with_noise_have_about_the_deviation_of_the_p_table():
    found = noise(500, rounds=12)
    assert found.sd == pytest.approx(np.sqrt(3), rel=0.2)
    assert abs(found.bias) < 0.5


def test_the_same_seed_draws_the_same_rounds():
    assert size(0.05, rounds=3, seed=7) == size(0.05, rounds=3, seed=7)
    assert not np.array_equal(repeated(_drawn, rounds=3, seed=7), repeated(_drawn, rounds=3, seed=8))


def test_the_page_says_what_was_found(covered, recovered):
    text = page(covered, [size(0.02, rounds=2)], recovered, [noise(500, rounds=2)], rounds=4)
    assert "| linear: x |" in text
    assert "| 0.02 |" in text
    assert "4 rounds" in text


def _drawn(draw: np.random.Generator) -> np.ndarray:
    return draw.uniform(size=2)
