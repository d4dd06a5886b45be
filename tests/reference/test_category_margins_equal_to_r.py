"""Margins and marginal effects by category of the outcome against R (make_category_margins.R; R 4.2.2, survey 4.1.1).

R's survey has none. The models are fitted in R from their likelihood (the ordinal ones to where `svyolr` ends), chances
are averaged there, and the covariance is an infinitesimal jackknife, whose scores `svyrecvar` takes; with replicates it
is that of `withReplicates`.
"""

from __future__ import annotations

import numpy as np
import pytest
from r_values import data_named, design_of, difference, made_again, values_of

from analysis import SurveyDesign, marginal_effects, predictive_margins, replicates
from analysis.unreleased import TableFigures, figures
from survey.frame import SurveyFrame

NEWTON = 1e-7
CASES = values_of("category_margins")
NAMES = [" ".join(filter(None, [case["data"], case["family"], case["link"], case["formula"]])) for case in CASES]
every_case = pytest.mark.parametrize("case", CASES, ids=NAMES)
replicated = pytest.mark.parametrize("case", [case for case in CASES if case["replicates"]])


def design_for(case: dict) -> SurveyDesign:
    data = data_named(case["data"]).copy()
    if "api00" in data:
        data["band"] = 1.0 + np.digitize(data["api00"], [580, 680, 780])
        data["kind"] = data["stype"].map({"E": 1.0, "M": 2.0, "H": 3.0})
    return design_of(case, SurveyFrame.of(data, study=case["data"]))


def margins_of(design: SurveyDesign, case: dict) -> TableFigures:
    asked = {"over": case["over"], "family": case["family"], "link": case["link"]}
    return figures(predictive_margins(design, case["formula"], **asked))


def effects_of(design: SurveyDesign, case: dict) -> TableFigures:
    return figures(marginal_effects(design, case["formula"], family=case["family"], link=case["link"]))


def assert_same(table: TableFigures, theirs: dict) -> None:
    assert difference(table.value, theirs["value"]) <= NEWTON
    assert difference(table.std_error, theirs["std_error"]) <= NEWTON
    assert np.abs(table.linearised.vcov - theirs["vcov"]).max() <= NEWTON * np.abs(theirs["vcov"]).max()
    assert table.df.tolist() == [theirs["df"]]


@every_case
def test_predictive_margins(case):
    assert_same(margins_of(design_for(case), case), case["margins"])


@every_case
def test_marginal_effects(case):
    assert_same(effects_of(design_for(case), case), case["effects"])


@replicated
def test_replicates_are_fitted_and_averaged_again(case):
    design = replicates(design_for(case), case["replicates"])
    assert difference(margins_of(design, case).std_error, case["margins"]["jackknife"]) <= NEWTON
    assert difference(effects_of(design, case).std_error, case["effects"]["jackknife"]) <= NEWTON


@pytest.mark.r
def test_r_makes_the_same_values_again(tmp_path):
    for new, old in zip(made_again("category_margins", tmp_path, "category_margins"), CASES, strict=True):
        for table in ("margins", "effects"):
            for part, value in old[table].items():
                # Another R or BLAS may differ in the last digits.
                assert difference(new[table][part], value) <= NEWTON, part
