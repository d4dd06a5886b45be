"""Distances: what keeps a calibrated weight near the weight before, as the factor between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from scipy.special import expit

from analysis.arguments import numbers_of, one_of, refuse_not_so_many
from analysis.arrays import FloatArray
from analysis.errors import AnalysisError

DistanceName = Literal["linear", "raking", "logit"]
Bounds = tuple[float, float]


@dataclass(frozen=True)
class Distance:
    """The factor g = F(u) at u = x' eta, its slope F'(u), and a u to start from for a factor that is right on average.

    Deville and Särndal (1992), JASA 87, doi:10.1080/01621459.1992.10475217: cases 1, 2, 6 and 7.
    """

    name: DistanceName
    bounds: Bounds
    factor: Callable[[FloatArray], FloatArray]
    slope: Callable[[FloatArray], FloatArray]
    start: Callable[[float], float]


def distance_named(name: DistanceName, bounds: Bounds | None) -> Distance:
    """linear: 1 + u; raking: exp(u); both cut off at the bounds. logit: between the bounds without reaching them.

    logit  L + (U - L) * q with q = 1 / (1 + (U - 1) / (1 - L) * exp(-A u)) and A = (U - L) / ((U - 1) (1 - L))
    """
    one_of("distance", name, get_args(DistanceName))
    if bounds is not None:
        refuse_not_so_many("bounds", bounds, 2, "(0.3, 3)")
    low, high = (-np.inf, np.inf) if bounds is None else numbers_of("bounds", bounds).tolist()
    if not low < high:
        raise AnalysisError(f"The bounds of the factor must be (low, high) with low < high; found ({low:g}, {high:g}).")
    if name == "logit":
        return _logit(low, high)
    middle = _one_plus if name == "linear" else _exponential

    def factor(u: FloatArray) -> FloatArray:
        return np.clip(middle(u), low, high)

    def slope(u: FloatArray) -> FloatArray:
        g = middle(u)
        return np.where((g > low) & (g < high), 1.0 if name == "linear" else g, 0.0)

    def start(g: float) -> float:
        within = min(max(g, low), high)
        return within - 1 if name == "linear" else float(np.log(within)) if within > 0 else 0.0

    return Distance(name, (low, high), factor, slope, start)


def _one_plus(u: FloatArray) -> FloatArray:
    return 1 + u


def _exponential(u: FloatArray) -> FloatArray:
    with np.errstate(over="ignore"):
        return np.exp(u)


def _logit(low: float, high: float) -> Distance:
    if not (np.isfinite([low, high]).all() and low < 1 < high):
        raise AnalysisError(
            "Logit calibration needs bounds of the factor around 1, such as bounds=(0.5, 2); "
            f"found ({low:g}, {high:g})."
        )
    A, shift = (high - low) / ((high - 1) * (1 - low)), np.log((1 - low) / (high - 1))

    def factor(u: FloatArray) -> FloatArray:
        return np.asarray(low + (high - low) * expit(A * u + shift))

    def slope(u: FloatArray) -> FloatArray:
        q = expit(A * u + shift)
        return np.asarray((high - low) * A * q * (1 - q))

    return Distance("logit", (low, high), factor, slope, lambda _: 0.0)
