"""The columns of a model, centred and scaled, in blocks of rows that fit the processor's cache."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from analysis.arrays import FloatArray, IntArray
from analysis.errors import AnalysisError

# Rows that fit the processor's cache.
BLOCK = 8192
_DEPENDENT = 1e-11
_SLIGHT = 1e-3
# Columns that lie so near 0, and are about so large, lose no digits that matter when they are taken as they are.
_NEAR = 8.0
_USUAL = (1e-6, 1e6)


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

    def only(self, rows: IntArray) -> Standardised:
        """Some of the rows, copied so that they lie together."""
        return replace(self, x=self.x.T[:, rows].T)

    @cached_property
    def turn(self) -> FloatArray | None:
        """(k, k) L: L z are the standardised values of the z that `blocks` gives; None where these are standardised.

        Where the columns lie near 0 as they are, blocks are rows of x itself, and nothing has to be copied.
        """
        near = np.abs(self.centre * self.scale).max() <= _NEAR
        usual = (self.scale >= _USUAL[0]).all() and (self.scale <= _USUAL[1]).all()
        return self.to_original.T if near and usual and (self.largest > 0).all() else None

    def blocks(self) -> Iterator[tuple[slice, FloatArray]]:
        """Rows, and (k, b) values z of their columns, of which L z are standardised."""
        n, columns = len(self.x), self.x.T
        if self.turn is None:
            yield from self._copied()
        else:
            for first in range(0, n, BLOCK):
                rows = slice(first, min(first + BLOCK, n))
                yield rows, columns[:, rows]

    def _copied(self) -> Iterator[tuple[slice, FloatArray]]:
        """Rows, and their (k, b) standardised values: one array, written anew for each block."""
        (n, k), columns = self.x.shape, self.x.T
        buffer = np.empty((k, min(BLOCK, n)))
        for first in range(0, n, BLOCK):
            rows = slice(first, min(first + BLOCK, n))
            block = buffer[:, : rows.stop - first]
            np.subtract(columns[:, rows], self.centre[:, None], out=block)
            np.multiply(block, self.scale[:, None], out=block)
            yield rows, block

    def for_blocks(self, b: FloatArray) -> FloatArray:
        """(k,) L' b: coefficients of the values of `blocks` with the predictor that b gives; or (k, j) of several."""
        return b if self.turn is None else self.turn.T @ b

    def of_vector(self, u: FloatArray) -> FloatArray:
        """(k,) L u of sums u over the values of `blocks`."""
        return u if self.turn is None else self.turn @ u

    def of_matrix(self, a: FloatArray) -> FloatArray:
        """(k, k) L a L' of sums of products of the values of `blocks`."""
        return a if self.turn is None else self.turn @ a @ self.turn.T

    def cross(self, w: FloatArray) -> FloatArray:
        """(k, k) X' diag(w) X of the standardised columns."""
        a, scratch = np.zeros((len(self.x.T),) * 2), np.empty((len(self.x.T), BLOCK))
        for rows, block in self.blocks():
            a += np.multiply(block, w[rows], out=scratch[:, : block.shape[1]]) @ block.T
        return self.of_matrix(a)

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
    low, high, mean, products = _looked_over(x, w)
    same = low == high
    constants = np.flatnonzero(same & (low != 0))
    constant = int(constants[0]) if len(constants) else None
    centre = np.zeros(x.shape[1])
    if constant is not None:
        centre = np.where(same, low, mean)
        centre[constant] = 0.0
    largest = np.maximum(high - centre, centre - low)
    rough = Standardised(x, constant, centre, 1 / np.where(largest > 0, largest, 1.0), largest)
    a = rough.cross(w) if rough.turn is None else rough.of_matrix(products)
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
    root = columns.for_blocks(root.T).T
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


@np.errstate(over="ignore", invalid="ignore")  # of columns that are far from 0 the products are not used
def _looked_over(x: FloatArray, w: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """(k,) least and largest value and mean of each column, and (k, k) X' diag(w) X as they are, block by block."""
    k = x.shape[1]
    low, high, mean, products = np.full(k, np.inf), np.full(k, -np.inf), np.zeros(k), np.zeros((k, k))
    scratch = np.empty((k, BLOCK))
    for first in range(0, len(x), BLOCK):
        rows = slice(first, first + BLOCK)
        block = x[rows].T
        np.minimum(low, block.min(axis=1), out=low)
        np.maximum(high, block.max(axis=1), out=high)
        weighted = np.multiply(block, w[rows], out=scratch[:, : block.shape[1]])
        mean += weighted.sum(axis=1)
        products += weighted @ block.T
    return low, high, mean, products


def _refuse_dependent(a: FloatArray) -> None:
    values, vectors = np.linalg.eigh(a)
    if values[0] <= _DEPENDENT * values[-1]:
        raise Dependent(tuple(int(j) for j in np.flatnonzero(np.abs(vectors[:, 0]) > 1e-4)))
