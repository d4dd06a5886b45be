"""The rows of a survey sheet as lines in groups: what each row is, and which rows stand inside which group."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from survey.exchange.losses import Losses, Spot
from survey.exchange.sheets import Row
from survey.exchange.xlsform.columns import Columns
from survey.model import QuestionType

Nesting = Literal["group", "repeat"]
_SELECTS = {
    "select_one": r"select[ _]?one( from)?|select1|select[ _]one[ _]answer",
    "select_multiple": r"select[ _]?multiple( from)?|select[ _]all[ _]that[ _]apply( from)?",
    "rank": r"rank|odk:rank",
}
_FROM_FILE = re.compile(r"select_(one|multiple)_(from_file|external)\b|(csv|xml)-external\b", re.IGNORECASE)
_NEST = re.compile(r"(begin|end)[ _]*(group|repeat|loop|lgroup|survey|score|rank|kobomatrix)\b", re.IGNORECASE)


# What each type of row becomes; what is not here does not come over.
TYPES: dict[str, QuestionType] = {
    "select_one": "single", "select_multiple": "multiple", "rank": "rank", "integer": "number", "int": "number",
    "decimal": "number", "text": "text", "string": "text", "note": "note", "date": "date", "range": "slider",
    "calculate": "computed", "acknowledge": "single", "trigger": "single", "add note prompt": "note",
    "add integer prompt": "number", "add text prompt": "text", "add date prompt": "date",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One row: its type, and the list that the type names. `or_other`: the list gets an "other" to write on."""

    row: Row
    type: str
    argument: str
    name: str
    or_other: bool = False

    @property
    def what(self) -> str:
        """How reports name it."""
        return f'question "{self.name}"' if self.name else ""


@dataclass(frozen=True)
class Group:
    """Rows between a begin and its end; the outermost one has no row of its own."""

    nesting: Nesting
    line: Line | None
    inside: list[Line | Group] = field(default_factory=list)

    def lines(self) -> Iterator[Line]:
        """All lines inside, at any depth."""
        for part in self.inside:
            yield from part.lines() if isinstance(part, Group) else (part,)


def grouped(rows: Sequence[Row], columns: Columns, losses: Losses) -> Group:
    """All rows in their groups. An end without a begin, and a begin without an end, are noted and mended."""
    whole = Group("group", None)
    opened = [whole]
    for row in rows:
        line = line_of(row, columns)
        if not line.type:
            if columns.get(row, "name") or columns.text(row, "label"):
                losses.refused(columns.at(row, "type"), line.what, "The row has no type; it was left out.")
            continue
        nest = _NEST.match(line.type)
        if nest is None:
            opened[-1].inside.append(line)
        elif nest[1].lower() == "begin":
            nesting: Nesting = "group" if nest[2].lower() in ("group", "lgroup", "survey") else "repeat"
            group = Group(nesting, line)
            opened[-1].inside.append(group)
            opened.append(group)
        elif len(opened) == 1:
            losses.refused(row.at(columns.plain.get("type", "")), "", "This ends a group that was never begun.")
        else:
            opened.pop()
    for group in opened[1:]:
        assert group.line is not None
        spot = Spot(group.line.row.sheet, group.line.row.number, columns.plain.get("type", ""))
        losses.changed(spot, f'group "{group.line.name}"', "The group is never ended; it was ended after the last row.")
    return whole


def line_of(row: Row, columns: Columns) -> Line:
    """What a row is, however its type was spelt."""
    written = " ".join(columns.get(row, "type").split())
    name = columns.get(row, "name")
    if _FROM_FILE.match(written):
        kind, _, argument = written.partition(" ")
        return Line(row, kind.lower(), argument, name)
    for kind, spelt in _SELECTS.items():
        if found := re.match(rf"({spelt})\s+(?P<list>\S+)(?P<rest>.*)$", written, re.IGNORECASE):
            other = "or_other" in found["rest"].lower() or "specify other" in found["rest"].lower()
            return Line(row, kind, found["list"], name, or_other=other)
    return Line(row, written.lower(), "", name)
