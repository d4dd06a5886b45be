"""What an element of a definition may hold: its words, what stands behind them, and what is made of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic

from survey.errors import Fault
from survey.kinds import MISSPELT, NO_WORDING, Kind, Schema, T_co, Wording, note
from survey.model import Place
from survey.nearest import nearest
from survey.nodes import Block, Entry, Node, Scalar


@dataclass(frozen=True)
class Key(Generic[T_co]):
    """One word that an element may hold.

    stand_in  what to go on with when a required word is lacking or faulty; None leaves the whole element out
    """

    word: str
    kind: Kind[T_co]
    says: str
    required: bool = False
    stand_in: T_co | None = None


@dataclass(frozen=True)
class Shape(Generic[T_co]):
    """An element: the words it may hold, and what is made of them.

    noun    what it is called in messages, such as "question"
    named   the word that tells it from its like, such as "id"
    inside  True when messages name the element around it as well
    other_names  words used elsewhere, to what they are called here
    """

    noun: str
    make: Callable[..., T_co]
    keys: tuple[Key[object], ...]
    says: str
    named: str = "id"
    inside: bool = False
    other_names: Mapping[str, str] = field(default_factory=dict)

    def read(self, node: Node, where: str, faults: list[Fault]) -> T_co | None:
        """The element with every word that could be read; all faults inside it are noted."""
        if not isinstance(node, Block):
            what = f"A {self.noun} is expected here, written as several words with their values."
            note(faults, node.place, MISSPELT, where, what, f"Begin with `{self.keys[0].word}: ...`.")
            return None
        here = self._where(node, where)
        entries = self._known(node, here, faults)
        written = [key for key in self.keys if key.word in entries]
        values = {key.word: key.kind.read(entries[key.word].value, here, faults) for key in written}
        self._lacking(entries, node, here, faults)
        usable = {key.word: key.stand_in for key in self.keys if key.stand_in is not None}
        usable |= {word: value for word, value in values.items() if value is not None}
        if any(key.required and key.word not in usable for key in self.keys):
            return None
        return self.make(**usable, place=_placed(node, entries))

    def _known(self, node: Block, here: str, faults: list[Fault]) -> dict[str, Entry]:
        """Entries by the word they were meant to have; an unknown word is noted and read as the nearest one."""
        words = [key.word for key in self.keys]
        entries = {entry.word: entry for entry in node.entries if entry.word in words}
        for entry in node.entries:
            if entry.word not in words:
                meant = self.other_names.get(entry.word) or nearest(entry.word, words)
                mend = f'Did you mean "{meant}"?' if meant else f"It may hold: {', '.join(words)}."
                what = f'"{entry.word}" is not known in a {self.noun}.'
                note(faults, entry.place, MISSPELT, here, what, mend)
                if meant:
                    entries.setdefault(meant, entry)
        return entries

    def _lacking(self, entries: dict[str, Entry], node: Block, here: str, faults: list[Fault]) -> None:
        """Note every required word that was not written."""
        for key in self.keys:
            if key.required and key.word not in entries:
                number = NO_WORDING if isinstance(key.kind, Wording) else MISSPELT
                what, mend = f'The {self.noun} has no "{key.word}".', f"Add it: {_uncapital(key.says)}"
                note(faults, node.place, number, here, what, mend)

    def _where(self, node: Block, around: str) -> str:
        name = node.get(self.named)
        shown = name.text if isinstance(name, Scalar) else ""
        quoted = shown if self.named == "code" else f'"{shown}"'
        own = f"{self.noun} {quoted}" if shown else ""
        return ", ".join(part for part in (around if self.inside or not own else "", own) if part)

    def schema(self) -> Schema:
        """A reference to the definition."""
        return {"$ref": f"#/$defs/{self.noun.replace(' ', '_')}"}

    def definition(self) -> Schema:
        """What the reference stands for: an object with these words and no others."""
        return {
            "description": self.says,
            "type": "object",
            "properties": {key.word: {"description": key.says, **key.kind.schema()} for key in self.keys},
            "required": [key.word for key in self.keys if key.required],
            "additionalProperties": False,
        }


def _placed(node: Block, entries: dict[str, Entry]) -> Place:
    """The element's place with the line of each word, and of each language of a text."""
    lines: list[tuple[str, int]] = []
    for word, entry in entries.items():
        lines.append((word, entry.place.line))
        if isinstance(entry.value, Block):
            lines += [(f"{word}.{inner.word}", inner.place.line) for inner in entry.value.entries]
    return Place(node.place.file, node.place.line, node.place.column, tuple(lines))


def _uncapital(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
