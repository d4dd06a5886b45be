"""Whether one estimate may be shown: the rules of a table with a single cell."""

from __future__ import annotations

from collections.abc import Sequence
from math import isclose, isfinite

from analysis.disclosure import reasons
from analysis.disclosure.differencing import hidden_before, shown_before
from analysis.disclosure.domain import coded, domain
from analysis.disclosure.ledger import Column, Entry
from analysis.disclosure.policy import Limits
from analysis.errors import Refused
from analysis.unreleased import EstimateFigures, TableFigures


def column(estimate: EstimateFigures, *, hidden: bool, base_hidden: bool) -> Column:
    """The estimate as a reader sees it."""
    count = None if hidden else estimate.n_cell
    return Column(domain(estimate.source.where), None if base_hidden else estimate.n, {row_name(estimate): count})


def row_name(estimate: EstimateFigures) -> str:
    """What the ledger calls the row that the estimate is about."""
    return f"mean {estimate.source.rows}" if estimate.code is None else coded(estimate.code)


def base_flag(estimate: EstimateFigures, limits: Limits) -> str:
    """The base is shown from the threshold on."""
    return "b" if estimate.n < limits.threshold else ""


def first_flag(estimate: EstimateFigures, limits: Limits) -> str:
    """Primary suppression: too few answers, too few with the category, or too few without it."""
    if estimate.n < limits.base:
        return "b"
    if estimate.statistic == "proportion":
        small = min(estimate.n_cell, estimate.n - estimate.n_cell) < limits.threshold
        return "c" if small else ""
    return "x" if limits.group_disclosure and estimate.std_error == 0 else ""


def flag_of(estimate: EstimateFigures, limits: Limits, entry: Entry, earlier: Sequence[Entry]) -> str:
    """The flag, with what was released before: the categories that are not shown yet stay nobody or enough people."""
    flag, row = first_flag(estimate, limits), row_name(estimate)
    if flag:
        return flag
    (seen,) = entry.columns
    if hidden_before(entry, seen, row, earlier, limits.threshold):
        return "x"
    if estimate.statistic != "proportion":
        return ""
    shown = {**shown_before(entry, seen, earlier, limits.threshold), row: estimate.n_cell}
    return "x" if 0 < estimate.n - sum(shown.values()) < limits.threshold else ""


def refuse_yes_or_no_mean(figures: EstimateFigures | TableFigures) -> None:
    """Refuse a mean of a variable with two neighbouring values: it is a proportion whose cells nobody has checked.

    With values a and a + 1 the mean square about a equals the mean above a; the variance follows from SE and deff.
    """
    if figures.statistic == "proportion":
        return
    if isinstance(figures, EstimateFigures):
        cells = [(figures.value, figures.std_error, figures.deff, figures.n, figures.weighted_n)]
    else:
        last = figures.value.shape[1] - 1
        cells = [
            (figures.value[r, last], figures.std_error[r, last], figures.deff[r, last], n, w)
            for r, (n, w) in enumerate(zip(figures.n[:, last], figures.weighted_n[:, last], strict=True))
        ]
    if any(_two_values(figures.statistic, *(float(figure) for figure in cell)) for cell in cells):
        raise Refused(reasons.YES_OR_NO_MEAN, rule="two_values")


def _two_values(statistic: str, value: float, std_error: float, deff: float, n: float, weighted_n: float) -> bool:
    if not (isfinite(deff) and deff > 0 and n > 1):
        return False
    if statistic == "total":
        value, std_error = value / weighted_n, std_error / weighted_n
    variance = std_error**2 / deff * (n - 1)
    return any(isclose((value - a) * (a + 1 - value), variance, rel_tol=1e-6) for a in (0.0, 1.0))
