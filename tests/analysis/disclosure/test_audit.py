from __future__ import annotations

import numpy as np

from analysis.disclosure.audit import doubtful, is_narrow, room, settled
from analysis.disclosure.system import System, system_of

# Two hidden cells in each of two rows and columns: they can move against each other.
N = np.array([[3, 47, 90, 140], [40, 60, 80, 180], [43, 107, 170, 320]])
FLAGS = np.array([["c", "x", "", ""], ["x", "x", "", ""], ["", "", "", ""]])


def narrow(system: System, flags: np.ndarray, threshold: int = 10, width: float = 5) -> list[int]:
    hidden, free = flags != "", room(system, flags, threshold=threshold, width=width)
    return [c for c in doubtful(system, hidden, free, width) if is_narrow(system, hidden, free, width, c)]


def test_a_cell_in_a_square_has_room():
    assert narrow(system_of(N, total_row=True, total_column=True), FLAGS.ravel()) == []


def test_a_lone_hidden_cell_is_known():
    system = system_of(N, total_row=True, total_column=True)
    flags = np.where(FLAGS == "c", "c", "").ravel()
    assert narrow(system, flags) == [0]
    assert settled(system, flags != "").tolist() == [True]


def test_a_square_is_not_settled_by_its_lines():
    system = system_of(N, total_row=True, total_column=True)
    assert settled(system, FLAGS.ravel() != "").tolist() == [False] * 4


def test_flags_limit_the_room():
    system = system_of(np.array([[3], [12], [200], [215]]), total_row=True, total_column=False)
    flags = np.array(["c", "x", "", ""])
    free = room(system, flags, threshold=10, width=5)
    assert free.down[:2].tolist() == [-3, -2]
    assert free.up[:2].tolist() == [5, 5]
    # The 12 is known to be at least 10, so the 3 lies between 0 and 5.
    assert narrow(system, flags, width=5) == []
    assert narrow(system, flags, width=5.5) == [0, 1]


def test_zeros_have_no_room_downwards():
    """Two zeros that sum to zero are known: nobody can be moved between them."""
    system = system_of(np.array([[0], [0], [300], [300]]), total_row=True, total_column=False)
    assert narrow(system, np.array(["c", "c", "", ""])) == [0, 1]
