"""What is said with a model that its figures do not say."""

import numpy as np
import pandas as pd
import pytest

from analysis import SurveyDesign, model
from analysis.unreleased import figures
from survey.frame import SurveyFrame


def design_on(**columns):
    return SurveyDesign(SurveyFrame.of(pd.DataFrame(columns)))


@pytest.mark.parametrize(("events", "advised"), [(25, True), (40, False)])
def test_few_events_a_coefficient_are_advised_of(events, advised):
    draw = np.random.default_rng(2)
    y = np.zeros(500)
    y[draw.choice(500, events, replace=False)] = 1
    design = design_on(y=y, **{name: draw.normal(size=500) for name in "abc"})
    advice = figures(model(design, "y ~ a + b + c")).advice
    assert any("fewer than 10 events" in said["en"] for said in advice) == advised
    assert not figures(model(design, "y ~ a + b + c", family="firth")).advice


def test_predictors_that_follow_each_other_are_named_in_an_advice():
    draw = np.random.default_rng(2)
    a, c = draw.normal(size=(2, 300))
    design = design_on(y=draw.normal(size=300), a=a, b=a + draw.normal(size=300) / 5, c=c)
    (said,) = figures(model(design, "y ~ a + b + c")).advice
    assert "a, b follow" in said["en"]
    assert "a, b följer" in said["sv"]


def test_firth_says_where_only_its_penalty_makes_a_coefficient_finite():
    design = design_on(y=[0.0] * 10 + [0.0, 1.0] * 15, x=["a"] * 10 + ["b", "c"] * 15)
    (said,) = figures(model(design, "y ~ x", family="firth")).advice
    assert "its standard error is too small" in said["en"]
