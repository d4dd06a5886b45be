"""Stages: how the cases were drawn, stage by stage, and what that makes of the variance of unit totals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, get_args

import numpy as np

from analysis.arrays import BoolArray, FloatArray, IntArray
from analysis.errors import LonelyPSU
from analysis.linearised import Linearised
from analysis.weighting.calibrated import CalibratedWeight

LonelyRule = Literal["fail", "remove", "certainty", "adjust", "average", "collapse"]
LONELY_RULES: tuple[str, ...] = get_args(LonelyRule)

# R's survey takes a stratum as sampled whole, without variance, from here on.
SAMPLED_WHOLE = 1 - 1e-7
# Sums over a range of groups take the time of the range; above this many groups a case, adding one by one is quicker.
_SPREAD = 16
# With so many columns whole rows are added, where they fit the processor's cache; with fewer each column by itself.
_WIDE = 32

# Numbers that fit the processor's cache together.
_AT_ONCE = 65_536


@dataclass(frozen=True, eq=False)
class Stage:
    """One stage of sampling: m units, drawn in H strata that each lie in one unit of the stage before.

    unit     (u,) number of the stage's unit that each last-stage unit belongs to, 0 to m - 1
    stratum  (m,) number of each unit's stratum, 0 to H - 1
    sampled_share  (m,) units in the sample as a share of all in the stratum, 0 without a finite population correction;
             with Brewer's approximation the unit's own probability of selection
    inherited      (m,) product of the sampled shares of the units of earlier stages that the unit lies in; 1 at first
    parent   (H,) number of the unit of the stage before that each stratum lies in; all 0 at first
    names    (H,) what the strata are called in the data, for messages
    """

    unit: IntArray
    stratum: IntArray
    sampled_share: FloatArray
    inherited: FloatArray
    parent: IntArray
    names: tuple[str, ...]

    @cached_property
    def n_h(self) -> IntArray:
        """(H,) units in each stratum of the whole sample."""
        return np.bincount(self.stratum, minlength=len(self.names)).astype(np.int64, copy=False)

    @cached_property
    def lonely(self) -> BoolArray:
        """(H,) True for strata with one unit that were not sampled whole."""
        least = np.ones(len(self.names))
        np.minimum.at(least, self.stratum, self.sampled_share)
        return np.asarray((self.n_h == 1) & (least < SAMPLED_WHOLE))

    def lonely_among(self, units: BoolArray) -> BoolArray:
        """(H,) strata, not sampled whole, with one unit that holds some of the (u,) last-stage units."""
        unit = any_within(self.unit, units[:, None])[:, 0]
        of_stratum = np.bincount(self.stratum[unit], minlength=len(self.names))
        return np.asarray((of_stratum == 1) & (self.lonely | (self.factor_of_stratum > 0)))

    @cached_property
    def factor(self) -> FloatArray:
        """(m,) what the square of a unit's deviation counts: inherited * (1 - f) * n_h / (n_h - 1)."""
        f = np.where(self.sampled_share < SAMPLED_WHOLE, self.sampled_share, 1.0)
        stretch = np.where(self.n_h > 1, self.n_h / np.maximum(self.n_h - 1, 1), 1.0)
        return np.asarray(self.inherited * (1 - f) * stretch[self.stratum])

    @cached_property
    def factor_of_stratum(self) -> FloatArray:
        """(H,) the factor of one unit of each stratum."""
        found = np.zeros(len(self.names))
        found[self.stratum] = self.factor
        return found

    @cached_property
    def drawn_alike(self) -> bool:
        """True where all units of a stratum have the same factor."""
        return np.array_equal(self.factor_of_stratum[self.stratum], self.factor)

    @cached_property
    def is_last(self) -> bool:
        """True where the units of this stage are the last-stage units themselves."""
        return len(self.unit) == len(self.stratum) and bool((self.unit == np.arange(len(self.unit))).all())

    def strata_with(self, present: BoolArray) -> BoolArray:
        """(H,) strata that hold one of the (u,) last-stage units."""
        return np.bincount(self.stratum[self.unit[present]], minlength=len(self.names)) > 0

    def totals(self, parts: FloatArray) -> FloatArray:
        """(m, k) totals within the units of this stage from (u, k) last-stage totals."""
        return parts if self.is_last else sums_within(self.unit, parts, len(self.stratum))


