"""Raking: a weight that meets known counts of several margins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from analysis.arguments import refuse_no_mapping, takes
from analysis.arrays import FloatArray
from analysis.errors import AnalysisError
from analysis.weighting.calibrated import CalibratedWeight, Weight, starting
from analysis.weighting.margins import Code, Margin, margin_of, refuse_contradiction
from analysis.weighting.report import reported
from analysis.weighting.residuals import Groups, Residuals, in_turn
from survey.frame import SurveyFrame

Margins = Mapping[str, Mapping[Code, float]]

TOLERANCE = 1e-10
_MOST_ROUNDS = 5000
_SWEEPS = 10  # as R's svyrecvar


@takes(SurveyFrame)
def rake(frame: SurveyFrame, design_weight: Weight, margins: Margins) -> CalibratedWeight:
    """A weight that meets every margin, by iterative proportional fitting.

    repeated  w_i = w_i * N_c / sum of w in c, for the category c of case i in each margin in turn
    until     every |sum of w in c / N_c - 1| <= 1e-10, and further while that halves the gap
    residuals ten times in turn for each margin: z_i - w_i * mean of z / w in c

    design_weight  column, (n,) array, weight of the step before, or None for 1 each
    margins        variable to population count of each of its categories, such as {"sex": {1: 5100, 2: 4900}}
    Raises BadWeight, and AnalysisError for margins that leave a case out, have no case, contradict each other, or
    cannot be met together. Same as R `rake`, Stata `svycal rake`.

    Deming and Stephan (1940), Ann. Math. Stat. 11; Deville, Särndal and Sautory (1993), JASA 88.
    """
    before = starting(frame, design_weight)
    part = before.values > 0
    refuse_no_mapping("margins", margins, "{'sex': {1: 5100, 2: 4900}}")
    for name, known in margins.items():
        refuse_no_mapping(f'The margin of "{name}"', known, "{1: 5100, 2: 4900}")
    coded = [
        margin_of(frame, [name], {(code,): count for code, count in known.items()}, part)
        for name, known in margins.items()
    ]
    if not coded:
        raise AnalysisError("Raking needs at least one margin, such as {'sex': {1: 5100, 2: 4900}}.")
    refuse_contradiction(coded)
    rounds = _raked(coded, before.values)
    rows = [row for margin in coded for row in margin.rows(before.values, rounds[-1])]
    return before.followed(
        rounds[-1],
        reported("raking", before.values, rounds[-1], rows),
        lambda weight: _raked(coded, weight)[-1],
        _residuals(coded, rounds),
    )


def _raked(margins: Sequence[Margin], weight: FloatArray) -> list[FloatArray]:
    """(n,) weights after each margin of the last round."""
    gap = np.inf
    for _ in range(_MOST_ROUNDS):
        before, steps = gap, []
        for margin in margins:
            weight = margin.met(weight)
            steps.append(weight)
        gap = max(margin.gap(weight) for margin in margins)
        if gap <= TOLERANCE and gap >= before / 2:
            return steps
    if gap <= TOLERANCE:
        return steps
    names = ", ".join(f'"{margin.name}"' for margin in margins)
    raise AnalysisError(
        f"The margins {names} cannot be met together: after {_MOST_ROUNDS} rounds the largest gap is {gap:.2g}. "
        "Some combination of categories has no case; merge categories."
    )


def _residuals(margins: Sequence[Margin], rounds: Sequence[FloatArray]) -> Residuals:
    """R: x - psw * ave(x / psw) within the categories, psw the weight after that margin in the last round."""
    blocks = []
    for margin, weight in zip(margins, rounds, strict=True):
        there = weight > 0
        inverse = np.divide(1.0, weight, out=np.zeros(len(weight)), where=there)
        n_c = margin.sums(there.astype(np.float64))
        blocks.append(Groups(margin.codes, len(n_c), fitted=weight, taken=inverse / n_c[margin.codes]))
    return in_turn(blocks, _SWEEPS)
