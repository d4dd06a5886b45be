"""One condition follows from another: what is said to follow does so for every respondent."""

from __future__ import annotations

from itertools import product

import pytest

from survey.expressions import evaluate, parse, value_words, words_to_you
from survey.expressions.implying import implies
from survey.expressions.meaning import meanings
from survey.missing import Missing
from survey.text import plain
from survey.variables import ValueLabel, Variable

CODES = tuple(ValueLabel(code, plain(f"code {code}")) for code in range(4))
VARIABLES = {
    name: Variable(name, plain(name), values=CODES, question=name, question_type="single") for name in ("a", "b")
}
NAMES = meanings(VARIABLES)
CONDITIONS = (
    "a = 1", "a > 0", "a >= 1", "a != 0", "a in (1, 2, 3)", "not (a = 0)", "a > 1", "a = 1 and b = 2", "a = 1 or b = 2",
    "b = 2", "a is answered", "a is missing", "a is missing or a > 1", "not (a = 1 and b = 2)", "a = b", "a > 3",
)  # fmt: skip


def follows(first: str, second: str) -> bool:
    """By trying every respondent."""
    states = (*range(4), Missing.LEFT_BLANK, Missing.NOT_ASKED)
    for answers in product(states, repeat=2):
        lookup = dict(zip("ab", answers, strict=True)).__getitem__
        if evaluate(parse(first), lookup) is True and evaluate(parse(second), lookup) is not True:
            return False
    return True


@pytest.mark.parametrize("first", CONDITIONS)
def test_what_follows_is_what_follows_for_every_respondent(first: str) -> None:
    for second in CONDITIONS:
        assert implies(parse(first), parse(second), NAMES) == follows(first, second), second


def test_of_what_is_not_known_nothing_is_said() -> None:
    assert not implies(parse("c = 1"), parse("c > 0"), NAMES)
    assert implies(parse("c = 1 and a = 1"), parse("c = 1"), NAMES)


@pytest.mark.parametrize(
    ("condition", "english", "swedish"),
    [
        ("a = 1", "you answered “code 1” to “a”", "du svarade ”code 1” på ”a”"),
        ("b is missing", "you did not answer “b”", "du inte svarade på ”b”"),
        ("age >= 18 and a = 1", "you are aged 18 or older and answered “code 1” to “a”", None),
        ("age < 18 or a = 1", "you are aged under 18 or answered “code 1” to “a”", None),
    ],
)
def test_the_respondent_is_spoken_to(condition: str, english: str, swedish: str | None) -> None:
    variables = {**VARIABLES, "age": Variable("age", plain("Age"), measure="scale", question_type="number")}
    assert words_to_you(parse(condition), variables, "en", age="age") == english
    if swedish:
        assert words_to_you(parse(condition), variables, "sv", age="age") == swedish


def test_a_value_is_said_as_it_is_worked_out() -> None:
    assert value_words(parse("a * 2 + b"), VARIABLES, "sv") == "((”a” × 2) + ”b”)"
    assert value_words(parse("a = 1"), VARIABLES, "en") == "1 for those who answered “code 1” to “a”, else 0"
