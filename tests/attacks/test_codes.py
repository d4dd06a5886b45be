"""A mean of few answers tells no more of how many gave each than the counts with noise do."""

from __future__ import annotations

import numpy as np

from analysis.disclosure import ReleasePolicy
from tests.attacks.codes import from_mean, from_model, hidden_answers, with_rare_answers

KEYED = ReleasePolicy(mode="keyed")


def rates(*, named: bool, average_of=from_mean) -> tuple[int, float, float]:
    """Groups, and the shares of them that are exact without the mean and with it."""
    found = [
        one for seed in range(3) for one in hidden_answers(with_rare_answers(seed, named=named), KEYED, average_of)
    ]
    alone, beside = (np.mean([getattr(one, how) == one.n for one in found]) for how in ("counts", "with_mean"))
    return len(found), float(alone), float(beside)


def test_the_mean_of_named_answers_adds_nothing_to_their_counts():
    groups, alone, beside = rates(named=True)
    assert groups > 60
    assert beside <= alone + 0.08


def test_the_mean_of_a_number_with_few_values_adds_nothing_to_their_counts():
    groups, alone, beside = rates(named=False)
    assert groups > 60
    assert beside <= alone + 0.08


def test_a_linear_model_of_named_answers_is_not_shown():
    """It has their mean in it, and would be another draw of their counts."""
    assert list(hidden_answers(with_rare_answers(0, named=True), KEYED, from_model)) == []
