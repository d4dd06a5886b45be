"""Tests of tables, means and ranks against R's survey package (make_tests.R; R 4.2.2, survey 4.1.1).

R's rank of tied cases with unequal weights hangs on the order of rows: it averages cumulated weights without weights.
The cases here have no such ties; a test below shows that the order of rows changes nothing in Varsam.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from r_values import data_named, domain_of, made_again, relative, values_of

from analysis import SurveyDesign, chisq, ranktest, replicates, ttest
from analysis.unreleased import ComparisonFigures, figures
from survey.frame import SurveyFrame

TAYLOR = 1e-10
CASES = values_of("tests")
PARTS = ("statistic", "df1", "df2", "p_value")


@cache
def untied_frame(name: str) -> SurveyFrame:
    data = data_named(name).copy()
    if "api00" in data:
        data["untied"] = data["api00"] + np.arange(1, len(data) + 1) / 1024
    return SurveyFrame.of(data, study=name)


def design_of(case: dict) -> SurveyDesign:
    design = SurveyDesign(untied_frame(case["data"]), **dict(case["design"] or {}))
    if case.get("replicates"):
        design = replicates(design, case["replicates"])
    return domain_of(design, case.get("where"))


def name_of(case: dict) -> str:
    parts = [case["data"], case.get("replicates"), *map(str, (case["design"] or {}).values())]
    parts += [case.get(part) for part in ("kind", "rows", "variable", "minus")]
    parts += ["by", case["by"]] if case.get("by") else []
    parts += ["where", case["where"]["variable"]] if case.get("where") else []
    return " ".join(str(part) for part in parts if part)


def cases_of(test: str):
    cases = [case for case in CASES if case["test"] == test]
    return pytest.mark.parametrize("case", cases, ids=[name_of(case) for case in cases])


def assert_same_test(found: ComparisonFigures, case: dict) -> None:
    for part in PARTS:
        assert relative(getattr(found.test, part), case[part]) <= TAYLOR, part
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
    assert relative(found.difference.value, case["value"]) <= TAYLOR
    assert relative(found.difference.ci_low, case["ci"][0]) <= TAYLOR
    assert relative(found.difference.ci_high, case["ci"][1]) <= TAYLOR


@cases_of("ranktest")
def test_ranktest(case):
    found = figures(ranktest(design_of(case), case["variable"], by=case["by"], test=case["kind"]))
    assert_same_test(found, case)
    if found.difference:
        assert relative(found.difference.value, case["value"]) <= TAYLOR


def test_the_order_of_rows_changes_no_rank_test():
    """make_tests.R shows that it does change R's: ties with unequal weights."""
    design = {"weight": "pw", "strata": "stype", "fpc": "fpc"}
    data = untied_frame("apistrat").data
    one, other = (
        figures(ranktest(SurveyDesign(SurveyFrame.of(rows), **design), "meals", by="awards")).test
        for rows in (data, data.iloc[::-1])
    )
    assert other.p_value == pytest.approx(one.p_value, rel=1e-12)


@pytest.mark.r
def test_r_makes_the_same_values_again(tmp_path):
    for one, kept in zip(made_again("tests", tmp_path, "tests"), CASES, strict=True):
        assert name_of(one) == name_of(kept)
        # Another R or BLAS may differ in the last digits.
        assert all(relative(one[part], kept[part]) <= 1e-9 for part in PARTS), name_of(kept)
