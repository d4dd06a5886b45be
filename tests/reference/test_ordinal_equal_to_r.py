"""Ordinal and multinomial models against R's survey package (make_ordinal.R; R 4.2.2, survey 4.1.1).

R's `svyolr` finds its optimum and its Hessian by differences, so that its last digits are its own.
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

from analysis import SurveyDesign, multinomial, ordinal
from analysis.design import Domain
from analysis.replicates import Replicates
from analysis.unreleased import figures
from survey.frame import SurveyFrame

HERE = Path(__file__).parent
OPTIMISED = 1e-5
REGRESSION = 1e-10
LOGISTIC = [case for case in json.loads((HERE / "models.json").read_text()) if case["family"] == "logistic"]


@cache
def frame_named(name: str) -> SurveyFrame:
    data = pd.read_csv(HERE / "data" / f"{name}.csv")
    if "api00" in data:
        data["band"] = 1.0 + np.digitize(data["api00"], [580, 680, 780])
        data["kind"] = data["stype"].map({"E": 1.0, "M": 2.0, "H": 3.0})
    return SurveyFrame.of(data, study=name)


def design_of(case: dict) -> SurveyDesign:
    frame, where = frame_named(case["data"]), case["where"]
    design = SurveyDesign(frame, **dict(case["design"] or {}))
    if not where:
        return design
    inside = np.isin(frame.data[where["variable"]].to_numpy(), where["values"])
    return design.domain_of(inside, Domain(f"{where['variable']} in {where['values']}"))


def name_of(case: dict) -> str:
    where = f"where {case['where']['variable']}" if case["where"] else ""
    return " ".join(filter(None, [case["data"], case["formula"], case.get("link"), where]))


def cases_of(family: str):
    cases = json.loads((HERE / f"{family}.json").read_text())
    return pytest.mark.parametrize("case", cases, ids=[name_of(case) for case in cases])


def difference(ours, theirs) -> float:
    """Largest difference relative to R's value."""
    ours, theirs = np.asarray(ours, dtype=float).ravel(), np.asarray(theirs, dtype=float).ravel()
    assert ours.shape == theirs.shape
    return float(np.max(np.abs(ours - theirs) / np.where(np.abs(theirs) > 1e-12, np.abs(theirs), 1.0)))


@cases_of("ordinal")
def test_ordinal(case):
    found = figures(ordinal(design_of(case), case["formula"], link=case["link"]))
    for part in ("coefficient", "std_error", "vcov"):
        assert difference(getattr(found, part), case[part]) <= OPTIMISED, part
    assert (found.df, found.n) == (case["df"], case["n"])


@cases_of("ordinal_replicates")
def test_ordinal_with_replicates(case):
    found = figures(ordinal(jackknifed(design_of(case), case["type"], case["scale"]), case["formula"]))
    for part in ("coefficient", "std_error", "vcov"):
        assert difference(getattr(found, part), case[part]) <= OPTIMISED, part
    assert (found.df, found.n) == (case["df"], case["n"])


def jackknifed(design: SurveyDesign, kind: str, scale: float) -> SurveyDesign:
    """The design with a replicate for each PSU, which is left out and made up for by the others of its stratum."""
    stratum = design.stages.stages[0].stratum if kind == "JKn" else np.zeros(design.stages.n_units, dtype=int)
    n_h = np.bincount(stratum)[stratum]
    factors = np.where(stratum[:, None] == stratum, (n_h / (n_h - 1))[:, None], 1.0)
    np.fill_diagonal(factors, 0.0)
    rscales = (n_h - 1) / n_h if kind == "JKn" else np.ones(len(n_h))
    made = copy(design)
    object.__setattr__(made, "sampling", Replicates(design.stages.unit, factors, scale, rscales, mse=False))
    return made


@cases_of("multinomial")
def test_multinomial(case):
    """R's survey has no multinomial model: its `svymle` was told the likelihood and found the optimum by itself."""
    found = figures(multinomial(design_of(case), case["formula"]))
    for part in ("coefficient", "std_error", "vcov"):
        assert difference(getattr(found, part), case[part]) <= OPTIMISED, part
    assert (found.df, found.n) == (case["df"], case["n"])


@pytest.mark.parametrize("case", LOGISTIC, ids=[name_of(case) for case in LOGISTIC])
def test_multinomial_of_two_categories_is_svyglm(case):
    design = design_of(case)
    reference = {"HI_CHOL": 0.0, "RIAGENDR": 2.0}.get(case["formula"].split(" ")[0], "No")
    found = figures(multinomial(design, case["formula"], reference=reference))
    for part in ("coefficient", "std_error", "statistic", "p_value", "ci_low", "ci_high", "vcov"):
        assert difference(getattr(found, part), case[part]) <= REGRESSION, part
    assert (found.df, found.n) == (case["df"], case["n"])


@pytest.mark.r
def test_r_makes_the_same_values_again(tmp_path):
    subprocess.run(["Rscript", str(HERE / "make_ordinal.R"), str(tmp_path)], check=True, capture_output=True)
    for family in ("ordinal", "ordinal_replicates", "multinomial"):
        again, kept = (json.loads((folder / f"{family}.json").read_text()) for folder in (tmp_path, HERE))
        for one, other in zip(again, kept, strict=True):
            for part in ("coefficient", "std_error"):
                assert difference(one[part], other[part]) <= OPTIMISED, name_of(other)
