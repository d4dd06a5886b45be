"""Replicates: weights that stand for other samples, and the variance of what is estimated with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, get_args

import numpy as np
from scipy.linalg.lapack import dpstrf

from analysis.arrays import BoolArray, FloatArray, IntArray
from analysis.errors import AnalysisError, OfAnswers, Separated
from analysis.linearised import Linearised
from analysis.weighting.calibrated import CalibratedWeight

Kind = Literal["JK1", "JKn", "JK2", "BRR", "Fay", "SDR", "bootstrap", "subbootstrap", "mrbbootstrap", "other"]
KINDS: tuple[Kind, ...] = get_args(Kind)

# A replicate of which less than this is new does not count to the rank; R's `degf` has the same.
_RANK_TOLERANCE = 1e-5

# Units whose weights are multiplied at once: a few megabytes a replicate at most.
_AT_ONCE = 16_384


@dataclass(frozen=True, eq=False)
class Replicates:
    """r replicate weights for n cases in u units whose cases always change alike.

    unit     (n,) number of each case's unit, 0 to u - 1
    factors  (r, u) what the weight of a unit's cases is multiplied with in each replicate
    scale    what the sum of squares is multiplied with
    rscales  (r,) what the square of each replicate is multiplied with
    mse      True for squares around the estimate of the whole sample, False around the mean of the replicates
    kind     how they were made
    size     (u,) root of the sum of squares of the weights of each unit's cases, for the rank; none: all alike
    """

    unit: IntArray
    factors: FloatArray
    scale: float
    rscales: FloatArray
    mse: bool
    kind: Kind = "other"
    size: FloatArray | None = None

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

    def scores(self, estimates: Linearised) -> FloatArray:
        """(r, k) deviations of the replicates, scaled; 0 for a replicate that does not count."""
        scale = np.sqrt(self.scale * self.rscales)[:, None]
        return np.nan_to_num(scale * (estimates.parts - estimates.value))

    def df(self, present: BoolArray) -> float:
        """Rank of the replicate weights of the (u,) present units, less 1, as R's `degf`; 0 of nobody."""
        return self._df_of_all if present.all() else self._df_of(np.flatnonzero(present))

    @cached_property
    def _df_of_all(self) -> float:
        return self._df_of(np.arange(self.n_units))

    def _df_of(self, units: IntArray) -> float:
        """Rank less 1 of the (r, units) weights, from products of their rows, or of their columns if fewer."""
        if len(units) < self.n_parts:
            few = self._weights_of(units)
            return max(_rank(few.T @ few) - 1.0, 0.0)
        products = np.zeros((self.n_parts, self.n_parts))
        for at in range(0, len(units), _AT_ONCE):
            some = self._weights_of(units[at : at + _AT_ONCE])
            products += some @ some.T
        return _rank(products) - 1.0

    def _weights_of(self, units: IntArray) -> FloatArray:
        factors = self.factors.take(units, axis=1)
        return factors if self.size is None else factors * self.size[units]

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
        own = np.arange(len(self.unit), dtype=np.int64)
        return replace(self, unit=own, factors=factors, size=np.asarray(weight.values, dtype=np.float64))

    def parts(self, sums: FloatArray) -> FloatArray:
        """(r, k) totals by replicate from (u, k) sums within units."""
        return self.factors @ sums

    def solved(self, weight: FloatArray, again: Callable[[FloatArray], FloatArray], k: int) -> FloatArray:
        """(r, k) estimates by replicate that solve equations anew, such as coefficients of a model.

        again  takes (n,) weights, those of the design times the factors, and gives the (k,) estimates with them

        A replicate for which it raises AnalysisError, such as for a category that is not there, is NaN and does not
        count, as in R; `Linearised.without_some` then says so. Neither does a model without solution: of the family
        log R counts the point at the border where its search gave up. But Separated is passed on: to leave infinite
        estimates out would make the variance small. Raises AnalysisError, too, where more than half of the replicates
        have no estimates.
        """
        found = [_or_none(again, each) for each in self.weights(weight)]
        failed = sum(each is None for each in found)
        if 2 * failed > len(found):
            raise OfAnswers(
                f"With the weights of {failed} of the {len(found)} replicates there are no estimates, such as for a "
                "category that nobody is in or a model without solution, so the variance is not known. Merge small "
                "categories, leave a predictor out, or choose another family."
            )
        return np.array([np.full(k, np.nan) if each is None else each for each in found])

    def covariance(self, estimates: Linearised) -> FloatArray:
        """(k, k) covariance of k estimates from the estimates by replicate (r, k).

        variance  scale * sum over r of rscales_r * d_r' d_r, with d_r = estimate_r - estimate (mse), or less the mean
                  of the replicates that count (R `svrVar`)

        A replicate in which an estimate does not exist, such as the mean of a group that it leaves out, does not
        count for that estimate, as in R.
        """
        deviations = self._deviations(estimates)
        return np.asarray(deviations.T @ deviations)

    def variances(self, estimates: Linearised) -> FloatArray:
        """(k,) diagonal of `covariance`."""
        deviations = self._deviations(estimates)
        return np.asarray(np.einsum("ij,ij->j", deviations, deviations))

    def _deviations(self, estimates: Linearised) -> FloatArray:
        # Around the estimate first: equal replicates then differ by exactly 0.
        deviations = estimates.parts - estimates.value
        there = np.isfinite(deviations)
        deviations = np.where(there, deviations, 0.0)
        if not self.mse:
            counted = there & (self.rscales > 0)[:, None]
            mean = np.where(counted, deviations, 0.0).sum(axis=0) / np.maximum(counted.sum(axis=0), 1)
            deviations = np.where(there, deviations - mean, 0.0)
        deviations[:, ~there.any(axis=0)] = np.nan
        return np.asarray(deviations * np.sqrt(self.scale * self.rscales)[:, None])


def _or_none(again: Callable[[FloatArray], FloatArray], weight: FloatArray) -> FloatArray | None:
    try:
        return again(weight)
    except Separated as found:
        raise Separated(
            "With the weights of one of the replicates the predictors tell the outcome apart completely: a coefficient "
            "is infinite there, and has no standard error. Merge small categories, leave a predictor out, or use the "
            "design without replicates."
        ) from found
    except AnalysisError:
        return None


def _rank(products: FloatArray) -> int:
    """Rank of a matrix from products of its rows: those of which more than the tolerance is not made of others."""
    length = np.sqrt(products.diagonal())
    there = length > 0
    if not there.any():
        return 0
    cosines = products[np.ix_(there, there)] / np.outer(length[there], length[there])
    rank: int = dpstrf(cosines, tol=_RANK_TOLERANCE**2)[2]
    return rank
