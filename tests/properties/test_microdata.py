"""Laws of microdata that may leave, whatever the answers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from analysis.errors import Refused
from analysis.microdata import MicrodataPolicy, anonymise
from analysis.microdata.diversity import to_remove, undiverse
from analysis.microdata.frequencies import MISSING_RULES, against_known, frequencies
from analysis.microdata.patterns import key_codes
from analysis.microdata.pram import invariant, transition
from analysis.microdata.risk import individual_risk
from analysis.microdata.suppression import local_suppression
from survey.frame import SurveyFrame
from survey.text import plain
from survey.variables import MissingRange, ValueLabel, Variable

CODES = st.integers(5, 60).flatmap(lambda n: arrays(np.int64, (n, 3), elements=st.integers(0, 4)))
K = st.integers(2, 5)
RULES = st.sampled_from(MISSING_RULES)
KEYS = [[0, 1], [1, 2]]


@settings(max_examples=60, deadline=None)
@given(CODES, K, RULES, st.integers(0, 9))
def test_after_local_suppression_every_record_is_k_anonymous(codes, k, missing, seed):
    removed = local_suppression(codes, KEYS, k=k, cost=np.ones(3), missing=missing, seed=seed)
    shown = np.where(removed, 0, codes)
    assert all(frequencies(shown[:, own], missing=missing)[0].min() >= k for own in KEYS)
    assert not removed[codes == 0].any()


@settings(max_examples=40, deadline=None)
@given(CODES, K)
def test_under_the_strict_rule_who_knows_every_key_is_left_with_k_records(codes, k):
    true = np.where(codes == 0, 1, codes)
    shown = np.where(local_suppression(true, [[0, 1, 2]], k=k, cost=np.ones(3), seed=1), 0, true)
    assert against_known(true, shown).min() >= k


@settings(max_examples=60, deadline=None)
@given(CODES, st.integers(0, 99))
def test_removing_more_never_lowers_a_count_where_missing_keys_match_all(codes, seed):
    fewer = np.where(np.random.default_rng(seed).random(codes.shape) < 0.2, 0, codes)
    before, after = (frequencies(one, missing="matches_all")[0] for one in (codes, fewer))
    assert (after >= before).all()


@given(arrays(np.float64, st.integers(1, 8), elements=st.floats(0.01, 1)), st.floats(0.05, 1))
def test_invariant_pram_keeps_expected_frequencies(shares, stay):
    shares = shares / shares.sum()
    R = invariant(transition(len(shares), stay=stay), shares)
    assert shares @ R == pytest.approx(shares)
    assert R.sum(axis=1) == pytest.approx(1)
    assert (R >= -1e-12).all()


@given(st.integers(1, 300), st.floats(1, 1e6))
def test_the_individual_risk_lies_between_one_in_the_population_and_one_in_the_sample(f, times):
    r = individual_risk(np.array([f]), np.array([f * times]))[0]
    assert 1 / (f * times) * (1 - 1e-9) <= r <= 1 / f * (1 + 1e-9)


@settings(max_examples=60)
@given(st.integers(0, 999), st.integers(2, 4))
def test_of_the_groups_whose_answers_are_removed_at_most_one_in_l_had_to_be(seed, least):
    rng = np.random.default_rng(seed)
    group, answers = np.arange(400) % 40, rng.choice([1, 2], 400, p=[0.3, 0.7])
    bad = undiverse(group, answers, least=least, harmless=np.array([1]))
    try:
        removed = to_remove(group, bad, decoys=least - 1, seed=seed)
    except ValueError:
        return
    assert removed[bad].all()
    assert len(np.unique(group[bad])) * least <= max(len(np.unique(group[removed])), 0)


def made_up(seed: int) -> SurveyFrame:
    rng = np.random.default_rng(seed)
    n = int(rng.integers(50, 400))
    gaps = (MissingRange(-9.0, -1.0),)
    variables, columns = {}, {}
    for name, number in (("sex", 2), ("age", 4), ("place", 3), ("ever", 2)):
        values = tuple(ValueLabel(float(code), plain(f"{code}")) for code in range(number))
        variables[name] = Variable(name, plain(name), values=values, missing_ranges=gaps)
        columns[name] = np.where(rng.random(n) < 0.05, -3.0, rng.integers(0, number, n).astype(float))
    variables["number"] = Variable("number", plain("Number"), measure="scale")
    columns["number"] = np.arange(n) + 7000.0
    return SurveyFrame("made_up", pd.DataFrame(columns), variables, synthetic=True)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 99))
def test_no_old_number_and_no_old_order_is_in_the_file(number, seed):
    frame = made_up(number)
    policy = MicrodataPolicy(keys=(("sex", "age", "place"),), most_removed=1.0, expected=1.0)
    try:
        released = anonymise(frame, policy, seed=seed)
    except Refused:
        return
    after = released.frame.data
    assert "number" not in after
    assert after["record"].is_unique
    assert not np.isin(after["record"], frame.data["number"]).any()
    assert frequencies(key_codes(released.frame, policy.all_keys))[0].min() >= 5
    turned = anonymise(replace(frame, data=frame.data.iloc[::-1].reset_index(drop=True)), policy, seed=seed)
    same = (turned.frame.data["ever"].to_numpy() == after["ever"].to_numpy()).mean()
    assert same < 0.95
