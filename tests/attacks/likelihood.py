"""The strongest attacker on noise: all answers at once, weighed by what their noise is known to be.

He knows the p-table (so the variance V of each shown count), that sums hold among true counts, and that a blank is
small. The likeliest true counts then follow by weighted least squares, a normal approximation of Bayes' rule: a blank
has the prior of a count that the rest would predict if no three variables, or two, went together especially.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from scipy.sparse import coo_array, csr_array, diags_array

from tests.attacks.answers import Shown
from tests.attacks.study import EVERYBODY, Key, Study

Codes = Mapping[str, tuple[float, ...]]
ROUNDS = 4


@dataclass(frozen=True)
class Likeliest:
    """What the attacker believes of blanks of 1 to threshold - 1 people, and of what is shown.

    small      blanks of 1 to threshold - 1 people
    hit        the likeliest count is right
    predicted  right without the answers about the group itself, from the others alone as statistics give it
    shown, shown_hit, shown_single  groups of one condition: known from all answers, and from their one answer
    """

    small: int
    hit: float
    predicted: float
    shown: int
    shown_hit: float
    shown_single: float


def likeliest(study: Study, shown: Shown, *, variance: float, threshold: int, names: Sequence[str]) -> Likeliest:
    """The likeliest counts beside the true ones."""
    codes = {name: study.codes[name] for name in names}
    keys = [name for name in shown.counts if {v for v, _ in name} <= set(names)]
    value, prior = fitted(shown, keys, codes, variance=variance, threshold=threshold)
    truth = np.array([study.count(name) for name in keys])
    known = shown.known
    blank = np.array([name not in known for name in keys])
    small = blank & (truth > 0) & (truth < threshold)
    one = ~blank & np.array([len(name) == 1 for name in keys])
    said = np.array([known.get(name, np.nan) for name in keys], dtype=float)
    guess, expected = (np.clip(np.round(x), 1, threshold - 1) for x in (value, prior))
    return Likeliest(
        int(small.sum()),
        _share(guess[small] == truth[small]),
        _share(expected[small] == truth[small]),
        int(one.sum()),
        _share(np.round(value[one]) == truth[one]),
        _share(np.round(said[one]) == truth[one]),
    )


def fitted(
    shown: Shown, keys: Sequence[Key], codes: Codes, *, variance: float, threshold: int
) -> tuple[np.ndarray, np.ndarray]:
    """(k,) likeliest counts, and (k,) what the others alone would predict."""
    design, known = free_counts(keys, codes), shown.known
    said = np.array([known.get(name, np.nan) for name in keys], dtype=float)
    blank = np.isnan(said)
    # The p-table is made for whole counts; a rounded figure would be known no better than V says.
    prior = np.full(len(keys), (threshold - 1) / 2.0)
    for _ in range(ROUNDS):
        seen = np.where(blank, prior, said)
        weight = 1 / np.where(blank, np.maximum(prior, 0.5), variance)
        value = _least_squares(design, seen, weight)
        value = np.where(blank, np.clip(value, 0, threshold + 2.0), value)
        prior = np.where(blank, _predicted(keys, value), value)
        prior = np.where(blank, np.clip(prior, 0.05, threshold), prior)
    return value, prior


def _least_squares(design: csr_array, seen: np.ndarray, weight: np.ndarray) -> np.ndarray:
    crossed = (design.T @ diags_array(weight) @ design).toarray()
    crossed[np.diag_indices_from(crossed)] += 1e-9
    solved = cho_solve(cho_factor(crossed), design.T @ (weight * seen))
    return np.asarray(design @ solved)


def _predicted(keys: Sequence[Key], value: np.ndarray) -> np.ndarray:
    """(k,) counts if the groups of one condition fewer were all there is to know (Kirkwood's product)."""
    now = {name: max(float(v), 0.05) for name, v in zip(keys, value, strict=True)}
    found = value.astype(float)
    for j, name in enumerate(keys):
        if len(name) < 2:
            continue
        logarithm, sign = 0.0, 1
        for size in range(len(name) - 1, -1, -1):
            parts = [frozenset(part) for part in combinations(name, size)]
            if any(part not in now for part in parts):
                break
            logarithm += sign * sum(np.log(now[part]) for part in parts)
            sign = -sign
        else:
            found[j] = np.exp(np.clip(logarithm, -20, 20))
    return found


def free_counts(keys: Sequence[Key], codes: Codes) -> csr_array:
    """(k, p) every count as a sum of p counts that no sum binds: those without the last code of any variable."""
    last = {name: values[-1] for name, values in codes.items()}
    rows: dict[Key, dict[Key, int]] = {}

    def row(name: Key) -> dict[Key, int]:
        if name not in rows:
            bound = next(((v, c) for v, c in sorted(name) if c == last[v]), None)
            rows[name] = {name: 1} if bound is None else _difference(name - {bound}, bound[0])
        return rows[name]

    def _difference(around: Key, variable: str) -> dict[Key, int]:
        total = dict(row(around))
        for code in codes[variable][:-1]:
            for free, times in row(around | {(variable, code)}).items():
                total[free] = total.get(free, 0) - times
        return total

    made = [row(name) for name in keys]
    place = {free: j for j, free in enumerate(dict.fromkeys(free for one in made for free in one))}
    place.setdefault(EVERYBODY, len(place))
    entries = [(i, place[free], times) for i, one in enumerate(made) for free, times in one.items()]
    i, j, times = (np.array(numbers) for numbers in zip(*entries, strict=True))
    return csr_array(coo_array((times.astype(float), (i, j)), shape=(len(keys), len(place))))


def _share(hits: np.ndarray) -> float:
    return float(hits.mean()) if len(hits) else 0.0
