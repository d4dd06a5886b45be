from __future__ import annotations

import numpy as np

from analysis.disclosure.audit import interval, narrow, room
from analysis.disclosure.system import system_of

# Two hidden cells in each of two rows and columns: they can move against each other.
N = np.array([[3, 47, 90, 140], [40, 60, 80, 180], [43, 107, 170, 320]])
FLAGS = np.array([["c", "x", "", ""], ["x", "x", "", ""], ["", "", "", ""]])


def test_a_cell_in_a_square_has_room():
    system = system_of(N, total_row=True, total_column=True)
    flags = FLAGS.ravel()
    free = room(system, flags, threshold=10, width=5)
    assert narrow(system, flags != "", free, 5).tolist() == []


def test_a_lone_hidden_cell_is_known():
    system = system_of(N, total_row=True, total_column=True)
    flags = np.where(FLAGS == "c", "c", "").ravel()
    free = room(system, flags, threshold=10, width=5)
    assert narrow(system, flags != "", free, 5).tolist() == [0]


def test_flags_limit_the_room():
    system = system_of(np.array([[3], [12], [200], [215]]), total_row=True, total_column=False)
    flags = np.array(["c", "x", "", ""])
    free = room(system, flags, threshold=10, width=5)
    assert free.down[:2].tolist() == [-3, -2]
    assert free.up[:2].tolist() == [5, 5]
    lines = system.lines[:, :2]
    assert interval(lines, type(free)(free.down[:2], free.up[:2]), 0) == 5.0


def test_zeros_have_no_room_downwards():
    """Two zeros that sum to zero are known: nobody can be moved between them."""
    n = np.array([[0], [0], [300], [300]])
    system = system_of(n, total_row=True, total_column=False)
    flags = np.array(["c", "c", "", ""])
    assert narrow(system, flags != "", room(system, flags, threshold=10, width=5), 5).tolist() == [0, 1]
