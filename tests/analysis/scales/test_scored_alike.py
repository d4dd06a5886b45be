"""The survey's scores and those of the analysis are the same numbers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from analysis import score
from survey.compile import compile
from survey.load import load
from survey.model import Scale
from survey.responses import frame
from survey.scoring import score as scored
from survey.simulate import Behaviour, simulate
from survey.text import plain

STUDY = Path(__file__).parents[2] / "survey" / "studies" / "arms.yaml"
ITEMS = ("t_people", "t_alone", "t_help", "view", "safe")


@pytest.mark.parametrize("how", ["mean", "sum"])
@pytest.mark.parametrize("least", [1, 3, 4, 5])
@pytest.mark.parametrize("factor", [1, 4])
def test_the_survey_scores_as_the_analysis_does(how, least, factor):
    compiled = compile(load(STUDY))
    careless = Behaviour(blank=0.2, dont_know=0.1, refused=0.1, break_off=0.01)
    answers = frame(compiled, simulate(compiled, n=500, seed=11, behaviour=careless))
    scale = Scale("s", plain("s"), ITEMS, reverse=("t_alone", "view"), score=how, min_answered=least, factor=factor)
    ours = scored(scale, {name: answers.data[name].to_numpy() for name in ITEMS}, answers.variables)
    theirs = score(answers, "s", ITEMS, reverse=scale.reverse, method=how, minimum_answered=least).values("s")
    np.testing.assert_array_equal(np.where(ours < 0, np.nan, ours), theirs * factor)
    assert np.isfinite(theirs).sum() > 50
