"""Scales: the mean or the sum of what was answered, and why there is none where too little was."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from survey.compile import compile
from survey.errors import SurveyError
from survey.load import load
from survey.model import Scale
from survey.responses import frame
from survey.scoring import score
from survey.simulate import simulate
from survey.text import plain
from survey.variables import ValueLabel, Variable

CODES = tuple(ValueLabel(float(code), plain(str(code))) for code in range(6))
VARIABLES = {name: Variable(name, plain(name), values=CODES) for name in "abcde"}
WELLBEING = Scale("who5", plain("wellbeing"), tuple("abcde"), score="sum", factor=4)
MEAN = Scale("m", plain("mean"), tuple("abc"), reverse=("c",), min_answered=2)


def scored(scale: Scale, *rows: tuple[float, ...]) -> list[float]:
    columns = dict(zip(scale.items, np.array(rows, dtype=float).T, strict=True))
    return score(scale, columns, VARIABLES).tolist()


def test_a_mean_turns_what_is_worded_the_other_way() -> None:
    assert scored(MEAN, (5, 4, 0), (0, 0, 5)) == pytest.approx([14 / 3, 0])


def test_a_sum_is_prorated_and_multiplied() -> None:
    assert scored(WELLBEING, (5, 5, 5, 5, 5), (3, 3, 3, 3, -4)) == [100, 60]


def test_by_itself_four_in_five_items_must_be_answered() -> None:
    needed = {k: Scale("s", plain("s"), ("x",) * k).needed for k in (2, 3, 4, 5, 6, 10, 25)}
    assert needed == {2: 2, 3: 3, 4: 4, 5: 4, 6: 5, 10: 8, 25: 20}
    assert scored(WELLBEING, (3, 3, 3, -4, -2)) == [-4]


@pytest.mark.parametrize(
    ("row", "reason"),
    [((-1, -1, -1), -1), ((-5, -5, -5), -5), ((-6, -6, -6), -6), ((-7, -7, -7), -7), ((-3, -3, -3), -4)],
)
def test_what_was_never_asked_or_reached_says_so(row: tuple[float, ...], reason: int) -> None:
    assert scored(MEAN, row) == [reason]


def test_mixed_reasons_are_left_blank() -> None:
    assert scored(MEAN, (-1, -4, 3), (-1, -1, -4)) == [-4, -4]


def test_a_number_is_turned_between_its_limits() -> None:
    number = {name: Variable(name, plain(name), min=0, max=10) for name in "abc"}
    columns = {name: np.array([2.0]) for name in "abc"}
    assert score(replace(MEAN, reverse=("a", "b", "c")), columns, number).tolist() == [8]


def test_what_cannot_be_scored_is_refused() -> None:
    bare = {name: Variable(name, plain(name)) for name in "abc"}
    columns = {name: np.array([2.0]) for name in "abc"}
    with pytest.raises(SurveyError, match='"c" of the scale "m" has neither codes nor limits'):
        score(MEAN, columns, bare)
    with pytest.raises(SurveyError, match='made of codes or numbers; "a" is none'):
        score(MEAN, columns, {})


def test_a_frame_holds_the_scores_of_its_study() -> None:
    compiled = compile(load(Path(__file__).parent / "studies" / "arms.yaml"))
    answers = frame(compiled, simulate(compiled, n=200, seed=1), synthetic=True)
    variable = answers.variable("trust")
    assert (variable.role, variable.min, variable.max, variable.universe) == ("derived", 1, 4, {})
    items = [answers.values(name) for name in ("t_people", "t_alone", "t_help")]
    expected = (items[0] + (5 - items[1]) + items[2]) / 3
    np.testing.assert_allclose(answers.values("trust"), expected)
    assert set(answers.data["trust"][answers.is_missing("trust")]) <= {-4, -5}


def test_a_scale_whose_items_have_different_universes_says_so() -> None:
    questionnaire = load(Path(__file__).parent / "studies" / "arms.yaml")
    (trust,) = questionnaire.scales
    mixed = replace(questionnaire, scales=(replace(trust, items=("t_people", "t_frame")),))
    assert compile(mixed).variables["trust"].universe["en"] == "The items were asked of different groups"
