"""Tests of terms of models against R's regTermTest (make_term_tests.R; R 4.2.2, survey 4.1.1).

R's likelihood ratio fits the smaller model less tightly, by `update`; the reference is R's formula on tight fits.
"""

from __future__ import annotations

import pytest
from r_values import design_of, made_again, relative, values_of

from analysis import term_test
from analysis.unreleased import figures

GLM = 1e-7
CASES = values_of("term_tests")
METHODS = ("wald", "working_wald", "working_lrt")


def name_of(case: dict) -> str:
    return f"{case['data']} {case['family']} {case['formula']} less {' and '.join(case['terms'])}"


@pytest.mark.parametrize("case", CASES, ids=name_of)
@pytest.mark.parametrize("method", METHODS)
def test_term_test(case, method):
    asked = case["terms"] if len(case["terms"]) > 1 else case["terms"][0]
    found = figures(term_test(design_of(case), case["formula"], asked, family=case["family"], method=method)).test
    assert (found.df1, found.df2) == (case["q"], case["df"])
    for part in ("statistic", "p_value"):
        assert relative(getattr(found, part), case[method][part]) <= GLM, part


@pytest.mark.r
def test_r_makes_the_same_values_again(tmp_path):
    for one, kept in zip(made_again("term_tests", tmp_path, "term_tests"), CASES, strict=True):
        assert name_of(one) == name_of(kept)
        for method in METHODS:
            # Another R or BLAS may differ in the last digits.
            assert relative(one[method]["p_value"], kept[method]["p_value"]) <= 1e-6
