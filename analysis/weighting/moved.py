"""Who moved: how many cases of each category have a weight far from where it started."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.arguments import numbers_of, refuse_not_so_many, takes
from analysis.categories import categories
from analysis.errors import AnalysisError
from analysis.weighting.calibrated import CalibratedWeight
from analysis.weighting.distances import Bounds
from analysis.weighting.margins import RESULTS_FROM_LEVEL, words
from survey.frame import SurveyFrame


@dataclass(frozen=True)
class Moved:
    """Cases of one category by their factor, weight now / weight before the first step.

    n        cases; `n_below` and `n_above` those with a factor below or above the bounds
    share    (n_below + n_above) / n
    smallest_factor, largest_factor  their range
    """

    category: str
    n: int
    n_below: int
    n_above: int
    share: float
    smallest_factor: float
    largest_factor: float


@takes(SurveyFrame)
def moved(
    frame: SurveyFrame, weight: CalibratedWeight, *, by: str | None = None, bounds: Bounds = (1 / 3, 3.0)
) -> tuple[Moved, ...]:
    """Who moved beyond the bounds of the factor, in each category of `by` that has cases, or of everybody.

    Cases with weight 0 or without an answer to `by` are left out.
    Raises AnalysisError for a variable of sensitivity level 2 or 3: counts of its answers are results.
    """
    if not isinstance(weight, CalibratedWeight):
        raise AnalysisError("moved takes a weight that has been through a step, such as rake(...); give that.")
    refuse_not_so_many("bounds", bounds, 2, "(0.3, 3)")
    low, high = numbers_of("bounds", bounds)
    bounds = (float(low), float(high))
    there = (weight.start > 0) & (weight.values > 0)
    if by is None:
        return (_counted("", weight.factor[there], bounds),)
    if frame.variable(by).level >= RESULTS_FROM_LEVEL:
        raise AnalysisError(
            f'"{by}" is sensitive, so how many gave each answer is a result and has to be released. '
            "Name a variable of sensitivity level 0 or 1."
        )
    known = categories(frame, by)
    cases = [there & (known.codes == at) for at in range(len(known.levels))]
    return tuple(
        _counted(words([level.value]), weight.factor[mask], bounds)
        for level, mask in zip(known.levels, cases, strict=True)
        if level.value is not None and mask.any()
    )


def _counted(category: str, factor: np.ndarray[tuple[int], np.dtype[np.float64]], bounds: Bounds) -> Moved:
    below, above = int(np.sum(factor < bounds[0])), int(np.sum(factor > bounds[1]))
    n = len(factor)
    return Moved(category, n, below, above, (below + above) / n, float(factor.min()), float(factor.max()))
