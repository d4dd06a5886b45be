"""A frame's variables as SPSS can hold them; what it cannot hold is refused, what must be shortened is reported.

The writer of .sav files lets most of this through in silence: a numeric column with a text format comes out empty, a
second name that differs in case is renamed on opening, long labels are cut in the middle of a word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import AnalysisError
from analysis.publish.sav_patch import MultipleSet
from analysis.publish.spss_texts import MissingTexts, missing_texts
from survey import inferring
from survey.frame import SurveyFrame
from survey.variables import Kind, Measure, MissingRange, Variable

LONGEST_LABEL, LONGEST_VALUE_LABEL, LONGEST_FILE_LABEL = 256, 120, 64
_LONGEST_NAME, _LONGEST_TEXT, _LONGEST_MISSING_TEXT = 64, 32_767, 8
_RESERVED = frozenset(["ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT", "NE", "NOT", "OR", "TO", "WITH"])
_NAME = re.compile(r"[^\W\d_](?:[\w.$#@]*[\w$#@])?")
_TEXT_FORMAT = re.compile(r"A(?:HEX)?\d+")
_ROLE_NONE, _ROLE_INPUT = "3", "0"

Code = float | str


class NotForSpss(AnalysisError):
    """Something that a .sav cannot hold; the message lists every such thing."""


@dataclass(frozen=True)
class SpssColumn:
    """A variable as it stands in the .sav; `attributes` hold what has no place of its own there.

    blanked  texts that stand for a reason and are written as a blank (`spss_texts`)
    """

    name: str
    kind: Kind
    label: str
    values: Mapping[Code, str]
    missing: tuple[MissingRange, ...]
    measure: Measure
    format: str
    attributes: Mapping[str, str]
    blanked: tuple[str, ...] = ()


@dataclass(frozen=True)
class SpssDictionary:
    """All columns and multiple-response sets, and in words what was changed on the way."""

    columns: tuple[SpssColumn, ...]
    sets: tuple[MultipleSet, ...]
    changes: tuple[str, ...]


def dictionary(frame: SurveyFrame, language: str) -> SpssDictionary:
    """The frame's meaning in one language. Raises NotForSpss with all there is to mend, in the order of the columns."""
    faults = [*_faults_of_frame(frame), *(fault for name in frame.variables for fault in _faults(frame, name))]
    if faults:
        raise NotForSpss("SPSS cannot hold these data:\n" + "\n".join(faults))
    changes: list[str] = []
    columns = tuple(
        _column(variable, frame.data[name], language, changes) for name, variable in frame.variables.items()
    )
    return SpssDictionary(columns, _sets(frame, language), tuple(changes))


