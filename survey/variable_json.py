"""A variable's meaning as plain JSON values, and back: what a frame's file carries beside the answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from math import isfinite
from typing import Any

from survey.text import Text
from survey.variables import MissingRange, ValueLabel, Variable

_TEXTS = ("label", "stem", "universe")
_LABELLED = ("values", "missing")


class BadVariable(ValueError):
    """JSON that does not describe a variable."""


def to_json(variable: Variable) -> dict[str, Any]:
    """The variable as JSON values; what has its default is left out. Endless ranges are written "inf" and "-inf"."""
    written = {field.name: getattr(variable, field.name) for field in fields(variable)}
    unsaid = {field.name: Text() if field.name in _TEXTS else field.default for field in fields(variable)}
    written = {name: value for name, value in written.items() if name == "label" or value != unsaid[name]}
    for name in _LABELLED:
        if name in written:
            written[name] = [[_number(each.value), each.label] for each in written[name]]
    if "missing_ranges" in written:
        written["missing_ranges"] = [[_number(gap.low), _number(gap.high)] for gap in variable.missing_ranges]
    return written


def from_json(written: Mapping[str, Any]) -> Variable:
    """The variable that `to_json` wrote. Raises BadVariable."""
    known = {field.name for field in fields(Variable)}
    if not {"name", "label"} <= set(written) <= known:
        raise BadVariable(f"a variable has name, label and further known keys, not {', '.join(written)}")
    read = dict(written)
    value = str if written.get("kind") == "text" else float
    try:
        for name in _TEXTS:
            if name in read:
                read[name] = Text(read[name])
        for name in _LABELLED:
            if name in read:
                read[name] = tuple(ValueLabel(value(code), Text(label)) for code, label in read[name])
        if "missing_ranges" in read:
            gaps: Sequence[Sequence[Any]] = read["missing_ranges"]
            read["missing_ranges"] = tuple(MissingRange(value(low), value(high)) for low, high in gaps)
        return Variable(**read)
    except (TypeError, ValueError) as error:
        raise BadVariable(f"variable {written['name']}") from error


def _number(value: float | str) -> float | str:
    return value if isinstance(value, str) or isfinite(value) else str(value)
