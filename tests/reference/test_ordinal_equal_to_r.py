"""Ordinal and multinomial models against R's survey package (make_ordinal.R; R 4.2.2, survey 4.1.1).

R's `svyolr` finds its optimum and its Hessian by differences, so that its last digits are its own.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from r_values import data_named, design_of, difference, jackknifed, made_again, values_of

from analysis import multinomial, ordinal
from analysis.unreleased import figures
from survey.frame import SurveyFrame

OPTIMISED = 1e-5
REGRESSION = 1e-10
LOGISTIC = [case for case in values_of("models") if case["family"] == "logistic"]


@cache
def banded(name: str) -> SurveyFrame:
    data = data_named(name).copy()
    if "api00" in data:
        data["band"] = 1.0 + np.digitize(data["api00"], [580, 680, 780])
        data["kind"] = data["stype"].map({"E": 1.0, "M": 2.0, "H": 3.0})
    return SurveyFrame.of(data, study=name)


def name_of(case: dict) -> str:
    where = f"where {case['where']['variable']}" if case["where"] else ""
    return " ".join(filter(None, [case["data"], case["formula"], case.get("link"), where]))


def cases_of(family: str):
    cases = values_of(family)
    return pytest.mark.parametrize("case", cases, ids=[name_of(case) for case in cases])


@cases_of("ordinal")
def test_ordinal(case):
    found = figures(ordinal(design_of(case, banded(case["data"])), case["formula"], link=case["link"]))
    for part in ("coefficient", "std_error", "vcov"):
        assert difference(getattr(found, part), case[part]) <= OPTIMISED, part
    assert (found.df, found.n) == (case["df"], case["n"])


@cases_of("ordinal_replicates")
def test_ordinal_with_replicates(case):
    found = figures(ordinal(jackknifed(design_of(case, banded(case["data"]))), case["formula"]))
    for part in ("coefficient", "std_error", "vcov"):
        assert difference(getattr(found, part), case[part]) <= OPTIMISED, part
    assert (found.df, found.n) == (case["df"], case["n"])


@cases_of("multinomial")
def test_multinomial(case):
    """R's survey has no multinomial model: its `svymle` was told the likelihood and found the optimum by itself."""
    found = figures(multinomial(design_of(case, banded(case["data"])), case["formula"]))
    for part in ("coefficient", "std_error", "vcov"):
        assert difference(getattr(found, part), case[part]) <= OPTIMISED, part
    assert (found.df, found.n) == (case["df"], case["n"])


@pytest.mark.parametrize("case", LOGISTIC, ids=[name_of(case) for case in LOGISTIC])
def test_multinomial_of_two_categories_is_svyglm(case):
    design = design_of(case, banded(case["data"]))
    reference = {"HI_CHOL": 0.0, "RIAGENDR": 2.0}.get(case["formula"].split(" ")[0], "No")
    found = figures(multinomial(design, case["formula"], reference=reference))
    for part in ("coefficient", "std_error", "statistic", "p_value", "ci_low", "ci_high", "vcov"):
        assert difference(getattr(found, part), case[part]) <= REGRESSION, part
    assert (found.df, found.n) == (case["df"], case["n"])


@pytest.mark.r
def test_r_makes_the_same_values_again(tmp_path):
    made_again("ordinal", tmp_path, "ordinal")
    for family in ("ordinal", "ordinal_replicates", "multinomial"):
        for one, other in zip(values_of(family, tmp_path), values_of(family), strict=True):
            for part in ("coefficient", "std_error"):
                assert difference(one[part], other[part]) <= OPTIMISED, name_of(other)
