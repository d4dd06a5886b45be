"""Calibration: a weight near the weight before that meets known totals of categories and of numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.linalg import qr, solve_triangular

from analysis.arguments import takes
from analysis.arrays import FloatArray, IntArray
from analysis.errors import AnalysisError
from analysis.weighting.auxiliary import Auxiliary, Totals, auxiliary_of
from analysis.weighting.calibrated import CalibratedWeight, Weight, starting
from analysis.weighting.distances import Bounds, Distance, DistanceName, distance_named
from analysis.weighting.report import reported
from analysis.weighting.residuals import Columns, Residuals
from survey.frame import SurveyFrame

TOLERANCE = 1e-10
_MOST_ROUNDS = 60
_COLLINEAR = 1e-7  # as R's qr


@dataclass(frozen=True, eq=False)
class Basis:
    """Columns (n, r) that span the calibration columns, with sum of d * column' column = 1.

    kept  (r,) the calibration columns that say something new
    back  (r, r) what makes the columns of them
    """

    x: FloatArray
    kept: IntArray
    back: FloatArray

    def of_totals(self, totals: FloatArray) -> FloatArray:
        """(r,) totals of these columns from totals (p,) of the calibration columns."""
        return np.asarray(totals[self.kept] @ self.back)


@takes(SurveyFrame)
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
    auxiliary = auxiliary_of(frame, totals, size, before.values > 0)
    basis = _orthonormal(auxiliary.x, before.values)
    values = _calibrated(auxiliary, basis, before.values, chosen)
    if ((values <= 0) & (before.values > 0)).any():
        raise AnalysisError(
            f"{np.sum((values <= 0) & (before.values > 0))} of {np.sum(before.values > 0)} cases would get a weight of "
            'zero or less. Set bounds, such as bounds=(0.1, 10), or distance="raking".'
        )
    return before.followed(
        values,
        reported(f"calibration ({distance})", before.values, values, auxiliary.rows(before.values, values)),
        lambda weight: _calibrated(auxiliary, _orthonormal(auxiliary.x, weight), weight, chosen),
        _residuals(basis, before.values, values),
    )


def _calibrated(auxiliary: Auxiliary, basis: Basis, d: FloatArray, distance: Distance) -> FloatArray:
    """(n,) weights from (n,) weights d, by Newton's method on columns that are orthonormal under d."""
    x, target = basis.x, basis.of_totals(auxiliary.totals)
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


def _orthonormal(x: FloatArray, d: FloatArray) -> Basis:
    norm = np.sqrt(d @ x**2)
    norm[norm == 0] = 1.0
    # A quick QR of all cases, then one of its small triangle that says which columns are new.
    R, pivot = qr(np.linalg.qr(x * np.sqrt(d)[:, None] / norm, mode="r"), mode="r", pivoting=True)
    rank = int(np.sum(np.abs(np.diag(R)) > _COLLINEAR))
    kept, R = pivot[:rank], R[:rank, :rank]
    back = solve_triangular(R, np.eye(rank)) / norm[kept, None]
    return Basis(x[:, kept] @ back, kept, back)


def _residuals(basis: Basis, d: FloatArray, w: FloatArray) -> Residuals:
    """R: the residuals of z / w on x by least squares with weights d, times w (qr of x * sqrt(d), at g * sqrt(d))."""
    inverse = np.divide(d, w, out=np.zeros(len(w)), where=w > 0)
    return Residuals((Columns(basis.x, fitted=w, taken=inverse),), np.eye(basis.x.shape[1]))


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
