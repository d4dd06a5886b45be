"""A released test as plain values; `sentences.of_comparison` and `words.test` say it."""

from __future__ import annotations

from math import isfinite
from typing import Any

from analysis.disclosure.released import ReleasedCell, ReleasedComparison
from analysis.publish.records import named
from analysis.publish.table import about


def to_json(released: ReleasedComparison) -> dict[str, Any]:
    """All of a released test as plain values; None for what does not exist, such as the p value of a constant."""
    test, cell = released.test, released.difference
    return {
        **about(released.source),
        "public_use": released.public_use,
        "n": released.n,
        "test": {
            "name": test.name,
            "distribution": test.distribution,
            "statistic": _known(test.statistic),
            "df1": test.df1,
            "df2": test.df2,
            "p_value": _known(test.p_value),
        },
        "difference": None if cell is None else {"statistic": released.statistic, **_parts(cell)},
        "level_of_confidence": released.level_of_confidence,
        "notes": [dict(note) for note in released.notes],
        **named(released),
    }


def _parts(cell: ReleasedCell) -> dict[str, float | None]:
    return {part: getattr(cell, part) for part in ("value", "std_error", "ci_low", "ci_high", "df")}


def _known(number: float) -> float | None:
    return number if isfinite(number) else None