@dataclass(frozen=True, eq=False)
class Stages:
    """Who was drawn with whom: n cases in u last-stage units.

    unit        (n,) number of each case's last-stage unit, 0 to u - 1
    stages      first to last; a later stage has variance of its own only where the earlier has a sampled share
    lonely_psu  what a stratum with a single unit adds to the variance
    everyone    True where calibration leaves a score to every case, also outside the domain
    lonely_in_domain  True where a stratum with a single unit in the domain counts as lonely; see `covariance`
    """

    unit: IntArray
    stages: tuple[Stage, ...]
    lonely_psu: LonelyRule
    everyone: bool = False
    lonely_in_domain: bool = False

    @property
    def first(self) -> Stage:
        """The stage of the primary sampling units."""
        return self.stages[0]

    @property
    def n_psu(self) -> int:
        """Primary sampling units in the whole sample."""
        return len(self.first.stratum)

    @property
    def n_units(self) -> int:
        """u, last-stage units in the whole sample."""
        return len(self.first.unit)

    @property
    def n_parts(self) -> int:
        """Rows of what a `Linearised` of this design holds: u."""
        return self.n_units

    def whole(self, estimates: Linearised) -> Linearised:
        """The estimates themselves: nothing of them is condensed."""
        return estimates

    def scores(self, estimates: Linearised) -> FloatArray:
        """(u, k) totals of the scores within the units."""
        return estimates.parts

    @property
    def weight(self) -> FloatArray:
        """(n,) one over the product of the sampled shares of all stages that have one."""
        chance = np.ones(self.n_units)
        for stage in self.stages:
            share = stage.sampled_share[stage.unit]
            chance *= np.where(share > 0, share, 1.0)
        return np.asarray((1 / chance)[self.unit])

    def df(self, present: BoolArray) -> float:
        """Design degrees of freedom: PSUs less strata, of those with one of the (u,) units (R's `degf`)."""
        return float(self.df_of_each(present[:, None])[0])

    def df_of_each(self, present: BoolArray) -> FloatArray:
        """(k,) the same for each column of (u, k) units."""
        first = self.first
        psu = present if first.is_last else any_within(first.unit, present)
        return np.asarray(psu.sum(axis=0) - any_within(first.stratum, psu).sum(axis=0), dtype=np.float64)

    def calibrated(self, weight: CalibratedWeight) -> Stages:
        """The same stages, for residuals of the scores on what the weight was calibrated on."""
        return replace(self, everyone=self.everyone or weight.residuals.p > 0)

    def parts(self, sums: FloatArray) -> FloatArray:
        """What of (u, k) sums within units the variance is made from: the sums themselves."""
        return sums

    def covariance(self, estimates: Linearised) -> FloatArray:
        """(k, k) covariance of k estimates from the last-stage totals z (u, k) of their scores.

        variance  sum over stages, over strata h of a stage, of g * (1 - f_h) * n_h / (n_h - 1) * sum over units c of
                  d_hc' d_hc, with d_hc = z_hc - mean(z_h), z_hc the totals of the scores, n_h the units of the whole
                  sample in h (those outside a domain count, with z_hc = 0), f_h the sampled share, and g the product of
                  the sampled shares of the units of earlier stages that h lies in (1 at first). With Brewer's
                  approximation f is the unit's own probability of selection.

        Strata without a case in the estimates cannot be lonely. A stratum with n_h = 1 follows `lonely_psu`, as in R's
        survey: "fail" raises LonelyPSU; "remove" and "certainty" add nothing; "adjust" adds (1 - f_h) * z' z, around
        zero; "average" adds the mean of the other strata; "collapse" has joined it with its neighbour before. With
        `lonely_in_domain` "adjust" and "average" take a stratum for lonely that has one unit with a case in the
        estimates, however many it has in all: around zero its deviations are larger (R's survey.adjust.domain.lonely).
        NaN from a sample of one unit.

        Lumley (2004), J. Stat. Software 9, doi:10.18637/jss.v009.i08; Särndal, Swensson and Wretman (1992), 4.3;
        Brewer (2002), Combined Survey Sampling Inference, ch. 9.
        """
        parts, present = estimates.parts, estimates.present_in_any
        found = np.zeros((parts.shape[1], parts.shape[1]))
        for stage in self.with_variance:
            deviations = self._deviations(stage, parts, present)
            found += deviations.T @ deviations
        return found

    def variances(self, estimates: Linearised) -> FloatArray:
        """(k,) diagonal of `covariance`; lonely strata are judged for each estimate by itself."""
        parts, present = estimates.parts, estimates.present
        if parts.shape[1] > 1 and present.ndim == 2 and self.may_be_lonely:
            each = [self.variances(estimates.at([j])) for j in range(parts.shape[1])]
            return np.concatenate([np.empty(0), *each])
        present, found = estimates.present_in_any, np.zeros(parts.shape[1])
        columns = max(_AT_ONCE // max(len(parts), 1), 1)
        for stage in self.with_variance:
            for at in range(0, parts.shape[1], columns):
                some = slice(at, at + columns)
                deviations = self._deviations(stage, parts[:, some], present)
                found[some] += np.einsum("ij,ij->j", deviations, deviations)
        return found

    def refuse_lonely(self, stage: Stage, lonely: BoolArray) -> None:
        """Raise LonelyPSU where one of the (H,) strata of a stage is lonely and the rule does not say what then."""
        if self.lonely_psu not in ("fail", "collapse") or not lonely.any():
            return
        names = [f'"{stage.names[h]}"' for h in np.flatnonzero(lonely)]
        which = f"Stratum {names[0]} has" if len(names) == 1 else f"{len(names)} strata ({', '.join(names[:3])}) have"
        unit = "PSU" if stage is self.first else f"unit of stage {self.stages.index(stage) + 1}"
        raise LonelyPSU(
            f"{which} 1 {unit}, so the variance cannot be estimated. Merge with another stratum, "
            'or set lonely_psu = "adjust" (also "remove", "certainty", "average", "collapse"): '
            "in study.toml, below [design]."
        )

    @cached_property
    def may_be_lonely(self) -> bool:
        """True where strata have to be looked at one by one."""
        return self.lonely_in_domain or any(stage.lonely.any() for stage in self.with_variance)

    @cached_property
    def with_variance(self) -> tuple[Stage, ...]:
        """Stages that add something: the first, and those within units that are a share of a finite population."""
        return tuple(stage for s, stage in enumerate(self.stages) if s == 0 or stage.inherited.any())

    def _deviations(self, stage: Stage, parts: FloatArray, present: BoolArray) -> FloatArray:
        """(m, k) deviations of the units' totals from the mean of their stratum, times the root of what they count."""
        if self.n_psu < 2 and self.first.lonely.all():
            return np.full((len(stage.stratum), parts.shape[1]), np.nan)
        factor, lonely = stage.factor, stage.lonely
        if self.lonely_in_domain:
            lonely = stage.lonely_among(present | self.everyone)
        if lonely.any():
            there = stage.strata_with(present | self.everyone)
            self.refuse_lonely(stage, stage.lonely & there)
            factor = factor * self._average_scale(stage, there, lonely)[stage.stratum]
        totals = stage.totals(parts)
        centre = sums_within(stage.stratum, totals, len(stage.names)) / np.maximum(stage.n_h, 1)[:, None]
        if self.lonely_psu == "adjust":
            centre[lonely] = 0.0
        deviations = totals - (centre if len(centre) == 1 else centre[stage.stratum])
        deviations *= np.sqrt(factor)[:, None]
        return deviations

    def _average_scale(self, stage: Stage, there: BoolArray, lonely: BoolArray) -> FloatArray:
        """(H,) strata over strata that are not lonely, within each unit of the stage before, and 0 for those that are.

        1 for other rules than "average".
        """
        if self.lonely_psu != "average":
            return np.ones(len(stage.names))
        strata = np.bincount(stage.parent[there], minlength=int(stage.parent.max()) + 1)
        others = strata - np.bincount(stage.parent[there & lonely], minlength=len(strata))
        scale = np.divide(strata, others, out=np.full(len(strata), np.nan), where=others > 0)[stage.parent]
        return np.where(there, np.where(lonely & np.isfinite(scale), 0.0, scale), 1.0)


def sums_of_blocks(group: IntArray, blocks: Iterable[tuple[slice, FloatArray]], n_groups: int) -> FloatArray:
    """(n_groups, k) sums of (c, k) values that come as blocks of rows; groups that lie together are quickest."""
    sums = np.zeros((n_groups, 0))
    for rows, values in blocks:
        if not sums.shape[1]:
            sums = np.zeros((n_groups, values.shape[1]))
        first, last = int(group[rows].min()), int(group[rows].max()) + 1
        if last - first > _SPREAD * len(values):
            np.add.at(sums, group[rows], values)
        else:
            sums[first:last] += sums_within(group[rows] - first, values, last - first)
    return sums


def sums_within(group: IntArray, values: FloatArray, n_groups: int) -> FloatArray:
    """(n_groups, k) sums of the (c, k) values of each of the (c,) groups."""
    if values.shape[1] >= _WIDE and 0 < values.size <= _AT_ONCE:
        order = np.argsort(group, kind="stable")
        starts = np.flatnonzero(np.diff(group[order], prepend=-1))
        sums = np.zeros((n_groups, values.shape[1]))
        sums[group[order[starts]]] = np.add.reduceat(values[order], starts, axis=0)
        return sums
    columns = [np.bincount(group, weights=column, minlength=n_groups) for column in values.T]
    return np.stack(columns, axis=1) if columns else np.empty((n_groups, 0))


def any_within(group: IntArray, holds: BoolArray) -> BoolArray:
    """(groups, k) True where any of the (c, k) hold, for each of the groups that occur among the (c,)."""
    if not len(group):
        return np.zeros((0, holds.shape[1]), dtype=bool)
    if holds.shape[1] == 1:
        return (np.bincount(group[holds[:, 0]], minlength=int(group.max()) + 1) > 0)[:, None]
    order = np.argsort(group, kind="stable")
    starts = np.flatnonzero(np.diff(group[order], prepend=-1))
    return np.logical_or.reduceat(holds[order], starts, axis=0)
