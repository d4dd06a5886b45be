"""Tail probabilities of weighted sums of chi-square variables, by saddlepoint approximation."""

from __future__ import annotations

import numpy as np
from scipy.special import chdtrc, fdtrc, ndtr

from analysis.arrays import FloatArray

# At zeta = 0 the formula is 0 / 0; R's survey leaves it to Satterthwaite within this distance.
_TOO_NEAR = 1e-4


def chi2_sum_tail(x: float, weights: FloatArray) -> float:
    """P(sum of a_i * chi2_1 > x), as R `pchisqsum(method = "saddlepoint", lower.tail = FALSE)`.

    weights  (k,) a_i, not 0; some may be negative
    Where the approximation has no value, that of Satterthwaite stands in: chi-square with as many degrees of freedom
    as give mean and variance, for positive weights.

    Kuonen (1999), Biometrika 86; Lumley and Scott (2014), Australian & New Zealand J. Stat. 56.
    """
    if x <= 0 and (weights >= 0).all():
        return 1.0
    found = _saddlepoint(x, weights)
    if found is not None:
        return found
    df = weights.sum() ** 2 / (weights**2).sum()
    return float(chdtrc(df, x * df / weights.sum()))


def f_sum_tail(x: float, weights: FloatArray, df: float) -> float:
    """P(sum of a_i * chi2_1 > x * chi2_df / df), as R `pFsum(method = "saddlepoint")`; `chi2_sum_tail` for infinite df.

    That is P(sum of a_i * chi2_1 - x / df * chi2_df > 0), a weighted sum with a negative weight. As in R, a broken df
    counts whole in the approximation: chi2_41 for 41.7, still over 41.7.
    """
    if x <= 0:
        return 1.0
    if np.isinf(df):
        return chi2_sum_tail(x, weights)
    whole = np.floor(df * (1 + 1e-12))  # 12.999999999999998 is 13
    found = _saddlepoint(0.0, np.append(weights, -x / df), np.append(np.ones(len(weights)), whole))
    if found is not None:
        return found
    k = weights.sum() ** 2 / (weights**2).sum()
    return float(fdtrc(k, df, x / weights.sum()))


def _saddlepoint(x: float, weights: FloatArray, counts: FloatArray | None = None) -> float | None:
    """Lugannani and Rice's formula for the sum of a_i * chi2 with `counts` degrees of freedom; None at its hole."""
    from scipy.optimize import brentq  # a third of the time that `import analysis` takes

    n = np.ones(len(weights)) if counts is None else counts
    size = weights.max()
    a, x = weights / size, x / size

    def slope(zeta: float) -> float:
        return float(np.sum(n * a / (1 - 2 * zeta * a))) - x

    upper = 1 / (2 * a.max()) * (1 - 1e-12)
    lower = 1 / (2 * a.min()) * (1 - 1e-12) if (a < 0).any() else -(n.sum() + 1) / (2 * x)
    zeta = float(brentq(slope, lower, upper, xtol=1e-15, rtol=1e-15))
    if abs(zeta) < _TOO_NEAR:
        return None
    k0 = -np.sum(n * np.log1p(-2 * zeta * a)) / 2
    k2 = 2 * np.sum(n * a**2 / (1 - 2 * zeta * a) ** 2)
    w = np.sign(zeta) * np.sqrt(2 * (zeta * x - k0))
    return float(ndtr(-(w + np.log(zeta * np.sqrt(k2) / w) / w)))
