"""What a column of an imported file is when the file does not say: its level of measurement and its format."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from survey.variables import Measure

_MOST_CODES = 12  # more distinct whole numbers without labels are counted as amounts, not as codes
_MOST_DECIMALS = 6


def measure(values: NDArray[np.float64], *, labelled: bool) -> Measure:
    """Nominal when the values have labels or are few whole numbers, else scale. NaN is left out."""
    found = np.unique(values[np.isfinite(values)])
    few_codes = found.size <= _MOST_CODES and bool((found == np.round(found)).all())
    return "nominal" if labelled or few_codes else "scale"


def number_format(values: NDArray[np.float64]) -> str:
    """The narrowest F format that shows every value, with at most six decimals."""
    found = np.unique(values[np.isfinite(values)])
    decimals = next((d for d in range(_MOST_DECIMALS) if (found == np.round(found, d)).all()), _MOST_DECIMALS)
    whole = max((len(f"{value:.0f}") for value in (found.min(), found.max())), default=1) if found.size else 1
    return f"F{min(40, whole + (decimals + 1 if decimals else 0))}.{decimals}"


def text_format(texts: Iterable[object]) -> str:
    """The A format that holds the longest of the texts, in bytes."""
    return f"A{max((len(str(text).encode()) for text in texts), default=1) or 1}"
