"""Generalised linear models against R's survey package, Firth's against brglm2 (make_glm.R, make_firth.R).

Made with R 4.2.2, survey 4.1.1 and brglm2 0.9.
"""

from __future__ import annotations

import pytest
from r_values import design_of, difference, frame_named, jackknifed, made_again, values_of

from analysis import SurveyDesign, model, vif
from analysis.unreleased import figures

REGRESSION = 1e-10
FIRTH = 1e-9


def name_of(case: dict) -> str:
    parts = [case.get(part) for part in ("data", "family", "formula", "exposure", "weight", "replicates")]
    return " ".join(filter(None, parts))


def cases_of(name: str):
    cases = values_of(name)
    return pytest.mark.parametrize("case", cases, ids=[name_of(case) for case in cases])


@cases_of("glm")
def test_generalised_linear_models(case):
    design = jackknifed(design_of(case)) if case["replicates"] else design_of(case)
    found = figures(model(design, case["formula"], family=case["family"], exposure=case["exposure"]))
    for part in ("coefficient", "std_error", "statistic", "p_value", "ci_low", "ci_high", "vcov"):
        assert difference(getattr(found, part), case[part]) <= REGRESSION, part
    assert (found.df, found.n) == (case["df"], case["n"])
    if found.dispersion is not None and case["dispersion"] is not None:
        assert difference(found.dispersion, case["dispersion"]) <= REGRESSION


@cases_of("firth")
def test_firths_logistic_regression(case):
    """brglm2 knows no sampling: coefficients alone."""
    design = SurveyDesign(frame_named(case["data"]), weight=case["weight"])
    assert difference(figures(model(design, case["formula"], family="firth")).coefficient, case["coefficient"]) <= FIRTH


def test_firth_equals_the_published_example():
    """Heinze and Schemper (2002), table II: endometrial cancer, where NV separates the outcome."""
    found = figures(model(SurveyDesign(frame_named("endometrial")), "HG ~ NV + PI + EH", family="firth"))
    assert found.coefficient == pytest.approx([3.77456, 2.92927, -0.03475, -2.60416], abs=5e-6)


@cases_of("firth")
def test_variance_inflation(case):
    design = SurveyDesign(frame_named(case["data"]), weight=case["weight"])
    assert difference(figures(vif(design, case["formula"])).gvif, case["gvif"]) <= REGRESSION


@pytest.mark.r
@pytest.mark.parametrize("name", ["glm", "firth"])
def test_r_makes_the_same_values_again(name, tmp_path):
    for new, old in zip(made_again(name, tmp_path, name), values_of(name), strict=True):
        assert new.keys() == old.keys()
        for part, value in old.items():
            # Another R or BLAS may differ in the last digits.
            assert new[part] == value or difference(new[part], value) <= 1e-8, part
