import numpy as np
import pytest

from analysis import SurveyDesign, crosstab, model, replicates, term_test
from analysis.design import Domain
from analysis.errors import AnalysisError, BadFormula
from analysis.unreleased import figures
from survey.frame import SurveyFrame

METHODS = ["wald", "working_wald", "working_lrt"]


def test_a_wald_test_of_one_coefficient_is_its_t_test(design):
    found = figures(term_test(design, "score ~ sex + ever", "ever")).test
    fitted = figures(model(design, "score ~ sex + ever"))
    assert found.statistic == pytest.approx(fitted.statistic[2] ** 2)
    assert (found.df1, found.df2) == (1, fitted.df)
    assert found.p_value == pytest.approx(fitted.p_value[2])


@pytest.mark.parametrize("method", METHODS)
def test_a_factor_alone_is_nearly_the_test_of_its_table(design, method):
    """The same question asked of a table: one in another metric."""
    found = figures(term_test(design, "ever ~ sex", "sex", method=method)).test
    table = figures(crosstab(design, "ever", by="sex")).test
    assert found.p_value == pytest.approx(table.p_value, rel=0.2)


@pytest.mark.parametrize("method", METHODS)
def test_terms_are_found_in_any_order_and_with_any_spaces(design, method):
    formula = "score ~ sex * ever + I(often**2)"
    one, other = (
        figures(term_test(design, formula, terms, method=method)).test
        for terms in (["sex:ever", "I(often ** 2)"], ["I(often**2)", "ever : sex"])
    )
    assert one == other
    assert one.df1 == 2


@pytest.mark.parametrize("method", METHODS)
def test_the_scale_of_the_weights_changes_nothing(frame, method):
    other = SurveyFrame.of(frame.data.assign(weight=frame.data["weight"] * 1000))
    found = [
        figures(
            term_test(
                SurveyDesign(f, weight="weight", strata="stratum", psu="school"),
                "ever ~ sex + often",
                ["sex", "often"],
                method=method,
            )
        ).test
        for f in (frame, other)
    ]
    assert [found[1].statistic, found[1].p_value] == pytest.approx([found[0].statistic, found[0].p_value], rel=1e-8)


@pytest.mark.parametrize("method", METHODS)
def test_a_jackknife_is_near_the_linearised_variance(design, method):
    one, other = (
        figures(term_test(d, "ever ~ sex + score", ["sex", "score"], method=method)).test
        for d in (design, replicates(design, "JKn"))
    )
    assert np.log(other.p_value) == pytest.approx(np.log(one.p_value), rel=0.1)
    assert (other.df1, other.df2) == (one.df1, one.df2)


def test_rates_keep_their_exposure_without_the_term(frame):
    data = frame.data.assign(months=1.0 + np.arange(240) % 5)
    design = SurveyDesign(SurveyFrame.of(data), weight="weight", psu="school")
    lrt, wald = (
        figures(term_test(design, "often ~ sex + ever", "sex", family="poisson", exposure="months", method=method)).test
        for method in ("working_lrt", "working_wald")
    )
    assert lrt.statistic == pytest.approx(wald.statistic, rel=0.05)
    assert lrt.p_value == pytest.approx(wald.p_value, rel=0.05)


def test_a_p_value_of_1e_50_is_not_0(frame):
    data = frame.data.assign(y=frame.data["score"] + 200 * frame.data["ever"])
    found = figures(term_test(SurveyDesign(SurveyFrame.of(data)), "y ~ sex + ever", "ever")).test
    assert 0 < found.p_value < 1e-50


def test_a_term_that_is_not_there_is_named_with_those_that_are(design):
    with pytest.raises(BadFormula, match=r'no term "age"; its terms are: sex, ever'):
        term_test(design, "score ~ sex + ever", "age")
    with pytest.raises(BadFormula, match="no term"):
        term_test(design, "score ~ sex + ever", [])


def test_more_coefficients_than_degrees_of_freedom_are_refused(frame):
    few = SurveyFrame.of(frame.data.assign(school=frame.data["school"] // 4))
    with pytest.raises(AnalysisError, match="Use fewer predictors"):
        term_test(SurveyDesign(few, psu="school"), "score ~ C(often) + sex", "C(often)")


def test_what_cannot_be_asked_is_said(design, frame):
    with pytest.raises(AnalysisError, match="method is one of wald, working_wald, working_lrt"):
        term_test(design, "score ~ sex", "sex", method="lrt")
    with pytest.raises(AnalysisError, match="firth"):
        term_test(design, "ever ~ sex", "sex", family="firth", method="working_lrt")
    with pytest.raises(AnalysisError, match="nothing is left"):
        term_test(design, "score ~ 0 + ever", "ever", method="working_lrt")
    nobody = design.domain_of(np.zeros(len(frame), dtype=bool), Domain("nobody"))
    with pytest.raises(AnalysisError):
        term_test(nobody, "score ~ sex", "sex")
