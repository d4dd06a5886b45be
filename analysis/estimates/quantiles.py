"""Quantiles with Woodruff intervals, of everybody and by group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.arguments import numbers_of, one_of, takes
from analysis.arrays import FloatArray, IntArray
from analysis.cells import Cells
from analysis.design import SurveyDesign
from analysis.errors import AnalysisError
from analysis.estimates.quantile_rules import RULES, Rule, Sorted
from analysis.estimates.table_columns import Columns
from analysis.intervals import PROPORTION_INTERVALS, Interval, Precision, t_interval
from analysis.intervals import quantile as t_quantile
from analysis.linearised import Linearised
from analysis.replicates import Replicates
from analysis.source import By, Level
from analysis.unreleased import ResultTable
from survey.text import Text

# R's names of the intervals for the share below a quantile, and ours.
_WOODRUFF = {"mean": "mean", "beta": "korn_graubard", "xlogit": "logit", "asin": "asin"}
INTERVALS = (*_WOODRUFF, "score", "quantile")


@takes(SurveyDesign)
def quantile(
    design: SurveyDesign,
    variable: str,
    probabilities: float | Sequence[float],
    *,
    by: By = None,
    rule: str = "math",
    interval: str = "mean",
    confidence: float = 0.95,
) -> ResultTable:
    """Quantiles of a numeric variable, such as the median at 0.5: a row each, in each group of `by` and in all.

    value     q = the value that the rule finds at p, in the order of the values with their weights w
    interval  "mean", "beta", "xlogit" or "asin": Woodruff's. The share F of cases with at most q has an interval (t,
              Korn-Graubard, logit or arcsine); its ends, put to the rule as probabilities, are the interval of q. An
              end outside [0, 1] gives NaN.
              "score": the values that a test of F(q) = p does not reject, |p - F(q)| <= t * SE(F(q))
              "quantile": q -/+ t * SE from the quantiles of the replicates; for designs with replicate weights
    std_error (ci_high - ci_low) / (2 * t), with t the quantile for df degrees of freedom
    df        PSUs less strata of those with an answer

    probabilities  in [0, 1]
    rule      one of R's: math (= hf1, the inverse of the distribution function), school (= hf2), shahvaish, hf3 to hf9
    Covariances of quantiles take them to move against F in the proportion of the two standard errors, so that contrasts
    of them can be made. With hf4 to hf9, cases with the same value count in the order of the data, as in R.
    Raises UnknownVariable, NotNumeric, LonelyPSU, and AnalysisError for an unknown rule or interval.
    Same as R `svyquantile` (survey 4.1; its "score" then takes an unweighted share, which is not followed; see also
    `quantile_rules`), SPSS CSDESCRIPTIVES has none, Stata `_pctile` no SE.

    Woodruff (1952), J. Am. Stat. Assoc. 47, doi:10.1080/01621459.1952.10483443; Francisco and Fuller (1991), Ann. Stat.
    19, doi:10.1214/aos/1176347993; Hyndman and Fan (1996), Am. Stat. 50, doi:10.1080/00031305.1996.10473566.
    """
    p = _probabilities(probabilities)
    one_of("rule", rule, RULES)
    one_of("interval", interval, INTERVALS)
    y = design.numeric(variable)
    columns = Columns.of(design, np.isfinite(y), by)
    columns = replace(columns, df=_df_of_answered(columns))
    ordered = _Ordered(columns, RULES[rule], _sorted_columns(columns, y))
    value = ordered.at(np.tile(p[:, None], (1, len(columns.n))))
    if interval == "quantile":
        linearised = _by_replicate(ordered, y, p, value)
        std_error = linearised.std_error.reshape(value.shape)
        low, high = t_interval(value, std_error, columns.df, confidence)
    else:
        share = ordered.share(value)
        low, high = _interval(ordered, interval, p, share, confidence)
        std_error = (high - low) / (2 * t_quantile(columns.df, confidence))
        linearised = _moving_against(share, value, std_error)
    rows = [Level(float(x), Text(sv=f"Percentil {100 * x:.6g}", en=f"Percentile {100 * x:.6g}")) for x in p]
    table = columns.table(design.source(variable, by=by), "quantile", rows, linearised, confidence, amounts=[y])
    ci_method = interval if interval in ("score", "quantile") else f"Woodruff, {interval}"
    beside = ordered.beside(*(np.where(np.isfinite(end), end, value) for end in (low, high)))
    return ResultTable(
        replace(
            table, value=value, std_error=std_error, ci_low=low, ci_high=high, ci_method=ci_method, beside=beside
        )
    )  # fmt: skip


@dataclass(frozen=True, eq=False)
class _Ordered:
    """The cases of each of C columns in the order of their values.

    sorted  of each column the (n_c,) numbers of the cases, and their values with weights
    """

    columns: Columns
    rule: Rule
    sorted: list[tuple[NDArray[np.intp], Sorted]]

    def at(self, p: FloatArray) -> FloatArray:
        """(K, C) quantiles at (K, C) probabilities; NaN outside [0, 1] and in a column without cases."""
        found = np.full(p.shape, np.nan)
        for c, (_, cases) in enumerate(self.sorted):
            inside = (p[:, c] >= 0) & (p[:, c] <= 1)
            if len(cases.x) and inside.any():
                found[inside, c] = self.rule(cases, p[inside, c])
        return found

    def beside(self, low: FloatArray, high: FloatArray) -> IntArray:
        """(2, K, C) cases with at most (K, C) `low`, and with at least `high`; less one where it is a case's value."""
        found = np.zeros((2, *low.shape), dtype=np.int64)
        for c, (_, cases) in enumerate(self.sorted):
            to_low, before_low = (np.searchsorted(cases.x, low[:, c], side=side) for side in ("right", "left"))
            to_high, before_high = (np.searchsorted(cases.x, high[:, c], side=side) for side in ("right", "left"))
            found[0, :, c] = to_low - (to_low > before_low)
            found[1, :, c] = len(cases.x) - before_high - (to_high > before_high)
        return found

    def share(self, values: FloatArray) -> Linearised:
        """K * C shares of cases with at most (K, C) values."""
        (K, C), design = values.shape, self.columns.design
        sums, n = np.zeros((design.sampling.n_units, C, K + 1)), np.zeros((C, K), dtype=np.int64)
        crossed = np.zeros((design.residuals.p, C, K + 1))
        for c, (number, cases) in enumerate(self.sorted):
            n[c] = np.searchsorted(cases.x, values[:, c], side="right")
            # Cases between one value and the next, which are counted once and added up.
            step = np.repeat(np.arange(K + 1), np.diff([0, *np.sort(n[c]), len(number)]))
            order = [*np.argsort(np.argsort(n[c], kind="stable")), K]
            place = design.sampling.unit[number] * (K + 1) + step
            by_step = np.bincount(place, weights=cases.w, minlength=len(sums) * (K + 1)).reshape(-1, K + 1)
            sums[:, c] = by_step.cumsum(axis=1)[:, order]
            if len(crossed):
                cell = np.full(len(self.columns.group), -1)
                cell[number] = step
                known = design.residuals.crossed_in_cells(design.calibrated_weight, cell, K + 1)
                crossed[:, c] = known.cumsum(axis=1)[:, order]
        # Counts say exactly where everybody is below; rounded sums of weights may not.
        everybody, somebody = n == self.columns.n[:, None], self.columns.n[:, None] > 0

        def shares(totals: NDArray[Any]) -> NDArray[Any]:
            s = totals.reshape(*totals.shape[:-1], C, K + 1)
            share = np.where(everybody, 1.0, s[..., :K] / np.where(somebody, s[..., K:], 1.0))
            return np.asarray(np.swapaxes(share, -1, -2).reshape(*totals.shape[:-1], K * C))

        present = self.columns.grouping.anywhere(sums[:, : self.columns.grouping.n_groups, K] != 0)
        flat = sums.reshape(len(sums), C * (K + 1)), crossed.reshape(len(crossed), C * (K + 1))
        return design.of_unit_sums(*flat, np.asarray(present.any(axis=1))).transformed(shares, np.tile(present, (1, K)))


