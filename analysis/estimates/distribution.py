"""The distribution function: the share of cases up to each of some values, of everybody and by group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.arguments import numbers_of, takes
from analysis.arrays import FloatArray, IntArray
from analysis.categories import Categories, written
from analysis.cells import Cells
from analysis.design import SurveyDesign
from analysis.errors import AnalysisError, NoCases, OfAnswers
from analysis.estimates.crosstab import design_effect
from analysis.estimates.table_columns import Columns
from analysis.intervals import PROPORTION_INTERVALS, Precision, method_named
from analysis.linearised import Linearised
from analysis.source import By, Level
from analysis.unreleased import ResultTable
from survey.text import Text, plain

MOST_POINTS = 1000


@takes(SurveyDesign)
def distribution(
    design: SurveyDesign,
    variable: str,
    *,
    at: Sequence[float] | None = None,
    by: By = None,
    ci_method: str = "logit",
    confidence: float = 0.95,
) -> ResultTable:
    """Share of cases with a value of at most x, for each x of `at` (a row each), in each group of `by` and in all.

    value     F(x) = sum of w with y <= x / sum of w with an answer
    variance  of scores z_i = w_i * ([y_i <= x] - F(x)) / sum(w); see `Stages.covariance`
    interval  `ci_method`, as in `crosstab`

    at        values in the unit of the variable; none: every value that occurs, at most 1000
    n         cases with at most x
    Raises UnknownVariable, NotNumeric, NoCases, LonelyPSU, and AnalysisError for values that are no
    numbers, or too many.
    Same as R `svycdf`, with the SE of `svymean(~I(y <= x))`; Stata `cumul` has no design.
    """
    y = design.numeric(variable)
    columns = Columns.of(design, np.isfinite(y), by)
    points = _points(y[columns.there], variable, at)
    ci = method_named(ci_method)
    rows = [Level(float(x), plain(f"≤ {written(float(x))}")) for x in points]
    below = _Below.of(columns, y, points, rows)
    table = columns.table(design.source(variable, by=by), "distribution", rows, below.share, confidence)
    precision = Precision(table.std_error, columns.df, columns.cells.n_drawn(columns.grouping), columns.n)
    low, high = PROPORTION_INTERVALS[ci](table.value, precision, confidence)
    deff = design_effect(table.value, table.std_error**2, columns.n)
    shown = replace(
        table, n=below.n, weighted_n=below.weighted_n, ci_low=low, ci_high=high, ci_method=ci, deff=deff
    )  # fmt: skip
    return ResultTable(shown)


@dataclass(frozen=True, eq=False)
class _Below:
    """Cases with at most each of K values in C columns: n and weighted_n (K, C), and their share as K * C estimates."""

    n: IntArray
    weighted_n: FloatArray
    share: Linearised

    @classmethod
    def of(cls, columns: Columns, y: FloatArray, points: FloatArray, rows: Sequence[Level]) -> _Below:
        grouping, k = columns.grouping, len(points)
        bins = np.searchsorted(points, np.where(columns.there, y, 0.0), side="left")
        above = Level(None, Text())
        steps = Categories((*rows, above), np.where(columns.there, bins, -1))
        cells = Cells.of_rows(columns.design, steps, grouping)
        weighted = cells.totals([columns.design.calibrated_weight])
        n = grouping.with_all(cells.n()).cumsum(axis=0)[:k]
        weighted_n = grouping.with_all(weighted.value.reshape(cells.shape)).cumsum(axis=0)[:k]
        # Counts say exactly where everybody is below; rounded sums of weights may not.
        everybody, somebody = n == columns.n, columns.n > 0

        def shares(totals: NDArray[Any]) -> NDArray[Any]:
            w = grouping.with_all(totals.reshape(*totals.shape[:-1], *cells.shape))
            share = w.cumsum(axis=-2)[..., :k, :] / np.where(somebody, w.sum(axis=-2, keepdims=True), 1.0)
            return np.asarray(np.where(everybody, 1.0, share).reshape(*totals.shape[:-1], k * len(columns.n)))

        present = grouping.anywhere(np.asarray(cells.present().any(axis=1)))
        return cls(n, weighted_n, weighted.transformed(shares, np.tile(present, (1, k))))


def _points(found: FloatArray, variable: str, at: Sequence[float] | None) -> FloatArray:
    points = np.unique(found if at is None else numbers_of("at", at))
    if at is None and not len(points):
        raise NoCases(f'Nobody in this part of the data has an answer to "{variable}". Widen the filter.')
    if at is not None and (len(points) < 1 or not np.isfinite(points).all()):
        raise AnalysisError("at=[...] takes one or more numbers, in the unit of the variable.")
    if len(points) > MOST_POINTS:
        raise OfAnswers(
            f'The distribution of "{variable}" would have {len(points)} rows; at most {MOST_POINTS} can be made. '
            "Name the values that you want: at=[...]."
        )
    return points
