"""Trimming: weights beyond a limit are cut to it, and what is cut goes to the others."""

from __future__ import annotations

import numpy as np

from analysis.arguments import number_of, takes
from analysis.arrays import FloatArray
from analysis.errors import AnalysisError
from analysis.weighting.calibrated import CalibratedWeight, Weight, starting
from analysis.weighting.report import reported
from survey.frame import SurveyFrame

_MOST_ROUNDS = 10_000
_NOTHING = 1e-15


@takes(SurveyFrame)
def trim(
    frame: SurveyFrame,
    design_weight: Weight,
    *,
    lower: float | None = None,
    upper: float | None = None,
    strict: bool = False,
) -> CalibratedWeight:
    """A weight within limits and with the same sum: what is cut off is shared equally by the cases within the limits.

    design_weight  column, (n,) array, weight of the step before, or None for 1 each
    strict  False: once, so that a case near a limit may be pushed beyond it; True: again until nobody is beyond
    The variance takes the limits as given; it keeps the residuals of the steps before.
    Raises AnalysisError where nobody is within the limits, or the sum cannot be kept within them.
    Same as R `trimWeights(lower, upper, strict)`.

    Potter (1990), Proc. Survey Research Methods Section, ASA, 225-230.
    """
    low = -np.inf if lower is None else number_of("lower", lower)
    high = np.inf if upper is None else number_of("upper", upper)
    before = starting(frame, design_weight)

    def trimmed(weight: FloatArray) -> FloatArray:
        return _strictly(weight, low, high) if strict else _once(weight, low, high)

    values = trimmed(before.values)
    cut = np.sum((before.values > 0) & ((before.values < low) | (before.values > high)))
    note = f"{cut} of {np.sum(before.values > 0)} cases trimmed"
    return before.followed(values, reported("trimming", before.values, values, notes=[note]), trimmed)


def _once(weight: FloatArray, low: float, high: float) -> FloatArray:
    """(n,) weights after one round; cases with weight 0 take no part."""
    part = weight > 0
    outside = part & ((weight < low) | (weight > high))
    if not outside.any():
        return weight
    within = part & ~outside
    if not within.any():
        raise AnalysisError(f"No weight lies between {low:g} and {high:g}, so nobody can take what is cut off.")
    cut = np.where(outside, np.clip(weight, low, high), weight)
    return np.asarray(cut + within * ((weight.sum() - cut.sum()) / within.sum()))


def _strictly(weight: FloatArray, low: float, high: float) -> FloatArray:
    n, total = np.count_nonzero(weight), weight.sum()
    if n * high < total or n * low > total:
        raise AnalysisError(
            f"The mean weight is {total / n:g}; weights between {low:g} and {high:g} cannot keep their sum. "
            "Choose limits on both sides of the mean."
        )
    for _ in range(_MOST_ROUNDS):
        beyond = np.where(weight > 0, np.clip(weight, low, high), 0.0)
        if np.abs(beyond - weight).sum() <= _NOTHING * total:
            return weight
        weight = _once(weight, low, high)
    return weight
