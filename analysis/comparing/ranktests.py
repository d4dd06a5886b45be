"""Rank tests: whether the values of one group tend to lie above those of another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from scipy.special import fdtrc, ndtri

from analysis.arguments import one_of, takes
from analysis.arrays import BoolArray, FloatArray
from analysis.comparing.ttests import t_of
from analysis.design import SurveyDesign
from analysis.groups import GroupMeans, contrasted, difference, group_means, of_groups, refuse_fewer_than_two
from analysis.unreleased import ComparisonFigures, TestFigures, TestResult

# Scores of a rank as a share of the population, in (0, 1).
_SCORES: dict[str, Callable[[FloatArray], FloatArray]] = {
    "wilcoxon": lambda share: share,
    "vanderWaerden": lambda share: np.asarray(ndtri(share), dtype=np.float64),
    # In the middle exactly, sums of weights in another order fall on either side.
    "median": lambda share: (share > 0.5 + 1e-9).astype(np.float64),
}
_NAMES = {
    "wilcoxon": "Wilcoxon",
    "vanderWaerden": "van der Waerden",
    "median": "Median",
    "KruskalWallis": "Kruskal–Wallis",
}


@takes(SurveyDesign)
def ranktest(
    design: SurveyDesign, variable: str, *, by: str, test: str = "wilcoxon", confidence: float = 0.95
) -> TestResult:
    """Rank test of a number between the groups of a variable.

    rank    of a case, as an estimate of its rank in the population: r_i = sum of w below y_i + half the w at y_i
    score   r_i / N (wilcoxon, KruskalWallis: the same), its normal quantile (vanderWaerden), or r_i / N > 1/2 (median)
    t       two groups: difference of mean scores over its SE, with df less 1
    F       more groups: d' V^-1 d / k with k and df - k, for the k = groups - 1 differences d to the first group

    The ranks are taken as known in the variance, also in replicates; it has the design's strata, PSUs and finite
    population corrections. df: design degrees of freedom of those who took part.
    Raises UnknownVariable, NotNumeric, NoCases, LonelyPSU, AnalysisError for an unknown test.
    Same as R `svyranktest`, where cases with the same value have the same weight. Elsewhere R's rank of tied cases
    hangs on the order of rows (it averages cumulated weights without weights); here it does not.

    Lumley and Scott (2013), Biometrika 100, doi:10.1093/biomet/ast039.
    """
    one_of("test", test, _NAMES)
    groups, y = design.categories(by), design.numeric(variable)
    cases = design.inside & np.isfinite(y) & groups.answered
    score = np.full(len(y), np.nan)
    score[cases] = _SCORES["wilcoxon" if test == "KruskalWallis" else test](_share_below(design, y, cases))
    found = _known_scores(design, score, group_means(design, score, groups))
    key = design.key_of(cases)
    refuse_fewer_than_two(found, variable, by)
    df, source, name = design.degrees_of_freedom(cases), design.source(variable, by=by), f"{_NAMES[test]}"
    n, weighted_n = int(found.n.sum()), float(found.weighted_n.sum())
    if len(found.levels) == 2:
        higher = difference(
            source,
            "difference in mean rank",
            contrasted(found.means, [[-1, 1]]),
            df - 1,
            n,
            weighted_n,
            confidence,
            key,
        )
        higher = replace(higher, of_groups=of_groups(found, [-1, 1], dict(zip(y[cases], score[cases], strict=True))))
        tested = t_of(higher, 0.0, f"{name} t")
        return TestResult(ComparisonFigures(source, tested, n, higher, key=key, fewest=found.fewest))
    tested = _f_of(found, df, f"{name} F")
    return TestResult(ComparisonFigures(source, tested, n, key=key, fewest=found.fewest))


def _share_below(design: SurveyDesign, y: FloatArray, cases: BoolArray) -> FloatArray:
    """(c,) weight below each case's value and half the weight at it, as a share of all."""
    w = design.calibrated_weight[cases]
    _, place = np.unique(y[cases], return_inverse=True)
    at = np.bincount(place, weights=w)
    return np.asarray((np.cumsum(at) - at / 2)[place] / w.sum())


def _known_scores(design: SurveyDesign, score: FloatArray, found: GroupMeans) -> GroupMeans:
    """The mean scores of G groups with the variance of w * (score - mean) / W in each, the (n,) scores known."""
    m, w = found.means.value, design.calibrated_weight
    influence = w * (score - found.by_case(m)) / found.by_case(found.weighted_n)
    known = found.cells.totals([np.where(found.cases, influence, 0.0)])
    return replace(found, means=known.transformed(lambda total: m + total))


def _f_of(found: GroupMeans, df: float, name: str) -> TestFigures:
    """All differences to the first group at once."""
    k = len(found.levels) - 1
    d = contrasted(found.means, np.column_stack([-np.ones(k), np.eye(k)]))
    if df - k <= 0:
        return TestFigures(name, np.nan, k, 0.0, np.nan)
    f = d.wald() / k
    return TestFigures(name, f, k, df - k, float(fdtrc(k, df - k, f)))
