"""Every estimator against R's survey package. make_*.R wrote the JSON files here (R 4.2.2, survey 4.1.1)."""

from __future__ import annotations

import json
import subprocess
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis import SurveyDesign, crosstab, means, model, post_stratify, proportion, rake, totals
from analysis.design import Domain
from analysis.unreleased import figures
from survey.frame import SurveyFrame

HERE = Path(__file__).parent
TAYLOR = 1e-10
REGRESSION = 1e-10
RAKING = 1e-9  # R stops raking at 1e-11 of a margin, Varsam at 1e-10


@cache
def frame_named(name: str) -> SurveyFrame:
    file = next((HERE / "data").glob(f"{name}.csv*"))
    return SurveyFrame.of(pd.read_csv(file), study=name)


def settings(case: dict) -> dict:
    return dict(case["design"] or {})  # R writes an empty list as []


def design_of(case: dict) -> SurveyDesign:
    frame, where = frame_named(case["data"]), case.get("where")
    design = SurveyDesign(frame, **settings(case))
    if not where:
        return design
    inside = np.isin(frame.data[where["variable"]].to_numpy(), where["values"])
    return design.domain_of(inside, Domain(f"{where['variable']} in {where['values']}"))


def name_of(case: dict) -> str:
    what = case.get("formula") or case.get("rows") or case.get("variable") or case["method"]
    parts = [case["data"], *settings(case).values(), case.get("statistic"), what]
    parts += ["by", case["by"]] if case.get("by") else []
    parts += ["where", case["where"]["variable"]] if case.get("where") else []
    return " ".join(str(part) for part in parts if part)


def cases_of(family: str):
    cases = json.loads((HERE / f"{family}.json").read_text())
    return pytest.mark.parametrize("case", cases, ids=[name_of(case) for case in cases])


def numbers(values: object) -> np.ndarray:
    return np.array([np.nan if x is None else x for x in np.asarray(values, dtype=object).ravel()], dtype=float)


def difference(ours: object, theirs: object) -> float:
    """Largest difference relative to R's value (absolute below 1e-12), where R has a value."""
    ours, theirs = np.asarray(ours, dtype=float).ravel(), numbers(theirs)
    assert ours.shape == theirs.shape
    known = np.isfinite(theirs)
    scale = np.where(np.abs(theirs) > 1e-12, np.abs(theirs), 1.0)
    gaps = np.abs(ours - theirs)[known] / scale[known]
    return float(np.nan_to_num(gaps, nan=np.inf).max(initial=0.0))


@cases_of("means")
def test_means_and_totals(case):
    estimator = means if case["statistic"] == "mean" else totals
    table = figures(estimator(design_of(case), case["variable"], by=case["by"]))
    for part in ("value", "std_error", "ci_low", "ci_high", "deff"):
        assert difference(getattr(table, part)[0], [column[part] for column in case["columns"]]) <= TAYLOR, part
    assert table.base_n.tolist() == [column["n"] for column in case["columns"]]
    assert table.df.tolist() == [column["df"] for column in case["columns"]]
    assert difference(table.base_weighted_n, [column["weighted_n"] for column in case["columns"]]) <= TAYLOR


@cases_of("crosstabs")
@pytest.mark.parametrize("ci_method", ["logit", "korn_graubard", "mean"])
def test_crosstabs(case, ci_method):
    table = figures(crosstab(design_of(case), case["rows"], by=case["by"], ci_method=ci_method))
    cells = [column["cells"] for column in case["columns"]]
    for part in ("value", "std_error", "deff", "n", "weighted_n"):
        theirs = [[cell[part] for cell in column] for column in cells]
        assert difference(getattr(table, part).T, theirs) <= TAYLOR, part
    for part, at in (("ci_low", 0), ("ci_high", 1)):
        theirs = [[cell["ci"][ci_method][at] for cell in column] for column in cells]
        assert difference(getattr(table, part).T, theirs) <= TAYLOR, part
    assert table.df.tolist() == [column["df"] for column in case["columns"]]
    assert [level.value for level in table.rows] == case["levels"]


@cases_of("crosstabs")
def test_rao_scott(case):
    test = figures(crosstab(design_of(case), case["rows"], by=case["by"])).test
    if case["test"] is None:
        assert test is None
        return
    # R scales its statistic by the rows with missing answers, too, but divides it out again in F.
    for part in ("statistic", "df1", "df2", "p_value"):
        assert difference(getattr(test, part), case["test"][part]) <= TAYLOR, part


@cases_of("models")
def test_models(case):
    fitted = figures(model(design_of(case), case["formula"]))
    assert fitted.family == case["family"]
    for part in ("coefficient", "std_error", "statistic", "p_value", "ci_low", "ci_high", "vcov"):
        assert difference(getattr(fitted, part), case[part]) <= REGRESSION, part
    assert (fitted.df, fitted.n) == (case["df"], case["n"])


@cases_of("weights")
def test_calibrated_weights(case):
    frame, weight = frame_named(case["data"]), settings(case).get("weight")
    if case["method"] == "rake":
        calibrated = rake(frame, weight, case["margins"])
    else:
        population = {tuple(cell["combination"]): cell["count"] for cell in case["population"]}
        calibrated = post_stratify(frame, weight, case["variables"], population)
    assert difference(calibrated.values, case["weight"]) <= RAKING


def test_the_golden_value_of_the_r_manual():
    """R's survey manual: equal to SUDAAN and SPSS. Variance, interval and degrees of freedom of a school sample."""
    design = SurveyDesign(frame_named("yrbs"), weight="weight", strata="stratum", psu="psu")
    found = figures(proportion(design, "qn8", code=1, ci_method="logit"))
    assert found.n == 8757
    assert found.df == 41
    assert [found.value, found.std_error] == pytest.approx([0.81362250, 0.02008901], abs=5e-9)
    assert [found.ci_low, found.ci_high] == pytest.approx([0.76962211, 0.85084780], abs=5e-9)


@pytest.mark.r
@pytest.mark.parametrize("family", ["means", "crosstabs", "models", "weights"])
def test_r_makes_the_same_values_again(family, tmp_path):
    subprocess.run(["Rscript", str(HERE / f"make_{family}.R"), str(tmp_path)], check=True, capture_output=True)
    again, kept = (json.loads((folder / f"{family}.json").read_text()) for folder in (tmp_path, HERE))
    assert flat(again).keys() == flat(kept).keys()
    for at, value in flat(kept).items():
        # Another R or BLAS may differ in the last digits.
        assert flat(again)[at] == (pytest.approx(value, rel=1e-9, abs=1e-12) if isinstance(value, float) else value), at


def flat(values: object, at: str = "") -> dict[str, object]:
    """All leaves of a JSON value by their path."""
    if isinstance(values, dict):
        values = list(values.items())
    elif isinstance(values, list):
        values = list(enumerate(values))
    else:
        return {at: values}
    return {path: leaf for key, value in values for path, leaf in flat(value, f"{at}/{key}").items()}
