from __future__ import annotations

import pytest

from app.forms.stored import is_answered, stored
from survey.model import Category, CodeList, Item, Question
from survey.text import plain

YES = CodeList("yes", (Category(1, plain("yes")), Category(8, plain("else"), other=True)))


def question(type, **words):
    return Question("q", type, plain("Question?"), **words)


RANK = question("rank", codes=YES, places=2, missing=("refused",))
PAIR = (Item("a", plain("a")), Item("b", plain("b")))


@pytest.mark.parametrize(
    ("asked", "values", "sent"),
    [
        (question("number"), {"q": 17}, {"q": ["17"]}),
        (question("scale"), {"q": 0}, {"q": ["0"]}),
        (question("scale"), {"q": -2}, {"q": ["-2"]}),
        (question("slider"), {"q": -4}, {"q": []}),
        (question("count", items=PAIR), {"q": 2}, {"q": ["2"]}),
        (question("crosswise", items=PAIR), {"q": 1}, {"q": ["1"]}),
        (question("text"), {"q": "In words\nof my own"}, {"q": ["In words\nof my own"]}),
        (question("text"), {"q": -3}, {"q": ["-3"]}),
        (question("text"), {"q": -4}, {"q": []}),
        (RANK, {"q_rank1": 8, "q_rank2": -4}, {"q": [], "q_rank1": ["8"], "q_rank2": []}),
        (RANK, {"q_rank1": -3, "q_rank2": -3}, {"q": ["-3"], "q_rank1": [], "q_rank2": []}),
        (RANK, {}, {"q": [], "q_rank1": [], "q_rank2": []}),
        (question("date"), {"q": 20240327}, {"q": [], "q_year": ["2024"], "q_month": ["03"], "q_day": ["27"]}),
        (question("date", precision="month"), {"q": 202403}, {"q": [], "q_year": ["2024"], "q_month": ["03"]}),
        (question("date", precision="year"), {"q": 2024}, {"q": [], "q_year": ["2024"]}),
        (question("date", precision="year"), {"q": -2}, {"q": ["-2"], "q_year": []}),
        (question("date", precision="year"), {"q": -4}, {"q": [], "q_year": []}),
        (question("single", codes=YES), {"q": 8, "q_other": "a course"}, {"q": ["8"], "q_other": ["a course"]}),
        (question("single", codes=YES), {"q": 1, "q_other": -1}, {"q": ["1"], "q_other": []}),
        (question("multiple", codes=YES), {"q_1": 1, "q_8": 1, "q_other": -4}, {"q": ["1", "8"], "q_other": []}),
        (question("computed"), {"q": 3.5}, {}),
        (question("note"), {}, {}),
    ],
)
def test_a_draft_is_shown_in_the_words_that_a_page_sends(asked, values, sent):
    assert stored([asked], values) == sent


@pytest.mark.parametrize(
    ("asked", "values", "answered"),
    [
        (RANK, {"q_rank1": 1, "q_rank2": -4}, [True]),
        (RANK, {"q_rank1": -3, "q_rank2": -3}, [True]),
        (RANK, {"q_rank1": -4, "q_rank2": -4}, [False]),
        (question("date"), {"q": 20240327}, [True]),
        (question("text"), {"q": -4}, [False]),
        (question("scale"), {"q": 0}, [True]),
        (question("battery", items=PAIR), {"a": 0, "b": -4}, [True, False]),
        (question("computed"), {"q": 1}, []),
    ],
)
def test_each_field_is_known_to_be_answered_or_not(asked, values, answered):
    assert is_answered(asked, values) == answered
