"""Recoding, ends of numbers, post-randomisation, noise, removal, order and design columns, one by one."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.errors import BadPolicy
from analysis.microdata.design_columns import joined_small_units, renumbered, rounded_weights, two_classes
from analysis.microdata.noise import noisy
from analysis.microdata.order import shuffled
from analysis.microdata.pram import invariant, randomised, transition
from analysis.microdata.recoding import ends, merged, top_and_bottom_coded
from analysis.microdata.removal import removed
from analysis.microdata.telling import routed_by, told
from survey.frame import SurveyFrame
from survey.text import plain
from survey.variables import MissingRange, ValueLabel, Variable


def frame_of(answers: list[float], **meaning) -> SurveyFrame:
    data = pd.DataFrame({"q": np.array(answers, dtype=float)})
    return SurveyFrame("small", data, {"q": Variable("q", plain("Q"), **meaning)})


def labels(*codes: float) -> tuple[ValueLabel, ...]:
    return tuple(ValueLabel(code, plain(f"answer {code:g}")) for code in codes)


def test_merged_codes_share_a_label():
    frame = merged(frame_of([1, 2, 3, -3], values=labels(1, 2, 3)), "q", [[2, 3]])
    assert frame.data["q"].tolist() == [1, 2, 2, -3]
    assert [label.label["en"] for label in frame.variables["q"].values] == ["answer 1", "answer 2 / answer 3"]


@pytest.mark.parametrize("groups", [[[1, 2], [2, 3]], [[1, 7]]])
def test_a_code_in_two_groups_or_without_label_is_refused(groups):
    with pytest.raises(BadPolicy, match="recode"):
        merged(frame_of([1, 2, 3], values=labels(1, 2, 3)), "q", groups)


def test_numbers_end_where_enough_answers_lie():
    frame = frame_of([*range(1, 101), np.nan])
    assert ends(frame, "q", 10) == (10, 91)
    coded, cells = top_and_bottom_coded(frame, "q", 10, 91)
    assert cells == 18
    assert (coded.data["q"].value_counts()[[10.0, 91.0]] == 10).all()
    assert coded.variables["q"].label["en"] == "Q (10 = 10 or less, 91 = 91 or more)"
    assert np.isnan(coded.data["q"].iloc[-1])


def test_a_number_that_few_gave_becomes_one_value():
    assert ends(frame_of([3, 5, 9]), "q", 10) == (5, 5)


def test_invariant_pram_keeps_the_expected_shares():
    shares = np.array([0.7, 0.2, 0.08, 0.02])
    R = invariant(transition(4, stay=0.8), shares)
    assert R.sum(axis=1) == pytest.approx(np.ones(4))
    assert shares @ R == pytest.approx(shares)
    assert (R > 0).all()


def test_pram_draws_with_the_probabilities_of_its_matrix():
    R = np.array([[0.9, 0.1], [0.3, 0.7]])
    drawn = randomised(np.repeat([0, 1], 50_000), R, seed=1)
    assert drawn[:50_000].mean() == pytest.approx(0.1, abs=0.005)
    assert drawn[50_000:].mean() == pytest.approx(0.7, abs=0.008)


def test_noise_has_the_spread_that_was_asked_for_and_stays_in_the_range():
    y = np.r_[np.random.default_rng(1).normal(50.5, 10.0, 50_000), np.nan]
    moved = noisy(y, share=0.1, seed=2)
    assert np.nanstd(moved - y) == pytest.approx(1.0, abs=0.02)
    assert np.isnan(moved[-1])
    assert np.nanmin(y) <= np.nanmin(moved)
    assert np.nanmax(moved) <= np.nanmax(y)


def test_noise_keeps_whole_numbers_whole():
    moved = noisy(np.arange(100.0), share=0.2, seed=2)
    assert (moved == np.rint(moved)).all()


def test_a_removed_answer_has_the_code_for_it():
    frame = removed(frame_of([1, 2], missing_ranges=(MissingRange(-3.0, -1.0),)), "q", np.array([False, True]))
    assert frame.data["q"].tolist() == [1, -9]
    assert frame.is_missing("q").tolist() == [False, True]
    assert frame.variables["q"].missing[-1].label["en"] == "Removed in disclosure review"


def test_where_minus_nine_is_an_answer_a_removed_one_is_nothing():
    frame = removed(frame_of([-9, 2]), "q", np.array([False, True]))
    assert np.isnan(frame.data["q"].iloc[1])
    assert not frame.is_missing("q")[0]


def test_where_spss_has_no_room_for_the_code_a_removed_answer_is_nothing():
    full = tuple(MissingRange(code, code) for code in (97.0, 98.0, 99.0))
    assert np.isnan(removed(frame_of([1.0], missing_ranges=full), "q", np.array([True])).data["q"].iloc[0])


def test_a_removed_text_is_empty():
    frame = SurveyFrame.of(pd.DataFrame({"place": pd.Categorical(["north", "south"])}))
    after = removed(frame, "place", np.array([True, False]))
    assert after.data["place"].tolist() == ["", "south"]
    assert after.is_missing("place").tolist() == [True, False]


def test_records_stand_in_random_order_under_numbers_of_their_own():
    frame = frame_of(list(range(1000)))
    after = shuffled(frame, seed=3)
    assert sorted(after.data["q"]) == list(range(1000))
    assert abs(np.corrcoef(after.data["q"], np.arange(1000))[0, 1]) < 0.1
    assert after.data["record"].is_unique
    assert abs(np.corrcoef(after.data["record"], after.data["q"])[0, 1]) < 0.1
    assert list(after.variables) == list(after.data.columns) == ["record", "q"]
    assert after.data.index.tolist() == list(range(1000))


def test_rounded_weights_have_mean_one_and_are_never_zero():
    weight = np.random.default_rng(1).lognormal(3, 1, 4000)
    rounded = rounded_weights(weight)
    assert rounded.mean() == pytest.approx(1, abs=0.01)
    assert rounded.min() >= 0.1
    assert np.abs(rounded * 10 - np.rint(rounded * 10)).max() < 1e-9


def test_two_weights_a_stratum_keep_its_sum():
    weight, stratum = np.random.default_rng(1).uniform(1, 9, 400), np.arange(400) % 4
    two = two_classes(weight, stratum, least=5)
    for h in range(4):
        assert len(np.unique(two[stratum == h])) == 2
        assert two[stratum == h].sum() == pytest.approx(weight[stratum == h].sum())


def test_a_weight_class_of_few_becomes_the_stratum():
    two = two_classes(np.array([1.0, 2.0, 3.0, 4.0]), np.zeros(4, dtype=np.int64), least=5)
    assert two.tolist() == [2.5] * 4


def test_units_get_other_numbers_and_stay_the_same_units():
    units = np.repeat(np.arange(100, 140), 5)
    new = renumbered(units, seed=1)
    assert len({*zip(units.tolist(), new.tolist(), strict=True)}) == 40
    assert sorted(np.unique(new)) == list(range(1, 41))
    assert abs(np.corrcoef(units, new)[0, 1]) < 0.4


def test_small_units_are_joined_within_their_stratum_which_keeps_two():
    stratum = np.array([0] * 24 + [1] * 6)
    psu = np.array([0] * 10 + [1] * 10 + [2] * 2 + [3] * 2 + [4] * 3 + [5] * 3)
    joined = joined_small_units(psu, stratum, least=5)
    assert sorted(np.unique(joined[:24], return_counts=True)[1]) == [10, 14]
    assert len(np.unique(joined[24:])) == 2


def test_a_school_tells_its_region_and_a_coin_does_not():
    rng = np.random.default_rng(1)
    school = rng.integers(1, 41, 2000)
    assert told(1 + school % 5, school) == 1
    assert told(1 + school % 5, rng.integers(1, 3, 2000)) < 0.1
    assert told(1 + school % 5, np.arange(1, 2001)) < 0.1


def test_who_was_asked_tells_the_answer_that_led_there():
    answers = np.array([1, 1, 2, 3, 0])
    assert routed_by(answers, np.array([-1, -1, 1, 1, 1]))
    assert not routed_by(answers, np.array([-1, 1, 1, 1, 1]))
    assert not routed_by(answers, np.array([0, 0, 1, 1, 1]))
