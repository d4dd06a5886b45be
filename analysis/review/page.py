"""The table of an HTML page that Varsam wrote, cell by cell as it is read, and the names that no reader sees."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

_BETWEEN = re.compile(r"^\(?(.+?)\s*[–…]\s*(.+?)\)?$")  # an interval as it is written


@dataclass(frozen=True)
class PageCell:
    """A figure as it is written, without footnote marks; `small` is what stands smaller beside it.

    hidden  True where a reason stands at it
    """

    line: int
    text: str
    small: str = ""
    hidden: bool = False

    def number(self, language: str) -> float | str | None:
        """The figure; its text where digits stand in it and it is no number, None where there are none."""
        return read_number(self.text, language)

    def interval(self, language: str) -> tuple[float | str | None, float | str | None]:
        """The two ends of what stands smaller beside it."""
        found = _BETWEEN.match(self.small)
        return (read_number(found[1], language), read_number(found[2], language)) if found else (None, None)


@dataclass(frozen=True)
class Line:
    """A line of a table: its heading, the code of its answer (None in the foot), and its cells."""

    heading: str
    code: str | None
    cells: tuple[PageCell, ...]


@dataclass(frozen=True)
class Page:
    """What a page holds.

    names  study, query, policy, threshold, rounding and digest
    heads  of the columns, with the codes of their groups; no codes where they are different figures of everybody
    """

    names: dict[str, str]
    language: str
    heads: tuple[str, ...]
    codes: tuple[str, ...]
    body: tuple[Line, ...]
    foot: tuple[Line, ...]
    notes: str


def page_of(source: str) -> Page:
    """The table of a page. Raises ValueError where there is none of ours."""
    reader = _Reader()
    reader.feed(source)
    if "digest" not in reader.names or not reader.heads:
        raise ValueError("no table of ours")
    (_, *heads), (_, *codes) = reader.heads, reader.codes
    return Page(
        names=reader.names,
        language=reader.language,
        heads=tuple(heads),
        codes=tuple(code for code in codes if code is not None),
        body=reader.lines("tbody"),
        foot=reader.lines("tfoot"),
        notes=reader.notes,
    )


def read_number(text: str, language: str) -> float | str | None:
    """A number as people of the language write it; the text itself where it has digits and is none."""
    plain = re.sub(r"\s", "", text).replace("\N{MINUS SIGN}", "-")
    plain = plain.replace(",", ".") if language == "sv" else plain.replace(",", "")
    try:
        return float(plain)
    except ValueError:
        return text if any(sign.isdigit() for sign in text) else None


@dataclass
class _Row:
    part: str
    heading: str = ""
    code: str | None = None
    cells: list[PageCell] = field(default_factory=list)


class _Reader(HTMLParser):
    """Goes through the page from top to bottom."""

    def __init__(self) -> None:
        super().__init__()
        self.names: dict[str, str] = {}
        self.language = "en"
        self.heads: list[str] = []
        self.codes: list[str | None] = []
        self.rows: list[_Row] = []
        self.notes = ""
        self._part = self._in = ""
        self._text, self._small, self._hidden, self._line = "", "", False, 0
        self._code: str | None = None
        self._within: set[str] = set()

    def lines(self, part: str) -> tuple[Line, ...]:
        return tuple(Line(row.heading, row.code, tuple(row.cells)) for row in self.rows if row.part == part)

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("class") == "released":
            self.names = {name[5:]: value or "" for name, value in given.items() if name.startswith("data-")}
            self.language = given.get("lang") or "en"
        if tag in ("thead", "tbody", "tfoot"):
            self._part = tag
        elif tag == "tr" and self._part in ("tbody", "tfoot"):
            self.rows.append(_Row(self._part))
        elif tag in ("th", "td", "p"):
            self._in, self._text, self._small, self._hidden, self._line = tag, "", "", False, self.getpos()[0]
            self._code = (given["data-code"] or "") if "data-code" in given else None
        elif tag == "abbr":
            self._hidden = True
        elif tag in ("sup", "small"):
            self._within.add(tag)

    def handle_data(self, data: str) -> None:
        if not self._in or "sup" in self._within:
            return
        if "small" in self._within:
            self._small += data
        else:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        self._within.discard(tag)
        if tag != self._in:
            return
        said, small = " ".join(self._text.split()), " ".join(self._small.split())
        if tag == "p":
            self.notes += f" {said}"
        elif tag == "th" and self._part == "thead":
            self.heads.append(said)
            self.codes.append(self._code)
        elif tag == "th":
            self.rows[-1].heading, self.rows[-1].code = said, self._code
        else:
            self.rows[-1].cells.append(PageCell(self._line, said, small, self._hidden))
        self._in = ""
