"""Replicate designs against R's survey (make_replicates.R; R 4.2.2, survey 4.1.1).

Given replicate weights are those that R made, or the half-samples of its help page; converted designs are made by each
program from the same strata and PSUs. What R cannot make (JK2, SDR; BRR with our Hadamard matrices; bootstraps with our
random numbers) is shown in tests/analysis/replication by hand and by simulation.
"""

from __future__ import annotations

import numpy as np
import pytest
from r_values import assert_made_again, difference, domain_of, frame_named, values_of

from analysis import SurveyDesign, crosstab, mean, means, model, proportion, replicate_design, replicates, total, totals
from analysis.unreleased import figures

EXACT = 1e-10
REGRESSION = 1e-7
CASES = values_of("replicates")


def design_of(case: dict) -> SurveyDesign:
    frame = frame_named(case["data"])
    if "given" in case:
        design = replicate_design(frame, **case["given"])
    else:
        design = replicates(SurveyDesign(frame, **case["design"]), **case["convert"])
    return domain_of(design, case.get("where"))


def name_of(case: dict) -> str:
    how = {**(case.get("given") or {}), **case.get("design", {}), **case.get("convert", {})}
    said = [f"{key}={value}" for key, value in how.items() if not isinstance(value, list)]
    return " ".join([case["data"], *said, *(["where", case["where"]["variable"]] if case.get("where") else [])])


every_case = pytest.mark.parametrize("case", CASES, ids=[name_of(case) for case in CASES])
with_models = pytest.mark.parametrize(
    "case", [case for case in CASES if "linear" in case], ids=[name_of(case) for case in CASES if "linear" in case]
)


def assert_same(found, known, parts=("value", "std_error")):
    for part in parts:
        assert difference(getattr(found, part), known[part]) <= EXACT, part


@every_case
def test_mean_total_and_degrees_of_freedom(case):
    design = design_of(case)
    assert design.df == case["df"]
    found = figures(mean(design, case["asked"]["y"]))
    assert_same(found, case["mean"], ("value", "std_error", "deff"))
    assert found.df == case["df"]
    assert_same(figures(total(design, case["asked"]["x"])), case["total"])


@every_case
def test_ratio_of_totals(case):
    design, asked = design_of(case), case["asked"]
    y, x = design.numeric(asked["y"]), design.numeric(asked["x"])
    cases = design.inside & np.isfinite(y) & np.isfinite(x)
    columns = np.column_stack([y[cases], x[cases]])
    assert_same(design.smooth(columns, cases, lambda s: s[..., :1] / s[..., 1:]), case["ratio"])


@every_case
def test_groups(case):
    design, asked = design_of(case), case["asked"]
    by_mean, by_total = (figures(table(design, asked["y"], by=asked["by"])) for table in (means, totals))
    at = {level.value: g for g, level in enumerate(by_mean.columns)}
    for group in case["groups"]:
        g = at[group["group"]]
        assert by_mean.df[g] == group["df"]
        ours = (by_mean.value[0, g], by_mean.std_error[0, g], by_total.value[0, g], by_total.std_error[0, g])
        theirs = [group[table][part] for table in ("mean", "total") for part in ("value", "std_error")]
        assert difference(ours, theirs) <= EXACT
        # R's t with no degrees of freedom is not there
        if group["df"] > 0:
            assert difference([by_mean.ci_low[0, g], by_mean.ci_high[0, g]], group["mean"]["interval"]) <= EXACT


@with_models
def test_proportion(case):
    design, rows = design_of(case), case["asked"]["rows"]
    first = design.categories(rows).levels[0].value
    found = figures(proportion(design, rows, code=first, ci_method="korn_graubard"))
    assert_same(found, case["proportion"])
    assert difference([found.ci_low, found.ci_high], case["proportion"]["interval"]) <= EXACT


@pytest.mark.parametrize("case", [case for case in CASES if "test" in case], ids=name_of)
def test_rao_scott(case):
    test = figures(crosstab(design_of(case), case["asked"]["rows"], by=case["asked"]["columns"])).test
    for part in ("statistic", "df1", "df2", "p_value"):
        assert difference(getattr(test, part), case["test"][part]) <= EXACT, part


@with_models
@pytest.mark.parametrize("family", ["linear", "logistic"])
def test_models(case, family):
    formula = case["asked"]["formula" if family == "linear" else "logistic"]
    fitted = figures(model(design_of(case), formula, family=family))
    assert difference(fitted.coefficient, case[family]["coefficient"]) <= REGRESSION
    assert difference(fitted.vcov, case[family]["vcov"]) <= REGRESSION
    assert fitted.df == case[family]["df"]


@pytest.mark.r
def test_r_makes_the_same_values_again(tmp_path):
    assert_made_again("replicates", tmp_path, "replicates")
