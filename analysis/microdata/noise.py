"""Additive noise: numbers that are a little off, so that nobody is found by an amount."""

from __future__ import annotations

import numpy as np

from analysis.arrays import FloatArray


def noisy(y: FloatArray, *, share: float, seed: int) -> FloatArray:
    """(n,) y + e with e normal, of standard deviation `share` times that of y; NaN stays NaN.

    Whole numbers are rounded to whole ones, and nothing leaves the range of y. The variance of y grows by 1 + share**2,
    which an analyst must know.
    """
    known = y[np.isfinite(y)]
    if not len(known):
        return y
    spread = float(np.sqrt(np.mean((known - known.mean()) ** 2)))
    moved = np.clip(y + np.random.default_rng(seed).normal(0.0, share * spread, len(y)), known.min(), known.max())
    return np.rint(moved) if (known == np.rint(known)).all() else moved
