"""One person: known to be in the data, or known in all but one answer, by somebody who knows all others."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from tests.attacks.answers import Shown
from tests.attacks.study import Key, Study


def guessed(
    study: Study, shown: Shown, person: int, *, sensitive: str, names: Sequence[str], noise: np.ndarray, largest: int
) -> float:
    """The code of the sensitive answer that an attacker finds likeliest who knows every other answer of everybody.

    noise  (2 D + 1,) chances of d = -D .. D, as the p-table has them

    For each code he knows what all counts would be if the person had it, and how likely the shown ones then are.
    """
    others = np.ones(len(study.design.frame), dtype=bool)
    others[person] = False
    known = [(name, float(study.columns[name][person])) for name in names if name != sensitive]
    groups = [frozenset(chosen) for size in range(largest) for chosen in combinations(known, size)]
    chances = {
        code: sum(_score(study, shown, others, group, sensitive, code, noise) for group in groups)
        for code in study.codes[sensitive]
    }
    return max(chances, key=lambda code: chances[code])


def _score(
    study: Study, shown: Shown, others: np.ndarray, group: Key, sensitive: str, code: float, noise: np.ndarray
) -> float:
    """Log chance of the shown count with the person in it, less that without: other codes' counts are then the same."""
    cell = group | {(sensitive, code)}
    count = shown.counts.get(cell)
    if count is None:
        return 0.0
    without = int((study.mask(cell) & others).sum())
    return _log_chance(count - without - 1, noise) - _log_chance(count - without, noise)


def _log_chance(d: float, noise: np.ndarray) -> float:
    limit = len(noise) // 2
    inside = abs(d) <= limit and noise[int(d) + limit] > 0
    return float(np.log(noise[int(d) + limit])) if inside else -30.0


def discretised_normal(limit: int, variance: float) -> np.ndarray:
    """(2 D + 1,) chances of whole numbers from -D to D with the variance, as an outsider would reckon them."""
    d = np.arange(-limit, limit + 1)
    low, high = 0.1, 10.0 * variance
    for _ in range(60):
        middle = (low + high) / 2
        p = np.exp(-(d**2) / (2 * middle))
        p /= p.sum()
        low, high = (middle, high) if (p * d**2).sum() < variance else (low, middle)
    return p
