from __future__ import annotations

from copy import copy

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import SurveyDesign, model, multinomial
from analysis.design import Domain
from analysis.errors import AnalysisError, BadFormula, NoCases
from analysis.replicates import Replicates
from analysis.unreleased import figures
from survey.frame import SurveyFrame

PARTS = ("coefficient", "std_error", "statistic", "p_value", "ci_low", "ci_high", "vcov")


def answers(seed=1, n=240):
    """Twenty schools in four strata; a place without order that `score` and sex make likelier or not."""
    draw = np.random.default_rng(seed)
    school = draw.permutation(np.arange(n) % 20)
    boy, score = draw.integers(0, 2, n), draw.normal(size=n)
    gain = np.stack([np.zeros(n), 0.8 * score - 0.3, boy - 0.5 * score]) + draw.gumbel(size=(3, n))
    return pd.DataFrame(
        {
            "weight": draw.integers(1, 5, n).astype(float),
            "stratum": school % 4,
            "school": school,
            "score": score,
            "sex": np.where(boy, "boy", "girl"),
            "place": gain.argmax(axis=0) + 1.0,
        }
    )


def design_on(data, **settings):
    return SurveyDesign(SurveyFrame.of(data), **settings or {"weight": "weight", "strata": "stratum", "psu": "school"})


def assert_equal(one, other, parts=PARTS, rel=1e-7):
    for part in parts:
        assert getattr(one, part) == pytest.approx(getattr(other, part), rel=rel, abs=1e-9), part


def peer(data):
    x = sm.add_constant(np.column_stack([data["score"], data["sex"] == "girl"]).astype(float))
    return sm.MNLogit(data["place"], x).fit(method="newton", tol=1e-12, maxiter=100, disp=0)


@pytest.mark.parametrize("weighted", [False, True])
def test_estimates_are_those_of_statsmodels(weighted):
    """Whole weights are cases that are there several times: an independent fit to the cases written out."""
    data = answers().assign(weight=lambda d: d["weight"] if weighted else 1.0)
    written_out = data.loc[data.index.repeat(data["weight"].astype(int))]
    found = figures(multinomial(design_on(data), "place ~ score + sex"))
    assert found.coefficient == pytest.approx(peer(written_out).params.to_numpy().T.ravel(), rel=1e-8)


def test_standard_errors_are_the_sandwich_by_hand():
    """Scores and information from statsmodels, totals within schools and strata by hand."""
    data = answers().assign(weight=1.0)
    fit = peer(data)
    scores = fit.model.score_obs(fit.params.to_numpy().ravel(order="F")) @ -np.linalg.inv(
        fit.model.hessian(fit.params.to_numpy().ravel(order="F"))
    )
    totals = pd.DataFrame(scores).groupby(data["school"].to_numpy()).sum()
    strata = np.arange(20) % 4
    v = sum(5 / 4 * (t - t.mean()).T @ (t - t.mean()) for t in (totals[strata == h] for h in range(4)))
    found = figures(multinomial(design_on(data), "place ~ score + sex"))
    assert found.vcov == pytest.approx(v.to_numpy(), rel=1e-7)


def test_terms_are_named_by_their_category():
    found = figures(multinomial(design_on(answers()), "place ~ score + sex"))
    assert found.terms == (
        *("2: Intercept", "2: score", "2: sex[T.girl]"),
        *("3: Intercept", "3: score", "3: sex[T.girl]"),
    )
    assert found.baseline.value == 1
    assert [level.value for level in found.equations] == [2, 2, 2, 3, 3, 3]
    assert (found.family, found.link, found.df) == ("multinomial", "logit", 20 - 4 - 2)


def test_another_reference_gives_the_same_contrasts():
    design = design_on(answers())
    one = figures(multinomial(design, "place ~ score"))
    other = figures(multinomial(design, "place ~ score", reference=2))
    assert other.baseline.value == 2
    assert other.coefficient[:2] == pytest.approx(-one.coefficient[:2], rel=1e-9)
    assert other.coefficient[2:] == pytest.approx(one.coefficient[2:] - one.coefficient[:2], rel=1e-9)
    assert other.std_error[:2] == pytest.approx(one.std_error[:2], rel=1e-9)


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=10, deadline=None)
def test_two_categories_are_the_logistic_model(seed):
    data = answers(seed).assign(place=lambda d: (d["place"] == 3) * 1.0)
    one = figures(multinomial(design_on(data), "place ~ score * sex"))
    other = figures(model(design_on(data), "place ~ score * sex"))
    assert_equal(one, other)
    assert (one.df, one.n, one.weighted_n) == (other.df, other.n, other.weighted_n)


@given(st.integers(0, 2**32 - 1), st.floats(1e-3, 1e3))
@settings(max_examples=10, deadline=None)
def test_neither_the_scale_of_weights_nor_the_order_of_rows_nor_halved_duplicates_matter(seed, constant):
    data = answers(seed)
    found = figures(multinomial(design_on(data), "place ~ score + sex"))
    doubled = pd.concat([data, data]).assign(weight=lambda d: d["weight"] / 2)
    for changed in (data.assign(weight=data["weight"] * constant), data.sample(frac=1, random_state=seed), doubled):
        assert_equal(figures(multinomial(design_on(changed), "place ~ score + sex")), found)


