from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis import SurveyDesign, model, predict, replicates
from analysis.errors import AnalysisError
from analysis.unreleased import figures
from survey.frame import SurveyFrame
from survey.text import Text
from survey.variables import ValueLabel, Variable


@pytest.fixture
def design():
    random = np.random.default_rng(3)
    n = 300
    age, sex = random.integers(12, 19, n).astype(float), random.integers(1, 3, n).astype(float)
    y = (random.uniform(size=n) < 1 / (1 + np.exp(6 - 0.3 * age - sex / 2))).astype(float)
    labels = (ValueLabel(1.0, Text(sv="Pojke", en="Boy")), ValueLabel(2.0, Text(sv="Flicka", en="Girl")))
    frame = SurveyFrame.of(pd.DataFrame({"y": y, "age": age, "w": random.uniform(1, 2, n)}))
    frame = frame.with_columns({"sex": sex}, [Variable("sex", Text(sv="Kön", en="Gender"), values=labels)])
    return SurveyDesign(frame, weight="w")


def test_the_profile_of_the_reference_is_the_intercept(design):
    """By hand: the mean and its interval at 0 are those of the intercept, through the link."""
    row, fitted = figures(predict(design, "y ~ age", at=[{"age": 0}])), figures(model(design, "y ~ age"))
    p = 1 / (1 + np.exp(-fitted.coefficient[0]))
    assert row.value[0, 0] == pytest.approx(p, rel=1e-12)
    assert row.std_error[0, 0] == pytest.approx(p * (1 - p) * fitted.std_error[0], rel=1e-11)
    assert row.ci_low[0, 0] == pytest.approx(1 / (1 + np.exp(-fitted.ci_low[0])), rel=1e-11)


def test_intervals_stay_within_what_the_outcome_can_be(design):
    found = figures(predict(design, "y ~ age + sex", at=[{"age": 40, "sex": 2}, {"age": -40, "sex": 1}]))
    assert ((found.ci_low >= 0) & (found.ci_low <= found.value) & (found.ci_high <= 1)).all()
    risks = figures(predict(design, "y ~ age", at=[{"age": 18}], family="poisson"))
    assert risks.ci_low[0, 0] > 0


def test_rows_say_the_profile_in_words(design):
    found = figures(predict(design, "y ~ age * sex", at=[{"sex": 2, "age": 15}]))
    assert found.rows[0].value == "age = 15, sex = 2"
    assert found.rows[0].label.in_language("en") == "age: 15; Gender: Girl"


def test_a_profile_must_have_every_predictor_and_no_other(design):
    with pytest.raises(AnalysisError, match='Profile 2 has no value for "sex"'):
        predict(design, "y ~ age + sex", at=[{"age": 15, "sex": 1}, {"age": 15}])
    with pytest.raises(AnalysisError, match="Did you mean sex"):
        predict(design, "y ~ age + sex", at=[{"age": 15, "sexx": 1}])
    with pytest.raises(AnalysisError, match="Say for whom"):
        predict(design, "y ~ age + sex", at=[])


def test_unknown_categories_are_refused_by_name(design):
    with pytest.raises(AnalysisError, match='no category 3 of "sex"; it has 1, 2'):
        predict(design, "y ~ age + sex", at=[{"age": 15, "sex": 3}])
    with pytest.raises(AnalysisError, match='no category 11 of "age"'):
        predict(design, "y ~ C(age)", at=[{"age": 11}])
    with pytest.raises(AnalysisError, match="give each profile a number"):
        predict(design, "y ~ age", at=[{"age": "old"}])


def test_a_category_that_is_not_in_the_domain_is_refused(design):
    with pytest.raises(AnalysisError, match='no category 18 of "age"'):
        predict(design.domain("age < 18"), "y ~ C(age)", at=[{"age": 18}])


def test_values_that_a_formula_cannot_take_are_refused(design):
    with pytest.raises(AnalysisError, match="logarithm of 0"):
        predict(design, "y ~ log(age)", at=[{"age": 0}])


def test_replicates_give_predictions_their_own_variance(design):
    taylor, jackknife = (
        figures(predict(of, "y ~ age + sex", at=[{"age": 15, "sex": 2}])) for of in (design, replicates(design, "JK1"))
    )
    assert jackknife.value == pytest.approx(taylor.value, rel=1e-12)
    assert jackknife.std_error == pytest.approx(taylor.std_error, rel=0.05)
