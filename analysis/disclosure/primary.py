"""Primary suppression: which figures may not be shown for what they say themselves."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis.disclosure.policy import Limits
from analysis.disclosure.system import IntArray

Flags = NDArray[np.str_]


def primary(n: IntArray, limits: Limits) -> Flags:
    """Flags of a table of shares: "c" too few in the cell, "b" too few in the column, "x" all in one category.

    n  (R + 1, C) unweighted counts; the last row holds the columns' bases

    Zeros are too few: "nobody said so" is an answer of everybody in the group. From level 2 a category that holds a
    whole column is hidden like its zeros; its flag is that of secondary suppression, for one that told would tell
    the answers. The base of a small column is shown as long as it reaches the threshold.
    """
    cells, base = n[:-1], n[-1]
    flags = np.full(n.shape, "", dtype="<U1")
    flags[:-1][cells < limits.threshold] = "c"
    if limits.group_disclosure:
        flags[:-1][(cells == base) & (base >= limits.threshold)] = "x"
    flags[:-1, base < limits.base] = "b"
    flags[-1, base < limits.threshold] = "b"
    return flags
