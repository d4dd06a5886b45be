from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from analysis import SurveyDesign, contrast, marginal_effects, mean, model, predictive_margins, replicates
from analysis.errors import AnalysisError, BadFormula, NoCases
from analysis.models.averages import Difference, Prediction, Slope, averages_apart
from analysis.models.regression import regression
from analysis.unreleased import figures
from survey.frame import SurveyFrame


@pytest.fixture
def data():
    random = np.random.default_rng(7)
    n = 400
    x, group = random.normal(size=n), random.integers(0, 3, n)
    p = 1 / (1 + np.exp(-(-0.4 + 0.6 * x + 0.5 * (group == 1) - 0.3 * (group == 2))))
    return pd.DataFrame(
        {
            "y": (random.uniform(size=n) < p).astype(float),
            "z": 1 + x + group + random.normal(size=n),
            "x": x,
            "group": np.array(["a", "b", "c"])[group],
            "w": random.uniform(0.5, 3, n),
            "psu": np.arange(n) % 40,
        }
    )


def design_on(data, **settings):
    return SurveyDesign(SurveyFrame.of(data), **settings)


def weighted(data):
    return design_on(data, weight="w", psu="psu")


def test_effects_of_a_linear_model_are_its_coefficients(data):
    design = weighted(data)
    effects, fitted = figures(marginal_effects(design, "z ~ x + group")), figures(model(design, "z ~ x + group"))
    for of_effect, of_model in (("value", "coefficient"), ("std_error",) * 2, ("ci_low",) * 2, ("ci_high",) * 2):
        assert getattr(effects, of_effect)[:, 0] == pytest.approx(getattr(fitted, of_model)[1:], rel=1e-11)
    assert [row.value for row in effects.rows] == ["x", "group = b", "group = c"]


def test_margins_of_a_linear_model_are_adjusted_means(data):
    """By hand: the coefficients at the mean of the covariate."""
    design = weighted(data)
    margins = figures(predictive_margins(design, "z ~ x + group", over="group"))
    a, slope, b, c = figures(model(design, "z ~ x + group")).coefficient
    centre = a + slope * figures(mean(design, "x")).value
    assert margins.value[:, 0] == pytest.approx([centre, centre + b, centre + c], rel=1e-12)


@pytest.mark.parametrize("formula", ["y ~ x + group", "y ~ x * group", "y ~ x + I(x**2) + group"])
def test_the_effect_of_a_factor_is_a_difference_of_margins(data, formula):
    design = weighted(data)
    margins = predictive_margins(design, formula, over="group")
    differences = figures(contrast(margins, [[-1, 1, 0], [-1, 0, 1]]))
    effects = figures(marginal_effects(design, formula))
    at = [row.value.startswith("group") for row in effects.rows]
    assert effects.value[at] == pytest.approx(differences.value, rel=1e-12)
    assert effects.std_error[at] == pytest.approx(differences.std_error, rel=1e-12)


def test_effects_of_a_simple_random_sample_equal_statsmodels(data):
    """An independent program: the estimates, and the delta method's part of the variance; factor n / (n - 1)."""
    design = design_on(data.assign(half=np.where(data["group"] == "b", "yes", "no")))
    x = sm.add_constant(np.column_stack([data["x"], data["group"] == "b"]).astype(float))
    fit = sm.Logit(data["y"], x).fit(disp=0, tol=1e-14, method="newton", cov_type="HC0")
    peer = fit.get_margeff(at="overall", dummy=True)
    effects = figures(marginal_effects(design, "y ~ x + half"))
    assert effects.value[:, 0] == pytest.approx(peer.margeff, rel=1e-9)
    fitted = regression(design, "y ~ x + half", None, None)
    of = [
        Slope(design, fitted, "x"),
        Difference(*(Prediction(design, fitted, {"half": answer}) for answer in ("yes", "no"))),
    ]
    of_model, _ = averages_apart(design, fitted, of)
    n = len(data)
    assert of_model.std_error == pytest.approx(peer.margeff_se * np.sqrt(n / (n - 1)), rel=1e-8)


def test_a_transformed_variable_is_moved_where_it_stands(data):
    """By hand: b1 + 2 b2 mean(x); and b mean(1 / x) for a logarithm."""
    design = weighted(data.assign(u=np.exp(data["x"])))
    _, b1, b2 = figures(model(design, "z ~ x + I(x**2)")).coefficient
    square = figures(marginal_effects(design, "z ~ x + I(x**2)"))
    assert square.value[0, 0] == pytest.approx(b1 + 2 * b2 * figures(mean(design, "x")).value, rel=1e-12)
    _, b = figures(model(design, "z ~ log(u)")).coefficient
    inverse = np.average(1 / np.exp(data["x"]), weights=data["w"])
    assert figures(marginal_effects(design, "z ~ log(u)")).value[0, 0] == pytest.approx(b * inverse, rel=1e-12)


