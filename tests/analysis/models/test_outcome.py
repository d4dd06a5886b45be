"""What can be the outcome of a model, and what counts as the event."""

import numpy as np
import pandas as pd
import pytest

from analysis import SurveyDesign, model
from analysis.design import Domain
from analysis.errors import AnalysisError, NotNumeric
from analysis.unreleased import figures
from survey.frame import SurveyFrame


def design_on(**columns):
    return SurveyDesign(SurveyFrame.of(pd.DataFrame(columns)))


@pytest.mark.parametrize(
    ("codes", "event"), [((0.0, 1.0), 1.0), ((1.0, 2.0), 1.0), ((2.0, 3.0), 3.0), ((1.0, 5.0), 1.0)]
)
def test_the_event_is_code_1_or_else_the_higher(codes, event):
    y = np.resize(codes, 40)
    found = figures(model(design_on(y=y, x=np.arange(40.0) % 7), "y ~ x"))
    assert (found.family, found.event.value) == ("logistic", event)
    assert found.n_events == (y == event).sum()


def test_of_two_texts_the_event_is_the_second():
    found = figures(model(design_on(y=["yes", "no"] * 20, x=np.arange(40.0) % 7), "y ~ x"))
    assert found.event.value == "yes"


def test_linear_can_be_asked_for_two_categories():
    found = figures(model(design_on(y=[0.0, 1.0] * 20, x=np.arange(40.0) % 7), "y ~ x", family="linear"))
    # The higher of two values is counted as an event, for the release: the mean is a share.
    assert (found.family, found.event, found.n_events) == ("linear", None, 20)


def test_an_unknown_family_is_refused(design):
    with pytest.raises(AnalysisError, match=r"linear, logistic, .* found .tobit"):
        model(design, "ever ~ score", family="tobit")


def test_logistic_needs_two_categories(design):
    with pytest.raises(AnalysisError, match='"often" has 5'):
        model(design, "often ~ score", family="logistic")


def test_three_text_categories_have_no_model(design):
    with pytest.raises(AnalysisError, match="two categories"):
        model(design, "sex ~ score")


def test_text_has_no_linear_model(design):
    with pytest.raises(NotNumeric):
        model(design, "sex ~ score", family="linear")


def test_one_outcome_for_all_is_said(design):
    ever = design.domain_of(design.numeric("ever") == 1, Domain("ever"))
    with pytest.raises(AnalysisError, match="the same outcome"):
        model(ever, "ever ~ score")


def counted(n=400, seed=9):
    draw = np.random.default_rng(seed)
    months = draw.uniform(1, 12, n)
    times = draw.poisson(months * 0.3).astype(float)
    return {"times": times, "months": months, "yes": np.minimum(times, 1.0), "group": draw.integers(0, 3, n) * 1.0}


def test_counts_become_rates_by_an_exposure():
    found = figures(model(design_on(**counted()), "times ~ 1", family="poisson", exposure="months"))
    data = counted()
    assert np.exp(found.coefficient[0]) == pytest.approx(data["times"].sum() / data["months"].sum(), rel=1e-12)
    assert found.source.variables == ("times", "months")
    assert found.formula == "times ~ 1 + offset(log(months))"


def test_of_counts_those_above_zero_are_counted_as_events():
    data = counted()
    found = figures(model(design_on(**data), "times ~ C(group)", family="poisson"))
    assert (found.event, found.counts, found.n_events) == (None, True, int((data["times"] > 0).sum()))


def test_counts_of_a_yes_or_no_are_risks():
    data = counted()
    found = figures(model(design_on(**data), "yes ~ C(group)", family="poisson"))
    risks = [data["yes"][data["group"] == group].mean() for group in range(3)]
    assert (found.event.value, found.counts) == (1.0, False)
    assert np.exp(found.coefficient) == pytest.approx([risks[0], risks[1] / risks[0], risks[2] / risks[0]], rel=1e-10)


@pytest.mark.parametrize(
    ("exposure", "family", "message"),
    [
        ("months", None, "turns counts into rates; a linear model has no counts"),
        ("times", "poisson", '"times" is the outcome and cannot be the exposure'),
        ("group", "poisson", 'exposure "group" must be larger than 0; [0-9]+ of 400'),
    ],
)
def test_an_exposure_must_be_time_at_risk(exposure, family, message):
    with pytest.raises(AnalysisError, match=message):
        model(design_on(**counted()), "times ~ 1", family=family, exposure=exposure)


def test_cases_without_an_exposure_leave_the_model():
    data = counted()
    data["months"][:7] = np.nan
    assert figures(model(design_on(**data), "times ~ 1", family="quasipoisson", exposure="months")).n == 393
