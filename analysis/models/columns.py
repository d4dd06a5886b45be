"""Columns of a model matrix on one scale, none of which says what the others say."""

from __future__ import annotations

import numpy as np

from analysis.arrays import FloatArray
from analysis.errors import AnalysisError
from analysis.models.formulas import ModelMatrix

_BLOCK = 8192
_DEPENDENT = 1e-11


def scaled(matrix: ModelMatrix, w: FloatArray) -> tuple[FloatArray, FloatArray]:
    """(n, k) X T and the (k, k) T that makes the columns mean 0, where there is an intercept, and variance 1.

    w  (n,) weights that sum to 1
    Coefficients of X are T times those of X T. Raises AnalysisError for columns that say the same.
    """
    x = matrix.values
    t = np.eye(x.shape[1])
    at = intercept(matrix)
    if at is not None:
        t[at] -= w @ x
        t[at, at] = 1.0
    size = np.sqrt(w @ (x @ t) ** 2)
    # What is left of a constant after its mean is rounding.
    size = np.where(size > 1e-12 * np.abs(x).max(axis=0), size, 0.0)
    t = t / np.where(size > 0, size, 1.0)
    values = x @ t
    _refuse_dependent(matrix, cross(values, w), size)
    return values, t


def intercept(matrix: ModelMatrix) -> int | None:
    """Number of the intercept's column; None where the formula leaves it out."""
    return next((j for j, column in enumerate(matrix.columns) if not column.variable), None)


def cross(x: FloatArray, w: FloatArray) -> FloatArray:
    """(k, k) X' diag(w) X, in blocks that fit the processor's cache."""
    blocks = (slice(at, at + _BLOCK) for at in range(0, len(x), _BLOCK))
    return np.asarray(sum(x[block].T @ (x[block] * w[block, None]) for block in blocks), dtype=np.float64)


def _refuse_dependent(matrix: ModelMatrix, a: FloatArray, size: FloatArray) -> None:
    if not size.all():
        name = matrix.columns[int(size.argmin())].name
        raise AnalysisError(f'Everybody in the model has the same value of "{name}". Leave it out.')
    values, vectors = np.linalg.eigh(a)
    if values[0] > _DEPENDENT * values[-1]:
        return
    names = ", ".join(f'"{matrix.columns[j].name}"' for j in np.flatnonzero(np.abs(vectors[:, 0]) > 1e-4))
    raise AnalysisError(
        f"The predictors {names} say the same among those who answered, so their effects cannot be told apart. "
        "Leave one out."
    )
