"""Linearised variance: what the first stage of the sample makes of an estimator's scores."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from analysis.errors import LonelyPSU
from analysis.unreleased import FloatArray, IntArray

LonelyRule = Literal["fail", "remove", "certainty", "adjust", "average"]
LONELY_RULES: tuple[str, ...] = get_args(LonelyRule)

# R's survey takes a stratum as sampled whole, without variance, from here on.
_SAMPLED_WHOLE = 1 - 1e-7


@dataclass(frozen=True, eq=False)
class FirstStage:
    """Who was drawn with whom: n cases in m PSUs in H strata.

    psu      (n,) number of each case's PSU, 0 to m - 1
    stratum  (m,) number of each PSU's stratum, 0 to H - 1
    sampled_share  (H,) PSUs in the sample as a share of all in the stratum; 0 without a finite population correction
    names    (H,) what the strata are called in the data, for messages
    lonely_psu  what a stratum with a single PSU adds to the variance
    """

    psu: IntArray
    stratum: IntArray
    sampled_share: FloatArray
    names: tuple[str, ...]
    lonely_psu: LonelyRule

    @property
    def n_psu(self) -> int:
        """PSUs in the whole sample."""
        return len(self.stratum)

    def totals(self, scores: FloatArray, cases: NDArray[np.bool_]) -> FloatArray:
        """(m, k) totals within each PSU of the scores (c, k) of c cases, which the (n,) mask picks out."""
        psu = self.psu[cases]
        columns = [np.bincount(psu, weights=column, minlength=self.n_psu) for column in scores.T]
        return np.stack(columns, axis=1) if columns else np.empty((self.n_psu, 0))

    def psu_with(self, cases: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """(m,) True for PSUs with at least one of the (n,) cases."""
        return np.bincount(self.psu[cases], minlength=self.n_psu) > 0

    def df(self, taking_part: NDArray[np.bool_]) -> float:
        """Design degrees of freedom: PSUs that take part less strata that take part (R's `degf`)."""
        return float(taking_part.sum() - np.count_nonzero(self._strata_with(taking_part)))

    def variance(self, totals: FloatArray, taking_part: NDArray[np.bool_]) -> FloatArray:
        """Covariance of k estimates from the PSU totals of their scores.

        variance  sum over strata h of (1 - f_h) * n_h / (n_h - 1) * sum over PSUs c of d_hc' d_hc
                  with d_hc = z_hc - mean(z_h), z_hc the totals of the scores, n_h the PSUs of the whole sample in h
                  (those outside a domain count, with z_hc = 0), and f_h the sampled share

        totals       (m, k) from `totals`
        taking_part  (m,) PSUs with a case in the estimate; strata without any cannot be lonely
        Returns (k, k). A stratum with n_h = 1 follows `lonely_psu`, as in R's survey: "fail" raises LonelyPSU;
        "remove" and "certainty" add nothing; "adjust" adds (1 - f_h) * z' z, around zero; "average" adds the mean of
        the other strata. NaN from a sample of one case.

        Lumley (2004), J. Stat. Software 9, doi:10.18637/jss.v009.i08.
        """
        if self.n_psu < 2:
            return np.full((totals.shape[1], totals.shape[1]), np.nan)
        n_h = np.bincount(self.stratum, minlength=len(self.names))
        lonely = (n_h == 1) & (self.sampled_share < _SAMPLED_WHOLE)
        present = self._strata_with(taking_part)
        self._refuse_lonely(lonely & present)
        sums = np.stack([np.bincount(self.stratum, z, len(n_h)) for z in totals.T], axis=1)
        centre = sums / n_h[:, None]
        if self.lonely_psu == "adjust":
            centre[lonely] = 0.0
        factor = np.where(self.sampled_share < _SAMPLED_WHOLE, 1 - self.sampled_share, 0.0)
        factor = factor * np.where(n_h > 1, n_h / np.maximum(n_h - 1, 1), 1.0)
        deviations = (totals - centre[self.stratum]) * np.sqrt(factor)[self.stratum, None]
        return deviations.T @ deviations * self._average_scale(lonely & present, present)

    def _strata_with(self, taking_part: NDArray[np.bool_]) -> NDArray[np.bool_]:
        return np.bincount(self.stratum[taking_part], minlength=len(self.names)) > 0

    def _average_scale(self, lonely: NDArray[np.bool_], present: NDArray[np.bool_]) -> float:
        if self.lonely_psu != "average" or not lonely.any():
            return 1.0
        others = np.count_nonzero(present) - np.count_nonzero(lonely)
        return np.count_nonzero(present) / others if others else np.nan

    def _refuse_lonely(self, lonely: NDArray[np.bool_]) -> None:
        if self.lonely_psu != "fail" or not lonely.any():
            return
        names = [f'"{self.names[h]}"' for h in np.flatnonzero(lonely)]
        which = f"Stratum {names[0]} has" if len(names) == 1 else f"{len(names)} strata ({', '.join(names[:3])}) have"
        raise LonelyPSU(
            f"{which} 1 PSU, so the variance cannot be estimated. Merge with another stratum, "
            'or set lonely_psu = "adjust" (also "remove", "certainty", "average"): in study.toml, below [design].'
        )
