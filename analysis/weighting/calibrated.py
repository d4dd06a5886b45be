"""CalibratedWeight: a weight after some steps, with what each did and what the variance must know of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from analysis.arguments import numbers_of, refuse_too_large
from analysis.arrays import FloatArray
from analysis.errors import AnalysisError, BadWeight
from analysis.weighting.report import WeightReport
from analysis.weighting.residuals import Residuals
from survey.frame import SurveyFrame

Reweighting: TypeAlias = Callable[[FloatArray], FloatArray]


@dataclass(frozen=True, eq=False, repr=False)
class CalibratedWeight:
    """A weight after one or several steps: post-stratification, raking, calibration, trimming, non-response.

    start      (n,) the weight before the first step
    values     (n,) the weight now
    residuals  what the steps leave of scores, for the variance
    reports    what each step did, in order
    again      the same steps from other (n,) starting weights, such as those of a replicate

    A step takes the weight of the step before as its `design_weight`. `SurveyDesign.calibrated` takes the last.
    """

    start: FloatArray
    values: FloatArray
    residuals: Residuals
    reports: tuple[WeightReport, ...]
    again: Reweighting

    def __repr__(self) -> str:
        return f"<CalibratedWeight of {len(self.values)} cases: {', '.join(r.step for r in self.reports) or 'no step'}>"

    def __len__(self) -> int:
        return len(self.values)

    @property
    def report(self) -> WeightReport:
        """What the last step did."""
        if not self.reports:
            raise AnalysisError("This weight has not been through any step, so there is nothing to report.")
        return self.reports[-1]

    @property
    def factor(self) -> FloatArray:
        """(n,) weight now / weight before the first step; NaN where that is 0."""
        nowhere = np.full(len(self.start), np.nan)
        return np.asarray(np.divide(self.values, self.start, out=nowhere, where=self.start != 0))

    def then(self, later: CalibratedWeight) -> CalibratedWeight:
        """These steps and later ones, which start from the weight that these lead to."""
        return CalibratedWeight(
            start=self.start,
            values=later.values,
            residuals=self.residuals.then(later.residuals),
            reports=(*self.reports, *later.reports),
            again=lambda weight: later.again(self.again(weight)),
        )

    def followed(
        self, values: FloatArray, report: WeightReport, step: Reweighting, residuals: Residuals | None = None
    ) -> CalibratedWeight:
        """The weight after one more step; `step` makes it from any (n,) weights."""
        return self.then(CalibratedWeight(self.values, values, residuals or Residuals(), (report,), step))


Weight: TypeAlias = str | FloatArray | CalibratedWeight | None


def starting(frame: SurveyFrame, design_weight: Weight) -> CalibratedWeight:
    """The weight that a step starts from: a column, (n,) numbers, the weight of the step before, or none: 1 each.

    A case with weight 0 takes no part. Raises BadWeight.
    """
    if isinstance(design_weight, CalibratedWeight):
        _refuse_bad(design_weight.values, len(frame))
        return design_weight
    if design_weight is None:
        weight = np.ones(len(frame))
    elif isinstance(design_weight, str):
        weight = weight_column(frame, design_weight)
    else:
        weight = numbers_of("A design weight", design_weight)
        _refuse_bad(weight, len(frame))
    return CalibratedWeight(weight, weight, Residuals(), (), lambda other: other)


def weight_column(frame: SurveyFrame, name: str) -> FloatArray:
    """(n,) weights of a column, none of them empty or negative and some positive. Raises BadWeight."""
    if frame.variable(name).kind == "text":
        raise BadWeight(f"`{name}` must hold numbers; the column holds text. Name another column.")
    weight = frame.values(name)
    _refuse_bad(weight, len(frame), f"`{name}`")
    return weight


def _refuse_bad(weight: FloatArray, n: int, what: str = "A design weight") -> None:
    if len(weight) != n:
        raise BadWeight(f"{what} must be there for each of {n} cases; {len(weight)} are given.")
    wrong = ~(np.isfinite(weight) & (weight >= 0))
    if wrong.any():
        raise BadWeight(
            f"{what} must be a weight for every case; {wrong.sum()} of {n} cases are empty or negative "
            f"(first at row {wrong.argmax() + 1}). Mend the weight, or leave these cases out of the file."
        )
    if n and not weight.any():
        raise BadWeight(f"{what} is 0 for all {n} cases. Name another column.")
    refuse_too_large(what, weight)
