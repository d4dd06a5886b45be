"""Whether one estimate may be shown: the rules of a table with a single cell."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.disclosure import magnitudes
from analysis.disclosure.differencing import hidden_before, shown_before
from analysis.disclosure.domain import coded, domain
from analysis.disclosure.ledger import Column, Entry
from analysis.disclosure.policy import Limits
from analysis.unreleased import EstimateFigures


def column(estimate: EstimateFigures, *, hidden: bool, base_hidden: bool) -> Column:
    """The estimate as a reader sees it."""
    count = None if hidden else estimate.n_cell
    return Column(domain(estimate.source.where), None if base_hidden else estimate.n, {row_name(estimate): count})


def row_name(estimate: EstimateFigures) -> str:
    """What the ledger calls the row that the estimate is about."""
    # A total and a mean tell the same of a group.
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
    return magnitudes.flag(estimate, limits)


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
