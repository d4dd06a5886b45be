"""Columns of a model matrix on one scale, none of which says what the others say."""

from __future__ import annotations

import numpy as np

from analysis.arrays import FloatArray
from analysis.errors import OfAnswers
from analysis.models.matrix import ModelMatrix
from analysis.models.standardised import BLOCK, Dependent, standardised


def scaled(matrix: ModelMatrix, w: FloatArray) -> tuple[FloatArray, FloatArray]:
    """(n, k) X T and the (k, k) T that makes the columns mean 0, where there is an intercept, and variance 1.

    w  (n,) weights that sum to 1
    Coefficients of X are T times those of X T. Raises AnalysisError for columns that say the same.
    """
    try:
        columns, _ = standardised(matrix.values, w)
    except Dependent as found:
        raise same_columns(found, matrix) from found
    return (columns.x - columns.centre) * columns.scale, columns.to_original


def same_columns(found: Dependent, matrix: ModelMatrix) -> OfAnswers:
    """Says which columns say the same, by name."""
    names = [f'"{matrix.columns[j].name}"' for j in found.columns]
    if len(names) == 1:
        return OfAnswers(f"Everybody in the model has the same value of {names[0]}. Leave it out.")
    return OfAnswers(
        f"The predictors {', '.join(names)} say the same among those who answered, so their effects cannot be told "
        "apart. Leave one out."
    )


def intercept(matrix: ModelMatrix) -> int | None:
    """Number of the intercept's column; None where the formula leaves it out."""
    return next((j for j, column in enumerate(matrix.columns) if not column.variable), None)


def cross(x: FloatArray, w: FloatArray) -> FloatArray:
    """(k, k) X' diag(w) X, in blocks that fit the processor's cache."""
    blocks = (slice(at, at + BLOCK) for at in range(0, len(x), BLOCK))
    return np.asarray(sum(x[block].T @ (x[block] * w[block, None]) for block in blocks), dtype=np.float64)
