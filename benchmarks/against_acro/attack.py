"""An attacker with a linear program: what follows of each count that was left blank, from all that was shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

THRESHOLD, WIDTH = 10, 5
_SMALL = 1e-6


@dataclass(frozen=True)
class Recovered:
    """What an attacker knows of one table.

    small       counts below the threshold, zeros too
    blank       counts that are not shown, or that are not even rounded
    exact       small counts that are known, because they are shown or can be worked out
    narrow      small counts that are known to less than `WIDTH`
    remainders  lines whose hidden counts are known to be 1 to 9 together
    wrong       true counts outside their interval: then the attack would be wrong
    """

    small: int
    blank: int
    exact: int
    narrow: int
    remainders: int
    wrong: int


def attack(output: Mapping[str, object], truth: NDArray[np.int64], *, alone: bool) -> Recovered:
    """What can be worked out of one table; `alone` without its two one-way tables."""
    shown, true = np.array(output["cells"], dtype=float).reshape(-1, 2), truth.ravel()
    totals = np.array([*output["rows"], *output["columns"]], dtype=float)
    unknown = np.vstack([shown, np.tile([0.0, np.inf], (len(totals), 1)) if alone else totals])
    lines = _lines(*truth.shape)
    known = np.array([_interval(lines, unknown, count) for count in range(len(true))])
    width, small = known[:, 1] - known[:, 0], true < THRESHOLD
    return Recovered(
        small=int(small.sum()),
        blank=int((shown[:, 1] - shown[:, 0] >= WIDTH).sum()),
        exact=int((small & (width < 0.5)).sum()),
        narrow=int((small & (width >= 0.5) & (width < WIDTH)).sum()),
        remainders=_remainders(lines, unknown),
        wrong=int(((true < known[:, 0] - _SMALL) | (true > known[:, 1] + _SMALL)).sum()),
    )


def together(found: Sequence[Recovered]) -> dict[str, int]:
    """Sums over all tables, and in how many something was known exactly."""
    sums = {name: sum(getattr(one, name) for one in found) for name in Recovered.__annotations__}
    return {**sums, "tables": sum(one.exact > 0 for one in found)}


def _lines(rows: int, columns: int) -> NDArray[np.float64]:
    """Cells add up to the one-way table of the rows, and of the columns."""
    cells = np.vstack([np.kron(np.eye(rows), np.ones(columns)), np.kron(np.ones(rows), np.eye(columns))])
    return np.hstack([cells, -np.eye(rows + columns)])


def _interval(lines: NDArray[np.float64], bounds: NDArray[np.float64], count: int) -> tuple[float, float]:
    if bounds[count, 0] == bounds[count, 1]:
        return float(bounds[count, 0]), float(bounds[count, 1])
    cost = (np.arange(len(bounds)) == count).astype(float)
    ends = [linprog(sign * cost, A_eq=lines, b_eq=np.zeros(len(lines)), bounds=bounds) for sign in (1, -1)]
    if any(end.status == 2 for end in ends):
        raise SystemExit("An output contradicts itself: no table has these counts.")
    low, high = (end.fun if end.status == 0 else -np.inf for end in ends)
    return low, -high


def _remainders(lines: NDArray[np.float64], bounds: NDArray[np.float64]) -> int:
    """Lines whose total is shown and whose hidden parts together are 1 to 9 people."""
    exact = bounds[:, 0] == bounds[:, 1]
    few = 0
    for line in lines:
        parts, total = line > 0, np.flatnonzero(line < 0)[0]
        if exact[total] and not exact[parts].all():
            few += 0 < bounds[total, 0] - bounds[parts & exact, 0].sum() < THRESHOLD
    return int(few)
