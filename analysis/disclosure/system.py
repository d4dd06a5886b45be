"""The sums that every reader of a table can write down: cells, totals, and what adds up to what."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

# A total is worth more than a cell: it is looked at first, and other tables show it too.
WORTH_OF_A_TOTAL = 10.0


@dataclass(frozen=True, eq=False)
class System:
    """k counts of a table, with its totals, and the L lines between them.

    n      (k,) true unweighted counts
    lines  (L, k) parts +1, their total -1: lines @ n = 0
    parts  (k, m) each count as a sum of the m innermost ones
    loss   (k,) what is lost when the count is hidden
    """

    n: FloatArray
    lines: FloatArray
    parts: FloatArray
    loss: FloatArray


def system_of(n: IntArray, *, total_row: bool, total_column: bool) -> System:
    """The system of a two-way table.

    n             (R, C) counts; the last row and column are totals where `total_row` and `total_column` say so
    total_row     False where the rows do not add up to the last one, as in a table of means
    total_column  False where there is only one column

    Weighted counts obey the same lines, so a pattern that is safe for counts is safe for them.
    """
    rows, columns = n.shape
    row_parts, row_line = _axis(rows, total_row)
    column_parts, column_line = _axis(columns, total_column)
    lines = np.vstack([_kron(row_line, np.eye(columns)), _kron(np.eye(rows), column_line)])
    worth = _kron(_worth(rows, total_row), _worth(columns, total_column))
    parts = _kron(row_parts, column_parts)
    return System(n.ravel().astype(np.float64), lines, parts, (1.0 + n.ravel()) * worth)


def _kron(one: FloatArray, other: FloatArray) -> FloatArray:
    return np.kron(one, other).astype(np.float64)


def _axis(size: int, total: bool) -> tuple[FloatArray, FloatArray]:
    """What each place is the sum of, and the line that says so (none without a total)."""
    if not total:
        return np.eye(size), np.empty((0, size))
    inner = size - 1
    return np.vstack([np.eye(inner), np.ones((1, inner))]), np.append(np.ones(inner), -1.0)[None]


def _worth(size: int, total: bool) -> FloatArray:
    worth = np.ones(size)
    worth[-1] = WORTH_OF_A_TOTAL if total else 1.0
    return worth
