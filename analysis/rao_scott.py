"""Rao-Scott test that rows and columns of a table have nothing to do with each other."""

from __future__ import annotations

import numpy as np
from scipy.special import fdtrc

from analysis.linearised import Linearised
from analysis.unreleased import FloatArray, TestFigures

NAME = "Rao–Scott F"


def rao_scott_f(weighted: Linearised, shape: tuple[int, int], nu: float) -> TestFigures | None:
    """Second-order Rao-Scott F, as R `svychisq(statistic = "F")`.

    X2     sum of (p - r c)**2 / (r c) over cells, with p the shares of the table and r, c its margins, over trace(D)
    D      (C' P C)^-1 (C' P V P C): P = 1 / p on the diagonal, V the covariance of p, C contrasts of rows by columns
    df1    trace(D)**2 / trace(D D); df2 = df1 * nu

    weighted  weighted cases in each cell, in the order of `shape` (R, G). Rows and columns without cases are left out
    nu        design degrees of freedom
    Returns None where there is nothing to test: one row or column, no degrees of freedom, or no variance.

    Rao and Scott (1984), Annals of Statistics 12; Thomas and Rao (1987), JASA 82.
    """
    table = weighted.value.reshape(shape)
    kept = np.outer(table.any(axis=1), table.any(axis=0))
    n_rows, n_columns = int(kept.any(axis=1).sum()), int(kept.any(axis=0).sum())
    if n_rows < 2 or n_columns < 2 or nu <= 0:
        return None
    shares = weighted.at(np.flatnonzero(kept)).transformed(lambda w: w / w.sum(axis=-1, keepdims=True))
    p, v = shares.value.reshape(n_rows, n_columns), shares.vcov
    expected = np.outer(p.sum(axis=1), p.sum(axis=0))
    x2 = np.sum((p - expected) ** 2 / expected)
    c = np.kron(_contrasts(n_rows), _contrasts(n_columns))
    weighed = np.divide(c, p.reshape(-1, 1), out=np.zeros_like(c), where=p.reshape(-1, 1) > 0)
    d = np.linalg.lstsq(c.T @ weighed, weighed.T @ v @ weighed, rcond=None)[0]
    trace, squared = np.trace(d), np.trace(d @ d)
    if not (trace > 0 and squared > 0):
        return None
    statistic, df1 = float(x2 / trace), float(trace**2 / squared)
    return TestFigures(NAME, statistic, df1, df1 * nu, float(fdtrc(df1, df1 * nu, statistic)))


def _contrasts(k: int) -> FloatArray:
    """(k, k - 1) columns that sum to zero: each category against the first."""
    return np.vstack([-np.ones(k - 1), np.eye(k - 1)])
