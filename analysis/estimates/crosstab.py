"""Crosstabs: shares of each category within groups, with intervals and a test."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.arguments import takes
from analysis.arrays import FloatArray, IntArray
from analysis.cells import Cells, Grouping, grouped_by
from analysis.design import SurveyDesign
from analysis.errors import AnalysisError, NoCases
from analysis.intervals import PROPORTION_INTERVALS, Precision, method_named
from analysis.linearised import Linearised
from analysis.rao_scott import rao_scott_f
from analysis.source import By
from analysis.unreleased import ResultTable, TableFigures


@takes(SurveyDesign)
def crosstab(
    design: SurveyDesign, rows: str, *, by: By = None, ci_method: str = "logit", confidence: float = 0.95
) -> ResultTable:
    """Share of each category of `rows` within each group of `by`, and within all groups together.

    value     p = sum of w in the cell / sum of w in the column
    variance  of scores z_i = w_i * ([i in the cell] - p) / sum of w in the column; see `Stages.covariance`
    interval  `ci_method`: logit, korn_graubard, wilson, asin, likelihood or mean (see `analysis.intervals`), with the
              column's design degrees of freedom
    test      Rao-Scott F of rows by groups

    All categories are shown, also those that nobody chose: 0, SE 0. Cases without an answer to `rows` are out of the
    base but stay in the design; cases without an answer to `by` are in no column, so that columns add up to "all".
    A column without cases holds NaN. Raises UnknownVariable, AnalysisError, NoCases for a variable without any
    category; LonelyPSU when a stratum has one PSU.
    Same as R `svyby(~rows, ~by, svymean)` with `svychisq(~rows + by)`, SPSS CSTABULATE.
    """
    if rows in grouped_by(by):
        raise AnalysisError(f'Rows and columns are both "{rows}": every share would be 0 or 1. Name another column.')
    return ResultTable(shares(design, rows, by, method_named(ci_method), confidence))


def shares(design: SurveyDesign, rows: str, by: By, ci_method: str, confidence: float) -> TableFigures:
    """The figures of a crosstab; `ci_method` by its name here."""
    categories, grouping = design.categories(rows), Grouping.of(design, by)
    if not categories.levels:
        raise NoCases(f'"{rows}" has no categories: nobody has an answer to it, and the codebook names none.')
    cells = Cells.of_rows(design, categories, grouping)
    weighted = cells.totals([design.calibrated_weight])
    n, weighted_n = grouping.with_all(cells.n()), grouping.with_all(weighted.value.reshape(cells.shape))
    base_n, base_weighted_n = n.sum(axis=0), weighted_n.sum(axis=0)
    linearised = _shares(weighted, cells, grouping, base_n)
    # Counts say exactly where everybody is in one cell; rounded sums of weights may not.
    p = np.where((n == base_n) & (n > 0), 1.0, linearised.value.reshape(n.shape))
    p[:, base_n == 0] = np.nan
    variance = np.where(base_n > 0, linearised.variance.reshape(n.shape), np.nan)
    std_error = np.sqrt(variance)
    df, n_drawn = cells.df(grouping), cells.n_drawn(grouping)
    low, high = PROPORTION_INTERVALS[ci_method](p, Precision(std_error, df, n_drawn, base_n), confidence)
    return TableFigures(
        source=design.source(rows, by=by),
        statistic="proportion",
        rows=categories.levels,
        columns=grouping.columns,
        n=n,
        weighted_n=weighted_n,
        base_n=base_n,
        base_weighted_n=base_weighted_n,
        value=p,
        std_error=std_error,
        ci_low=low,
        ci_high=high,
        ci_method=ci_method,
        level_of_confidence=confidence,
        df=df,
        deff=design_effect(p, variance, base_n),
        test=rao_scott_f(weighted, cells.shape, design.df) if by else None,
        linearised=linearised,
        keys=(keys := cells.keys(grouping)),
        base_keys=None if keys is None else keys.sum(axis=0) % 2**32,
    )


def _shares(weighted: Linearised, cells: Cells, grouping: Grouping, base_n: IntArray) -> Linearised:
    """Share of each row within each column, in the order (R, C); 0 in a column without cases."""
    k = cells.shape[0] * len(base_n)

    def shares_of(sums: NDArray[Any]) -> NDArray[Any]:
        w = grouping.with_all(sums.reshape(*sums.shape[:-1], *cells.shape))
        base = np.where(base_n > 0, w.sum(axis=-2, keepdims=True), 1.0)
        return np.asarray((w / base).reshape(*sums.shape[:-1], k))

    in_column = grouping.anywhere(np.asarray(cells.present().any(axis=1)))
    present = np.tile(in_column, (1, cells.shape[0]))
    return weighted.transformed(shares_of, present)


def design_effect(p: FloatArray, variance: FloatArray, n: IntArray) -> FloatArray:
    """Variance over that of a simple random sample of the n cases, p * (1 - p) / (n - 1); R's deff = "replace"."""
    simple = p * (1 - p) / np.maximum(n - 1, 1)
    effect: FloatArray = np.divide(variance, simple, out=np.full(p.shape, np.nan), where=simple > 0)
    return effect
