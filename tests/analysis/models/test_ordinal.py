from __future__ import annotations

from copy import copy

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.optimize import approx_fprime
from statsmodels.miscmodels.ordinal_model import OrderedModel

from analysis import SurveyDesign, ordinal, proportional_odds_test
from analysis.design import Domain
from analysis.errors import AnalysisError, BadFormula, NoCases
from analysis.models.cumulative import DISTRIBUTIONS, LINKS, Ordered
from analysis.replicates import Replicates
from analysis.unreleased import figures
from survey.frame import SurveyFrame

PARTS = ("coefficient", "std_error", "statistic", "p_value", "ci_low", "ci_high", "vcov")


def answers(seed=1, n=240, categories=4):
    """Twenty schools in four strata; an ordered outcome that rises with `score` and is lower among boys."""
    draw = np.random.default_rng(seed)
    school = draw.permutation(np.arange(n) % 20)
    boy, score = draw.integers(0, 2, n), draw.normal(size=n)
    latent = score - boy + school / 20 + draw.logistic(size=n)
    return pd.DataFrame(
        {
            "weight": draw.uniform(0.5, 3, n),
            "stratum": school % 4,
            "school": school,
            "score": score,
            "sex": np.where(boy, "boy", "girl"),
            "often": 1.0 + np.digitize(latent, np.linspace(-1.5, 2, categories - 1)),
        }
    )


def design_on(data, **settings):
    return SurveyDesign(SurveyFrame.of(data), **settings or {"weight": "weight", "strata": "stratum", "psu": "school"})


def assert_equal(one, other, parts=PARTS, rel=1e-7):
    for part in parts:
        assert getattr(one, part) == pytest.approx(getattr(other, part), rel=rel, abs=1e-9), part


@pytest.mark.parametrize("link", ["logit", "probit"])
def test_without_a_design_the_estimates_are_those_of_statsmodels(link):
    data = answers()
    x = np.column_stack([data["score"], data["sex"] == "girl"]).astype(float)
    peer = OrderedModel(data["often"], x, distr=link)
    fit = peer.fit(method="bfgs", disp=0, gtol=1e-7)
    thresholds = peer.transform_threshold_params(np.asarray(fit.params))[1:-1]
    found = figures(ordinal(design_on(data, psu="school"), "often ~ score + sex", link=link))
    assert found.coefficient == pytest.approx([*np.asarray(fit.params)[:2], *thresholds], rel=1e-6)


def test_terms_are_predictors_and_then_thresholds():
    found = figures(ordinal(design_on(answers()), "often ~ score + sex"))
    assert found.terms == ("score", "sex[T.girl]", "threshold 1|2", "threshold 2|3", "threshold 3|4")
    assert found.labels[2]["sv"] == "Tröskel: 1 | 2"
    assert found.variables[-1] == ""
    assert [level.value for level in found.outcomes] == [1, 2, 3, 4]
    assert (np.diff(found.coefficient[2:]) > 0).all()


def test_tests_and_intervals_are_t_with_the_design_degrees_of_freedom():
    found = figures(ordinal(design_on(answers()), "often ~ score + sex", confidence=0.9))
    assert found.df == 20 - 4 - 2
    half = stats.t.ppf(0.95, found.df) * found.std_error
    assert found.ci_high == pytest.approx(found.coefficient + half, rel=1e-12)
    assert found.p_value == pytest.approx(2 * stats.t.sf(np.abs(found.statistic), found.df), rel=1e-10)


def test_without_predictors_thresholds_are_the_logits_of_the_shares():
    data = answers()
    found = figures(ordinal(design_on(data), "often ~ 1"))
    below = [np.average(data["often"] <= j, weights=data["weight"]) for j in (1, 2, 3)]
    assert found.coefficient == pytest.approx(np.log(np.divide(below, np.subtract(1, below))), rel=1e-10)


