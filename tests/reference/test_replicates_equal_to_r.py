"""Replicate designs against R's survey (make_replicates.R; R 4.2.2, survey 4.1.1).

Given replicate weights are those that R made, or the half-samples of its help page; converted designs are made by each
program from the same strata and PSUs. What R cannot make (JK2, SDR; BRR with our Hadamard matrices; bootstraps with our
random numbers) is shown in tests/analysis/replication by hand and by simulation.
"""

from __future__ import annotations

import json
import subprocess
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis import SurveyDesign, crosstab, mean, means, model, proportion, replicate_design, replicates, total, totals
from analysis.design import Domain
from analysis.unreleased import figures
from survey.frame import SurveyFrame

HERE = Path(__file__).parent
EXACT = 1e-10
REGRESSION = 1e-7
CASES = json.loads((HERE / "replicates.json").read_text())


@cache
def frame_named(name: str) -> SurveyFrame:
    file = next((HERE / "data").glob(f"{name}.csv*"))
    return SurveyFrame.of(pd.read_csv(file), study=name)


def design_of(case: dict) -> SurveyDesign:
    frame, where = frame_named(case["data"]), case.get("where")
    if "given" in case:
        design = replicate_design(frame, **case["given"])
    else:
        design = replicates(SurveyDesign(frame, **case["design"]), **case["convert"])
    if not where:
        return design
    inside = np.isin(frame.data[where["variable"]].to_numpy(), where["values"])
    return design.domain_of(inside, Domain(f"{where['variable']} in {where['values']}"))


def name_of(case: dict) -> str:
    how = {**(case.get("given") or {}), **case.get("design", {}), **case.get("convert", {})}
    said = [f"{key}={value}" for key, value in how.items() if not isinstance(value, list)]
    return " ".join([case["data"], *said, *(["where", case["where"]["variable"]] if case.get("where") else [])])


every_case = pytest.mark.parametrize("case", CASES, ids=[name_of(case) for case in CASES])
with_models = pytest.mark.parametrize(
    "case", [case for case in CASES if "linear" in case], ids=[name_of(case) for case in CASES if "linear" in case]
)


def difference(ours: object, theirs: object) -> float:
    """Largest difference relative to R's value (absolute below 1e-12), where R has a value."""
    ours, theirs = np.asarray(ours, dtype=float).ravel(), np.asarray(theirs, dtype=float).ravel()
    assert ours.shape == theirs.shape
    known = np.isfinite(theirs)
    scale = np.where(np.abs(theirs) > 1e-12, np.abs(theirs), 1.0)
    gaps = np.abs(ours - theirs)[known] / scale[known]
    return float(np.nan_to_num(gaps, nan=np.inf).max(initial=0.0))


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
    subprocess.run(["Rscript", str(HERE / "make_replicates.R"), str(tmp_path)], check=True, capture_output=True)
    again, kept = (
        pd.json_normalize(json.loads((folder / "replicates.json").read_text())) for folder in (tmp_path, HERE)
    )
    pd.testing.assert_frame_equal(again, kept, rtol=1e-9, atol=1e-12)
