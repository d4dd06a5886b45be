"""Quantiles against R's svyquantile: all rules and intervals. make_quantiles.R wrote quantiles.json (survey 4.1.1).

Three lines of survey are mended there, which are slips: before the first case's own share it takes the second case, so
that quantiles fall as p grows; "hf4" between two cases of one value misses it by rounding; "shahvaish" mixes w with
w / mean(w). `as_it_is` marks the values that R gives without that. Also not followed: the "score" interval ends at the
unweighted share of cases in R; here it ends at the roots of R's own score test, found to the last digits.
"""

from __future__ import annotations

import numpy as np
import pytest
from r_values import assert_made_again, design_of, difference, jackknifed, numbers, values_of

from analysis import quantile
from analysis.estimates.quantile_rules import RULES
from analysis.unreleased import figures

TAYLOR = 1e-10
CASES = values_of("quantiles")
PARTS = ("value", "std_error", "ci_low", "ci_high")


def name_of(case: dict) -> str:
    parts = [case["data"], "weighted" if case["design"] else "", case["variable"], case.get("by"), case["replicates"]]
    return " ".join(str(part) for part in parts if part)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_every_rule_and_woodruff_interval(case, rule):
    design = jackknifed(design_of(case)) if case["replicates"] else design_of(case)
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
        quantile(
            jackknifed(design_of(case)) if case["replicates"] else design_of(case),
            case["variable"],
            case["probabilities"],
            by=case["by"],
            interval="score",
        )
    )
    for c, column in enumerate(case["columns"]):
        r = np.array([[np.nan if x is None else x for x in roots] for roots in column["score"]], dtype=float)
        for ours, theirs in ((table.ci_low[:, c], r[:, 0]), (table.ci_high[:, c], r[:, 1])):
            there = np.isfinite(theirs)
            assert ours[there] == pytest.approx(theirs[there], rel=1e-10)


@pytest.mark.r
def test_r_makes_the_same_values_again(tmp_path):
    assert_made_again("quantiles", tmp_path, "quantiles")
