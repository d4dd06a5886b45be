"""What is given in closed form equals what the derivative along each part gives."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.linearised import Linearised


@pytest.fixture
def totals(design) -> Linearised:
    """Totals of the weight, of a number and of another, each in three parts of the sample."""
    draw = np.random.default_rng(1)
    n = len(design.frame)
    third = np.eye(3)[draw.integers(0, 3, n)]
    values = (np.ones(n), design.numeric("score"), draw.normal(size=n))
    return design.totals(np.concatenate([third * value[:, None] for value in values], axis=1), np.ones(n, dtype=bool))


def assert_same(one: Linearised, other: Linearised) -> None:
    assert one.value == pytest.approx(other.value, rel=1e-13)
    assert one.vcov == pytest.approx(other.vcov, rel=1e-12)
    assert one.variance == pytest.approx(np.diag(other.vcov), rel=1e-12)


def test_ratios_are_what_transforming_gives(totals):
    weight, score = totals.at(slice(3)), totals.at(slice(3, 6))
    assert_same(score.over(weight, totals.present), totals.transformed(lambda s: s[..., 3:6] / s[..., :3]))


def test_a_ratio_to_nothing_is_nothing(totals):
    none = totals.at(slice(3)).mapped(lambda s: 0 * s)
    ratio = totals.at(slice(3, 6)).over(none, totals.present)
    assert ratio.value.tolist() == [0, 0, 0]


def test_sums_are_what_transforming_gives(totals):
    def together(s):
        return s[..., :3] + 2 * s[..., 6:]

    assert_same(totals.mapped(together), totals.transformed(together))


def test_a_known_number_changes_the_value_and_not_the_variance(totals):
    assert totals.plus(5.0).value == pytest.approx(totals.value + 5)
    assert totals.plus(5.0).vcov == pytest.approx(totals.vcov)
