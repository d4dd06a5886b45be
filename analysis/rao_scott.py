"""Rao-Scott test that rows and columns of a table have nothing to do with each other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import fdtrc

from analysis.arrays import FloatArray
from analysis.linearised import Linearised
from analysis.unreleased import TestFigures

NAME = "Rao–Scott F"
# Other tests of the same table; see `comparing.chisq`.
FIRST_ORDER, SADDLEPOINT, WALD, ADJUSTED_WALD = (
    "Rao–Scott χ²",
    "Pearson χ², saddlepoint",
    "Wald F",
    "Adjusted Wald F",
)
OTHERS = (FIRST_ORDER, SADDLEPOINT, WALD, ADJUSTED_WALD)

# A table whose counts are known by calibration has no variance but rounding: 1e-30 where a sample of 1e9 has 1e-9.
_KNOWN = 1e-18


@dataclass(frozen=True, eq=False)
class Association:
    """How far a table is from rows and columns that have nothing to do with each other.

    x2     sum of (p - r c)**2 / (r c) over cells, with p the shares of the table and r, c its margins
    delta  (d, d) D = (C' P C)^-1 (C' P V P C): P = 1 / p on the diagonal, V the covariance of p, C contrasts of rows by
           columns, d = (rows - 1) * (columns - 1). Of a simple random sample of n cases, D is the identity over n
    """

    x2: float
    delta: FloatArray

    @property
    def trace(self) -> float:
        """Sum of the eigenvalues of D."""
        return float(np.trace(self.delta))


def association(weighted: Linearised, shape: tuple[int, int]) -> Association | None:
    """Rows against columns of a table; None where it has one row or column, or no variance.

    weighted  weighted cases in each cell, in the order of `shape` (R, G). Rows and columns without cases are left out
    """
    found = occupied(weighted, shape)
    if found is None:
        return None
    kept, (n_rows, n_columns) = found
    shares = kept.transformed(lambda w: w / w.sum(axis=-1, keepdims=True))
    p, v = shares.value.reshape(n_rows, n_columns), shares.vcov
    expected = np.outer(p.sum(axis=1), p.sum(axis=0))
    x2 = np.sum((p - expected) ** 2 / expected)
    c = np.kron(_contrasts(n_rows), _contrasts(n_columns))
    weighed = np.divide(c, p.reshape(-1, 1), out=np.zeros_like(c), where=p.reshape(-1, 1) > 0)
    d = np.linalg.lstsq(c.T @ weighed, weighed.T @ v @ weighed, rcond=None)[0]
    return Association(float(x2), d) if np.trace(d) > _KNOWN and np.trace(d @ d) > 0 else None


def occupied(weighted: Linearised, shape: tuple[int, int]) -> tuple[Linearised, tuple[int, int]] | None:
    """The cells of rows and columns with cases, and how many of both; None with fewer than two of either."""
    table = weighted.value.reshape(shape)
    kept = np.outer(table.any(axis=1), table.any(axis=0))
    n_rows, n_columns = int(kept.any(axis=1).sum()), int(kept.any(axis=0).sum())
    if n_rows < 2 or n_columns < 2:
        return None
    return weighted.at(np.flatnonzero(kept)), (n_rows, n_columns)


def rao_scott_f(weighted: Linearised, shape: tuple[int, int], nu: float) -> TestFigures | None:
    """Second-order Rao-Scott F, as R `svychisq(statistic = "F")`.

    F      x2 / trace(D), with x2 and D of `Association`
    df1    trace(D)**2 / trace(D D); df2 = df1 * nu

    nu     design degrees of freedom
    Returns None where there is nothing to test: one row or column, no degrees of freedom, or no variance.

    Rao and Scott (1984), Annals of Statistics 12; Thomas and Rao (1987), JASA 82.
    """
    found = association(weighted, shape) if nu > 0 else None
    if found is None:
        return None
    df1 = found.trace**2 / float(np.trace(found.delta @ found.delta))
    statistic = found.x2 / found.trace
    return TestFigures(NAME, statistic, df1, df1 * nu, float(fdtrc(df1, df1 * nu, statistic)))


def _contrasts(k: int) -> FloatArray:
    """(k, k - 1) columns that sum to zero: each category against the first."""
    return np.vstack([-np.ones(k - 1), np.eye(k - 1)])
