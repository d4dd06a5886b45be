"""Ratios, spread, distributions, groups of several variables and contrasts against R's survey.

make_estimators.R wrote estimators.json and contrasts.json (R 4.2.2, survey 4.1.1).
"""

from __future__ import annotations

import numpy as np
import pytest
from r_values import assert_made_again, design_of, difference, jackknifed, values_of

from analysis import (
    contrast,
    correlation,
    covariance,
    crosstab,
    distribution,
    mean,
    means,
    model,
    post_stratify,
    quantile,
    ratio,
    standard_deviation,
    totals,
    variance,
)
from analysis.unreleased import figures

TAYLOR = 1e-10
CASES = values_of("estimators")
CONTRASTS = values_of("contrasts")
PARTS = ("value", "std_error", "ci_low", "ci_high")


def name_of(case: dict) -> str:
    by = ["by", *case["by"]] if case["by"] else []
    return " ".join([case["data"], case["statistic"], *case["variables"], *by])


def estimated(case: dict):
    design, names, by = design_of(case), case["variables"], case["by"] or None
    made = {
        "ratio": lambda: ratio(design, *names, by=by),
        "variance": lambda: variance(design, names[0], by=by),
        "standard deviation": lambda: standard_deviation(design, names[0], by=by),
        "covariance": lambda: covariance(design, names, by=by),
        "correlation": lambda: correlation(design, names, by=by),
        "distribution": lambda: distribution(design, names[0], at=case["at"], by=by, ci_method="mean"),
        "mean": lambda: means(design, names[0], by=by),
        "total": lambda: totals(design, names[0], by=by),
        "proportion": lambda: crosstab(design, names[0], by=by, ci_method="mean"),
    }
    return figures(made[case["statistic"]]())


def gap(ours: np.ndarray, theirs: list, value: np.ndarray, part: str) -> float:
    """Relative difference; of an interval relative to its estimate, since one that ends beside 0 loses digits."""
    theirs = np.atleast_1d(theirs).astype(float)
    if not part.startswith("ci"):
        return difference(ours, theirs)
    return float(np.abs(ours - theirs).max() / (np.abs(value).max() or 1.0))


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_estimates_standard_errors_and_intervals(case):
    table = estimated(case)
    assert table.value.shape[1] == len(case["columns"])
    for c, theirs in enumerate(case["columns"]):
        if not theirs:
            assert table.base_n[c] == 0
            assert case["statistic"] == "total" or np.isnan(table.value[:, c]).all()
            continue
        for part in PARTS:
            assert gap(getattr(table, part)[:, c], theirs[part], table.value[:, c], part) <= TAYLOR, (part, c)
        assert (table.base_n[c], table.df[c]) == (theirs["n"], theirs["df"])
        if theirs.get("deff"):
            assert difference(table.deff[:, c], np.atleast_1d(theirs["deff"])) <= TAYLOR


@pytest.mark.parametrize("case", [case for case in CASES if case["covariance"]], ids=name_of)
def test_the_covariance_over_groups_of_several_variables_is_that_of_svyby(case):
    table, r = estimated(case), case["covariance"]
    groups = np.flatnonzero(table.base_n[:-1] > 0)
    at = (np.arange(len(table.rows))[:, None] * len(table.columns) + groups).ravel()
    ours = table.linearised.at(at)
    assert difference(ours.value, r["value"]) <= TAYLOR
    vcov, theirs = ours.vcov, np.array(r["vcov"], dtype=float)
    size = np.sqrt(np.outer(theirs.diagonal(), theirs.diagonal()))
    assert (np.abs(vcov - theirs) <= TAYLOR * np.where(size > 0, size, 1.0)).all()


def same(result, r, tolerance: float = TAYLOR) -> None:
    table = figures(result)
    assert difference(table.value[:, 0], np.atleast_1d(r["value"])) <= tolerance
    assert difference(table.std_error[:, 0], np.atleast_1d(r["std_error"])) <= tolerance
    if "vcov" in r:
        assert difference(table.linearised.vcov, r["vcov"]) <= tolerance


@pytest.mark.parametrize("case", CONTRASTS[:2], ids=["stratified", "clustered"])
def test_contrasts_of_groups_variables_and_coefficients(case):
    design = design_of(case)
    groups = means(design, "api00", by="stype")  # E, H, M, all
    same(contrast(groups, [[-1, 0, 1, 0], [1, -0.5, -0.5, 0]]), case["linear"])
    same(contrast({"m": groups}, ["m[0] / m[2]", "log(m[1]) - sqrt(m[2]) * 2"]), case["nonlinear"])
    two = {"now": mean(design, "api00"), "before": mean(design, "api99")}
    same(contrast(two, "now / before - 1"), case["variables"])
    same(contrast(list(two.values()), lambda m: m[..., :1] / m[..., 1:] - 1), case["variables"])
    fitted = model(design, "api00 ~ api99 + awards")
    same(contrast(fitted, [0, 100, 1]), case["coefficients"])


def test_replicates_follow_the_same_path():
    """R's svyvar and svyratio of replicates, and contrasts worked out in each replicate."""
    case = CONTRASTS[2]
    design = jackknifed(design_of(case))
    same(contrast([mean(design, "api00"), mean(design, "api99")], "r0 / r1 - 1"), case["variables"])
    same(contrast({"m": means(design, "api00", by="awards")}, "m[0] / m[1]"), case["groups"])
    same(ratio(design, "api00", "api99"), case["ratio"])
    same(variance(design, "api00"), case["variance"])


def test_the_variance_knows_a_calibrated_weight():
    """Post-stratified by type of school; quantiles of all, and of the schools with and without awards."""
    case = CONTRASTS[3]
    plain = design_of(case)
    population = {("E",): 4421, ("H",): 755, ("M",): 1018}
    design = plain.calibrated(post_stratify(plain.frame, "pw", ["stype"], population))
    same(ratio(design, "api00", "api99"), case["ratio"])
    same(variance(design, "api00"), case["variance"])
    same(distribution(design, "api00", at=[650]), case["below"])
    table = figures(quantile(design, "api00", [0.25, 0.5, 0.75], by="awards"))
    for c, theirs in zip((2, 0, 1), case["quantiles"], strict=True):
        ours = np.stack([table.value, table.ci_low, table.ci_high, table.std_error], axis=-1)[:, c]
        assert difference(ours, theirs) <= TAYLOR


@pytest.mark.r
@pytest.mark.parametrize("family", ["estimators", "contrasts"])
def test_r_makes_the_same_values_again(family, tmp_path):
    """One script makes both files."""
    assert_made_again("estimators", tmp_path, family)
