"""Laws of margins, marginal effects and standardised means that hold for any sample."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import SurveyDesign, marginal_effects, predict, predictive_margins, standardize
from analysis.unreleased import figures
from survey.frame import SurveyFrame

FORMULA = "y ~ x * group"
RESULTS = {
    "margins": lambda design: predictive_margins(design, FORMULA, over="group"),
    "effects": lambda design: marginal_effects(design, FORMULA),
    "predictions": lambda design: predict(design, FORMULA, at=[{"x": 0.5, "group": "b"}]),
    "standardised": lambda design: standardize(design, "x", over="group", population={"a": 2, "b": 1, "c": 1}),
}


@st.composite
def samples(draw):
    """Strata of two or three PSUs, in which nobody is told apart."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n = draw(st.integers(120, 200))
    psu = np.arange(n) % 12
    return pd.DataFrame(
        {
            "w": np.exp(random.normal(size=n) * draw(st.floats(0, 0.7))),
            "stratum": psu % draw(st.integers(1, 4)),
            "psu": psu,
            "x": random.normal(size=n),
            "y": (random.uniform(size=n) < 0.5).astype(float),
            "group": np.array(["a", "b", "c"])[random.integers(0, 3, n)],
        }
    )


def design_on(data: pd.DataFrame) -> SurveyDesign:
    return SurveyDesign(SurveyFrame.of(data), weight="w", strata="stratum", psu="psu")


def assert_same(one, other):
    for part in ("value", "std_error", "ci_low", "ci_high"):
        assert getattr(one, part) == pytest.approx(getattr(other, part), rel=1e-7, abs=1e-12), part


@pytest.mark.parametrize("name", RESULTS)
@given(data=samples(), factor=st.floats(1e-3, 1e3))
@settings(max_examples=8, deadline=None)
def test_the_scale_of_the_weights_does_not_matter(name, data, factor):
    scaled = data.assign(w=data["w"] * factor)
    assert_same(*(figures(RESULTS[name](design_on(of))) for of in (data, scaled)))


@pytest.mark.parametrize("name", RESULTS)
@given(data=samples(), seed=st.integers(0, 1000))
@settings(max_examples=8, deadline=None)
def test_the_order_of_the_rows_does_not_matter(name, data, seed):
    mixed = data.sample(frac=1, random_state=seed).reset_index(drop=True)
    assert_same(*(figures(RESULTS[name](design_on(of))) for of in (data, mixed)))


@given(data=samples())
@settings(max_examples=10, deadline=None)
def test_another_reference_category_turns_the_sign_of_its_effect(data):
    turned = data.assign(group=data["group"].map({"a": "b", "b": "a", "c": "c"}))
    one, other = (figures(marginal_effects(design_on(of), FORMULA)) for of in (data, turned))
    assert one.value[1] == pytest.approx(-other.value[1], rel=1e-7, abs=1e-12)
    assert one.std_error[1] == pytest.approx(other.std_error[1], rel=1e-7)


@given(data=samples(), factor=st.floats(0.01, 100))
@settings(max_examples=10, deadline=None)
def test_an_effect_is_per_unit_of_its_predictor(data, factor):
    one, other = (figures(marginal_effects(design_on(of), FORMULA)) for of in (data, data.assign(x=data["x"] * factor)))
    assert one.value[0] == pytest.approx(other.value[0] * factor, rel=1e-7, abs=1e-12)
    assert one.std_error[0] == pytest.approx(other.std_error[0] * factor, rel=1e-7)
    assert one.value[1:] == pytest.approx(other.value[1:], rel=1e-7, abs=1e-12)


@given(data=samples())
@settings(max_examples=10, deadline=None)
def test_a_domain_is_the_same_as_weights_of_zero(data):
    inside = data["x"] < 1
    one = design_on(data).domain("x < 1")
    other = design_on(data.assign(w=data["w"].where(inside, 0.0)))
    assert_same(*(figures(marginal_effects(of, FORMULA)) for of in (one, other)))
