"""Families of generalised linear models: how an outcome's mean depends on the predictors, and how it varies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import log_ndtr, ndtr, ndtri, xlogy

from analysis.arguments import one_of
from analysis.arrays import FloatArray
from analysis.errors import OfAnswers, SameOutcome

FAMILIES = (
    "linear",
    "logistic",
    "probit",
    "cloglog",
    "log",
    "poisson",
    "gamma",
    "gamma_inverse",
    "quasibinomial",
    "quasipoisson",
    "firth",
)
# Families whose dispersion is told: of a yes or no it says nothing.
DISPERSED = ("linear", "poisson", "gamma", "gamma_inverse", "quasibinomial", "quasipoisson")
Kind = Literal["number", "event", "count", "positive"]
Function = Callable[[FloatArray], FloatArray]

_MOST = 700.0  # exp() of more is no number
_ROOT_OF_2_PI = float(np.sqrt(2 * np.pi))


@dataclass(frozen=True, eq=False)
class Family:
    """One family with its link; every function works on (n,) arrays, element by element.

    kind      what the outcome must be: a number, an event (0 or 1), a count (0 or more), a positive number
    link      eta = g(mu), `inverse` mu = g^-1(eta)
    variance  V(mu), up to the dispersion
    slopes    (eta, y) to the score s = (y - mu) mu' / V(mu), the derivative of the log likelihood along eta, and to
              -ds/deta, which is not negative in any family here: there is one solution
    expected  the mean of -ds/deta, mu'^2 / V(mu)
    deviance  (y, mu) to the deviance of each case, without weight or dispersion
    low, high the predictor eta lies strictly between them
    canonical True where -ds/deta is its own mean, whatever the outcome

    McCullagh and Nelder (1989), Generalized Linear Models, 2nd ed.
    """

    kind: Kind
    link: Function
    inverse: Function
    variance: Function
    slopes: Callable[[FloatArray, FloatArray], tuple[FloatArray, FloatArray]]
    expected: Function
    deviance: Callable[[FloatArray, FloatArray], FloatArray]
    low: float = -np.inf
    high: float = np.inf
    canonical: bool = False

    def allows(self, eta: FloatArray) -> bool:
        """True where the family has a mean for every predictor."""
        if self.low == -np.inf and self.high == np.inf:
            return True
        return bool(eta.min(initial=np.inf) > self.low and eta.max(initial=-np.inf) < self.high)


def family_named(name: str) -> Family:
    """The family of a name in FAMILIES. Raises AnalysisError."""
    one_of("family", name, FAMILIES)
    return _FAMILIES[name]


def refuse_outcome(name: str, family: str, y: FloatArray) -> None:
    """Refuse (c,) outcomes that the family cannot have; `name` is the variable's. Raises AnalysisError."""
    kind = family_named(family).kind
    if kind == "count" and np.any(y < 0):
        raise OfAnswers(_must(family, name, "0 or more", int(np.sum(y < 0)), len(y), "negative"))
    if kind == "count" and not y.any():
        raise SameOutcome(f'"{name}" is 0 for everybody in the model; there is nothing to model.')
    if kind == "positive" and np.any(y <= 0):
        raise OfAnswers(_must(family, name, "larger than 0", int(np.sum(y <= 0)), len(y), "0 or negative"))
    if family == "poisson" and np.any(y != np.floor(y)):
        wrong = int(np.sum(y != np.floor(y)))
        raise OfAnswers(
            _must(family, name, "whole numbers", wrong, len(y), "not whole") + " For amounts use quasipoisson."
        )


def _must(family: str, name: str, what: str, wrong: int, n: int, found: str) -> str:
    return f'A {family} model needs outcomes that are {what}; {wrong} of {n} answers to "{name}" are {found}.'


def _logistic(eta: FloatArray) -> FloatArray:
    # exp(-710) is not representable as 1 / exp(710); its probability is 0 to all digits.
    return np.asarray(1 / (1 + np.exp(-np.maximum(eta, -_MOST))))


def _exp(eta: FloatArray) -> FloatArray:
    return np.exp(np.minimum(eta, _MOST))


def _binomial_variance(mu: FloatArray) -> FloatArray:
    return mu * (1 - mu)


def _binomial_deviance(y: FloatArray, mu: FloatArray) -> FloatArray:
    return np.asarray(2 * (xlogy(y, y) - xlogy(y, mu) + xlogy(1 - y, 1 - y) - xlogy(1 - y, 1 - mu)))


def _poisson_deviance(y: FloatArray, mu: FloatArray) -> FloatArray:
    return np.asarray(2 * (xlogy(y, y) - xlogy(y, mu) - (y - mu)))


def _gamma_deviance(y: FloatArray, mu: FloatArray) -> FloatArray:
    return np.asarray(2 * ((y - mu) / mu - np.log(y / mu)))


