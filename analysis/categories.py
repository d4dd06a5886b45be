"""The categories of a variable, and which of them each case is in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.arrays import FloatArray, IntArray
from analysis.errors import AnalysisError, OfAnswers
from analysis.source import Level
from survey.frame import SurveyFrame
from survey.text import LANGUAGES, Text, plain

# A variable with more values than this is a measurement, not a list of categories.
MOST_CATEGORIES = 200
# Groups of a table may be schools.
MOST_GROUPS = 1000
_FAR_APART = 100_000


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
    return f"{value:.15g}" if isinstance(value, Real) else str(value)


def level_name(level: Level) -> str:
    """A level's code as people write it; "" for everybody."""
    return "" if level.value is None else written(level.value)


def level_number(variable: str, known: Categories, code: float | str) -> int:
    """Place of a code among the categories of a variable. Raises AnalysisError where it is none of them."""
    values = [level.value for level in known.levels]
    if code not in values:
        # Only labelled codes: a number without label is somebody's answer.
        labelled = ", ".join(written(level.value) for level in known.levels if level.named and level.value is not None)
        hint = f"its categories are {labelled}" if labelled else "`varsam codebook` lists the codes"
        raise AnalysisError(f'"{variable}" has no category {written(code)}; {hint}.')
    return values.index(code)


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
    labels = {v.value: v.label for v in variable.values}
    at, distinct = _distinct(frame, name)
    missing = _missing(frame, name, distinct)
    found = distinct[~missing].tolist()
    _refuse_more(name, len(found), MOST_GROUPS)
    known = list(labels) if variable.kind == "text" else []
    order = known + sorted({*labels, *found} - set(known))
    place = {value: i for i, value in enumerate(order)}
    places = [-1 if gone else place[value] for value, gone in zip(distinct.tolist(), missing, strict=True)]
    # At -1, where there is no value, stands the last place.
    codes = np.array([*places, -1], dtype=np.int64)[at]
    levels = tuple(Level(value, labels.get(value) or plain(written(value)), value in labels) for value in order)
    return Categories(levels, codes)


def refuse_many(name: str, known: Categories) -> None:
    """Refuse what is too long for the rows of a table or the columns of a model. Raises AnalysisError."""
    if len(known.levels) > MOST_CATEGORIES:
        _refuse_more(name, len(np.unique(known.codes[known.answered])), MOST_CATEGORIES)


def _refuse_more(name: str, n: int, most: int) -> None:
    if n > most:
        raise OfAnswers(
            f'"{name}" has {n} different values; a table takes at most {most} categories. '
            "Use means, or group the values first."
        )


def _distinct(frame: SurveyFrame, name: str) -> tuple[IntArray, NDArray[Any]]:
    """Number of each case's value among the different ones, -1 where there is none, and the different values."""
    column = frame.data[name]
    if frame.variable(name).kind == "text":
        at, texts = pd.factorize(column)
        return at.astype(np.int64, copy=False), np.asarray(texts, dtype=object)
    values = column.to_numpy(dtype=np.float64)
    return _whole_numbers(values) or pd.factorize(values)


def _missing(frame: SurveyFrame, name: str, distinct: NDArray[Any]) -> NDArray[np.bool_]:
    """Which of the different values are missing codes: asked of each once, and not of every case."""
    return replace(frame, data=pd.DataFrame({name: distinct})).is_missing(name)


def _whole_numbers(values: FloatArray) -> tuple[IntArray, FloatArray] | None:
    """`_distinct` of codes, by counting and not by hashing; None for numbers that are not whole or lie far apart."""
    low, high = np.fmin.reduce(values, initial=np.inf), np.fmax.reduce(values, initial=-np.inf)
    if not 0 <= high - low < _FAR_APART or not float(low).is_integer():
        return None
    shifted, empty = values - low, np.isnan(values)
    some_empty = bool(empty.any())
    if some_empty:
        shifted[empty] = 0
    offset = shifted.astype(np.int64)
    if not np.array_equal(offset, shifted):
        return None
    there = np.flatnonzero(np.bincount(offset[~empty] if some_empty else offset))
    number = np.full(int(high - low) + 1, -1)
    number[there] = np.arange(len(there))
    at = number[offset]
    if some_empty:
        at[empty] = -1
    return at, there + low
