import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats
from statsmodels.tools.sm_exceptions import SpecificationWarning

from analysis import SurveyDesign, mean, model, post_stratify
from analysis.design import Domain
from analysis.errors import AnalysisError, NoCases
from analysis.unreleased import figures
from survey.frame import SurveyFrame


def design_on(**columns):
    return SurveyDesign(SurveyFrame.of(pd.DataFrame(columns)))


def test_logistic_equals_the_sandwich_of_statsmodels(design):
    """An independent program: weighted score equations, clusters, no strata; factor m / (m - 1)."""
    data = design.frame.data
    x = sm.add_constant(np.column_stack([data["score"], data["sex"] == "boy"]).astype(float))
    clusters = {"groups": data["school"].astype(int), "use_correction": False}
    peer = sm.GLM(data["ever"], x, family=sm.families.Binomial(), var_weights=data["weight"])
    with pytest.warns(SpecificationWarning, match="not fully supported"):
        fit = peer.fit(tol=1e-14, cov_type="cluster", cov_kwds=clusters)
    found = figures(model(SurveyDesign(design.frame, weight="weight", psu="school"), "ever ~ score + sex"))
    assert found.coefficient == pytest.approx(fit.params, rel=1e-9)
    assert found.std_error == pytest.approx(fit.bse * np.sqrt(20 / 19), rel=1e-8)
    assert found.df == 20 - 1 + 1 - 3


def test_linear_equals_the_sandwich_of_statsmodels(design):
    data = design.frame.data
    x = sm.add_constant(data[["stratum", "ever"]])
    fit = sm.WLS(data["score"], x, weights=data["weight"]).fit(
        cov_type="cluster", cov_kwds={"groups": data["school"].astype(int), "use_correction": False}
    )
    found = figures(model(SurveyDesign(design.frame, weight="weight", psu="school"), "score ~ stratum + ever"))
    assert found.coefficient == pytest.approx(fit.params.to_numpy(), rel=1e-11)
    assert found.std_error == pytest.approx(fit.bse.to_numpy() * np.sqrt(20 / 19), rel=1e-10)


def test_a_model_of_the_constant_is_the_mean(design):
    fitted, average = figures(model(design, "score ~ 1")), figures(mean(design, "score"))
    assert fitted.coefficient[0] == pytest.approx(average.value, rel=1e-13)
    assert fitted.std_error[0] == pytest.approx(average.std_error, rel=1e-12)
    assert fitted.df == average.df


def test_tests_and_intervals_are_t_with_the_design_degrees_of_freedom(design):
    found = figures(model(design, "score ~ ever"))
    half = stats.t.ppf(0.975, found.df) * found.std_error
    assert found.ci_high == pytest.approx(found.coefficient + half, rel=1e-12)
    assert found.p_value == pytest.approx(2 * stats.t.sf(np.abs(found.statistic), found.df), rel=1e-10)


def test_a_domain_keeps_the_design(design):
    girls = design.domain_of((design.frame.data["sex"] == "girl").to_numpy(), Domain("girls"))
    data = design.frame.data.assign(girl=(design.frame.data["sex"] == "girl").astype(float))
    found = figures(model(girls, "score ~ ever"))
    # The same by an interaction: constants and slopes of girls and others are independent coefficients.
    frame = SurveyFrame.of(data.assign(boy=1 - data["girl"]))
    both = figures(
        model(
            SurveyDesign(frame, weight="weight", strata="stratum", psu="school"),
            "score ~ 0 + girl + boy + I(girl * ever) + I(boy * ever)",
        )
    )
    assert found.coefficient == pytest.approx(both.coefficient[[0, 2]], rel=1e-11)
    assert found.std_error == pytest.approx(both.std_error[[0, 2]], rel=1e-10)


def test_missing_answers_leave_the_model(design):
    assert figures(model(design, "score ~ often")).n == np.isfinite(design.numeric("often")).sum()


def test_large_numbers_lose_no_digits():
    draw = np.random.default_rng(7)
    year, noise = draw.integers(2000, 2020, 300).astype(float), draw.normal(size=300)
    near, far = (
        figures(model(design_on(y=noise + year, x=x), "y ~ x")) for x in (year - 2010, (year - 2010) * 1e-6 + 1e3)
    )
    assert far.coefficient[1] * 1e-6 == pytest.approx(near.coefficient[1], rel=1e-6)
    assert far.statistic[1] == pytest.approx(near.statistic[1], rel=1e-6)


