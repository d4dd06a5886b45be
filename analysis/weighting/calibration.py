"""Calibration: a weight near the weight before that meets known totals of categories and of numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from scipy.linalg import qr, solve_triangular

from analysis.arrays import BoolArray, FloatArray, IntArray
from analysis.errors import AnalysisError
from analysis.weighting.calibrated import CalibratedWeight, Weight, starting
from analysis.weighting.distances import Bounds, Distance, DistanceName, distance_named
from analysis.weighting.margins import RESULTS_FROM_LEVEL, Code, Margin, margin_of, refuse_contradiction
from analysis.weighting.report import MarginRow, reported
from analysis.weighting.residuals import Columns, Residuals
from survey.frame import SurveyFrame

Counts: TypeAlias = Mapping[Code, float] | Mapping[tuple[Code, ...], float]
Totals: TypeAlias = Mapping[str | tuple[str, ...], float | Counts]

TOLERANCE = 1e-10
_MOST_ROUNDS = 60
_COLLINEAR = 1e-7  # as R's qr


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


def calibrate(
    frame: SurveyFrame,
    design_weight: Weight,
    totals: Totals,
    *,
    size: float | None = None,
    distance: DistanceName = "linear",
    bounds: Bounds | None = None,
) -> CalibratedWeight:
    """A weight w = d * g that meets sum of w * x = total for every auxiliary x, with g near 1.

    factor     g_i = F(x_i' eta), with eta solved by Newton's method until every total is met to 1e-10
    distance   linear: F(u) = 1 + u (the generalised regression estimator); raking: exp(u); logit: between the bounds
    residuals  z_i - w_i * x_i' (sum of d x x')^-1 (sum of x_i * z_i / g_i)

    design_weight  column, (n,) array, weight of the step before, or None for 1 each
    totals     variable to population total of a number, or to the count of each category; a tuple of variables to the
               count of each combination: {"enroll": 3811472, "stype": {"E": 4421, "H": 755, "M": 1018}}
    size       population size; needed to calibrate on it where no variable with categories says it
    bounds     (low, high) of the factor; needed for logit
    Raises BadWeight, and AnalysisError for totals that contradict each other, cannot be met (with what is missed by how
    much), or only with weights of zero or less.
    Same as R `calibrate(calfun = "linear" | "raking" | "logit")`, Stata `svycal regress`.

    Deville and Särndal (1992), JASA 87, doi:10.1080/01621459.1992.10475217.
    """
    chosen = distance_named(distance, bounds)
    before = starting(frame, design_weight)
    auxiliary = _auxiliary(frame, totals, size, before.values > 0)
    values = _calibrated(auxiliary, before.values, chosen)
    if ((values <= 0) & (before.values > 0)).any():
        raise AnalysisError(
            f"{np.sum((values <= 0) & (before.values > 0))} of {np.sum(before.values > 0)} cases would get a weight of "
            'zero or less. Set bounds, such as bounds=(0.1, 10), or distance="raking".'
        )
    return before.followed(
        values,
        reported(f"calibration ({distance})", before.values, values, auxiliary.rows(before.values, values)),
        lambda weight: _calibrated(auxiliary, weight, chosen),
        _residuals(auxiliary, before.values, values),
    )


def _auxiliary(frame: SurveyFrame, totals: Totals, size: float | None, part: BoolArray) -> Auxiliary:
    if not totals and size is None:
        raise AnalysisError("Calibration needs at least one total, such as {'sex': {1: 5100, 2: 4900}}.")
    columns = [] if size is None else [Auxiliary(part[:, None].astype(float), np.array([size]), (("size", ""),), (0,))]
    margins = []
    for variable, known in totals.items():
        names = [variable] if isinstance(variable, str) else list(variable)
        if isinstance(known, Mapping):
            counts = {code if isinstance(code, tuple) else (code,): count for code, count in known.items()}
            margins.append(margin_of(frame, names, counts, part))
            columns.append(_of_margin(margins[-1], part))
        else:
            columns.append(_of_number(frame, names, known, part))
    whole = [] if size is None else [Margin("size", np.zeros(len(part), np.int64), np.array([size]), ("",))]
    refuse_contradiction([*whole, *margins])
    return Auxiliary(
        np.concatenate([a.x for a in columns], axis=1),
        np.concatenate([a.totals for a in columns]),
        tuple(name for a in columns for name in a.names),
        tuple(level for a in columns for level in a.levels),
    )


def _of_margin(margin: Margin, part: BoolArray) -> Auxiliary:
    x = np.zeros((len(part), len(margin.population)))
    x[np.flatnonzero(part), margin.codes[part]] = 1.0
    names = tuple((margin.name, category) for category in margin.categories)
    return Auxiliary(x, margin.population, names, (margin.level,) * len(names))


def _of_number(frame: SurveyFrame, names: list[str], total: float, part: BoolArray) -> Auxiliary:
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
    if not np.isfinite(total):
        raise AnalysisError(f'"{variable.name}" needs a population total that is a number.')
    return Auxiliary(np.where(part, x, 0.0)[:, None], np.array([total]), ((variable.name, ""),), (variable.level,))


def _calibrated(auxiliary: Auxiliary, d: FloatArray, distance: Distance) -> FloatArray:
    """(n,) weights from (n,) weights d, by Newton's method on columns that are orthonormal under d."""
    x, to_total = _orthonormal(auxiliary.x, d)
    target = to_total(auxiliary.totals)
    eta, best, least = x.T @ (d * distance.start(auxiliary.ratio(d))), d, np.inf
    for _ in range(_MOST_ROUNDS):
        u = x @ eta
        step = np.linalg.lstsq((x * (d * distance.slope(u))[:, None]).T @ x, target - x.T @ (d * distance.factor(u)))[0]
        eta = _damped(lambda e: target - x.T @ (d * distance.factor(x @ e)), eta, np.asarray(step, dtype=np.float64))
        weight = d * distance.factor(x @ eta)
        missed = float(np.abs(auxiliary.missed(weight)).max())
        if least <= TOLERANCE and missed >= least / 2:
            return best
        if missed < least:
            best, least = weight, missed
    if least > TOLERANCE:
        _refuse(auxiliary, best, distance)
    return best


