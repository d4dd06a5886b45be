"""From what a page posts to answers, for every type of question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from survey.checks import check_file
from survey.columns import answers_of, names_of
from survey.compile import Compiled, compile
from survey.draft import Draft
from survey.load import load
from survey.missing import Answer
from survey.model import Question, QuestionType
from survey.reading import AnswerFault, read_answers

STUDY = Path(__file__).parent / "studies" / "types.yaml"
COMPILED: Compiled = compile(load(STUDY))
QUESTIONS = {question.id: question for _, page in COMPILED.steps for question in page.questions}
EVERYTHING = tuple(QUESTIONS.values())

Form = Mapping[str, list[str]]


def test_the_study_of_all_types_has_no_fault() -> None:
    assert check_file(STUDY, today=date(2026, 11, 24)) == ()
    assert {question.type for question in EVERYTHING} == set(get_args(QuestionType))


def values(question: str, form: Form) -> dict[str, Answer]:
    found, faults = read_answers([QUESTIONS[question]], form, "en")
    assert faults == ()
    return found


def fault(question: str | Question, form: Form, language: str = "en") -> AnswerFault:
    asked = QUESTIONS[question] if isinstance(question, str) else question
    _, faults = read_answers([asked], form, language)
    assert len(faults) == 1
    return faults[0]


def said(question: str | Question, form: Form, language: str = "en") -> str:
    return fault(question, form, language).message


@pytest.mark.parametrize(
    ("question", "form", "expected"),
    [
        ("t_consent", {"t_consent": ["1"]}, {"t_consent": 1}),
        ("t_age", {"t_age": [" 1 7 "]}, {"t_age": 17}),
        ("t_place", {"t_place": ["2"]}, {"t_place": 2, "t_place_other": -1}),
        ("t_place", {"t_place": ["9"], "t_place_other": [" på bio "]}, {"t_place": 9, "t_place_other": "på bio"}),
        ("t_place", {"t_place": ["9"]}, {"t_place": 9, "t_place_other": -4}),
        ("t_place", {"t_place": ["1"], "t_place_other": ["på bio"]}, {"t_place": 1, "t_place_other": -1}),
        ("t_place", {}, {"t_place": -4, "t_place_other": -1}),
        ("t_trusting", {"t_trust_b": ["5"]}, {"t_trust_a": -4, "t_trust_b": 5, "t_trust_c": -4}),
        ("t_books", {"t_books": ["3"]}, {"t_books": 3}),
        ("t_happy", {"t_happy": ["10"]}, {"t_happy": 10}),
        ("t_happy", {"t_happy": ["-2"]}, {"t_happy": -2}),
        ("t_share", {"t_share": ["0"]}, {"t_share": 0}),
        ("t_mood", {"t_mood": ["50", "-3"]}, {"t_mood": -3}),
        ("t_first", {"t_first_year": ["2004"]}, {"t_first": 2004}),
        ("t_moved", {"t_moved_year": ["2004"], "t_moved_month": ["3"]}, {"t_moved": 200403}),
        (
            "t_trip",
            {"t_trip_year": ["2026"], "t_trip_month": ["02"], "t_trip_day": ["28"]},
            {"t_trip": 20260228},
        ),
        ("t_trip", {}, {"t_trip": -4}),
        ("t_first", {"t_first": ["-2"]}, {"t_first": -2}),
        ("t_wish", {"t_wish": ["Sång\r\noch dans"]}, {"t_wish": "Sång\noch dans"}),
        ("t_wish", {"t_wish": ["-3"]}, {"t_wish": -3}),
        ("t_wish", {"t_wish": ["  "]}, {"t_wish": -4}),
        ("t_many", {"t_many": ["5"]}, {"t_many": 5}),
        ("t_pair", {"t_pair": ["2"]}, {"t_pair": 2}),
        ("t_thanks", {"t_thanks": ["1"]}, {}),
        ("t_active", {"t_active": ["7"]}, {}),
    ],
)
def test_every_type_gives_its_values(question: str, form: Form, expected: dict[str, Answer]) -> None:
    assert values(question, form) == expected


def test_ticks_are_counted_but_for_what_stands_alone() -> None:
    assert values("t_use", {"t_use": ["0"]})["t_use_0"] == 1
    assert "at least 2" in said("t_use", {"t_use": ["1"]})
    assert "no more than 3" in said("t_use", {"t_use": ["1", "2", "3", "4"]})
    assert "minst 2" in said("t_use", {"t_use": ["1"]}, "sv")


def test_no_tick_at_all_is_left_blank_whatever_the_least_number() -> None:
    assert set(values("t_use", {}).values()) == {-4, -1}
    assert set(values("t_use", {"t_use": ["-3"]}).values()) == {-3, -1}


def test_other_of_several_ticks_is_read_where_it_was_ticked() -> None:
    assert values("t_use", {"t_use": ["1", "8"], "t_use_other": ["bank"]})["t_use_other"] == "bank"
    assert values("t_use", {"t_use": ["1", "2"], "t_use_other": ["bank"]})["t_use_other"] == -1


def test_a_faulty_choice_says_nothing_of_its_other() -> None:
    found, faults = read_answers([QUESTIONS["t_place"]], {"t_place": ["7"], "t_place_other": ["bio"]}, "en")
    assert found == {}
    assert [fault.variable for fault in faults] == ["t_place"]


def test_an_other_that_is_too_long_leaves_the_choice_as_it_is() -> None:
    found, faults = read_answers([QUESTIONS["t_place"]], {"t_place": ["9"], "t_place_other": ["x" * 301]}, "en")
    assert found == {"t_place": 9}
    assert [fault.variable for fault in faults] == ["t_place_other"]


def test_ranks_are_codes_in_order_and_may_end_early() -> None:
    full = {"t_value_rank1": ["4"], "t_value_rank2": ["1"], "t_value_rank3": ["2"]}
    assert values("t_value", full) == {"t_value_rank1": 4, "t_value_rank2": 1, "t_value_rank3": 2}
    assert list(values("t_value", {"t_value_rank1": ["4"]}).values()) == [4, -4, -4]
    assert list(values("t_value", {}).values()) == [-4, -4, -4]
    assert list(values("t_value", {**full, "t_value": ["-2"]}).values()) == [-2, -2, -2]


def test_a_rank_given_twice_or_left_out_is_said() -> None:
    assert "only one place" in said("t_value", {"t_value_rank1": ["4"], "t_value_rank2": ["4"]})
    assert "without leaving one out" in said("t_value", {"t_value_rank2": ["4"]})
    assert fault("t_value", {"t_value_rank2": ["4"]}).variable == "t_value"
    assert "not one of the answers" in said("t_value", {"t_value_rank1": ["77"]})


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (("2026", "2", "31"), "no such date"),
        (("2025", "2", "29"), "no such date"),
        (("2025", "13", "1"), "no such date"),
        (("2025", "", "1"), "all three empty"),
        (("25", "1", "1"), "four"),
        (("2025", "mars", "1"), "figures"),
        (("2024", "12", "31"), "earliest that can be given is 2025-01-01"),
        (("2027", "1", "1"), "latest that can be given is 2026-12-31"),
    ],
)
def test_a_date_that_cannot_be_is_said(sent: tuple[str, str, str], expected: str) -> None:
    form = {f"t_trip_{part}": [text] for part, text in zip(("year", "month", "day"), sent, strict=True)}
    assert expected in said("t_trip", form)
    assert not any(text in said("t_trip", form).split() for text in sent if text)


def test_limits_of_a_date_may_be_less_exact_than_the_answer() -> None:
    loose = replace(QUESTIONS["t_trip"], earliest="2025", latest="2026-06")
    june = {"t_trip_year": ["2026"], "t_trip_month": ["6"], "t_trip_day": ["30"]}
    assert read_answers([loose], june, "en")[0] == {"t_trip": 20260630}
    assert "2026-06" in said(loose, {**june, "t_trip_month": ["7"]})


def test_numbers_outside_their_limits_are_said() -> None:
    assert "from 0 to 10" in said("t_happy", {"t_happy": ["11"]})
    assert "från 0 till 100" in said("t_share", {"t_share": ["101"]}, "sv")
    assert "from 10 to 99" in said("t_age", {"t_age": ["100"]})
    assert "from 0 to 5" in said("t_many", {"t_many": ["6"]})


def test_a_list_with_fewer_statements_has_a_smaller_limit() -> None:
    short = replace(QUESTIONS["t_many"], items=QUESTIONS["t_many"].items[:4])
    assert "from 0 to 4" in said(short, {"t_many": ["5"]})


def test_a_number_is_never_below_zero_where_the_reasons_are() -> None:
    endless = replace(QUESTIONS["t_age"], min=None, max=None)
    assert "figures." in said(endless, {"t_age": ["-5"]})
    assert "20 or more" in said(replace(endless, min=20), {"t_age": ["3"]})


def test_a_text_that_is_too_long_is_said_without_repeating_it() -> None:
    assert said("t_wish", {"t_wish": ["q" * 201]}) == "The text is too long. Shorten it to at most 200 characters."
    assert values("t_wish", {"t_wish": ["q" * 200]}) == {"t_wish": "q" * 200}


def test_a_text_that_looks_like_a_reason_stays_a_text() -> None:
    assert values("t_wish", {"t_wish": ["-4"]}) == {"t_wish": "−4"}
    assert values("t_place", {"t_place": ["9"], "t_place_other": ["-1"]})["t_place_other"] == "−1"


def test_what_nobody_types_is_left_out_of_texts() -> None:
    assert values("t_wish", {"t_wish": ["a\x00b\ud800c\td"]}) == {"t_wish": "a b c d"}


def test_consent_has_to_be_answered_without_being_marked() -> None:
    assert "to go on" in said("t_consent", {})


def test_a_crosswise_pair_may_have_codes_of_its_own_wording() -> None:
    assert [value.value for value in COMPILED.variables["t_pair"].values] == [1, 2]
    assert "not one of the answers" in said("t_pair", {"t_pair": ["3"]})


TEXTS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(["-1", "-2", "-3", "-4", "-9", "0", "1", "2", "3", "9", "31", "02", "2026", "1e3", "٣", "NaN", ""]),
    st.integers(-20, 10**12).map(str),
)
FIELDS = [
    f"{name}{ending}"
    for question in EVERYTHING
    for name in (question.id, *names_of(question))
    for ending in ("", "_year", "_month", "_day", "_other")
]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # the tables of letters load slowly
@given(form=st.dictionaries(st.sampled_from(FIELDS), st.lists(TEXTS, max_size=4), max_size=12))
def test_anything_posted_gives_values_or_faults(form: dict[str, list[str]]) -> None:
    found, faults = read_answers(EVERYTHING, form, "sv")
    faulty = {fault.variable for fault in faults}
    for question in EVERYTHING:
        asked = answers_of(question) if question.answered not in ("nothing", "computed") else ()
        if question.id not in faulty and not faulty & set(asked):
            assert set(asked) <= set(found)
    assert all(value >= 0 or value in (-1, -2, -3, -4) for value in found.values() if not isinstance(value, str))
    draft = Draft("sv", found)
    assert Draft.from_bytes(draft.to_bytes()) == draft
