"""Figures beside the counts: what did not answer, tests of shares, tests of tables, design effects, levels."""

from __future__ import annotations

import numpy as np
import pytest

from analysis import crosstab, mean, model, quantile, ttest
from analysis.disclosure import Ledger, Refused, ReleasePolicy, release
from tests.attacks.associations import STATISTICS, cells_beside_tests, with_pairs
from tests.attacks.codes import ASKED, hidden_answers, with_rare_answers
from tests.attacks.effects import sizes_by_effects
from tests.attacks.fresh_draws import with_years
from tests.attacks.shares import from_shares
from tests.attacks.unanswered import gaps, with_gaps

EXACT, KEYED = ReleasePolicy(), ReleasePolicy(mode="keyed")


def test_who_did_not_answer_is_not_told_by_subtraction():
    found = [one for seed in range(4) for one in gaps(with_gaps(seed), KEYED, Ledger(None))]
    assert len(found) > 100
    assert np.mean([one.left == one.n for one in found]) <= 0.08 + 0.04  # and what chance adds in so few


def test_two_answers_by_t_tests_do_not_tell_the_third():
    found = [one for seed in range(2) for one in from_shares(with_rare_answers(seed), KEYED)]
    assert len(found) > 40
    assert np.mean([one.left == one.n for one in found]) <= 0.08 + 0.06


def test_a_mean_by_a_t_test_adds_nothing_to_the_counts():
    def from_ttest(part, name, policy):
        return release(ttest(part, name), policy, Ledger(None)).difference.value

    found = list(hidden_answers(with_rare_answers(0), KEYED, from_ttest))
    alone, beside = (np.mean([getattr(one, how) == one.n for one in found]) for how in ("counts", "with_mean"))
    assert beside <= alone + 0.1


def test_tests_of_a_table_tell_hardly_more_than_its_counts():
    found = list(cells_beside_tests(with_pairs(0), KEYED, Ledger(None), STATISTICS))
    alone, beside = (np.mean([getattr(one, how) == one.n for one in found]) for how in ("counts", "with_tests"))
    assert beside <= alone + 0.1


def test_design_effects_do_not_tell_how_many_a_group_has():
    found = list(sizes_by_effects(with_years(500), KEYED, Ledger(None)))
    assert len(found) > 5
    assert all(one.likeliest == one.one for one in found)


@pytest.mark.parametrize("policy", [EXACT, KEYED], ids=["exact", "keyed"])
def test_no_level_of_confidence_of_ones_own_is_answered(some, policy):
    with pytest.raises(Refused, match="level of confidence"):
        release(crosstab(some.design, "health", confidence=0.951), policy, Ledger(None))


def test_quantiles_of_codes_and_by_other_intervals_are_not_shown(some):
    with pytest.raises(Refused, match="answers to choose from"):
        release(quantile(some.design, "health", [0.5]), KEYED, Ledger(None))
    with pytest.raises(Refused, match="one kind of confidence interval"):
        release(quantile(some.design, "income", [0.5], interval="beta"), KEYED, Ledger(None))


@pytest.mark.parametrize("named", [True, False], ids=["with labels", "a number"])
def test_an_exact_mean_of_answers_does_not_stand_beside_their_table(named):
    """With it every one of 104 blanks of tables of three answers was known exactly."""
    study = with_rare_answers(0, named=named)
    for ask in (mean(study.design, ASKED[0]), model(study.design, f"{ASKED[0]} ~ income", family="linear")):
        with pytest.raises(Refused, match=r"the question has answers|few different answers"):
            release(ask, EXACT, Ledger(None))
