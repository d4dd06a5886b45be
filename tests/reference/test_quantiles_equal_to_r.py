"""Quantiles against R's svyquantile: all rules and intervals. make_quantiles.R wrote quantiles.json (survey 4.1.1).

Three lines of survey are mended there, which are slips: before the first case's own share it takes the second case, so
that quantiles fall as p grows; "hf4" between two cases of one value misses it by rounding; "shahvaish" mixes w with
w / mean(w). `as_it_is` marks the values that R gives without that. Also not followed: the "score" interval ends at the
unweighted share of cases in R; here it ends at the roots of R's own score test, found to the last digits.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from runpy import run_path

import numpy as np
import pytest

from analysis import SurveyDesign, quantile
from analysis.estimates.quantile_rules import RULES
from analysis.replicates import Replicates
from analysis.unreleased import figures

HERE = Path(__file__).parent
_shared = run_path(str(HERE / "test_equal_to_r.py"))
design_of, difference, flat = _shared["design_of"], _shared["difference"], _shared["flat"]

TAYLOR = 1e-10
CASES = json.loads((HERE / "quantiles.json").read_text())
PARTS = ("value", "std_error", "ci_low", "ci_high")


def name_of(case: dict) -> str:
    parts = [case["data"], "weighted" if case["design"] else "", case["variable"], case.get("by"), case["replicates"]]
    return " ".join(str(part) for part in parts if part)


def design_for(case: dict) -> SurveyDesign:
    """The design of a case; with replicates JK1, each of which leaves out one PSU."""
    design = design_of(case)
    if case["replicates"]:
        unit, n = design.stages.unit, design.stages.n_units
        factors = (1 - np.eye(n)) * n / (n - 1)
        design._set("sampling", Replicates(unit, factors, (n - 1) / n, np.ones(n), mse=False))
    return design


def numbers(values: object) -> np.ndarray:
    """R's NaN (null) as NaN."""
    return np.array([np.nan if x is None else x for x in np.atleast_1d(np.asarray(values, dtype=object))], dtype=float)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_every_rule_and_woodruff_interval(case, rule):
    design = design_for(case)
    for interval in ("mean", "quantile") if case["replicates"] else ("mean", "beta", "xlogit", "asin"):
        table = figures(
            quantile(design, case["variable"], case["probabilities"], by=case["by"], rule=rule, interval=interval)
        )
        for c, column in enumerate(case["columns"]):
            theirs = column["rules"][rule][interval]
            for part in PARTS:
                ours, r = getattr(table, part)[:, c], numbers(theirs[part])
                there = np.isfinite(r)
                assert difference(ours[there], r[there]) <= TAYLOR, (interval, part, c)
            assert (table.df[c], table.base_n[c]) == (column["df"], column["n"])


def test_few_values_of_r_needed_mending():
    """Those of "shahvaish", and where p, or the end of an interval, lies before the first case's share."""
    results = {rule: [] for rule in RULES}
    for column in (column for case in CASES for column in case["columns"]):
        for rule, intervals in column["rules"].items():
            results[rule] += [theirs["as_it_is"] for theirs in intervals.values()]
    assert all(np.mean(results[rule]) > 0.95 for rule in ("math", "school", "hf1", "hf2"))
    assert all(all(results[rule]) for rule in ("hf5", "hf6", "hf7", "hf8", "hf9"))
    assert np.mean([each for rule, found in results.items() if rule != "shahvaish" for each in found]) > 0.9


@pytest.mark.parametrize("case", [case for case in CASES if case["columns"][0]["score"]], ids=name_of)
def test_the_score_interval_ends_where_the_score_test_of_r_crosses_its_limits(case):
    table = figures(
        quantile(design_for(case), case["variable"], case["probabilities"], by=case["by"], interval="score")
    )
    for c, column in enumerate(case["columns"]):
        r = np.array([[np.nan if x is None else x for x in roots] for roots in column["score"]], dtype=float)
        for ours, theirs in ((table.ci_low[:, c], r[:, 0]), (table.ci_high[:, c], r[:, 1])):
            there = np.isfinite(theirs)
            assert ours[there] == pytest.approx(theirs[there], rel=1e-10)


@pytest.mark.r
def test_r_makes_the_same_values_again(tmp_path):
    subprocess.run(["Rscript", str(HERE / "make_quantiles.R"), str(tmp_path)], check=True, capture_output=True)
    again, kept = (flat(json.loads((folder / "quantiles.json").read_text())) for folder in (tmp_path, HERE))
    assert again.keys() == kept.keys()
    for at, value in kept.items():
        assert again[at] == (pytest.approx(value, rel=1e-9, abs=1e-12) if isinstance(value, float) else value), at