@pytest.mark.parametrize("link", LINKS)
def test_derivatives_are_those_of_the_likelihood(link):
    draw = np.random.default_rng(3)
    likelihood = Ordered(draw.normal(size=(60, 2)), np.arange(60) % 4, np.full(60, 1 / 60), 3, DISTRIBUTIONS[link])
    b = np.array([0.3, -0.8, -1.0, 0.2, 1.1])
    u, a = likelihood.slope_and_curvature(b)
    assert u == pytest.approx(-approx_fprime(b, likelihood.loss, 1e-6), abs=1e-5)
    assert likelihood.scores(b).sum(axis=0) == pytest.approx(u, rel=1e-12)
    for j, row in enumerate(a):
        assert row == pytest.approx(
            -approx_fprime(b, lambda at, j=j: likelihood.slope_and_curvature(at)[0][j], 1e-6), abs=1e-4
        )


@pytest.mark.parametrize("link", LINKS)
def test_chances_of_far_categories_lose_no_digits(link):
    """The logarithm of F(u) - F(l) far out in both tails, where the difference itself would be rounding."""
    distribution = DISTRIBUTIONS[link]
    low = np.array([-30.0, -5.0, 0.0, 3.0])
    if link in ("logit", "probit"):
        up = low + 0.5
        assert distribution.log_between(low, up) == pytest.approx(distribution.log_between(-up, -low), rel=1e-12)
    narrow = distribution.log_between(low, low + 1e-9) - np.log(1e-9)
    assert narrow == pytest.approx(distribution.log_density(low), rel=1e-5, abs=1e-5)


def test_loglog_is_cloglog_of_reversed_codes():
    data = answers()
    one = figures(ordinal(design_on(data), "often ~ score + sex", link="loglog"))
    other = figures(ordinal(design_on(data.assign(often=5 - data["often"])), "often ~ score + sex", link="cloglog"))
    assert one.coefficient == pytest.approx(-other.coefficient[[0, 1, 4, 3, 2]], rel=1e-8)


@given(st.integers(0, 2**32 - 1), st.sampled_from(["logit", "probit"]))
@settings(max_examples=10, deadline=None)
def test_reversed_codes_turn_the_signs(seed, link):
    data = answers(seed)
    one = figures(ordinal(design_on(data), "often ~ score + sex", link=link))
    other = figures(ordinal(design_on(data.assign(often=-data["often"] + 5)), "often ~ score + sex", link=link))
    turned = [0, 1, 4, 3, 2]
    assert one.coefficient == pytest.approx(-other.coefficient[turned], rel=1e-7, abs=1e-9)
    assert one.vcov == pytest.approx(other.vcov[np.ix_(turned, turned)], rel=1e-6, abs=1e-9)


@given(st.integers(0, 2**32 - 1), st.floats(1e-3, 1e3))
@settings(max_examples=10, deadline=None)
def test_neither_the_scale_of_weights_nor_the_order_of_rows_nor_halved_duplicates_matter(seed, constant):
    data = answers(seed)
    found = figures(ordinal(design_on(data), "often ~ score * sex"))
    doubled = pd.concat([data, data]).assign(weight=lambda d: d["weight"] / 2)
    for changed in (data.assign(weight=data["weight"] * constant), data.sample(frac=1, random_state=seed), doubled):
        assert_equal(figures(ordinal(design_on(changed), "often ~ score * sex")), found)


def test_a_domain_keeps_the_design():
    """The scores of a domain by hand: zero outside, all PSUs in their strata."""
    data = answers()
    design, inside = design_on(data), (data["sex"] == "girl").to_numpy()
    found = figures(ordinal(design.domain_of(inside, Domain("girls")), "often ~ score"))
    girls = figures(ordinal(design_on(data[inside]), "often ~ score"))
    assert found.coefficient == pytest.approx(girls.coefficient, rel=1e-9)
    assert found.n == inside.sum()


def test_missing_answers_leave_the_model():
    data = answers()
    data.loc[:9, "often"] = np.nan
    data.loc[5:19, "score"] = np.nan
    assert figures(ordinal(design_on(data), "often ~ score")).n == 220


def test_cells_count_each_answer_in_each_category():
    data = answers().assign(half=lambda d: (d["score"] > 0) * 1.0)
    found = figures(ordinal(design_on(data), "often ~ sex + half"))
    girls = next(cell for cell in found.cells if cell.level.value == "girl")
    assert girls.n_by_outcome == tuple(((data["sex"] == "girl") & (data["often"] == j)).sum() for j in (1, 2, 3, 4))
    assert [cell.variable for cell in found.cells] == ["sex", "sex", "half", "half"]
    assert all(sum(cell.n_by_outcome) == cell.n for cell in found.cells)
    assert sum(found.n_by_outcome) == found.n


