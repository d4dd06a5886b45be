"""Chances of the categories of an outcome, and how they move with what predicts them.

Both kinds have q linear predictors eta of q + 1 chances. `x` are columns of the model matrix, or what they are moved
by: then `constant` is 0, as what stands for itself, such as a threshold, does not move.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from analysis.arrays import FloatArray
from analysis.models.cumulative import FAR, Distribution


class Chances(Protocol):
    """P(y = j), for the categories j = 0 to q, as functions of the linear predictors."""

    def predictors(self, b: FloatArray, x: FloatArray, constant: float = 1.0) -> FloatArray:
        """(q, c) eta of c cases, linear in the (p,) parameters b."""

    def pulled(self, weights: FloatArray, x: FloatArray, constant: float = 1.0) -> FloatArray:
        """(p,) derivative along b of the sum of weights (q, c) times predictors."""

    def chance(self, eta: FloatArray, j: int) -> FloatArray:
        """(c,) P(y = j)."""

    def slope(self, eta: FloatArray, j: int) -> FloatArray:
        """(q, c) derivative of P(y = j) along each eta."""

    def bend(self, eta: FloatArray, j: int, along: FloatArray) -> FloatArray:
        """(q, c) derivative of the slope, of which `along` (q, c) is one direction: sum over r of P''_rs * along_r."""


@dataclass(frozen=True, eq=False)
class OrderedChances:
    """P(y = j) = F(eta_j) - F(eta_(j-1)) with eta_j = t_j - x b; the parameters are b, then the thresholds t.

    columns  numbers of the columns that have a coefficient: all but the intercept
    """

    distribution: Distribution
    columns: tuple[int, ...]

    def predictors(self, b: FloatArray, x: FloatArray, constant: float = 1.0) -> FloatArray:
        """See `Chances`."""
        effects, thresholds = np.split(b, [len(self.columns)])
        return np.asarray(constant * thresholds[:, None] - x[:, self.columns] @ effects)

    def pulled(self, weights: FloatArray, x: FloatArray, constant: float = 1.0) -> FloatArray:
        """See `Chances`."""
        return np.concatenate([-weights.sum(axis=0) @ x[:, self.columns], constant * weights.sum(axis=1)])

    def chance(self, eta: FloatArray, j: int) -> FloatArray:
        """See `Chances`."""
        end = np.full((1, eta.shape[1]), FAR)
        limits = np.concatenate([-end, np.clip(eta, -FAR, FAR), end])
        with np.errstate(divide="ignore", over="ignore", under="ignore"):
            return np.exp(self.distribution.log_between(limits[j], limits[j + 1]))

    def slope(self, eta: FloatArray, j: int) -> FloatArray:
        """See `Chances`: f(eta_j) upwards, -f(eta_(j-1)) downwards."""
        return self._at_both_ends(self._density(eta), j)

    def bend(self, eta: FloatArray, j: int, along: FloatArray) -> FloatArray:
        """See `Chances`: the same with f' = f * (f' / f)."""
        with np.errstate(over="ignore"):
            bent = self._density(eta) * self.distribution.bend(np.clip(eta, -FAR, FAR))
        return self._at_both_ends(bent * along, j)

    def _density(self, eta: FloatArray) -> FloatArray:
        with np.errstate(over="ignore", under="ignore"):
            return np.exp(self.distribution.log_density(np.clip(eta, -FAR, FAR)))

    def _at_both_ends(self, of_each: FloatArray, j: int) -> FloatArray:
        found = np.zeros_like(of_each)
        if j < len(of_each):
            found[j] = of_each[j]
        if j > 0:
            found[j - 1] = -of_each[j - 1]
        return found


@dataclass(frozen=True, eq=False)
class BaselineChances:
    """P(y = j) = exp(eta_j) / sum over m of exp(eta_m), eta_0 = 0, eta_j = x b_j; the parameters are b_1, then b_2 ...

    q  categories but the first
    """

    q: int

    def predictors(self, b: FloatArray, x: FloatArray, constant: float = 1.0) -> FloatArray:  # noqa: ARG002
        """See `Chances`."""
        return np.asarray(b.reshape(self.q, -1) @ x.T)

    def pulled(self, weights: FloatArray, x: FloatArray, constant: float = 1.0) -> FloatArray:  # noqa: ARG002
        """See `Chances`."""
        return np.asarray(weights @ x).ravel()

    def chance(self, eta: FloatArray, j: int) -> FloatArray:
        """See `Chances`."""
        return np.asarray(self._all(eta)[j])

    def slope(self, eta: FloatArray, j: int) -> FloatArray:
        """See `Chances`: P_j (1 where s = j, less P_s)."""
        p = self._all(eta)
        return np.asarray((p[j] * (self._is(j) - p))[1:])

    def bend(self, eta: FloatArray, j: int, along: FloatArray) -> FloatArray:
        """See `Chances`: P_j (1 where s = j, less P_s) (e_j - m) - P_j P_s (e_s - m), e `along` and m = sum(P e)."""
        p, e = self._all(eta), np.concatenate([np.zeros((1, eta.shape[1])), along])
        centred = e - (p * e).sum(axis=0)
        return np.asarray((p[j] * ((self._is(j) - p) * centred[j] - p * centred))[1:])

    def _all(self, eta: FloatArray) -> FloatArray:
        """(q + 1, c) chances."""
        whole = np.concatenate([np.zeros((1, eta.shape[1])), eta])
        odds = np.exp(whole - whole.max(axis=0))
        return np.asarray(odds / odds.sum(axis=0))

    def _is(self, j: int) -> FloatArray:
        """(q + 1, 1) 1 for category j."""
        return np.eye(self.q + 1)[:, [j]]
