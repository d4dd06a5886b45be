from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats
from statsmodels.tools.sm_exceptions import SpecificationWarning

from analysis import SurveyDesign, mean, model, post_stratify, replicates
from analysis.design import Domain
from analysis.errors import AnalysisError, NoCases, NotNumeric
from analysis.unreleased import figures
from survey.frame import SurveyFrame
from survey.text import Text
from survey.variables import ValueLabel, Variable


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


def labelled(design, measure):
    labels = tuple(ValueLabel(float(code), Text(en=f"level {code}")) for code in range(5))
    variable = Variable("often", Text(en="How often"), measure=measure, values=labels)
    return SurveyDesign(
        replace(design.frame, variables={**design.frame.variables, "often": variable}), weight="weight", psu="school"
    )


def test_a_variable_with_labels_is_a_factor_with_words(design):
    found = figures(model(labelled(design, "ordinal"), "score ~ often"))
    assert found.terms == ("Intercept", "often[T.1]", "often[T.2]", "often[T.3]", "often[T.4]")
    assert found.labels[2]["en"] == "How often: level 2"
    assert (found.variables[2], found.levels[2].value) == ("often", 2)
    assert [cell.level.value for cell in found.references] == [0]


def test_names_have_no_mean_unless_it_is_asked_for(design):
    nominal = labelled(design, "nominal")
    with pytest.raises(AnalysisError, match=r'5 answers to "often" stand for categories.*multinomial\(\)'):
        model(nominal, "often ~ sex")
    assert figures(model(nominal, "often ~ sex", family="linear")).family == "linear"
    assert figures(model(labelled(design, "ordinal"), "often ~ sex")).family == "linear"


def test_a_scale_with_labels_is_a_number(design):
    assert figures(model(labelled(design, "scale"), "score ~ often")).terms == ("Intercept", "often")


def test_cells_count_cases_and_events_of_each_category(design):
    found = figures(model(design, "ever ~ sex + C(stratum)"))
    data = design.frame.data
    girls = next(cell for cell in found.cells if cell.level.value == "girl")
    assert girls.n == (data["sex"] == "girl").sum()
    assert girls.n_events == ((data["sex"] == "girl") & (data["ever"] == 1)).sum()
    assert [cell.variable for cell in found.cells] == ["sex", "sex", *["stratum"] * 4]


def test_interactions_count_their_combinations(design):
    found = figures(model(design, "ever ~ sex * C(stratum)"))
    combined = [cell for cell in found.cells if cell.variable == "sex:stratum"]
    assert len(combined) == 8
    assert sum(cell.n for cell in combined) == found.n


def test_interactions_are_named_by_both_variables(design):
    found = figures(model(design, "score ~ sex * ever"))
    assert found.variables == ("", "sex", "ever", "sex:ever")
    assert found.labels[-1]["sv"] == "sex: boy × ever"


def test_a_model_with_a_coefficient_a_pattern_is_saturated(design):
    assert figures(model(design, "ever ~ sex * C(stratum)")).saturated
    assert not figures(model(design, "ever ~ sex + C(stratum)")).saturated


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


def test_one_outcome_for_all_is_said(design):
    ever = design.domain_of(design.numeric("ever") == 1, Domain("ever"))
    with pytest.raises(AnalysisError, match="the same outcome"):
        model(ever, "ever ~ score")


def test_tiny_p_values_are_not_zero():
    draw = np.random.default_rng(8)
    x = draw.normal(size=400)
    found = figures(model(design_on(y=x + draw.normal(size=400) / 2, x=x), "y ~ x"))
    assert 0 < found.p_value[1] < 1e-50


def test_the_source_names_outcome_and_predictors(design):
    assert figures(model(design, "ever ~ score + sex")).source.variables == ("ever", "score", "sex")


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


@pytest.mark.parametrize(
    ("formula", "message"),
    [("y ~ exp(x)", "too large"), ("y ~ I(x * 1e-200)", "too small"), ("y ~ exp(x * 2)", "not a number")],
)
def test_numbers_out_of_all_proportion_are_refused_without_a_warning(formula, message):
    draw = np.random.default_rng(3)
    with pytest.raises(AnalysisError, match=message):
        model(design_on(y=draw.normal(size=50), x=np.linspace(0, 600, 50)), formula)


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