def _damped(misfit: Callable[[FloatArray], FloatArray], eta: FloatArray, step: FloatArray) -> FloatArray:
    """A Newton step, halved until it comes nearer; where it never does, the whole step as far as it is finite."""
    before = np.linalg.norm(misfit(eta))
    for halving in range(20):
        tried = eta + step / 2**halving
        if np.linalg.norm(misfit(tried)) < before:
            return np.asarray(tried)
    return np.asarray(eta + step)


def _orthonormal(x: FloatArray, d: FloatArray) -> tuple[FloatArray, Callable[[FloatArray], FloatArray]]:
    """Columns (n, r) that span x with sum of d * column * column' = 1, and how totals of x (p,) become theirs (r,)."""
    norm = np.sqrt(d @ x**2)
    norm[norm == 0] = 1.0
    R, pivot = qr(x * np.sqrt(d)[:, None] / norm, mode="r", pivoting=True)
    R = R[: min(x.shape)]
    rank = int(np.sum(np.abs(np.diag(R)) > _COLLINEAR))
    kept, R = pivot[:rank], R[:rank, :rank]
    columns = solve_triangular(R, (x[:, kept] / norm[kept]).T, trans="T").T

    def to_totals(totals: FloatArray) -> FloatArray:
        return np.asarray(solve_triangular(R, (totals / norm)[kept], trans="T"))

    return np.asarray(columns, dtype=np.float64), to_totals


def _residuals(auxiliary: Auxiliary, d: FloatArray, w: FloatArray) -> Residuals:
    """R: the residuals of z / w on x by least squares with weights d, times w (qr of x * sqrt(d), at g * sqrt(d))."""
    x, _ = _orthonormal(auxiliary.x, d)
    inverse = np.divide(d, w, out=np.zeros(len(w)), where=w > 0)
    return Residuals((Columns(x, fitted=w, taken=inverse),), np.eye(x.shape[1]))


def _refuse(auxiliary: Auxiliary, weight: FloatArray, distance: Distance) -> None:
    missed = auxiliary.missed(weight)
    worst: IntArray = np.argsort(-np.abs(missed))[:5]
    named = [
        f"{variable} = {category}" if category else variable
        for variable, category in (auxiliary.names[j] for j in worst if abs(missed[j]) > TOLERANCE)
    ]
    by = [f"{name} by {missed[j] * 100:+.3g} %" for name, j in zip(named, worst, strict=False)]
    between = "" if np.isinf(distance.bounds).all() else " with factors between {:g} and {:g}".format(*distance.bounds)
    raise AnalysisError(
        f"The totals cannot be met together{between}; missed are {', '.join(by)}. "
        "Widen the bounds, merge categories, or use fewer totals."
    )
