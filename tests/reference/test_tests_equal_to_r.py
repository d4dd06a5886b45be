"""Tests of tables, means and ranks against R's survey package (make_tests.R; R 4.2.2, survey 4.1.1).

R's rank of tied cases with unequal weights hangs on the order of rows: it averages cumulated weights without weights.
The cases here have no such ties; a test below shows that the order of rows changes nothing in Varsam.
"""

from __future__ import annotations

import json
import subprocess
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis import SurveyDesign, chisq, ranktest, replicates, ttest
from analysis.design import Domain
from analysis.unreleased import ComparisonFigures, figures
from survey.frame import SurveyFrame

HERE = Path(__file__).parent
TAYLOR = 1e-10
CASES = json.loads((HERE / "tests.json").read_text())
PARTS = ("statistic", "df1", "df2", "p_value")


@cache
def frame_named(name: str) -> SurveyFrame:
    data = pd.read_csv(HERE / "data" / f"{name}.csv")
    if "api00" in data:
        data["untied"] = data["api00"] + np.arange(1, len(data) + 1) / 1024
    return SurveyFrame.of(data, study=name)


def design_of(case: dict) -> SurveyDesign:
    frame, where = frame_named(case["data"]), case.get("where")
    design = SurveyDesign(frame, **dict(case["design"] or {}))
    if case.get("replicates"):
        design = replicates(design, case["replicates"])
    if not where:
        return design
    inside = np.isin(frame.data[where["variable"]].to_numpy(), where["values"])
    return design.domain_of(inside, Domain(f"{where['variable']} in {where['values']}"))


def name_of(case: dict) -> str:
    parts = [case["data"], case.get("replicates"), *map(str, (case["design"] or {}).values())]
    parts += [case.get(part) for part in ("kind", "rows", "variable", "minus")]
    parts += ["by", case["by"]] if case.get("by") else []
    parts += ["where", case["where"]["variable"]] if case.get("where") else []
    return " ".join(str(part) for part in parts if part)


def cases_of(test: str):
    cases = [case for case in CASES if case["test"] == test]
    return pytest.mark.parametrize("case", cases, ids=[name_of(case) for case in cases])


def difference(ours, theirs) -> float:
    """Difference relative to R's value; 0 where R has none."""
    if theirs is None or theirs == "NA":
        return 0.0
    return abs(ours - theirs) / abs(theirs)


def assert_same_test(found: ComparisonFigures, case: dict) -> None:
    for part in PARTS:
        assert difference(getattr(found.test, part), case[part]) <= TAYLOR, part
    assert found.test.distribution == case["distribution"]


@cases_of("chisq")
def test_chisq(case):
    found = figures(chisq(design_of(case), case["rows"], by=case["by"], statistic=case["kind"]))
    assert_same_test(found, case)


@cases_of("ttest")
def test_ttest(case):
    asked = {part: case[part] for part in ("by", "minus", "code", "null") if case.get(part) is not None}
    found = figures(ttest(design_of(case), case["variable"], **asked))
    assert_same_test(found, case)
    assert difference(found.difference.value, case["value"]) <= TAYLOR
    assert difference(found.difference.ci_low, case["ci"][0]) <= TAYLOR
    assert difference(found.difference.ci_high, case["ci"][1]) <= TAYLOR


@cases_of("ranktest")
def test_ranktest(case):
    found = figures(ranktest(design_of(case), case["variable"], by=case["by"], test=case["kind"]))
    assert_same_test(found, case)
    if found.difference:
        assert difference(found.difference.value, case["value"]) <= TAYLOR


def test_the_order_of_rows_changes_no_rank_test():
    """make_tests.R shows that it does change R's: ties with unequal weights."""
    design = {"weight": "pw", "strata": "stype", "fpc": "fpc"}
    data = frame_named("apistrat").data
    one, other = (
        figures(ranktest(SurveyDesign(SurveyFrame.of(rows), **design), "meals", by="awards")).test
        for rows in (data, data.iloc[::-1])
    )
    assert other.p_value == pytest.approx(one.p_value, rel=1e-12)


@pytest.mark.r
def test_r_makes_the_same_values_again(tmp_path):
    subprocess.run(["Rscript", str(HERE / "make_tests.R"), str(tmp_path)], check=True, capture_output=True)
    again = json.loads((tmp_path / "tests.json").read_text())
    for one, kept in zip(again, CASES, strict=True):
        assert name_of(one) == name_of(kept)
        # Another R or BLAS may differ in the last digits.
        assert all(difference(one[part], kept[part]) <= 1e-9 for part in PARTS), name_of(kept)
