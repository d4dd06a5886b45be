"""Confidence intervals with design degrees of freedom. All work on arrays of any one shape."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import betaincinv, expit, logit, stdtrit

from analysis.errors import AnalysisError
from analysis.unreleased import FloatArray, IntArray

Interval = tuple[FloatArray, FloatArray]

# R's names for the same intervals, for those who come from there.
_NAMES_IN_R = {"xlogit": "logit", "beta": "korn_graubard"}


def quantile(df: FloatArray, confidence: float) -> FloatArray:
    """Upper quantile of t for a two-sided interval; NaN without degrees of freedom."""
    usable = df > 0
    return np.where(usable, stdtrit(np.where(usable, df, 1.0), (1 + confidence) / 2), np.nan)


@dataclass(frozen=True, eq=False)
class Precision:
    """What an interval for proportions is made from.

    std_error  (R, C)
    df         (C,) design degrees of freedom
    n_drawn    (C,) cases, answered or not
    n          (C,) cases with an answer
    """

    std_error: FloatArray
    df: FloatArray
    n_drawn: IntArray
    n: IntArray


def t_interval(value: FloatArray, std_error: FloatArray, df: FloatArray, confidence: float) -> Interval:
    """Estimate -/+ t * SE, with t the quantile for df degrees of freedom."""
    half = quantile(df, confidence) * std_error
    return value - half, value + half


def mean_interval(p: FloatArray, precision: Precision, confidence: float) -> Interval:
    """Proportion -/+ t * SE, as R `svyciprop(method="mean")`; may leave [0, 1]."""
    return t_interval(p, precision.std_error, precision.df, confidence)


def logit_interval(p: FloatArray, precision: Precision, confidence: float) -> Interval:
    """expit(logit(p) -/+ t * SE / (p * (1 - p))).

    R `svyciprop(method="xlogit")`, and "logit" to the precision of its fit; SUDAAN's and SPSS's interval. At p = 0
    and 1, where a logit is infinite, the Korn-Graubard interval stands in.
    """
    inside = (p > 0) & (p < 1)
    q = np.where(inside, p, 0.5)
    half = quantile(precision.df, confidence) * precision.std_error / (q * (1 - q))
    low, high = korn_graubard_interval(p, precision, confidence)
    return np.where(inside, expit(logit(q) - half), low), np.where(inside, expit(logit(q) + half), high)


def korn_graubard_interval(p: FloatArray, precision: Precision, confidence: float) -> Interval:
    """Clopper-Pearson interval with the effective sample size, as R `svyciprop(method="beta")`.

    n_eff  p * (1 - p) / SE**2 * (t[n - 1] / t[df])**2, with t the quantiles for the interval and n the cases drawn
    At p = 0 and 1 the sample shows no variance: the cases with an answer stand in for p * (1 - p) / SE**2, so that
    the interval is finite. A share that the design makes certain (SE = 0 in between) is its own interval.

    Korn and Graubard (1998), Survey Methodology 24.
    """
    ratio = quantile((precision.n_drawn - 1).astype(np.float64), confidence) / quantile(precision.df, confidence)
    at_end, certain = (p == 0) | (p == 1), precision.std_error == 0
    n_eff = np.where(at_end, precision.n, p * (1 - p) / np.where(certain, 1.0, precision.std_error) ** 2) * ratio**2
    x, rest = n_eff * p, n_eff * (1 - p)
    usable = np.isfinite(n_eff) & np.isfinite(p) & (n_eff > 0)
    tail = (1 - confidence) / 2
    low = np.where(p > 0, _beta_quantile(x, rest + 1, tail), 0.0)
    high = np.where(p < 1, _beta_quantile(x + 1, rest, 1 - tail), 1.0)
    low, high = (np.where(certain & ~at_end, p, bound) for bound in (low, high))
    return np.where(usable, low, np.nan), np.where(usable, high, np.nan)


def _beta_quantile(a: FloatArray, b: FloatArray, q: float) -> FloatArray:
    usable = np.isfinite(a) & np.isfinite(b) & (a > 0) & (b > 0)
    found: FloatArray = np.where(usable, betaincinv(np.where(usable, a, 1.0), np.where(usable, b, 1.0), q), np.nan)
    return found


PROPORTION_INTERVALS: dict[str, Callable[[FloatArray, Precision, float], Interval]] = {
    "logit": logit_interval,
    "korn_graubard": korn_graubard_interval,
    "mean": mean_interval,
}


def method_named(ci_method: str) -> str:
    """The interval's name here; also takes R's names. Raises AnalysisError for an unknown one."""
    name = _NAMES_IN_R.get(ci_method, ci_method)
    if name not in PROPORTION_INTERVALS:
        raise AnalysisError(f'ci_method is one of {", ".join(PROPORTION_INTERVALS)}; found "{ci_method}".')
    return name
