from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from analysis.design import SurveyDesign
from analysis.errors import BadPolicy, Refused
from analysis.microdata import MicrodataPolicy, anonymise
from analysis.microdata.frequencies import frequencies
from analysis.microdata.patterns import key_codes
from survey.errors import UnknownVariable
from survey.frame import SurveyFrame
from survey.text import plain
from survey.variables import Variable

KEYS = ("sex", "age", "place")


def test_every_record_is_k_anonymous(frame, policy):
    released = anonymise(frame, policy, seed=1)
    assert frequencies(key_codes(released.frame, KEYS))[0].min() >= 5
    assert released.report.after[0].below == 0
    assert released.report.after[0].k >= 5
    assert released.report.known[0] >= 5
    assert released.report.before[0].below > 0
    assert released.report.after[0].expected < released.report.before[0].expected


def test_names_dates_texts_and_what_points_people_out_are_left_out(frame, policy):
    released = anonymise(frame, policy, seed=1)
    out = {one.variable: one.reason["en"] for one in released.report.left_out}
    assert set(out) == {"person", "told", "born_on", "week", "fpc"}
    assert "value of their own" in out["person"]
    assert "free text" in out["told"]
    assert "date" in out["born_on"]
    assert set(released.frame.variables).isdisjoint(out)


def test_a_public_file_has_no_design_and_nothing_of_level_three(frame, public):
    released = anonymise(frame, public, seed=1)
    assert set(released.frame.variables) == {"record", "sex", "age", "place", "hours", "w"}
    assert dict(released.design) == {"weight": "w"}
    assert released.frame.values("w").mean() == pytest.approx(1, abs=0.01)


def test_what_is_kept_by_name_is_in_a_public_file(frame, public):
    released = anonymise(frame, replace(public, keep=("bought", "week")), seed=1)
    assert {"bought", "week"} <= set(released.frame.variables)
    assert "how_often" not in released.frame.variables


def test_a_restricted_file_can_be_analysed_by_its_design(frame, policy):
    released = anonymise(frame, policy, seed=1)
    before = SurveyDesign(frame, weight="w", strata="stratum", psu="school")
    after = SurveyDesign.of(released.frame, released.design)
    assert after.df == before.df
    assert after.calibrated_weight.sum() == pytest.approx(before.calibrated_weight.sum())
    assert set(np.unique(released.frame.values("school"))) == set(range(1, 61))


def test_the_report_says_what_an_analyst_loses(frame, policy, public):
    restricted, open_ = (anonymise(frame, one, seed=1).report for one in (policy, public))
    assert any("finite population" in loss["en"] for loss in restricted.losses)
    assert any("two a stratum" in loss["en"] for loss in restricted.losses)
    assert any("sampling units standard errors" in loss["en"] for loss in open_.losses)
    assert any("no numbers of people" in loss["en"] for loss in open_.losses)


def test_removed_answers_have_their_code_and_are_counted(frame, policy):
    released = anonymise(frame, policy, seed=1)
    removed = {c.variable: c.cells for c in released.report.changes if "no combination of key" in c.what["en"]}
    assert removed
    for name in KEYS:
        assert (released.frame.data[name] == -9).sum() == removed.get(name, 0)


def test_answers_other_than_the_removed_ones_are_as_they_were(frame, policy):
    released = anonymise(frame, replace(policy, tails=1), seed=1)
    for name in (*KEYS, "bought", "hours"):
        left = released.frame.data[name][released.frame.data[name] != -9]
        before, after = frame.data[name].value_counts(), left.value_counts()
        assert (after <= before[after.index]).all()


def test_a_sensitive_answer_that_all_with_the_same_keys_gave_is_removed_with_what_follows(frame, policy):
    data = frame.data.copy()
    same = (data["sex"] == 1) & (data["age"] == 3) & (data["place"] == 2)
    data.loc[same, ["bought", "how_often"]] = [1.0, 2.0]
    assert same.sum() >= 5
    released = anonymise(replace(frame, data=data), policy, seed=1)
    after = released.frame.data
    theirs = after[(after["sex"] == 1) & (after["age"] == 3) & (after["place"] == 2)]
    assert (theirs["bought"] == -9).all()
    assert (theirs["how_often"] == -9).all()
    assert (after.loc[after["bought"] == -9, KEYS[0]].index).size > len(theirs)
    assert all(found.below == 0 for _, found in released.report.diversity)


def test_the_same_seed_gives_the_same_file_and_another_one_another(frame, policy):
    first, again, other = (anonymise(frame, policy, seed=seed) for seed in (7, 7, 8))
    assert first.frame.data.equals(again.frame.data)
    assert first.report == again.report
    assert not first.frame.data.equals(other.frame.data)


def test_the_answers_that_came_in_are_not_changed(frame, policy):
    before = frame.data.copy()
    anonymise(frame, replace(policy, pram={"place": 0.9}, noise={"hours": 0.1}), seed=1)
    assert frame.data.equals(before)


