"""The response: how the mean of a family's outcome moves with its predictor, for derivatives of predictions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
from scipy.special import expit, ndtr

from analysis.arrays import FloatArray

# exp() of more is no number.
_MOST = 700.0
_ROOT_OF_2_PI = float(np.sqrt(2 * np.pi))


class Response(NamedTuple):
    """(n,) mean mu at a predictor eta, its slope d mu / d eta, and the slope's own slope."""

    mean: FloatArray
    slope: FloatArray
    bend: FloatArray


def response(family: str, eta: FloatArray) -> Response:
    """The response of a family of `families.FAMILIES`, at (n,) eta."""
    return _OF_FAMILY[family](eta)


def _straight(eta: FloatArray) -> Response:
    return Response(eta, np.ones_like(eta), np.zeros_like(eta))


def _logistic(eta: FloatArray) -> Response:
    mu = expit(eta)
    slope = mu * expit(-eta)
    return Response(mu, slope, slope * (1 - 2 * mu))


def _probit(eta: FloatArray) -> Response:
    density = np.exp(-(eta**2) / 2) / _ROOT_OF_2_PI
    return Response(ndtr(eta), density, -eta * density)


def _cloglog(eta: FloatArray) -> Response:
    t = np.exp(np.minimum(eta, _MOST))
    slope = t * np.exp(-t)
    return Response(-np.expm1(-t), slope, slope * (1 - t))


def _exponential(eta: FloatArray) -> Response:
    mu = np.exp(np.minimum(eta, _MOST))
    return Response(mu, mu, mu)


def _inverse(eta: FloatArray) -> Response:
    return Response(1 / eta, -(eta**-2), 2 * eta**-3)


_OF_FAMILY: Mapping[str, Callable[[FloatArray], Response]] = {
    "linear": _straight,
    "logistic": _logistic,
    "quasibinomial": _logistic,
    "firth": _logistic,
    "probit": _probit,
    "cloglog": _cloglog,
    "log": _exponential,
    "poisson": _exponential,
    "quasipoisson": _exponential,
    "gamma": _exponential,
    "gamma_inverse": _inverse,
}
