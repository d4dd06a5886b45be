"""Workbooks as sheets of text: .xlsx, .xls, .csv and Markdown tables, read alike.

A cell is the text that a person sees in it, without spaces around it: 1 rather than 1.0, TRUE for a ticked truth,
2026-11-24 for a date. Rows keep the number that the spreadsheet program shows.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from survey.errors import UnreadableFile
from survey.exchange.losses import Spot

_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff]")
_BLANKS = re.compile("[\u00a0\u2007\u202f]")
MOST_CELLS = 5_000_000
MOST_BYTES = 200_000_000  # of a workbook when unpacked


@dataclass(frozen=True)
class Row:
    """One row: its cells by heading; empty ones are left out."""

    sheet: str
    number: int
    cells: Mapping[str, str]

    def get(self, heading: str) -> str:
        """The cell below a heading, "" when it is empty."""
        return self.cells.get(heading, "")

    def at(self, column: str = "") -> Spot:
        """Where it is; a row of a file that has none, such as XML, is counted below 0 and has no number to show."""
        return Spot(self.sheet, max(self.number, 0), column)


@dataclass(frozen=True)
class Sheet:
    """One sheet: headings from left to right, rows that hold something, and merged ranges that were filled."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    merged: tuple[str, ...] = ()

    @property
    def heading_row(self) -> Spot:
        """The sheet itself, for what is wrong with its headings."""
        return Spot(self.name, 0, "")


Grid = Sequence[Sequence[str]]


def sheets_of(path: Path) -> dict[str, Sheet]:
    """The sheets of a file by their names in small letters. Raises UnreadableFile."""
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise UnreadableFile(f'"{path.name}" is no workbook. Save it as .xlsx, .xls, .csv or .md.')
    try:
        found = reader(path)
    except OSError as error:
        raise UnreadableFile(f'"{path}" cannot be read: {error.strerror or error}.') from error
    return {sheet.name.strip().lower(): sheet for sheet in found}


def text_of(path: Path) -> str:
    """A text file, stored as UTF-8 or as older Windows programs store it."""
    content = path.read_bytes()
    for encoding in ("utf-8-sig", "utf-16", "cp1252") if content[:2] in (b"\xff\xfe", b"\xfe\xff") else _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile(f'"{path.name}" is not stored as text that can be read. Save it as UTF-8.')


_SHEETS = ("survey", "choices", "settings", "external_choices", "entities", "osm", "varsam")
_ENCODINGS = ("utf-8-sig", "cp1252", "latin-1")


def clean(text: str) -> str:
    """A text without spaces around it, without invisible marks, with ordinary spaces and line ends."""
    text = _BLANKS.sub(" ", _INVISIBLE.sub("", text)).replace("\r\n", "\n").replace("\r", "\n")
    return text.strip()


def _as_sheet(name: str, grid: Grid, *, first: int = 1, merged: Iterable[str] = ()) -> Sheet:
    """A sheet whose first row that holds something has the headings. `first`: the number of the grid's first row."""
    rows = [(number, [clean(cell) for cell in cells]) for number, cells in enumerate(grid, start=first)]
    there = [(number, cells) for number, cells in rows if any(cells)]
    if not there:
        return Sheet(name, (), ())
    headings = there[0][1]
    while headings and not headings[-1]:
        headings = headings[:-1]
    found = tuple(Row(name, number, _by_heading(headings, cells)) for number, cells in there[1:])
    return Sheet(name, tuple(headings), tuple(row for row in found if row.cells), tuple(merged))


