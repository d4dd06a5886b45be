"""Conditions: each defect of routing is caught at its line, with what is needed to mend it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from survey.errors import Fault

Spoil = Callable[..., tuple[Fault, ...]]
LineOf = Callable[[str], int]


def test_a_condition_against_its_section_shows_both(spoiled: Spoil, line_of: LineOf) -> None:
    faults = spoiled(
        "    level: 1\n", "    level: 1\n    ask_if: c_age > 30\n", "ask_if: c_use_a > 0", "ask_if: c_age < 20"
    )
    found = [fault for fault in faults if fault.number == 6]
    assert [fault.line for fault in found] == [line_of("c_age < 20")]
    assert "`c_age < 20`" in found[0].what
    assert f"`c_age > 30` (line {line_of('c_age > 30')})" in found[0].what


def test_an_item_against_its_page_is_unreachable(spoiled: Spoil) -> None:
    faults = spoiled("- id: p_use\n", "- id: p_use\n        ask_if: c_age < 17\n")
    assert [fault.number for fault in faults] == [6]


def test_a_condition_against_the_minimum_age_is_unreachable(spoiled: Spoil) -> None:
    faults = spoiled("- id: p_contact\n", "- id: p_contact\n        ask_if: c_age < 16\n")
    assert [fault.number for fault in faults] == [6]
    assert "`c_age >= 16`" in faults[0].what


def test_the_place_in_a_condition_is_shown_by_a_caret(spoiled: Spoil) -> None:
    (fault,) = spoiled("c_use_a > 0", "(c_use_a > 0")
    assert fault.mend.endswith("\n    (c_use_a > 0\n    ^")


def test_a_form_that_ends_for_everybody_is_a_dead_end(spoiled: Spoil) -> None:
    numbers = [
        fault.number for fault in spoiled("c_age is missing or c_age < 16", "c_age is missing or c_age is answered")
    ]
    assert 30 in numbers


@pytest.mark.parametrize("what", ["pages", "questions"])
def test_what_shows_nothing_is_a_dead_end(spoiled: Spoil, what: str) -> None:
    empty = f"  - id: more\n    title: {{sv: Mer, en: More}}\n    pages:{' []' if what == 'pages' else ''}\n"
    page = "      - {id: p_more, questions: []}\n" if what == "questions" else ""
    faults = spoiled("  - id: contact\n", f"{empty}{page}\n  - id: contact\n")
    assert [fault.number for fault in faults] == [30]


def test_the_end_of_a_page_may_depend_on_that_page(spoiled: Spoil) -> None:
    assert spoiled("ask_if: c_use_a > 0", "end_if: c_where includes 0\n        end_text: {sv: Tack, en: Thanks}") == ()


HARMLESS = [
    "c_use_a is answered",
    "c_use_a > 0 and c_age >= 18",
    "c_age - 10 > c_use_a",
    "not c_use_a in (0, 1)",
]


@pytest.mark.parametrize("condition", HARMLESS)
def test_a_condition_that_decides_something_is_left_alone(spoiled: Spoil, condition: str) -> None:
    assert spoiled("c_use_a > 0", condition) == ()


@pytest.mark.parametrize(
    ("condition", "ours"),
    [
        ("${c_use_a} = 1", "c_use_a = 1"),
        ("c_use_a == 1", "c_use_a = 1"),
        ("c_use_a <> 1 and c_age > 20", "c_use_a != 1 and c_age > 20"),
        ("not(selected(${c_use_a}, '1'))", "not c_use_a includes 1"),
    ],
)
def test_the_spelling_of_another_program_is_read_and_said(spoiled: Spoil, condition: str, ours: str) -> None:
    (fault,) = spoiled("c_use_a > 0", condition)
    assert (fault.advice, f"read as `{ours}`" in fault.what) == (True, True)