def test_margins_of_a_number_are_at_the_values_given(data):
    margins = figures(predictive_margins(weighted(data), "y ~ x + group", over="x", values=[-1, 0.5]))
    assert [row.value for row in margins.rows] == [-1.0, 0.5]
    assert margins.n.tolist() == [[0], [0]]
    assert margins.base_n.tolist() == [len(data)]


def test_a_margin_of_a_factor_alone_is_the_mean_of_the_group(data):
    design = weighted(data)
    margins = figures(predictive_margins(design, "y ~ group", over="group"))
    of_group = [figures(mean(design.domain(f'group = "{name}"'), "y")) for name in "abc"]
    assert margins.value[:, 0] == pytest.approx([group.value for group in of_group], rel=1e-11)
    assert margins.n[:, 0].tolist() == [group.n for group in of_group]


def test_another_reference_category_turns_the_sign(data):
    turned = data.assign(group=data["group"].map({"a": "b", "b": "a", "c": "c"}))
    one, other = (figures(marginal_effects(weighted(of), "y ~ x + group")) for of in (data, turned))
    assert one.value[1] == pytest.approx(-other.value[1], rel=1e-10)
    assert one.std_error[1] == pytest.approx(other.std_error[1], rel=1e-10)
    assert one.value[0] == pytest.approx(other.value[0], rel=1e-11)


def test_a_category_that_nobody_has_has_no_margin_and_no_effect(data):
    design = weighted(data.assign(group=pd.Categorical(data["group"], categories=["a", "b", "c", "d"])))
    margins = figures(predictive_margins(design, "y ~ x + group", over="group"))
    assert np.isnan(margins.value[:, 0]).tolist() == [False, False, False, True]
    assert np.isfinite(margins.std_error[:3]).all()
    assert margins.n[3, 0] == 0
    assert len(figures(marginal_effects(design, "y ~ x + group")).rows) == 3


def test_missing_answers_leave_the_average_as_well(data):
    gaps = data.assign(x=data["x"].where(data.index % 5 > 0))
    complete = gaps.dropna()
    parts = ("value", "n", "base_n")
    one, other = (figures(predictive_margins(weighted(of), "y ~ x + group", over="group")) for of in (gaps, complete))
    for part in parts:
        assert getattr(one, part) == pytest.approx(getattr(other, part), rel=1e-11), part


def test_an_empty_domain_has_nothing_to_average(data):
    design = weighted(data).domain("x > 1000")
    with pytest.raises(NoCases):
        predictive_margins(design, "y ~ x + group", over="group")
    with pytest.raises(NoCases):
        marginal_effects(design, "y ~ x + group")


def test_a_jackknife_comes_near_to_linearisation(data):
    design = weighted(data)
    taylor = figures(marginal_effects(design, "y ~ x + group")).std_error
    assert figures(marginal_effects(replicates(design, "JK1"), "y ~ x + group")).std_error == pytest.approx(
        taylor, rel=0.05
    )


def test_what_cannot_be_margins_is_refused(data):
    design = weighted(data)
    with pytest.raises(BadFormula, match='"psu" is not in it'):
        predictive_margins(design, "y ~ x", over="psu")
    with pytest.raises(AnalysisError, match=r"write C\(x\)"):
        predictive_margins(design, "y ~ x", over="x")
    with pytest.raises(AnalysisError, match="must hold numbers"):
        predictive_margins(design, "y ~ x", over="x", values=["a"])
    with pytest.raises(AnalysisError, match="no category e"):
        predictive_margins(design, "y ~ group", over="group", values=["e"])
    with pytest.raises(AnalysisError, match="together, apart"):
        predictive_margins(design, "y ~ group", over="group", parts="both")


def test_an_infinite_derivative_is_refused(data):
    design = weighted(data.assign(u=np.maximum(data["x"], 0)))
    with pytest.raises(AnalysisError, match="derivative is infinite"):
        marginal_effects(design, "z ~ sqrt(u)")


def test_margins_apart_cannot_be_contrasted(data):
    apart = predictive_margins(weighted(data), "y ~ x + group", over="group", parts="apart")
    with pytest.raises(AnalysisError, match="no covariance"):
        contrast(apart, [-1, 1, 0])
