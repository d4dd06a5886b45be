"""Means and totals, of everybody and by group."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.cells import Cells, Grouping
from analysis.design import SurveyDesign
from analysis.errors import NoCases
from analysis.intervals import t_interval
from analysis.linearised import Smooth
from analysis.source import By, Level
from analysis.unreleased import Estimate, EstimateFigures, IntArray, ResultTable, TableFigures


def mean(design: SurveyDesign, variable: str, *, confidence: float = 0.95) -> Estimate:
    """Weighted mean of a numeric variable, with its linearised standard error.

    value     m = sum(w * y) / sum(w)
    variance  of scores z_i = w_i * (y_i - m) / sum(w); see `Stages.covariance`
    interval  t with design degrees of freedom

    Cases without an answer leave the mean but stay in the design: every stratum keeps its PSUs.
    Raises UnknownVariable, NotNumeric, NoCases; LonelyPSU when a stratum has one PSU.
    Same as R `svymean(na.rm = TRUE)`, Stata `svy: mean`, SPSS CSDESCRIPTIVES.

    Binder (1983), Int. Stat. Review 51; Lumley (2004), J. Stat. Software 9, doi:10.18637/jss.v009.i08.
    """
    return Estimate(only_cell(_figures(design, variable, None, "mean", confidence)))


def total(design: SurveyDesign, variable: str, *, confidence: float = 0.95) -> Estimate:
    """Estimated population total of a numeric variable.

    value     sum(w * y)
    variance  of scores z_i = w_i * y_i; see `Stages.covariance`

    Raises and treats item nonresponse as `mean`. Same as R `svytotal(na.rm = TRUE)`, Stata `svy: total`.
    """
    return Estimate(only_cell(_figures(design, variable, None, "total", confidence)))


def means(design: SurveyDesign, variable: str, *, by: By = None, confidence: float = 0.95) -> ResultTable:
    """`mean` in each group of `by` (a variable, or several combined) and in all together; NaN where nobody is.

    Same as R `svyby(~variable, ~by1 + by2, svymean, covmat = TRUE)`.
    """
    return ResultTable(_figures(design, variable, by, "mean", confidence))


def totals(design: SurveyDesign, variable: str, *, by: By = None, confidence: float = 0.95) -> ResultTable:
    """`total` in each group of `by` and in all of them together; the groups add up to all."""
    return ResultTable(_figures(design, variable, by, "total", confidence))


def only_cell(table: TableFigures, row: int = 0) -> EstimateFigures:
    """One row of a table without groups, as a single estimate. Raises NoCases where nobody is in the base."""
    if not table.base_n[-1]:
        raise NoCases(f'Nobody in this part of the data has an answer to "{table.source.rows}". Widen the filter.')
    return EstimateFigures(
        source=table.source,
        statistic=table.statistic,
        value=float(table.value[row, -1]),
        std_error=float(table.std_error[row, -1]),
        ci_low=float(table.ci_low[row, -1]),
        ci_high=float(table.ci_high[row, -1]),
        ci_method=table.ci_method,
        level_of_confidence=table.level_of_confidence,
        df=float(table.df[-1]),
        deff=float(table.deff[row, -1]),
        n=int(table.base_n[-1]),
        n_cell=int(table.n[row, -1]),
        weighted_n=float(table.base_weighted_n[-1]),
        code=table.rows[row].value if table.statistic == "proportion" else None,
        linearised=table.linearised.at([row]) if table.linearised else None,
    )


def _figures(design: SurveyDesign, variable: str, by: By, statistic: str, confidence: float) -> TableFigures:
    y, grouping = design.numeric(variable), Grouping.of(design, by)
    cells = Cells.of_groups(design, np.isfinite(y), grouping)
    there = cells.number >= 0
    # Around the middle of the range sums of squares lose no digits, and a constant has a variance of exactly 0.
    middle = (y[there].min() + y[there].max()) / 2 if there.any() else 0.0
    w, centred = design.calibrated_weight, y - middle
    n = grouping.with_all(cells.n()[0])
    sums = cells.totals([w, w * centred])
    square = grouping.with_all(cells.totals([w * centred**2]).value)
    weighted_n, b = (grouping.with_all(part) for part in sums.value.reshape(2, -1))
    estimator = _means if statistic == "mean" else _totals
    linearised = sums.transformed(estimator(grouping, n, middle), grouping.anywhere(cells.present()[:, 0]))
    value = np.where((n > 0) | (statistic == "total"), linearised.value, np.nan)
    variance = np.where(n > 0, linearised.variance, np.nan)
    std_error = np.sqrt(variance)
    with np.errstate(divide="ignore", invalid="ignore"):
        s2 = (square / weighted_n - (b / weighted_n) ** 2) * n / (n - 1)
    df, _ = grouping.drawn(design)
    low, high = t_interval(value, std_error, df, confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        simple = s2 / n * (1.0 if statistic == "mean" else weighted_n**2)
        deff = np.where(simple > 0, variance / simple, np.nan)
    return TableFigures(
        source=design.source(variable, by=by),
        statistic=statistic,
        rows=(Level(variable, design.frame.variable(variable).label),),
        columns=grouping.columns,
        n=n[None],
        weighted_n=weighted_n[None],
        base_n=n,
        base_weighted_n=weighted_n,
        value=value[None],
        std_error=std_error[None],
        ci_low=low[None],
        ci_high=high[None],
        ci_method="t",
        level_of_confidence=confidence,
        df=df,
        deff=deff[None],
        linearised=linearised,
    )


def _means(grouping: Grouping, n: IntArray, middle: float) -> Smooth:
    """Mean of each column; `middle` in a column without cases."""

    def means_of(totals: NDArray[Any]) -> NDArray[Any]:
        a, b = _weight_and_value(totals, grouping)
        return np.asarray(middle + b / np.where(n > 0, a, 1.0))

    return means_of


def _totals(grouping: Grouping, _: IntArray, middle: float) -> Smooth:
    """Total of each column; 0 in a column without cases."""

    def totals_of(totals: NDArray[Any]) -> NDArray[Any]:
        a, b = _weight_and_value(totals, grouping)
        return np.asarray(b + a * middle)

    return totals_of


def _weight_and_value(totals: NDArray[Any], grouping: Grouping) -> tuple[NDArray[Any], NDArray[Any]]:
    """Totals (..., 2 G) of weights and of weighted values, as (..., C) each."""
    a, b = np.split(totals, 2, axis=-1)
    return grouping.with_all(a), grouping.with_all(b)
