"""What may stand behind a word of a definition: each kind reads a node and describes itself as JSON Schema.

Reading and the published schema come from the same objects, so they cannot differ. `read` returns None when the
value cannot be used; the fault is then already in the list.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Generic, Protocol, TypeVar

from survey.errors import Fault
from survey.model import Expression, Place
from survey.nearest import did_you_mean, nearest
from survey.nodes import Block, Entry, Listing, Node, Scalar
from survey.text import LANGUAGES, Text

T_co = TypeVar("T_co", covariant=True)
Schema = dict[str, object]

MISSPELT, NO_WORDING, NO_LANGUAGE, LIMITS = 24, 14, 13, 17


class Kind(Protocol[T_co]):
    """One kind of value."""

    def read(self, node: Node, where: str, faults: list[Fault]) -> T_co | None:
        """The value, or None after noting a fault; `where` names the element for the message."""
        ...

    def schema(self) -> Schema:
        """The same rule as JSON Schema."""
        ...


def note(faults: list[Fault], place: Place, number: int, where: str, what: str, mend: str) -> None:
    """Add a fault at a place."""
    faults.append(Fault(place.file, place.line, number, where, what, mend))


def single(node: Node, where: str, faults: list[Fault], expected: str) -> str | None:
    """The text of a single value; a list or a block is noted as a fault."""
    if isinstance(node, Scalar):
        return node.text.strip()
    found = "a list" if isinstance(node, Listing) else "a group of words"
    note(
        faults, node.place, MISSPELT, where, f"{expected} is expected here, but {found} was found.", "Write one value."
    )
    return None


@dataclass(frozen=True)
class Words:
    """A short text that is the same in every language, such as a telephone number."""

    def read(self, node: Node, where: str, faults: list[Fault]) -> str | None:
        """The text without spaces around it."""
        return single(node, where, faults, "A short text")

    def schema(self) -> Schema:
        """Text; an editor takes unquoted figures for a number."""
        return {"type": ["string", "number"]}


@dataclass(frozen=True)
class Name:
    """An id: what is legal as a name everywhere is decided by `survey.checks.names`."""

    def read(self, node: Node, where: str, faults: list[Fault]) -> str | None:
        """The name, never empty."""
        text = single(node, where, faults, "A name")
        if text == "":
            note(faults, node.place, MISSPELT, where, "The name is empty.", "Write a short name, such as `id: y_age`.")
        return text or None

    def schema(self) -> Schema:
        """Letters, digits and underscores, a letter first."""
        return {"type": "string", "pattern": "^[A-Za-z][A-Za-z0-9_]*$", "maxLength": 32}


@dataclass(frozen=True)
class Pattern:
    """A text of a fixed form, said in words."""

    pattern: str
    form: str

    def read(self, node: Node, where: str, faults: list[Fault]) -> str | None:
        """The text, when it has the form."""
        text = single(node, where, faults, self.form)
        if text is not None and not re.fullmatch(self.pattern, text):
            note(faults, node.place, MISSPELT, where, f'{self.form} is expected, but "{text}" was found.', "Mend it.")
            return None
        return text

    def schema(self) -> Schema:
        """The form as a pattern."""
        return {"type": "string", "pattern": f"^{self.pattern}$"}


@dataclass(frozen=True)
class Day:
    """A day as YYYY-MM-DD."""

    def read(self, node: Node, where: str, faults: list[Fault]) -> str | None:
        """The day as it was written, when it is one of the calendar."""
        text = single(node, where, faults, "A day")
        if text is None:
            return None
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:
            what = f'A day is expected, but "{text}" was found.'
            note(faults, node.place, MISSPELT, where, what, "Write year, month and day, such as 2026-11-01.")
            return None

    def schema(self) -> Schema:
        """A date."""
        return {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}


@dataclass(frozen=True)
class Whole:
    """A whole number. What is too small is left to the checks, so that it gets the message of its defect."""

    low: int | None = None
    high: int | None = None

    def read(self, node: Node, where: str, faults: list[Fault]) -> int | None:
        """The number, when it is whole and within the limits that no check knows of."""
        text = single(node, where, faults, "A whole number")
        if text is None:
            return None
        if not re.fullmatch(r"-?[0-9]{1,9}", text):
            what = f'A whole number is expected, but "{text}" was found.'
            note(faults, node.place, MISSPELT, where, what, "Write digits only.")
            return None
        number = int(text)
        if self.high is not None and not (self.low or 0) <= number <= self.high:
            what = f"A number from {self.low or 0} to {self.high} is expected, but {number} was found."
            note(faults, node.place, LIMITS, where, what, "Choose one of them.")
            return None
        return number

    def schema(self) -> Schema:
        """An integer with its limits."""
        limits = {"minimum": self.low, "maximum": self.high}
        return {"type": "integer", **{word: limit for word, limit in limits.items() if limit is not None}}


@dataclass(frozen=True)
class Share:
    """A number between 0 and 1, such as 0.25."""

    def read(self, node: Node, where: str, faults: list[Fault]) -> float | None:
        """The number, when it lies between 0 and 1."""
        text = single(node, where, faults, "A share")
        if text is None:
            return None
        if not re.fullmatch(r"0?\.[0-9]{1,6}", text) or not float(text):
            what = f'A share between 0 and 1 is expected, but "{text}" was found.'
            note(faults, node.place, MISSPELT, where, what, "Write it with a point, such as 0.25.")
            return None
        return float(text)

    def schema(self) -> Schema:
        """A number between the two."""
        return {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1}


@dataclass(frozen=True)
class Truth:
    """`true` or `false`."""

    def read(self, node: Node, where: str, faults: list[Fault]) -> bool | None:
        """True for `true`; nothing else is taken for it."""
        text = single(node, where, faults, "`true` or `false`")
        if text in ("true", "false"):
            return text == "true"
        if text is not None:
            what = f'`true` or `false` is expected, but "{text}" was found.'
            note(faults, node.place, MISSPELT, where, what, "Write one of the two.")
        return None

    def schema(self) -> Schema:
        """A boolean."""
        return {"type": "boolean"}


@dataclass(frozen=True)
class Choice:
    """One of a few words."""

    words: tuple[str, ...]

    def read(self, node: Node, where: str, faults: list[Fault]) -> str | None:
        """The word; a misspelt one is noted and read as the word that was probably meant."""
        text = single(node, where, faults, "One of " + ", ".join(self.words))
        if text is None or text in self.words:
            return text
        mend = did_you_mean(text, self.words) or f"Write one of: {', '.join(self.words)}."
        note(faults, node.place, MISSPELT, where, f'"{text}" is not known here.', mend)
        return nearest(text, self.words)

    def schema(self) -> Schema:
        """An enumeration."""
        return {"enum": list(self.words)}


@dataclass(frozen=True)
class Wording:
    """A text in all languages of the study: `{sv: ..., en: ...}`."""

    def read(self, node: Node, where: str, faults: list[Fault]) -> Text | None:
        """The wordings that are there; which are lacking is said by `survey.checks.wording`."""
        if isinstance(node, Scalar) and not node.text.strip():
            return Text()
        if not isinstance(node, Block):
            what = "A text is written without its language."
            note(faults, node.place, NO_LANGUAGE, where, what, 'Write it as `{sv: "...", en: "..."}`.')
            return None
        wordings = {entry.word: self._wording(entry, where, faults) for entry in node.entries}
        return Text({language: wording for language, wording in wordings.items() if wording})

    def _wording(self, entry: Entry, where: str, faults: list[Fault]) -> str:
        if entry.word in LANGUAGES:
            return single(entry.value, where, faults, "A text") or ""
        empty = isinstance(entry.value, Scalar) and not entry.value.text
        what = f'"{entry.word}" is no language of this study ({", ".join(LANGUAGES)}).'
        mend = "A text with a comma must stand in quotation marks." if empty else "Use one of its languages."
        note(faults, entry.place, NO_LANGUAGE, where, what, mend)
        return ""

    def schema(self) -> Schema:
        """One text a language."""
        return {"$ref": "#/$defs/wording"}

    def definition(self) -> Schema:
        """What the reference stands for."""
        properties = {language: {"type": ["string", "number"]} for language in LANGUAGES}
        return {
            "description": "A text in each language of the study.",
            "type": "object",
            "properties": properties,
            "minProperties": 1,
            "additionalProperties": False,
        }


@dataclass(frozen=True)
class Condition:
    """A condition in the routing language; `survey.expressions` reads it."""

    def read(self, node: Node, where: str, faults: list[Fault]) -> Expression | None:
        """The condition as it was written."""
        text = single(node, where, faults, "A condition")
        if text == "":
            note(faults, node.place, MISSPELT, where, "The condition is empty.", "Write one, or remove the line.")
        return Expression(text, node.place) if text else None

    def schema(self) -> Schema:
        """Text; the routing language has its own check."""
        return {"type": "string", "minLength": 1}


@dataclass(frozen=True)
class ListOf(Generic[T_co]):
    """Several values of one kind. What cannot be read is left out."""

    kind: Kind[T_co]
    at_least: int = 0

    def read(self, node: Node, where: str, faults: list[Fault]) -> tuple[T_co, ...] | None:
        """The values in the order they were written."""
        if isinstance(node, Scalar) and not node.text.strip():
            return ()
        if not isinstance(node, Listing):
            mend = "Begin each element with a dash, or write them between square brackets."
            note(faults, node.place, MISSPELT, where, "A list is expected here.", mend)
            return None
        values = (self.kind.read(item, where, faults) for item in node.items)
        return tuple(value for value in values if value is not None)

    def schema(self) -> Schema:
        """An array."""
        least = {"minItems": self.at_least} if self.at_least else {}
        return {"type": "array", "items": self.kind.schema(), **least}


@dataclass(frozen=True)
class Decimal:
    """A number, with a point where it has decimals."""

    def read(self, node: Node, where: str, faults: list[Fault]) -> float | None:
        """The number."""
        text = single(node, where, faults, "A number")
        if text is None:
            return None
        if not re.fullmatch(r"-?[0-9]{1,12}(\.[0-9]{1,9})?", text):
            what = f'A number is expected, but "{text}" was found.'
            note(faults, node.place, MISSPELT, where, what, "Write digits, with a point for decimals, such as 12.7.")
            return None
        return float(text)

    def schema(self) -> Schema:
        """A number."""
        return {"type": "number"}


@dataclass(frozen=True)
class OneOrMore(Generic[T_co]):
    """One value, or a list of some."""

    kind: Kind[T_co]

    def read(self, node: Node, where: str, faults: list[Fault]) -> tuple[T_co, ...] | None:
        """The values; a single one without its list."""
        if isinstance(node, Listing):
            return ListOf(self.kind, at_least=1).read(node, where, faults) or None
        value = self.kind.read(node, where, faults)
        return None if value is None else (value,)

    def schema(self) -> Schema:
        """Either of the two."""
        return {"oneOf": [self.kind.schema(), ListOf(self.kind, at_least=1).schema()]}