def test_text_needs_an_order():
    data = answers().assign(often=lambda d: d["often"].map({1.0: "never", 2.0: "seldom", 3.0: "often", 4.0: "always"}))
    with pytest.raises(AnalysisError, match="whose order is not known"):
        ordinal(design_on(data), "often ~ score")
    order = pd.CategoricalDtype(["never", "seldom", "often", "always"], ordered=True)
    found = figures(ordinal(design_on(data.astype({"often": order})), "often ~ score"))
    assert found.terms[1:] == ("threshold never|seldom", "threshold seldom|often", "threshold often|always")


@pytest.mark.parametrize(
    ("formula", "message"),
    [
        ("often ~ score + I(2 * score + 3)", "say the same"),
        ("often ~ constant", 'the same value of "constant"'),
        ("often ~ 0 + score", "stand for the intercept"),
        ("sex ~ score", 'needs an outcome with 3 or more categories; "sex" has 2'),
        ("often ~ C(school)", "can carry 15"),
    ],
)
def test_models_that_cannot_be_fitted_are_refused(formula, message):
    with pytest.raises(AnalysisError, match=message):
        ordinal(design_on(answers().assign(constant=0.1)), formula)


def test_an_unknown_link_is_refused():
    with pytest.raises(AnalysisError, match='found "cauchit"'):
        ordinal(design_on(answers()), "often ~ score", link="cauchit")


def test_separation_is_said():
    data = answers().assign(score=lambda d: d["often"] + d["score"] / 100)
    with pytest.raises(AnalysisError, match="tell the outcome apart completely"):
        ordinal(design_on(data), "often ~ score")
    only = answers().assign(top=lambda d: (d["often"] == 4) * 1.0)
    with pytest.raises(AnalysisError, match="tell the outcome apart completely"):
        ordinal(design_on(only), "often ~ top")


def test_strong_effects_are_no_separation():
    draw = np.random.default_rng(5)
    x = draw.normal(size=4000)
    data = pd.DataFrame({"x": x, "y": np.digitize(12 * x + draw.logistic(size=4000), [-4, 4]) * 1.0})
    found = figures(ordinal(SurveyDesign(SurveyFrame.of(data)), "y ~ x"))
    assert found.coefficient == pytest.approx([12, -4, 4], rel=0.1)


def test_a_category_that_nobody_chose_is_said_without_naming_it():
    data = answers()
    without = data.astype({"often": str}).astype({"often": pd.CategoricalDtype(["1.0", "2.0", "3.0", "4.0", "5.0"])})
    with pytest.raises(AnalysisError, match='of the 5 of "often", 4 do'):
        ordinal(design_on(without), "often ~ score")


def test_one_outcome_for_all_and_nobody_left_are_said():
    data = answers()
    design = design_on(data)
    with pytest.raises(AnalysisError, match="the same outcome"):
        ordinal(design.domain_of((data["often"] == 2).to_numpy(), Domain("2")), "often ~ score")
    with pytest.raises(NoCases):
        ordinal(design.domain_of(np.zeros(240, dtype=bool), Domain("never")), "often ~ score")


def test_a_level_that_is_absent_in_the_domain_has_no_coefficient():
    data = answers().assign(age=lambda d: pd.Categorical(np.array(["a", "b", "c"])[np.arange(240) % 3]))
    domain = design_on(data).domain_of((data["age"] != "b").to_numpy(), Domain("a or c"))
    assert figures(ordinal(domain, "often ~ age")).terms[0] == "age[T.c]"


def test_tiny_p_values_are_not_zero():
    data = answers(n=2000)
    data["often"] = 1.0 + np.digitize(data["score"] + np.random.default_rng(1).normal(size=2000) / 3, [-1, 0, 1])
    found = figures(ordinal(SurveyDesign(SurveyFrame.of(data)), "often ~ score"))
    assert 0 < found.p_value[0] < 1e-50


