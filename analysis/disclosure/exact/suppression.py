"""Secondary suppression of the means of groups, which follow from that of all."""

from __future__ import annotations

import numpy as np

from analysis.disclosure.exact.nodes import BoolArray, IntArray
from analysis.disclosure.exact.protect import CannotProtect


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
