"""Secondary suppression of one table: of shares, of bases, and of means."""

from __future__ import annotations

import numpy as np

from analysis.disclosure.nodes import BoolArray, IntArray, table_nodes
from analysis.disclosure.policy import Limits
from analysis.disclosure.primary import Flags
from analysis.disclosure.protect import CannotProtect, protect


def suppress(n: IntArray, flags: Flags, limits: Limits, *, groups: bool, fixed: BoolArray) -> Flags:
    """All flags of a table of shares: `flags` and "x" wherever more must be hidden.

    n       (R + 1, C) counts, the last row bases, the last column "all" where there are `groups`
    fixed   (R + 1, C) True where readers know the figure already, so that hiding it protects nothing
    Raises CannotProtect.
    """
    nodes = table_nodes(n, threshold=limits.threshold, totals=(True, groups), shares=groups)
    known = fixed & (flags == "")
    return protect(nodes, flags.ravel(), known=known.ravel()).reshape(n.shape)


def suppress_bases(n: IntArray, flags: Flags, limits: Limits, *, fixed: BoolArray) -> Flags:
    """The same for one line of counts, the last of them the total."""
    nodes = table_nodes(n, threshold=limits.threshold, totals=(True,))
    return protect(nodes, flags, known=fixed & (flags == ""))


def suppress_line(n: IntArray, hidden: BoolArray, known: BoolArray, minimum: int) -> BoolArray:
    """Which means of groups to hide, the last being that of all: the hidden ones together have `minimum` cases.

    From the mean of all and those of the other groups follows the mean of the hidden ones together.
    known  means that were shown before, so that hiding them protects nothing. Raises CannotProtect.
    """
    hidden = hidden.copy()
    for group in np.argsort(n[:-1], kind="stable"):
        if hidden[-1] or _enough(n, hidden, minimum):
            break
        hidden[group] |= not known[group]
    if not hidden[-1] and not _enough(n, hidden, minimum):
        if known[-1]:
            raise CannotProtect
        hidden[-1] = True
    return np.ones_like(hidden) if hidden[-1] else hidden


def _enough(n: IntArray, hidden: BoolArray, minimum: int) -> bool:
    groups = n[:-1][hidden[:-1]]
    return len(groups) == 0 or (len(groups) > 1 and int(groups.sum()) >= minimum)
