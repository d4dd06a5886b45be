"""Ratios of two totals, of everybody and by group."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.arguments import takes
from analysis.arrays import BoolArray, FloatArray
from analysis.design import SurveyDesign
from analysis.errors import OfAnswers
from analysis.estimates.table_columns import Columns
from analysis.linearised import Smooth
from analysis.source import By, Level
from analysis.unreleased import ResultTable
from survey.text import LANGUAGES, Text


@takes(SurveyDesign)
def ratio(
    design: SurveyDesign, numerator: str, denominator: str, *, by: By = None, confidence: float = 0.95
) -> ResultTable:
    """Total of one numeric variable over the total of another, in each group of `by` and in all together.

    value     r = sum(w * y) / sum(w * x)
    variance  of scores z_i = w_i * (y_i - r * x_i) / sum(w * x); see `Stages.covariance`
    interval  t with design degrees of freedom
    deff      variance over that of a simple random sample of the n cases, s2 * sum(w)**2 / n, with s2 the variance of
              (y - r * x) / sum(w * x); R's deff = "replace"

    Cases without an answer to either variable are out. NaN in a group without cases, or where its total of the
    denominator is 0. Raises UnknownVariable, NotNumeric, LonelyPSU, and AnalysisError where that of all is 0.
    Same as R `svyratio(~y, ~x, na.rm = TRUE)` with `svyby`, Stata `svy: ratio`, SPSS CSDESCRIPTIVES with RATIO.

    Särndal, Swensson and Wretman (1992), Model Assisted Survey Sampling, 5.6.
    """
    y, x = design.numeric(numerator), design.numeric(denominator)
    columns = Columns.of(design, np.isfinite(y) & np.isfinite(x), by)
    x_mean, y_mean = columns.mean_of(x), columns.mean_of(y)
    known = x_mean != 0
    if columns.n[-1] and not known[-1]:
        raise OfAnswers(
            f'The total of "{denominator}" is 0, and a ratio cannot have 0 below the line. '
            "Name another denominator, or another filter."
        )
    # Around the ratio of all no digits are lost, and a constant ratio has a variance of exactly 0.
    middle = y_mean[-1] / x_mean[-1] if known[-1] else 0.0
    linearised = columns.smooth([y - middle * x, x], 1, _ratios(columns, middle, known))
    deff = _design_effect(columns, y, x, linearised.value, linearised.variance)
    row = Level(f"{numerator}/{denominator}", _over(design, numerator, denominator))
    source = design.source(numerator, denominator, by=by)
    return ResultTable(
        columns.table(
            source, "ratio", [row], linearised, confidence, known=known[None], deff=deff[None], amounts=[y, x]
        )
    )


def _ratios(columns: Columns, middle: float, known: BoolArray) -> Smooth:
    """Ratio in each column; `middle` where the denominator is 0."""

    def ratios_of(totals: NDArray[Any]) -> NDArray[Any]:
        both = columns.grouping.with_all(totals)
        return np.asarray(middle + both[..., :1, :] / np.where(known, both[..., 1:, :], 1.0))

    return ratios_of


def _design_effect(columns: Columns, y: FloatArray, x: FloatArray, r: FloatArray, variance: FloatArray) -> FloatArray:
    """(C,) variances over those of simple random samples."""
    own, n = columns.mean_of((y - columns.by_case(r) * x) ** 2), columns.n
    if len(r) > 1:
        own[-1] = columns.mean_of((y - r[-1] * x) ** 2)[-1]
    with np.errstate(divide="ignore", invalid="ignore"):
        simple = own / (n - 1) / columns.mean_of(x) ** 2
        return np.where(simple > 0, variance / simple, np.nan)


def _over(design: SurveyDesign, numerator: str, denominator: str) -> Text:
    above, below = design.frame.variable(numerator).label, design.frame.variable(denominator).label
    return Text({lang: f"{above.in_language(lang)} / {below.in_language(lang)}" for lang in LANGUAGES})
