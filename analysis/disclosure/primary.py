"""Primary suppression: which figures may not be shown for what they say themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from analysis.disclosure.exact.nodes import BoolArray, FloatArray, IntArray
from analysis.disclosure.policy import Limits

Flags = NDArray[np.str_]

HELD_BY_ONE: Final = 0.9


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


def primary_of_family(n: FloatArray, limits: Limits, sensitive: Sequence[BoolArray]) -> Flags:
    """Flags of a table of any number of variables, the last place along each being all who answered.

    n          counts; shares are of the rows (the first variable) within each column
    sensitive  for each variable, which of its codes say something of who has them

    Flags of shares, and "x" where nine in ten of a line have one sensitive code: who is known to be in it is known to
    have it. (ESSnet's rule for output checking.)
    """
    flags = primary(n.reshape(len(n), -1).astype(np.int64), limits).reshape(n.shape)
    for dimension, codes in enumerate(sensitive):
        whole = n.take([-1], axis=dimension)
        held = np.zeros(n.shape, dtype=bool)
        part = np.moveaxis(held, dimension, -1)
        part[..., np.append(codes, False)] = True
        held &= (n >= HELD_BY_ONE * whole) & (whole >= limits.threshold)
        flags[held & (flags == "")] = "x"
    return flags
