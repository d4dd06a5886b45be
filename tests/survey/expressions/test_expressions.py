"""Conditions: what is read, what is refused and how, what they are worth, what is wrong with them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from survey.errors import UnknownVariable
from survey.expressions import ExpressionError, all_of, evaluate, parse, problems, references, words
from survey.expressions.columns import holds
from survey.expressions.evaluation import lookup_in
from survey.frame import SurveyFrame
from survey.text import Text, plain
from survey.variables import MissingRange, ValueLabel, Variable

YES_NO = (ValueLabel(0, Text(sv="Nej", en="No")), ValueLabel(1, Text(sv="Ja", en="Yes")))
OURS = (MissingRange(-9, -1),)


def single(name: str, codes: dict[int, str] | None = None) -> Variable:
    values = tuple(ValueLabel(code, plain(label)) for code, label in (codes or {0: "No", 1: "Yes", 2: "Often"}).items())
    return Variable(name, plain(name), values=values, question=name, question_type="single", missing_ranges=OURS)


def number(name: str, low: int, high: int) -> Variable:
    return Variable(
        name, plain(name), measure="scale", question=name, question_type="number", min=low, max=high,
        missing_ranges=OURS,
    )  # fmt: skip


def multiple(question: str, *codes: int) -> list[Variable]:
    return [
        Variable(
            f"{question}_{code}", plain(f"choice {code}"), values=YES_NO, question=question, question_type="multiple",
            missing_ranges=OURS,
        )
        for code in codes
    ]  # fmt: skip


VARIABLES = {
    variable.name: variable
    for variable in (
        number("y_age", 0, 120), single("use"), single("meet"), *multiple("who", 1, 2, 3),
        Variable("town", plain("Town"), kind="text"),
        Variable("QN8", plain("Seat belt"), values=(ValueLabel(1.0, plain("Yes")), ValueLabel(2.0, plain("No")))),
    )
}  # fmt: skip


def worth(source: str, **values: int) -> object:
    return evaluate(parse(source), lookup_in(values, {"who": {1: "who_1", 2: "who_2", 3: "who_3"}}))


@pytest.mark.parametrize(
    ("alias", "ours"),
    [
        ("${y_age} == 16", "y_age = 16"),
        ("y_age <> 16", "y_age != 16"),
        ("y_age ≥ 16", "y_age >= 16"),
        ("selected(${who}, '3')", "who includes 3"),
        ("selected( who , ‘3’ )", "who includes 3"),
        ("count-selected(${who}) > 1", "count(who) > 1"),
        ("town = “Umeå”", 'town = "Umeå"'),
        ("town = ’Umeå’", 'town = "Umeå"'),
        ("use = 1 AND NOT meet = 2", "use = 1 and not meet = 2"),
        ("use is not missing", "not use is missing"),
        ("use not in (1, 2)", "not use in (1, 2)"),
    ],
)
def test_what_other_programs_write_is_read_as_ours(alias: str, ours: str) -> None:
    assert parse(alias) == parse(ours)


def test_and_binds_closer_than_or_and_times_closer_than_plus() -> None:
    assert parse("use = 1 or use = 2 and meet = 1") == parse("use = 1 or (use = 2 and meet = 1)")
    assert parse("1 + 2 * y_age - 3 > 0") == parse("((1 + (2 * y_age)) - 3) > 0")


def test_words_of_the_language_may_begin_a_name() -> None:
    assert [r.name for r in references(parse("order = 1 and is_in = 2 and missing is missing and asked = 1"))] == [
        "order", "is_in", "missing", "asked",
    ]  # fmt: skip


def test_references_say_where_a_name_stands_and_what_is_asked_of_it() -> None:
    found = references(parse("use = 1 and who includes 3 or meet is missing"))
    assert [(r.name, r.position, r.use) for r in found] == [
        ("use", 0, "value"), ("who", 12, "category"), ("meet", 30, "state"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "position", "number", "words"),
    [
        ("(y_age > 3", 0, 18, "never closed"),
        ("y_age > 3)", 9, 18, 'no "(" before it'),
        ("town = 'x", 7, 19, "quotation mark"),
        ("use = 1 && meet = 1", 8, 20, 'Write "and"'),
        ("y_age => 3", 6, 20, 'Write ">="'),
        ("y_age ? 3", 6, 20, "not an operator"),
        ("cont(use = 1) > 2", 0, 20, 'Did you mean "count"'),
        ("regex(town, 'x')", 0, 20, 'no function "regex"'),
        ("who inclues 3", 4, 20, 'Did you mean "includes"'),
        ("use is mising", 7, 20, 'Did you mean "missing"'),
        ("use = 1 adn meet = 2", 8, 20, 'Did you mean "and"'),
        ("y_age > 3 or or", 13, 20, '"or" cannot follow "or"'),
        ("16 <= y_age <= 25", 12, 20, "two values can be compared"),
        ("use in 1", 7, 20, "in parentheses"),
        ("y_age >", 7, 20, "something must follow"),
        ("count() > 1", 0, 20, "nothing to work on"),
        ("selected(1, 2)", 0, 20, "a name and a code"),
        ("and use = 1", 0, 20, 'cannot begin with "and"'),
        ("  ", 0, 20, "empty"),
        ("not " * 500 + "use = 1", 0, 20, "too deeply"),
    ],
)
def test_what_cannot_be_read_is_explained_at_its_place(source: str, position: int, number: int, words: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(source)
    assert (caught.value.position, caught.value.number) == (position, number)
    assert words in str(caught.value)


def test_the_caret_stands_below_the_place() -> None:
    with pytest.raises(ExpressionError) as caught:
        parse("use = 1 && meet = 1")
    assert caught.value.caret() == "use = 1 && meet = 1\n        ^"


@pytest.mark.parametrize(
    "source", ["use = 1", "use != 1", "use in (1, 2)", "use + 1 > 0", "not use = 1", "sum(use) > 0"]
)
@pytest.mark.parametrize("code", [-1, -2, -3, -4, -5, -6, -7, -9])
def test_whatever_is_asked_of_an_answer_that_is_not_there_is_unknown(source: str, code: int) -> None:
    assert worth(source, use=code) is None


def test_unknown_goes_through_and_or_not_as_kleene_says() -> None:
    assert worth("meet = 1 and use = 1", meet=1) is None
    assert worth("meet = 1 and use = 1", meet=0) is False
    assert worth("meet = 1 or use = 1", meet=1) is True
    assert worth("meet = 1 or use = 1", meet=0) is None
    assert worth("not meet = 1") is None


@pytest.mark.parametrize(
    ("code", "missing", "asked"),
    [(0, False, True), (-1, True, False), (-2, True, True), (-4, True, True), (-6, True, False)],
)
def test_states_are_never_unknown(code: int, missing: bool, asked: bool) -> None:
    assert worth("use is missing", use=code) is missing
    assert worth("use is answered", use=code) is not missing
    assert worth("use was asked", use=code) is asked


def test_a_multiple_choice_is_asked_for_its_categories() -> None:
    ticked = {"who_1": 1, "who_2": 0, "who_3": 1}
    assert worth("who includes 3 and not who includes 2", **ticked) is True
    assert worth("count(who)", **ticked) == 2
    assert worth("who includes 3", who_1=-4, who_2=-4, who_3=-4) is None
    assert worth("who is missing", who_1=-3, who_2=-3, who_3=-3) is True


def test_functions_use_what_was_answered() -> None:
    answers = {"use": 2, "meet": -4, "y_age": 20}
    assert worth("count(use = 2, meet = 1, y_age > 18)", **answers) == 2
    assert worth("sum(use, meet)", **answers) == 2
    assert worth("mean(use, meet, y_age)", **answers) == 11
    assert worth("min(use, meet, y_age)", **answers) == 2
    assert worth("max(meet)", **answers) is None


def test_division_by_nothing_is_unknown() -> None:
    assert worth("y_age / use > 1", y_age=3, use=0) is None


def frame() -> SurveyFrame:
    data = pd.DataFrame({"use": [1.0, -3.0, np.nan, 0.0], "town": ["Umeå", "", "Lund", "Umeå"]})
    variables = {name: VARIABLES[name] for name in data}
    return SurveyFrame("s", data, variables)


def test_on_a_frame_unknown_is_false() -> None:
    assert holds(parse("use = 1"), frame()).tolist() == [True, False, False, False]
    assert holds(parse("use != 1"), frame()).tolist() == [False, False, False, True]
    assert holds(parse("use was asked"), frame()).tolist() == [True, True, False, True]
    assert holds(parse('town = "Umeå"'), frame()).tolist() == [True, False, False, True]
    assert holds(parse("use + 1"), frame()).tolist() == [False] * 4


def test_a_name_the_frame_does_not_hold_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownVariable, match="Did you mean town"):
        holds(parse("twon = 'x'"), frame())


@pytest.mark.parametrize(
    ("source", "number", "words"),
    [
        ("y_agee > 16", 1, 'Did you mean "y_age"'),
        ("use = 7", 3, "Its codes are 0 (No), 1 (Yes), 2 (Often)"),
        ("use in (1, 9)", 3, "no code 9"),
        ("who includes 8", 3, "1 (choice 1), 2 (choice 2), 3 (choice 3)"),
        ("use = -3", 3, "use is missing"),
        ("use = '1'", 4, "a number, but it is compared with a text"),
        ("town > 3", 4, "a text, but it is compared with a number"),
        ("town > 'A'", 4, "no order"),
        ("use = 1 or 2", 4, "both sides of every comparison"),
        ("use", 4, "such as use = 1"),
        ("y_age + town > 3", 4, "numbers only"),
        ("who = 3", 21, "who includes 3"),
        ("y_age > 120", 5, '"y_age" goes from 0 to 120'),
        ("y_age >= 0", 5, "true for every answer"),
        ("use = 1 and use = 2", 5, "can never be true"),
        ("use is missing or use is answered", 5, "always true"),
        ("y_age < 16 and y_age >= 16.5", 5, "can never be true"),
        ("not who includes 1 and not who includes 2 and not who includes 3", 5, "can never be true"),
        ("QN8 = 3", 3, "1 (Yes), 2 (No)"),
    ],
)
def test_problems_say_what_is_wrong_and_how_to_mend_it(source: str, number: int, words: str) -> None:
    (problem,) = problems(parse(source), VARIABLES)
    assert problem.number == number
    assert words in f"{problem.what} {problem.mend}"


def test_a_code_without_label_in_data_from_elsewhere_is_only_advice() -> None:
    assert [problem.advice for problem in problems(parse("QN8 = 3"), VARIABLES)] == [True]


@pytest.mark.parametrize(
    "source",
    [
        "y_age >= 16 and y_age <= 25",
        "use > 0 and not who includes 3",
        "use >= 1 or meet is missing",
        "count(who) >= 2",
        "count(use = 1, meet = 1, who) > 1",
        "y_age / 2 > 30",
        "use = meet",
        "mean(use, meet) > 1.5",
        "town = 'Umeå' and QN8 = 1",
        "who_3 = 1",
        "town != 'x' and town != 'y'",
    ],
)
def test_a_sound_condition_has_no_problem(source: str) -> None:
    assert problems(parse(source), VARIABLES) == ()


def test_several_problems_come_in_the_order_they_were_written() -> None:
    found = problems(parse("use = 7 and who = 1 and ages > 3"), VARIABLES)
    assert [problem.number for problem in found] == [3, 21, 1]


def test_conditions_are_joined_without_those_that_ask_nothing() -> None:
    assert all_of(None, None) is None
    assert all_of(None, parse("use = 1")) == parse("use = 1")
    assert all_of(parse("use = 1 and meet = 1"), parse("y_age > 3")) == parse("use = 1 and meet = 1 and y_age > 3")


@pytest.mark.parametrize(
    ("source", "en", "sv"),
    [
        ("y_age >= 16 and y_age < 26", "those aged 16–25", "dem som är 16–25 år"),
        (
            "y_age >= 18 and use = 1",
            "those aged 18 or older who answered “Yes” to “use”",
            "dem som är 18 år eller äldre och svarade ”Yes” på ”use”",
        ),
        (
            "not use = 1",
            "those who answered something other than “Yes” to “use”",
            "dem som svarade något annat än ”Yes” på ”use”",
        ),
        (
            "use in (1, 2)",
            "those who answered something other than “No” to “use”",
            "dem som svarade något annat än ”No” på ”use”",
        ),
        (
            "not who includes 2",
            "those who did not choose “choice 2” in “Whom?”",
            "dem som inte valde ”choice 2” på ”Whom?”",
        ),
        (
            "use = 1 or meet = 1",
            "those who answered “Yes” to at least one of “use” and “meet”",
            "dem som svarade ”Yes” på minst en av ”use” och ”meet”",
        ),
        ("not use is answered", "those who did not answer “use”", "dem som inte svarade på ”use”"),
        ("not use was asked", "those who were not asked “use”", "dem som inte fick frågan ”use”"),
        (
            "mean(use, meet) > 1.5",
            "those who gave answers where the mean of “use” and “meet” is more than 1.5",
            "dem som gav svar där medelvärdet av ”use” och ”meet” är mer än 1,5",
        ),
    ],
)
def test_conditions_are_said_in_words(source: str, en: str, sv: str) -> None:
    stems = {name: replace(v, stem=plain("Whom?")) for name, v in VARIABLES.items() if v.question == "who"}
    assert words(parse(source), VARIABLES | stems, "en", age="y_age") == en
    assert words(parse(source), VARIABLES | stems, "sv", age="y_age") == sv


def test_a_text_that_nobody_asked_was_not_asked_in_a_frame_either() -> None:
    """A reason stands in a column of texts as a text: "-1" was not asked, "-3" was."""
    towns = pd.DataFrame({"town": ["Umeå", "-1", "-6", "-3", ""]})
    reasons = tuple(MissingRange(code, code) for code in ("-1", "-3", "-6"))
    town = Variable("town", plain("Town"), kind="text", missing_ranges=reasons)
    found = holds(parse("town was asked"), SurveyFrame("small", towns, {"town": town}))
    assert found.tolist() == [True, False, False, True, False]
