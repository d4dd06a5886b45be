from __future__ import annotations

import pytest

from app.forms.hints import day_in_words, hint
from app.forms.texts import nth
from survey.model import Question
from survey.text import plain


def question(type, **words):
    return Question("q", type, plain("Question?"), **words)


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        ({}, "Choose all that apply."),
        ({"min": 2}, "Choose at least 2."),
        ({"max": 3}, "Choose at most 3."),
        ({"min": 1, "max": 3}, "Choose 1 to 3."),
        ({"min": 2, "max": 2}, "Choose 2."),
    ],
)
def test_a_multiple_choice_says_how_many_may_be_ticked(limits, said):
    assert hint(question("multiple", **limits), "en") == said


@pytest.mark.parametrize(
    ("type", "limits", "said"),
    [
        ("number", {"min": 0, "max": 24}, "Write a whole number from 0 to 24."),
        ("number", {}, ""),
        ("estimate", {}, "Write a whole number from 0 to 100."),
        ("slider", {"max": 10}, "Write a whole number from 0 to 10."),
        ("count", {}, "Answer only how many, not which."),
        ("text", {"longest": 120}, "At most 120 characters."),
        ("single", {}, ""),
        ("scale", {}, ""),
    ],
)
def test_a_question_says_how_it_is_answered(type, limits, said):
    assert hint(question(type, **limits), "en") == said


def test_a_date_says_what_it_looks_like_and_its_limits_in_the_language():
    day = question("date", earliest="2020-01-01", latest="2026-11-30")
    assert hint(day, "sv") == (
        "Skriv med siffror, till exempel år 2024, månad 3, dag 27. Tidigast 1 januari 2020. Senast 30 november 2026."
    )
    assert hint(question("date", precision="month", latest="2026-11"), "en") == (
        "Write in figures, for example month 3, year 2024. November 2026 at the latest."
    )


@pytest.mark.parametrize(
    ("day", "said"), [("2026", "2026"), ("2026-11", "November 2026"), ("2026-11-01", "1 November 2026")]
)
def test_a_day_is_read_as_exact_as_it_is_written(day, said):
    assert day_in_words(day, "en") == said


def test_places_are_counted_as_each_language_counts():
    assert [nth(place, "en") for place in (1, 2, 3, 4, 11)] == [
        "1st choice", "2nd choice", "3rd choice", "4th choice", "11th choice",
    ]  # fmt: skip
    assert [nth(place, "sv") for place in (1, 2, 3)] == ["1:a valet", "2:a valet", "3:e valet"]
