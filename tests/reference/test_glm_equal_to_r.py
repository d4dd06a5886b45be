"""Generalised linear models against R's survey package, Firth's against brglm2 (make_glm.R, make_firth.R).

Made with R 4.2.2, survey 4.1.1 and brglm2 0.9.
"""

from __future__ import annotations

import json
import subprocess
from copy import copy
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis import SurveyDesign, model, vif
from analysis.design import Domain
from analysis.replicates import Replicates
from analysis.unreleased import figures
from survey.frame import SurveyFrame

HERE = Path(__file__).parent
REGRESSION = 1e-10
FIRTH = 1e-9


@cache
def frame_named(name: str) -> SurveyFrame:
    return SurveyFrame.of(pd.read_csv(HERE / "data" / f"{name}.csv"), study=name)


def design_of(case: dict) -> SurveyDesign:
    frame, where = frame_named(case["data"]), case["where"]
    design = SurveyDesign(frame, **dict(case["design"] or {}))
    if case["replicates"]:
        design = jackknife_of(design)
    if not where:
        return design
    inside = np.isin(frame.data[where["variable"]].to_numpy(), where["values"])
    return design.domain_of(inside, Domain(f"{where['variable']} in {where['values']}"))


def jackknife_of(design: SurveyDesign) -> SurveyDesign:
    """R's JKn, without strata JK1: each unit left out in turn, the others of its stratum in its place."""
    stage, m = design.sampling.first, design.sampling.n_units
    same = stage.stratum[:, None] == stage.stratum
    n_h = same.sum(axis=1)
    factors = np.where(same, (n_h / (n_h - 1))[:, None], 1.0) * (1 - np.eye(m))
    made = copy(design)
    made._set("sampling", Replicates(design.sampling.unit, factors, 1.0, (n_h - 1) / n_h, False))
    return made


def name_of(case: dict) -> str:
    parts = [case.get(part) for part in ("data", "family", "formula", "exposure", "weight", "replicates")]
    return " ".join(filter(None, parts))


def cases_of(name: str):
    cases = json.loads((HERE / f"{name}.json").read_text())
    return pytest.mark.parametrize("case", cases, ids=[name_of(case) for case in cases])


def difference(ours: object, theirs: object) -> float:
    """Largest difference relative to R's value (absolute below 1e-12)."""
    ours, theirs = np.asarray(ours, dtype=float).ravel(), np.asarray(theirs, dtype=float).ravel()
    assert ours.shape == theirs.shape
    return float(np.max(np.abs(ours - theirs) / np.where(np.abs(theirs) > 1e-12, np.abs(theirs), 1.0)))


@cases_of("glm")
def test_generalised_linear_models(case):
    found = figures(model(design_of(case), case["formula"], family=case["family"], exposure=case["exposure"]))
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
    subprocess.run(["Rscript", str(HERE / f"make_{name}.R"), str(tmp_path)], check=True, capture_output=True)
    again, kept = (json.loads((folder / f"{name}.json").read_text()) for folder in (tmp_path, HERE))
    for new, old in zip(again, kept, strict=True):
        assert new.keys() == old.keys()
        for part, value in old.items():
            # Another R or BLAS may differ in the last digits.
            assert new[part] == value or difference(new[part], value) <= 1e-8, part
