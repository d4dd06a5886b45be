"""Auxiliary variables: what is known of the population in total, as columns of the sample."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from analysis.arguments import names_of, number_of, refuse_no_mapping, refuse_too_large
from analysis.arrays import BoolArray, FloatArray
from analysis.errors import AnalysisError
from analysis.weighting.margins import RESULTS_FROM_LEVEL, Code, Margin, margin_of, refuse_contradiction
from analysis.weighting.report import MarginRow
from survey.frame import SurveyFrame

Counts: TypeAlias = Mapping[Code, float] | Mapping[tuple[Code, ...], float]
Totals: TypeAlias = Mapping[str | tuple[str, ...], float | Counts]


@dataclass(frozen=True, eq=False)
class Auxiliary:
    """Calibration columns x (n, p) with their population totals (p,), names, and sensitivity."""

    x: FloatArray
    totals: FloatArray
    names: tuple[tuple[str, str], ...]
    levels: tuple[int, ...]

    def missed(self, weight: FloatArray) -> FloatArray:
        """(p,) what the weights miss of each total, as a share of it; of the sum of w * |x| where that is larger."""
        scale = np.maximum(np.abs(self.totals), np.abs(self.x).T @ np.abs(weight))
        return np.asarray((self.x.T @ weight - self.totals) / np.where(scale > 0, scale, 1.0))

    def ratio(self, weight: FloatArray) -> float:
        """Population total over weighted total, in the middle of all columns."""
        sums = self.x.T @ weight
        return float(np.median(self.totals[sums > 0] / sums[sums > 0])) if (sums > 0).any() else 1.0

    def rows(self, before: FloatArray, after: FloatArray) -> list[MarginRow]:
        """The totals in a report."""
        was = np.where(np.array(self.levels) < RESULTS_FROM_LEVEL, self.x.T @ before, np.nan)
        found = zip(self.names, self.totals, was, self.x.T @ after, strict=True)
        return [MarginRow(*name, float(total), float(b), float(a)) for name, total, b, a in found]


def auxiliary_of(frame: SurveyFrame, totals: Totals, size: float | None, part: BoolArray) -> Auxiliary:
    """The columns of totals as `calibrate` takes them, for the (n,) cases that take part; 0 for the others."""
    refuse_no_mapping("totals", totals, "{'sex': {1: 5100, 2: 4900}}")
    size = None if size is None else number_of("size", size)
    if not totals and size is None:
        raise AnalysisError("Calibration needs at least one total, such as {'sex': {1: 5100, 2: 4900}}.")
    columns = [] if size is None else [Auxiliary(part[:, None].astype(float), np.array([size]), (("size", ""),), (0,))]
    margins = []
    for variable, known in totals.items():
        names = names_of("totals", variable)
        if isinstance(known, Mapping):
            counts = {code if isinstance(code, tuple) else (code,): count for code, count in known.items()}
            margins.append(margin_of(frame, names, counts, part))
            columns.append(_of_margin(margins[-1], part))
        else:
            columns.append(_of_number(frame, names, known, part))
    whole = [] if size is None else [Margin("size", np.zeros(len(part), np.int64), np.array([size]), ("",))]
    refuse_contradiction([*whole, *margins])
    known_totals = np.concatenate([a.totals for a in columns])
    refuse_too_large("A population total", known_totals)
    return Auxiliary(
        np.concatenate([a.x for a in columns], axis=1),
        known_totals,
        tuple(name for a in columns for name in a.names),
        tuple(level for a in columns for level in a.levels),
    )


def _of_margin(margin: Margin, part: BoolArray) -> Auxiliary:
    x = np.zeros((len(part), len(margin.population)))
    x[np.flatnonzero(part), margin.codes[part]] = 1.0
    names = tuple((margin.name, category) for category in margin.categories)
    return Auxiliary(x, margin.population, names, (margin.level,) * len(names))


def _of_number(frame: SurveyFrame, names: Sequence[str], total: float, part: BoolArray) -> Auxiliary:
    variable = frame.variable(names[0])
    if len(names) > 1 or variable.kind == "text":
        raise AnalysisError(f'"{" × ".join(names)}" has categories: give the population count of each, not one total.')
    x = frame.values(variable.name)
    unknown = part & ~np.isfinite(x)
    if unknown.any():
        raise AnalysisError(
            f'"{variable.name}" must be known for every case; {unknown.sum()} of {part.sum()} have no answer. '
            "Impute them, or leave these cases out of the file."
        )
    total = number_of(f'The population total of "{variable.name}"', total)
    return Auxiliary(np.where(part, x, 0.0)[:, None], np.array([total]), ((variable.name, ""),), (variable.level,))
