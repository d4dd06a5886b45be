"""Local suppression: which answers to key variables are removed, so that every record has k - 1 others like it.

Few cells, the important keys last. Of two ways to count missing keys each has its own search; both only ever remove,
and both stop: at worst every key of a record is gone.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from analysis.arrays import BoolArray, FloatArray, IntArray
from analysis.microdata.frequencies import MissingRule, compatible, frequencies
from analysis.microdata.optimal import Rows, optimal
from analysis.microdata.patterns import MISSING, Patterns, numbered, patterns

_WEIGHTS = (1.0, 0.5, 2.0)
_SEARCHES = 100
_PATTERNS = 100_000  # looked at in all searches together: with more patterns there are fewer searches
_STEPS = 50


def local_suppression(
    codes: IntArray,
    combinations_of_keys: Sequence[Sequence[int]],
    *,
    k: int,
    cost: FloatArray,
    missing: MissingRule = "own_value",
    seed: int,
) -> BoolArray:
    """(n, K) True where a key is to be removed, so that f >= k for every combination of keys and every record.

    codes   (n, K) of all keys; combinations_of_keys says which columns are known together
    cost    (K,) of removing one answer; positive
    missing how a missing key counts, see `frequencies`
    Raises ValueError for fewer than k records.
    """
    if len(codes) < k:
        raise ValueError(f"{len(codes)} records cannot be {k}-anonymous.")
    shown = codes.copy()
    rng = np.random.default_rng(seed)
    while unsafe := [own for own in map(list, combinations_of_keys) if _below(shown[:, own], k, missing)]:
        for own in unsafe:
            part = shown[:, own]
            shown[:, own] = _cheapest(part, k, cost[own], rng) if missing == "own_value" else _match(part, k, cost[own])
    return np.asarray((shown == MISSING) & (codes != MISSING))


def _below(codes: IntArray, k: int, missing: MissingRule) -> bool:
    return bool((frequencies(codes, missing=missing)[0] < k).any())


def _subsets(cost: FloatArray) -> list[tuple[float, BoolArray]]:
    """Every choice of keys to remove with its cost, the cheapest first."""
    n_keys = len(cost)
    chosen = [
        np.isin(np.arange(n_keys), some) for size in range(n_keys) for some in combinations(range(n_keys), size + 1)
    ]
    return sorted(((float(cost[some].sum()), some) for some in chosen), key=lambda one: one[0])


def _match(codes: IntArray, k: int, cost: FloatArray) -> IntArray:
    """(n, K) the codes with keys removed until each record matches k: for each the cheapest choice that does.

    A removed key matches everything, so nobody else's count falls, and often rises: few patterns are mended at a time.
    """
    found = patterns(codes)
    shown = found.codes.copy()
    for _, some in _subsets(cost):
        while len(rare := np.flatnonzero(compatible(shown, shown, found.counts) < k)):
            without = np.where(some, MISSING, shown[rare])
            enough = np.flatnonzero(compatible(without, shown, found.counts) >= k)
            if not len(enough):
                break
            few = enough[np.argsort(found.counts[rare[enough]], kind="stable")[: 1 + len(rare) // _STEPS]]
            shown[rare[few]] = without[few]
    return shown[found.of_record]


def _cheapest(codes: IntArray, k: int, cost: FloatArray, rng: np.random.Generator) -> IntArray:
    """(n, K) the best that is found: the optimum, or of searches that weigh keys and safe records differently."""
    found = patterns(codes)
    searches = max(1, min(_SEARCHES, _PATTERNS // len(found.counts)))
    ways = [optimal(found, k, cost)]
    for turn in range(searches):
        weight = _WEIGHTS[turn % len(_WEIGHTS)]
        tilted = cost * rng.uniform(0.6, 1.4, len(cost)) if turn >= len(_WEIGHTS) else cost
        ways.append(_OwnValue(found, k, tilted, weight).done())
    best = min((rows for rows in ways if rows), key=lambda rows: _price(rows, found, cost))
    return _of_records(best, found, rng)


def _price(rows: Rows, found: Patterns, cost: FloatArray) -> float:
    """Cost of all that is removed."""
    gone = (rows.shown == MISSING) & (found.codes[rows.origin] != MISSING)
    return float(rows.records @ (gone @ cost))


def _of_records(rows: Rows, found: Patterns, rng: np.random.Generator) -> IntArray:
    """(n, K) the codes as they are to be shown; which record of a pattern goes into which row is drawn."""
    order = np.lexsort((rng.random(len(found.of_record)), found.of_record))
    by_origin = np.argsort(rows.origin, kind="stable")
    shown = np.empty((len(order), rows.shown.shape[1]), dtype=np.int64)
    shown[order] = rows.shown[np.repeat(by_origin, rows.records[by_origin])]
    return shown


class _OwnValue:
    """The search where a missing key is a value of its own: the rare are joined by others without the same keys.

    A row is a number of records that had one pattern (`origin`) and are shown with one (`shown`). Every way to mend
    rare patterns has a price for each rare record: cost of the removed keys * (1 + weight * (k - m) / m), where m of
    the k records that it needs are rare themselves, and the others are taken from patterns that have more than k. The
    cheapest comes first.
    """

    def __init__(self, found: Patterns, k: int, cost: FloatArray, weight: float) -> None:
        self.k = k
        self.cost = cost
        self.weight = weight
        self.origin = np.arange(len(found.counts))
        self.shown = found.codes.copy()
        self.records = found.counts.copy()

    def done(self) -> Rows:
        """The rows when nothing is rare any more."""
        ways = [
            (price * (1 + self.weight * (self.k - members) / members), members, some)
            for price, some in _subsets(self.cost)
            for members in range(1, self.k + 1)
        ]
        for _, members, some in sorted(ways, key=lambda way: way[0]):
            rare = self._rare()
            if not rare.any():
                break
            self._join(rare, members, some)
        while self._rare().any():
            self._give_up()
        return Rows(self.origin, self.shown, self.records)

    def _rare(self) -> BoolArray:
        group, number = numbered(self.shown)
        return np.asarray(np.bincount(group, self.records, minlength=number)[group] < self.k)

    def _join(self, rare: BoolArray, members: int, some: BoolArray) -> None:
        """Remove the keys `some` of rare rows where `members` or more records come together that way."""
        rows, safe = np.flatnonzero(rare), np.flatnonzero(~rare)
        without = np.where(some, MISSING, self.shown[rows])
        target, number = numbered(np.vstack([without, self.shown[safe]]))
        group = target[: len(rows)]
        already = np.bincount(target[len(rows) :], self.records[safe], minlength=number)
        together = np.bincount(group, self.records[rows], minlength=number) + already
        wanting = np.where(together >= members, np.maximum(self.k - together, 0), 0).astype(np.int64)
        helped = self._helped(without, safe, some, group, wanting)
        done = (together >= members) & helped
        moved = done[group]
        self.shown[rows[moved]] = without[moved]

    def _helped(
        self, without: IntArray, safe: IntArray, some: BoolArray, group: IntArray, wanting: IntArray
    ) -> BoolArray:
        """(g,) True for groups that want nobody, or that got whom they want from patterns with records to spare."""
        if not wanting.any():
            return np.ones(len(wanting), dtype=bool)
        stripped = np.where(some, MISSING, self.shown[safe])
        joint, number = numbered(np.vstack([without, stripped]))
        group_of = np.full(number, -1)
        group_of[joint[: len(without)]] = group
        goes_to = group_of[joint[len(without) :]]
        able = (goes_to >= 0) & (wanting[goes_to] > 0)
        safe, goes_to = safe[able], goes_to[able]
        spare = self._spare()[safe]
        got = np.bincount(goes_to, spare, minlength=len(wanting)) >= wanting
        order = np.lexsort((-spare, goes_to))
        order = order[got[goes_to[order]] & (spare[order] > 0)]
        rows, spare, goes_to = safe[order], spare[order], goes_to[order]
        taken = np.clip(wanting[goes_to] - _before(spare, goes_to), 0, spare)
        self._split(rows, taken, some)
        return got

    def _spare(self) -> IntArray:
        """(rows,) records of a row that its pattern can do without."""
        group, number = numbered(self.shown)
        over = np.bincount(group, self.records, minlength=number).astype(np.int64) - self.k
        order = np.argsort(group, kind="stable")
        spare = np.empty(len(group), dtype=np.int64)
        spare[order] = np.clip(over[group[order]] - _before(self.records[order], group[order]), 0, self.records[order])
        return spare

    def _split(self, rows: IntArray, taken: IntArray, some: BoolArray) -> None:
        """Take records out of rows, into rows of their own without the keys `some`."""
        rows, taken = rows[taken > 0], taken[taken > 0]
        self.records[rows] -= taken
        self.origin = np.concatenate([self.origin, self.origin[rows]])
        self.shown = np.vstack([self.shown, np.where(some, MISSING, self.shown[rows])])
        self.records = np.concatenate([self.records, taken])

    def _give_up(self) -> None:
        """Remove every key of what is rare still, and of the smallest pattern that is not, to put them together."""
        rare = self._rare()
        self.shown[rare] = MISSING
        if self._rare().any():
            group, number = numbered(self.shown)
            size = np.bincount(group, self.records, minlength=number)
            size[group[rare]] = size.max() + 1
            self.shown[group == size.argmin()] = MISSING


def _before(amounts: IntArray, group: IntArray) -> IntArray:
    """(m,) sum of the amounts before each one within its group; a group's members stand side by side."""
    total = np.cumsum(amounts) - amounts
    starts = np.flatnonzero(np.r_[True, group[1:] != group[:-1]]) if len(group) else np.empty(0, dtype=np.int64)
    return np.asarray(total - np.repeat(total[starts], np.diff(np.r_[starts, len(group)])))
