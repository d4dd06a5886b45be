"""Weighted least squares and weighted logistic regression by Newton's method, to full precision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import expit

from analysis.errors import AnalysisError
from analysis.unreleased import FloatArray

Family = Literal["linear", "logistic"]
_MOST_STEPS = 60
_MOST_HALVINGS = 20
_BLOCK = 8192
_DEPENDENT = 1e-11
_SEPARATED = 1e-8


@dataclass(frozen=True, eq=False)
class Fit:
    """Coefficients (k,) and the (n, k) scores whose covariance over the design is the coefficients' covariance."""

    coefficient: FloatArray
    scores: FloatArray


class Dependent(AnalysisError):
    """Columns of which one says what the others say; `columns` are their numbers."""

    def __init__(self, columns: tuple[int, ...]) -> None:
        self.columns = columns
        super().__init__("Predictors say the same as each other.")


def fit(x: FloatArray, y: FloatArray, w: FloatArray, family: Family) -> Fit:
    """Solves U(b) = X' w (y - mu) = 0, with mu = X b (linear) or expit(X b) (logistic).

    scores  z_i = x_i * w_i * (y_i - mu_i) * A^-1, A = X' diag(w v) X, with v = 1 or mu * (1 - mu)
    stops when max |U| / sum(w) <= 1e-10 on columns of mean 0 and variance 1, and takes one more step

    x (n, k) with independent columns, y (n,) with 0 and 1 for "logistic", w (n,) positive
    Raises Dependent, and AnalysisError where coefficients are infinite because predictors separate the outcome.

    Binder (1983), Int. Stat. Review 51.
    """
    w = w / w.sum()
    to_original = _standardise(x, w)
    x = x @ to_original
    a_flat = _refuse_dependent(x, w)
    b, eta, settled = np.zeros(x.shape[1]), np.zeros(len(x)), False
    for _ in range(_MOST_STEPS):
        mu, v = _mean_and_variance(eta, family)
        u = x.T @ (w * (y - mu))
        a = _cross(x, w * v)
        _refuse_separated(a, a_flat)
        step = np.asarray(np.linalg.solve(a, u), dtype=np.float64)
        b, eta = _downhill(x, y, w, b, eta, step, family)
        if settled:
            break
        settled = bool(np.abs(u).max() <= 1e-10 and np.abs(step).max() <= 1e-4 * (1 + np.abs(b).max()))
    else:
        raise _separated()
    mu, v = _mean_and_variance(eta, family)
    bread = np.linalg.inv(_cross(x, w * v)) @ to_original.T
    scores = x @ bread
    scores *= (w * (y - mu))[:, None]
    return Fit(to_original @ b, scores)


def _standardise(x: FloatArray, w: FloatArray) -> FloatArray:
    """(k, k) T such that the columns of X T have mean 0, where there is an intercept, and variance 1."""
    constant = np.flatnonzero((x == x[0]).all(axis=0) & (x[0] != 0))
    t = np.eye(x.shape[1])
    if len(constant):
        means = np.where((x == x[0]).all(axis=0), x[0], w @ x)
        t[constant[0]] -= means / x[0, constant[0]]
        t[constant[0], constant[0]] = 1.0
    size = np.sqrt(w @ (x @ t) ** 2)
    return np.asarray(t / np.where(size > 0, size, 1.0))


def _refuse_dependent(x: FloatArray, w: FloatArray) -> FloatArray:
    """(k, k) X' diag(w) X."""
    a = _cross(x, w)
    values, vectors = np.linalg.eigh(a)
    if values[0] <= _DEPENDENT * values[-1]:
        raise Dependent(tuple(int(j) for j in np.flatnonzero(np.abs(vectors[:, 0]) > 1e-4)))
    return a


def _cross(x: FloatArray, w: FloatArray) -> FloatArray:
    """(k, k) X' diag(w) X, in blocks that fit the processor's cache."""
    blocks = (slice(at, at + _BLOCK) for at in range(0, len(x), _BLOCK))
    return np.asarray(sum(x[block].T @ (x[block] * w[block, None]) for block in blocks), dtype=np.float64)


def largest_leverage(x: FloatArray) -> float:
    """The largest x_i (X' X)^-1 x_i', weights left aside: how far one case settles its own fitted value.

    Where any sum of coefficients rests on m cases alone, one of them has 1 / m or more.
    """
    each = np.ones(len(x))
    x = x @ _standardise(x, each / len(x))
    inverse = np.linalg.inv(_cross(x, each))
    blocks = (x[at : at + _BLOCK] for at in range(0, len(x), _BLOCK))
    return max(float(np.einsum("ij,ij->i", block @ inverse, block).max()) for block in blocks)


def _mean_and_variance(eta: FloatArray, family: Family) -> tuple[FloatArray, FloatArray]:
    if family == "linear":
        return eta, np.ones_like(eta)
    mu = expit(eta)
    return mu, mu * (1 - mu)


def _loss(eta: FloatArray, y: FloatArray, w: FloatArray, family: Family) -> float:
    if family == "linear":
        return float(w @ (y - eta) ** 2)
    return float(w @ (np.maximum(eta, 0) + np.log1p(np.exp(-np.abs(eta))) - y * eta))


def _downhill(
    x: FloatArray, y: FloatArray, w: FloatArray, b: FloatArray, eta: FloatArray, step: FloatArray, family: Family
) -> tuple[FloatArray, FloatArray]:
    """One Newton step, halved while it makes the fit worse; b and X b after it."""
    before, along = _loss(eta, y, w, family), x @ step
    for half in range(_MOST_HALVINGS):
        part = 0.5**half
        if _loss(eta + part * along, y, w, family) <= before * (1 + 1e-12):
            break
    b = b + part * step
    return b, x @ b


def _refuse_separated(a: FloatArray, a_flat: FloatArray) -> None:
    """Where the outcome is separated, v tends to 0 for a combination of the columns, and A with it."""
    least = np.linalg.eigvals(np.linalg.solve(a_flat, a)).real.min()
    if least < _SEPARATED:
        raise _separated()


def _separated() -> AnalysisError:
    return AnalysisError(
        "The predictors tell the outcome apart completely in a part of the data, so that a coefficient is infinite. "
        "Merge small categories, or leave a predictor out."
    )
