"""Faults of scales and of experiments, each at its line."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from survey.errors import Fault

Spoil = Callable[..., tuple[Fault, ...]]
LineOf = Callable[[str], int]

ITEMS = "items: [t_people, t_alone, t_help]"
REVERSE = "reverse: [t_alone]"
ARM_2 = "{code: 2, share: 30"
VARIANT_2 = "ask_if: children > 0"

# Number of the defect, what is replaced, by what, a text in the line of the fault, words of the message.
FAULTS = [
    (29, ITEMS, "items: [t_people, t_alone, t_helps]", "t_helps", 'Did you mean "t_help"?'),
    (29, ITEMS, "items: [t_people, t_alone, t_help, t_people]", "t_help, t_people", "named 2 times"),
    (29, ITEMS, "items: [t_people, t_alone, t_help, adults]", "adults]", "different codes: 1, 2, 3, 4 and 0 to 30"),
    (29, ITEMS, "items: [t_people, t_alone, t_help, place]", "place]", "different codes: 1, 2, 3, 4 and 1, 2"),
    (29, ITEMS, "items: [t_people, t_alone, t_help, frame]", "frame]", "cannot be an item"),
    (29, ITEMS, "items: [t_alone, t_alone]", "t_alone]", "no more than the item itself"),
    (29, REVERSE, "reverse: [t_alone, t_alone]", "t_alone]\n", "turned twice"),
    (29, REVERSE, "reverse: [t_frame]", "reverse: [t_frame]", "no item of the scale"),
    (29, REVERSE, f"{REVERSE}\n    min_answered: 4", "min_answered: 4", "nobody gets a score"),
    (30, ARM_2, "{code: 2, share: 40", "arms:\n", "50 + 40 + 20 = 110 per cent"),
    (30, "share: 20", "share: 10", "arms:\n", "50 + 30 + 10 = 90 per cent"),
    (11, ARM_2, "{code: 1, share: 30", "{code: 1, share: 30", "already used by the arm in line"),
    (30, VARIANT_2, "ask_if: frame = 2", 'ask_if: frame = 2\n                text: {sv: "Ni', "nobody reads this one"),
    (30, VARIANT_2, "ask_if: frame < 3 and frame > 1", "ask_if: frame < 3 and", "nobody reads this one"),
]


@pytest.mark.parametrize(("number", "old", "new", "fragment", "words"), FAULTS)
def test_every_fault_is_caught_at_its_line(
    spoiled_arms: Spoil, line_of: LineOf, number: int, old: str, new: str, fragment: str, words: str
) -> None:
    faults = [fault for fault in spoiled_arms(old, new) if fault.number == number and not fault.advice]
    assert [words for fault in faults if words in f"{fault.what} {fault.mend}"] == [words], faults
    assert line_of(fragment) in {fault.line for fault in faults}


def test_two_items_are_advised_against(spoiled_arms: Spoil) -> None:
    (fault,) = spoiled_arms(ITEMS, "items: [t_people, t_alone]")
    assert (fault.number, fault.advice) == (29, True)
    assert "alpha and omega say little" in fault.what


def test_an_arm_that_nobody_is_in_is_said_of_the_arm_and_of_what_it_would_be_shown(spoiled_arms: Spoil) -> None:
    faults = [fault for fault in spoiled_arms("share: 50", "share: 80", "share: 20", "share: 0") if not fault.advice]
    assert [fault.number for fault in faults] == [30, 30, 30]
    assert "nobody is in it" in faults[1].what or "nobody is in it" in faults[0].what
    assert "holds in no arm that somebody is in" in faults[2].what


def test_an_experiment_that_nothing_goes_by_is_advised_against(spoiled_arms: Spoil) -> None:
    more = """experiments:
  - id: idle
    title: {sv: "Vilande", en: "Idle"}
    arms:
      - {code: 1, share: 50, text: {sv: "ja", en: "yes"}}
      - {code: 2, share: 50, text: {sv: "nej", en: "no"}}
"""
    (fault,) = spoiled_arms("experiments:\n", more)
    assert (fault.number, fault.advice) == (30, True)


def test_a_variant_behind_one_that_may_be_unknown_is_read_by_somebody(spoiled_arms: Spoil) -> None:
    # Where the number of children is not answered, `children > 0` is unknown, and the second variant is shown.
    faults = spoiled_arms("ask_if: frame = 2", "ask_if: children >= 0", VARIANT_2, "ask_if: adults > 0")
    assert [fault for fault in faults if fault.number == 30] == []


def test_a_variant_behind_those_of_all_arms_is_read_by_nobody(spoiled_arms: Spoil) -> None:
    text = "\n                text: {{sv: 'Sv {}', en: 'En {}'}}\n              - ask_if: frame = {}"
    wordings = "".join(text.format(code, code, code) for code in (1, 3))
    (fault,) = spoiled_arms("ask_if: frame = 2", f"ask_if: frame = 2{wordings}")
    assert "`children > 0`" in fault.what
