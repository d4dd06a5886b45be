"""What can never, or must always, be true is what an SMT solver says; where there is too much to try, we are silent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import z3

from survey.answerable import meanings_of
from survey.columns import variables_of
from survey.expressions import parse, spread
from survey.expressions.meaning import Meaning
from survey.expressions.solving import NOT_TRUE, TRUE, Wanted, possible, verdict
from survey.expressions.tree import Node
from survey.load import load
from tests.properties import made_up
from tests.properties.smt import Respondent

CONDITIONS, SEVERAL = 1_500, 500


def named(folder: Path, asked: tuple[made_up.Question, ...]) -> dict[str, Meaning]:
    file = folder / "made_up.yaml"
    file.write_text(made_up.definition(asked, "q1 is answered"), encoding="utf-8")
    questionnaire = load(file)
    return meanings_of(questionnaire, variables_of(questionnaire))


def node_of(tree: made_up.Tree, asked: tuple[made_up.Question, ...]) -> Node:
    return spread(parse(made_up.written(tree)), {q.id: q.names for q in asked if q.kind == "battery"})


def made(rng: Random, asked: tuple[made_up.Question, ...], depth: int) -> made_up.Tree:
    return made_up.in_other_words(rng, made_up.condition(rng, asked, depth, divide=False), asked)


def parts_of(tree: made_up.Tree) -> Iterator[made_up.Tree]:
    yield tree
    for part in tree:
        for each in part if isinstance(part, list) else [part]:
            yield from parts_of(each) if isinstance(each, tuple) and isinstance(each[0], str) else ()


def test_a_verdict_on_one_condition_is_the_solvers(tmp_path: Path) -> None:
    found: Counter[str] = Counter()
    words: set[str] = set()
    for seed in range(CONDITIONS):
        rng = Random(seed)
        asked = made_up.questions(rng, 3)
        tree = made(rng, asked, 2)
        words |= {str(part[0]) for part in parts_of(tree)}
        ours = verdict(node_of(tree, asked), named(tmp_path, asked))
        found[ours] += 1
        if ours != "not decided":
            assert ours == Respondent(asked).verdict(tree, made_up.names_in(tree)), made_up.written(tree)
    assert {"column", "whole", "count items"} <= words, words
    assert found["not decided"] < CONDITIONS / 100, found
    assert min(found["never"], found["always"], found["whenever answered"], found["depends"]) > 10, found


def test_what_several_conditions_can_be_worth_together_is_what_the_solver_says(tmp_path: Path) -> None:
    found: Counter[bool | None] = Counter()
    for seed in range(SEVERAL):
        rng = Random(10_000 + seed)
        asked = made_up.questions(rng, 6)
        trees = [made(rng, asked, 1) for _ in range(rng.randrange(2, 6))]
        worths = [rng.choice([TRUE, TRUE, NOT_TRUE]) for _ in trees]
        wanted = [Wanted(node_of(tree, asked), worth) for tree, worth in zip(trees, worths, strict=True)]
        ours = possible(wanted, named(tmp_path, asked))
        found[ours] += 1
        respondent = Respondent(asked)
        theirs = [
            respondent.both(tree)[0] if worth == TRUE else z3.Not(respondent.both(tree)[0])
            for tree, worth in zip(trees, worths, strict=True)
        ]
        if ours is not None:
            assert ours == respondent.possible(*theirs), [made_up.written(tree) for tree in trees]
    assert found[None] < SEVERAL / 50, found
    assert min(found[True], found[False]) > 20, found