def shortened(text: str, longest: int) -> str:
    """The text in at most `longest` bytes: whole words, then an ellipsis. Breaks and tabs become spaces."""
    text = re.sub(r"[\x00-\x1f\x7f]", " ", text)
    if len(text.encode()) <= longest:
        return text
    kept = text.encode()[: longest - len("…".encode())].decode(errors="ignore")
    whole, space, _ = kept.rpartition(" ")
    # A text without spaces in reach is cut where it must be.
    return (whole.rstrip(" ,;:–-") if space and len(whole) > longest // 2 else kept) + "…"


def _faults_of_frame(frame: SurveyFrame) -> Iterator[str]:
    if not len(frame) or not frame.variables:
        yield "The frame has no rows or no variables: there is nothing to write."
    for folded, count in Counter(name.upper() for name in frame.variables).items():
        if count > 1:
            same = [name for name in frame.variables if name.upper() == folded]
            yield f"The names {' and '.join(same)} differ only in capitals, which SPSS takes for one. Rename one."


def _faults(frame: SurveyFrame, name: str) -> Iterator[str]:
    variable, column = frame.variables[name], frame.data[name]
    if fault := _fault_of_name(name):
        yield f'"{name}" {fault}. Rename the variable.'
    if variable.format and bool(_TEXT_FORMAT.fullmatch(variable.format)) != (variable.kind == "text"):
        yield f'"{name}" is {variable.kind} but has the format {variable.format}, with which SPSS would empty it.'
    if variable.kind == "numeric" and np.isinf(column.to_numpy(dtype=np.float64)).any():
        yield f'"{name}" has endless numbers. Make them missing.'
    if variable.kind == "text":
        yield from _faults_of_text(name, column)
    if fault := _fault_of_missing(variable, _missing_texts(variable, column).ranges):
        yield f'"{name}" {fault}.'
    wanted = str if variable.kind == "text" else (int, float)
    if not all(isinstance(label.value, wanted) for label in (*variable.values, *variable.missing)):
        yield f'"{name}" is {variable.kind}, but one of its value labels is not.'


def _fault_of_name(name: str) -> str:
    if name.upper() in _RESERVED:
        return "is a word of SPSS's own language"
    if len(name.encode()) > _LONGEST_NAME:
        return f"is longer than {_LONGEST_NAME} bytes"
    if not _NAME.fullmatch(name):
        return 'is no name in SPSS: a letter, then letters, digits, ".", "_", "$", "#" or "@", and no "." at the end'
    return ""


def _faults_of_text(name: str, column: pd.Series) -> Iterator[str]:
    texts = column.dropna().astype("str")
    if (texts.map(lambda text: len(text.encode())) > _LONGEST_TEXT).any():
        yield f'"{name}" has texts longer than {_LONGEST_TEXT} bytes. Keep long texts in a file of their own.'
    if texts.str.contains("\x00", regex=False).any():
        yield f'"{name}" has a text with a NUL character, after which SPSS would lose the rest. Remove it.'


def _fault_of_missing(variable: Variable, gaps: tuple[MissingRange, ...]) -> str:
    ranges = sum(gap.low != gap.high for gap in gaps)
    if len(gaps) > 3 or ranges > 1 or (ranges and len(gaps) > 2):
        return "has more missing values than SPSS holds: three values, or one range and one value"
    if variable.kind == "text":
        if ranges:
            return "is text and cannot have a range of missing values in SPSS"
        if any(len(str(gap.low).encode()) > _LONGEST_MISSING_TEXT for gap in gaps):
            return f"has a missing value longer than {_LONGEST_MISSING_TEXT} bytes, which SPSS cannot hold"
    return ""


def _column(variable: Variable, column: pd.Series, language: str, changes: list[str]) -> SpssColumn:
    full = _label(variable, language)
    label = shortened(full, LONGEST_LABEL)
    if label.endswith("…") and label != full:
        changes.append(f"{variable.name}: label shortened; whole in the attribute FullLabel.")
    texts = _missing_texts(variable, column)
    values = {}
    for each in (*variable.values, *(label for label in variable.missing if label.value not in texts.blanked)):
        wording = each.label.in_language(language)
        values[each.value] = shortened(wording, LONGEST_VALUE_LABEL)
        if values[each.value].endswith("…") and values[each.value] != wording:
            changes.append(f"{variable.name}: label of the code {code(each.value)} shortened.")
    if variable.kind == "text" and column.dropna().astype("str").str.endswith(" ").any():
        changes.append(f"{variable.name}: SPSS drops spaces at the end of a text.")
    if texts.blanked:
        changes.append(f"{variable.name}: {', '.join(texts.blanked)} written as blank, which is missing.")
    return SpssColumn(
        name=variable.name,
        kind=variable.kind,
        label=label,
        values=values,
        missing=texts.ranges,
        measure=variable.measure,
        format=_format(variable, column),
        attributes=_attributes(variable, full if label != full else "", language),
        blanked=texts.blanked,
    )


def _label(variable: Variable, language: str) -> str:
    """The wording; an item of a battery is followed by the battery's own, without which it says too little."""
    label, stem = variable.label.in_language(language), variable.stem.in_language(language)
    return f"{label} – {stem}" if variable.question_type == "battery" and stem else label


def _missing_texts(variable: Variable, column: pd.Series) -> MissingTexts:
    width = int(_format(variable, column)[1:]) if variable.kind == "text" else 0
    return missing_texts(variable, column, width=width)


def _format(variable: Variable, column: pd.Series) -> str:
    if variable.kind == "text":
        named = int(variable.format[1:]) if re.fullmatch(r"A\d+", variable.format) else 1
        return f"A{max(named, int(inferring.text_format(column.dropna())[1:]))}"
    return variable.format or inferring.number_format(column.to_numpy(dtype=np.float64))


def _attributes(variable: Variable, full_label: str, language: str) -> dict[str, str]:
    given = {
        "$@Role": _ROLE_INPUT if variable.role in ("answer", "derived") else _ROLE_NONE,
        "FullLabel": full_label,
        "Question": variable.question,
        "Universe": variable.universe.in_language(language),
    }
    # An attribute ends at a quotation mark before a line's end, so neither may stand in it.
    return {name: re.sub(r"\s+", " ", value).replace("'", "’") for name, value in given.items() if value}


def _sets(frame: SurveyFrame, language: str) -> tuple[MultipleSet, ...]:
    members: dict[str, list[Variable]] = {}
    for variable in frame.variables.values():
        if variable.question_type == "multiple" and variable.kind == "numeric" and _NAME.fullmatch(variable.question):
            members.setdefault(variable.question, []).append(variable)
    return tuple(
        MultipleSet(question, shortened(of[0].stem.in_language(language), LONGEST_LABEL), tuple(v.name for v in of))
        for question, of in members.items()
        if len(of) > 1
    )


def code(value: Code) -> str:
    """A code as SPSS syntax writes it: a number without needless decimals, a text in quotation marks."""
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return f"{value:.0f}" if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))