def test_nothing_of_the_old_order_is_left(frame, policy):
    data = frame.data.assign(hours=np.repeat(np.arange(200.0), 10))
    released = anonymise(replace(frame, data=data), replace(policy, tails=10), seed=1)
    assert abs(np.corrcoef(released.frame.data["hours"], np.arange(len(frame)))[0, 1]) < 0.1
    assert abs(np.corrcoef(released.frame.data["hours"], released.frame.data["record"])[0, 1]) < 0.1


def test_a_file_that_would_lose_too_much_says_what_to_recode(frame, policy):
    with pytest.raises(Refused, match=r'would lose .*recode.*"age" would help most'):
        anonymise(frame, replace(policy, k=60), seed=1)


def test_a_file_with_too_much_risk_is_refused(frame, policy):
    with pytest.raises(Refused, match="expected to be re-identified"):
        anonymise(frame, replace(policy, expected=0.0001), seed=1)


def test_a_variable_that_tells_a_removed_key_is_refused(frame, policy):
    town = Variable("town", plain("Town"))
    twin = frame.with_columns({"town": frame.data["place"] * 10 + 1}, [town])
    with pytest.raises(Refused, match='"place" are removed, but "town" says'):
        anonymise(twin, policy, seed=1)


def test_a_sensitive_question_that_all_answer_alike_is_refused(frame, policy):
    alike = frame.with_columns({"bought": np.zeros(len(frame))}, [frame.variables["bought"]])
    anonymise(alike, policy, seed=1)
    some = np.where(np.arange(len(frame)) == 5, 1.0, 0.0)
    with pytest.raises(Refused, match="alike"):
        anonymise(
            alike.with_columns({"bought": some}, [frame.variables["bought"]]), replace(policy, harmless={}), seed=1
        )


def test_fewer_records_than_k_are_refused(frame, policy):
    with pytest.raises(Refused, match="fewer than 5 records"):
        anonymise(replace(frame, data=frame.data.head(4)), policy, seed=1)


@pytest.mark.parametrize("named", [{"keys": (("sex", "aeg"),)}, {"drop": ("aeg",)}, {"noise": {"aeg": 0.1}}])
def test_an_unknown_name_is_refused_with_the_nearest(frame, policy, named):
    with pytest.raises(UnknownVariable, match="Did you mean"):
        anonymise(frame, replace(policy, **named), seed=1)


def test_a_policy_without_keys_is_refused(frame):
    with pytest.raises(BadPolicy, match="names no keys"):
        anonymise(frame, MicrodataPolicy(), seed=1)


def test_a_key_that_is_free_text_is_refused(frame, policy):
    with pytest.raises(BadPolicy, match=r'"told" is a key, .* free text'):
        anonymise(frame, replace(policy, keys=(("sex", "told"),)), seed=1)


def test_what_is_set_for_a_variable_that_is_left_out_does_nothing(frame, public):
    released = anonymise(frame, replace(public, pram={"bought": 0.9}, noise={"fpc": 0.1}, recode={"told": ()}), seed=1)
    assert "bought" not in released.frame.variables


def test_no_message_holds_an_answer(frame, policy):
    odd = frame.with_columns({"hours": np.full(len(frame), 777.25)}, [frame.variables["hours"]])
    for faulty in (replace(policy, k=60), replace(policy, expected=0.0001)):
        with pytest.raises(Refused) as refused:
            anonymise(odd, faulty, seed=1)
        assert "777" not in str(refused.value)


def test_pram_and_noise_do_nothing_unless_asked_for(frame, policy):
    said = [change.what["en"] for change in anonymise(frame, policy, seed=1).report.changes]
    assert not any("PRAM" in what or "noise" in what for what in said)
    report = anonymise(frame, replace(policy, pram={"bought": 0.9}, noise={"hours": 0.1}), seed=1).report
    said = [change.what["en"] for change in report.changes]
    assert any("PRAM" in what for what in said)
    assert any("noise" in what for what in said)
    assert any("weaken" in loss["en"] for loss in report.losses)


def test_synthetic_answers_stay_synthetic(frame, policy):
    released = anonymise(frame, policy, seed=1)
    assert released.frame.synthetic
    assert released.report.synthetic


def test_yrbs_of_2019_can_be_released(real, tmp_path):
    from survey.importing import import_file

    study = import_file(real / "yrbs_2019.sav", tmp_path, weight="weight", strata="stratum", psu="psu")
    frame: SurveyFrame = study.frame()
    keys = ("Q1", "Q2", "Q3", "raceeth")
    policy = MicrodataPolicy.public(
        keys=(keys,), sensitive=("Q19",), harmless={"Q19": (2.0,)}, recode={"Q1": ((1, 2, 3), (4, 5), (6, 7))},
        design={"weight": "weight"}, population=15_000_000, most_removed=0.1,
    )  # fmt: skip
    released = anonymise(frame, policy, seed=1)
    assert frequencies(key_codes(released.frame, keys))[0].min() >= 5
    assert released.report.after[0].share <= 0.01
    assert len(released.frame) == 13_677
