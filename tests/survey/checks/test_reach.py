"""Conditions that leave nobody out, because of an earlier end or of what is around them, and those that do."""

from __future__ import annotations

from collections.abc import Callable

from survey.errors import Fault

Spoil = Callable[..., tuple[Fault, ...]]
LineOf = Callable[[str], int]
GATE = "c_age is missing or c_age < 16"


def test_a_condition_that_an_earlier_end_has_settled_is_always_true(spoiled: Spoil, line_of: LineOf) -> None:
    (fault,) = spoiled("ask_if: c_use_a > 0", "ask_if: c_age >= 16")
    assert (fault.number, fault.line, fault.advice) == (5, line_of("ask_if: c_age >= 16"), False)
    assert "always true for everybody who gets so far" in fault.what
    assert f"`{GATE}` (line {line_of(GATE)})" in fault.what


def test_a_condition_on_those_who_are_left_decides_something(spoiled: Spoil) -> None:
    assert spoiled("ask_if: c_use_a > 0", "ask_if: c_age >= 17") == ()


def test_the_same_condition_around_it_makes_it_advice(spoiled: Spoil, line_of: LineOf) -> None:
    (fault,) = spoiled(
        "            text: {sv: Var chattar",
        "            ask_if: c_use_a in (1, 2)\n            text: {sv: Var chattar",
    )
    assert (fault.number, fault.line, fault.advice) == (5, line_of("c_use_a in (1, 2)"), True)


def test_what_everybody_was_asked_was_asked(spoiled: Spoil) -> None:
    (fault,) = spoiled("ask_if: c_where includes 2", "ask_if: c_age was asked")
    assert (fault.number, "always true" in fault.what) == (5, True)
    assert spoiled("ask_if: c_where includes 2", "ask_if: c_where was asked") == ()


def test_who_skips_a_section_passes_its_ends(spoiled: Spoil) -> None:
    end = "      - id: p_contact\n        end_if: c_age > 30\n        end_text: {sv: Tack, en: Thanks}\n"
    more = "    text: {sv: Tack!, en: Thank you!}\n"
    later = f"""{more}
  - id: later
    title: {{sv: Mer, en: More}}
    pages:
      - id: p_later
        ask_if: c_age > 40
        questions:
          - id: c_later
            type: single
            text: {{sv: Trivs du?, en: Are you happy?}}
            codes: freq3
"""
    assert spoiled("      - id: p_contact\n", end, more, later) == ()
    (fault,) = [
        f for f in spoiled("      - id: p_contact\n", end, more, later, "    skip: true\n", "") if f.number == 6
    ]
    assert 'end of the page "p_contact"' in fault.what
