"""Distribution functions: which of their steps may be shown. Between two shown steps lies nobody's answer alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analysis.disclosure import reasons
from analysis.disclosure.exact.nodes import BoolArray, IntArray
from analysis.disclosure.exact.suppression import suppress_line
from analysis.disclosure.ledger import Entry
from analysis.disclosure.policy import Limits
from analysis.disclosure.primary import Flags
from analysis.errors import Refused
from analysis.source import Question


def flags(n: IntArray, bases: Flags, limits: Limits) -> Flags:
    """(K + 1, C) flags: "b" too few in the column, "c" too few between this step and the last that is shown.

    n      (K + 1, C) cases with at most each of K values; the last row holds the columns' bases
    bases  (C,) their flags

    A step is shown where in every column at least the threshold's number of people lie between it and the step before,
    and above it; also in the hidden columns together, which follow from that of all. So no step hides another.
    Raises CannotProtect.
    """
    base, groups = n[-1], n.shape[1] > 1
    found = np.full(n.shape, "", dtype="<U1")
    found[-1] = bases
    hidden = (base < limits.base) | (bases != "")
    if groups:
        hidden = suppress_line(base, hidden, np.zeros_like(hidden), limits.base)
    found[:-1, hidden] = "x"
    found[:-1, base < limits.base] = "b"
    found[:-1][~_steps(_known(n, hidden), limits.threshold)[:, None] & (found[:-1] == "")] = "c"
    return found


def refuse_other(entry: Entry, earlier: Sequence[Entry]) -> None:
    """Refuse what would give away steps between the shown ones: tables and distributions of the same variable.

    Raises Refused, with what was shown in its place.
    """
    for other in earlier:
        if other.refused or other.study != entry.study:
            continue
        kinds = {entry.statistic, other.statistic}
        if kinds == {"distribution"} and entry.about == other.about and not _same_question(entry, other):
            instead = Question(other.about, other.by, other.where)
            raise Refused(reasons.OTHER_STEPS, rule="distribution", instead=(instead,))
        if kinds == {"distribution", "proportion"}:
            stepped, counted = (entry, other) if entry.statistic == "distribution" else (other, entry)
            if stepped.about in counted.variables:
                raise Refused(reasons.STEPS_AND_COUNTS, rule="distribution")


def _same_question(entry: Entry, other: Entry) -> bool:
    rows = [set(column.cells) for one in (entry, other) for column in one.columns[:1]]
    return (entry.by, entry.where) == (other.by, other.where) and all(row == rows[0] for row in rows)


def _known(n: IntArray, hidden: BoolArray) -> IntArray:
    """(K + 1, ...) the columns that a reader knows: those that are shown, and the hidden groups together."""
    together = n[:, :-1][:, hidden[:-1]].sum(axis=1, keepdims=True)
    return np.hstack([n[:, ~hidden], together]) if hidden[:-1].any() and not hidden[-1] else n[:, ~hidden]


def _steps(n: IntArray, threshold: int) -> BoolArray:
    """(K,) steps that may be shown, each as far from the last as it takes."""
    shown, last = np.zeros(len(n) - 1, dtype=bool), np.zeros(n.shape[1], dtype=np.int64)
    for k, below in enumerate(n[:-1]):
        shown[k] = ((below - last >= threshold) & (n[-1] - below >= threshold)).all()
        last = below if shown[k] else last
    return shown