def _logistic_slopes(eta: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
    mu = _logistic(eta)
    return y - mu, mu * (1 - mu)


def _logistic_expected(eta: FloatArray) -> FloatArray:
    return _binomial_variance(_logistic(eta))


def _probit_slopes(eta: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
    side = 2 * y - 1
    hazard = np.exp(-(eta**2) / 2 - log_ndtr(side * eta)) / _ROOT_OF_2_PI
    return side * hazard, hazard * (hazard + side * eta)


def _probit_expected(eta: FloatArray) -> FloatArray:
    return np.asarray(np.exp(-(eta**2) - log_ndtr(eta) - log_ndtr(-eta)) / (2 * np.pi))


def _cloglog_slopes(eta: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
    t, g = _cloglog_parts(eta)
    # t e^t / (e^t - 1) = t + g
    return y * g - (1 - y) * t, y * g * (t + g - 1) + (1 - y) * t


def _cloglog_expected(eta: FloatArray) -> FloatArray:
    t, g = _cloglog_parts(eta)
    return t * g


def _cloglog_parts(eta: FloatArray) -> tuple[FloatArray, FloatArray]:
    """(n,) t = exp(eta), and t / (exp(t) - 1)."""
    t = np.exp(np.clip(eta, -_MOST, np.log(_MOST)))
    return t, t / np.expm1(t)


def _log_slopes(eta: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
    mu, other = np.exp(eta), -np.expm1(eta)
    return (y - mu) / other, (1 - y) * mu / other**2


def _log_expected(eta: FloatArray) -> FloatArray:
    return np.asarray(-np.exp(eta) / np.expm1(eta))


def _poisson_slopes(eta: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
    mu = _exp(eta)
    return y - mu, mu


def _gamma_slopes(eta: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
    ratio = y * _exp(-eta)
    return ratio - 1, ratio


def _inverse_slopes(eta: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
    mu = 1 / eta
    return mu - y, mu**2


_LINEAR = Family(
    kind="number",
    link=lambda mu: mu,
    inverse=lambda eta: eta,
    variance=np.ones_like,
    slopes=lambda eta, y: (y - eta, np.ones_like(eta)),
    expected=np.ones_like,
    deviance=lambda y, mu: (y - mu) ** 2,
    canonical=True,
)
_LOGISTIC = Family(
    kind="event",
    link=lambda mu: np.log(mu) - np.log1p(-mu),
    inverse=_logistic,
    variance=_binomial_variance,
    slopes=_logistic_slopes,
    expected=_logistic_expected,
    deviance=_binomial_deviance,
    canonical=True,
)
_PROBIT = Family(
    kind="event",
    link=lambda mu: np.asarray(ndtri(mu)),
    inverse=lambda eta: np.asarray(ndtr(eta)),
    variance=_binomial_variance,
    slopes=_probit_slopes,
    expected=_probit_expected,
    deviance=_binomial_deviance,
)
_CLOGLOG = Family(
    kind="event",
    link=lambda mu: np.log(-np.log1p(-mu)),
    inverse=lambda eta: -np.expm1(-_exp(eta)),
    variance=_binomial_variance,
    slopes=_cloglog_slopes,
    expected=_cloglog_expected,
    deviance=_binomial_deviance,
)
_LOG = Family(
    kind="event",
    link=np.log,
    inverse=_exp,
    variance=_binomial_variance,
    slopes=_log_slopes,
    expected=_log_expected,
    deviance=_binomial_deviance,
    high=0.0,
)
_POISSON = Family(
    kind="count",
    link=np.log,
    inverse=_exp,
    variance=lambda mu: mu,
    slopes=_poisson_slopes,
    expected=_exp,
    deviance=_poisson_deviance,
    canonical=True,
)
_GAMMA = Family(
    kind="positive",
    link=np.log,
    inverse=_exp,
    variance=np.square,
    slopes=_gamma_slopes,
    expected=np.ones_like,
    deviance=_gamma_deviance,
)
_GAMMA_INVERSE = Family(
    kind="positive",
    link=lambda mu: 1 / mu,
    inverse=lambda eta: 1 / eta,
    variance=np.square,
    slopes=_inverse_slopes,
    expected=lambda eta: eta**-2,
    deviance=_gamma_deviance,
    low=0.0,
    canonical=True,
)
# A sandwich covariance does not depend on the dispersion: a quasi family has the figures of its namesake.
_FAMILIES = {
    "linear": _LINEAR,
    "logistic": _LOGISTIC,
    "probit": _PROBIT,
    "cloglog": _CLOGLOG,
    "log": _LOG,
    "poisson": _POISSON,
    "gamma": _GAMMA,
    "gamma_inverse": _GAMMA_INVERSE,
    "quasibinomial": _LOGISTIC,
    "quasipoisson": _POISSON,
    "firth": _LOGISTIC,
}
