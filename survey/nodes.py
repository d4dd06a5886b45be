"""A definition file as nodes: every value is text, and every node knows its line and column.

The file is read event by event with PyYAML's C parser and never turned into Python objects, so `no`, `01` and `1.10`
stay what was typed. Words written twice, anchors, merges and tags are refused. A fault of layout does not end
the reading: `survey.layout` explains it and mends the text, so that all faults of a file are found at once.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import yaml

from survey.errors import Fault
from survey.layout import diagnosed, without_tabs
from survey.model import Place

_LINE_ENDS = re.compile("\r\n?|[\x85\u2028\u2029]")
_MOST_MENDINGS = 20
_DEEPEST = 30


class Scalar(NamedTuple):
    """A single value; `plain` when it was written without quotation marks."""

    text: str
    plain: bool
    place: Place


class Entry(NamedTuple):
    """One `word: value` of a block."""

    word: str
    value: Node
    place: Place


@dataclass(frozen=True)
class Block:
    """Several `word: value`, in the order they were written, each word once."""

    entries: tuple[Entry, ...]
    place: Place

    def get(self, word: str) -> Node | None:
        """The value of `word`, None when it was not written."""
        return next((entry.value for entry in self.entries if entry.word == word), None)


@dataclass(frozen=True)
class Listing:
    """Several values, each behind a dash or between square brackets."""

    items: tuple[Node, ...]
    place: Place


Node = Scalar | Block | Listing
Nonsense = Callable[[Node], int]


def _nothing(node: Node) -> int:  # noqa: ARG001
    return 0


def read_nodes(file: str, text: str, nonsense: Nonsense = _nothing) -> tuple[Node | None, tuple[Fault, ...]]:
    """The nodes of one file, and every fault of its layout in the order of its lines.

    file      as the reader knows it, for messages
    nonsense  of a file's nodes: how much in them has no meaning; tells likely mendings from unlikely ones
    Returns None for the node when the file is empty or beyond mending.
    """
    text, faults = without_tabs(file, _LINE_ENDS.sub("\n", text))
    for _ in range(_MOST_MENDINGS):
        try:
            node, found = _Composer(file).compose(text)
        except yaml.YAMLError as error:
            fault, text = diagnosed(file, text, error, partial(_oddness, nonsense))
            faults.append(fault)
        else:
            return node, tuple(sorted(faults + found, key=lambda fault: fault.line))
    return None, tuple(faults)


def _oddness(nonsense: Nonsense, text: str) -> tuple[int, int]:
    """Least for the text with the least nonsense, and among those for the one with most words."""
    try:
        node, found = _Composer("").compose(text)
    except yaml.YAMLError:
        node, found = None, []
    if node is None:
        return sys.maxsize, 0
    return nonsense(node) + len(found), -_words(node)


def _words(node: Node) -> int:
    if isinstance(node, Block):
        return sum(1 + _words(entry.value) for entry in node.entries)
    return sum(_words(item) for item in node.items) if isinstance(node, Listing) else 0


class _TooDeep(Exception):
    pass


class _Composer:
    """Events to nodes. Holds the file's name and the faults found so far."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []

    def compose(self, text: str) -> tuple[Node | None, list[Fault]]:
        """The first document of the text. Raises yaml.YAMLError on a fault of layout."""
        node: Node | None = None
        documents = 0
        events = iter(tuple(yaml.parse(text, Loader=yaml.CSafeLoader)))
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents == 2:
                    self._fault(event, "A line of three dashes starts a second document.", "Remove that line.")
            elif isinstance(event, yaml.NodeEvent):
                try:
                    read = self._node(event, events, depth=0)
                except _TooDeep:
                    return None, self.faults
                node = read if node is None else node
        return node, self.faults

    def _node(self, event: yaml.NodeEvent, events: Iterator[yaml.Event], *, depth: int) -> Node:
        if event.anchor is not None or getattr(event, "tag", None) is not None:
            self._refuse_extras(event)
        if depth > _DEEPEST:
            self._fault(
                event, "The groups stand too deep inside each other.", "Write the definition with fewer levels."
            )
            raise _TooDeep
        place = self._place(event)
        if isinstance(event, yaml.ScalarEvent):  # most of them are
            return Scalar(event.value, not event.style, place)
        if isinstance(event, yaml.MappingStartEvent):
            return Block(self._entries(events, depth), place)
        if isinstance(event, yaml.SequenceStartEvent):
            return Listing(tuple(self._items(events, depth)), place)
        return Scalar("", False, place)

    def _items(self, events: Iterator[yaml.Event], depth: int) -> Iterator[Node]:
        for event in events:
            if not isinstance(event, yaml.NodeEvent):
                return
            yield self._node(event, events, depth=depth + 1)

    def _entries(self, events: Iterator[yaml.Event], depth: int) -> tuple[Entry, ...]:
        entries: dict[str, Entry] = {}
        for event in events:
            if not isinstance(event, yaml.NodeEvent):
                break
            word = self._node(event, events, depth=depth + 1)
            value = self._node(_next_node(events), events, depth=depth + 1)
            if not isinstance(word, Scalar):
                self._fault(event, "A list or a block stands where a word is expected.", "Write `word: value`.")
            elif word.text == "<<" and word.plain:
                self._fault(event, '"<<" copies another part of the file, which is not allowed.', _REPEAT)
            elif word.text in entries:
                self._written_twice(word, entries[word.text])
            else:
                entries[word.text] = Entry(word.text, value, word.place)
        return tuple(entries.values())

    def _written_twice(self, word: Scalar, first: Entry) -> None:
        what = f'"{word.text}" is written twice for the same element, first in line {first.place.line}.'
        mend = "Keep one of them; if a new element begins here, start it with a dash: `- id: ...`."
        self.faults.append(Fault(self.file, word.place.line, 24, "", what, mend))

    def _refuse_extras(self, event: yaml.NodeEvent) -> None:
        if isinstance(event, yaml.AliasEvent):
            self._fault(event, f'"*{event.anchor}" copies another part of the file, which is not allowed.', _REPEAT)
        elif event.anchor is not None:
            self._fault(
                event, f'"&{event.anchor}" names a part of the file for copying, which is not allowed.', _REPEAT
            )
        tag = getattr(event, "tag", None)
        if tag is not None and tag != "!":
            self._fault(event, f'"{tag}" stands before a value, which is not allowed.', _QUOTE)

    def _place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        return Place(self.file, mark.line + 1, mark.column + 1) if mark else Place(self.file, 1, 1)

    def _fault(self, event: yaml.Event, what: str, mend: str) -> None:
        self.faults.append(Fault(self.file, self._place(event).line, 24, "", what, mend))


_REPEAT = (
    "Write the part out again, or give it a name as a code list; a text that begins so belongs in quotation marks."
)
_QUOTE = "Remove it; a text that begins with an exclamation mark belongs in quotation marks."


def _next_node(events: Iterator[yaml.Event]) -> yaml.NodeEvent:
    event = next(events)
    assert isinstance(event, yaml.NodeEvent)
    return event
