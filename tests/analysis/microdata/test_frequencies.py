from __future__ import annotations

import numpy as np
import pytest

from analysis.microdata.frequencies import against_known, frequencies


def fits(a: np.ndarray, b: np.ndarray) -> bool:
    return all(x == y or 0 in (x, y) for x, y in zip(a, b, strict=True))


@pytest.fixture
def codes() -> np.ndarray:
    return np.random.default_rng(4).integers(0, 4, (120, 3))


def test_both_rules_equal_a_count_pair_by_pair(codes):
    weight = np.random.default_rng(5).uniform(1, 9, len(codes))
    for missing, same in (("own_value", lambda a, b: bool((a == b).all())), ("matches_all", fits)):
        pairs = np.array([[same(a, b) for b in codes] for a in codes])
        f, F = frequencies(codes, weight, missing=missing)
        assert (f == pairs.sum(axis=1)).all()
        assert pytest.approx(pairs @ weight) == F


def test_who_knows_all_keys_has_at_least_the_own_value_and_at_most_the_matching_records(codes):
    true = np.where(codes == 0, 1, codes)
    known = against_known(true, codes)
    assert (frequencies(codes)[0] <= known).all()
    assert (known <= frequencies(codes, missing="matches_all")[0]).all()
    assert (known == [sum(fits(a, b) for b in codes) for a in true]).all()


def test_keys_with_very_many_patterns_are_told_apart():
    codes = np.random.default_rng(6).integers(1, 100_000, (500, 8))
    assert (frequencies(np.vstack([codes, codes]))[0] == 2).all()


def test_matching_missing_keys_leaves_a_single_record_to_who_knows_the_true_ones():
    true = np.array([[1, 1]] * 9 + [[1, 2]])
    shown = np.array([[1, 1]] * 9 + [[1, 0]])
    assert frequencies(shown, missing="matches_all")[0].min() == 10
    assert against_known(true, shown)[-1] == 1
