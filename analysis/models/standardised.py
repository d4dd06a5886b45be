"""The columns of a model, centred and scaled, in blocks of rows that fit the processor's cache."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.arrays import FloatArray
from analysis.errors import AnalysisError

# Rows that fit the processor's cache.
BLOCK = 8192
_DEPENDENT = 1e-11
_SLIGHT = 1e-3


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

    def blocks(self) -> Iterator[tuple[slice, FloatArray]]:
        """Rows, and their (k, b) standardised values: one array, written anew for each block."""
        (n, k), columns = self.x.shape, self.x.T
        buffer = np.empty((k, min(BLOCK, n)))
        for first in range(0, n, BLOCK):
            rows = slice(first, min(first + BLOCK, n))
            block = buffer[:, : rows.stop - first]
            np.subtract(columns[:, rows], self.centre[:, None], out=block)
            np.multiply(block, self.scale[:, None], out=block)
            yield rows, block

    def cross(self, w: FloatArray) -> FloatArray:
        """(k, k) X' diag(w) X of the standardised columns."""
        return np.asarray(sum((block * w[rows]) @ block.T for rows, block in self.blocks()), dtype=np.float64)

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