@pytest.mark.parametrize(
    ("formula", "message"),
    [
        ("y ~ x + I(2 * x + 3)", "say the same"),
        ("y ~ constant", 'the same value of "constant"'),
        ("y ~ word", 'the same category of "word"'),
        ("y ~ C(x) + x", "say the same"),
    ],
)
def test_predictors_that_say_nothing_of_their_own_are_refused(formula, message):
    design = design_on(y=np.arange(40.0) ** 2, x=np.arange(40.0) % 7, constant=[0.1] * 40, word=["a"] * 40)
    with pytest.raises(AnalysisError, match=message):
        model(design, formula)


def test_more_coefficients_than_the_design_carries_are_refused(design):
    with pytest.raises(AnalysisError, match="can carry 16"):
        model(design, "ever ~ C(school)")


def test_nobody_left_is_said(design):
    with pytest.raises(NoCases):
        model(design.domain_of(np.zeros(240, dtype=bool), Domain("never")), "ever ~ score")


def test_tiny_p_values_are_not_zero():
    draw = np.random.default_rng(8)
    x = draw.normal(size=400)
    found = figures(model(design_on(y=x + draw.normal(size=400) / 2, x=x), "y ~ x"))
    assert 0 < found.p_value[1] < 1e-50


def test_the_source_names_outcome_and_predictors(design):
    assert figures(model(design, "ever ~ score + sex")).source.variables == ("ever", "score", "sex")


@pytest.mark.parametrize(
    ("formula", "message"),
    [("y ~ exp(x)", "too large"), ("y ~ I(x * 1e-200)", "too small"), ("y ~ exp(x * 2)", "not a number")],
)
def test_numbers_out_of_all_proportion_are_refused_without_a_warning(formula, message):
    draw = np.random.default_rng(3)
    with pytest.raises(AnalysisError, match=message):
        model(design_on(y=draw.normal(size=50), x=np.linspace(0, 600, 50)), formula)


@pytest.mark.parametrize("family", ["probit", "cloglog", "poisson", "firth"])
def test_twice_every_case_at_half_the_weight_changes_nothing_but_the_penalty(design, family):
    data = design.frame.data
    twice = pd.concat([data, data]).assign(weight=lambda both: both["weight"] / 2)
    one, two = (
        figures(
            model(SurveyDesign(SurveyFrame.of(of), weight="weight", psu="school"), "ever ~ score + sex", family=family)
        )
        for of in (data, twice)
    )
    near = 1e-9 if family != "firth" else 0.05
    assert two.coefficient == pytest.approx(one.coefficient, rel=near)
    assert two.std_error == pytest.approx(one.std_error, rel=near)
    assert two.df == one.df


@pytest.mark.parametrize("family", ["probit", "poisson", "log", "firth"])
def test_weights_times_a_constant_change_nothing(design, family):
    frame = SurveyFrame.of(design.frame.data.assign(weight=design.frame.data["weight"] * 1000))
    one, other = (
        figures(model(SurveyDesign(of, weight="weight", psu="school"), "ever ~ C(stratum)", family=family))
        for of in (design.frame, frame)
    )
    assert other.coefficient == pytest.approx(one.coefficient, rel=1e-10)
    assert other.std_error == pytest.approx(one.std_error, rel=1e-10)


def test_a_model_knows_a_calibrated_weight(design):
    """Of a constant it is the mean, whose standard error is that of the residuals."""
    strata = {float(code): 60.0 + 10 * code for code in range(4)}
    weight = post_stratify(design.frame, "weight", ["stratum"], {(code,): count for code, count in strata.items()})
    calibrated = design.calibrated(weight)
    fitted, average = figures(model(calibrated, "score ~ 1")), figures(mean(calibrated, "score"))
    assert fitted.coefficient[0] == pytest.approx(average.value, rel=1e-12)
    assert fitted.std_error[0] == pytest.approx(average.std_error, rel=1e-10)
    assert fitted.std_error[0] < figures(model(design, "score ~ 1")).std_error[0]