def _by_heading(headings: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for heading, cell in zip(headings, cells, strict=False):
        if heading and cell:
            found.setdefault(heading, cell)
    return found


def _shown(value: Any) -> str:
    """A cell's value as a spreadsheet shows it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


# ---- one reader a kind of file --------------------------------------------------------------------------------


def _xlsx(path: Path) -> list[Sheet]:
    # Imported only now: it takes a quarter of a second.
    import openpyxl

    try:
        with ZipFile(path) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_BYTES:
                raise UnreadableFile(f'"{path.name}" is too large when unpacked. Take out what is no definition.')
        book = openpyxl.load_workbook(path, data_only=True)
    except (BadZipFile, KeyError, ValueError, TypeError, SyntaxError) as error:
        raise UnreadableFile(f'"{path.name}" is no whole .xlsx file. Open it and save it again.') from error
    found = []
    for sheet in book.worksheets:
        if sheet.max_row * sheet.max_column > MOST_CELLS:
            raise UnreadableFile(f'The sheet "{sheet.title}" of "{path.name}" is too large. Take out empty columns.')
        grid = [[_shown(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
        ranges = [
            (area.coord, area.min_row, area.max_row, area.min_col, area.max_col) for area in sheet.merged_cells.ranges
        ]
        found.append(_as_sheet(sheet.title, _filled(grid, ranges), merged=[area[0] for area in ranges]))
    return found


def _filled(grid: list[list[str]], ranges: Iterable[tuple[str, int, int, int, int]]) -> list[list[str]]:
    """Merged cells hold their text once; here each of them gets it."""
    for _, top, bottom, left, right in ranges:
        for row in range(top - 1, min(bottom, len(grid))):
            for column in range(left - 1, right):
                grid[row][column] = grid[top - 1][left - 1]
    return grid


def _xls(path: Path) -> list[Sheet]:
    import xlrd

    try:
        book = xlrd.open_workbook(str(path), formatting_info=True)
    except (xlrd.XLRDError, xlrd.compdoc.CompDocError, AssertionError, IndexError, NotImplementedError) as error:
        raise UnreadableFile(f'"{path.name}" is no whole .xls file. Open it and save it as .xlsx.') from error
    found = []
    for sheet in book.sheets():
        grid = [[_xls_cell(cell, book.datemode, xlrd) for cell in sheet.row(row)] for row in range(sheet.nrows)]
        ranges = [
            (f"rows {top + 1} to {bottom}", top + 1, bottom, left + 1, right)
            for top, bottom, left, right in sheet.merged_cells
        ]
        wide = [row + [""] * (sheet.ncols - len(row)) for row in grid]
        found.append(_as_sheet(sheet.name, _filled(wide, ranges), merged=[area[0] for area in ranges]))
    return found


def _xls_cell(cell: Any, datemode: int, xlrd: Any) -> str:
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return _shown(bool(cell.value))
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return _shown(xlrd.xldate_as_datetime(cell.value, datemode))
        except (ValueError, OverflowError):
            return _shown(cell.value)
    return "" if cell.ctype == xlrd.XL_CELL_ERROR else _shown(cell.value)


def rows_of_text(text: str) -> list[list[str]]:
    """The rows of a text table, whichever of comma, semicolon and tab parts its cells."""
    lines = text.splitlines()
    head = next((line for line in lines if line.strip(" ,;\t")), "")
    most = max(lines[:20], key=len, default=head)
    delimiter = max("\t,;", key=lambda sign: (head.count(sign), most.count(sign)))
    return list(csv.reader(io.StringIO(text), delimiter=delimiter))


def _csv(path: Path) -> list[Sheet]:
    return _stacked(rows_of_text(text_of(path)), "survey")


def _markdown(path: Path) -> list[Sheet]:
    rows: list[list[str]] = []
    for line in text_of(path).splitlines():
        bare = line.strip()
        cells = re.split(r"(?<!\\)\|", bare)[1:] if bare.startswith("|") else []
        ruled = bool(cells) and all(re.fullmatch(r"\s*:?-{2,}:?\s*|\s*", cell) for cell in cells) and "--" in bare
        rows.append([] if ruled else [cell.replace("\\|", "|") for cell in cells])
    return _stacked(rows, "survey")


def _stacked(rows: list[list[str]], only: str) -> list[Sheet]:
    """Sheets one below the other: a row with a name in its first cell alone begins one.

    Without any such row it is all one sheet, called `only`.
    """
    starts = [place for place, cells in enumerate(rows) if _names_a_sheet(cells)]
    if not starts:
        return [_as_sheet(only, rows)]
    ends = [*starts[1:], len(rows)]
    return [
        _as_sheet(clean(rows[start][0]), [cells[1:] for cells in rows[start + 1 : end]], first=start + 2)
        for start, end in zip(starts, ends, strict=True)
    ]


def _names_a_sheet(cells: Sequence[str]) -> bool:
    alone = bool(cells) and not any(clean(cell) for cell in cells[1:])
    return alone and clean(cells[0]).lower() in _SHEETS


_READERS: dict[str, Callable[[Path], list[Sheet]]] = {
    ".xlsx": _xlsx,
    ".xlsm": _xlsx,
    ".xls": _xls,
    ".csv": _csv,
    ".md": _markdown,
}
