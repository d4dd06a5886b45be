from __future__ import annotations

import numpy as np
import pytest

from analysis.microdata.diversity import diversity, diversity_of, to_remove, undiverse

NONE = np.array([], dtype=np.int64)


def test_distinct_and_entropy_by_hand():
    group, answers = np.array([0, 0, 0, 0, 1, 1, 2, 2]), np.array([1, 1, 2, 0, 3, 3, 0, 0])
    distinct, entropy = diversity(group, answers)
    assert distinct.tolist() == [3, 3, 3, 3, 1, 1, 0, 0]
    p = np.array([0.5, 0.25, 0.25])
    assert entropy[0] == pytest.approx(np.exp(-(p * np.log(p)).sum()))
    assert entropy[4] == 1


def test_a_group_with_too_few_different_answers_is_undiverse():
    group, answers = np.array([0, 0, 0, 1, 1, 1]), np.array([1, 2, 3, 1, 2, 2])
    assert undiverse(group, answers, least=3, harmless=NONE).tolist() == [False] * 3 + [True] * 3


def test_a_question_with_two_answers_needs_two():
    group, answers = np.array([0, 0, 1, 1]), np.array([1, 2, 2, 2])
    assert undiverse(group, answers, least=3, harmless=NONE).tolist() == [False, False, True, True]


def test_where_no_is_harmless_a_group_of_no_is_and_one_of_yes_is_not():
    group, answers = np.repeat([0, 1, 2], 6), np.array([1] * 6 + [2] * 6 + [1, 1, 2, 2, 2, 2])
    found = undiverse(group, answers, least=3, harmless=np.array([1]))
    assert found.tolist() == [False] * 6 + [True] * 6 + [False] * 6


def test_a_removed_answer_is_hidden_among_groups_that_were_drawn():
    group = np.repeat(np.arange(10), 5)
    bad = group == 4
    removed = to_remove(group, bad, decoys=2, seed=1)
    assert removed[bad].all()
    assert len(np.unique(group[removed])) == 3
    assert (np.bincount(group, removed)[np.unique(group[removed])] == 5).all()


def test_nothing_is_removed_where_too_few_groups_could_hide_it():
    group = np.repeat([0, 1], 5)
    with pytest.raises(ValueError, match="too few groups"):
        to_remove(group, group == 0, decoys=2, seed=1)


def test_the_report_counts_the_records_that_give_an_answer_away():
    found = diversity_of("q", np.array([0, 0, 1, 1]), np.array([1, 2, 2, 2]), least=3, harmless=NONE)
    assert (found.limit, found.distinct, found.below) == (2, 1, 2)
