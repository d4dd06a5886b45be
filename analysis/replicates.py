"""Replicates: weights that stand for other samples, and the variance of what is estimated with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from analysis.arrays import BoolArray, FloatArray, IntArray
from analysis.linearised import Linearised
from analysis.weighting.calibrated import CalibratedWeight


@dataclass(frozen=True, eq=False)
class Replicates:
    """r replicate weights for n cases in u units whose cases always change alike.

    unit     (n,) number of each case's unit, 0 to u - 1
    factors  (r, u) what the weight of a unit's cases is multiplied with in each replicate
    scale    what the sum of squares is multiplied with
    rscales  (r,) what the square of each replicate is multiplied with
    mse      True for squares around the estimate of the whole sample, False around the mean of the replicates
    """

    unit: IntArray
    factors: FloatArray
    scale: float
    rscales: FloatArray
    mse: bool

    @property
    def n_units(self) -> int:
        """u, units whose cases always change alike."""
        return int(self.factors.shape[1])

    @property
    def n_parts(self) -> int:
        """Rows of what a `Linearised` of this design holds: r."""
        return len(self.factors)

    def whole(self, estimates: Linearised) -> Linearised:
        """The estimates themselves: nothing of them is condensed."""
        return estimates

    def df(self, present: BoolArray) -> float:
        """Rank of the replicate weights of the (u,) present units, less 1, as R's `degf`."""
        return float(np.linalg.matrix_rank(self.factors[:, present], tol=None) - 1)

    def df_of_each(self, present: BoolArray) -> FloatArray:
        """(k,) the same for each column of (u, k) units."""
        return np.array([self.df(column) for column in present.T])

    def weights(self, weight: FloatArray) -> Iterator[FloatArray]:
        """(n,) weights of each replicate in turn."""
        return (weight * factor[self.unit] for factor in self.factors)

    def calibrated(self, weight: CalibratedWeight) -> Replicates:
        """The replicates taken through the steps of the weight, each by itself; every case becomes its own unit."""
        again = np.array([weight.again(replicate) for replicate in self.weights(weight.start)])
        factors = np.divide(again, weight.values, out=np.zeros(again.shape), where=weight.values > 0)
        return replace(self, unit=np.arange(len(self.unit), dtype=np.int64), factors=factors)

    def parts(self, sums: FloatArray) -> FloatArray:
        """(r, k) totals by replicate from (u, k) sums within units."""
        return self.factors @ sums

    def covariance(self, estimates: Linearised) -> FloatArray:
        """(k, k) covariance of k estimates from the estimates by replicate (r, k).

        variance  scale * sum over r of rscales_r * d_r' d_r, with d_r = estimate_r - estimate (mse), or less the mean
                  of the replicates that count (R `svrVar`)
        """
        deviations = self._deviations(estimates)
        return np.asarray(deviations.T @ deviations)

    def variances(self, estimates: Linearised) -> FloatArray:
        """(k,) diagonal of `covariance`."""
        deviations = self._deviations(estimates)
        return np.asarray(np.einsum("ij,ij->j", deviations, deviations))

    def _deviations(self, estimates: Linearised) -> FloatArray:
        parts = estimates.parts
        centre = estimates.value if self.mse else parts[self.rscales > 0].mean(axis=0)
        return np.asarray((parts - centre) * np.sqrt(self.scale * self.rscales)[:, None])