def _sorted_columns(columns: Columns, y: FloatArray) -> list[tuple[NDArray[np.intp], Sorted]]:
    """One sort of all cases; the groups are taken out of it in order."""
    there = np.flatnonzero(columns.there)
    order = there[np.argsort(y[there], kind="stable")]
    x, w = y[order], columns.design.calibrated_weight[order]
    everybody = [(order, Sorted(x, w))]
    if len(columns.n) == columns.grouping.n_groups:
        return everybody
    group = columns.group[order].astype(np.int16)  # small numbers are sorted by counting
    place = np.argsort(group, kind="stable")
    ends = np.cumsum(columns.n[:-1])[:-1]
    return [(order[at], Sorted(x[at], w[at])) for at in np.split(place, ends)] + everybody


def _interval(ordered: _Ordered, interval: str, p: FloatArray, share: Linearised, confidence: float) -> Interval:
    columns, shape = ordered.columns, (len(p), len(ordered.columns.n))
    if interval == "score":
        t = t_quantile(columns.df, confidence)
        return _last_above(ordered, p, t), _last_above(ordered, p, -t)
    precision = Precision(share.std_error.reshape(shape), columns.df, columns.n, columns.n)
    low, high = PROPORTION_INTERVALS[_WOODRUFF[interval]](share.value.reshape(shape), precision, confidence)
    return ordered.at(low), ordered.at(high)


