"""Linear programs, by HiGHS in scipy."""

from __future__ import annotations

import numpy as np
from scipy.optimize import linprog

from analysis.disclosure.system import FloatArray


def cheapest(
    cost: FloatArray, *, lines: FloatArray, right: FloatArray, low: FloatArray, high: FloatArray
) -> FloatArray | None:
    """(k,) the x of least cost @ x with lines @ x = right and low <= x <= high; None where there is no such x."""
    bounds = [(float(least), float(most)) for least, most in zip(low, high, strict=True)]
    found = linprog(cost, A_eq=lines, b_eq=right, bounds=bounds, method="highs")
    return np.asarray(found.x, dtype=np.float64) if found.status == 0 else None
