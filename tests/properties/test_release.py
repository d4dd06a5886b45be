"""No release lets a hidden count be worked out from what is shown.

The attacker here shares no code with the protection: it knows every shown count exactly, every sum, the threshold,
and what a flag tells, and asks scipy's MILP for the smallest and largest value that each hidden count can take.
"""

from __future__ import annotations

from pathlib import Path
from runpy import run_path

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from analysis.disclosure import Ledger, ReleasedTable, ReleasePolicy, release

POLICY = ReleasePolicy()
crosstab_of = run_path(str(Path(__file__).parents[1] / "analysis" / "hand_made.py"))["crosstab_of"]


def random_counts(seed: int) -> np.ndarray:
    """(R, G) counts of 2 to 8 categories in 2 to 6 groups, some of them sparse."""
    random = np.random.default_rng(seed)
    rows, groups = random.integers(2, 9), random.integers(2, 7)
    shares = np.outer(random.dirichlet(np.full(rows, 0.8)), random.dirichlet(np.full(groups, 3.0)))
    shares *= random.gamma(2.0, size=shares.shape)
    return random.multinomial(random.integers(80, 3000), (shares / shares.sum()).ravel()).reshape(shares.shape)


def with_margins(counts: np.ndarray) -> np.ndarray:
    """(R + 1, G + 1): bases below, "all" to the right."""
    n = np.vstack([counts, counts.sum(axis=0)])
    return np.column_stack([n, n.sum(axis=1)])


def flags_of(released: ReleasedTable) -> np.ndarray:
    """(R + 1, G + 1) what a reader sees: "" where a figure is shown."""
    return np.array([[cell.flag for cell in row] for row in (*released.cells, released.bases)])


def sums(rows: int, columns: int) -> np.ndarray:
    """What every reader knows of a table with totals: one equation a row, one a column."""
    equations = []
    for r in range(rows):
        line = np.zeros((rows, columns))
        line[r, :-1], line[r, -1] = 1, -1
        equations.append(line.ravel())
    for c in range(columns):
        line = np.zeros((rows, columns))
        line[:-1, c], line[-1, c] = 1, -1
        equations.append(line.ravel())
    return np.array(equations)


class Attacker:
    """Knows the shown counts, and of a hidden one what its flag says."""

    def __init__(self, n: np.ndarray, flags: np.ndarray, threshold: int) -> None:
        low, high = n.astype(float).ravel(), n.astype(float).ravel()
        flag = flags.ravel()
        low[flag != ""], high[flag != ""] = 0, np.inf
        high[flag == "c"] = threshold - 1
        low[flag == "x"] = threshold
        small_base = np.zeros(n.shape, dtype=bool)
        small_base[-1] = flags[-1] == "b"
        high[small_base.ravel()] = threshold - 1
        self.bounds = Bounds(low, high)
        self.equations = LinearConstraint(sums(*n.shape), 0, 0)
        self.hidden = np.flatnonzero(flag != "")

    def interval(self, count: int) -> tuple[float, float]:
        """Smallest and largest value of one count."""
        aim = np.zeros(len(self.bounds.lb))
        aim[count] = 1
        ends = []
        for sign in (1, -1):
            found = milp(sign * aim, constraints=self.equations, bounds=self.bounds)
            ends.append(sign * found.fun if found.status == 0 else -sign * np.inf)
        return ends[0], ends[1]


def line_remainders(n: np.ndarray, flags: np.ndarray) -> list[int]:
    """Of each line whose total is shown: the people in its hidden parts, by subtraction."""
    found = []
    for counts, marks in [*zip(n, flags, strict=True), *zip(n.T, flags.T, strict=True)]:
        hidden = marks[:-1] != ""
        if marks[-1] == "" and hidden.any():
            found.append(int(counts[-1] - counts[:-1][~hidden].sum()))
    return found


def recovered(n: np.ndarray, flags: np.ndarray, threshold: int) -> int:
    """How many hidden counts the attacker knows exactly."""
    attacker = Attacker(n, flags, threshold)
    return sum(low == high for low, high in map(attacker.interval, attacker.hidden))


@pytest.mark.parametrize("start", range(0, 200, 20))
def test_no_hidden_count_of_a_random_table_can_be_worked_out(crosstab_of, start):
    for seed in range(start, start + 20):
        counts, level = random_counts(seed), seed % 4
        limits = POLICY.at(level)
        n = with_margins(counts)
        flags = flags_of(release(crosstab_of(counts, level=level), POLICY, Ledger(None)))
        # A group that nobody is in has a base of 0 that everybody sees.
        n, flags = n[:, n[-1] > 0], flags[:, n[-1] > 0]
        attacker = Attacker(n, flags, limits.threshold)
        for count in attacker.hidden:
            low, high = attacker.interval(count)
            assert low <= n.ravel()[count] <= high, seed
            assert high - low >= limits.width, (seed, n, flags)
        assert all(left >= limits.threshold for left in line_remainders(n, flags)), seed


def test_the_same_attacker_opens_tables_whose_small_cells_are_only_blanked():
    opened, blank, known = 0, 0, 0
    for seed in range(40):
        n = with_margins(random_counts(seed))
        flags = np.where(n < 10, "c", "")
        found = recovered(n, flags, 10)
        opened, blank, known = opened + (found > 0), blank + (flags != "").sum(), known + found
    assert opened > 25
    assert known > blank / 5
