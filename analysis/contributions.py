"""What figures of amounts rest on: the largest contributions of single people, and how many different answers."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from analysis.arrays import BoolArray, FloatArray, IntArray

if TYPE_CHECKING:
    from analysis.cells import Cells, Grouping

_LOOK = 4096  # cases that are looked at first, spread over all of them; or so many of each group, if that is more
_OF_A_GROUP = 64


@dataclass(frozen=True, repr=False)
class Contributions:
    """Of each of C columns; all parts have the shape (C,).

    largest, second  the two largest contributions of a person, w * |y|; 0 where there is nobody
    whole            sum of all contributions
    low, high        least and greatest y; +inf and -inf where there is nobody
    more             True where y has a third value
    """

    largest: FloatArray
    second: FloatArray
    whole: FloatArray
    low: FloatArray
    high: FloatArray
    more: BoolArray

    @classmethod
    def of(cls, cells: Cells, grouping: Grouping, y: FloatArray) -> Contributions:
        """Of the columns of a table with one row, from (n,) values: a contribution is that of the case's weight."""
        part, groups = np.abs(cells.design.calibrated_weight * y), cells.shape[1]
        largest, second = two_largest(part, cells.number, groups)
        low, high, more = three_values(y, cells.number, groups)
        apart = cls(largest, second, cells.sums(part)[0], low, high, more)
        return apart if len(grouping.columns) == groups else apart.and_all()

    @property
    def values(self) -> IntArray:
        """(C,) different values of y, counted up to 3."""
        return np.where(self.more, 3, _up_to_two(self.low, self.high))

    def together(self, columns: BoolArray) -> Contributions:
        """The same of some columns (C,) without cases in common, put together: (1,)."""
        if not columns.any():
            return Contributions(*(np.array([end]) for end in (0.0, 0.0, 0.0, np.inf, -np.inf, False)))
        own = np.sort(np.concatenate([self.largest[columns], self.second[columns]]))
        ends = np.concatenate([self.low[columns], self.high[columns]])
        several = len(np.unique(ends[np.isfinite(ends)])) > 2
        return Contributions(
            largest=own[-1:],
            second=own[-2:-1],
            whole=self.whole[columns].sum(keepdims=True),
            low=self.low[columns].min(keepdims=True),
            high=self.high[columns].max(keepdims=True),
            more=np.array([several or bool(self.more[columns].any())]),
        )

    def and_all(self) -> Contributions:
        """With one column more: all of them together."""
        everybody = self.together(np.ones(len(self.whole), dtype=bool))
        parts = (part.name for part in fields(self))
        return Contributions(*(np.concatenate([getattr(self, part), getattr(everybody, part)]) for part in parts))

    def but_all(self, everybody: Contributions) -> Contributions:
        """These, but with the last column of others."""
        parts = (part.name for part in fields(self))
        return Contributions(
            *(np.concatenate([getattr(self, part)[:-1], getattr(everybody, part)[-1:]]) for part in parts)
        )

    def only(self, columns: BoolArray) -> Contributions:
        """Of some of the columns (C,)."""
        return Contributions(*(getattr(self, part.name)[columns] for part in fields(self)))

    def last(self) -> Contributions:
        """Of the last column alone."""
        return Contributions(*(getattr(self, part.name)[-1:] for part in fields(self)))


def two_largest(values: FloatArray, number: IntArray, groups: int) -> tuple[FloatArray, FloatArray]:
    """(G,) the largest and the second largest of (n,) values of 0 or more in each group; 0 where there are none.

    number  (n,) of each case's group; those from `groups` on are in none, and may have no value

    Of a million values few are larger than the second largest of some thousands, and only these are compared anew.
    """
    look = _some(len(values), groups)
    nothing = np.zeros(groups)
    largest, second = _two_largest(values[look], number[look], nothing)
    if look.step == 1:
        return largest, second
    at = np.flatnonzero(values > np.append(second, np.inf)[np.minimum(number, groups)])
    return _two_largest(values[at], number[at], second)


def _two_largest(values: FloatArray, number: IntArray, floor: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The two largest of each group, of which two at least, or one beside a larger one, have (G,) `floor` or more."""
    there = np.flatnonzero(number < len(floor))
    number, values = number[there], values[there]
    largest, second = np.full((2, len(floor)), -np.inf)
    np.maximum.at(largest, number, values)
    top = values == largest[number]
    np.maximum.at(second, number[~top], values[~top])
    second = np.where(np.bincount(number[top], minlength=len(floor)) > 1, largest, second)
    return np.maximum(largest, floor), np.maximum(second, floor)


def _some(n: int, groups: int) -> slice:
    return slice(None, None, max(n // max(_LOOK, _OF_A_GROUP * groups), 1))


def three_values(y: FloatArray, number: IntArray, groups: int) -> tuple[FloatArray, FloatArray, BoolArray]:
    """(G,) least and greatest of (n,) values in each group, and whether there is a third value.

    Where some thousands of cases show a third value, the least and the greatest are those of these cases.
    """
    look = _some(len(y), groups)
    low, high, more = _ends(y[look], number[look], groups)
    if look.step == 1 or more.all():
        return low, high, more
    group = np.minimum(number, groups)
    other = np.flatnonzero((y != np.append(low, np.nan)[group]) & (y != np.append(high, np.nan)[group]))
    found = _ends(y[other], number[other], groups)
    several = _up_to_two(low, high) + _up_to_two(*found[:2]) > 2
    return np.minimum(low, found[0]), np.maximum(high, found[1]), more | found[2] | several


def _ends(y: FloatArray, number: IntArray, groups: int) -> tuple[FloatArray, FloatArray, BoolArray]:
    there = np.flatnonzero(number < groups)
    y, number = y[there], number[there]
    low, high, more = np.full(groups, np.inf), np.full(groups, -np.inf), np.zeros(groups, dtype=bool)
    np.minimum.at(low, number, y)
    np.maximum.at(high, number, y)
    more[number[(y > low[number]) & (y < high[number])]] = True
    return low, high, more


def _up_to_two(low: FloatArray, high: FloatArray) -> IntArray:
    return (low <= high).astype(np.int64) + (low < high)
