"""What cannot be a margin, a bound or a plan is refused in plain words."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis import (
    SurveyDesign,
    calibrate,
    design_weights,
    moved,
    nonresponse_adjust,
    outcome_rates,
    post_stratify,
    rake,
    replicate_design,
    score,
    trim,
)
from analysis.errors import AnalysisError, BadWeight, NoCases
from analysis.weighting import Dispositions, Drawn
from survey.frame import SurveyFrame

COLUMNS = {"sex": [0, 1] * 10, "w": [1.0] * 20, "i1": [1, 2] * 10, "i2": [2, 1] * 10}
FRAME = SurveyFrame.of(pd.DataFrame(COLUMNS))
MARGINS = {"sex": {0: 50, 1: 70}}

WRONG = [
    (lambda: rake(FRAME, "w", None), "margins names what belongs to what"),
    (lambda: rake(FRAME, "w", {"sex": {0: 1e300, 1: 1e300}}), 'count of "sex" must be at most 1e'),
    (lambda: post_stratify(FRAME, "w", ["sex"], {(0,): 1e300, (1,): 1}), 'count of "sex" must be at most 1e'),
    (lambda: calibrate(FRAME, "w", {"sex": {0: 1e300, 1: 1e300}}), 'count of "sex" must be at most 1e'),
    (lambda: calibrate(FRAME, "w", {"i1": 1e300}), "total must be at most 1e"),
    (lambda: calibrate(FRAME, np.full(20, 1e300), MARGINS), "design weight must be at most 1e"),
    (lambda: rake(FRAME, "w", {"sex": 5}), 'margin of "sex" names'),
    (lambda: rake(FRAME, "w", {"sex": {0: "many", 1: 70}}), "takes a number"),
    (lambda: rake(FRAME, ["a"] * 20, MARGINS), "A design weight takes a number"),
    (lambda: rake(FRAME, 5, MARGINS), "for each of 20 cases"),
    (lambda: calibrate(FRAME, "w", 5), "totals names what belongs to what"),
    (lambda: calibrate(FRAME, "w", {"sex": None}), 'total of "sex" is a number'),
    (lambda: calibrate(FRAME, "w", MARGINS, size="all"), "size is a number"),
    (lambda: calibrate(FRAME, "w", MARGINS, bounds=5), "bounds takes 2 things"),
    (lambda: calibrate(FRAME, "w", MARGINS, distance=[]), "distance is one of"),
    (lambda: post_stratify(FRAME, "w", ["sex"], None), "population names what belongs to what"),
    (lambda: post_stratify(FRAME, "w", None, {(0,): 1}), "variables takes a list"),
    (lambda: trim(FRAME, "w", upper="2"), "upper is a number"),
    (lambda: moved(FRAME, None), "been through a step"),
    (lambda: moved(FRAME, rake(FRAME, "w", MARGINS), bounds=[1]), "bounds takes 2 things"),
    (lambda: nonresponse_adjust(FRAME, "w", responded="sex = 1", classes=5), "classes takes the name"),
    (lambda: nonresponse_adjust(FRAME, "w", responded="sex = 1", classes=["sex"], small=None), "small is a whole"),
    (lambda: outcome_rates(None), "Rates are made from Dispositions"),
    (lambda: outcome_rates(Dispositions(complete=1), e="all"), "e is a number"),
    (lambda: Dispositions(complete="many"), 'count of "complete" is a number'),
    (lambda: design_weights(FRAME, 5), "stages is a list"),
    (lambda: design_weights(FRAME, [5]), "A stage is Drawn"),
    (lambda: design_weights(FRAME, [Drawn(None, "sex")]), "Counts of a stage names"),
    (lambda: design_weights(FRAME, [Drawn({0: 100, 1: 100}, None)]), "found none"),
    (lambda: replicate_design(FRAME, weight="w", replicate_weights=None, kind="BRR"), "At least 2 different"),
    (lambda: score(FRAME, None, ["i1", "i2"]), "A score has a name"),
    (lambda: score(FRAME, "s", ["i1", "i2"], minimum_answered="1"), "minimum_answered is a whole number"),
    (lambda: score(FRAME, "s", ["i1", "i2"], low="1", high=5), "low is a number"),
    (lambda: SurveyDesign(FRAME).domain(None), "a condition in one text"),
]


@pytest.mark.parametrize(("wrong", "said"), WRONG)
def test_a_wrong_argument_is_refused_in_plain_words(wrong, said):
    with pytest.raises(AnalysisError, match=said):
        wrong()


def test_numbers_are_no_name_of_a_weight():
    with pytest.raises(BadWeight, match="name of a column"):
        SurveyDesign(FRAME, weight=np.ones(20))  # type: ignore[arg-type]


def test_somebody_must_be_eligible():
    with pytest.raises(NoCases, match="eligible"):
        nonresponse_adjust(FRAME, "w", responded="sex = 1", classes=["sex"], eligible=np.zeros(20, dtype=bool))


def test_a_class_of_code_0_is_named():
    with pytest.raises(AnalysisError, match=r"\(0\)"):
        nonresponse_adjust(FRAME, "w", responded="sex = 1", classes=["sex"])
