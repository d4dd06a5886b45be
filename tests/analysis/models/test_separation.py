"""Coefficients that are infinite, or that a family cannot have, are told from strong effects."""

import numpy as np
import pandas as pd
import pytest

from analysis import SurveyDesign, model, replicates
from analysis.errors import AnalysisError
from analysis.unreleased import figures
from survey.frame import SurveyFrame


def design_on(**columns):
    return SurveyDesign(SurveyFrame.of(pd.DataFrame(columns)))


def test_separation_is_said_without_naming_a_category():
    design = design_on(y=[0.0] * 10 + [0.0, 1.0] * 15, x=["a"] * 10 + ["b", "c"] * 15)
    with pytest.raises(AnalysisError, match="tell the outcome apart completely"):
        model(design, "y ~ x")


def test_separation_by_a_number_is_said():
    x = np.linspace(0, 1, 40)
    with pytest.raises(AnalysisError, match="tell the outcome apart completely"):
        model(design_on(y=(x > 0.5).astype(float), x=x), "y ~ x")


def test_a_replicate_that_separates_the_outcome_has_no_standard_error():
    # Everybody with x = 1 outside the third PSU has the event: without that PSU the effect is infinite.
    psu, x = np.repeat(np.arange(6), 8), np.tile([0.0, 1.0], 24)
    y = np.where((x == 1) & (psu != 2), 1.0, np.tile([0.0, 0.0, 1.0, 0.0], 12))
    design = SurveyDesign(SurveyFrame.of(pd.DataFrame({"y": y, "x": x, "psu": psu, "w": 1.0})), weight="w", psu="psu")
    assert np.isfinite(figures(model(design, "y ~ x")).std_error).all()
    with pytest.raises(AnalysisError, match="one of the replicates the predictors tell the outcome apart"):
        model(replicates(design, "JK1"), "y ~ x")


def test_a_replicate_without_a_category_does_not_count():
    psu, x = np.repeat(np.arange(6), 8), np.where(np.arange(48) < 4, "b", "a")
    frame = pd.DataFrame({"y": np.tile([0.0, 1.0, 1.0, 0.0, 1.0, 1.0], 8), "x": x, "psu": psu, "w": 1.0})
    design = replicates(SurveyDesign(SurveyFrame.of(frame), weight="w", psu="psu"), "JK1")
    assert np.isfinite(figures(model(design, "y ~ x")).std_error).all()


def test_strong_effects_are_no_separation():
    draw = np.random.default_rng(5)
    x = draw.normal(size=4000)
    y = (draw.uniform(size=4000) < 1 / (1 + np.exp(-12 * x))).astype(float)
    assert figures(model(design_on(y=y, x=x), "y ~ x")).coefficient[1] == pytest.approx(12, rel=0.1)


def test_rare_events_are_no_separation():
    draw = np.random.default_rng(6)
    y, x = np.zeros(50_000), draw.normal(size=50_000)
    y[draw.choice(50_000, 12, replace=False)] = 1
    assert figures(model(design_on(y=y, x=x), "y ~ x")).coefficient[0] == pytest.approx(np.log(12 / 50_000), abs=0.5)


@pytest.mark.parametrize("family", ["logistic", "probit", "cloglog", "log"])
def test_a_category_without_events_is_said_in_every_family(family):
    design = design_on(y=[0.0] * 10 + [0.0, 1.0] * 15, x=["a"] * 10 + ["b", "c"] * 15)
    with pytest.raises(AnalysisError, match=r"complete|above 1"):
        model(design, "y ~ x", family=family)


def test_a_category_where_every_count_is_zero_is_said():
    design = design_on(y=[0.0] * 10 + [0.0, 1.0, 2.0] * 10, x=["a"] * 10 + ["b"] * 30)
    with pytest.raises(AnalysisError, match="outcome is 0 for everybody"):
        model(design, "y ~ x", family="poisson")


def test_risks_that_would_be_above_one_are_said():
    draw = np.random.default_rng(3)
    x = draw.normal(size=400)
    y = (draw.uniform(size=400) < 1 / (1 + np.exp(-x))).astype(float)
    with pytest.raises(AnalysisError, match=r'probability would be above 1.*family="poisson"'):
        model(design_on(y=y, x=x), "y ~ x", family="log")
