"""The defects of the reference list: each is caught, at its line, with a plain message."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from survey.errors import Fault

Spoil = Callable[..., tuple[Fault, ...]]
LineOf = Callable[[str], int]

AGE = "          - id: c_age\n            type: number"
SCHOOL = "          - id: c_school\n"
OFTEN = "{code: 2, text: {sv: Ofta, en: Often}}"

# Number of the defect, what is replaced, by what, a text in the line of the fault, words of the message.
DEFECTS = [
    (9, "- id: c_school", "- id: c_age", "- id: c_age\n            type: single", 'The name "c_age" is already used'),
    (9, "- id: p_school", "- id: p_where", "- id: p_where\n        questions:", "by the page"),
    (9, "- id: agree3", "- id: freq3", "- id: freq3\n    categories:\n      - {code: 1", "code list in line 12"),
    (10, "- id: c_school", "- id: C_Age", "- id: C_Age", "differ only by capitals"),
    (11, OFTEN, "{code: 1, text: {sv: Ofta, en: Often}}", "code: 1, text: {sv: Ofta", "already used in line 15"),
    (11, OFTEN, "{code: 2, text: {sv: Ibland, en: Often}}", "code: 2", 'label "Ibland" (sv) is already used by code 1'),
    (12, "codes: agree3", "codes: agree", "codes: agree", 'Did you mean "agree3"?'),
    (12, "codes: agree3", "codes: freq3", "- id: agree3", "No question uses this code list."),
    (13, "{sv: Ibland, en: Sometimes}", "{sv: Ibland}", "{sv: Ibland}", "lacking in English"),
    (13, "{sv: Användning, en: Use}", "{en: Use}", "{en: Use}", "The title is lacking in Swedish"),
    (13, "en: How old are you?", "en: 'How old are you {name}?'", "{name}", "but not in Swedish"),
    (14, "{sv: Ibland, en: Sometimes}", "{}", "text: {}", "There is no wording."),
    (14, "            text: {sv: Hur gammal är du?, en: How old are you?}\n", "", AGE, 'The question has no "text"'),
    (14, "end_text: {sv: Tack ändå., en: Thank you all the same.}", "", "- id: p_start", "There is no end text."),
    (15, "- id: c_school", "- id: 1school", "- id: 1school", "does not begin with a letter"),
    (15, "- id: c_school", "- id: c-school", "- id: c-school", 'holds "-"'),
    (15, "- id: c_school", "- id: with", "- id: with", "is a word of SPSS itself"),
    (15, "- id: c_school", "- id: float", "- id: float", "is a word of Stata itself"),
    (15, "- id: c_school", "- id: repeat", "- id: repeat", "is a word of R itself"),
    (15, "- id: c_school", "- id: mean", "- id: mean", "is a word of the routing language itself"),
    (15, "- id: c_school", f"- id: c_{'x' * 40}", "- id: c_xxx", "Stata takes at most 32"),
    (15, "- id: c_where\n", f"- id: c_where_{'x' * 24}\n", "- id: c_where_xxx", 'xxx_1" has 34 letters'),
    (16, "- id: c_school", "- id: c_where_1", "- id: c_where_1", "the same name as the one of question"),
    (16, "- id: c_school", "- id: week", "- id: week", "the same name as the one of every data file"),
    (17, "max: 99", "max: 5", "min: 10", "The limits are 10 to 5: no number meets them."),
    (17, "max: 99", "max: 10", "min: 10", "only one number meets them"),
    (17, "            max: 99\n", "", AGE, "`max` is lacking"),
    (22, "Hur gammal är du?, en: How old are you?", "'{x}?', en: '{x}?'", "{x}", "no question or experiment"),
    (23, "    level: 1\n", "\tlevel: 1\n", "level: 1", "begins with a tab"),
    (23, "    level: 1\n", "     level: 1\n", "level: 1", "indented by 5 spaces, where 4"),
    (24, "type: number", "type: numbr", "numbr", 'Did you mean "number"?'),
    (24, "skip: true", "skipp: true", "skipp", 'Did you mean "skip"?'),
    (24, "            codes: agree3\n", "", "- id: c_views", "needs codes to choose from"),
    (24, "codes: agree3\n", "codes: agree3\n            min: 1\n", "min: 1\n", "`min` has no meaning"),
    (25, OFTEN, "{code: -2, text: {sv: Ofta, en: Often}}", "code: -2", "The code -2 is negative"),
    (25, "min: 10", "min: -5", "min: -5", "-1 to -9"),
    (25, OFTEN, "{code: 2, text: {sv: Vill inte svara, en: Often}}", "code: 2", 'the same as "refused"'),
    (27, ", exclusive: true", "", "Ingen av dessa", "can be ticked together"),
    (27, "{sv: I skolan, en: At school}", "{sv: Vet inte, en: Don't know}", "Vet inte", "can be ticked together"),
    (28, "            missing: [dont_know, refused]\n", "", "- id: c_contact\n", "does not offer"),
    (28, "missing: [dont_know, refused]", "missing: [ dont_know ]", "missing: [ dont_know ]", "Add `refused`"),
    (28, "    support: help\n", "", "- id: contact", "names no support text"),
    (28, "support: help", "support: hlp", "support: hlp", 'Did you mean "help"?'),
    (28, "    skip: true\n", "", "- id: contact", "cannot be skipped"),
    (28, SCHOOL, f"{SCHOOL}            required:  true\n", "required:  true", "for consent"),
    (28, "verified: 2026-11-01", "verified: 2025-11-01", "verified:", "more than twelve months ago"),
    (28, "verified: 2026-11-01", "verified: 2027-11-01", "verified:", "a day to come"),
    (28, 'phone: "112"', 'phone: ""', "Nödnummer", "neither a telephone number nor"),
    (30, "Hur gammal är du?", "Vad är ditt namn?", "Vad är ditt namn", "keeps no identity"),
    (30, "How old are you?", "Your telephone number?", "telephone number", "keeps no identity"),
]  # fmt: skip


@pytest.mark.parametrize(("number", "old", "new", "fragment", "words"), DEFECTS)
def test_a_defect_is_caught_at_its_line(
    spoiled: Spoil, line_of: Callable[[str], int], number: int, old: str, new: str, fragment: str, words: str
) -> None:
    faults = spoiled(old, new)
    found = [fault for fault in faults if fault.number == number and words in str(fault)]
    assert found, faults
    assert found[0].line == line_of(fragment)


@pytest.mark.parametrize(("number", "old", "new", "fragment", "words"), DEFECTS)
def test_a_defect_is_said_with_a_way_to_mend_it(
    spoiled: Spoil, number: int, old: str, new: str, fragment: str, words: str
) -> None:
    assert all(fault.mend for fault in spoiled(old, new))


def test_a_clean_study_has_no_faults_and_no_advice(spoiled: Spoil) -> None:
    assert spoiled() == ()


def test_a_support_text_is_fresh_for_twelve_months(spoiled: Spoil) -> None:
    assert spoiled(today=date(2027, 11, 1)) == ()
    assert len(spoiled(today=date(2027, 11, 2))) == 1


# What may look like a defect and is none.
HARMLESS = [
    ("{sv: I skolan, en: At school}", "{sv: Ingen kompis i närheten, en: With no friend nearby}"),
    ("Har någon kontaktat dig på ett obehagligt sätt?", "Har någon bett om ditt telefonnummer?"),
    ("Has anyone contacted you in an unpleasant way?", "Has anyone asked for your name or phone number?"),
    ("c_use_a > 0", "c_use_a>0"),
    ("- id: c_school", "- id: c_weekly"),
]


@pytest.mark.parametrize(("old", "new"), HARMLESS)
def test_what_only_looks_like_a_defect_is_left_alone(spoiled: Spoil, old: str, new: str) -> None:
    assert spoiled(old, new) == ()


def test_a_fault_of_layout_is_not_followed_by_faults_of_what_could_not_be_read(spoiled: Spoil) -> None:
    assert [fault.number for fault in spoiled("en: How old are you?", "en: How old are you {name}?")] == [23]
