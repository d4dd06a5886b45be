"""The same worth by every way: one respondent, a whole frame, the words, and an evaluator written for the tests."""

from __future__ import annotations

from pathlib import Path
from random import Random

import numpy as np
import pandas as pd

from survey.columns import variables_of
from survey.compile import compile
from survey.expressions import evaluate, parse, words
from survey.expressions.columns import holds
from survey.expressions.evaluation import lookup_in
from survey.expressions.meaning import multiple_choices
from survey.expressions.spelling import written as written_anew
from survey.frame import SurveyFrame
from survey.load import load
from survey.model import Questionnaire
from tests.properties import made_up
from tests.properties.read_words import read_words

PAIRS = 2_000
CONDITIONS, ROWS = 500, 200  # 100 000 cases


def loaded(folder: Path, text: str) -> Questionnaire:
    file = folder / "made_up.yaml"
    file.write_text(text, encoding="utf-8")
    return load(file)


def test_a_condition_is_worth_what_an_evaluator_of_its_own_says(tmp_path: Path) -> None:
    for seed in range(PAIRS):
        rng = Random(seed)
        asked = made_up.questions(rng)
        tree = made_up.condition(rng, asked)
        source = made_up.written(tree, rng)
        compiled = compile(loaded(tmp_path, made_up.definition(asked, source)))
        given = made_up.answers(rng, asked)
        found = evaluate(compiled.conditions["last"], lookup_in(made_up.stored(given, asked), compiled.choices))
        assert found is made_up.worth(tree, given), (source, given)


def test_frame_words_and_single_respondents_agree(tmp_path: Path) -> None:
    cases = 0
    for seed in range(CONDITIONS):
        rng = Random(seed)
        asked = made_up.questions(rng)
        variables = variables_of(loaded(tmp_path, made_up.definition(asked, "q1 is answered")))
        tree = made_up.condition(rng, asked)
        node = parse(made_up.written(tree))
        everybody = [made_up.answers(rng, asked) for _ in range(ROWS)]
        data = pd.DataFrame([made_up.stored(given, asked) for given in everybody]).astype(np.float64)
        frame = SurveyFrame("made_up", data, {name: variables[name] for name in data})
        at_once = holds(node, frame).tolist()
        choices = multiple_choices(variables)
        lookups = [lookup_in(made_up.stored(given, asked), choices) for given in everybody]
        one_by_one = [evaluate(node, lookup) is True for lookup in lookups]
        age = next((question.id for question in asked if question.kind == "number"), "")
        said = words(node, variables, "en", age=age)
        understood = read_words(said, variables, age)
        by_words = [made_up.worth(understood, given) is True for given in everybody]
        by_itself = [made_up.worth(tree, given) is True for given in everybody]
        assert at_once == by_itself, made_up.written(tree)
        assert one_by_one == by_itself, made_up.written(tree)
        assert by_words == by_itself, said
        cases += ROWS
    assert cases == 100_000


def test_what_is_written_anew_reads_as_the_same_tree() -> None:
    for seed in range(1_000):
        rng = Random(seed)
        node = parse(made_up.written(made_up.condition(rng, made_up.questions(rng)), rng))
        assert parse(written_anew(node)) == node
