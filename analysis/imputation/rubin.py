"""Rubin's rules: what m imputations say together, within each of them and between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis.arrays import FloatArray
from analysis.errors import AnalysisError
from analysis.linearised import Linearised, Sampling


@dataclass(frozen=True, eq=False)
class Combined:
    """Estimates of any one shape from m imputations.

    m            imputations
    value        q = mean of q_j
    within       w = mean of the variances
    between      b = sum (q_j - q)**2 / (m - 1)
    df_complete  degrees of freedom that the estimates would have without item nonresponse
    """

    m: int
    value: FloatArray
    within: FloatArray
    between: FloatArray
    df_complete: FloatArray

    @classmethod
    def of(cls, values: FloatArray, variances: FloatArray, df_complete: FloatArray) -> Combined:
        """values, variances (m, ...); df_complete of the shape of one of them, or less. Rubin (1987), 3.1."""
        m = len(values)
        within, between = variances.mean(axis=0), values.var(axis=0, ddof=1)
        return cls(m, values.mean(axis=0), within, between, np.broadcast_to(df_complete, within.shape))

    @property
    def variance(self) -> FloatArray:
        """Total variance, t = w + (1 + 1 / m) b."""
        return self.within + self._added

    @property
    def relative_increase(self) -> FloatArray:
        """How much nonresponse adds to the variance, r = (1 + 1 / m) b / w."""
        return _ratio(self._added, self.within)

    @property
    def df(self) -> FloatArray:
        """Degrees of freedom of Barnard and Rubin (1999): 1 / (1 / df_old + 1 / df_observed).

        df_old = (m - 1) / l**2,  df_observed = (1 - l) (df_complete + 1) / (df_complete + 3) df_complete,
        l = (1 + 1 / m) b / t.  R's mitools 2.4 leaves the (1 + 1 / m) out of df_observed; Stata and R mice have it.
        """
        share, complete = _ratio(self._added, self.variance), self.df_complete
        with np.errstate(divide="ignore", invalid="ignore"):
            observed = (1 - share) * np.where(np.isfinite(complete), (complete + 1) / (complete + 3), 1.0) * complete
            return np.asarray(1 / (share**2 / (self.m - 1) + 1 / observed))

    @property
    def missing_information(self) -> FloatArray:
        """Fraction of missing information, (r + 2 / (df + 3)) / (r + 1)."""
        r = self.relative_increase
        with np.errstate(invalid="ignore"):
            return np.where(np.isfinite(r), (r + 2 / (self.df + 3)) / (r + 1), 1.0)

    @property
    def _added(self) -> FloatArray:
        return (1 + 1 / self.m) * self.between


def _ratio(part: FloatArray, whole: FloatArray) -> FloatArray:
    """Part over whole; 0 where there is no part."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(part > 0, part / whole, 0.0)


@dataclass(frozen=True, eq=False)
class Imputations:
    """m imputed designs as one way of sampling, so that contrasts of what they say together have their variance.

    `Linearised.parts` of it hold those of each imputation one below the other, and then m rows: the deviations of the
    imputations' estimates from their mean, or with replicates the estimates themselves.
    """

    each: tuple[Sampling, ...]

    @property
    def n_parts(self) -> int:
        """Rows of what a `Linearised` of these designs holds."""
        return sum(sampling.n_parts for sampling in self.each) + len(self.each)

    def covariance(self, estimates: Linearised) -> FloatArray:
        """(k, k) mean of the covariances within + (1 + 1 / m) covariance between."""
        within = np.mean([part.vcov for part in self._parts(estimates)], axis=0)
        return np.asarray(within + added_covariance(self._deviations(estimates)))

    def variances(self, estimates: Linearised) -> FloatArray:
        """(k,) diagonal of `covariance`."""
        m, d = len(self.each), self._deviations(estimates)
        within = np.mean([part.variance for part in self._parts(estimates)], axis=0)
        return np.asarray(within + (1 + 1 / m) / (m - 1) * (d**2).sum(axis=0))

    def scores(self, estimates: Linearised) -> FloatArray:
        """(m, k) parts of the imputations, as they are."""
        return estimates.parts

    def whole(self, estimates: Linearised) -> Linearised:
        """The estimates themselves: those of m imputations stand beside no others."""
        return estimates

    def _parts(self, estimates: Linearised) -> list[Linearised]:
        """Each imputation by itself again."""
        ends = np.cumsum([sampling.n_parts for sampling in self.each])
        rows = estimates.parts[ends[-1] :]
        blocks = np.split(estimates.parts[: ends[-1]], ends[:-1])
        return [
            replace(estimates, sampling=sampling, parts=block, value=row if estimates.replicated else estimates.value)
            for sampling, block, row in zip(self.each, blocks, rows, strict=True)
        ]

    def _deviations(self, estimates: Linearised) -> FloatArray:
        rows = estimates.parts[-len(self.each) :]
        return np.asarray(rows - rows.mean(axis=0))


def added_covariance(deviations: FloatArray) -> FloatArray:
    """(k, k) what m imputations add, (1 + 1 / m) b, from the (m, k) deviations of their estimates from the mean."""
    m = len(deviations)
    return np.asarray((1 + 1 / m) / (m - 1) * (deviations.T @ deviations))


def combined_linearised(several: Sequence[Linearised]) -> Linearised:
    """The same k estimates from m imputations as one. Raises AnalysisError where the designs differ in their units."""
    first = several[0]
    if any(one.parts.shape != first.parts.shape or one.replicated != first.replicated for one in several):
        raise AnalysisError("The imputed designs must be of one design; their units differ. See `imputed_designs`.")
    values = np.array([one.value for one in several])
    rows = values if first.replicated else values - values.mean(axis=0)
    return Linearised(
        sampling=Imputations(tuple(one.sampling for one in several)),
        value=values.mean(axis=0),
        parts=np.concatenate([*(one.parts for one in several), rows]),
        present=np.any([one.present for one in several], axis=0),
        replicated=first.replicated,
    )
