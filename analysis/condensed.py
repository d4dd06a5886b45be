"""Condensed: cases that were each drawn by themselves, gathered by stratum and cell without loss for the variance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from analysis.arrays import BoolArray, FloatArray, IntArray
from analysis.linearised import Linearised
from analysis.sampling import Stages

# Worth the while where there are so many times more cases than groups.
FEWER = 4


@dataclass(frozen=True, eq=False)
class Gathered:
    """n cases, each its own sampling unit and in one of C cells, as J = H * C groups: the cells within H strata.

    number  (n,) cell of each case, 0 to C - 1; from `size` on they are not cells of the table
    """

    stages: Stages
    number: IntArray
    size: int
    n_cells: int

    @classmethod
    def suits(cls, stages: Stages, n_cells: int) -> bool:
        """True where each case is its own unit, all are drawn alike within strata, and groups are far fewer."""
        first, n = stages.first, len(stages.unit)
        if n != stages.n_units or len(stages.with_variance) > 1 or not first.is_last or stages.may_be_lonely:
            return False
        return FEWER * len(first.names) * n_cells <= n and first.drawn_alike

    @cached_property
    def group(self) -> IntArray:
        """(n,) group of each case: stratum * C + cell."""
        return np.asarray(self.stages.first.stratum[self.stages.unit] * self.n_cells + self.number)

    @cached_property
    def n(self) -> IntArray:
        """(H, C) cases in each group."""
        return self.sums(None).astype(np.int64, copy=False)

    @property
    def n_in_cells(self) -> IntArray:
        """(J, C) cases of each group in each cell: all of them in one."""
        return np.asarray(self.n[:, :, None] * np.eye(self.n_cells, dtype=np.int64)).reshape(self.n.size, self.n_cells)

    def df_of_each(self, present: BoolArray) -> FloatArray:
        """(k,) cases less strata, of the groups in each column of (J, k)."""
        there = np.where(present, self.n.reshape(-1, 1), 0).reshape(*self.n.shape, -1)
        return np.asarray(there.sum(axis=(0, 1)) - there.any(axis=1).sum(axis=0), dtype=np.float64)

    def sums(self, values: FloatArray | None) -> NDArray[np.float64 | np.int64]:
        """(H, C) sums of (n,) values, or cases, in each group."""
        shape = (len(self.stages.first.names), self.n_cells)
        return np.bincount(self.group, weights=values, minlength=shape[0] * shape[1]).reshape(shape)

    def totals(self, values: Sequence[FloatArray]) -> Linearised:
        """(q * size,) totals of q (n,) values within the cells of the table; see `Condensed`."""
        sums = [np.asarray(self.sums(x), dtype=np.float64) for x in values]
        value = np.concatenate([x.sum(axis=0)[: self.size] for x in sums])
        rows = [self._beside(sums), *map(self._beside, self._roots(values, sums)), np.eye(len(value))]
        return Linearised(Condensed(self, tuple(values)), value, np.concatenate(rows), self.n.ravel() > 0)

    def _beside(self, each: Sequence[FloatArray]) -> FloatArray:
        """(J, q * size) with each of the q (H, C) arrays in the columns of its cells."""
        in_cell = np.eye(self.n_cells, self.size)
        return np.concatenate([(x[:, :, None] * in_cell).reshape(x.size, self.size) for x in each], axis=1)

    def _roots(self, values: Sequence[FloatArray], sums: Sequence[FloatArray]) -> list[list[FloatArray]]:
        """R, q by q arrays (H, C), upper triangular: R' R are the sums of squares and products around the means.

        By Gram and Schmidt on the deviations themselves: from sums of squares alone the last digits would be lost.
        """
        n, q = np.maximum(self.n, 1), len(values)
        deviation = [x - (s / n).ravel()[self.group] for x, s in zip(values, sums, strict=True)]
        root = [[np.zeros(n.shape) for _ in range(q)] for _ in range(q)]
        for r in range(q):
            size = np.sqrt(self.sums(deviation[r] ** 2))
            root[r][r] = size
            for v in range(r + 1, q):
                product = np.asarray(self.sums(deviation[r] * deviation[v]))
                root[r][v] = np.divide(product, size, out=np.zeros(n.shape), where=size > 0)
                slope = np.divide(root[r][v], size, out=np.zeros(n.shape), where=size > 0)
                deviation[v] -= slope.ravel()[self.group] * deviation[r]
        return root


@dataclass(frozen=True, eq=False)
class Condensed:
    """The sampling of estimates whose scores are told by groups.

    The score of a case is linear in its q values, with the same factors for all cases of a cell. So the sums within the
    groups, and the sums of squares around their means, tell what n scores would. Rows of `Linearised.parts`:

        J         sums within groups
        q * J     roots of the sums of squares and products around the means of groups
        q * size  derivatives along the totals, from which `whole` makes the scores of the cases
    """

    gathered: Gathered
    values: tuple[FloatArray, ...]

    @property
    def n_parts(self) -> int:
        """Rows of what a `Linearised` holds."""
        return self.gathered.n.size * (1 + len(self.values)) + len(self.values) * self.gathered.size

    def covariance(self, estimates: Linearised) -> FloatArray:
        """(k, k) covariance: that of `Stages.covariance`, with squares within and between the groups of a stratum."""
        deviations = self._deviations(estimates.parts)
        return np.asarray(deviations.T @ deviations)

    def variances(self, estimates: Linearised) -> FloatArray:
        """(k,) diagonal of `covariance`."""
        return np.asarray(np.einsum("ij,ij->j", *[self._deviations(estimates.parts)] * 2))

    def whole(self, estimates: Linearised) -> Linearised:
        """The same estimates with the scores of all cases, to stand beside others of the design."""
        gathered = self.gathered
        slopes = np.zeros((len(self.values), gathered.n_cells, len(estimates.value)))
        slopes[:, : gathered.size] = estimates.parts[-len(self.values) * gathered.size :].reshape(
            len(self.values), gathered.size, -1
        )
        scores = sum(x[:, None] * slope[gathered.number] for x, slope in zip(self.values, slopes, strict=True))
        order = np.argsort(gathered.stages.unit)
        parts = np.asarray(scores, dtype=np.float64)[order]
        return replace(
            estimates, sampling=gathered.stages, parts=parts, present=estimates.present[gathered.group[order]]
        )

    def scores(self, estimates: Linearised) -> FloatArray:
        """(n, k) the scores of the cases."""
        return self.whole(estimates).parts

    def _deviations(self, parts: FloatArray) -> FloatArray:
        """Rows whose squares add up to the variance."""
        n, first = self.gathered.n, self.gathered.stages.first
        sums = parts[: n.size].reshape(*n.shape, -1)
        centre = sums.sum(axis=1, keepdims=True) / first.n_h[:, None, None]
        between = np.sqrt(n)[:, :, None] * (sums / np.maximum(n, 1)[:, :, None] - centre)
        within = parts[n.size : n.size * (1 + len(self.values))].reshape(len(self.values), *n.shape, -1)
        rows = np.concatenate([between[None], within]) * np.sqrt(first.factor_of_stratum)[:, None, None]
        return np.asarray(rows.reshape(-1, parts.shape[1]))
