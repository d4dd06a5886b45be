"""Texts that take something in: each fault at its line, with a plain message."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from survey.errors import Fault

Spoil = Callable[..., tuple[Fault, ...]]
LineOf = Callable[[str], int]

TITLE = 'title: {sv: "Om {frame}", en: "On {frame}"}'
SAFE = 'text: {sv: "Är det tryggt i {place|din ort}?", en: "Is it safe in {place|your place}?"}'
COLD = '{sv: "Är det kallt?", en: "Is it cold?"}'
ITEM = 'text: {sv: "Folk hjälper varandra", en: "People help one another"}'
TOWN = '{sv: "en stad", en: "a town"}'


def both(words: str) -> str:
    return f'text: {{sv: "{words}", en: "{words}"}}'


# Number of the defect, what is replaced, by what, a text in the line of the fault, words of the message.
FAULTS = [
    (13, TITLE, 'title: {sv: "Om {frame}", en: "On it"}', "On it", '"{frame}" in one language but not in English'),
    (13, SAFE, 'text: {sv: "Tryggt?", en: "Safe, {place|here}?"}', "Safe, {place", "but not in Swedish"),
    (13, "Tänk på {frame}", "Tänk efter", "Tänk efter", '"{frame}" in one language but not in Swedish'),
    (22, SAFE, both("Safe in {plase|a place}?"), "{plase", 'Did you mean "place"?'),
    (22, TITLE, 'title: {sv: "{frme}", en: "{frme}"}', "{frme}", 'Did you mean "frame"?'),
    (22, SAFE, both("Safe, with {view|this} view?"), "{view|", "which is asked on the same page (line"),
    (22, SAFE, both("Safe, with {cold|your} answer?"), "{cold|", "which is asked later (line"),
    (22, ITEM, both("At {view_order}"), "{view_order}", "only an arm, a single choice or a number"),
    (22, ITEM, both("At {t_people|this}"), "{t_people|", "only an arm, a single choice or a number"),
    (22, ITEM, both("In {stratum}"), "{stratum}", "only an arm, a single choice or a number"),
    (22, ITEM, both("As {cold}"), "{cold}", "asked only where `stratum = 1` (line"),
    (22, TITLE, 'title: {sv: "Om ${frame}", en: "On ${frame}"}', "${frame}", "Write {frame}."),
    (22, TITLE, 'title: {sv: "Om {frame", en: "On {frame"}', "{frame", "not closed"),
    (22, TOWN, '{sv: "{frame}", en: "{frame}"}', '{code: 1, text: {sv: "{frame}"', "the same for everybody"),
    (22, '"Människor", en: "People"', '"{frame|Vi}", en: "{frame|We}"', "{frame|Vi}", "the same for everybody"),
    (
        22,
        "- id: p_north",
        f"- id: p_north\n        end_if: cold = 4\n        end_{both('In {place|it}')}",
        "end_text",
        "same",
    ),
    (22, "id: people\n", f"id: people\n    {both('On {view|it}').replace('text', 'intro')}\n", "intro:", "asked later"),
]


@pytest.mark.parametrize(("number", "old", "new", "fragment", "words"), FAULTS)
def test_every_fault_is_caught_at_its_line(
    spoiled_arms: Spoil, line_of: LineOf, number: int, old: str, new: str, fragment: str, words: str
) -> None:
    faults = [fault for fault in spoiled_arms(old, new) if not fault.advice]
    assert {(fault.number, fault.line) for fault in faults} == {(number, line_of(fragment))}
    assert any(words in f"{fault.what} {fault.mend}" for fault in faults)


def test_words_of_the_respondents_own_are_never_shown_in_a_text(spoiled_arms: Spoil) -> None:
    why = f"          - {{id: why, type: text, {both('Why?')}}}\n"
    place = "          - id: place\n"
    faults = spoiled_arms(place, why + place, "id: arms\n", "id: arms\n  open_text: true\n", ITEM, both("{why|That}"))
    assert ["writes in own words" in fault.what for fault in faults if fault.number == 22] == [True]


def test_what_nobody_who_reads_it_was_asked_is_named_with_both_routes(spoiled_arms: Spoil) -> None:
    impossible = ("ask_if: stratum = 1", "ask_if: stratum = 1 and frame = 3", COLD, COLD.replace("kallt", "{safe|x}"))
    faults = spoiled_arms(*impossible, "Is it cold?", "Is it {safe|x}?")
    (fault,) = [fault for fault in faults if fault.number == 22]
    assert "`stratum = 1 and frame = 3` and `frame in (1, 2)` can never hold together" in fault.what


def test_an_answer_that_may_be_lacking_needs_other_words_to_stand_for_it(spoiled_arms: Spoil) -> None:
    (fault,) = spoiled_arms("{place|din ort}", "{place}", "{place|your place}", "{place}")[:1]
    assert (fault.number, fault.advice) == (22, True)
    assert fault.mend == "Write {place|words} with what is shown instead."


def test_under_its_own_condition_an_answer_needs_no_other_words(spoiled_arms: Spoil) -> None:
    # The variant is read only where `children > 0`, so there is a number.
    assert spoiled_arms("{children|några}", "{children}", "{children|some}", "{children}") == ()


def test_brackets_themselves_are_written_twice(spoiled_arms: Spoil) -> None:
    assert spoiled_arms(TITLE, 'title: {sv: "Om {{frame}}", en: "On {{frame}}"}') == ()


def test_a_text_beside_a_condition_with_an_unknown_name_does_not_stop_the_check(
    spoiled_arms: Spoil,
) -> None:
    """The wording takes in what is known; the condition that speaks of what is not has its own fault."""
    faults = spoiled_arms("ask_if: frame in (1, 2)", "ask_if: frme in (1, 2)")
    assert ["frme" in fault.what for fault in faults if not fault.advice] == [True]
