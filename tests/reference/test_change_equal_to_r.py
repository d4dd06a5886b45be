"""Change between waves, difference in differences and trends against R's survey package (make_change.R; survey 4.1.1).

R has no function for a change: its contrasts of `svyby(covmat = TRUE)` are the reference, `svyglm` for differences in
differences. R's contrasts have no degrees of freedom; those here are R's `degf` of the part of the design.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest
from r_values import data_named, difference, domain_of, made_again, values_of

from analysis import SurveyDesign, change, changes, difference_in_differences, mean, slope, trend
from analysis.unreleased import figures
from survey.frame import SurveyFrame

TAYLOR = 1e-10
CASES = values_of("change")
DESIGNS = {
    "districts": {"psu": "dnum"},
    "schools": {"psu": "school", "strata": "stype"},
    "independent": {"psu": "psu", "strata": "stratum"},
}


def waves_of(name: str) -> pd.DataFrame:
    """A row for each school and wave; make_change.R makes the same."""
    data = data_named(name).copy()
    data["school"] = np.arange(1, len(data) + 1)
    years = {1999: data["api99"], 2000: data["api00"], 2003: data["api00"] + data["target"]}
    kept = data[["school", "stype", "awards", "comp_imp", "pw", "dnum", "fpc"]]
    long = pd.concat([kept.assign(year=year, y=y) for year, y in years.items()], ignore_index=True)
    return long.assign(high=np.where(long["y"].isna(), np.nan, long["y"] > 700))


@cache
def waves_named(name: str) -> SurveyFrame:
    districts, schools = waves_of("apiclus1"), waves_of("apistrat")
    if name != "independent":
        return SurveyFrame.of({"districts": districts, "schools": schools}[name], study=name)
    first = districts[districts["year"] == 1999].assign(stratum="districts", psu=lambda d: d["dnum"])
    rest = schools[schools["year"] != 1999].assign(
        stratum=lambda d: "schools " + d["stype"], psu=lambda d: 10000 + d["school"]
    )
    return SurveyFrame.of(pd.concat([first, rest], ignore_index=True), study=name)


def design_of(case: dict) -> SurveyDesign:
    design = SurveyDesign(waves_named(case["design"]), weight="pw", fpc="fpc", **DESIGNS[case["design"]])
    return domain_of(design, case["where"])


def name_of(case: dict) -> str:
    parts = [case["design"], case["variable"], case.get("statistic")]
    parts += case["waves"] if case["what"] != "trend" else []
    parts += ["relative"] if case.get("relative") else []
    parts += [f"degree {case['degree']}"] if case.get("degree") else []
    parts += ["by", case["by"]] if case.get("by") else case.get("groups", [])
    parts += ["where", case["where"]["variable"]] if case["where"] else []
    return " ".join(str(part) for part in parts if part)


def cases_of(what: str):
    cases = [case for case in CASES if case["what"] == what]
    return pytest.mark.parametrize("case", cases, ids=[name_of(case) for case in cases])


@cases_of("change")
def test_change(case):
    asked = {part: case[part] for part in ("relative", "statistic") if part in case}
    asked |= {"over": "year", "waves": tuple(case["waves"])}
    if case["variable"] == "high":
        asked["code"] = 1
    if case.get("by"):
        found = figures(changes(design_of(case), case["variable"], by=case["by"], **asked))
    else:
        found = figures(change(design_of(case), case["variable"], **asked))
    for part in ("value", "std_error", "df"):
        assert difference(getattr(found, part), [column[part] for column in case["columns"]]) <= TAYLOR, part


@cases_of("did")
def test_difference_in_differences(case):
    found = figures(
        difference_in_differences(
            design_of(case), case["variable"], over="year", waves=tuple(case["waves"]), groups=tuple(case["groups"])
        )
    )
    assert difference(found.value, case["value"]) <= TAYLOR
    assert difference(found.std_error, case["std_error"]) <= TAYLOR


@cases_of("trend")
def test_trend(case):
    code = 1 if case["variable"] == "high" else None
    found = figures(trend(design_of(case), case["variable"], over="year", code=code, degree=case["degree"]))
    assert difference(found.difference.value, case["value"]) <= TAYLOR
    assert difference(found.difference.std_error, case["std_error"]) <= TAYLOR
    assert difference([found.test.df2, found.test.p_value], [case["df"], case["p_value"]]) <= TAYLOR
    line = figures(slope(design_of(case), case["variable"], over="year", code=code))
    assert difference(line.value, case["slope"]) <= TAYLOR


def test_variances_of_independent_waves_add_up():
    """Each sample by itself, in a design and a frame of its own."""
    found = figures(change(design_of({"design": "independent", "where": None}), "y", over="year", waves=(1999, 2000)))
    districts, schools = waves_of("apiclus1"), waves_of("apistrat")
    alone = [
        figures(mean(SurveyDesign(SurveyFrame.of(data[data["year"] == year]), weight="pw", fpc="fpc", **how), "y"))
        for data, year, how in (
            (districts, 1999, {"psu": "dnum"}),
            (schools, 2000, {"strata": "stype"}),
        )
    ]
    assert found.value == pytest.approx(alone[1].value - alone[0].value, rel=1e-12)
    assert found.std_error**2 == pytest.approx(alone[0].std_error ** 2 + alone[1].std_error ** 2, rel=1e-12)
    assert found.df == alone[0].df + alone[1].df


@pytest.mark.r
def test_r_makes_the_same_values_again(tmp_path):
    for one, kept in zip(made_again("change", tmp_path, "change"), CASES, strict=True):
        assert name_of(one) == name_of(kept)
        for mine, other in zip(one.get("columns", [one]), kept.get("columns", [kept]), strict=True):
            # Another R or BLAS may differ in the last digits.
            assert difference(mine["value"], other["value"]) <= 1e-9
            assert difference(mine["std_error"], other["std_error"]) <= 1e-9
