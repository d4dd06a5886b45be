"""The p-table: how counts are perturbed, as a distribution of the perturbation for each true count."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import logsumexp, softmax

from analysis.arrays import BoolArray, FloatArray, IntArray


@dataclass(frozen=True)
class PTable:
    """Perturbations d of a count n: the least that can be said of them (entropy) beside what follows.

    limit     D: |d| is at most this
    variance  V: of d, whose mean is 0
    js        n + d is never from 1 to js, nor 0 where n is above js; it is 0 or more, and 0 stays 0

    p(d) is proportional to exp(a d + b d**2) over the d that are allowed, with a and b from mean and variance. From
    n = js + D + 1 on all rows are the same. Where no distribution has this mean and variance, the count becomes 0:
    with js one below a threshold T so does T itself, whose noise could only point upwards. So whatever is shown after
    a cut at T has mean n and variance V, without correction for the cut. (With noise that knows nothing of T, what is
    left after the cut lies 0.05 to 0.13 too high.)

    Marley and Leaver (2011), 58th ISI World Statistics Congress; Giessing (2016), Privacy in Statistical Databases,
    doi:10.1007/978-3-319-45381-1_18; the R packages ptable and cellKey.
    """

    limit: int = 5
    variance: float = 3.0
    js: int = 0

    @property
    def last(self) -> int:
        """The count whose row is that of all larger ones, too."""
        return self.js + self.limit + 1

    @cached_property
    def rows(self) -> FloatArray:
        """(last + 1, 2 D + 1) probabilities of d = -D ... D for the counts 0 ... last; NaN for one that becomes 0."""
        d = np.arange(-self.limit, self.limit + 1)
        found = np.full((self.last + 1, len(d)), np.nan)
        for n in range(1, self.last + 1):
            result = n + d
            allowed = (result > self.js) | ((result == 0) & ((n <= self.js) | (self.js == 0)))
            if _reachable(d[allowed], self.variance):
                found[n] = 0.0
                found[n, allowed] = _most_entropy(d[allowed].astype(np.float64), self.variance)
        return found

    @cached_property
    def _cumulated(self) -> FloatArray:
        return np.cumsum(self.rows, axis=1)[:, :-1]

    def perturbed(self, n: IntArray, chance: FloatArray) -> IntArray:
        """Counts with their noise; `chance` in [0, 1) of the shape of n says where in the row each of them falls."""
        row = np.minimum(n, self.last)
        d = (np.asarray(chance)[..., None] >= self._cumulated[row]).sum(axis=-1) - self.limit
        return np.where(self.kept(n), n + d, 0)

    def kept(self, n: IntArray) -> BoolArray:
        """True for counts that have noise of the mean and variance wanted."""
        return np.asarray(np.isfinite(self.rows[np.minimum(n, self.last), 0]))


@cache
def p_table(limit: int, variance: float, js: int) -> PTable:
    """The table, solved once."""
    return PTable(limit, variance, js)


def _reachable(d: IntArray, variance: float) -> bool:
    """True where a distribution on d has mean 0 and the variance, and is not forced to two of its values."""
    below, above = d[d < 0], d[d > 0]
    if not len(below) or not len(above):
        return False
    least = 0.0 if 0 in d else float(-below.max() * above.min())
    return least < variance < float(-below.min() * above.max())


def _most_entropy(d: FloatArray, variance: float) -> NDArray[np.float64]:
    """Softmax(a d + b d**2) with mean 0 and the variance: the minimum of a convex function of a and b."""
    moments = np.stack([d / d.max(), (d**2 - variance) / d.max() ** 2])

    def log_sum(ab: FloatArray) -> float:
        return float(logsumexp(ab @ moments))

    def gradient(ab: FloatArray) -> FloatArray:
        return np.asarray(moments @ softmax(ab @ moments))

    def curvature(ab: FloatArray) -> FloatArray:
        p = softmax(ab @ moments)
        mean = moments @ p
        return np.asarray((moments * p) @ moments.T - np.outer(mean, mean))

    found = minimize(log_sum, np.zeros(2), jac=gradient, hess=curvature, method="trust-exact")
    # A few steps of Newton's from there, for the last digits.
    ab = found.x
    for _ in range(20):
        ab = ab - np.linalg.solve(curvature(ab), gradient(ab))
    return np.asarray(softmax(ab @ moments))
