"""Minimum ages are enforced by the route, and minors meet level 3 only with an ethics approval."""

from __future__ import annotations

from collections.abc import Callable

from survey.errors import Fault

Spoil = Callable[..., tuple[Fault, ...]]
ETHICS = "  ethics: Swedish Ethical Review Authority, reference of the approval\n"
GATE = """        end_if: c_age is missing or c_age < 16
        end_text: {sv: Tack för ditt intresse., en: Thank you for your interest.}
"""


def test_minors_meet_level_3_only_with_an_ethics_approval(spoiled: Spoil) -> None:
    (fault,) = spoiled(ETHICS, "")
    assert (fault.number, fault.where) == (28, 'section "contact"')
    assert "no ethics approval is named" in fault.what


def test_adults_need_no_ethics_reference_of_minors(spoiled: Spoil) -> None:
    assert spoiled(ETHICS, "", "min_age: 16", "min_age: 18") == ()
    assert spoiled(ETHICS, "", "c_age < 16", "c_age < 18", "c_age >= 18", "c_age >= 30") == ()
    only_adults = (
        "min: 10",
        "min: 18",
        " or c_age < 16",
        "",
        "c_age >= 18",
        "c_age >= 30",
        "min_age: 16",
        "min_age: 20",
    )
    assert spoiled(ETHICS, "", *only_adults) == ()


def test_an_age_gate_enforces_the_minimum_age_as_well(spoiled: Spoil) -> None:
    assert spoiled("    min_age: 16\n", "") == ()


def test_without_gate_or_minimum_age_the_young_meet_level_3(spoiled: Spoil) -> None:
    (fault,) = spoiled("    min_age: 16\n", "", GATE, "")
    assert "Those under 15 may meet questions at level 3" in fault.what


def test_a_minimum_age_needs_a_question_that_tells_the_age(spoiled: Spoil) -> None:
    faults = spoiled("  age: c_age\n", "")
    assert any("names no question that tells the age" in fault.what for fault in faults)


def test_the_question_of_age_must_exist(spoiled: Spoil) -> None:
    (fault,) = spoiled("  age: c_age\n", "  age: c_agee\n")
    assert fault.mend == 'Did you mean "c_age"?'


def test_the_age_is_asked_before_the_section_that_needs_it(spoiled: Spoil) -> None:
    faults = spoiled("  - id: start\n", "  - id: start\n    min_age: 16\n")
    assert any("is asked later" in fault.what for fault in faults)
