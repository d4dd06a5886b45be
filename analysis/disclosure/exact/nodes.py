"""Counts and the sums between them: all that a reader of one table, or of a family of tables, can write down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
Lines: TypeAlias = "sparse.csr_array[np.float64, tuple[int, int]]"

# A total is worth more than a cell: it is looked at first, and other tables show it too.
WORTH_OF_A_TOTAL = 10.0


@dataclass(frozen=True, eq=False)
class Nodes:
    """k counts, each of people whom the same conditions hold for, and the L lines between them.

    n          (k,) true unweighted counts
    lines      (L, k) parts +1, their whole -1: lines @ n = 0
    loss       (k,) what is lost when the count is hidden
    threshold  (k,) smallest count that may be shown
    ties       (p, 2) a count, and the base whose share it is shown as: it is hidden with it
    slack      (k,) True for people without an answer: never shown, and no secret
    margin     (k,) True for totals by one variable or by none: they stay shown wherever that is possible
    guessed    (k,) True where the true count is not known, and one that fits all that is known stands in for it

    Tables that share a count share its node, and so are linked. Weighted counts obey the same lines, so a pattern
    that is safe for counts is safe for them.
    """

    n: FloatArray
    lines: Lines
    loss: FloatArray
    threshold: IntArray
    ties: IntArray
    slack: BoolArray
    margin: BoolArray
    guessed: BoolArray

    @property
    def k(self) -> int:
        """How many counts."""
        return len(self.n)

    @cached_property
    def width(self) -> IntArray:
        """(k,) how far apart the least and the greatest possible value must lie at least: half the threshold."""
        return (self.threshold + 1) // 2

    @cached_property
    def is_base(self) -> BoolArray:
        """(k,) True for counts that are shown as no share of others."""
        tied = np.ones(self.k, dtype=bool)
        tied[self.ties[:, 0]] = False
        return tied

    @cached_property
    def wholes(self) -> IntArray:
        """(L,) the whole of each line."""
        whole = np.full(self.lines.shape[0], -1, dtype=np.int64)
        entries = self.lines.tocoo()
        whole[entries.row[entries.data < 0]] = entries.col[entries.data < 0]
        return whole

    @cached_property
    def parts(self) -> tuple[IntArray, ...]:
        """The parts of each line."""
        starts, columns, signs = self.lines.indptr, self.lines.indices, self.lines.data
        rows = [slice(start, end) for start, end in pairwise(starts)]
        return tuple(columns[row][signs[row] > 0].astype(np.int64) for row in rows)


def table_nodes(n: IntArray, *, threshold: int, totals: Sequence[bool], shares: bool = False) -> Nodes:
    """The nodes of one table of any number of dimensions, in the order of `n.ravel()`.

    n       counts; along each dimension where `totals` says so the last place is the total of the others
    shares  True where cells are shown as shares of the last row, so that a hidden base hides its column
    """
    axes = [_axis(size, total) for size, total in zip(n.shape, totals, strict=True)]
    unit = [sparse.eye_array(size, format="csr") for size in n.shape]
    lines = [
        reduce(_kron, [axis if i == j else unit[j] for j in range(n.ndim)])
        for i, axis in enumerate(axes)
        if axis is not None
    ]
    worth = reduce(np.multiply.outer, [_worth(size, total) for size, total in zip(n.shape, totals, strict=True)])
    number = np.arange(n.size).reshape(n.shape)
    base = np.broadcast_to(number[-1:], number[:-1].shape) if shares else number[:0]
    return Nodes(
        n=n.ravel().astype(np.float64),
        lines=sparse.csr_array(sparse.vstack(lines, format="csr")) if lines else sparse.csr_array((0, n.size)),
        loss=((1.0 + n) * worth).ravel(),
        threshold=np.full(n.size, threshold),
        ties=np.stack([number[: len(base)].ravel(), base.ravel()], axis=1),
        slack=np.zeros(n.size, dtype=bool),
        margin=_margin(n.shape, totals),
        guessed=np.zeros(n.size, dtype=bool),
    )


def _kron(one: Lines, other: Lines) -> Lines:
    return sparse.csr_array(sparse.kron(one, other, format="csr"))


def _axis(size: int, total: bool) -> Lines | None:
    """The line of one dimension; None without a total."""
    return sparse.csr_array(np.append(np.ones(size - 1), -1.0)[None]) if total else None


def _margin(shape: tuple[int, ...], totals: Sequence[bool]) -> BoolArray:
    """(k,) True for totals of all dimensions but one, or of all."""
    places = np.indices(shape).reshape(len(shape), -1)
    summed = np.array([total & (place == size - 1) for place, size, total in zip(places, shape, totals, strict=True)])
    return np.asarray(summed.any(axis=0) & ((~summed).sum(axis=0) <= 1))


def _worth(size: int, total: bool) -> FloatArray:
    worth = np.ones(size)
    worth[-1] = WORTH_OF_A_TOTAL if total else 1.0
    return worth
