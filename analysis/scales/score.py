"""Scales: several items made into one score, with items that point the other way and with missing answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from analysis.arguments import listed, number_of, one_of, takes, whole_of
from analysis.arrays import FloatArray
from analysis.categories import written
from analysis.errors import AnalysisError, NotNumeric, OfAnswers
from survey.columns import MISSING_RANGES
from survey.frame import SurveyFrame
from survey.missing import Missing
from survey.text import LANGUAGES, Text
from survey.variables import ValueLabel, Variable

Method = Literal["mean", "sum"]

_MADE = {
    "mean": Text(sv="medelvärde av {k} frågor", en="mean of {k} items"),
    "sum": Text(sv="summa av {k} frågor", en="sum of {k} items"),
}
_REVERSED = Text(sv="omvända: {items}", en="reversed: {items}")
_SEVERAL_UNIVERSES = Text(sv="Frågorna ställdes till olika grupper", en="The items were asked of different groups")


@dataclass(frozen=True)
class Ends:
    """The lowest and the highest code of an item; None where nothing says so."""

    low: float | None
    high: float | None


@takes(SurveyFrame)
def score(
    frame: SurveyFrame,
    name: str,
    items: Sequence[str],
    *,
    label: Text | None = None,
    method: Method = "mean",
    reverse: Sequence[str] = (),
    minimum_answered: int | None = None,
    low: float | None = None,
    high: float | None = None,
) -> SurveyFrame:
    """The same frame with a further column: the score of each respondent on a scale of k items.

    mean  sum of x over the answered items / answered items
    sum   the same times k, so that a lacking answer counts as the respondent's own mean (prorated)
    x     the answer, or low + high - answer for an item in `reverse`

    label             of the new variable; by default the items' common wording and how the score was made
    minimum_answered  items that must be answered for a score; by default all
    low, high         ends of the items' codes; by default those of their code list, or the limits of a number

    The new variable has the highest sensitivity level of its items. Where too few items are answered it holds the
    reason of the first one that lacks, and "not asked" where too few were asked; NaN in a frame without these codes.
    Raises UnknownVariable, NotNumeric for text, and AnalysisError for items with different codes, an answer outside
    them, an item in `reverse` that is not among the items, and a minimum that is not from 1 to k.
    Same as SPSS COMPUTE with MEAN.n(), Stata `alpha, generate() min()`, R psych `scoreItems(impute = "none")`.
    """
    _refuse_wrong_call(frame, name, items, reverse, method)
    k = len(items)
    least = k if minimum_answered is None else minimum_answered
    if not 1 <= whole_of("minimum_answered", least, 0) <= k:
        raise AnalysisError(f"minimum_answered is from 1 to the number of items, {k}; found {least}.")
    ends = _ends(frame, items, Ends(low, high))
    x = _answers(frame, items, ends)
    for j, item in enumerate(items):
        if item in reverse:
            x[:, j] = _reversed(x[:, j], item, ends)
    answered = np.isfinite(x).sum(axis=1)
    scale = k / np.maximum(answered, 1) if method == "sum" else 1 / np.maximum(answered, 1)
    coded = _has_reasons(frame, items) and not (x < 0).any()
    lacking = _reasons(frame, items, least) if coded else np.full(len(frame), np.nan)
    scores = np.where(answered >= least, np.nansum(x, axis=1) * scale, lacking)
    return frame.with_columns({name: scores}, [_variable(frame, name, items, label, method, reverse, ends, coded)])


def _refuse_wrong_call(
    frame: SurveyFrame, name: str, items: Sequence[str], reverse: Sequence[str], method: str
) -> None:
    refuse_wrong_items(frame, items, reverse)
    if not isinstance(name, str) or not name:
        raise AnalysisError(f"A score has a name, which is one text; found {name!r}.")
    if name in frame.variables:
        raise AnalysisError(f'The frame has a variable "{name}" already. Give the score another name.')
    one_of("method", method, _MADE)


def refuse_wrong_items(frame: SurveyFrame, items: Sequence[str], reverse: Sequence[str]) -> None:
    """Raises UnknownVariable, NotNumeric, and AnalysisError for items that cannot be a scale."""
    items, reverse = listed("items", items), listed("reverse", reverse)
    twice = sorted({item for item in items if items.count(item) > 1})
    if len(items) < 2 or twice:
        found = f'"{twice[0]}" is named twice' if twice else f"found {len(items)}"
        raise AnalysisError(f"A scale is made from at least two different items; {found}.")
    for item in items:
        if frame.variable(item).kind == "text":
            raise NotNumeric(f'"{item}" holds text; an item of a scale needs numbers. Leave it out, or give it codes.')
    strangers = [f'"{item}"' for item in reverse if item not in items]
    if strangers:
        raise AnalysisError(
            f"reverse names items of the scale; {', '.join(strangers)} is not one of {', '.join(items)}."
        )


def _ends(frame: SurveyFrame, items: Sequence[str], given: Ends) -> Ends:
    """The codes' ends, which all items share; `given` comes before what the variables say."""
    if (given.low is None) != (given.high is None):
        raise AnalysisError("low and high belong together: give both, or neither.")
    first, codes = items[0], _codes(frame.variable(items[0]))
    for item in items[1:]:
        other = _codes(frame.variable(item))
        if other != codes:
            raise AnalysisError(
                f'All items of a scale have the same codes; "{first}" has {_listed(codes)}, "{item}" has '
                f"{_listed(other)}. Recode one of them, or leave it out."
            )
    if given.low is not None and given.high is not None:
        if number_of("low", given.low) >= number_of("high", given.high):
            raise AnalysisError(f"low must be below high; found {written(given.low)} and {written(given.high)}.")
        return given
    return Ends(codes[0], codes[-1]) if codes else Ends(None, None)


