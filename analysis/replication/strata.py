"""The strata that replicates are made in: those of the first stage in which another sample could have been drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from analysis.arrays import FloatArray, IntArray
from analysis.errors import AnalysisError, NoCases
from analysis.sampling import SAMPLED_WHOLE, Stage, Stages


@dataclass(frozen=True, eq=False)
class Made:
    """What replicates are made of: factors (r, u), scale, rscales (r,); see `Replicates`."""

    factors: FloatArray
    scale: float
    rscales: FloatArray

    @classmethod
    def alike(cls, factors: FloatArray, scale: float) -> Made:
        """Replicates that all count the same."""
        return cls(factors, scale, np.ones(len(factors)))


@dataclass(frozen=True, eq=False)
class Stratum:
    """A stratum: its name, the numbers of its units (n_h,), and their share f_h of the population."""

    name: str
    units: IntArray
    f: float

    @property
    def n(self) -> int:
        """n_h, units in the sample."""
        return len(self.units)


def strata_of(stages: Stages, *, stage: Stage | None = None, fpc: bool = True) -> tuple[Stratum, ...]:
    """Strata of a stage (the first) that have variance, lonely ones included where the rule lets them be.

    fpc  False for methods that cannot take the sampled share into account: f is 0 for all
    Raises LonelyPSU with lonely_psu "fail"; AnalysisError where f differs within a stratum (pps), or none has variance.
    """
    stage = stage or stages.first
    if not stages.n_units:
        raise NoCases("Replicates are made of the sample; the data have no cases.")
    stages.refuse_lonely(stage, stage.lonely)
    found = tuple(_strata(stage, fpc))
    if not found:
        raise AnalysisError("All strata were sampled whole: nothing varies, so there are no replicates to make.")
    return found


def several(strata: tuple[Stratum, ...], stages: Stages, kind: str) -> tuple[Stratum, ...]:
    """Strata with more than one unit, where the lonely ones may be left as they are."""
    kept = tuple(stratum for stratum in strata if stratum.n > 1)
    if len(kept) < len(strata) and stages.lonely_psu in ("adjust", "average"):
        raise AnalysisError(
            f"{kind} cannot {stages.lonely_psu} for {len(strata) - len(kept)} strata with 1 PSU. "
            'Set lonely_psu = "remove" or "collapse" before.'
        )
    if not kept:
        raise AnalysisError("Every stratum has 1 PSU, so no other sample can be made of them. Merge strata.")
    return kept


def _strata(stage: Stage, fpc: bool) -> Iterator[Stratum]:
    order = np.argsort(stage.stratum, kind="stable")
    for name, units in zip(stage.names, np.split(order, np.cumsum(stage.n_h)[:-1]), strict=True):
        shares = stage.sampled_share[units]
        if fpc and np.ptp(shares) > 0:
            raise AnalysisError(
                f'Stratum "{name}" has units with different sampled shares, as with pps; replicates need one. '
                'Use kind "subbootstrap", which leaves the shares out.'
            )
        whole = shares.min() >= SAMPLED_WHOLE
        if not (whole and (fpc or len(units) == 1)):
            yield Stratum(name, units, float(shares[0]) if fpc else 0.0)
