import numpy as np
import pandas as pd
import pytest

from analysis import calibrate, post_stratify, rake
from analysis.errors import AnalysisError
from survey.frame import SurveyFrame

SEX = {"f": 45.0, "m": 55.0}


def test_linear_calibration_by_hand(people):
    """One number, no size: g = 1 + x * (T - sum w x) / sum w x^2."""
    w, x = people.values("w"), people.values("income")
    found = calibrate(people, "w", {"income": 320.0}, distance="linear")
    assert found.values == pytest.approx(w * (1 + x * (320 - w @ x) / (w @ x**2)), rel=1e-14)


@pytest.mark.parametrize(
    ("distance", "bounds"), [("linear", None), ("raking", None), ("logit", (0.5, 30)), ("linear", (5, 20))]
)
def test_every_total_is_met(people, distance, bounds):
    totals = {"sex": SEX, "income": 3500.0}
    found = calibrate(people, "w", totals, distance=distance, bounds=bounds)
    assert found.report.largest_gap <= 1e-10
    assert found.values @ people.values("income") == pytest.approx(3500, rel=1e-12)
    assert (found.values > 0).all()
    if bounds:
        assert ((found.factor >= bounds[0]) & (found.factor <= bounds[1])).all()


def test_categories_alone_are_post_stratification(people):
    calibrated = calibrate(people, "w", {"sex": SEX}).values
    assert calibrated == pytest.approx(post_stratify(people, "w", ["sex"], {("f",): 45.0, ("m",): 55.0}).values)


def test_the_distance_of_raking_gives_what_raking_gives(people):
    margins = {"sex": SEX, "age": {1: 40.0, 2: 60.0}}
    raked = rake(people, "w", margins).values
    assert calibrate(people, "w", margins, distance="raking").values == pytest.approx(raked, rel=1e-9)


def test_combinations_of_categories_have_counts_of_their_own(people):
    counts = {("f", 1): 10.0, ("f", 2): 20.0, ("m", 1): 30.0, ("m", 2): 40.0}
    assert calibrate(people, "w", {("sex", "age"): counts}).values.tolist() == pytest.approx([10, 20, 30, 10, 30])


def test_the_size_may_be_a_total_of_its_own(people):
    found = calibrate(people, "w", {"income": 340.0}, size=9.0)
    assert found.values.sum() == pytest.approx(9, rel=1e-13)


def test_totals_that_cannot_be_met_say_what_is_missed(people):
    with pytest.raises(AnalysisError, match=r"factors between 0.9 and 1.1; missed are .*income by [-+][\d.]+ %"):
        calibrate(people, "w", {"income": 500.0}, size=8.0, bounds=(0.9, 1.1))


def test_contradicting_totals_are_refused(people):
    with pytest.raises(AnalysisError, match='"size" 99, "sex" 100'):
        calibrate(people, "w", {"sex": SEX}, size=99.0)


def test_a_total_outside_what_anybody_has_is_refused(people):
    """The mean would have to be 100, and nobody has more than 60."""
    with pytest.raises(AnalysisError, match="cannot be met"):
        calibrate(people, "w", {"income": 900.0}, size=9.0, distance="raking")


def test_negative_weights_are_refused(people):
    with pytest.raises(AnalysisError, match=r"weight of zero or less.*distance=\"raking\""):
        calibrate(people, "w", {"income": 520.0}, size=9.0)


@pytest.mark.parametrize(
    ("totals", "how", "message"),
    [
        ({}, {}, "at least one total"),
        ({"sex": 5.0}, {}, "has categories"),
        ({"income": np.nan}, {}, "a number"),
        ({"sex": SEX}, {"distance": "logit"}, "needs bounds"),
        ({"sex": SEX}, {"distance": "logit", "bounds": (1.2, 2)}, "around 1"),
        ({"sex": SEX}, {"bounds": (2, 1)}, "low < high"),
        ({"sex": SEX}, {"distance": "quadratic"}, "linear, raking, logit"),
    ],
)
def test_mistakes_are_refused_in_words(people, totals, how, message):
    with pytest.raises(AnalysisError, match=message):
        calibrate(people, "w", totals, **how)


def test_a_number_that_is_not_known_for_everybody_is_refused():
    frame = SurveyFrame.of(pd.DataFrame({"x": [1.0, np.nan, 3.0]}))
    with pytest.raises(AnalysisError, match="1 of 3 have no answer"):
        calibrate(frame, None, {"x": 10.0})


def test_columns_that_say_the_same_are_met_together(people):
    """Income twice, once in another unit: collinear, and consistent."""
    frame = SurveyFrame.of(people.data.assign(thousands=people.data["income"] / 1000))
    found = calibrate(frame, "w", {"income": 320.0, "thousands": 0.32})
    assert found.values == pytest.approx(calibrate(people, "w", {"income": 320.0}).values)
    with pytest.raises(AnalysisError, match="cannot be met"):
        calibrate(frame, "w", {"income": 320.0, "thousands": 0.5})
