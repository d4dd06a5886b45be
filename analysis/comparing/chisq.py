"""Tests that rows and columns of a table have nothing to do with each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc, fdtrc

from analysis.arguments import one_of, takes
from analysis.cells import Cells, Grouping
from analysis.design import SurveyDesign
from analysis.errors import AnalysisError, NoCases, OfAnswers
from analysis.linearised import Linearised
from analysis.rao_scott import (
    ADJUSTED_WALD,
    FIRST_ORDER,
    SADDLEPOINT,
    WALD,
    association,
    occupied,
    rao_scott_f,
)
from analysis.saddlepoint import f_sum_tail
from analysis.unreleased import ComparisonFigures, TestFigures, TestResult

Shape = tuple[int, int]


@takes(SurveyDesign)
def chisq(design: SurveyDesign, rows: str, *, by: str, statistic: str = "F") -> TestResult:
    """Test of association between two variables with categories.

    F            Rao-Scott second order: see `rao_scott_f`
    Chisq        Rao-Scott first order: n * x2 / mean eigenvalue of n D is chi-square with (R - 1)(C - 1)
    saddlepoint  x2 against the distribution of the weighted sum of chi-squares that D gives, over a chi-square
    Wald         y' V^-1 y / k, with y = weighted count - row total * column total / total in k = (R - 1)(C - 1) cells,
                 is F with k and nu
    adjWald      Wald * (nu - k + 1) / nu is F with k and nu - k + 1

    with x2 and D of `Association`, n cases that took part, nu design degrees of freedom. In V the margins are linear,
    also in replicates, and saddlepoint counts with nu there, too (R takes it as infinite, in replicates only).
    Raises UnknownVariable; NoCases where a variable has fewer than two categories with cases; AnalysisError for an
    unknown statistic, where the design has too few degrees of freedom, and for a table without variance, such as of a
    census (of which R gives F = Inf without p, or an error).
    Same as R `svychisq`, Stata `svy: tabulate`, SPSS CSTABULATE. R scales X2 by all rows, those without an answer
    too; p is the same.

    Rao and Scott (1984), Annals of Statistics 12; Koch, Freeman and Freeman (1975), Int. Stat. Review 43; Thomas and
    Rao (1987), JASA 82; Lumley and Scott (2014), Australian & New Zealand J. Stat. 56.
    """
    one_of("statistic", statistic, _STATISTICS)
    if rows == by:
        raise AnalysisError(f'Rows and columns are both "{rows}". Name another column.')
    cells = Cells.of_rows(design, design.categories(rows), Grouping.of(design, by))
    n, weighted = int(cells.n().sum()), cells.totals([design.calibrated_weight])
    _refuse_one_category(weighted, cells.shape, rows, by)
    found = _STATISTICS[statistic](weighted, cells.shape, design.df, n)
    if found is None:
        if design.df > 0:
            _refuse_no_variance(weighted, cells.shape, rows, by)
        raise OfAnswers(
            f'"{rows}" by "{by}" cannot be tested by {statistic}: there are {design.df:g} more PSUs than strata with '
            "cases, too few for so many cells. Merge categories, or use F."
        )
    counts = cells.n()
    fewest = int(counts[np.ix_(counts.any(axis=1), counts.any(axis=0))].min())
    key = design.key_of(cells.inside())
    return TestResult(ComparisonFigures(design.source(rows, by=by), found, n, key=key, fewest=fewest))


def _refuse_one_category(weighted: Linearised, shape: Shape, rows: str, by: str) -> None:
    if occupied(weighted, shape) is None:
        raise NoCases(
            f'"{rows}" by "{by}" cannot be tested: both need two categories with cases. Widen the filter, or choose '
            "other variables."
        )


def _refuse_no_variance(weighted: Linearised, shape: Shape, rows: str, by: str) -> None:
    if association(weighted, shape) is None:
        raise AnalysisError(
            f'"{rows}" by "{by}" has nothing to test: the table has no variance, as in a census, or with counts that '
            "calibration has made known. It is the population's own table: describe it as it is, with `crosstab`."
        )


def _second_order(weighted: Linearised, shape: Shape, nu: float, _: int) -> TestFigures | None:
    return rao_scott_f(weighted, shape, nu)


def _first_order(weighted: Linearised, shape: Shape, _: float, n: int) -> TestFigures | None:
    found = association(weighted, shape)
    if found is None:
        return None
    k = len(found.delta)
    p_value = float(chdtrc(k, found.x2 * k / found.trace))
    return TestFigures(FIRST_ORDER, n * found.x2, k, np.inf, p_value, "chi2")


def _saddlepoint(weighted: Linearised, shape: Shape, nu: float, n: int) -> TestFigures | None:
    found = association(weighted, shape)
    if found is None or nu <= 0:
        return None
    eigenvalues = np.asarray(np.linalg.eigvals(found.delta).real, dtype=np.float64)
    df = found.trace**2 / float(np.trace(found.delta @ found.delta)) * nu
    p_value = f_sum_tail(found.x2, eigenvalues, df)
    return TestFigures(SADDLEPOINT, n * found.x2, len(eigenvalues), df, p_value, "sum")


def _wald(weighted: Linearised, shape: Shape, nu: float, _: int) -> TestFigures | None:
    found = _wald_form(weighted, shape)
    if found is None or nu <= 0:
        return None
    statistic, k = found
    return TestFigures(WALD, statistic / k, k, nu, float(fdtrc(k, nu, statistic / k)))


def _adjusted_wald(weighted: Linearised, shape: Shape, nu: float, _: int) -> TestFigures | None:
    found = _wald_form(weighted, shape)
    if found is None:
        return None
    statistic, k = found
    df2 = nu - k + 1
    if df2 <= 0:
        return None
    f = statistic / k * df2 / nu
    return TestFigures(ADJUSTED_WALD, f, k, df2, float(fdtrc(k, df2, f)))


def _wald_form(weighted: Linearised, shape: Shape) -> tuple[float, int] | None:
    """Y' V^-1 y over the cells outside the first row and column, and how many they are."""
    found = occupied(weighted, shape)
    if found is None:
        return None
    kept, (n_rows, n_columns) = found
    k = (n_rows - 1) * (n_columns - 1)

    there = kept.value.reshape(n_rows, n_columns)
    r, c = there.sum(axis=1, keepdims=True) / there.sum(), there.sum(axis=0, keepdims=True) / there.sum()

    def excess(w: NDArray[Any]) -> NDArray[Any]:
        # Linear at the margins found, as R has it also in replicates; at w itself, it is table - row * column / total.
        table = w.reshape(*w.shape[:-1], n_rows, n_columns)
        row, column = table.sum(axis=-1, keepdims=True), table.sum(axis=-2, keepdims=True)
        y = table - row * c - r * column + r * c * row.sum(axis=-2, keepdims=True)
        return np.asarray(y[..., 1:, 1:].reshape(*w.shape[:-1], k))

    statistic = kept.transformed(excess).wald()
    return None if np.isnan(statistic) else (statistic, k)


_STATISTICS: dict[str, Callable[[Linearised, Shape, float, int], TestFigures | None]] = {
    "F": _second_order,
    "Chisq": _first_order,
    "saddlepoint": _saddlepoint,
    "Wald": _wald,
    "adjWald": _adjusted_wald,
}
