"""The columns of a model, centred and scaled, in blocks of rows that fit the processor's cache."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.arrays import FloatArray
from analysis.errors import AnalysisError

# Rows that fit the processor's cache.
BLOCK = 8192
_DEPENDENT = 1e-11
_SLIGHT = 1e-3
# With fewer cases a second thread takes longer to start than it saves.
_MANY = 100_000

Sums = tuple[FloatArray, ...]


class Dependent(AnalysisError):
    """Columns of which one says what the others say; `columns` are their numbers."""

    def __init__(self, columns: tuple[int, ...]) -> None:
        self.columns = columns
        super().__init__("Predictors say the same as each other.")


@dataclass(frozen=True, eq=False)
class Standardised:
    """(x - centre) * scale of a model matrix, made block by block and never as a whole.

    x         (n, k); quickest where each column lies together in memory
    constant  number of a column that is the same for everybody, None where there is none: then nothing is centred
    centre, scale  (k,) so that columns have mean 0 and variance 1
    largest   (k,) the largest |x - centre|
    """

    x: FloatArray
    constant: int | None
    centre: FloatArray
    scale: FloatArray
    largest: FloatArray

    def every(self, step: int) -> Standardised:
        """One row in so many, copied so that they lie together."""
        return replace(self, x=np.ascontiguousarray(self.x[::step].T).T)

    def blocks(self, first: int = 0, last: int | None = None) -> Iterator[tuple[slice, FloatArray]]:
        """Rows, and their (k, b) standardised values: one array, written anew for each block."""
        (n, k), columns = self.x.shape, self.x.T
        last = n if last is None else last
        buffer = np.empty((k, min(BLOCK, n)))
        for at in range(first, last, BLOCK):
            rows = slice(at, min(at + BLOCK, last))
            block = buffer[:, : rows.stop - at]
            np.subtract(columns[:, rows], self.centre[:, None], out=block)
            np.multiply(block, self.scale[:, None], out=block)
            yield rows, block

    def summed(self, of: Callable[[slice, FloatArray, FloatArray], Sums]) -> Sums:
        """Sums over all blocks of what a function makes of rows, block, and a (k, b) array to calculate in.

        Numpy lets other threads work while it calculates, so of very many cases both halves are summed at once. Where
        they meet does not depend on the machine, and so neither does any digit.
        """
        n = len(self.x)
        middle = n // BLOCK // 2 * BLOCK if n >= _MANY else 0
        if not middle:
            return self._summed(of, 0, n)
        with ThreadPoolExecutor(1) as other:
            # The context says which warnings of numpy are wanted.
            later = other.submit(copy_context().run, self._summed, of, middle, n)
            return _added(self._summed(of, 0, middle), later.result())

    def _summed(self, of: Callable[[slice, FloatArray, FloatArray], Sums], first: int, last: int) -> Sums:
        spare, sums = np.empty((self.x.shape[1], min(BLOCK, len(self.x)))), None
        for rows, block in self.blocks(first, last):
            made = of(rows, block, spare[:, : block.shape[1]])
            sums = made if sums is None else _added(sums, made)
        return sums or ()

    def cross(self, w: FloatArray) -> FloatArray:
        """(k, k) X' diag(w) X of the standardised columns."""
        return self.summed(lambda rows, block, spare: (np.multiply(block, w[rows], out=spare) @ block.T,))[0]

    @property
    def to_original(self) -> FloatArray:
        """(k, k) T: coefficients b of the standardised columns are T b of the original ones."""
        t = np.diag(self.scale)
        if self.constant is not None:
            t[self.constant] -= self.centre * self.scale / self.x[0, self.constant]
        return t


def standardised(x: FloatArray, w: FloatArray) -> tuple[Standardised, FloatArray]:
    """The columns, and (k, k) X' diag(w) X of them: with an intercept the weighted correlations.

    x (n, k), w (n,) with sum 1. Sizes are divided by the largest first, so that no square overflows.
    Raises Dependent where a column follows from the others.
    """
    low, high, mean = _looked_over(x, w)
    same = low == high
    constants = np.flatnonzero(same & (low != 0))
    constant = int(constants[0]) if len(constants) else None
    centre = np.zeros(x.shape[1])
    if constant is not None:
        centre = np.where(same, low, mean)
        centre[constant] = 0.0
    largest = np.maximum(high - centre, centre - low)
    rough = Standardised(x, constant, centre, 1 / np.where(largest > 0, largest, 1.0), largest)
    a = rough.cross(w)
    size = np.sqrt(np.diag(a))
    by = 1 / np.where(size > 0, size, 1.0)
    a = a * by * by[:, None]
    _refuse_dependent(a)
    return replace(rough, scale=rough.scale * by), a


def leverage(columns: Standardised, w: FloatArray, correlation: FloatArray) -> float:
    """The largest x_i (X' X)^-1 x_i', weights left aside: how far one case settles its own fitted value.

    Where any sum of coefficients rests on m cases alone, one of them has 1 / m or more. Of very many cases it is a
    number that no leverage exceeds, where that is below 0.001: X' X is at least C / max(w), so that none is above
    max(w) * sum over j, l of |C^-1|_jl m_j m_l, with m the largest standardised values and C the correlations.

    w (n,) with sum 1 and correlation (k, k) as from `standardised`
    """
    m = columns.largest * columns.scale
    bound = float(w.max() * (m @ np.abs(np.linalg.inv(correlation)) @ m))
    if bound < _SLIGHT:
        return bound  # two passes over the cases are spared
    root = np.linalg.cholesky(np.linalg.inv(columns.cross(np.ones(len(columns.x))))).T
    return max(float(np.square(root @ block).sum(axis=0).max()) for _, block in columns.blocks())


def _added(one: Sums, other: Sums) -> Sums:
    return tuple(a + b for a, b in zip(one, other, strict=True))


def distinct_rows(x: FloatArray) -> int:
    """Distinct rows of (n, k) values; stops counting early where there are more than k."""
    k = x.shape[1]
    glimpsed = max(len(np.unique(column[: 20 * k])) for column in x.T)
    if glimpsed > k:
        return glimpsed
    codes, n = np.zeros(len(x), dtype=np.int64), 1
    for column in x.T:
        at, values = pd.factorize(column)
        codes, found = pd.factorize(codes * len(values) + at)
        n = len(found)
        if n > k:
            break
    return n


def _looked_over(x: FloatArray, w: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """(k,) least and largest value and mean of each column, asked of each block while it is in the cache."""
    rows = [slice(at, at + BLOCK) for at in range(0, len(x), BLOCK)]
    blocks = ((x[some].T, w[some]) for some in rows)
    found = [(block.min(axis=1), block.max(axis=1), block @ weight) for block, weight in blocks]
    low, high, means = (np.array(each) for each in zip(*found, strict=True))
    return low.min(axis=0), high.max(axis=0), means.sum(axis=0)


def _refuse_dependent(a: FloatArray) -> None:
    values, vectors = np.linalg.eigh(a)
    if values[0] <= _DEPENDENT * values[-1]:
        raise Dependent(tuple(int(j) for j in np.flatnonzero(np.abs(vectors[:, 0]) > 1e-4)))
