"""Tests of terms of models against R's regTermTest (make_term_tests.R; R 4.2.2, survey 4.1.1).

R's likelihood ratio fits the smaller model less tightly, by `update`; the reference is R's formula on tight fits.
"""

from __future__ import annotations

import json
import subprocess
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis import SurveyDesign, term_test
from analysis.design import Domain
from analysis.unreleased import figures
from survey.frame import SurveyFrame

HERE = Path(__file__).parent
GLM = 1e-7
CASES = json.loads((HERE / "term_tests.json").read_text())
METHODS = ("wald", "working_wald", "working_lrt")


@cache
def frame_named(name: str) -> SurveyFrame:
    return SurveyFrame.of(pd.read_csv(HERE / "data" / f"{name}.csv"), study=name)


def design_of(case: dict) -> SurveyDesign:
    frame, where = frame_named(case["data"]), case["where"]
    design = SurveyDesign(frame, **case["design"])
    if not where:
        return design
    inside = np.isin(frame.data[where["variable"]].to_numpy(), where["values"])
    return design.domain_of(inside, Domain(f"{where['variable']} in {where['values']}"))


def name_of(case: dict) -> str:
    return f"{case['data']} {case['family']} {case['formula']} less {' and '.join(case['terms'])}"


def difference(ours: float, theirs: float) -> float:
    """Difference relative to R's value."""
    return abs(ours - theirs) / abs(theirs)


@pytest.mark.parametrize("case", CASES, ids=name_of)
@pytest.mark.parametrize("method", METHODS)
def test_term_test(case, method):
    asked = case["terms"] if len(case["terms"]) > 1 else case["terms"][0]
    found = figures(term_test(design_of(case), case["formula"], asked, family=case["family"], method=method)).test
    assert (found.df1, found.df2) == (case["q"], case["df"])
    for part in ("statistic", "p_value"):
        assert difference(getattr(found, part), case[method][part]) <= GLM, part


@pytest.mark.r
def test_r_makes_the_same_values_again(tmp_path):
    subprocess.run(["Rscript", str(HERE / "make_term_tests.R"), str(tmp_path)], check=True, capture_output=True)
    again = json.loads((tmp_path / "term_tests.json").read_text())
    for one, kept in zip(again, CASES, strict=True):
        assert name_of(one) == name_of(kept)
        for method in METHODS:
            # Another R or BLAS may differ in the last digits.
            assert difference(one[method]["p_value"], kept[method]["p_value"]) <= 1e-6
