import numpy as np
import pandas as pd
import pytest

from analysis import SurveyDesign, correlation, covariance, standard_deviation, variance
from analysis.errors import AnalysisError
from analysis.unreleased import figures
from survey.frame import SurveyFrame


def design_of(**columns) -> SurveyDesign:
    return SurveyDesign(SurveyFrame.of(pd.DataFrame(columns)))


def test_without_weights_they_are_those_of_numpy():
    x, y = np.random.default_rng(1).normal(size=(2, 50))
    design = design_of(x=x, y=y)
    assert figures(variance(design, "x")).value[0, 0] == pytest.approx(np.var(x, ddof=1), rel=1e-12)
    assert figures(standard_deviation(design, "x")).value[0, 0] == pytest.approx(np.std(x, ddof=1), rel=1e-12)
    expected = [np.cov(x, y)[0, 0], np.cov(x, y)[0, 1], np.cov(x, y)[1, 1]]
    assert figures(covariance(design, ["x", "y"])).value[:, 0] == pytest.approx(expected, rel=1e-12)
    assert figures(correlation(design, ["x", "y"])).value[0, 0] == pytest.approx(np.corrcoef(x, y)[0, 1], rel=1e-12)


def test_rows_are_pairs():
    design = design_of(a=[1.0, 2.0, 4.0], b=[1.0, 3.0, 2.0], c=[0.0, 1.0, 0.0])
    assert [row.value for row in figures(covariance(design, ["a", "b", "c"])).rows] == [
        "a:a", "a:b", "a:c", "b:b", "b:c", "c:c",
    ]  # fmt: skip
    assert [row.label["en"] for row in figures(correlation(design, ["a", "b", "c"])).rows] == [
        "a × b",
        "a × c",
        "b × c",
    ]


@pytest.mark.parametrize("constant", [0.1, 1e6 / 3, -7.3])
def test_a_constant_has_no_variance_and_no_correlation(constant):
    y = np.random.default_rng(2).normal(size=60)
    group = np.arange(60) % 3
    design = design_of(k=np.full(60, constant), y=y, g=group)
    for estimator in (variance, standard_deviation):
        found = figures(estimator(design, "k", by="g"))
        assert (found.value[0] == 0).all()
        assert (found.std_error[0] == 0).all()
    found = figures(correlation(design, ["k", "y"], by="g"))
    assert np.isnan(found.value).all()
    assert np.isnan(found.std_error).all()


def test_a_constant_within_a_group_has_none_there():
    design = design_of(y=[0.1, 0.1, 0.1, 0.7, 0.3, 0.4], x=[1.0, 2.0, 3.0, 4.0, 5.0, 7.0], g=[1, 1, 1, 2, 2, 2])
    assert figures(variance(design, "y", by="g")).value[0, 0] == 0
    assert np.isnan(figures(correlation(design, ["x", "y"], by="g")).value[0]).tolist() == [True, False, False]


@pytest.mark.parametrize("slope", [0.3, -0.3])
def test_a_straight_line_has_a_correlation_of_1_or_minus_1_without_error(slope):
    x = np.random.default_rng(3).normal(size=40)
    found = figures(correlation(design_of(x=x, y=1 + slope * x), ["x", "y"]))
    assert found.value[0, 0] == pytest.approx(np.sign(slope), rel=1e-12)
    assert found.std_error[0, 0] == pytest.approx(0, abs=1e-12)


def test_one_case_and_nobody_have_none():
    found = figures(variance(design_of(y=[1.0, 2.0, 3.0, np.nan], g=[1, 2, 2, 3]), "y", by="g"))
    assert np.isnan(found.value[0]).tolist() == [True, False, True, False]
    assert found.base_n.tolist() == [1, 2, 0, 3]
    nobody = figures(correlation(design_of(x=[np.nan, 1.0], y=[1.0, np.nan]), ["x", "y"]))
    assert np.isnan(nobody.value[0, 0])


def test_far_from_0_no_digits_are_lost():
    y = np.random.default_rng(4).normal(size=200)
    near, far = (figures(variance(design_of(y=y + shift), "y")) for shift in (0.0, 1e8))
    assert far.value[0, 0] == pytest.approx(near.value[0, 0], rel=1e-6)
    assert far.std_error[0, 0] == pytest.approx(near.std_error[0, 0], rel=1e-6)


@pytest.mark.parametrize("variables", ["x", ["x"], ["x", "x"], ["x", "y", "x"]])
def test_a_correlation_takes_two_different_variables(variables):
    with pytest.raises(AnalysisError, match="two variables or more"):
        correlation(design_of(x=[1.0, 2.0], y=[2.0, 1.0]), variables)
