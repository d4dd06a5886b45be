"""The categories of a variable, and which of them each case is in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.errors import AnalysisError
from analysis.source import Level
from analysis.unreleased import IntArray
from survey.frame import SurveyFrame
from survey.text import LANGUAGES, Text, plain

# A variable with more values than this is a measurement, not a list of categories.
MOST_CATEGORIES = 200


@dataclass(frozen=True, eq=False)
class Categories:
    """A variable as categories.

    levels  labelled codes in code order, with codes that occur without a label in their place
    codes   (n,) number of each case's level, -1 where there is no answer
    """

    levels: tuple[Level, ...]
    codes: IntArray

    @property
    def answered(self) -> NDArray[np.bool_]:
        """(n,) True where there is an answer."""
        return self.codes >= 0


def written(value: float | str) -> str:
    """A code as people write it: 1, not 1.0."""
    return value if isinstance(value, str) else f"{value:.15g}"


def level_name(level: Level) -> str:
    """A level's code as people write it; "" for everybody."""
    return "" if level.value is None else written(level.value)


def combined(levels: Sequence[Level]) -> Level:
    """One level for a combination of categories."""
    if len(levels) == 1:
        return levels[0]
    said = {language: " × ".join(level.label.in_language(language) for level in levels) for language in LANGUAGES}
    name = ":".join(level_name(level) for level in levels)
    return Level(name, Text(said), all(level.named for level in levels))


def categories(frame: SurveyFrame, name: str) -> Categories:
    """All categories of a variable, also those that nobody chose. Raises AnalysisError for a measurement."""
    variable = frame.variable(name)
    missing = frame.is_missing(name)
    labels = {v.value: v.label for v in variable.values}
    found = _distinct(frame, name, missing)
    known = list(labels) if variable.kind == "text" else []
    order = known + sorted({*labels, *found} - set(known))
    if len(found) > MOST_CATEGORIES:
        raise AnalysisError(
            f'"{name}" has {len(found)} different values; a table takes at most {MOST_CATEGORIES} categories. '
            "Use means, or group the values first."
        )
    codes = _codes(frame, name, order)
    codes[missing] = -1
    levels = tuple(Level(value, labels.get(value) or plain(written(value)), value in labels) for value in order)
    return Categories(levels, codes)


def _distinct(frame: SurveyFrame, name: str, missing: NDArray[np.bool_]) -> list[float | str]:
    return list(pd.unique(frame.data[name][~missing]).tolist())


def _codes(frame: SurveyFrame, name: str, order: list[float | str]) -> IntArray:
    index = pd.Index(order, dtype=object if frame.variable(name).kind == "text" else np.float64)
    column = frame.data[name]
    values = column.astype(object) if index.dtype == object else column.to_numpy(dtype=np.float64)
    return np.asarray(index.get_indexer(pd.Index(values, dtype=index.dtype)), dtype=np.int64)
