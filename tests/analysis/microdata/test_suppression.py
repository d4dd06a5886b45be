from __future__ import annotations

import time
from collections import Counter
from itertools import product

import numpy as np
import pytest

from analysis.microdata.frequencies import against_known, frequencies
from analysis.microdata.suppression import local_suppression


def suppressed(codes: np.ndarray, k: int = 3, *, keys=None, cost=None, **how) -> np.ndarray:
    n_keys = codes.shape[1]
    keys, cost = keys or [range(n_keys)], np.ones(n_keys) if cost is None else np.array(cost)
    return local_suppression(codes, keys, k=k, cost=cost, seed=how.pop("seed", 1), **how)


def drawn(n: int, sizes: tuple[int, ...], seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return np.stack([1 + rng.choice(s, n, p=np.arange(s, 0, -1) / (s * (s + 1) / 2)) for s in sizes], axis=1)


def fewest(codes: np.ndarray, k: int) -> int:
    """By trying everything."""
    n_keys, least = codes.shape[1], codes.size
    kept = list(product([0, 1], repeat=n_keys))
    for choice in product(kept, repeat=len(codes)):
        cells = codes.size - sum(map(sum, choice))
        shown = Counter(map(tuple, (codes * np.array(choice)).tolist()))
        if cells < least and min(shown.values()) >= k:
            least = cells
    return least


@pytest.mark.parametrize("seed", range(6))
def test_small_files_lose_the_fewest_cells_there_can_be(seed):
    codes = drawn(6, (2, 3), seed)
    assert suppressed(codes, 2).sum() == fewest(codes, 2)


def test_the_search_for_large_files_is_near_the_optimum(monkeypatch):
    files = [drawn(n, (2, 5, 3), n) for n in (60, 200, 400, 600)]
    best = [int(suppressed(codes, 5).sum()) for codes in files]
    monkeypatch.setattr("analysis.microdata.suppression.optimal", lambda *_: None)
    found = [int(suppressed(codes, 5).sum()) for codes in files]
    assert sum(best) <= sum(found) <= 1.15 * sum(best)


def test_what_is_k_anonymous_already_is_left_alone():
    assert not suppressed(np.repeat(drawn(10, (3, 3), 1), 3, axis=0)).any()


def test_the_important_key_is_kept():
    codes = np.array([[1, 1]] * 8 + [[1, 2]] * 2 + [[2, 2]] * 8)
    assert suppressed(codes, cost=[5, 1])[:, 0].sum() == 0
    assert suppressed(codes, cost=[1, 5])[:, 1].sum() == 0


def test_every_combination_of_keys_is_k_anonymous():
    codes = drawn(500, (2, 4, 5, 3), 3)
    keys = [[0, 1, 2], [0, 2, 3]]
    for missing in ("own_value", "matches_all"):
        shown = np.where(suppressed(codes, 5, keys=keys, missing=missing), 0, codes)
        assert all(frequencies(shown[:, own], missing=missing)[0].min() >= 5 for own in keys)


def test_only_the_strict_rule_holds_against_who_knows_all_keys():
    codes = drawn(400, (2, 8, 4), 7)
    strict = np.where(suppressed(codes, 5), 0, codes)
    usual = np.where(suppressed(codes, 5, missing="matches_all"), 0, codes)
    assert against_known(codes, strict).min() >= 5
    assert against_known(codes, usual).min() == 1


def test_fewer_records_than_k_cannot_be_anonymous():
    with pytest.raises(ValueError, match="3-anonymous"):
        suppressed(np.array([[1], [1]]))


def test_exactly_k_records_all_different_lose_every_key():
    assert suppressed(np.array([[1, 4], [2, 5], [3, 6]])).all()


def test_the_same_seed_removes_the_same_cells():
    codes = drawn(300, (2, 6, 4), 2)
    assert (suppressed(codes, 5) == suppressed(codes, 5)).all()


@pytest.mark.slow
@pytest.mark.parametrize("missing", ["own_value", "matches_all"])
def test_a_million_records_with_six_keys_take_seconds(missing):
    codes = drawn(1_000_000, (2, 8, 10, 5, 8, 4), 1)
    start = time.process_time()
    shown = np.where(suppressed(codes, 5, missing=missing), 0, codes)
    assert time.process_time() - start < 20
    assert frequencies(shown, missing=missing)[0].min() >= 5