def _last_above(ordered: _Ordered, p: FloatArray, t: FloatArray) -> FloatArray:
    """(K, C) least values with (p - F) / SE(F) <= t, by bisection: the statistic falls as the value grows."""
    shape = (len(p), len(ordered.sorted))
    x = [cases.x for _, cases in ordered.sorted]
    low, high = np.zeros(shape, dtype=np.int64), np.tile([max(len(values) - 1, 0) for values in x], (len(p), 1))
    while (low < high).any():
        middle = (low + high) // 2
        share = ordered.share(_taken(x, middle))
        with np.errstate(divide="ignore", invalid="ignore"):
            score = (p[:, None] - share.value.reshape(shape)) / share.std_error.reshape(shape)
        fallen = score <= t
        low, high = np.where(fallen | (low == high), low, middle + 1), np.where(fallen, middle, high)
    found = _taken(x, low)
    return np.where(np.isfinite(t) & (ordered.columns.n > 0), found, np.nan)


def _taken(x: list[FloatArray], at: IntArray) -> FloatArray:
    columns = [values[rows] if len(values) else np.zeros(len(rows)) for values, rows in zip(x, at.T, strict=True)]
    return np.stack(columns, axis=1)


def _moving_against(share: Linearised, value: FloatArray, std_error: FloatArray) -> Linearised:
    """Quantiles that fall as the share below them grows, by SE of the quantile for each SE of the share."""
    of_quantile, of_share = std_error.ravel(), share.std_error
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = np.where(of_quantile == 0, 0.0, of_quantile / of_share)
    slope[~np.isfinite(slope)] = np.nan
    at = value.ravel()
    return share.transformed(lambda shares: at + (share.value - shares) * slope, share.present)


def _by_replicate(ordered: _Ordered, y: FloatArray, p: FloatArray, value: FloatArray) -> Linearised:
    design, columns = ordered.columns.design, ordered.columns
    if not isinstance(design.sampling, Replicates):
        raise AnalysisError(
            'interval="quantile" needs a design with replicate weights. Use "mean", or make replicates.'
        )

    def again(weight: FloatArray) -> FloatArray:
        cases = [(number, weight[number]) for number, _ in ordered.sorted]
        kept = [(number[w > 0], w[w > 0]) for number, w in cases]
        of_replicate = replace(ordered, sorted=[(number, Sorted(y[number], w)) for number, w in kept])
        return of_replicate.at(np.tile(p[:, None], (1, len(columns.n)))).ravel()

    return design.linearised(value.ravel(), columns.there, lambda: np.empty((0, value.size)), again)


def _df_of_answered(columns: Columns) -> FloatArray:
    """(C,) design degrees of freedom of the cases with an answer: R's quantiles leave the others out first."""
    return Cells.of_codes(columns.design, columns.group, columns.grouping.n_groups).df(columns.grouping)


def _probabilities(given: float | Sequence[float]) -> FloatArray:
    p = np.array(list(dict.fromkeys(numbers_of("probabilities", given).tolist())))
    if not len(p) or not ((p >= 0) & (p <= 1)).all():
        raise AnalysisError("Quantiles are asked for by probabilities from 0 to 1: 0.5 for the median, not 50.")
    return p
