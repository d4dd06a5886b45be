"""One common factor behind several items, fitted to their correlations by maximum likelihood."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.arrays import FloatArray
from analysis.errors import AnalysisError

# R's `factanal` keeps uniquenesses from here on; a solution at the bound is not a maximum (Heywood case).
_LEAST_UNIQUE = 0.005
_MOST_STEPS = 50
_STEP = 1e-60


class NoFactor(AnalysisError):
    """Correlations that one common factor cannot stand behind."""


def one_factor(r: NDArray[Any]) -> NDArray[Any]:
    """(..., 2 p) loadings, then uniquenesses, of the one-factor model of correlations r (..., p, p).

    minimises  log |R*| + tr(R R*^-1),  R* = a a' + diag(u), a loadings and u uniquenesses (p,)
    A smooth function: of complex r, all around the same real one, it takes the derivative along the imaginary part,
    -H^-1 dg with g = 0 the equations that a and u solve and H their derivative.

    p at least 3. Loadings add up to a positive number. Raises NoFactor where r is singular, where there is no common
    factor, and where an item would be explained wholly (Heywood case).
    Same as R `factanal(factors = 1)`, Stata `factor, ml factors(1)`.

    Jöreskog (1967), Psychometrika 32, doi:10.1007/BF02289658; Lawley and Maxwell (1971), ch. 4.
    """
    p = r.shape[-1]
    several = r.reshape(-1, p, p)
    if not np.iscomplexobj(r):
        return np.array([_solved(one) for one in several]).reshape(*r.shape[:-2], 2 * p)
    solution, inverse = _around(several[0].real.tobytes(), p)
    along = _equations(solution, several).imag @ inverse.T
    return np.asarray((solution - 1j * along).reshape(*r.shape[:-2], 2 * p))


@lru_cache(maxsize=1)  # the parts of an estimate come in many blocks, all around the same correlations
def _around(r: bytes, p: int) -> tuple[FloatArray, FloatArray]:
    """The solution (2 p,) and H^-1 (2 p, 2 p), of correlations (p, p) as they lie in memory."""
    real = np.frombuffer(r).reshape(p, p)
    solution = _solved(real)
    return solution, np.asarray(np.linalg.inv(_hessian(solution, real)), dtype=np.float64)


def _solved(r: FloatArray) -> FloatArray:
    """(2 p,) the solution to full precision: a search over uniquenesses alone, then Newton's method for all."""
    solution = _polished(_searched(r), r)
    return solution if solution[: len(r)].sum() >= 0 else solution * np.repeat([-1.0, 1.0], len(r))


def _searched(r: FloatArray) -> FloatArray:
    from scipy.optimize import minimize  # a third of the time that `import analysis` takes

    if np.linalg.eigvalsh(r)[0] < 1e-10:
        raise NoFactor("The items repeat each other: one follows from the others. Leave it out.")
    p = len(r)
    start = np.clip((1 - 0.5 / p) / np.diag(np.linalg.inv(r)), _LEAST_UNIQUE, 1.0)
    found = minimize(
        _unfit,
        start,
        args=(r,),
        jac=True,
        method="L-BFGS-B",
        bounds=[(_LEAST_UNIQUE, 1.0)] * p,
        options={"maxiter": 2000, "ftol": 1e-14, "gtol": 1e-9},
    )
    u = np.asarray(found.x, dtype=np.float64)
    _refuse_wholly_explained(u)
    values, vectors = _eigen(u, r)
    if values[-1] <= 1:
        raise NoFactor(
            "The items have no factor in common: they do not correlate. Look at their item-rest correlations."
        )
    return np.concatenate([np.sqrt(u * (values[-1] - 1)) * vectors[:, -1], u])


def _unfit(u: FloatArray, r: FloatArray) -> tuple[float, FloatArray]:
    """Discrepancy with the best loadings for given uniquenesses, and its gradient."""
    values, vectors = _eigen(u, r)
    rest = values[:-1]
    a = np.sqrt(u * max(values[-1] - 1, 0.0)) * vectors[:, -1]
    return float(np.sum(rest - np.log(rest) - 1)), (a**2 + u - np.diag(r)) / u**2


def _eigen(u: FloatArray, r: FloatArray) -> tuple[FloatArray, FloatArray]:
    values, vectors = np.linalg.eigh(r / np.sqrt(np.outer(u, u)))
    return values, vectors


def _polished(solution: FloatArray, r: FloatArray) -> FloatArray:
    for _ in range(_MOST_STEPS):
        step = np.linalg.solve(_hessian(solution, r), _equations(solution, r))
        solution = solution - step
        if np.abs(step).max() <= 1e-13:
            _refuse_wholly_explained(solution[len(r) :])
            return solution
    raise NoFactor("The one-factor model does not settle on a solution; the items have hardly a factor in common.")


def _refuse_wholly_explained(u: FloatArray) -> None:
    if (u <= 1.01 * _LEAST_UNIQUE).any():
        raise NoFactor(
            f"One common factor would explain item {int(u.argmin()) + 1} of {len(u)}, in the order given, wholly "
            "(a Heywood case), so the one-factor model does not fit. Leave the item out, or look at the scale in parts."
        )


def _equations(solution: NDArray[Any], r: NDArray[Any]) -> NDArray[Any]:
    """(..., 2 p) derivative of half the discrepancy by the loadings, and of the discrepancy by the uniquenesses."""
    a, u = np.split(solution, 2, axis=-1)
    model = a[..., :, None] * a[..., None, :] + u[..., None] * np.eye(a.shape[-1])
    inverse = np.linalg.inv(model)
    gap = inverse @ (model - r) @ inverse
    return np.concatenate([(gap @ a[..., None])[..., 0], np.diagonal(gap, axis1=-2, axis2=-1)], axis=-1)


def _hessian(solution: FloatArray, r: FloatArray) -> FloatArray:
    """(2 p, 2 p) derivative of the equations (rows) by loadings and uniquenesses (columns), by complex step."""
    around = solution + 1j * _STEP * np.eye(len(solution))
    return np.asarray(_equations(around, r).imag.T / _STEP)
