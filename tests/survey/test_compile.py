"""The compiled questionnaire: variables with their meaning, conditions, digest."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from survey.compile import Compiled, compile, digest
from survey.errors import FaultyDefinition
from survey.expressions import parse
from survey.load import load
from survey.model import Expression, Place
from survey.variables import MissingRange

ROUTES = Path(__file__).parent / "studies" / "routes.yaml"


@pytest.fixture(scope="module")
def compiled() -> Compiled:
    return compile(load(ROUTES))


def test_variables_come_in_the_order_of_the_questionnaire(compiled: Compiled) -> None:
    assert list(compiled.variables) == [
        "age", "consent", "use_chat", "use_date", "who_1", "who_2", "who_9", "friends", "met", "told", "mood",
    ]  # fmt: skip


def test_a_battery_gives_a_variable_an_item_with_the_common_wording_as_stem(compiled: Compiled) -> None:
    item = compiled.variables["use_date"]
    assert (item.label["en"], item.stem["en"], item.question) == ("Date", "How often do you do this?", "use")
    assert [value.label["sv"] for value in item.values] == ["Aldrig", "Ibland", "Ofta"]


def test_a_multiple_choice_gives_a_yes_or_no_a_category(compiled: Compiled) -> None:
    category = compiled.variables["who_9"]
    assert (category.label["sv"], category.stem["sv"], category.measure) == ("Ingen", "Med vem?", "nominal")
    assert [(value.value, value.label["sv"]) for value in category.values] == [(0, "Nej"), (1, "Ja")]
    assert compiled.choices == {"who": {1: "who_1", 2: "who_2", 9: "who_9"}}


def test_a_number_is_a_scale_with_its_limits(compiled: Compiled) -> None:
    age = compiled.variables["age"]
    assert (age.measure, age.values, age.min, age.max, age.format) == ("scale", (), 0, 120, "F3.0")


def test_reasons_for_nonresponse_are_all_that_can_occur(compiled: Compiled) -> None:
    assert [label.value for label in compiled.variables["met"].missing] == [-1, -2, -3, -4, -5, -6, -7, -9]
    assert [label.value for label in compiled.variables["told"].missing] == [-1, -4, -5, -6, -7, -9]
    assert compiled.variables["told"].missing_ranges == (MissingRange(-9, -1),)


def test_the_level_comes_from_the_section(compiled: Compiled) -> None:
    assert [compiled.variables[name].level for name in ("age", "use_chat", "met")] == [0, 1, 2]


def test_an_ordered_code_list_makes_an_ordinal_variable() -> None:
    questionnaire = load(ROUTES)
    section = questionnaire.sections[3]
    question = section.pages[0].questions[0]
    assert question.codes is not None
    ordered = replace(question, codes=replace(question.codes, ordered=True))
    page = replace(section.pages[0], questions=(ordered,))
    changed = replace(questionnaire, sections=(*questionnaire.sections[:3], replace(section, pages=(page,))))
    assert compile(changed).variables["mood"].measure == "ordinal"


@pytest.mark.parametrize(
    ("name", "en", "sv"),
    [
        ("age", "", ""),
        ("use_date", "Asked of those aged 18 or older", "Ställdes till dem som är 18 år eller äldre"),
        (
            "who_2",
            "Asked of those who answered something other than “Never” to “How often do you do this? – Chat”",
            "Ställdes till dem som svarade något annat än ”Aldrig” på ”Hur ofta gör du detta? – Chattar”",
        ),
        (
            "friends",
            "Asked of those who chose “Friends” in “With whom?”",
            "Ställdes till dem som valde ”Vänner” på ”Med vem?”",
        ),
        (
            "told",
            "Asked of those aged 18 or older who answered something other than “Never” to “Has it happened?” "
            "and answered “How often do you do this? – Chat”",
            "Ställdes till dem som är 18 år eller äldre och svarade något annat än ”Aldrig” på ”Har det hänt?” "
            "och svarade på ”Hur ofta gör du detta? – Chattar”",
        ),
    ],
)  # fmt: skip
def test_the_universe_is_said_in_words_from_all_filters(compiled: Compiled, name: str, en: str, sv: str) -> None:
    universe = compiled.variables[name].universe
    assert universe.in_language("en") == en
    assert universe.in_language("sv") == sv


def test_a_minimum_age_is_a_condition_of_the_section(compiled: Compiled) -> None:
    assert compiled.conditions["trouble"] == parse("age >= 18 and use_chat is answered")
    assert compiled.conditions["friends"] == parse("who includes 1")
    assert "mood" not in compiled.conditions


def test_the_digest_follows_the_content_and_not_its_place(compiled: Compiled) -> None:
    questionnaire = load(ROUTES)
    assert digest(replace(questionnaire, place=Place("elsewhere.yaml", 7))) == compiled.digest
    assert digest(replace(questionnaire, version="1.2.1")) != compiled.digest
    assert len(compiled.digest) == 64


def test_all_conditions_that_cannot_be_read_are_reported_at_once() -> None:
    questionnaire = load(ROUTES)
    first, *others = questionnaire.sections
    spoiled = replace(first, ask_if=Expression("(age > 3", Place("a.yaml", 9)))
    last = replace(others[-1], ask_if=Expression("age >", Place("a.yaml", 4)))
    with pytest.raises(FaultyDefinition) as caught:
        compile(replace(questionnaire, sections=(spoiled, *others[:-1], last)))
    assert [(fault.line, fault.number) for fault in caught.value.faults] == [(4, 20), (9, 18)]
