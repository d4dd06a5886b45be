"""What may be ticked together counts when conditions are judged: what stands alone, and limits of ticks."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from survey.errors import Fault

Spoil = Callable[..., tuple[Fault, ...]]
LineOf = Callable[[str], int]
ASKED = "ask_if: c_where includes 2"
MULTIPLE = "            type: multiple\n"

NEVER = [
    "c_where includes 0 and c_where includes 1",
    "c_where includes 0 and count(c_where) > 1",
    "c_where_0 = 1 and c_where includes 2",
    "c_where_0 = 1 and c_where_1 = 1",
    "c_where_1 = 1 and not c_where includes 1",
    "count(c_where) = 3",
]


@pytest.mark.parametrize("condition", NEVER)
def test_what_stands_alone_is_never_ticked_with_another(spoiled: Spoil, line_of: LineOf, condition: str) -> None:
    (fault,) = spoiled(ASKED, f"ask_if: {condition}")
    assert (fault.number, fault.line) == (5, line_of(condition))
    assert "of which 0 is ticked alone" in fault.what


@pytest.mark.parametrize(
    "condition",
    [
        "c_where includes 1 and c_where includes 2",
        "c_where includes 0 and not c_where includes 1",
        "count(c_where) = 2",
        "c_where_1 = 1 and c_where_2 = 1",
        "c_where_0 = 1 or c_where_2 = 1",
    ],
)
def test_what_may_be_ticked_together_is_left_alone(spoiled: Spoil, condition: str) -> None:
    assert spoiled(ASKED, f"ask_if: {condition}") == ()


def test_the_least_number_of_ticks_counts_but_not_for_what_stands_alone(spoiled: Spoil) -> None:
    at_least_2 = (MULTIPLE, f"{MULTIPLE}            min: 2\n")
    (fault,) = spoiled(*at_least_2, ASKED, "ask_if: count(c_where) = 1 and c_where includes 1")
    assert (fault.number, "at least 2 together" in fault.what) == (5, True)
    assert spoiled(*at_least_2, ASKED, "ask_if: count(c_where) = 1") == ()


def test_the_greatest_number_of_ticks_counts(spoiled: Spoil) -> None:
    at_most_1 = (MULTIPLE, f"{MULTIPLE}            max: 1\n")
    (fault,) = spoiled(*at_most_1, ASKED, "ask_if: c_where includes 1 and c_where includes 2")
    assert (fault.number, "at most 1 together" in fault.what) == (5, True)
    assert spoiled(*at_most_1, ASKED, "ask_if: c_where includes 1 or c_where includes 2") == ()
