import numpy as np
import pandas as pd
import pytest

from analysis import post_stratify, rake
from analysis.errors import AnalysisError, BadWeight
from survey.frame import SurveyFrame

MARGINS = {"sex": {"f": 50.0, "m": 50.0}, "age": {1: 40.0, 2: 60.0}}


def test_raking_meets_every_margin(people):
    weight = rake(people, "w", MARGINS)
    assert weight.report.largest_gap <= 1e-10
    assert weight.values[people.data["sex"] == "f"].sum() == pytest.approx(50, rel=1e-10)
    assert weight.values[people.data["age"] == 1].sum() == pytest.approx(40, rel=1e-10)


def test_raking_keeps_the_odds_ratio_of_the_weighted_table(people):
    """What fitting the margins must not change, by hand."""
    weight = rake(people, "w", MARGINS).values
    cell = {key: weight[list(at)].sum() for key, at in {"f1": [0], "f2": [1], "m1": [2], "m2": [3, 4]}.items()}
    assert cell["f1"] * cell["m2"] / (cell["f2"] * cell["m1"]) == pytest.approx(1 * 4 / (2 * 1), rel=1e-9)


def test_post_stratification_meets_each_cell(people):
    population = {("f", 1): 10.0, ("f", 2): 20.0, ("m", 1): 30.0, ("m", 2): 40.0}
    assert post_stratify(people, "w", ["sex", "age"], population).values.tolist() == [10, 20, 30, 10, 30]


def test_weights_may_be_given_or_left_out(people):
    margin = {"sex": {"f": 4.0, "m": 6.0}}
    assert rake(people, None, margin).values == pytest.approx([2, 2, 2, 2, 2])
    assert rake(people, np.array([1.0, 3, 1, 1, 4]), margin).values == pytest.approx([1, 3, 1, 1, 4])


def test_the_report_says_how_far_weights_moved(people):
    fit = rake(people, None, {"sex": {"f": 4.0, "m": 3.0}}).report
    assert (fit.smallest_factor, fit.largest_factor) == pytest.approx((1, 2))
    assert fit.deff == pytest.approx(5 * 11 / 49)


@pytest.mark.parametrize(
    ("margins", "message"),
    [
        ({}, "at least one margin"),
        ({"sex": {"f": 50.0}}, "leave out 3 of 5 cases"),
        ({"sex": {"f": 50.0, "m": 50.0, "x": 1.0}}, "no category x"),
        ({"sex": {"f": 50.0, "m": 0.0}}, "positive population count in m"),
        ({"sex": {"f": 50.0, "m": 50.0}, "age": {1: 40.0, 2: 61.0}}, "same population"),
    ],
)
def test_margins_that_cannot_be_are_refused(people, margins, message):
    with pytest.raises(AnalysisError, match=message):
        rake(people, "w", margins)


def test_a_category_without_cases_cannot_be_met():
    frame = SurveyFrame.of(pd.DataFrame({"sex": pd.Categorical(["f", "f"], ["f", "m"])}))
    with pytest.raises(AnalysisError, match='Nobody in the data is in m of "sex"'):
        rake(frame, None, {"sex": {"f": 1.0, "m": 1.0}})


def test_margins_that_exclude_each_other_are_refused():
    """All of one sex have one age, so the two margins would have to be equal."""
    frame = SurveyFrame.of(pd.DataFrame({"sex": ["f", "m"], "age": [1.0, 2.0]}))
    with pytest.raises(AnalysisError, match="cannot be met together"):
        rake(frame, None, {"sex": {"f": 1.0, "m": 1.0}, "age": {1: 1.5, 2: 0.5}})


def test_everybody_needs_an_answer_to_the_margins():
    frame = SurveyFrame.of(pd.DataFrame({"age": [1.0, 2.0, np.nan]}))
    with pytest.raises(AnalysisError, match="1 of 3 have no answer"):
        rake(frame, None, {"age": {1: 1.0, 2: 1.0}})


@pytest.mark.parametrize("weight", [np.array([1.0, -1, 1, 1, 1]), np.array([1.0, np.nan, 1, 1, 1]), np.ones(4)])
def test_a_bad_design_weight_is_refused(people, weight):
    with pytest.raises(BadWeight):
        rake(people, weight, MARGINS)
