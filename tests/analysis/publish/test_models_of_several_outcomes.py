from __future__ import annotations

import json
from math import exp

import numpy as np
import pandas as pd
import pytest

from analysis import SurveyDesign, multinomial, ordinal
from analysis.disclosure import Ledger, ReleasePolicy, release
from analysis.publish import chart, effects, layout_model, model, sentences
from survey.frame import SurveyFrame


def released(estimator, formula="often ~ sex + score", **how):
    draw = np.random.default_rng(2)
    data = pd.DataFrame(
        {
            "sex": np.where(draw.uniform(size=300) < 0.5, "boy", "girl"),
            "score": draw.normal(size=300),
            "often": pd.Categorical(draw.choice(["never", "at times", "always"], 300), ["never", "at times", "always"]),
        }
    )
    data.loc[data["sex"] == "girl", "often"] = data["often"].where(draw.uniform(size=300) < 0.7, "always")
    design = SurveyDesign(SurveyFrame.of(data))
    return release(estimator(design, formula, **how), ReleasePolicy(public_use=True), Ledger())


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("sv", "sex: girl: oddsen för ett svar närmare ”always” är "),
        ("en", "sex: girl: the odds of an answer nearer to “always” are "),
    ],
)
def test_an_ordinal_model_is_told_in_odds_of_a_higher_answer(language, expected):
    told = sentences.of_model(released(ordinal), language)
    assert told[0].startswith(expected)
    assert {"sv": "), jämfört med boy.", "en": "), compared with boy."}[language] in told[0]
    assert "always" in told[1]
    assert len(told) == 3  # two predictors, no threshold, and what holds for all


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("sv", "sex: girl: oddsen för ”at times” i stället för ”never” är "),
        ("en", "sex: girl: the odds of “at times” rather than “never” are "),
    ],
)
def test_a_multinomial_model_is_told_in_odds_against_the_baseline(language, expected):
    told = sentences.of_model(released(multinomial), language)
    assert told[0].startswith(expected)
    assert "always" in told[2]
    assert len(told) == 5


def test_other_links_are_told_in_coefficients():
    shown = released(ordinal, link="probit")
    assert effects.ratio_of(shown) is None
    assert "odds" not in " ".join(sentences.of_model(shown, "en"))
    assert layout_model.of_model(shown, "en").heads[0] == "Coefficient"


def test_an_ordinal_table_says_the_order_and_its_thresholds():
    laid_out = layout_model.of_model(released(ordinal), "en")
    assert laid_out.under == ("Compared with: boy", "Order of the answers: never; at times; always")
    assert [row.heading for row in laid_out.body][2:] == ["Threshold: never | at times", "Threshold: at times | always"]
    assert laid_out.heads[0] == "Odds ratio"


def test_a_multinomial_table_names_the_category_in_each_row():
    laid_out = layout_model.of_model(released(multinomial, reference="never"), "sv")
    assert laid_out.under == ("Jämfört med: never; boy",)
    assert [row.heading for row in laid_out.body][1::3] == ["at times – sex: girl", "always – sex: girl"]


@pytest.mark.parametrize("estimator", [ordinal, multinomial])
def test_json_has_odds_ratios_and_categories(estimator):
    shown = json.loads(json.dumps(model.to_json(released(estimator))))
    term = next(term for term in shown["coefficients"] if term["variable"] == "sex")
    assert term["odds_ratio"] == exp(term["coefficient"])
    assert [level["value"] for level in shown["outcomes"]] == ["never", "at times", "always"]
    assert (shown["baseline"] is None) == (estimator is ordinal)
    assert (term["equation"] is None) == (estimator is ordinal)


@pytest.mark.parametrize("estimator", [ordinal, multinomial])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_chart_has_a_point_for_each_effect(estimator, language):
    shown = released(estimator)
    figure, told = chart.coefficients(shown, language)
    effects = [term for term in shown.coefficients if term.variable]
    assert len(figure.data[0].x) == len(effects) == len(set(figure.data[0].y))
    assert "girl" in told
