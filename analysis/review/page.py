"""The table of an HTML page that Varsam wrote: its cells as they are read, and the names that no reader sees."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass(frozen=True)
class PageCell:
    """A cell of the body: its headings and its text without footnote marks; `hidden` where a reason stands at it."""

    line: int
    row: str
    column: str
    text: str
    hidden: bool
    base: float | None

    @property
    def is_number(self) -> bool:
        """True where a digit is written."""
        return any(sign.isdigit() for sign in self.text)


@dataclass(frozen=True)
class Page:
    """What a page holds; `names` are study, query, policy, threshold, rounding and digest."""

    names: dict[str, str]
    cells: tuple[PageCell, ...]
    notes: str


def page_of(source: str) -> Page:
    """The table of a page. Raises ValueError where there is none of ours."""
    reader = _Reader()
    reader.feed(source)
    if "digest" not in reader.names or not reader.heads:
        raise ValueError("no table of ours")
    bases = _bases(reader)
    cells = tuple(
        PageCell(line, row.heading, _at(reader.heads, c + 1), text, hidden, bases[c] if c < len(bases) else None)
        for row in reader.rows
        if row.part == "tbody"
        for c, (line, text, hidden) in enumerate(row.cells)
    )
    return Page(reader.names, cells, reader.notes)


@dataclass
class _Row:
    part: str
    heading: str = ""
    cells: list[tuple[int, str, bool]] = field(default_factory=list)


class _Reader(HTMLParser):
    """Goes through the page from top to bottom."""

    def __init__(self) -> None:
        super().__init__()
        self.names: dict[str, str] = {}
        self.heads: list[str] = []
        self.rows: list[_Row] = []
        self.notes = ""
        self._part = self._in = ""
        self._text, self._hidden, self._line, self._mark = "", False, 0, False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("class") == "released":
            self.names = {name[5:]: value or "" for name, value in given.items() if name.startswith("data-")}
        if tag in ("thead", "tbody", "tfoot"):
            self._part = tag
        elif tag == "tr" and self._part in ("tbody", "tfoot"):
            self.rows.append(_Row(self._part))
        elif tag in ("th", "td", "p"):
            self._in, self._text, self._hidden, self._line = tag, "", False, self.getpos()[0]
        elif tag == "abbr":
            self._hidden = True
        elif tag == "sup":
            self._mark = True

    def handle_data(self, data: str) -> None:
        if self._in and not self._mark:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "sup":
            self._mark = False
        if tag != self._in:
            return
        said = " ".join(self._text.split())
        if tag == "p":
            self.notes += f" {said}"
        elif tag == "th" and self._part == "thead":
            self.heads.append(said)
        elif tag == "th":
            self.rows[-1].heading = said
        else:
            self.rows[-1].cells.append((self._line, said, self._hidden))
        self._in = ""


def _bases(reader: _Reader) -> list[float | None]:
    """The first line of the foot has the answers of each column; a table of one column has its base elsewhere."""
    foot = [row for row in reader.rows if row.part == "tfoot"]
    return [_count(text) for _, text, _ in foot[0].cells] if foot else []


def _count(text: str) -> float | None:
    digits = re.sub(r"[\s,\N{NO-BREAK SPACE}]", "", text)
    return float(digits) if digits.isdigit() else None


def _at(heads: Sequence[str], at: int) -> str:
    return heads[at] if at < len(heads) else ""
