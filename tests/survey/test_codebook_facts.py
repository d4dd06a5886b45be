"""What the codebook says of every type of question, of arms, design variables and scales."""

from __future__ import annotations

from pathlib import Path

import pytest

from survey.codebook import codebook
from survey.codebook_facts import Facts
from survey.codebook_words import TYPES
from survey.compile import compile
from survey.load import load

COMPILED = compile(load(Path(__file__).parent / "studies" / "types.yaml"))
WHERE = {question.id: (question, page) for _, page in COMPILED.steps for question in page.questions}


def said(question: str, language: str = "en") -> dict[str, tuple[str, ...]]:
    return dict(Facts(COMPILED, language).of_question(*WHERE[question]))


@pytest.mark.parametrize(
    ("question", "heading", "lines"),
    [
        ("t_consent", "Has to be answered", ("yes",)),
        ("t_place", "Own words", ("t_place_other, beside code 9",)),
        ("t_place", "Order", ("by chance for each respondent, kept in t_place_order",)),
        ("t_use", "Number of answers", ("2 to 3",)),
        ("t_books", "Numbers that the codes stand for", ("0: 0", "1: 1 to 5", "2: 6 to 20", "3: 21 or more")),
        ("t_happy", "Ends of the scale", ("0: Not at all satisfied", "10: Completely satisfied")),
        ("t_mood", "Ends of the scale", ("0: Very bad", "100: Very good")),
        ("t_value", "Places in the order", ("3 of 4",)),
        ("t_moved", "Date", ("year and month, YYYYMM",)),
        ("t_moved", "Limits", ("1950-01 to 2026-12",)),
        ("t_wish", "Longest text", ("200 characters",)),
        ("t_pair", "Known share", ("16.7 per cent for the first statement",)),
        ("t_active", "Worked out as", ("the number of answers chosen in “What did you do on the net last week?”",)),
        ("t_adult", "Worked out as", ("1 for those aged 18 or older; else 0",)),
        ("t_alone", "Check of the answers", ("You gave more hours alone than hours altogether. (said once)",)),
    ],
)
def test_every_type_says_what_it_asks_for(question: str, heading: str, lines: tuple[str, ...]) -> None:
    assert said(question)[heading] == lines


def test_statements_of_a_list_say_whom_they_are_shown_to() -> None:
    statements = said("t_many")["Statements"]
    assert statements[0] == "I have voted in an election"
    assert statements[4].startswith("I have bought something illegal – for those who have “Five statements”")


def test_a_share_is_written_as_the_language_does() -> None:
    assert said("t_pair", "sv")["Känd andel"] == ("16,7 procent för det första påståendet",)


def test_other_wordings_say_for_whom() -> None:
    (line,) = said("t_view")["Other wordings"]
    assert line.startswith("What do you think of rules for telephones at work? – for those who have “work”")


def test_arms_design_variables_and_scales_are_described() -> None:
    facts, questionnaire = Facts(COMPILED, "en"), COMPILED.questionnaire
    assert dict(facts.of_experiment(questionnaire.experiments[1]))["Arms"] == (
        "0 Four statements: 40 per cent",
        "1 Five statements: 60 per cent",
    )
    assert dict(facts.of_design(questionnaire.design[0])) == {"In the sample": ("stratum",)}
    scale = dict(facts.of_scale(questionnaire.scales[0]))
    assert scale["Items"] == ("t_trust_a", "t_trust_b (turned)", "t_trust_c")
    assert scale["Answers needed"] == ("2 of 3",)
    assert scale["Source"] == ("Written for this study.",)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_variable_of_every_type_stands_in_the_codebook_once(language: str) -> None:
    html = codebook(COMPILED, language)
    for variable in COMPILED.variables.values():
        assert html.count(f'id="v-{variable.name}"') == 1
    for question, _ in WHERE.values():
        if question.type != "note":
            assert TYPES[question.type].in_language(language) in html


def test_own_words_are_asked_of_those_who_chose_other() -> None:
    assert COMPILED.variables["t_place_other"].universe["en"] == (
        "Asked of those who answered “Somewhere else” to “Where do you like best to be in your spare time?”"
    )
