"""The sheets of a workbook that Varsam wrote, as plain values. No program is run and nothing is fetched to read it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import BytesIO
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

from analysis.disclosure.digest import Value

_SHEETS = ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml")
_MOST = 50_000_000  # bytes of a part, unpacked
_IN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def sheets_of(content: bytes) -> tuple[list[list[Value]], list[list[Value]]]:
    """The sheet as it is read and the one with a record a line. Raises ValueError for another kind of file."""
    try:
        with ZipFile(BytesIO(content)) as book:
            texts = _texts(_part(book, "xl/sharedStrings.xml"))
            layout, data = (_rows(_part(book, name), texts) for name in _SHEETS)
    except (BadZipFile, ElementTree.ParseError) as error:
        raise ValueError("no workbook") from error
    return layout, data


def _part(book: ZipFile, name: str) -> ElementTree.Element:
    if book.getinfo(name).file_size > _MOST:
        raise ValueError("too large")
    content = book.read(name)
    if b"<!DOCTYPE" in content:  # no workbook has one; entities could be made to grow without end
        raise ValueError("no workbook")
    return ElementTree.fromstring(content)


def _texts(part: ElementTree.Element) -> list[str]:
    return ["".join(text.text or "" for text in item.iter(f"{_IN}t")) for item in part.iter(f"{_IN}si")]


def _rows(part: ElementTree.Element, texts: Sequence[str]) -> list[list[Value]]:
    rows: list[list[Value]] = []
    for row in part.iter(f"{_IN}row"):
        rows += [[] for _ in range(int(row.attrib["r"]) - 1 - len(rows))]
        rows.append(_cells(row, texts))
    return rows


def _cells(row: ElementTree.Element, texts: Sequence[str]) -> list[Value]:
    cells: list[Value] = []
    for cell in row.iter(f"{_IN}c"):
        cells += [None] * (_column(cell.attrib["r"]) - len(cells))
        cells.append(_value(cell, texts))
    return cells


def _value(cell: ElementTree.Element, texts: Sequence[str]) -> Value:
    said = cell.findtext(f"{_IN}v")
    inline = "".join(text.text or "" for text in cell.iter(f"{_IN}t"))
    if said is None:
        return inline or None
    return texts[int(said)] if cell.attrib.get("t") == "s" else _plain(said)


def _plain(said: str) -> Value:
    try:
        return float(said)
    except ValueError:
        return said


def _column(name: str) -> int:
    """0 for A, 26 for AA."""
    letters = re.sub(r"\d", "", name)
    at = 0
    for letter in letters:
        at = 26 * at + ord(letter) - ord("A") + 1
    return at - 1
