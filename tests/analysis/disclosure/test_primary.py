from __future__ import annotations

import numpy as np

from analysis.disclosure import ReleasePolicy
from analysis.disclosure.primary import primary

LEVEL_1, LEVEL_3 = ReleasePolicy().at(1), ReleasePolicy().at(3)


def test_cells_below_the_threshold_are_hidden_and_zeros_too():
    flags = primary(np.array([[9, 100], [0, 10], [60, 50], [69, 160]]), LEVEL_3)
    assert flags.tolist() == [["c", ""], ["c", ""], ["", ""], ["", ""]]


def test_a_threshold_holds_for_its_level():
    assert primary(np.array([[9], [60], [69]]), LEVEL_1).ravel().tolist() == ["", "", ""]


def test_a_small_base_hides_its_column_but_is_shown_from_the_threshold_on():
    flags = primary(np.array([[20, 5], [20, 2], [40, 7]]), LEVEL_3)
    assert flags.tolist() == [["b", "b"], ["b", "b"], ["", "b"]]


def test_a_column_held_by_one_category_is_hidden_with_its_zeros():
    assert primary(np.array([[0], [80], [80]]), LEVEL_3).ravel().tolist() == ["c", "x", ""]


def test_at_level_1_a_unanimous_group_may_be_shown():
    assert primary(np.array([[0], [80], [80]]), LEVEL_1).ravel().tolist() == ["c", "", ""]
