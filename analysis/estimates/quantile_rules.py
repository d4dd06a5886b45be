"""Rules for quantiles: which value of weighted, sorted cases stands at a probability. Names as in R's survey."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from analysis.arrays import FloatArray


@dataclass(frozen=True, eq=False)
class Sorted:
    """n cases in the order of their values.

    x  (n,) values, least first; cases with the same value in the order of the data
    w  (n,) their weights, all positive
    """

    x: FloatArray
    w: FloatArray

    @cached_property
    def cumulated(self) -> FloatArray:
        """(n,) sums of the weights up to each case."""
        # In extended precision as R, so that the same probabilities hit a case exactly.
        return np.cumsum(self.w, dtype=np.longdouble).astype(np.float64)

    @property
    def total(self) -> float:
        """Sum of the weights."""
        return float(self.cumulated[-1])

    @cached_property
    def of_values(self) -> Sorted:
        """The distinct values with the sum of their weights."""
        first = np.flatnonzero(np.concatenate([[True], self.x[1:] > self.x[:-1]]))
        return Sorted(self.x[first], np.add.reduceat(self.w, first))


@dataclass(frozen=True, eq=False)
class _Around:
    """The cases around probabilities: numbers of the case below and above, and the distances to their shares.

    Before the first case's own share both are the first case. (R 4.1 takes the second as the one above there, so that
    its quantiles fall from the second value to the first as p grows.)
    """

    low: NDArray[np.intp]
    high: NDArray[np.intp]
    to_low: FloatArray
    to_high: FloatArray
    reached: NDArray[np.bool_]

    @classmethod
    def of(cls, cases: Sorted, p: FloatArray) -> _Around:
        below = np.searchsorted(cases.cumulated, p * cases.total, side="right") - 1
        low = np.maximum(below, 0)
        high = np.where(below < 0, 0, np.minimum(below + 1, len(cases.x) - 1))
        to_low = p - cases.cumulated[low] / cases.total
        to_high = cases.cumulated[high] / cases.total - p
        return cls(low, high, to_low, to_high, to_low == 0)


def _math(cases: Sorted, p: FloatArray) -> FloatArray:
    """The least value whose cumulated share is at least p: the inverse of the distribution function."""
    at = _Around.of(cases, p)
    return np.where(at.reached, cases.x[at.low], cases.x[at.high])


def _school(cases: Sorted, p: FloatArray) -> FloatArray:
    """As "math", but halfway to the next value where the share is exactly p: the median as it is taught."""
    at = _Around.of(cases, p)
    return np.where(at.reached, (cases.x[at.low] + cases.x[at.high]) / 2, cases.x[at.high])


def _hf3(cases: Sorted, p: FloatArray) -> FloatArray:
    """As "math" among the distinct values, but the next value where an odd number of them have exactly the share p."""
    at = _Around.of(cases.of_values, p)
    even = (at.low + 1) % 2 == 0
    return np.where(at.reached & even, cases.of_values.x[at.low], cases.of_values.x[at.high])


def _hf4(cases: Sorted, p: FloatArray) -> FloatArray:
    """Straight lines between (cumulated share, value). (R 4.1 misses a value between two equal ones by rounding.)"""
    at = _Around.of(cases, p)
    low, high = cases.x[at.low], cases.x[at.high]
    apart = at.to_low + at.to_high
    gamma = np.divide(at.to_low, apart, out=np.zeros(p.shape), where=(apart != 0) & (low != high))
    return np.asarray(low * (1 - gamma) + high * gamma)


def _hf5(cases: Sorted, p: FloatArray) -> FloatArray:
    """Straight lines; a case stands at the middle of its weight."""
    return _line(cases, p, (cases.cumulated - cases.w / 2) / cases.total)


def _hf6(cases: Sorted, p: FloatArray) -> FloatArray:
    """Straight lines; one more case, as the last, stands above all."""
    return _line(cases, p, cases.cumulated / (cases.total + cases.w[-1]))


def _hf7(cases: Sorted, p: FloatArray) -> FloatArray:
    """Straight lines; the first case stands at 0, the last at 1 (R's and numpy's default without weights)."""
    if len(cases.x) < 2:
        return np.full(p.shape, cases.x[0])
    return _line(cases, p, _before(cases) / cases.cumulated[-2])


def _hf8(cases: Sorted, p: FloatArray) -> FloatArray:
    """Straight lines; about median-unbiased whatever the distribution."""
    return _line(cases, p, (_before(cases) * 1 / 3 + cases.cumulated * 2 / 3) / (cases.total + cases.w[-1] / 3))


def _hf9(cases: Sorted, p: FloatArray) -> FloatArray:
    """Straight lines; about unbiased for a normal distribution."""
    return _line(cases, p, (_before(cases) * 3 / 8 + cases.cumulated * 5 / 8) / (cases.total + cases.w[-1] / 4))


def _shahvaish(cases: Sorted, p: FloatArray) -> FloatArray:
    """Shah and Vaish: the last case whose place (sum of v - v/2 + 1/2) / (n + 1) is at most p, v = w / mean(w).

    R 4.1 subtracts half of w in place of half of v: it agrees for weights with a mean of 1.
    """
    n = len(cases.x)
    v = cases.w / (cases.total / n)
    place = (np.cumsum(v, dtype=np.longdouble).astype(np.float64) + 0.5 - v / 2) / (n + 1)
    return np.asarray(cases.x[np.maximum(np.searchsorted(place, p, side="right") - 1, 0)])


def _before(cases: Sorted) -> FloatArray:
    """(n,) sums of the weights before each case."""
    return np.concatenate([[0.0], cases.cumulated[:-1]])


def _line(cases: Sorted, p: FloatArray, place: FloatArray) -> FloatArray:
    return np.asarray(np.interp(p, place, cases.x))


Rule = Callable[[Sorted, FloatArray], FloatArray]

# A rule takes cases and (k,) probabilities and gives (k,) quantiles.
RULES: dict[str, Rule] = {
    "math": _math,
    "school": _school,
    "shahvaish": _shahvaish,
    "hf1": _math,
    "hf2": _school,
    "hf3": _hf3,
    "hf4": _hf4,
    "hf5": _hf5,
    "hf6": _hf6,
    "hf7": _hf7,
    "hf8": _hf8,
    "hf9": _hf9,
}
