"""Multiple testing: p values that know how many tests there were.

This module opens unreleased results, as `analysis.disclosure` does, because what it makes of them are unreleased
results again: no figure leaves it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import overload

import numpy as np

from analysis.arguments import one_of
from analysis.arrays import FloatArray
from analysis.errors import AnalysisError
from analysis.unreleased import ModelFigures, ModelResult, TestResult, figures

# How each adjustment is called where it is shown.
ADJUSTMENTS = {"holm": "Holm", "fdr_bh": "Benjamini–Hochberg"}


@overload
def adjust(results: ModelResult, *, method: str = "holm") -> ModelResult: ...
@overload
def adjust(results: Sequence[TestResult], *, method: str = "holm") -> tuple[TestResult, ...]: ...
def adjust(
    results: ModelResult | Sequence[TestResult], *, method: str = "holm"
) -> ModelResult | tuple[TestResult, ...]:
    """The same tests with p values adjusted for how many they are; everything else stays, also the intervals.

    holm    p_(i) becomes the largest of (m - j + 1) * p_(j) over j <= i, at most 1, with the m values in rising order:
            the chance of any false finding is at most the level, however the tests hang together
    fdr_bh  p_(i) becomes the least of m / j * p_(j) over j >= i: of what is found at the level, at most that share is
            false in the long run, for tests that are independent or hang together positively

    results  several tests, in any order; or a model, whose terms are adjusted, but not its intercepts
    A test without a p value (NaN) is not counted. The result says how it was adjusted, also where it is shown.
    Raises AnalysisError for an unknown method, for no tests, and for what was adjusted before.
    Same as R `p.adjust`, Stata `test, mtest(holm)`; by statsmodels' `multipletests`.

    Holm (1979), Scandinavian J. Stat. 6, 65-70; Benjamini and Hochberg (1995), JRSS B 57,
    doi:10.1111/j.2517-6161.1995.tb02031.x.
    """
    one_of("method", method, ADJUSTMENTS)
    if isinstance(results, ModelResult):
        return ModelResult(_adjusted_model(figures(results), method))
    if not isinstance(results, Sequence) or not all(isinstance(result, TestResult) for result in results):
        raise AnalysisError("adjust takes a list of tests, or one model; an estimate or a table has no p value.")
    if not results:
        raise AnalysisError("There is no test to adjust. Pass the results of several tests, or a model.")
    opened = [figures(result) for result in results]
    for one in opened:
        _refuse_twice(one.test.adjustment)
    p = _adjusted(np.array([one.test.p_value for one in opened]), method)
    return tuple(
        TestResult(replace(one, test=replace(one.test, p_value=float(value), adjustment=ADJUSTMENTS[method])))
        for one, value in zip(opened, p, strict=True)
    )


def _adjusted_model(model: ModelFigures, method: str) -> ModelFigures:
    _refuse_twice(model.adjustment)
    p, tested = model.p_value.copy(), np.array([name != "" for name in model.variables])
    p[tested] = _adjusted(p[tested], method)
    return replace(model, p_value=p, adjustment=ADJUSTMENTS[method])


def _adjusted(p: FloatArray, method: str) -> FloatArray:
    from statsmodels.stats.multitest import multipletests  # its import costs seconds

    adjusted, known = p.copy(), np.isfinite(p)
    if known.any():
        adjusted[known] = multipletests(p[known], method=method)[1]
    return adjusted


def _refuse_twice(adjustment: str) -> None:
    if adjustment:
        raise AnalysisError(
            f"The p values were adjusted before ({adjustment}). Adjust the first results, all of them together."
        )