def test_replicates_fit_the_model_again():
    """JK1 by hand: the model without each school in turn, through its weights."""
    data = answers()
    design = design_on(data, weight="weight", psu="school")
    replicated = copy(design)
    factors = (1 - np.eye(20)) * 20 / 19
    object.__setattr__(replicated, "sampling", Replicates(design.stages.unit, factors, 19 / 20, np.ones(20), mse=False))
    found = figures(ordinal(replicated, "often ~ score"))
    each = [
        figures(ordinal(design_on(data[data["school"] != school], psu="school", weight="weight"), "often ~ score"))
        for school in range(20)
    ]
    b = np.array([fitted.coefficient for fitted in each])
    assert found.vcov == pytest.approx(19 / 20 * (b - b.mean(axis=0)).T @ (b - b.mean(axis=0)), rel=1e-7)
    test = figures(proportional_odds_test(replicated, "often ~ score")).test
    linearised = figures(proportional_odds_test(design, "often ~ score")).test
    assert test.statistic == pytest.approx(linearised.statistic, rel=0.3)


def brant_by_hand(data, columns, compared):
    """Independent: statsmodels' separate logits, their scores stacked, a sandwich over schools by hand, Wald F."""
    x = sm.add_constant(columns.to_numpy(dtype=float))
    w, b, scores = data["weight"].to_numpy(), [], []
    for j in (1, 2, 3):
        y = (data["often"] > j).to_numpy(dtype=float)
        fit = sm.GLM(y, x, family=sm.families.Binomial(), var_weights=w).fit(tol=1e-14)
        mu = fit.fittedvalues
        bread = np.linalg.inv((x * (w * mu * (1 - mu))[:, None]).T @ x)
        b.append(fit.params)
        scores.append((x * (w * (y - mu))[:, None]) @ bread)
    totals = pd.DataFrame(np.hstack(scores)).groupby(data["school"].to_numpy()).sum()
    strata = np.arange(20) % 4
    v = sum(5 / 4 * (t - t.mean()).T @ (t - t.mean()) for t in (totals[strata == h] for h in range(4))).to_numpy()
    k = x.shape[1]
    rows = [(j, c) for j in (1, 2) for c in compared]
    contrast = np.zeros((len(rows), 3 * k))
    for row, (j, c) in enumerate(rows):
        contrast[row, [c, j * k + c]] = -1, 1
    d = contrast @ np.concatenate(b)
    return d @ np.linalg.inv(contrast @ v @ contrast.T) @ d / len(rows), len(rows)


@pytest.mark.parametrize(("predictor", "compared"), [(None, [1, 2]), ("score", [1]), ("sex", [2])])
@pytest.mark.filterwarnings("ignore::statsmodels.tools.sm_exceptions.SpecificationWarning")
def test_the_test_of_proportional_odds_is_the_stacked_logits_by_hand(predictor, compared):
    data = answers()
    columns = pd.DataFrame({"score": data["score"], "girl": data["sex"] == "girl"})
    f, df1 = brant_by_hand(data, columns, compared)
    found = figures(proportional_odds_test(design_on(data), "often ~ score + sex", predictor=predictor)).test
    assert (found.df1, found.df2) == (df1, 20 - 4 - 2)
    assert found.statistic == pytest.approx(f, rel=1e-8)
    assert found.p_value == pytest.approx(stats.f.sf(f, df1, 14), rel=1e-8)


def test_the_test_finds_an_effect_that_grows_with_the_threshold():
    draw = np.random.default_rng(9)
    x = draw.normal(size=3000)
    level = draw.uniform(size=3000)
    y = sum((level > 1 / (1 + np.exp(t - s * x))).astype(float) for t, s in ((2, 0.1), (0, 0.5), (-2, 1.5)))
    found = figures(proportional_odds_test(SurveyDesign(SurveyFrame.of(pd.DataFrame({"x": x, "y": y}))), "y ~ x")).test
    assert found.p_value < 1e-6


def test_the_test_needs_a_predictor_and_degrees_of_freedom():
    design = design_on(answers().assign(decade=lambda d: np.arange(len(d)) % 10))
    with pytest.raises(BadFormula, match="it has: score, sex"):
        proportional_odds_test(design, "often ~ score + sex", predictor="age")
    with pytest.raises(BadFormula, match="it has: none"):
        proportional_odds_test(design, "often ~ 1")
    with pytest.raises(AnalysisError, match="compares 18 differences"):
        proportional_odds_test(design, "often ~ C(decade)")
