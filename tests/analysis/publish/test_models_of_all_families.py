from __future__ import annotations

from math import exp

import numpy as np
import pandas as pd
import pytest

from analysis import SurveyDesign, model
from analysis.disclosure import Ledger, Refused, ReleasePolicy, release
from analysis.disclosure.released import ReleasedModel
from analysis.publish import chart, effects, layout_model, sentences
from analysis.publish import model as published
from survey.frame import SurveyFrame

EVENTS = ("logistic", "probit", "cloglog", "log", "poisson", "firth", "quasibinomial")
SAID = {
    "logistic": ("odds_ratio", "Odds ratio", "the odds are"),
    "quasibinomial": ("odds_ratio", "Odds ratio", "the odds are"),
    "firth": ("odds_ratio", "Odds ratio", "the odds are"),
    "log": ("risk_ratio", "Risk ratio", "the probability is"),
    "poisson": ("risk_ratio", "Risk ratio", "the probability is"),
    "count": ("rate_ratio", "Rate ratio", "the rate is"),
    "gamma": ("ratio_of_means", "Ratio of means", "the mean is"),
    "probit": (None, "Coefficient", "on the probit scale"),
    "cloglog": (None, "Coefficient", "on the scale log(−log(1 − p))"),
    "gamma_inverse": (None, "Coefficient", "on the scale 1/mean"),
}


def design_of(n=800, seed=1):
    draw = np.random.default_rng(seed)
    sex = np.where(draw.uniform(size=n) < 0.5, "boy", "girl")
    return SurveyDesign(
        SurveyFrame.of(
            pd.DataFrame(
                {
                    "sex": sex,
                    "age": draw.integers(12, 19, n).astype(float),
                    "met": (draw.uniform(size=n) < np.where(sex == "boy", 0.2, 0.35)).astype(float),
                    "times": draw.poisson(np.where(sex == "boy", 12, 18)).astype(float),
                    "hours": draw.gamma(3, 1, n),
                    "months": draw.uniform(1, 12, n),
                }
            )
        )
    )


def released(kind, **options) -> ReleasedModel:
    outcome = "met" if kind in EVENTS else "hours" if kind.startswith("gamma") else "times"
    family = "poisson" if kind == "count" else kind
    made = model(design_of(), f"{outcome} ~ sex + age", family=family, **options)
    return release(made, ReleasePolicy(), Ledger())


@pytest.mark.parametrize("kind", SAID)
def test_a_coefficient_is_told_as_what_it_is(kind):
    key, heading, words = SAID[kind]
    shown = released(kind)
    assert layout_model.of_model(shown, "en").heads[0] == heading
    assert words in sentences.of_model(shown, "en")[0]
    assert heading in chart.coefficients(shown, "en")[1]
    term = published.to_json(shown)["coefficients"][1]
    assert (key in term) == (key is not None)
    if key:
        assert term[key] == pytest.approx(exp(term["coefficient"]))


@pytest.mark.parametrize("kind", SAID)
def test_every_family_is_told_in_swedish(kind):
    told = " ".join(sentences.of_model(released(kind), "sv"))
    assert "jämfört med" in told
    assert " the " not in told


def test_counts_by_an_exposure_are_rates_also_of_a_yes_or_no():
    assert effects.ratio_of(released("poisson", exposure="months")).key == "rate_ratio"


@pytest.mark.parametrize("kind", ["count", "gamma", "quasibinomial"])
def test_a_family_with_a_dispersion_says_it(kind):
    note = layout_model.of_model(released(kind), "en").notes[0]
    assert "dispersion = " in note


def test_advice_is_printed_with_the_model():
    draw = np.random.default_rng(2)
    frame = design_of().frame.data.assign(near=lambda data: data["age"] + draw.normal(size=len(data)) / 20)
    shown = release(model(SurveyDesign(SurveyFrame.of(frame)), "hours ~ age + near"), ReleasePolicy(), Ledger())
    assert any("VIF above 5" in note for note in layout_model.of_model(shown, "en").notes)
    assert any("VIF över 5" in note for note in layout_model.of_model(shown, "sv").notes)


def test_a_count_that_few_have_is_not_modelled():
    """The mean of a group times its size is what those few have together."""
    data = design_of().frame.data
    rare = np.select([np.arange(len(data)) < 2, np.arange(len(data)) < 4], [6.0, 5.0], 0.0)
    with pytest.raises(Refused, match=r"at least [0-9]+ must have the outcome"):
        release(
            model(SurveyDesign(SurveyFrame.of(data.assign(times=rare))), "times ~ age", family="poisson"),
            ReleasePolicy(), Ledger(),
        )  # fmt: skip


def test_a_count_that_nearly_all_have_may_be_modelled():
    data = design_of().frame.data
    many = SurveyFrame.of(data.assign(times=np.where(np.arange(len(data)) < 3, 0.0, data["times"] + 1)))
    shown = release(model(SurveyDesign(many), "times ~ sex", family="poisson"), ReleasePolicy(), Ledger())
    assert shown.n_events is None
