"""Answers of chance to every type of question, and the way from values to what a page posts and back."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from survey.columns import names_of
from survey.compile import compile
from survey.drawing import as_values, drawn
from survey.load import load
from survey.missing import Answer
from survey.model import Question
from survey.posting import as_posted
from survey.reading import read_answers

COMPILED = compile(load(Path(__file__).parent / "studies" / "types.yaml"))
QUESTIONS = {question.id: question for _, page in COMPILED.steps for question in page.questions}
ASKED = [question for question in QUESTIONS.values() if question.answered not in ("nothing", "computed")]


def answered(question: Question, seed: int) -> dict[str, Answer]:
    rng, found = random.Random(seed), dict[str, Answer]()
    fields = [item.id for item in question.items] if question.type == "battery" else [question.id]
    for field in fields:
        found.update(as_values(question, field, drawn(question, {}, rng, "sv"), "eget"))
    return found


@pytest.mark.parametrize("question", ASKED, ids=lambda question: question.id)
def test_what_is_drawn_can_be_posted_and_read_back(question: Question) -> None:
    for seed in range(40):
        values = answered(question, seed)
        assert set(values) == {name for name in names_of(question) if not name.endswith("_order")}
        assert read_answers([question], as_posted(question, values), "sv") == (values, ())


@pytest.mark.parametrize("question", ASKED, ids=lambda question: question.id)
def test_reasons_and_blanks_are_posted_and_read_back(question: Question) -> None:
    own = [name for name in names_of(question) if not name.endswith(("_order", "_other"))]
    for reason in (
        -4,
        *([-2] if "dont_know" in question.missing else []),
        *([-3] if "refused" in question.missing else []),
    ):
        values, faults = read_answers([question], as_posted(question, dict.fromkeys(own, reason)), "sv")
        if question.type != "consent":
            assert faults == ()
            assert {values[name] for name in own} == {reason}


def test_ranks_follow_their_weights() -> None:
    ranks = [drawn(QUESTIONS["t_value"], {4: 1000, 1: 1, 2: 1}, random.Random(seed), "sv") for seed in range(200)]
    assert all(isinstance(order, list) and set(order) == {1, 2, 4} for order in ranks)
    assert sum(isinstance(order, list) and order[0] == 4 for order in ranks) > 190


def test_a_rank_may_be_planted_as_not_known() -> None:
    assert drawn(QUESTIONS["t_value"], {1: 0, -2: 1, 2: 1e-9}, random.Random(1), "sv") == -2


def test_ticks_keep_to_their_number() -> None:
    many = dict.fromkeys((1, 2, 3, 4), 1.0)
    counts = {len(list(drawn(QUESTIONS["t_use"], many, random.Random(seed), "sv"))) for seed in range(20)}  # type: ignore[arg-type]
    assert counts == {3}
    few = drawn(QUESTIONS["t_use"], {1: 1.0}, random.Random(1), "sv")
    assert isinstance(few, list)
    assert len(few) == 2


def test_a_list_of_fewer_statements_cannot_hold_the_largest_counts() -> None:
    short = replace(QUESTIONS["t_many"], items=QUESTIONS["t_many"].items[:2])
    found = {drawn(short, {0: 1, 2: 1, 5: 100}, random.Random(seed), "sv") for seed in range(40)}
    assert found == {0, 2}


def test_texts_are_neutral_and_in_the_language_of_the_form() -> None:
    assert [drawn(QUESTIONS["t_wish"], {}, random.Random(1), language) for language in ("sv", "en")] == [
        "Påhittat svar",
        "Made-up answer",
    ]
    assert drawn(QUESTIONS["t_wish"], {"resor": 1.0}, random.Random(1), "sv") == "resor"
