from __future__ import annotations

from dataclasses import replace

import numpy as np

from analysis.disclosure.exact.audit import Audit, room
from analysis.disclosure.exact.nodes import Nodes, table_nodes

# Two hidden cells in each of two rows and columns: they can move against each other.
N = np.array([[3, 47, 90, 140], [40, 60, 80, 180], [43, 107, 170, 320]])
FLAGS = np.array([["c", "x", "", ""], ["x", "x", "", ""], ["", "", "", ""]])


def narrow(nodes: Nodes, flags: np.ndarray) -> list[int]:
    return Audit(nodes, flags.ravel()).certify().tolist()


def column(counts: list[int], threshold: int = 10) -> Nodes:
    return table_nodes(np.array(counts), threshold=threshold, totals=[True])


def test_a_cell_in_a_square_has_room():
    assert narrow(table_nodes(N, threshold=10, totals=[True, True]), FLAGS) == []


def test_a_lone_hidden_cell_is_known():
    nodes = table_nodes(N, threshold=10, totals=[True, True])
    assert narrow(nodes, np.where(FLAGS == "c", "c", "")) == [0]


def test_flags_limit_the_room():
    flags = np.array(["c", "x", "", ""])
    free = room(column([3, 12, 200, 215]), flags)
    assert free.down[:2].tolist() == [-3, -2]
    assert free.up[:2].tolist() == [5, 5]
    # The 12 is known to be at least 10, so the 3 lies between 0 and 5: wide enough at 10, not at 11.
    assert narrow(column([3, 12, 200, 215]), flags) == []
    assert narrow(column([3, 12, 200, 215], threshold=11), flags) == [0, 1]


def test_zeros_have_no_room_downwards():
    """Two zeros that sum to zero are known: nobody can be moved between them."""
    assert narrow(column([0, 0, 300, 300]), np.array(["c", "c", "", ""])) == [0, 1]


def test_a_small_count_must_seem_to_be_able_to_be_two_fewer():
    """The 9 is known to be at most 9, so the 4 cannot be fewer: between 4 and 9 is wide, but the truth is its end."""
    flags = np.array(["c", "c", "", ""])
    assert narrow(column([4, 9, 200, 213]), flags) == [0]
    assert narrow(column([6, 7, 200, 213]), flags) == []


def test_what_is_not_told_about_is_protected_where_it_is_small():
    small, large = np.array([".", "", ""]), np.array(["", ".", ""])
    assert narrow(column([4, 100, 104]), small) == [0]
    assert narrow(column([4, 100, 104]), large) == []


def test_people_without_an_answer_are_no_secret():
    nodes = column([4, 100, 104])
    slack = np.array([True, False, False])
    assert narrow(replace(nodes, slack=slack), np.array([".", "", ""])) == []
