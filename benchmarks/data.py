"""The made-up file that all programs read: 50 strata of 20 PSUs, 21 columns."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

PREDICTORS = [f"x{i}" for i in range(10)]
GROUPS = (5, 50, 500)


def made_up(n: int, seed: int = 1) -> pd.DataFrame:
    """n cases; codes also as the words that a raw file has."""
    draw = np.random.default_rng(seed)
    x = draw.normal(size=(n, len(PREDICTORS))).round(6)
    psu = draw.integers(0, 1000, n)
    eta = x @ np.linspace(-0.5, 0.5, len(PREDICTORS)) + draw.normal(size=1000)[psu] / 4
    row, column = draw.integers(1, 6, n), draw.integers(1, 5, n)
    return pd.DataFrame(
        {
            "weight": draw.uniform(0.5, 2, n).round(6),
            "stratum": psu % 50,
            "psu": psu,
            "row": row,
            "column": column,
            "row_text": np.array(["", "never", "seldom", "monthly", "weekly", "daily"])[row],
            "column_text": np.array(["", "north", "east", "south", "west"])[column],
            **{f"group{g}": draw.integers(0, g, n) for g in GROUPS},
            "y": (draw.uniform(size=n) < 1 / (1 + np.exp(-eta))).astype(int),
            **dict(zip(PREDICTORS, x.T, strict=True)),
        }
    )


def write(n: int, path: Path) -> None:
    """The file of n cases."""
    made_up(n).to_csv(path, index=False)
