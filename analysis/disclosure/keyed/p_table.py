"""The p-table: how counts are perturbed, as a distribution of the perturbation d."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import logsumexp, softmax

from analysis.arrays import FloatArray, IntArray


@dataclass(frozen=True)
class PTable:
    """The perturbation d of which least can be said (entropy) beside what follows.

    limit     D: |d| is at most this
    variance  V: of d, whose mean is 0; D (D + 1) / 3 makes every d from -D to D equally likely

    p(d) is proportional to exp(b d**2), with b from the variance. It is the same for all counts, so that what is cut
    around a count alike on both sides has no bias, and it knows nothing of a threshold: a count with noise may be
    negative, and is then not shown.

    Marley and Leaver (2011), 58th ISI World Statistics Congress; Giessing (2016), Privacy in Statistical Databases,
    doi:10.1007/978-3-319-45381-1_18; the R packages ptable and cellKey.
    """

    limit: int = 5
    variance: float = 3.0

    @classmethod
    def flat(cls, limit: int) -> PTable:
        """Every d as likely: who knows a figure and all other counts guesses no better than one in 2 D + 1."""
        return cls(limit, limit * (limit + 1) / 3)

    @cached_property
    def p(self) -> FloatArray:
        """(2 D + 1,) probabilities of d = -D ... D."""
        return most_entropy(self.limit, self.variance)

    @cached_property
    def _cumulated(self) -> FloatArray:
        return np.cumsum(self.p)[:-1]

    def d(self, chance: FloatArray) -> IntArray:
        """Perturbations; each of the numbers in [0, 1) says where in the distribution it falls."""
        return np.asarray(np.searchsorted(self._cumulated, chance, side="right") - self.limit)


@cache
def most_entropy(limit: int, variance: float) -> NDArray[np.float64]:
    """(2 D + 1,) Softmax(b d**2) with the variance: the minimum of a convex function of b."""
    d2 = np.arange(-limit, limit + 1.0) ** 2
    scaled = (d2 - variance) / limit**2

    def log_sum(b: FloatArray) -> float:
        return float(logsumexp(b[0] * scaled))

    def gradient(b: FloatArray) -> FloatArray:
        return np.array([scaled @ softmax(b[0] * scaled)])

    b = minimize(log_sum, np.zeros(1), jac=gradient, method="BFGS").x
    # A few steps of Newton's from there, for the last digits.
    for _ in range(20):
        p = softmax(b[0] * scaled)
        mean = scaled @ p
        b = b - mean / (scaled**2 @ p - mean**2)
    return np.asarray(softmax(b[0] * scaled))