def _codes(variable: Variable) -> tuple[float, ...]:
    """Substantive codes in order; of a number the two limits it was asked with, if it has both."""
    gaps = variable.missing_ranges
    codes = {float(v.value) for v in variable.values}
    codes -= {code for code in codes if any(float(gap.low) <= code <= float(gap.high) for gap in gaps)}
    if codes or variable.min is None or variable.max is None:
        return tuple(sorted(codes))
    return variable.min, variable.max


def _listed(codes: tuple[float, ...]) -> str:
    return ", ".join(written(code) for code in codes) or "none"


def _answers(frame: SurveyFrame, items: Sequence[str], ends: Ends) -> FloatArray:
    """(n, k) answers, NaN where there is none. Raises AnalysisError for one outside the limits."""
    x = np.column_stack([frame.values(item) for item in items])
    if ends.low is None or ends.high is None:
        return x
    outside = (x < ends.low) | (x > ends.high)
    for item, wrong in zip(items, outside.sum(axis=0), strict=True):
        if wrong:
            raise OfAnswers(
                f'Answers to "{item}" must lie from {written(ends.low)} to {written(ends.high)}; {wrong} of '
                f"{len(x)} do not. Mark these codes as missing, or mend low and high."
            )
    return x


def _reversed(x: FloatArray, item: str, ends: Ends) -> FloatArray:
    if ends.low is None or ends.high is None:
        raise AnalysisError(f'"{item}" has no code list, so nothing says how to reverse it. Give low and high.')
    return ends.low + ends.high - x


def _has_reasons(frame: SurveyFrame, items: Sequence[str]) -> bool:
    """True where the items keep the reasons for item nonresponse as codes -1 to -9."""
    return all(frame.variable(item).missing_ranges == MISSING_RANGES for item in items)


def _reasons(frame: SurveyFrame, items: Sequence[str], least: int) -> FloatArray:
    """(n,) why there is no score: not asked where too few items were, else the first item's reason that lacks."""
    codes = np.column_stack([frame.data[item].to_numpy(dtype=np.float64) for item in items])
    asked = codes != Missing.NOT_ASKED
    lacking = np.column_stack([frame.is_missing(item) for item in items]) & asked
    first = np.take_along_axis(codes, lacking.argmax(axis=1)[:, None], axis=1)[:, 0]
    return np.where(asked.sum(axis=1) < least, float(Missing.NOT_ASKED), first)


def _variable(
    frame: SurveyFrame,
    name: str,
    items: Sequence[str],
    label: Text | None,
    method: Method,
    reverse: Sequence[str],
    ends: Ends,
    coded: bool,
) -> Variable:
    meanings = [frame.variable(item) for item in items]
    universes = {meaning.universe for meaning in meanings}
    missing: dict[float | str, ValueLabel] = {reason.value: reason for m in meanings for reason in m.missing}
    times = len(items) if method == "sum" else 1
    return Variable(
        name=name,
        label=label or _label(meanings, method, reverse),
        measure="scale",
        role="derived",
        missing=tuple(missing[code] for code in sorted(missing, reverse=True)) if coded else (),
        missing_ranges=MISSING_RANGES if coded else (),
        level=max(meaning.level for meaning in meanings),
        universe=universes.pop() if len(universes) == 1 else _SEVERAL_UNIVERSES,
        format="F8.2",
        min=None if ends.low is None else ends.low * times,
        max=None if ends.high is None else ends.high * times,
    )


def _label(meanings: Sequence[Variable], method: Method, reverse: Sequence[str]) -> Text:
    """The wording the items share, or their names, and how the score was made of them."""
    stems = {meaning.stem for meaning in meanings}
    stem = stems.pop() if len(stems) == 1 else Text()

    def label(language: str) -> str:
        about = stem.in_language(language) or ", ".join(meaning.name for meaning in meanings)
        made = _MADE[method].in_language(language).format(k=len(meanings))
        turned = _REVERSED.in_language(language).format(items=", ".join(reverse))
        return f"{about} ({'; '.join([made, turned] if reverse else [made])})"

    return Text({language: label(language) for language in LANGUAGES})
