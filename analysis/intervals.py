"""Confidence intervals with design degrees of freedom. All work on arrays of any one shape."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import betaincinv, expit, log_expit, logit, stdtrit, xlogy

from analysis.arguments import confidence_of, one_of
from analysis.arrays import FloatArray, IntArray

Interval = tuple[FloatArray, FloatArray]

# R's names for the same intervals, for those who come from there.
_NAMES_IN_R = {"xlogit": "logit", "beta": "korn_graubard"}

# A share that calibration has made certain has a variance of rounding: an effective size of 1e30 instead of none.
_ROUNDING = 1e-15

# Logits whose proportion is the smallest number above 0, and halvings from there to the last digit.
_FARTHEST, _HALVINGS = 745.0, 64


def quantile(df: FloatArray, confidence: float) -> FloatArray:
    """Upper quantile of t for a two-sided interval; NaN without degrees of freedom.

    Every interval asks it first, so that a level of confidence that is none is refused here. Raises AnalysisError.
    """
    usable, level = df > 0, confidence_of(confidence)
    return np.where(usable, stdtrit(np.where(usable, df, 1.0), (1 + level) / 2), np.nan)


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

    R `svyciprop(method="xlogit")`; SUDAAN's and SPSS's interval, Stata `citype(logit)`. R's "logit" is the same to the
    precision of its fit, but for replicate designs: there it takes the variance of the replicates' logits. At p = 0
    and 1, where a logit is infinite, the Korn-Graubard interval stands in.
    """
    inside = (p > 0) & (p < 1)
    q = np.where(inside, p, 0.5)
    half = quantile(precision.df, confidence) * precision.std_error / (q * (1 - q))
    low, high = korn_graubard_interval(p, precision, confidence)
    return np.where(inside, expit(logit(q) - half), low), np.where(inside, expit(logit(q) + half), high)


def relative_variance(p: FloatArray, precision: Precision) -> FloatArray:
    """SE**2 / (p * (1 - p)): one over the effective sample size.

    At p = 0 and 1 the sample shows no variance: one over the cases with an answer stands in, so that every interval
    that is made from this is finite.
    """
    at_end = (p == 0) | (p == 1)
    q = np.where(at_end, 0.5, p)
    return np.where(at_end, 1 / np.maximum(precision.n, 1), precision.std_error**2 / (q * (1 - q)))


def korn_graubard_interval(p: FloatArray, precision: Precision, confidence: float) -> Interval:
    """Clopper-Pearson interval with the effective sample size, as R `svyciprop(method="beta")`.

    n_eff  p * (1 - p) / SE**2 * (t[n - 1] / t[df])**2, with t the quantiles for the interval and n the cases drawn;
           at p = 0 and 1 see `relative_variance`
    A share that the design or its calibration makes certain (SE = 0 in between, up to rounding) is its own interval.

    Korn and Graubard (1998), Survey Methodology 24.
    """
    ratio = quantile((precision.n_drawn - 1).astype(np.float64), confidence) / quantile(precision.df, confidence)
    v = relative_variance(p, precision)
    certain = (v < _ROUNDING) & np.isfinite(ratio)
    low, high = clopper_pearson(p, ratio**2 / np.where(certain, 1.0, v), confidence)
    return np.where(certain, p, low), np.where(certain, p, high)


def clopper_pearson(p: FloatArray, n: FloatArray, confidence: float) -> Interval:
    """Exact binomial interval of n * p out of n, which need not be whole; NaN without cases."""
    x, rest = n * p, n * (1 - p)
    usable = np.isfinite(n) & np.isfinite(p) & (n > 0)
    tail = (1 - confidence) / 2
    low = np.where(p > 0, _beta_quantile(x, rest + 1, tail), 0.0)
    high = np.where(p < 1, _beta_quantile(x + 1, rest, 1 - tail), 1.0)
    return np.where(usable, low, np.nan), np.where(usable, high, np.nan)


def wilson_interval(p: FloatArray, precision: Precision, confidence: float) -> Interval:
    """The b with |p - b| <= t * sqrt(b * (1 - b) / n_eff): the score interval with the effective sample size.

    n_eff  p * (1 - p) / SE**2, without the Korn-Graubard adjustment for df: t has the design's df already
    bounds (p + k / 2 -/+ sqrt(k * (p * (1 - p) + k / 4))) / (1 + k) with k = t**2 / n_eff; lies in [0, 1]
    At p = 0 and 1 n_eff is the number of answers; see `relative_variance`.

    R's survey has it from 4.5 on (`svyciprop(method="wilson")`, whose manual takes df for all methods but "beta").
    Wilson (1927), J. Am. Stat. Assoc. 22, doi:10.1080/01621459.1927.10502953; Dean and Pagano (2015), J. Survey Stat.
    Methodol. 3, doi:10.1093/jssam/smv024.
    """
    k = quantile(precision.df, confidence) ** 2 * relative_variance(p, precision)
    q, root = 1 - p, np.sqrt(k * (p * (1 - p) + k / 4))
    # The product of the bounds is p**2 / (1 + k): so written nothing is subtracted.
    return _square_over(p, p + k / 2 + root), 1 - _square_over(q, q + k / 2 + root)


