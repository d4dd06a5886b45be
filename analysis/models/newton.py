"""Newton's method for a likelihood of few parameters and many cases, to full precision."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from analysis.arrays import FloatArray
from analysis.errors import Separated

_MOST_STEPS = 60
_MOST_HALVINGS = 30
_SEPARATED = 1e-8


class Likelihood(Protocol):
    """Minus the log likelihood of weighted cases whose weights sum to 1, as a function of k parameters."""

    def loss(self, b: FloatArray) -> float:
        """At parameters (k,); infinite where they are not allowed."""

    def slope_and_curvature(self, b: FloatArray) -> tuple[FloatArray, FloatArray]:
        """(k,) first derivative of the log likelihood, and (k, k) minus the second."""

    def scores(self, b: FloatArray) -> FloatArray:
        """(n, k) first derivative for each case, weight included."""


def newton(likelihood: Likelihood, start: FloatArray) -> tuple[FloatArray, FloatArray]:
    """(k,) b where U(b) = 0, and (k, k) influence of the scores, A(b)^-1, with A minus the derivative of U.

    step    A^-1 U, halved while it makes the likelihood worse
    stops when max |U| <= 1e-10 and the step is small beside b, and takes one more step

    start  parameters that are allowed; the likelihood is concave, so that any will do
    Raises AnalysisError where A tends to 0 in some direction: a coefficient is infinite, as predictors separate the
    outcome.
    """
    b, flat, settled = start, np.empty((0, 0)), False
    for _ in range(_MOST_STEPS):
        u, a = likelihood.slope_and_curvature(b)
        flat = flat if len(flat) else a
        _refuse_separated(a, flat)
        step = np.asarray(np.linalg.solve(a, u), dtype=np.float64)
        b = _downhill(likelihood, b, step)
        if settled:
            return b, np.asarray(np.linalg.inv(likelihood.slope_and_curvature(b)[1]), dtype=np.float64)
        settled = bool(np.abs(u).max() <= 1e-10 and np.abs(step).max() <= 1e-4 * (1 + np.abs(b).max()))
    raise separated()


def _downhill(likelihood: Likelihood, b: FloatArray, step: FloatArray) -> FloatArray:
    before = likelihood.loss(b)
    for half in range(_MOST_HALVINGS):
        tried = b + 0.5**half * step
        if likelihood.loss(tried) <= before * (1 + 1e-12):
            return tried
    return b


def _refuse_separated(a: FloatArray, flat: FloatArray) -> None:
    least = np.linalg.eigvals(np.linalg.solve(flat, a)).real.min()
    if not least >= _SEPARATED:
        raise separated()


def separated() -> Separated:
    """Says that a coefficient is infinite, without naming a category."""
    return Separated(
        "The predictors tell the outcome apart completely in a part of the data, so that a coefficient is infinite. "
        "Merge small categories, or leave a predictor out."
    )
