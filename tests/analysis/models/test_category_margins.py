"""What ordinal and multinomial models say of everybody, by category of the outcome."""

import numpy as np
import pandas as pd
import pytest

from analysis import SurveyDesign, contrast, marginal_effects, ordinal, predictive_margins, replicates
from analysis.errors import AnalysisError, BadFormula
from analysis.models.category_model import Chance, ChanceSlope, category_model
from analysis.unreleased import figures
from survey.frame import SurveyFrame

FORMULA = "y ~ x * group + log(z)"
EVERY_MODEL = pytest.mark.parametrize(
    ("family", "link"),
    [*(("ordinal", link) for link in ("logit", "probit", "cloglog", "loglog")), ("multinomial", None)],
)


@pytest.fixture(scope="module")
def design() -> SurveyDesign:
    draw = np.random.default_rng(3)
    n = 300
    data = pd.DataFrame(
        {"x": draw.normal(size=n), "z": draw.uniform(1, 3, n), "group": draw.choice(["a", "b", "c"], n)}
    )
    latent = data["x"] + (data["group"] == "b") + draw.logistic(size=n)
    data["y"] = 1.0 + np.digitize(latent, [-1, 0.5, 2])
    data["high"] = (latent > 0.5).astype(float)
    data["w"], data["psu"] = draw.uniform(1, 3, n), np.arange(n) // 10
    return SurveyDesign(SurveyFrame.of(data), weight="w", psu="psu")


@EVERY_MODEL
def test_derivatives_are_those_by_differences(design, family, link):
    model = category_model(design, FORMULA, family, link)
    b, w = model.fit.coefficient, design.calibrated_weight
    for j in range(4):
        for h in (Chance(design, model, {"group": "b"}, j), ChanceSlope(design, model, "z", j)):
            steps = 1e-6 * np.eye(len(b))
            differences = [w @ (h.values(b + step) - h.values(b - step)) / 2e-6 for step in steps]
            assert h.gradient(b, w) == pytest.approx(differences, rel=1e-6, abs=1e-5)


@EVERY_MODEL
def test_chances_add_up_to_one_and_effects_to_nothing(design, family, link):
    margins = figures(predictive_margins(design, FORMULA, over="group", family=family, link=link))
    assert margins.value.reshape(3, 4).sum(axis=1) == pytest.approx(np.ones(3))
    effects = figures(marginal_effects(design, FORMULA, family=family, link=link))
    assert effects.value.reshape(4, 4).sum(axis=1) == pytest.approx(np.zeros(4), abs=1e-12)
    assert [row.value for row in margins.rows[:4]] == ["a:1", "a:2", "a:3", "a:4"]
    assert [row.label["en"] for row in effects.rows[3:5]] == ["x → 4", "group: b → 1"]


@EVERY_MODEL
def test_a_difference_of_margins_is_the_marginal_effect(design, family, link):
    margins = predictive_margins(design, FORMULA, over="group", family=family, link=link)
    worked_out = figures(contrast(margins, np.kron([-1, 1, 0], np.eye(4))))
    effects = figures(marginal_effects(design, FORMULA, family=family, link=link))
    assert worked_out.value[:, 0] == pytest.approx(effects.value[4:8, 0], rel=1e-9)
    assert worked_out.std_error[:, 0] == pytest.approx(effects.std_error[4:8, 0], rel=1e-9)


def test_a_multinomial_model_of_two_categories_is_the_logistic_one(design):
    for of in (design, replicates(design, "JK1")):
        ours, logistic = (
            figures(marginal_effects(of, "high ~ x + group", family=family)) for family in ("multinomial", "logistic")
        )
        assert ours.value[1::2] == pytest.approx(logistic.value, rel=1e-9)
        assert ours.std_error[1::2] == pytest.approx(logistic.std_error, rel=1e-7)
        assert ours.df == logistic.df


def test_the_parts_of_the_model_and_of_the_sample_can_be_apart(design):
    together, apart = (
        figures(predictive_margins(design, FORMULA, over="group", family="ordinal", parts=parts))
        for parts in ("together", "apart")
    )
    assert together.value == pytest.approx(apart.value)
    assert (apart.std_error > 0).all()
    assert apart.linearised is None


def test_a_category_in_which_nobody_is_has_no_margin(design):
    part = design.domain("group != 'c'")
    margins = figures(predictive_margins(part, "y ~ x + group", over="group", family="ordinal"))
    assert np.isnan(margins.value[8:]).all()
    assert np.isfinite(margins.std_error[:8]).all()
    assert margins.df[0] == figures(ordinal(part, "y ~ x + group")).df


def test_what_cannot_be_asked_is_said(design):
    with pytest.raises(AnalysisError, match='link goes with family="ordinal"'):
        marginal_effects(design, "high ~ x", family="logistic", link="probit")
    with pytest.raises(AnalysisError, match='link goes with family="ordinal"'):
        predictive_margins(design, FORMULA, over="group", family="multinomial", link="logit")
    with pytest.raises(AnalysisError, match="link is one of logit"):
        marginal_effects(design, "y ~ x", family="ordinal", link="log")  # type: ignore[arg-type]
    with pytest.raises(AnalysisError, match="3 or more categories"):
        marginal_effects(design, "high ~ x", family="ordinal")
    with pytest.raises(BadFormula, match="Margins are over a variable of the formula"):
        predictive_margins(design, "y ~ x", over="group", family="ordinal")
