"""Which cells of a table are hidden: the rules of the policy, for the whole table and with what was released before."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analysis.disclosure import distributions, magnitudes
from analysis.disclosure.domain import coded, domain
from analysis.disclosure.exact.nodes import BoolArray, IntArray
from analysis.disclosure.exact.sequence import Asked, in_sequence, means_before
from analysis.disclosure.ledger import Column, Entry
from analysis.disclosure.policy import Limits, ReleasePolicy
from analysis.disclosure.primary import Flags, primary
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
    if table.statistic == "proportion":
        return [coded(level.value) for level in table.rows]
    # A total and a mean tell the same of a group.
    statistic = "mean" if table.statistic == "total" else table.statistic
    return [f"{statistic} {level.value}" for level in table.rows]


def seen(table: TableFigures, n: IntArray, flags: Flags) -> tuple[Column, ...]:
    """The columns as a reader sees them, or would see them; (R + 1, C) `flags`."""
    rows = row_names(table)
    return tuple(
        Column(
            domain(table.source.where, table.source.by, level.value),
            _count(n[-1, c], flags[-1, c]),
            {row: _count(n[r, c], flags[r, c]) for r, row in enumerate(rows)},
            {row: str(flags[r, c]) for r, row in enumerate([*rows, ""]) if flags[r, c]},
        )
        for c, level in enumerate(table.columns)
    )


def _count(n: int, flag: str) -> int | None:
    return None if flag else int(n)


def flags_of(
    table: TableFigures, n: IntArray, entry: Entry, earlier: Sequence[Entry], policy: ReleasePolicy, limits: Limits
) -> Flags:
    """(R + 1, C) flags of a table, the last row those of the bases, after what was released `earlier`.

    Raises Refused, and CannotProtect where a mean could be worked out from means that were shown before.
    """
    first = first_flags(table, n, limits)
    # Groups and answers of nobody are known to be 0 and take no part.
    nobody = (n == 0) & ((n[-1] == 0) | _nobody_said(table, n, limits)[:, None])
    if table.statistic == "proportion":
        asked = Asked.of(entry, n, np.where(nobody, "", first), nobody)
        found = in_sequence(asked, earlier, policy, limits).reshape(n.shape)
        return np.where(nobody, first, found)
    flags = first.copy()
    bases = Asked.of_bases(entry, n[-1], np.where(n[-1] == 0, "", first[-1]))
    flags[-1] = in_sequence(bases, earlier, policy, limits)
    if table.statistic == "distribution":
        part = n[-1] > 0
        flags[:-1, part] = distributions.flags(n[:, part], flags[-1, part], limits)[:-1]
        return flags
    hidden, shown = means_before(entry, earlier)
    flags[:-1][hidden & ~shown & (flags[:-1] == "")] = "x"
    return _with_company(table, flags, n, limits, shown & ~hidden)


def _with_company(table: TableFigures, flags: Flags, n: IntArray, limits: Limits, shown: BoolArray) -> Flags:
    """Sums and means, with more of them hidden so that none follows from that of all and those of the other groups."""
    part = n[-1] > 0
    together = n.shape[1] > 1 and part.any() and table.statistic in magnitudes.OF_SUMS
    amounts = tuple(found.only(part) for found in table.contributions)
    for r in range(len(n) - 1):
        hidden = (flags[r] != "") | (flags[-1] != "")
        if together:
            hidden[part] = magnitudes.complete_line(n[r, part], hidden[part], shown[r, part], limits, amounts)
        flags[r, hidden & (flags[r] == "")] = "x"
    return flags


def first_flags(table: TableFigures, n: IntArray, limits: Limits) -> Flags:
    """Primary suppression, less what is no secret.

    A group that nobody is in is "b", but where enough answered its base of 0 is shown: there is nobody to protect.
    Below level 2 an answer that nobody at all gave is shown as 0 there, too: of one or two people, what they did not
    say tells what they said.
    """
    if table.statistic == "distribution":
        flags = np.full(n.shape, "", dtype="<U1")
        flags[-1, n[-1] < limits.threshold] = "b"
    elif table.statistic == "proportion":
        flags = primary(n, limits)
    else:
        flags = np.vstack([magnitudes.flags(table, limits), np.where(n[-1:] < limits.threshold, "b", "")])
    if n[-1, -1] >= limits.base:  # else the empty groups would say where the few are
        flags[-1, n[-1] == 0] = ""
    flags[np.ix_(_nobody_said(table, n, limits), n[-1] > 0)] = ""
    return flags


def _nobody_said(table: TableFigures, n: IntArray, limits: Limits) -> BoolArray:
    """(R + 1,) True for answers that nobody gave and that may say so."""
    shares = table.statistic == "proportion" and n[-1, -1] >= limits.base
    nobody: BoolArray = (n[:, -1] == 0) & (shares and not limits.group_disclosure)
    return nobody
