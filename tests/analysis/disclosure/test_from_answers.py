"""From answers to what is released, with the estimators in between."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis import SurveyDesign, crosstab, mean, means, proportion, totals
from analysis.disclosure import Ledger, Refused, ReleasePolicy, release
from analysis.models.regression import model
from analysis.publish import table
from survey.frame import SurveyFrame

POLICY = ReleasePolicy()


@pytest.fixture
def design() -> SurveyDesign:
    """1 200 weighted answers in 4 strata of 5 schools; "rare" was said by about 2 per cent."""
    draw, n = np.random.default_rng(3), 1200
    school = np.arange(n) % 20
    data = pd.DataFrame(
        {
            "weight": draw.uniform(0.5, 3, n),
            "stratum": school % 4,
            "school": school,
            "rare": draw.choice([0.0, 1.0, 2.0], n, p=[0.78, 0.2, 0.02]),
            "ever": (draw.uniform(size=n) < 0.02).astype(float),
            "sex": pd.Categorical(draw.choice(["girl", "boy", "other"], n, p=[0.5, 0.4965, 0.0035])),
            "area": pd.Categorical(draw.choice(["city", "town"], n)),
            "score": draw.normal(50, 10, n),
        }
    )
    frame = SurveyFrame.of(data, study="schools")
    sensitive = {name: replace(frame.variable(name), level=3, measure="nominal") for name in ("rare", "ever")}
    frame = replace(frame, variables={**frame.variables, **sensitive})
    return SurveyDesign(frame, weight="weight", strata="stratum", psu="school")


def test_a_crosstab_with_a_small_group_hides_it_and_its_partner(design):
    released = release(crosstab(design, "rare", by="sex"), POLICY, Ledger())
    columns = [level.value for level in released.columns]
    other = columns.index("other")
    assert {row[other].flag for row in released.cells} == {"b"}
    assert released.test is None
    assert all(not row[-1].blank for row in released.cells[:2])


def test_figures_are_those_of_the_estimators_rounded(design):
    released = release(crosstab(design, "rare", by="area"), POLICY, Ledger())
    exact = table.to_json(release(crosstab(design, "rare", by="area"), ReleasePolicy(public_use=True), Ledger()))
    for record, true in zip(table.to_json(released)["categories"], exact["categories"], strict=True):
        if not record["flag"]:
            assert record["proportion"] == pytest.approx(true["proportion"], abs=0.0005001)
            assert record["n"] == pytest.approx(true["n"], abs=2.5)
    assert exact["test"]["p_value"] > 0


def test_a_yes_or_no_mean_or_total_is_refused_however_it_is_weighted(design):
    for result in (mean(design, "ever"), means(design, "ever", by="area"), totals(design, "ever", by="area")):
        with pytest.raises(Refused, match="only two answers"):
            release(result, POLICY, Ledger())
    assert release(mean(design, "score"), POLICY, Ledger()).cell.value == pytest.approx(50, abs=1)
    assert release(totals(design, "score", by="area"), POLICY, Ledger()).cells[0][0].flag == ""


def test_a_proportion_brings_its_category(design):
    ledger = Ledger()
    assert release(proportion(design, "rare", code=0), POLICY, ledger).code == 0
    assert release(proportion(design, "rare", code=1), POLICY, ledger).cell.flag == ""


def test_a_model_with_a_small_category_is_refused_and_without_it_shown(design):
    with pytest.raises(Refused, match="category"):
        release(model(design, "score ~ sex + area"), POLICY, Ledger())
    released = release(model(design, "score ~ area"), POLICY, Ledger())
    assert len(released.coefficients) == 2
    assert released.n == 1200


def test_an_interaction_of_factors_brings_its_cells(design):
    with pytest.raises(Refused, match="category"):
        release(model(design, "score ~ sex * area"), POLICY, Ledger())
