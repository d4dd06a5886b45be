"""Groupings: variables that a study makes from others by putting their codes together, such as age in two groups.

They are declared before the field (`[groupings.NAME]` in study.toml), so that nobody cuts an answer where a few people
lie. A grouping may be made from another, which gives a chain from fine to coarse.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.errors import SurveyError
from survey.frame import SurveyFrame
from survey.text import LANGUAGES, Text
from survey.variables import ValueLabel, Variable


class BadGrouping(SurveyError):
    """A grouping that does not fit the variable that it is made from."""


@dataclass(frozen=True)
class Band:
    """Codes that become one category: those listed, or the numbers from `low` to `high`, both included."""

    label: Text
    codes: tuple[float, ...] = ()
    low: float = np.inf
    high: float = -np.inf

    def holds(self, values: NDArray[np.float64]) -> NDArray[np.bool_]:
        """(n,) True where a value belongs here."""
        return np.isin(values, self.codes) | ((values >= self.low) & (values <= self.high))


@dataclass(frozen=True)
class Grouping:
    """A variable `name` made from the variable `of`; its categories have the codes 1, 2, 3 ... in their order."""

    name: str
    of: str
    title: Text
    bands: tuple[Band, ...]

    def variable(self, of: Variable) -> Variable:
        """What the grouping means, made from the variable `of`."""
        labels = tuple(ValueLabel(float(number), band.label) for number, band in enumerate(self.bands, start=1))
        return replace(
            of,
            name=self.name,
            label=self.title,
            role="derived",
            values=labels,
            measure="ordinal",
            min=None,
            max=None,
        )


def groupings_of(settings: Mapping[str, Any]) -> tuple[Grouping, ...]:
    """The groupings as [groupings.NAME] of study.toml writes them, in file order. Raises BadGrouping."""
    return tuple(_grouping(name, given) for name, given in settings.items())


def grouped(frame: SurveyFrame, groupings: Sequence[Grouping]) -> SurveyFrame:
    """The frame with the groupings as derived variables; missing codes stay what they are.

    Raises UnknownVariable, and BadGrouping where a name is taken, a value is in no category or in two, or `of` is text.
    """
    for grouping in groupings:
        frame = _with(frame, grouping)
    return frame


def coarser(groupings: Sequence[Grouping]) -> dict[str, str]:
    """The next coarser grouping of each variable that has one: the first that is made from it."""
    found: dict[str, str] = {}
    for grouping in groupings:
        found.setdefault(grouping.of, grouping.name)
    return found


def _with(frame: SurveyFrame, grouping: Grouping) -> SurveyFrame:
    where = f"[groupings.{grouping.name}]"
    if grouping.name in frame.variables:
        raise BadGrouping(
            f'{where}: the study has a variable "{grouping.name}" already. Give the grouping another name.'
        )
    of = frame.variable(grouping.of)
    if of.kind == "text":
        raise BadGrouping(f'{where}: "{grouping.of}" holds text; only numbers and codes can be grouped.')
    column = frame.data[grouping.of].to_numpy(dtype=np.float64)
    missing = frame.is_missing(grouping.of)
    _refuse_gaps(where, grouping, np.array([label.value for label in of.values], dtype=np.float64))
    _refuse_gaps(where, grouping, column[~missing])
    codes = np.where(missing, column, _codes(grouping, column))
    return frame.with_columns({grouping.name: codes}, [grouping.variable(of)])


def _codes(grouping: Grouping, values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.argmax([band.holds(values) for band in grouping.bands], axis=0) + 1.0)


def _refuse_gaps(where: str, grouping: Grouping, values: NDArray[np.float64]) -> None:
    """Does not say which value it is: that may be the answer of one person."""
    held = np.sum([band.holds(values) for band in grouping.bands], axis=0)
    if (held == 0).any():
        raise BadGrouping(
            f'{where}: every value of "{grouping.of}" must be in a category, also one that is only labelled; some '
            "are in none. Add them to `codes`, or widen `from` and `to`."
        )
    if (held > 1).any():
        raise BadGrouping(f'{where}: a value of "{grouping.of}" is in two categories. Each belongs in one.')


def _grouping(name: str, given: Any) -> Grouping:
    where = f"[groupings.{name}]"
    if not isinstance(given, Mapping) or set(given) != {"of", "title", "categories"}:
        raise BadGrouping(f"{where} takes of, title and categories, and needs all three.")
    bands = given["categories"]
    if not isinstance(given["of"], str) or not isinstance(bands, list) or len(bands) < 2:
        raise BadGrouping(f"{where}: `of` names a variable, and `categories` is a list of two or more.")
    return Grouping(name, given["of"], _text(where, given["title"]), tuple(_band(where, band) for band in bands))


def _band(where: str, given: Any) -> Band:
    known = {"codes", "from", "to", *LANGUAGES}
    if not isinstance(given, Mapping) or not set(given) <= known:
        near = next(iter(_unknown(given, known)), "")
        raise BadGrouping(f"{where}: a category takes codes, or from and to, and its wording in sv and en.{near}")
    label = _text(where, {language: given[language] for language in LANGUAGES if language in given})
    codes = given.get("codes", [])
    if not isinstance(codes, list) or not all(_is_number(code) for code in codes):
        raise BadGrouping(f"{where}: `codes` is a list of numbers.")
    if not codes and not ("from" in given or "to" in given):
        raise BadGrouping(f"{where}: a category needs codes, or from and to.")
    if codes:
        return Band(label, tuple(float(code) for code in codes))
    low, high = given.get("from", -np.inf), given.get("to", np.inf)
    if not (_is_number(low) and _is_number(high) and low <= high):
        raise BadGrouping(f"{where}: `from` and `to` are numbers, the first not above the second.")
    return Band(label, low=float(low), high=float(high))


def _unknown(given: Any, known: set[str]) -> Iterator[str]:
    for name in given if isinstance(given, Mapping) else ():
        if name not in known:
            near = get_close_matches(str(name), sorted(known), n=1)
            yield f' It has "{name}".' + (f' Did you mean "{near[0]}"?' if near else "")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _text(where: str, given: Any) -> Text:
    if isinstance(given, Mapping) and all(isinstance(given.get(language), str) for language in LANGUAGES):
        return Text({language: given[language] for language in LANGUAGES})
    raise BadGrouping(f"{where}: wordings are given in {' and '.join(LANGUAGES)}.")
