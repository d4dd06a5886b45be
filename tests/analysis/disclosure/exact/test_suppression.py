from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from analysis.disclosure import ReleasePolicy
from analysis.disclosure.exact.nodes import Nodes, table_nodes
from analysis.disclosure.exact.protect import CannotProtect, protect
from analysis.disclosure.exact.remainders import Remainders
from analysis.disclosure.exact.suppression import suppress_line
from analysis.disclosure.primary import primary

LIMITS = ReleasePolicy().at(3)


def table(counts: list[list[int]]) -> np.ndarray:
    n = np.array(counts)
    n = np.vstack([n, n.sum(axis=0)])
    return np.column_stack([n, n.sum(axis=1)])


def protected(n: np.ndarray, groups: bool = True, fixed: np.ndarray | None = None) -> np.ndarray:
    known = np.zeros(n.shape, dtype=bool) if fixed is None else fixed
    flags = primary(n, LIMITS)
    nodes = table_nodes(n, threshold=LIMITS.threshold, totals=(True, groups), shares=groups)
    return protect(nodes, flags.ravel(), known=(known & (flags == "")).ravel()).reshape(n.shape)


def test_the_lines_of_a_table_add_up():
    n = table([[1, 2, 3], [4, 5, 6]])
    nodes = table_nodes(n, threshold=10, totals=[True, True])
    assert np.all(nodes.lines @ nodes.n == 0)
    assert nodes.lines.shape == (3 + 4, 12)
    assert [nodes.n[whole] for whole in nodes.wholes[:4]] == [5, 7, 9, 21]


def test_a_table_without_small_cells_stays_whole():
    assert (protected(table([[50, 60], [70, 80]])) == "").all()


def test_one_small_cell_takes_three_others_with_it():
    flags = protected(table([[50, 60, 90], [4, 40, 70], [90, 80, 60]]))
    assert flags[:2, :2].tolist() == [["x", "x"], ["c", "x"]]
    assert (flags == "x").sum() == 3
    assert (flags[-1] == "").all()
    assert (flags[:, -1] == "").all()


def test_a_small_cell_of_a_single_column_takes_one_more():
    n = np.array([[300], [60], [4], [364]])
    assert protected(n, groups=False).ravel().tolist() == ["", "x", "c", ""]


def test_no_hidden_count_is_a_sum_of_shown_ones():
    n = table([[50, 60, 90], [4, 80, 70]])
    nodes = table_nodes(n, threshold=10, totals=[True, True])
    lines = nodes.lines.toarray()[:, protected(n).ravel() != ""]
    for unit in np.eye(lines.shape[1]):
        assert np.linalg.matrix_rank(np.vstack([lines, unit])) > np.linalg.matrix_rank(lines)


def test_blanks_of_a_line_are_nobody_or_enough_people():
    nodes = table_nodes(np.array([100, 4, 3, 0, 107]), threshold=10, totals=[True])
    (left,) = Remainders(nodes).small(np.array(["", "c", "c", "c", ""]))
    assert left.shown.tolist() == [0, 4]
    assert Remainders(nodes).small(np.array(["x", "c", "c", "c", ""])) == []


def test_a_hidden_part_stands_for_what_is_left_of_it():
    """A region of 60 is hidden; of its parts all but one of 6 are shown, so 6 are left of it."""
    n = np.array([60, 40, 100, 54, 6])
    lines = sparse.csr_array(np.array([[1.0, 1, -1, 0, 0], [-1, 0, 0, 1, 1]]))
    some = np.zeros(5, dtype=bool)
    nodes = Nodes(n * 1.0, lines, n * 1.0, np.full(5, 10), np.empty((0, 2), dtype=int), some, some, some)
    (left,) = Remainders(nodes).small(np.array(["x", "", "", "", "c"]))
    assert left.shown.tolist() == [1, 2, 3]


def test_a_hidden_base_takes_another_base_and_both_columns():
    flags = protected(table([[100, 80, 3], [90, 70, 4]]))
    assert (flags[:, 2] == "b").all()
    assert (flags[:, 1] == "x").all()
    assert (flags[:, 0] == "").all()


def test_a_secondary_cell_at_the_threshold_is_no_protection():
    """A flag tells that 10 is at least 10, so a hidden 3 beside it could be at most 3: wider room is needed."""
    flags = protected(np.array([[200], [50], [10], [3], [263]]), groups=False).ravel()
    assert flags[3] == "c"
    assert flags[1] == "x"


def test_what_readers_know_already_protects_nothing():
    n = np.array([[300], [60], [4], [364]])
    known = np.array([[False], [True], [False], [False]])
    assert protected(n, groups=False, fixed=known).ravel().tolist() == ["x", "", "c", ""]


def test_where_everything_else_is_known_the_table_cannot_be_protected():
    known = np.array([[True], [True], [False], [True]])
    with pytest.raises(CannotProtect):
        protected(np.array([[300], [60], [4], [364]]), groups=False, fixed=known)


@pytest.mark.parametrize(
    ("n", "hidden", "expected"),
    [
        ([100, 90, 30, 220], [0, 0, 1, 0], [0, 1, 1, 0]),
        ([100, 90, 30, 35, 255], [0, 0, 1, 1, 0], [0, 0, 1, 1, 0]),
        ([100, 90, 10, 12, 212], [0, 0, 1, 1, 0], [0, 1, 1, 1, 0]),
        ([100, 90, 190], [0, 0, 0], [0, 0, 0]),
        ([30, 30], [1, 1], [1, 1]),
    ],
)
def test_hidden_means_have_company(n, hidden, expected):
    known = np.zeros(len(n), dtype=bool)
    found = suppress_line(np.array(n), np.array(hidden, dtype=bool), known, 41)
    assert found.astype(int).tolist() == expected


def test_a_mean_that_was_shown_before_is_no_company():
    known = np.array([False, True, False, False])
    found = suppress_line(np.array([100, 90, 30, 220]), np.array([False, False, True, False]), known, 41)
    assert found.tolist() == [True, False, True, False]
