"""Conditions: each defect of routing is caught at its line, with what is needed to mend it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from survey.errors import Fault

Spoil = Callable[..., tuple[Fault, ...]]
LineOf = Callable[[str], int]

WHERE = "c_use_a > 0"
SCHOOL = "c_where includes 2"

# Number of the defect, what is replaced, by what, and words of the message; the fault is in the line of the new text.
DEFECTS = [
    (1, WHERE, "c_usa_a > 0", 'Routing names "c_usa_a", which no earlier question defines. Did you mean "c_use_a"?'),
    (1, WHERE, "zzz > 0", "Earlier ones are"),
    (1, "c_consent is missing or", "zzz = 1 or", "Earlier ones are c_consent."),
    (1, "c_age >= 18", "c_agee >= 18", 'Did you mean "c_age"?'),
    (2, WHERE, "c_contact > 0", 'names "c_contact", which is asked later (line 98)'),
    (2, "c_age >= 18", "c_use_a > 1", 'names "c_use_a", which is asked on the same page (line 68)'),
    (7, WHERE, "c_where includes 1", "depends on itself: c_where -> c_where."),
    (7, WHERE, "c_school > 0", "depends on itself: c_where -> c_school -> c_where."),
    (3, WHERE, "c_use_a = 7", "Its codes are 0 (Never), 1 (Sometimes), 2 (Often)."),
    (3, SCHOOL, "c_where includes 9", '"c_where" has no code 9'),
    (4, WHERE, "c_use_a = 'often'", "text"),
    (5, WHERE, "c_use_a > 5", "can never be true"),
    (5, WHERE, "c_use_a >= 0", "true for every answer"),
    (5, "c_age >= 18", "c_age > 99", '"c_age" goes from 10 to 99'),
    (18, WHERE, "(c_use_a > 0", "is never closed"),
    (18, WHERE, "c_use_a > 0)", 'has no "(" before it'),
    (19, WHERE, "c_use_a = 'x", "quotation mark"),
    (20, WHERE, "c_use_a => 1", 'Write ">=" instead'),
    (20, WHERE, "cuont(c_use_a) > 1", 'Did you mean "count"?'),
    (21, SCHOOL, "c_where = 2", "includes"),
]  # fmt: skip


@pytest.mark.parametrize(("number", "old", "new", "words"), DEFECTS)
def test_a_defect_of_routing_is_caught_at_its_line(
    spoiled: Spoil, line_of: LineOf, number: int, old: str, new: str, words: str
) -> None:
    faults = spoiled(old, new)
    found = [fault for fault in faults if fault.number == number and words in str(fault)]
    assert found, faults
    assert (found[0].line, len(faults)) == (line_of(new), 1)


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
