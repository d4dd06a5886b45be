"""Reliability against R's survey package (make_scales.R; R 4.2.2, survey 4.1.1).

R has no standard error of alpha or omega. `svycontrast` of weighted means of the items and their products, with the
formula of each figure written out and derived by R, proves ours; omega has such a formula with three items. With more
items `svyfactanal` proves loadings, as far as its search settles, and jackknife replicates the standard error.
"""

from __future__ import annotations

import pytest
from r_values import design_of, frame_named, jackknifed, made_again, values_of

from analysis import (
    SurveyDesign,
    alpha_without_item,
    cronbach_alpha,
    factor_loadings,
    item_rest_correlation,
    mcdonald_omega,
    standardised_alpha,
)
from analysis.unreleased import figures

TAYLOR = 1e-10
FACTANAL = 1e-6  # asked: 1e-4
CASES = values_of("scales")


def name_of(case: dict) -> str:
    return f"{case['data']} {case['design'].get('strata', '')} {' '.join(case['items'])}"


def cases_with(part: str):
    found = [case for case in CASES if case.get(part)]
    return pytest.mark.parametrize("case", found, ids=[name_of(case) for case in found])


def asked(case: dict) -> dict:
    return {"items": case["items"], "reverse": case["reverse"]}


def close(value: float, std_error: float, theirs: dict) -> None:
    assert value == pytest.approx(theirs["value"], rel=TAYLOR)
    assert std_error == pytest.approx(theirs["std_error"], rel=TAYLOR)


@cases_with("alpha")
@pytest.mark.parametrize("part", [cronbach_alpha, standardised_alpha], ids=["alpha", "standardised_alpha"])
def test_alpha(case, part):
    found = figures(part(design_of(case), **asked(case)))
    close(found.value, found.std_error, case["alpha" if part is cronbach_alpha else "standardised_alpha"])
    assert (found.n, found.df) == (case["n"], case["df"])


@cases_with("with_rest")
@pytest.mark.parametrize("part", [alpha_without_item, item_rest_correlation], ids=["alpha_without", "with_rest"])
def test_tables_of_items(case, part):
    table = figures(part(design_of(case), **asked(case)))
    theirs = case["alpha_without" if part is alpha_without_item else "with_rest"]
    assert [row.value for row in table.rows] == case["items"]
    for ours, std_error, item in zip(table.value[:, 0], table.std_error[:, 0], theirs, strict=True):
        close(ours, std_error, item)


@cases_with("omega")
def test_omega_and_loadings_of_three_items(case):
    omega = figures(mcdonald_omega(design_of(case), **asked(case)))
    close(omega.value, omega.std_error, case["omega"])
    table = figures(factor_loadings(design_of(case), **asked(case)))
    for ours, std_error, item in zip(table.value[:, 0], table.std_error[:, 0], case["loadings"], strict=True):
        close(ours, std_error, item)


@cases_with("factanal")
def test_omega_and_loadings_of_more_items(case):
    design = design_of(case)
    loadings = figures(factor_loadings(design, **asked(case))).value[:, 0]
    assert loadings == pytest.approx(case["factanal"]["loadings"], abs=FACTANAL)
    assert 1 - loadings**2 == pytest.approx(case["factanal"]["uniqueness"], abs=FACTANAL)
    assert figures(mcdonald_omega(design, **asked(case))).value == pytest.approx(
        case["factanal"]["omega"], abs=FACTANAL
    )


@cases_with("jackknife")
def test_standard_errors_by_the_jackknife(case):
    design = SurveyDesign(frame_named(case["data"]), weight="pw", psu="dnum")
    for part, name, tolerance in ((cronbach_alpha, "alpha", TAYLOR), (mcdonald_omega, "omega", 1e-5)):
        again = figures(part(jackknifed(design, mse=True), **asked(case)))
        assert again.value == pytest.approx(case["jackknife"][name]["value"], rel=tolerance)
        assert again.std_error == pytest.approx(case["jackknife"][name]["std_error"], rel=tolerance)


@pytest.mark.r
def test_r_makes_the_same_values_again(tmp_path):
    again = made_again("scales", tmp_path, "scales")
    assert [case["items"] for case in again] == [case["items"] for case in CASES]
    for one, other in zip(again, CASES, strict=True):
        for part in ("alpha", "standardised_alpha", "omega"):
            assert (one.get(part) or {}) == pytest.approx(other.get(part) or {}, rel=1e-9)
        for part, values in (other.get("factanal") or {}).items():
            assert one["factanal"][part] == pytest.approx(values, rel=1e-5)
