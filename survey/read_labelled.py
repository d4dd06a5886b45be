"""SPSS and Stata files as a SurveyFrame: labels, missing values, measure and formats as the file has them.

Dates stay numbers in SPSS's unit, seconds since 14 October 1582, with a date format, so that they go back out as
dates. Stata's .a to .z become -1 to -26 (or the next free block of negative codes), all in one missing range.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from math import isnan
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyreadstat

from survey import inferring
from survey.errors import UnreadableFile
from survey.frame import SurveyFrame
from survey.text import Text, plain
from survey.variables import Measure, MissingRange, ValueLabel, Variable

_ENCODINGS = (None, "WINDOWS-1252")  # as the file says; then what old Western European files are written in
_DAY = 86_400.0
_STATA_EPOCH = (date(1960, 1, 1) - date(1582, 10, 14)).days * _DAY
_LETTERS = "abcdefghijklmnopqrstuvwxyz"

Values = list[tuple[Any, str]]


def read_sav(path: Path) -> SurveyFrame:
    """A .sav or .zsav file. Raises UnreadableFile when it is damaged or something else under that name."""
    _check_start(path, (b"$FL2", b"$FL3"), "an SPSS")
    data, meta = _read(pyreadstat.read_sav, path, "an SPSS")
    cases = _cases_of_sav(path)
    if 0 <= cases != len(data):
        raise UnreadableFile(f'"{path}" is damaged: it says {cases} cases and holds {len(data)}. Take a fresh copy.')
    variables = {name: _from_spss(name, data[name], meta) for name in meta.column_names}
    return SurveyFrame("", _tidy(data, variables), _with_sets(variables, meta), plain(meta.file_label or ""))


def read_dta(path: Path) -> SurveyFrame:
    """A .dta file. Raises UnreadableFile when it is damaged or something else under that name."""
    _check_start(path, (b"<stata_dta>", *(bytes([version]) for version in (*range(102, 116),))), "a Stata")
    content = path.read_bytes()
    if content.startswith(b"<stata_dta>") and not content.rstrip().endswith(b"</stata_dta>"):
        raise UnreadableFile(f'"{path}" is damaged: its end is missing. Take a fresh copy.')
    data, meta = _read(pyreadstat.read_dta, path, "a Stata")
    columns, variables = {}, {}
    for name in meta.column_names:
        columns[name], variables[name] = _from_stata(name, data[name], meta)
    return SurveyFrame("", _tidy(pd.DataFrame(columns), variables), variables, plain(meta.file_label or ""))


def _check_start(path: Path, starts: tuple[bytes, ...], kind: str) -> None:
    with path.open("rb") as file:
        found = file.read(16)
    if not found:
        raise UnreadableFile(f'"{path}" is empty. Take a fresh copy, or export it again.')
    if not found.startswith(starts):
        raise UnreadableFile(f'"{path}" is not {kind} file, whatever its name says, or its beginning is damaged.')


def _read(reader: Callable[..., Any], path: Path, kind: str) -> Any:
    for encoding in _ENCODINGS:
        try:
            return reader(path, user_missing=True, disable_datetime_conversion=True, encoding=encoding)
        except Exception as error:  # pyreadstat's own errors derive from nothing narrower
            reason = error
            if "encoding" not in str(error):
                break
    raise UnreadableFile(
        f'"{path}" cannot be read as {kind} file; it is cut off or damaged ({str(reason).rstrip(".")}). '
        "Take a fresh copy, or save it anew."
    ) from reason


def _cases_of_sav(path: Path) -> int:
    """The number of cases the header gives; -1 when it does not know."""
    with path.open("rb") as file:
        header = file.read(84)
    order = "<" if struct.unpack("<i", header[64:68])[0] in (2, 3) else ">"
    return int(struct.unpack(order + "i", header[80:84])[0])


def _tidy(data: pd.DataFrame, variables: Mapping[str, Variable]) -> pd.DataFrame:
    kinds = {name: "str" if variable.kind == "text" else "float64" for name, variable in variables.items()}
    return data.astype(kinds)


def _from_spss(name: str, column: pd.Series, meta: Any) -> Variable:
    kind = "numeric" if meta.readstat_variable_types[name] != "string" else "text"
    ranges = tuple(
        MissingRange(gap["lo"], gap["hi"]) for gap in meta.missing_ranges.get(name, []) if not _is_nothing(gap)
    )
    labels: Values = sorted(meta.variable_value_labels.get(name, {}).items())
    measure = meta.variable_measure[name]
    return Variable(
        name,
        _wording(meta, name),
        kind="text" if kind == "text" else "numeric",
        measure=measure if measure != "unknown" else _measure(column, kind, labels),
        values=_labels(value for value in labels if not _within(value[0], ranges)),
        missing=_labels(value for value in labels if _within(value[0], ranges)),
        missing_ranges=ranges,
        format=meta.original_variable_types[name],
    )


def _is_nothing(gap: Mapping[str, Any]) -> bool:
    """True for a missing range that names no value: some writers declare the system-missing value as missing."""
    return not isinstance(gap["lo"], str) and isnan(gap["lo"])


def _within(value: Any, ranges: tuple[MissingRange, ...]) -> bool:
    return any(gap.low <= value <= gap.high for gap in ranges)


def _labels(labels: Any) -> tuple[ValueLabel, ...]:
    return tuple(ValueLabel(value, plain(wording)) for value, wording in labels)


def _wording(meta: Any, name: str) -> Text:
    return plain(meta.column_names_to_labels.get(name) or name)


def _measure(column: pd.Series, kind: str, labels: Values) -> Measure:
    if kind == "text":
        return "nominal"
    return inferring.measure(column.to_numpy(dtype=np.float64), labelled=bool(labels))


def _with_sets(variables: dict[str, Variable], meta: Any) -> dict[str, Variable]:
    """Multiple-response sets of ticked boxes (1 counted) as one question of type multiple."""
    changed = dict(variables)
    for name, members in (meta.mr_sets or {}).items():
        if members["type"] == "D" and str(members["counted_value"]).strip() in ("1", "1.0"):
            stem, question = plain(members["label"]), name.lstrip("$")
            for member in members["variable_list"]:
                changed[member] = replace(changed[member], question=question, question_type="multiple", stem=stem)
    return changed


def _from_stata(name: str, column: pd.Series, meta: Any) -> tuple[pd.Series, Variable]:
    labels = meta.variable_value_labels.get(name, {})
    if meta.readstat_variable_types[name] == "string":
        return column, Variable(name, _wording(meta, name), kind="text", format=inferring.text_format(column))
    column, labels, reasons = _without_letters(column, labels)
    column, format = _dated(column, meta.original_variable_types[name])
    values = column.to_numpy(dtype=np.float64)
    there: Values = sorted((value, wording) for value, wording in labels.items() if value not in reasons)
    return column, Variable(
        name,
        _wording(meta, name),
        measure=_measure(column, "numeric", there) if not format else "scale",
        values=_labels(there),
        missing=_labels(sorted((code, labels.get(code, "." + letter)) for code, letter in reasons.items())),
        missing_ranges=(MissingRange(min(reasons), max(reasons)),) if reasons else (),
        format=format or inferring.number_format(values),
    )


def _without_letters(
    column: pd.Series, labels: Mapping[Any, str]
) -> tuple[pd.Series, dict[float, str], dict[float, str]]:
    """The column with Stata's .a to .z as negative codes, its labels, and which code stands for which letter."""
    letters = column.isin(list(_LETTERS))
    used = sorted({*column[letters], *(value for value in labels if isinstance(value, str))})
    numbers = pd.to_numeric(column.mask(letters), errors="raise").astype("float64")
    taken = {*numbers.dropna().unique(), *(float(value) for value in labels if not isinstance(value, str))}
    base = next(base for base in (0, 100, 1000, 10_000, 10**6) if not any(-base - 26 <= v < -base for v in taken))
    codes = {letter: float(-base - 1 - _LETTERS.index(letter)) for letter in used}
    numbers = numbers.mask(letters, column.map(codes)).astype("float64")
    relabelled = {codes[value] if value in codes else float(value): wording for value, wording in labels.items()}
    return numbers, relabelled, {code: letter for letter, code in codes.items()}


def _dated(column: pd.Series, format: str) -> tuple[pd.Series, str]:
    """Days or milliseconds since 1960 as seconds since 1582 with a date format; other columns as they are, with ""."""
    if re.match(r"%-?t?d", format):
        return column * _DAY + _STATA_EPOCH, "DATE11"
    if re.match(r"%-?t[cC]", format):
        return column / 1000 + _STATA_EPOCH, "DATETIME20"
    return column, ""
