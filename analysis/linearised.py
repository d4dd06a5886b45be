"""Linearised: estimates of one design, with what is needed for the covariance of any of them with any other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from analysis.arrays import BoolArray, FloatArray
from analysis.errors import AnalysisError

# Takes (..., k) arrays, real or complex, and gives (..., j); no abs, no comparison of values.
Smooth = Callable[[NDArray[Any]], NDArray[Any]]

# The derivative along t is the imaginary part of f(x + i h t) / h: nothing is subtracted, so h may be this small.
_STEP = 1e-60

# Numbers that fit the processor's cache together.
_AT_ONCE = 16_384


class Sampling(Protocol):
    """How the cases were drawn: `Stages` (linearisation) or `Replicates`."""

    @property
    def n_parts(self) -> int:
        """Rows of `Linearised.parts`."""

    def covariance(self, estimates: Linearised) -> FloatArray:
        """(k, k) covariance."""

    def variances(self, estimates: Linearised) -> FloatArray:
        """(k,) its diagonal."""

    def whole(self, estimates: Linearised) -> Linearised:
        """The estimates with a part for each sampling unit, where they are condensed."""

    def scores(self, estimates: Linearised) -> FloatArray:
        """(m, k) what each unit, or each replicate, adds to the error: squares add up to about the variance."""


@dataclass(frozen=True, eq=False, repr=False)
class Linearised:
    """k estimates of one design.

    sampling  of the design; its `covariance` is the only variance there is
    value     (k,) the estimates
    parts     linearisation: (u, k) totals of the scores within the last-stage units, so that a sum of estimates has the
              sum of their parts; replicates: (r, k) the estimates by replicate
    present   (u,) or (u, k) units with a case in the estimate, which lonely strata are judged by
    replicated  True where parts are estimates by replicate

    Binder (1983), Int. Stat. Review 51; Demnati and Rao (2004), Survey Methodology 30.
    """

    sampling: Sampling
    value: FloatArray
    parts: FloatArray
    present: BoolArray
    replicated: bool = False

    @cached_property
    def vcov(self) -> FloatArray:
        """(k, k) covariance of the estimates."""
        return self.sampling.covariance(self)

    @cached_property
    def variance(self) -> FloatArray:
        """(k,) variances of the estimates."""
        return self.sampling.variances(self)

    @property
    def without_some(self) -> bool:
        """True where there are replicates without any of the estimates, which do not count."""
        return self.replicated and bool(np.isnan(self.parts).all(axis=1).any())

    @property
    def std_error(self) -> FloatArray:
        """(k,) standard errors of the estimates."""
        return np.sqrt(self.variance)

    @property
    def scores(self) -> FloatArray:
        """(m, k) what each unit, or each replicate, adds to the error of the estimates."""
        return self.sampling.scores(self)

    def transformed(self, function: Smooth, present: BoolArray | None = None) -> Linearised:
        """Estimates that are a smooth function of these: its value, and its derivative along each part.

        function  takes (..., k) arrays, real or complex, and gives (..., j)
        present   of the new estimates, where it is not the same for all; else any of these
        """
        present = self.present_in_any if present is None else present
        value = np.asarray(function(self.value), dtype=np.float64)
        if self.replicated:
            with np.errstate(divide="ignore", invalid="ignore"):  # a group that a replicate leaves out: 0 / 0
                parts = np.asarray(function(self.parts), dtype=np.float64)
        else:
            along = [function(self.value + 1j * _STEP * self.parts[rows]) for rows in _blocks(self.parts)]
            parts = np.concatenate([np.imag(block) for block in along]) / _STEP
        return replace(self, value=value, parts=parts, present=present)

    def mapped(self, linear: Smooth, present: BoolArray | None = None) -> Linearised:
        """`transformed` by a function that is linear, and so is its own derivative."""
        present = self.present_in_any if present is None else present
        return replace(self, value=linear(self.value), parts=linear(self.parts), present=present)

    def over(self, bottom: Linearised, present: BoolArray) -> Linearised:
        """`transformed` to the ratios (k,) of these estimates to others of the same totals; 0 where the other is 0.

        The derivative of r = y / x along a part is (dy - r dx) / x.
        """
        there = bottom.value != 0
        value = np.divide(self.value, bottom.value, out=np.zeros(len(self.value)), where=there)
        parts, x = np.empty(self.parts.shape), np.where(there, bottom.value, 1.0)
        for rows in _blocks(self.parts):
            if self.replicated:
                # NaN, not 0: a replicate that leaves all of a group out does not count for it.
                parts[rows] = self.parts[rows] / np.where(bottom.parts[rows] != 0, bottom.parts[rows], np.nan)
            else:
                parts[rows] = (self.parts[rows] - value * bottom.parts[rows]) / x
        return replace(self, value=value, parts=parts, present=present)

    def plus(self, constant: float) -> Linearised:
        """Each estimate plus a number that is known."""
        return replace(
            self, value=self.value + constant, parts=self.parts + constant if self.replicated else self.parts
        )

    def at(self, which: slice | FloatArray | Sequence[int] | NDArray[Any]) -> Linearised:
        """Some of the estimates, by number, mask or slice."""
        chosen = which if isinstance(which, slice) else np.asarray(which)
        present = self.present if self.present.ndim == 1 else self.present[:, chosen]
        return replace(self, value=self.value[chosen], parts=self.parts[:, chosen], present=present)

    @classmethod
    def joined(cls, several: Sequence[Linearised]) -> Linearised:
        """Estimates side by side, with the covariance between them.

        Raises AnalysisError where they come from different designs: a domain of a design is the same design.
        """
        if any(part.sampling is not several[0].sampling for part in several):
            several = [part.sampling.whole(part) for part in several]
        first = several[0]
        if any(other.sampling is not first.sampling for other in several):
            raise AnalysisError(
                "Estimates can be compared with their covariance only within one design. Put the samples into one "
                "frame with a column for the wave, and use its domains."
            )
        wide = any(part.present.ndim == 2 for part in several)
        present = [part._present_of_each if wide else part.present for part in several]
        return replace(
            first,
            value=np.concatenate([part.value for part in several]),
            parts=np.concatenate([part.parts for part in several], axis=1),
            present=np.concatenate(present, axis=1) if wide else np.any(present, axis=0),
        )

    def wald(self) -> float:
        """Wald's statistic for all k estimates being 0, value' V^-1 value; NaN where V has a rank below k."""
        return float(self.value @ np.linalg.solve(self.vcov, self.value)) if self.has_full_rank else float("nan")

    @property
    def has_full_rank(self) -> bool:
        """True where the design leaves each of the estimates a variance of its own."""
        scale = np.sqrt(np.diag(self.vcov))
        rank = np.linalg.matrix_rank(self.vcov / np.outer(scale, scale)) if (scale > 0).all() else 0
        return bool(rank == len(scale))

    @property
    def present_in_any(self) -> BoolArray:
        """(u,) units with a case in any of the estimates."""
        return self.present if self.present.ndim == 1 else np.asarray(self.present.any(axis=1))

    @property
    def _present_of_each(self) -> BoolArray:
        if self.present.ndim == 2:
            return self.present
        return np.broadcast_to(self.present[:, None], (len(self.present), len(self.value)))


def _blocks(parts: FloatArray) -> list[slice]:
    """Rows in turn, so many that they fit the processor's cache; at least one block."""
    rows = max(_AT_ONCE // max(parts.shape[1], 1), 1)
    return [slice(at, at + rows) for at in range(0, max(len(parts), 1), rows)]
