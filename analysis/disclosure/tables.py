"""Which cells of a table are hidden: the rules of the policy, for the whole table and with what was released before."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analysis.disclosure.differencing import hidden_before, known
from analysis.disclosure.domain import coded, domain
from analysis.disclosure.ledger import Column, Entry
from analysis.disclosure.nodes import BoolArray, IntArray
from analysis.disclosure.policy import Limits
from analysis.disclosure.primary import Flags, primary, primary_of_means
from analysis.disclosure.suppression import suppress, suppress_bases, suppress_line
from analysis.errors import AnalysisError
from analysis.unreleased import TableFigures


def grid(table: TableFigures) -> IntArray:
    """(R + 1, C) unweighted counts, the last row the bases. Raises AnalysisError where groups do not add up to all."""
    n = np.vstack([table.n, table.base_n]).astype(np.int64)
    groups = n.shape[1] > 1
    shares = table.statistic == "proportion"
    if (groups and (n[:, :-1].sum(axis=1) != n[:, -1]).any()) or (shares and (n[:-1].sum(axis=0) != n[-1]).any()):
        raise AnalysisError(
            "The groups of a table must add up to its last column, and shares to their base; here they do not. "
            "Nothing can be released from such a table: leave cases without an answer out of every column."
        )
    return n


def nothing_hidden(table: TableFigures) -> Flags:
    """(R + 1, C) flags of a table of public data."""
    return np.full((len(table.rows) + 1, len(table.columns)), "", dtype="<U1")


def row_names(table: TableFigures) -> list[str]:
    """What the ledger calls the rows."""
    if table.statistic != "proportion":
        return [f"mean {level.value}" for level in table.rows]
    return [coded(level.value) for level in table.rows]


def seen(table: TableFigures, n: IntArray, hidden: BoolArray) -> tuple[Column, ...]:
    """The columns as a reader sees them, or would see them; (R + 1, C) `hidden`."""
    rows = row_names(table)
    return tuple(
        Column(
            domain(table.source.where, table.source.by, level.value),
            _count(n[-1, c], hidden[-1, c]),
            {row: _count(n[r, c], hidden[r, c]) for r, row in enumerate(rows)},
        )
        for c, level in enumerate(table.columns)
    )


def _count(n: int, hidden: bool) -> int | None:
    return None if hidden else int(n)


def flags_of(table: TableFigures, n: IntArray, limits: Limits, entry: Entry, earlier: Sequence[Entry]) -> Flags:
    """(R + 1, C) flags of a table, the last row those of the bases. Raises CannotProtect.

    entry  the table as it would be seen with its primary suppression, for comparison with what was seen `earlier`
    """
    flags = first_flags(table, n, limits)
    before, shown = _before(entry, earlier, limits, n.shape)
    flags[before & (flags == "")] = "x"
    # Groups and answers of nobody are known to be 0 and take no part.
    part = np.ix_(~_nobody_said(table, n, limits), n[-1] > 0)
    if n[part].size:
        flags[part] = _complete(table, n[part], flags[part], limits, (shown & ~before)[part])
    return flags


def first_flags(table: TableFigures, n: IntArray, limits: Limits) -> Flags:
    """Primary suppression, less what is no secret.

    A group that nobody is in is "b", but its base of 0 is shown: there is nobody to protect. Below level 2 an answer
    that nobody at all gave is shown as 0, where enough answered: of one or two people, what they did not say tells
    what they said.
    """
    shares = table.statistic == "proportion"
    flags = primary(n, limits) if shares else primary_of_means(n, table.std_error == 0, limits)
    flags[-1, n[-1] == 0] = ""
    flags[np.ix_(_nobody_said(table, n, limits), n[-1] > 0)] = ""
    return flags


def _nobody_said(table: TableFigures, n: IntArray, limits: Limits) -> BoolArray:
    """(R + 1,) True for answers that nobody gave and that may say so."""
    shares = table.statistic == "proportion" and n[-1, -1] >= limits.base
    nobody: BoolArray = (n[:, -1] == 0) & (shares and not limits.group_disclosure)
    return nobody


def _complete(table: TableFigures, n: IntArray, flags: Flags, limits: Limits, fixed: BoolArray) -> Flags:
    groups = n.shape[1] > 1
    if table.statistic == "proportion":
        return suppress(n, flags, limits, groups=groups, fixed=fixed)
    flags = flags.copy()
    if groups:
        flags[-1] = suppress_bases(n[-1], flags[-1], limits, fixed=fixed[-1])
    for r in range(len(n) - 1):
        hidden = (flags[r] != "") | (flags[-1] != "")
        if groups:
            hidden = suppress_line(n[r], hidden, fixed[r], limits.base)
        flags[r, hidden & (flags[r] == "")] = "x"
    return flags


def _before(entry: Entry, earlier: Sequence[Entry], limits: Limits, shape: tuple[int, ...]) -> tuple[BoolArray, ...]:
    """(R + 1, C) what was hidden before, and what was shown before."""
    hidden, shown = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
    for c, column in enumerate(entry.columns):
        for r, row in enumerate([*column.cells, None]):
            shown[r, c] = known(entry, column, row, earlier, limits.threshold)
            hidden[r, c] = not shown[r, c] and hidden_before(entry, column, row, earlier, limits.threshold)
    return hidden, shown
