"""Residuals: what calibration leaves of scores, for the variance of an estimate with a calibrated weight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Protocol

import numpy as np

from analysis.arrays import BoolArray, FloatArray, IntArray


class Block(Protocol):
    """Calibration columns x (n, p), with what a case gives to the coefficients and what it is fitted by.

    The scores z (n, k) of all cases leave it as z - L @ (M' z), with L = fitted * x and M = taken * x.
    """

    @property
    def p(self) -> int:
        """Columns."""

    def crossed(self, scores: FloatArray, cases: BoolArray | IntArray) -> FloatArray:
        """(p, k) M' z, from the scores (c, k) of the cases; all others have none."""

    def crossed_in_cells(self, values: FloatArray, cell: IntArray, n_cells: int) -> FloatArray:
        """(p, n_cells) M' z for scores that are (n,) values within one cell each; -1 is in no cell."""

    def column(self, j: int) -> FloatArray:
        """(n,) column j of L."""


@dataclass(frozen=True, eq=False)
class Groups:
    """A block of indicators of categories.

    codes   (n,) category of each case, 0 to p - 1
    fitted, taken  (n,); 0 for cases with weight 0
    """

    codes: IntArray
    p: int
    fitted: FloatArray
    taken: FloatArray

    def crossed(self, scores: FloatArray, cases: BoolArray | IntArray) -> FloatArray:
        """See `Block`."""
        codes, taken = self.codes[cases], self.taken[cases]
        columns = [np.bincount(codes, weights=taken * z, minlength=self.p) for z in scores.T]
        return np.stack(columns, axis=1) if columns else np.empty((self.p, 0))

    def crossed_in_cells(self, values: FloatArray, cell: IntArray, n_cells: int) -> FloatArray:
        """See `Block`."""
        there = cell >= 0
        at = self.codes[there] * n_cells + cell[there]
        sums = np.bincount(at, weights=(self.taken * values)[there], minlength=self.p * n_cells)
        return sums.reshape(self.p, n_cells).astype(np.float64, copy=False)

    def column(self, j: int) -> FloatArray:
        """See `Block`."""
        return np.where(self.codes == j, self.fitted, 0.0)


@dataclass(frozen=True, eq=False)
class Columns:
    """A block of (n, p) numbers x; `fitted` and `taken` (n,)."""

    x: FloatArray
    fitted: FloatArray
    taken: FloatArray

    @property
    def p(self) -> int:
        """Columns."""
        return int(self.x.shape[1])

    def crossed(self, scores: FloatArray, cases: BoolArray | IntArray) -> FloatArray:
        """See `Block`."""
        return np.asarray(self.x[cases].T @ (scores * self.taken[cases][:, None]))

    def crossed_in_cells(self, values: FloatArray, cell: IntArray, n_cells: int) -> FloatArray:
        """See `Block`."""
        there = cell >= 0
        given = (self.taken * values)[there]
        sums = [np.bincount(cell[there], weights=given * x[there], minlength=n_cells) for x in self.x.T]
        return np.stack(sums).astype(np.float64, copy=False) if sums else np.empty((0, n_cells))

    def column(self, j: int) -> FloatArray:
        """See `Block`."""
        return self.fitted * self.x[:, j]


@dataclass(frozen=True, eq=False, repr=False)
class Residuals:
    """What P calibration columns leave of scores.

    residuals  z - L @ (solve @ M' z), with L and M (n, P) the blocks side by side

    blocks  the calibration columns, step after step; none: scores stay as they are
    solve   (P, P) from crossed scores to coefficients

    All of it is linear in the scores, so that unit totals of residuals follow from unit totals of scores.
    Deville and Särndal (1992), JASA 87, doi:10.1080/01621459.1992.10475217. Same as R `svyrecvar` with postStrata.
    """

    blocks: tuple[Block, ...] = ()
    solve: FloatArray = field(default_factory=lambda: np.empty((0, 0)))

    @property
    def p(self) -> int:
        """P, calibration columns of all blocks."""
        return len(self.solve)

    def crossed(self, scores: FloatArray, cases: BoolArray | IntArray) -> FloatArray:
        """(P, k) M' z, from the scores (c, k) of c cases, which the (n,) mask picks out."""
        return np.concatenate([np.empty((0, scores.shape[1])), *(b.crossed(scores, cases) for b in self.blocks)])

    def crossed_in_cells(self, values: FloatArray, cell: IntArray, n_cells: int) -> FloatArray:
        """(P, n_cells) M' z, for scores that are (n,) values within the cell of each case; -1 is in no cell."""
        crossed = [b.crossed_in_cells(values, cell, n_cells) for b in self.blocks]
        return np.concatenate([np.empty((0, n_cells)), *crossed])

    def unit_totals(self, unit: IntArray, n_units: int) -> FloatArray:
        """(u, P) totals of L within units; the same for all estimates of a design."""
        columns = [np.bincount(unit, weights=b.column(j), minlength=n_units) for b in self.blocks for j in range(b.p)]
        return np.stack(columns, axis=1) if columns else np.empty((n_units, 0))

    def of_unit_sums(self, sums: FloatArray, crossed: FloatArray, unit_totals: FloatArray) -> FloatArray:
        """(u, k) unit totals of the residuals, from those of the scores (u, k) and their `crossed` (P, k)."""
        return sums - unit_totals @ (self.solve @ crossed)

    def of(self, scores: FloatArray, cases: BoolArray) -> FloatArray:
        """(n, k) residuals of the scores (c, k); cases without a score have a residual, too."""
        everyone = np.zeros((len(cases), scores.shape[1]))
        everyone[cases] = scores
        return self.of_unit_sums(
            everyone, self.crossed(scores, cases), self.unit_totals(np.arange(len(cases)), len(cases))
        )

    def then(self, later: Residuals) -> Residuals:
        """What a later calibration leaves of what this one leaves."""
        if not (self.blocks and later.blocks):
            return self if self.blocks else later
        between = _crossed_with(later.blocks, self.blocks)
        corner = -later.solve @ between @ self.solve
        return Residuals(
            (*self.blocks, *later.blocks),
            np.block([[self.solve, np.zeros((self.p, later.p))], [corner, later.solve]]),
        )


def in_turn(blocks: Sequence[Block], sweeps: int) -> Residuals:
    """What is left after projecting the scores on each block in turn, several times over; R does ten for raking."""
    crossed = _crossed_with(blocks, blocks)
    p = len(crossed)
    ends = list(accumulate(block.p for block in blocks))
    coefficients = np.zeros((p, p))
    for _ in range(sweeps):
        for block, end in zip(blocks, ends, strict=True):
            rows = slice(end - block.p, end)
            coefficients[rows] += np.eye(p)[rows] - crossed[rows] @ coefficients
    return Residuals(tuple(blocks), coefficients)


def _crossed_with(left: Sequence[Block], right: Sequence[Block]) -> FloatArray:
    """(P, P') M' L of the left and the right blocks, a column at a time."""
    columns = []
    for block in right:
        for j in range(block.p):
            column = block.column(j)[:, None]
            everyone = np.ones(len(column), dtype=bool)
            columns.append(np.concatenate([other.crossed(column, everyone) for other in left]))
    return np.concatenate(columns, axis=1)
