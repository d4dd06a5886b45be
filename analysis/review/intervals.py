"""What a reader of a table can work out of its hidden counts: an audit of its own, apart from the one that released it.

The unknowns are all counts of the table with their totals; what is shown is known, exactly where the ledger is at hand,
else as closely as it was rounded. A linear program gives the least and the greatest value of each hidden count.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from analysis.disclosure.ledger import Column, Entry
from analysis.review.exported import Exported, Record
from analysis.review.logged import code_of, group_of

FloatArray = NDArray[np.float64]
_SMALL = 1e-6


@dataclass(frozen=True)
class Known:
    """What a reader knows of a hidden figure: nothing but its two bounds; they are never shown."""

    record: Record
    low: float
    high: float


@dataclass(frozen=True, eq=False)
class Grid:
    """A table of shares with its totals: (R + 1, C) least and greatest values, and the lines between them.

    records  (R, C); the last row of the arrays holds the bases
    """

    records: tuple[tuple[Record, ...], ...]
    low: FloatArray
    high: FloatArray
    lines: FloatArray

    @property
    def hidden(self) -> NDArray[np.bool_]:
        """(R + 1, C) True where a figure or a base is hidden; what nobody said is known to be 0."""
        cells = [[record.blank and not _of_nobody(record, row) for record in row] for row in self.records]
        return np.array([*cells, [record.figures.get("base_n") is None for record in self.records[0]]])

    def record(self, at: int) -> Record:
        """The cell at a place of the flattened arrays; of a base the first of its column."""
        row, column = divmod(at, self.low.shape[1])
        cell: Record = self.records[row % len(self.records)][column]
        return cell


def grid_of(exported: Exported, entry: Entry | None = None, *, trusting: bool = True) -> Grid:
    """The table of a file; its entry in the ledger has the shown counts exactly.

    trusting  False where the reader does not take it that a secondary cell reaches the threshold: what was hidden in
              an earlier table stays hidden, whatever it is
    """
    records = _rows(exported)
    exact = {group_of(column, entry.by): column for column in entry.columns} if entry else {}
    bounds = [[_bounds(record, row, exported, exact, trusting=trusting) for record in row] for row in records]
    bounds.append([_base_bounds(record, exported, exact) for record in records[0]])
    low, high = np.moveaxis(np.array(bounds, dtype=float), 2, 0)
    return Grid(records, low, high, _lines(len(records), len(records[0]), summed=not exported.left_out))


def known(grid: Grid) -> tuple[Known, ...]:
    """The interval of each hidden figure. Raises ValueError where no table has these counts."""
    bounds = np.stack([grid.low.ravel(), grid.high.ravel()], axis=1)
    cells = np.flatnonzero(grid.hidden[:-1])
    return tuple(Known(grid.record(int(at)), *_interval(grid.lines, bounds, int(at))) for at in cells)


def follows(grid: Grid) -> tuple[Record, ...]:
    """Hidden figures that follow from the lines alone, whatever the counts are, such as a single blank in its row."""
    hidden = np.flatnonzero(grid.hidden)
    _, size, directions = np.linalg.svd(grid.lines[:, hidden], full_matrices=True)
    free = directions[int((size > _SMALL).sum()) :]
    return tuple(grid.record(int(at)) for at in hidden[(np.abs(free) < _SMALL).all(axis=0)])


def remainders(grid: Grid, threshold: int) -> tuple[Record, ...]:
    """The first hidden figure of each line whose hidden ones together are known to be 1 to `threshold` - 1 people."""
    found: dict[int, Record] = {}
    low, high, hidden = grid.low.ravel(), grid.high.ravel(), grid.hidden.ravel()
    for line in grid.lines:
        blanks, total = (line > 0) & hidden, line < 0
        if hidden[total].any() or not blanks.any():
            continue
        shown = (line > 0) & ~hidden
        if low[total].sum() > high[shown].sum() and high[total].sum() - low[shown].sum() < threshold:
            at = int(np.flatnonzero(blanks)[0])
            found[at] = grid.record(at)
    return tuple(found.values())


def _rows(exported: Exported) -> tuple[tuple[Record, ...], ...]:
    rows: dict[str, list[Record]] = {}
    for record in exported.records:
        rows.setdefault(record.row, []).append(record)
    if len({len(row) for row in rows.values()}) != 1:
        raise ValueError("rows of different length")
    return tuple(tuple(row) for row in rows.values())


def _bounds(
    record: Record, row: Sequence[Record], exported: Exported, exact: Mapping[str, Column], *, trusting: bool
) -> tuple[float, float]:
    if record.blank:
        flag = record.flag if trusting or record.flag == "c" else ""
        return (0.0, 0.0) if _of_nobody(record, row) else _of_flag(flag, exported.threshold)
    column = exact.get(code_of(record.column))
    count = column.cells.get(code_of(record.row)) if column else None
    if count is not None:
        return float(count), float(count)
    return _rounded(record.figures.get("n"), exported.rounding)


def _base_bounds(record: Record, exported: Exported, exact: Mapping[str, Column]) -> tuple[float, float]:
    column = exact.get(code_of(record.column))
    if column and column.base is not None:
        return float(column.base), float(column.base)
    return _rounded(record.figures.get("base_n"), exported.rounding)


def _of_flag(flag: str, threshold: int) -> tuple[float, float]:
    """What the flag tells: a primary cell lies below the threshold, a secondary one does not."""
    return {"c": (0.0, threshold - 1.0), "x": (float(threshold), np.inf)}.get(flag, (0.0, np.inf))


def _rounded(n: object, step: int) -> tuple[float, float]:
    """Whole numbers that are rounded to n; halves go upwards. What is not shown can be anything."""
    if not isinstance(n, int | float):
        return 0.0, np.inf
    if step < 2 or n == 0:
        return float(n), float(n)
    return max(0.0, n - step // 2), n + (step - 1) // 2


def _of_nobody(record: Record, row: Sequence[Record]) -> bool:
    """True in a group of nobody, and for an answer that nobody at all gave."""
    return record.figures.get("base_n") == 0 or row[-1].figures.get("n") == 0


def _lines(rows: int, columns: int, *, summed: bool) -> FloatArray:
    """Rows add up to the base, groups to the last column; without left-out rows or columns only."""
    if not summed:
        return np.zeros((0, (rows + 1) * columns))
    down = np.append(np.ones(rows), -1.0)[None]
    lines = [np.kron(down, np.eye(columns))]
    if columns > 1:
        lines.append(np.kron(np.eye(rows + 1), np.append(np.ones(columns - 1), -1.0)[None]))
    return np.vstack(lines)


def _interval(lines: FloatArray, bounds: FloatArray, count: int) -> tuple[float, float]:
    cost = (np.arange(len(bounds)) == count).astype(float)
    ends = []
    for sign in (1.0, -1.0):
        pairs = [(float(low), float(high)) for low, high in bounds]
        found = linprog(sign * cost, A_eq=lines, b_eq=np.zeros(len(lines)), bounds=pairs, method="highs")
        if found.status == 2:
            raise ValueError("no such table")
        ends.append(float(cost @ found.x) if found.status == 0 else sign * -np.inf)
    return ends[0], ends[1]
