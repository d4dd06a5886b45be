"""A questionnaire as text that never changes: all that is asked, without the places in its files."""

from __future__ import annotations

import json
import types
from dataclasses import MISSING, fields, is_dataclass
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from survey.errors import UnreadableFile
from survey.model import Questionnaire
from survey.text import Text


def thaw(plain: object) -> Questionnaire:
    """The questionnaire that `survey.compile.plain` wrote down. Raises UnreadableFile."""
    try:
        questionnaire = _read(Questionnaire, plain)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise UnreadableFile(
            "A released questionnaire must be as `varsam release` wrote it; this one is damaged. "
            "Bring the file back as it was."
        ) from None
    assert isinstance(questionnaire, Questionnaire)
    return questionnaire


def as_text(content: dict[str, Any]) -> str:
    """JSON in a fixed order with a line for each value, so that version control shows what differs."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def _read(kind: Any, value: Any) -> Any:
    """A value of the type, from nested lists and dicts; what was as it is by itself was not written."""
    if get_origin(kind) in (Union, types.UnionType):
        return None if value is None else _read(next(arg for arg in get_args(kind) if arg is not type(None)), value)
    if get_origin(kind) is tuple:
        return tuple(_read(get_args(kind)[0], part) for part in value)
    if get_origin(kind) is Literal:
        if value not in get_args(kind):
            raise ValueError
        return value
    if kind is Text:
        return Text({str(language): str(text) for language, text in value.items()})
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        unknown = set(value) - set(hints)
        lacking = {f.name for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING} - set(value)
        if unknown or lacking:
            raise ValueError
        return kind(**{name: _read(hints[name], part) for name, part in value.items()})  # type: ignore[operator]
    if not isinstance(value, int | float if kind is float else kind):
        raise TypeError
    return value
