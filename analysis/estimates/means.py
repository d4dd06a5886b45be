"""Means and totals, of everybody and by group."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from analysis.arguments import takes
from analysis.cells import Cells, Grouping
from analysis.contributions import Contributions
from analysis.design import SurveyDesign
from analysis.linearised import Linearised
from analysis.source import By, Level
from analysis.t_table import Bases, only_cell, t_table
from analysis.unreleased import Estimate, ResultTable, TableFigures


@takes(SurveyDesign)
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


@takes(SurveyDesign)
def total(design: SurveyDesign, variable: str, *, confidence: float = 0.95) -> Estimate:
    """Estimated population total of a numeric variable.

    value     sum(w * y)
    variance  of scores z_i = w_i * y_i; see `Stages.covariance`

    Raises and treats item nonresponse as `mean`. Same as R `svytotal(na.rm = TRUE)`, Stata `svy: total`.
    """
    return Estimate(only_cell(_figures(design, variable, None, "total", confidence)))


@takes(SurveyDesign)
def means(design: SurveyDesign, variable: str, *, by: By = None, confidence: float = 0.95) -> ResultTable:
    """`mean` in each group of `by` (a variable, or several combined) and in all together; NaN where nobody is.

    Same as R `svyby(~variable, ~by1 + by2, svymean, covmat = TRUE)`.
    """
    return ResultTable(_figures(design, variable, by, "mean", confidence))


@takes(SurveyDesign)
def totals(design: SurveyDesign, variable: str, *, by: By = None, confidence: float = 0.95) -> ResultTable:
    """`total` in each group of `by` and in all of them together; the groups add up to all."""
    return ResultTable(_figures(design, variable, by, "total", confidence))


def _figures(design: SurveyDesign, variable: str, by: By, statistic: str, confidence: float) -> TableFigures:
    y, grouping = design.numeric(variable), Grouping.of(design, by)
    cells = Cells.of_groups(design, np.isfinite(y), grouping)
    known = y[cells.inside()]
    # Around the middle of the range sums of squares lose no digits, and a constant has a variance of exactly 0.
    middle = (known.min() + known.max()) / 2 if len(known) else 0.0
    w, centred = design.calibrated_weight, y - middle
    n, square = grouping.with_all(cells.n()[0]), grouping.with_all(cells.sums(w * centred**2)[0])
    weight, b = cells.column_totals([w, w * centred], grouping)
    present = grouping.anywhere(cells.present()[:, 0])
    linearised = per_head = b.over(weight, present).plus(middle)
    if statistic == "total":
        both = Linearised.joined([weight, b])
        linearised = both.mapped(lambda s: s[..., len(n) :] + middle * s[..., : len(n)], present)
    weighted_n = weight.value
    value = np.where((n > 0) | (statistic == "total"), linearised.value, np.nan)
    variance = np.where(n > 0, linearised.variance, np.nan)
    std_error = np.sqrt(variance)
    with np.errstate(divide="ignore", invalid="ignore"):
        s2 = (square / weighted_n - (b.value / weighted_n) ** 2) * n / (n - 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        simple = s2 / n * (1.0 if statistic == "mean" else weighted_n**2)
        deff = np.where(simple > 0, variance / simple, np.nan)
    keys = cells.keys(grouping)
    bases = Bases(grouping.columns, n, weighted_n, cells.df(grouping), None if keys is None else keys[0])
    source = design.source(variable, by=by)
    row = Level(variable, design.frame.variable(variable).label)
    rests_on = (Contributions.of(cells, grouping, y),)
    table = t_table(
        source, statistic, [row], bases, value, std_error, linearised, confidence, deff=deff, contributions=rests_on
    )
    return replace(table, per_head=per_head if statistic == "total" else None)
