"""A questionnaire as one arm is asked it."""

from __future__ import annotations

import pytest

from survey.compile import compile as compiled_from
from survey.errors import SurveyError
from survey.expressions import parse
from survey.expressions.tree import Truth
from survey.load import load
from survey.reports.in_arm import in_arm, settled

ARMS = {"arm": 1}


@pytest.mark.parametrize(
    ("condition", "left"),
    [
        ("arm = 1", Truth(True)),
        ("arm = 2", Truth(False)),
        ("arm = 1 and age > 3", "age > 3"),
        ("arm = 2 and age > 3", Truth(False)),
        ("arm = 2 or age > 3", "age > 3"),
        ("arm = 1 or age > 3", Truth(True)),
        ("not (arm = 1)", Truth(False)),
        ("not (arm = 2 or age > 3)", "not (age > 3)"),
        ("age > 3", "age > 3"),
        ("arm = 1 and age > 3 and sex = 1", "age > 3 and sex = 1"),
    ],
)
def test_what_hangs_on_the_arm_alone_is_settled(condition, left) -> None:
    assert settled(parse(condition), ARMS) == (parse(left) if isinstance(left, str) else left)


@pytest.fixture
def arms(studies):
    return compiled_from(load(studies / "arms.yaml"))


def wording(compiled, id: str) -> str:
    return next(q.text["en"] for _, page in compiled.steps for q in page.questions if q.id == id)


def test_texts_hold_what_the_arm_puts_into_them_and_name_the_question_of_an_answer(arms) -> None:
    assert wording(in_arm(arms, {}), "view") == "What do you think of society?"
    assert "[your answer to question 3]" in wording(in_arm(arms, {}), "safe")


def test_an_arm_that_there_is_not_is_refused_with_those_there_are(arms) -> None:
    with pytest.raises(SurveyError, match="The experiments have: frame: 1, 2"):
        in_arm(arms, {"frame": 7})