def _square_over(p: FloatArray, below: FloatArray) -> FloatArray:
    """p**2 / below; 0 where both are 0."""
    return p * np.divide(p, below, out=np.zeros(np.shape(below)), where=below != 0)


def asin_interval(p: FloatArray, precision: Precision, confidence: float) -> Interval:
    """sin(asin(sqrt(p)) -/+ t * SE / (2 * sqrt(p * (1 - p))))**2, as R `svyciprop(method="asin")`.

    At p = 0 and 1 the SE that stands in is that of `relative_variance`. R goes on past the ends of the scale, where
    the sine turns: asin(sqrt(p)) - t * SE / ... below 0 gives a lower bound above 0 again. Here the bounds stop at 0
    and 1, so that the interval holds p and widens with the SE.
    """
    angle = np.arcsin(np.sqrt(p))
    half = quantile(precision.df, confidence) * np.sqrt(relative_variance(p, precision)) / 2
    low, high = np.maximum(angle - half, 0.0), np.minimum(angle + half, np.pi / 2)
    return np.sin(low) ** 2, np.sin(high) ** 2


def likelihood_interval(p: FloatArray, precision: Precision, confidence: float) -> Interval:
    """The b that the scaled working likelihood does not reject: R `svyciprop(method="likelihood")`.

    2 * (p * log(p / b) + (1 - p) * log((1 - p) / (1 - b))) <= t**2 / n_eff * n / (n - 1)

    n_eff  p * (1 - p) / SE**2, at p = 0 and 1 the number of answers; n answers (R's dispersion of the fit has them)
    R finds b between ten points of the profile, to three or four digits; here it is exact. Where answers are missing
    R mixes the mean weights with and without them into its dispersion; this is R's interval of those with an answer.

    Rao and Scott (1984), Ann. Stat. 12, doi:10.1214/aos/1176346391.
    """
    n = np.maximum(precision.n, 2)
    k = quantile(precision.df, confidence) ** 2 * relative_variance(p, precision) * n / (n - 1)
    low, high = _root(p, k, -_FARTHEST), _root(p, k, _FARTHEST)
    certain, known = k == 0, np.isfinite(k)
    return np.where(known & (p == 0) | certain, p, low), np.where(known & (p == 1) | certain, p, high)


def _root(p: FloatArray, k: FloatArray, end: float) -> FloatArray:
    """B between p and expit(end) where the deviance is k, by halving on the scale of the logit; NaN without k."""
    p, k = np.broadcast_arrays(p, k)
    near, far = np.clip(logit(p), -_FARTHEST, _FARTHEST), np.full(p.shape, end)
    saturated = xlogy(p, p) + xlogy(1 - p, 1 - p)
    for _ in range(_HALVINGS):
        middle = (near + far) / 2
        inside = 2 * (saturated - p * log_expit(middle) - (1 - p) * log_expit(-middle)) < k
        near, far = np.where(inside, middle, near), np.where(inside, far, middle)
    return np.where(np.isfinite(p) & np.isfinite(k), expit(near), np.nan)


def _beta_quantile(a: FloatArray, b: FloatArray, q: float) -> FloatArray:
    usable = np.isfinite(a) & np.isfinite(b) & (a > 0) & (b > 0)
    found: FloatArray = np.where(usable, betaincinv(np.where(usable, a, 1.0), np.where(usable, b, 1.0), q), np.nan)
    return found


PROPORTION_INTERVALS: dict[str, Callable[[FloatArray, Precision, float], Interval]] = {
    "logit": logit_interval,
    "korn_graubard": korn_graubard_interval,
    "wilson": wilson_interval,
    "asin": asin_interval,
    "likelihood": likelihood_interval,
    "mean": mean_interval,
}


def method_named(ci_method: str) -> str:
    """The interval's name here; also takes R's names. Raises AnalysisError for an unknown one."""
    name = _NAMES_IN_R.get(ci_method, ci_method) if isinstance(ci_method, str) else ci_method
    one_of("ci_method", name, PROPORTION_INTERVALS)
    return name
