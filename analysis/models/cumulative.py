"""The likelihood of ordered categories: a latent value cut at thresholds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, get_args

import numpy as np
from scipy.special import expit, log_ndtr, logit, ndtri

from analysis.arrays import FloatArray, IntArray
from analysis.models.columns import cross

Link = Literal["logit", "probit", "cloglog", "loglog"]
LINKS: tuple[str, ...] = get_args(Link)

# Beyond every threshold: F is 0 or 1 there, and no function of it overflows.
FAR = 700.0


@dataclass(frozen=True)
class Distribution:
    """Of the latent value, with distribution function F.

    log_between  log(F(u) - F(l)), l < u, precise in both tails
    log_density  log f = log F'
    bend         f' / f
    inverse      of F
    """

    log_between: Callable[[FloatArray, FloatArray], FloatArray]
    log_density: Callable[[FloatArray], FloatArray]
    bend: Callable[[FloatArray], FloatArray]
    inverse: Callable[[FloatArray], FloatArray]


def _log_logistic(z: FloatArray) -> FloatArray:
    return np.asarray(np.minimum(z, 0) - np.log1p(np.exp(-np.abs(z))))


def _logistic_between(low: FloatArray, up: FloatArray) -> FloatArray:
    return _log_logistic(up) + _log_logistic(-low) + np.log(-np.expm1(low - up))


def _normal_between(low: FloatArray, up: FloatArray) -> FloatArray:
    # In the tail that is nearer, where F(u) is small, the difference loses no digits.
    flip = low + up > 0
    low, up = np.where(flip, -up, low), np.where(flip, -low, up)
    upper = log_ndtr(up)
    return np.asarray(upper + np.log(-np.expm1(log_ndtr(low) - upper)))


def _gompertz_between(low: FloatArray, up: FloatArray) -> FloatArray:
    return np.asarray(-np.exp(low) + np.log(-np.expm1(np.exp(low) - np.exp(up))))


_LOGISTIC = Distribution(
    _logistic_between, lambda z: _log_logistic(z) + _log_logistic(-z), lambda z: 1 - 2 * expit(z), logit
)
_NORMAL = Distribution(_normal_between, lambda z: -(z**2) / 2 - np.log(2 * np.pi) / 2, lambda z: -z, ndtri)
_COMPLEMENTARY = Distribution(
    _gompertz_between, lambda z: z - np.exp(z), lambda z: 1 - np.exp(z), lambda p: np.log(-np.log1p(-p))
)
_LOGLOG = Distribution(
    lambda low, up: _gompertz_between(-up, -low),
    lambda z: -z - np.exp(-z),
    lambda z: np.exp(-z) - 1,
    lambda p: -np.log(-np.log(p)),
)
DISTRIBUTIONS: Mapping[str, Distribution] = MappingProxyType(
    {"logit": _LOGISTIC, "probit": _NORMAL, "cloglog": _COMPLEMENTARY, "loglog": _LOGLOG}
)


@dataclass(frozen=True, eq=False)
class Ordered:
    """P(y <= j) = F(t_j - x b); the parameters are b (p,), then the thresholds t (q,), ascending.

    x (n, p), y (n,) categories 0 to q, w (n,) weights that sum to 1
    With u = t_y - x b, l = t_(y-1) - x b and P = F(u) - F(l), all derivatives come from those of log P along u and l.
    """

    x: FloatArray
    y: IntArray
    w: FloatArray
    n_thresholds: int
    distribution: Distribution

    @property
    def start(self) -> FloatArray:
        """(p + q,) no effects, and the thresholds that give the categories their shares."""
        shares = np.bincount(self.y, self.w, self.n_thresholds + 1).cumsum()[:-1]
        return np.concatenate([np.zeros(self.x.shape[1]), self.distribution.inverse(shares)])

    def loss(self, b: FloatArray) -> float:
        """Infinite where thresholds are not in order, or a case's category is out of reach."""
        if np.any(np.diff(b[self.x.shape[1] :]) <= 0):
            return np.inf
        with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
            loss = -float(self.w @ self.distribution.log_between(*self._limits(b)))
        return loss if np.isfinite(loss) else np.inf

    def slope_and_curvature(self, b: FloatArray) -> tuple[FloatArray, FloatArray]:
        """First derivative, and minus the second, of the log likelihood."""
        along_u, along_l, uu, ul, ll = (self.w * part for part in self._derivatives(b))
        p, q = self.x.shape[1], self.n_thresholds
        a = np.empty((p + q, p + q))
        a[:p, :p] = -cross(self.x, uu + 2 * ul + ll)
        a[:p, p:] = self._by_threshold(self.x.T * (uu + ul), self.x.T * (ll + ul))
        a[p:, :p] = a[:p, p:].T
        between = self._sums(ul)[1:-1]
        a[p:, p:] = -np.diag(self._by_threshold(uu, ll)) - np.diag(between, 1) - np.diag(between, -1)
        return np.concatenate([-self.x.T @ (along_u + along_l), self._by_threshold(along_u, along_l)]), a

    def scores(self, b: FloatArray) -> FloatArray:
        """(n, p + q) derivative of each case's weighted log likelihood."""
        along_u, along_l, *_ = self._derivatives(b)
        p = self.x.shape[1]
        scores = np.zeros((len(self.x), p + self.n_thresholds + 2))
        scores[:, :p] = self.x * -(self.w * (along_u + along_l))[:, None]
        each = np.arange(len(self.x))
        # A place before the first threshold and one after the last take what has no threshold.
        scores[each, p + self.y] = self.w * along_l
        scores[each, p + self.y + 1] = self.w * along_u
        return np.delete(scores, (p, p + self.n_thresholds + 1), axis=1)

    def _limits(self, b: FloatArray) -> tuple[FloatArray, FloatArray]:
        """(n,) l and u."""
        p = self.x.shape[1]
        t, eta = np.concatenate([[-np.inf], b[p:], [np.inf]]), self.x @ b[:p]
        low, up = (np.clip(t[self.y + side] - eta, -FAR, FAR) for side in (0, 1))
        return low, up

    def _derivatives(self, b: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray, FloatArray]:
        """(n,) first derivatives of log P along u and l; second along u twice, u and l, l twice."""
        low, up = self._limits(b)
        log_p, f = self.distribution.log_between(low, up), self.distribution.log_density
        with np.errstate(over="ignore", under="ignore"):
            # At the outer ends f is 0 and so is what it is multiplied with.
            along_u = np.exp(f(up) - log_p)
            along_l = -np.exp(f(low) - log_p)
            bent_u, bent_l = along_u * self.distribution.bend(up), along_l * self.distribution.bend(low)
        return along_u, along_l, bent_u - along_u**2, -along_u * along_l, bent_l - along_l**2

    def _by_threshold(self, upper: FloatArray, lower: FloatArray) -> FloatArray:
        """(..., q) sums for each threshold: `upper` of the category below it, `lower` of the category above."""
        return self._sums(upper)[..., :-1] + self._sums(lower)[..., 1:]

    def _sums(self, values: FloatArray) -> FloatArray:
        """(..., q + 1) sums within each category of (..., n) values."""
        rows = np.atleast_2d(values)
        sums = np.empty((len(rows), self.n_thresholds + 1))
        for row, made in zip(rows, sums, strict=True):
            made[:] = np.bincount(self.y, row, self.n_thresholds + 1)
        return sums.reshape(*values.shape[:-1], self.n_thresholds + 1)
