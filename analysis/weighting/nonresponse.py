"""Non-response classes: those who answered stand for those of their class who did not."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.arguments import names_of, takes, whole_of
from analysis.arrays import BoolArray, FloatArray
from analysis.categories import categories, level_name
from analysis.errors import AnalysisError, NoCases
from analysis.weighting.calibrated import CalibratedWeight, Weight, starting
from analysis.weighting.margins import Margin
from analysis.weighting.report import reported
from survey.expressions import parse
from survey.expressions.columns import holds
from survey.frame import SurveyFrame

SMALL_CLASS = 30


@takes(SurveyFrame)
def nonresponse_adjust(
    frame: SurveyFrame,
    design_weight: Weight,
    *,
    responded: str | BoolArray,
    classes: Sequence[str],
    eligible: str | BoolArray | None = None,
    small: int = SMALL_CLASS,
) -> CalibratedWeight:
    """A weight for respondents that carries the weight of their class: w_i * sum of w eligible / sum of w responded.

    responded  (n,) mask of respondents, or an expression such as "disposition = 1"
    classes    variables whose combinations are the classes, known for respondents and non-respondents
    eligible   (n,) mask or expression of those who belong to the population; none: everybody in the frame
    small      classes with fewer respondents than this are named in the report
    All others get weight 0: they keep their place in the sample and are in no estimate. The variance takes the factors
    as given (a second phase of sampling is not counted); replicates make them anew, which does count it.
    Raises AnalysisError for a class with eligible cases and no respondent. R has no function of its own for it:
    `postStratify` of the respondents to the weighted counts of the sample gives the same weight.

    Little (1986), Int. Stat. Review 54, doi:10.2307/1403140; Kalton and Flores-Cervantes (2003), J. Official Stat. 19.
    """
    before = starting(frame, design_weight)
    part = (before.values > 0) & (np.ones(len(frame), dtype=bool) if eligible is None else _mask(frame, eligible))
    answered = part & _mask(frame, responded)
    if not part.any():
        raise NoCases("Nobody with a weight is eligible, so there is nobody to stand for. Mend `eligible`.")
    small, classed = whole_of("small", small, 0), _classes(frame, classes, part)
    counts = np.bincount(classed.codes[answered], minlength=len(classed.categories))
    _refuse_empty(classed, counts)

    def step(weight: FloatArray) -> FloatArray:
        whole = Margin(classed.name, classed.codes, classed.sums(np.where(part, weight, 0.0)), classed.categories)
        return whole.met(np.where(answered, weight, 0.0))

    values = step(before.values)
    known = Margin(
        classed.name, classed.codes, classed.sums(np.where(part, before.values, 0.0)), classed.categories, classed.level
    )
    notes = [
        f"small class: {name} has {n} respondents"
        for name, n in zip(classed.categories, counts, strict=True)
        if n < small
    ]
    rows = known.rows(np.where(answered, before.values, 0.0), values)
    return before.followed(values, reported("non-response", before.values, values, rows, notes), step)


def _mask(frame: SurveyFrame, given: str | BoolArray) -> BoolArray:
    mask = holds(parse(given), frame) if isinstance(given, str) else np.asarray(given)
    if mask.dtype != np.bool_ or mask.shape != (len(frame),):
        raise AnalysisError(f"A mask has True or False for each of {len(frame)} cases; found shape {mask.shape}.")
    return mask


def _classes(frame: SurveyFrame, variables: Sequence[str], part: BoolArray) -> Margin:
    """The combinations that occur among the (n,) cases that take part, as a margin without counts."""
    if isinstance(variables, str) or not names_of("classes", variables):
        raise AnalysisError('Give the variables of the classes as a list, such as classes=["sex", "region"].')
    known, name = [categories(frame, variable) for variable in variables], " × ".join(variables)
    unanswered = np.any([k.codes < 0 for k in known], axis=0) & part
    if unanswered.any():
        raise AnalysisError(
            f'"{name}" must be known for all who were drawn; {unanswered.sum()} of {part.sum()} have no value. '
            "Non-response classes are made of what is known from the register."
        )
    codes, found = pd.factorize(pd.MultiIndex.from_arrays([k.codes[part] for k in known]), sort=True)
    everyone = np.zeros(len(frame), dtype=np.int64)
    everyone[part] = codes
    said = [" and ".join(level_name(k.levels[at]) for k, at in zip(known, places, strict=True)) for places in found]
    level = max(frame.variable(variable).level for variable in variables)
    return Margin(name, everyone, np.empty(0), tuple(said), level)


def _refuse_empty(classed: Margin, counts: np.ndarray[tuple[int], np.dtype[np.int64]]) -> None:
    empty = [name for name, n in zip(classed.categories, counts, strict=True) if n == 0]
    if empty:
        raise AnalysisError(
            f'Nobody responded in {len(empty)} of {len(counts)} classes of "{classed.name}" ({", ".join(empty[:3])}), '
            "so nobody can carry their weight. Merge classes."
        )
