"""Margins, marginal effects, predictions and standardised means against R's survey package (make_margins.R).

Made with R 4.2.2 and survey 4.1.1. R's `svypredmeans` adds the variances of its two parts, the model and the sample
that is averaged over: `parts="apart"` and both parts are compared with it. R has no function for marginal effects, nor
for margins with the covariance between the parts. These are compared with an infinitesimal jackknife in R: derivatives
of the estimates, fitted again with `glm.fit`, along the weight of each PSU, which `svyrecvar` takes as scores; and with
the jackknife of `withReplicates`.
"""

from __future__ import annotations

import numpy as np
import pytest
from r_values import design_of, difference, made_again, values_of

from analysis import SurveyDesign, marginal_effects, predict, predictive_margins, replicates, standardize
from analysis.models.averages import Prediction, averages_apart
from analysis.models.regression import regression
from analysis.unreleased import TableFigures, figures

CASES = values_of("margins")
TAYLOR = 1e-10
REGRESSION = 1e-7


def cases_of(family: str, *, replicated: bool = False):
    chosen = [case for case in CASES[family] if "replicates" in case or not replicated]
    names = [f"{case['data']} {case.get('formula') or case['variable']}" for case in chosen]
    return pytest.mark.parametrize("case", chosen, ids=names)


def assert_equal(table: TableFigures, case: dict, tolerance: float) -> None:
    for part in ("value", "std_error", "ci_low", "ci_high"):
        assert difference(getattr(table, part), case[part]) <= tolerance, part
    assert table.df.tolist() == [case["df"]]


def margins_of(design: SurveyDesign, case: dict, **options) -> TableFigures:
    values = case["levels"] if case.get("numbers") else None
    return figures(
        predictive_margins(design, case["formula"], over=case["over"], values=values, family=case["family"], **options)
    )


@cases_of("margins")
def test_predictive_margins(case):
    assert_equal(margins_of(design_of(case), case), case, REGRESSION)


@cases_of("margins")
def test_predictive_margins_have_the_covariance_among_them(case):
    found = margins_of(design_of(case), case).linearised
    assert np.abs(found.vcov - case["vcov"]).max() <= REGRESSION * np.abs(case["vcov"]).max()


@cases_of("margins")
def test_margins_apart_have_the_standard_error_of_svypredmeans(case):
    found = margins_of(design_of(case), case, parts="apart")
    assert difference(found.value, case["value"]) <= REGRESSION
    assert difference(found.std_error, case["apart"]) <= REGRESSION
    assert found.linearised is None


@cases_of("margins")
def test_both_parts_are_those_of_svypredmeans(case):
    design = design_of(case)
    model = regression(design, case["formula"], case["family"], None)
    of = [Prediction(design, model, {case["over"]: level}) for level in case["levels"]]
    of_model, of_sample = averages_apart(design, model, of)
    assert difference(of_model.std_error, case["of_model"]) <= REGRESSION
    assert difference(of_sample.std_error, case["of_sample"]) <= REGRESSION


@cases_of("margins", replicated=True)
def test_margins_of_replicates_are_fitted_and_averaged_again(case):
    found = margins_of(replicates(design_of(case), case["replicates"]), case)
    assert difference(found.std_error, case["jackknife"]) <= REGRESSION


@cases_of("effects")
def test_marginal_effects(case):
    table = figures(marginal_effects(design_of(case), case["formula"], family=case["family"]))
    assert_equal(table, case, REGRESSION)
    assert np.abs(table.linearised.vcov - case["vcov"]).max() <= REGRESSION * np.abs(case["vcov"]).max()


@cases_of("effects", replicated=True)
def test_marginal_effects_of_replicates(case):
    design = replicates(design_of(case), case["replicates"])
    found = figures(marginal_effects(design, case["formula"], family=case["family"]))
    assert difference(found.std_error, case["jackknife"]) <= REGRESSION


@cases_of("predictions")
def test_predictions(case):
    """R's standard error of the response; the interval is that of R's link, transformed."""
    table = figures(predict(design_of(case), case["formula"], at=case["at"], family=case["family"]))
    assert_equal(table, case, REGRESSION)


@cases_of("standardised")
def test_standardised_means(case):
    """The first case is NCHS data brief 92, as in the help page of `svystandardize`."""
    design, population = design_of(case), case["population"]
    if case["over"] == "agecat":
        population = {float(code): size for code, size in population.items()}
    if case.get("replicates"):
        design = replicates(design, case["replicates"])
    table = figures(
        standardize(
            design,
            case["variable"],
            over=case["over"],
            population=population,
            by=case.get("by"),
            code=case.get("code"),
        )
    )
    assert difference(table.value, case["value"]) <= TAYLOR
    assert difference(table.std_error, case["std_error"]) <= TAYLOR


@pytest.mark.r
def test_r_makes_the_same_values_again(tmp_path):
    again = made_again("margins", tmp_path, "margins")
    for family, kept in CASES.items():
        for new, old in zip(again[family], kept, strict=True):
            assert new.keys() == old.keys()
            for part, value in old.items():
                # Another R or BLAS may differ in the last digits.
                assert new[part] == value or difference(new[part], value) <= 1e-7, part