def test_replicates_fit_the_model_again():
    """JK1 of a linear combination of nearly linear estimates is close to the linearised variance, never the same."""
    design = design_on(answers(n=2000), weight="weight", psu="school")
    replicated = copy(design)
    factors = (1 - np.eye(20)) * 20 / 19
    object.__setattr__(replicated, "sampling", Replicates(design.stages.unit, factors, 19 / 20, np.ones(20), mse=False))
    one, other = (figures(multinomial(d, "place ~ score")) for d in (design, replicated))
    assert other.std_error == pytest.approx(one.std_error, rel=0.05)
    assert not np.allclose(other.std_error, one.std_error, rtol=1e-6)


def test_without_predictors_the_odds_are_those_of_the_shares():
    data = answers()
    found = figures(multinomial(design_on(data), "place ~ 1"))
    sums = data.groupby("place")["weight"].sum().to_numpy()
    assert found.coefficient == pytest.approx(np.log(sums[1:] / sums[0]), rel=1e-10)


def test_text_has_categories_too():
    data = answers().assign(place=lambda d: d["place"].map({1.0: "home", 2.0: "school", 3.0: "elsewhere"}))
    found = figures(multinomial(design_on(data), "place ~ score", reference="home"))
    assert found.terms == ("elsewhere: Intercept", "elsewhere: score", "school: Intercept", "school: score")


def test_a_domain_and_its_absent_level():
    data = answers().assign(age=lambda d: pd.Categorical(np.array(["a", "b", "c"])[np.arange(240) % 3]))
    inside = (data["age"] != "b").to_numpy()
    found = figures(multinomial(design_on(data).domain_of(inside, Domain("a or c")), "place ~ age"))
    assert found.variables == ("", "age", "", "age")
    assert found.n == inside.sum()


def test_cells_count_each_answer_in_each_crossing():
    data = answers().assign(area=lambda d: np.where(d["stratum"] > 1, "town", "land"))
    found = figures(multinomial(design_on(data), "place ~ sex * area"))
    crossed = [cell for cell in found.cells if cell.variable == "sex:area"]
    assert len(crossed) == 4
    assert np.sum([cell.n_by_outcome for cell in crossed], axis=0).tolist() == list(found.n_by_outcome)
    assert found.saturated


@pytest.mark.parametrize(
    ("formula", "message"),
    [
        ("place ~ score + I(2 * score + 3)", "say the same"),
        ("place ~ constant", 'the same value of "constant"'),
        ("constant ~ score", 'needs an outcome with 2 or more categories; "constant" has 1'),
        ("place ~ C(school)", "can carry 15"),
    ],
)
def test_models_that_cannot_be_fitted_are_refused(formula, message):
    with pytest.raises(AnalysisError, match=message):
        multinomial(design_on(answers().assign(constant=0.1)), formula)


def test_more_coefficients_than_can_be_fitted_are_refused():
    data = answers().assign(place=lambda d: np.arange(len(d)) % 120.0)
    with pytest.raises(AnalysisError, match="has 238 coefficients; at most 200"):
        multinomial(design_on(data), "place ~ score")


def test_an_unknown_reference_is_refused():
    with pytest.raises(AnalysisError, match='category of "place": 1, 2, 3; found "4"'):
        multinomial(design_on(answers()), "place ~ score", reference=4)


def test_a_measurement_is_no_outcome():
    with pytest.raises(AnalysisError, match="at most 200 categories"):
        multinomial(design_on(answers()), "score ~ sex")


def test_separation_is_said_without_naming_a_category():
    data = answers().assign(third=lambda d: (d["place"] == 3) * 1.0)
    with pytest.raises(AnalysisError, match="tell the outcome apart completely"):
        multinomial(design_on(data), "place ~ third")


def test_an_outcome_with_a_category_that_nobody_chose_has_no_model():
    data = answers()
    first_two = design_on(data).domain_of((data["place"] < 3).to_numpy(), Domain("place < 3"))
    with pytest.raises(AnalysisError, match='of the 3 of "place", 2 do'):
        multinomial(first_two, "place ~ score")


def test_one_outcome_for_all_and_nobody_left_are_said():
    data = answers()
    design = design_on(data)
    with pytest.raises(AnalysisError, match="the same outcome"):
        multinomial(design.domain_of((data["place"] == 2).to_numpy(), Domain("2")), "place ~ score")
    with pytest.raises(NoCases):
        multinomial(design.domain_of(np.zeros(240, dtype=bool), Domain("never")), "place ~ score")


def test_an_unreadable_formula_is_refused():
    with pytest.raises(BadFormula):
        multinomial(design_on(answers()), "place ~ where")
