"""Designs of several stages against R's survey (make_designs.R; R 4.2.2, survey 4.1.1).

The data set api_two_stage is drawn from R's apipop by make_data.R. R leaves a domain of a Brewer design to the first
unit's probability in each stratum; the reference is R's own formula with scores of 0 outside the domain. R has no
collapsed strata: tests/analysis/test_sampling.py shows them by hand.
"""

from __future__ import annotations

import pytest
from r_values import assert_made_again, design_of, difference, values_of

from analysis import crosstab, mean, means, model, proportion, total, totals
from analysis.unreleased import figures

TAYLOR = 1e-10
REGRESSION = 1e-7
CASES = values_of("designs")


def name_of(case: dict) -> str:
    said = [f"{key}={'+'.join(v) if isinstance(v, list) else v}" for key, v in case["design"].items() if v]
    return " ".join([case["data"], *said, *(["where", case["where"]["variable"]] if case.get("where") else [])])


def cases_with(part: str):
    cases = [case for case in CASES if part in case]
    return pytest.mark.parametrize("case", cases, ids=[name_of(case) for case in cases])


def assert_same(found, known):
    for part in ("value", "std_error"):
        assert difference(getattr(found, part), known[part]) <= TAYLOR, part


@cases_with("mean")
def test_mean_total_and_degrees_of_freedom(case):
    design = design_of(case)
    assert design.df == case["df"]
    assert_same(figures(mean(design, case["asked"]["y"])), case["mean"])
    assert_same(figures(total(design, case["asked"]["x"])), case["total"])


@cases_with("groups")
def test_groups(case):
    design, asked = design_of(case), case["asked"]
    by_mean, by_total = (figures(table(design, asked["y"], by=asked["by"])) for table in (means, totals))
    at = {level.value: g for g, level in enumerate(by_mean.columns)}
    for group in case["groups"]:
        g = at[group["group"]]
        ours = (by_mean.value[0, g], by_mean.std_error[0, g], by_total.value[0, g], by_total.std_error[0, g])
        theirs = [group[table][part] for table in ("mean", "total") for part in ("value", "std_error")]
        assert difference(ours, theirs) <= TAYLOR, group["group"]


@cases_with("proportion")
def test_proportion(case):
    design, rows = design_of(case), case["asked"]["rows"]
    found = figures(proportion(design, rows, code=design.categories(rows).levels[0].value))
    assert_same(found, case["proportion"])
    assert difference([found.ci_low, found.ci_high], case["proportion"]["interval"]) <= TAYLOR


@cases_with("test")
def test_rao_scott(case):
    test = figures(crosstab(design_of(case), case["asked"]["rows"], by=case["asked"]["columns"])).test
    for part in ("statistic", "df1", "df2", "p_value"):
        assert difference(getattr(test, part), case["test"][part]) <= TAYLOR, part


@cases_with("linear")
def test_linear_models(case):
    assert_same_model(case, "linear", case["asked"]["formula"])


@cases_with("logistic")
def test_logistic_models(case):
    assert_same_model(case, "logistic", case["asked"]["logistic"])


def assert_same_model(case, family, formula):
    fitted = figures(model(design_of(case), formula, family=family))
    assert difference(fitted.coefficient, case[family]["coefficient"]) <= REGRESSION
    assert difference(fitted.vcov, case[family]["vcov"]) <= REGRESSION
    assert fitted.df == case[family]["df"]


@pytest.mark.r
def test_r_makes_the_same_values_again(tmp_path):
    assert_made_again("designs", tmp_path, "designs")
