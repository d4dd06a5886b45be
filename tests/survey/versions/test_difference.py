"""Changes of a questionnaire are patch, minor or major, with their line and the version they ask for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from survey.model import Questionnaire
from survey.text import Text
from survey.versions import Size, difference
from survey.versions.difference import shown

AGREE = "- {code: 3, text: {sv: Instämmer, en: Agree}}"
SCHOOL = "          - id: c_school\n            type: single\n"
CONTACT = "          - id: c_contact\n"
NEW = """          - id: c_new
            type: number
            min: 0
            max: 9
            text: {sv: Hur många?, en: How many?}
"""

# What is edited, how large it is, and whom the message names.
EDITS = {
    "a slip in the fielded language": (("Hur gammal är du?", "Hur gamal är du?"), "patch", 'question "c_age"'),
    "another translation": (("en: How old are you?", "en: What is your age?"), "patch", 'question "c_age"'),
    "another hint": (
        ("text: {sv: Hur gammal är du?", "help: {sv: I år., en: In years.}\n            text: {sv: Hur gammal är du?"),
        "patch",
        'question "c_age"',
    ),
    "a condition spaced in another way": (("c_use_a > 0", "c_use_a >  0"), "patch", 'questionnaire "clean"'),
    "a condition written in another way": (("c_use_a > 0", "c_use_a >= 1"), "patch", 'page "p_where"'),
    "a new question": ((CONTACT, NEW + CONTACT), "minor", 'question "c_new"'),
    "a new code": (
        (AGREE, AGREE + "\n      - {code: 4, text: {sv: Helt, en: Fully}}"),
        "minor",
        'code list "agree3"',
    ),
    "wider limits": (("max: 99", "max: 110"), "minor", 'question "c_age"'),
    "a filter for more people": (("c_age >= 18", "c_age >= 16"), "minor", 'item "c_use_b"'),
    "“don't know” is offered": (
        ("codes: freq3\n            missing: [dont_know]", "codes: freq3\n            missing: [dont_know, refused]"),
        "minor",
        'question "c_use"',
    ),
    "another meaning of a code": (("sv: Ibland", "sv: Varje dag"), "major", 'code list "freq3"'),
    "another type": ((SCHOOL, SCHOOL.replace("single", "multiple")), "major", 'question "c_school"'),
    "a filter for fewer people": (("c_age >= 18", "c_age >= 21"), "major", 'item "c_use_b"'),
    "a question that is gone": ((CONTACT, CONTACT.replace("c_contact", "c_renamed")), "major", 'question "c_contact"'),
    "another wording": (
        ("sv: Vill du delta?", "sv: Vill du inte delta?"),
        "major",
        'question "c_consent"',
    ),
    "narrower limits": (("min: 10", "min: 16"), "major", 'question "c_age"'),
    "a higher minimum age": (("min_age: 16", "min_age: 18"), "major", 'section "contact"'),
    "an end for more people": (("c_age < 16", "c_age < 18"), "major", 'page "p_age"'),
    "another order of codes": (
        (
            "- {code: 0, text: {sv: Aldrig, en: Never}}\n      - {code: 1, text: {sv: Ibland, en: Sometimes}}",
            "- {code: 1, text: {sv: Ibland, en: Sometimes}}\n      - {code: 0, text: {sv: Aldrig, en: Never}}",
        ),
        "minor",
        'code list "freq3"',
    ),
    "a section that can no longer be skipped": (("skip: true", "skip: false"), "minor", 'section "contact"'),
    "another support text": (("sv: Nödnummer", "sv: Larmnummer"), "patch", "support texts"),
}


@pytest.mark.parametrize("edit", EDITS)
def test_each_edit_has_its_size_and_names_its_element(clean, edited, edit) -> None:
    replacements, size, where = EDITS[edit]
    found = difference(clean, edited(*replacements))
    assert found.size is Size(size), [str(change) for change in found.changes]
    assert any(change.size is Size(size) and where in change.where for change in found.changes)


def test_nothing_changed_is_no_change(clean, edited) -> None:
    found = difference(clean, edited("# A small study", "# The small study"))
    assert found.changes == ()
    assert found.size is None
    assert found.is_enough


def test_a_change_says_its_line(clean, edited, folder) -> None:
    (change,) = difference(clean, edited("max: 99", "max: 110")).changes
    line = (folder / "questionnaire.yaml").read_text(encoding="utf-8").split("max: 110")[0].count("\n") + 1
    assert change.place.line == line
    assert f"line {line}, question" in str(change)


@pytest.mark.parametrize(
    ("replacements", "least"),
    [
        (("Hur gammal är du?", "Hur gamal är du?"), "1.0.1"),
        (("max: 99", "max: 110"), "1.1.0"),
        (("min: 10", "min: 16"), "2.0.0"),
    ],
)
def test_the_least_version_follows_from_the_largest_change(clean, edited, replacements, least) -> None:
    found = difference(clean, edited(*replacements))
    assert shown(found.least) == least
    assert not found.is_enough
    assert difference(clean, edited("version: 1.0.0", f"version: {least}")).is_enough


def test_an_item_of_a_battery_may_come_and_may_not_go(clean, edited) -> None:
    more = "- {id: c_views_c, text: {sv: Nätet är farligt, en: The internet is dangerous}}"
    last = "- {id: c_views_b, text: {sv: Skolan bör lära ut nätvett, en: Schools should teach online safety}}"
    newer = edited(last, f"{last}\n              {more}")
    assert difference(clean, newer).size is Size.MINOR
    assert difference(newer, clean).size is Size.MAJOR


def test_what_no_rule_knows_is_still_a_change(clean: Questionnaire) -> None:
    first, *others = clean.code_lists
    unused = replace(first, id="unused", categories=first.categories[:1])
    found = difference(clean, replace(clean, code_lists=(first, *others, unused)))
    assert [change.what for change in found.changes] == ["something in it is changed."]


@pytest.mark.parametrize(
    ("old", "new", "slip"),
    [
        ("Hur ofta använder du nätet?", "Hur ofta använder du nätet", True),
        ("How often do you recieve it?", "How often do you receive it?", True),
        ("In the last 12 months", "In the last 6 months", False),
        ("Do you agree?", "Do you not agree?", False),
        ("It is kind", "It is unkind", False),
        ("net work", "network", True),
    ],
)
def test_only_slips_of_the_pen_are_slips(old, new, slip, clean: Questionnaire) -> None:
    section = clean.sections[0]
    page = section.pages[0]

    def asking(text: str) -> Questionnaire:
        question = replace(page.questions[0], text=Text(sv=text, en="The same"))
        return replace(clean, sections=(replace(section, pages=(replace(page, questions=(question,)),)),))

    assert difference(asking(old), asking(new)).size is (Size.PATCH if slip else Size.MAJOR)
