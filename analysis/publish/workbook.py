"""A layout and its records as an Excel workbook: numbers as numbers, the same bytes for the same output."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

import xlsxwriter

from analysis.disclosure.digest import Value
from analysis.publish.layout import Entry, Layout

# A workbook says when it was made; a fixed time keeps the bytes the same.
_MADE = datetime(2000, 1, 1)
_MOST_DECIMALS = 4
_SHEETS = {"sv": ("Tabell", "Data"), "en": ("Table", "Data")}


def workbook(layout: Layout, records: Sequence[dict[str, Value]], names: Mapping[str, Value]) -> bytes:
    """A sheet as it is read, and one with a record a line; what names it in the ledger is among its properties."""
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        book.set_properties({"title": layout.title, "created": _MADE})
        for name in ("study", "policy", "digest"):
            book.set_custom_property(name, str(names[name]))
        table, data = (book.add_worksheet(name) for name in _SHEETS.get(layout.language, _SHEETS["en"]))
        _write_layout(book, table, layout)
        _write_records(book, data, records)
    return made.getvalue()


def _write_layout(book: Any, sheet: Any, layout: Layout) -> None:
    bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    right = book.add_format({"align": "right"})
    sheet.write_string(0, 0, layout.title, bold)
    for line, text in enumerate(layout.under, start=1):
        sheet.write_string(line, 0, text)
    top = len(layout.under) + 2
    for column, head in enumerate((layout.corner, *layout.heads)):
        sheet.write_string(top, column, head, bold)
    line = top + 1
    for row in (*layout.body, *layout.foot):
        sheet.write_string(line, 0, row.heading)
        for column, entry in enumerate(row.entries, start=1):
            _write_entry(book, sheet, line, column, entry)
        line += 1
        if any(entry.small for entry in row.entries):
            _write_intervals(sheet, line, row.entries, right)
            line += 1
    footnotes = (f"{number}) {text}" for number, text in enumerate(layout.footnotes, start=1))
    for text in (*footnotes, *layout.notes):
        line += 1
        sheet.write_string(line, 0, text)
    sheet.set_column(0, 0, 32, wrap)
    sheet.set_column(1, max(len(layout.heads), 1), 16)


def _write_entry(book: Any, sheet: Any, line: int, column: int, entry: Entry) -> None:
    marks = _marks(entry)
    if entry.figure is None:
        sheet.write_string(line, column, f"{entry.text} {marks}".strip())
        return
    # A number stays a number: its marks are part of its format, where there is no line below for them.
    written = "#,##0" + ("." + "0" * min(entry.decimals, _MOST_DECIMALS) if entry.decimals else "")
    marked = f'{written}" {marks}"' if marks and not entry.small else written
    sheet.write_number(line, column, entry.figure, book.add_format({"num_format": marked}))


def _write_intervals(sheet: Any, line: int, entries: Sequence[Entry], right: Any) -> None:
    """A line below the figures: a number has no room for its interval."""
    for column, entry in enumerate(entries, start=1):
        if entry.small:
            sheet.write_string(line, column, f"({entry.small}) {_marks(entry)}".strip(), right)


def _marks(entry: Entry) -> str:
    return " ".join(f"{number})" for number in entry.footnotes)


def _write_records(book: Any, sheet: Any, records: Sequence[dict[str, Value]]) -> None:
    bold = book.add_format({"bold": True})
    for column, name in enumerate(records[0] if records else ()):
        sheet.write_string(0, column, name, bold)
        sheet.set_column(column, column, 14)
    for line, record in enumerate(records, start=1):
        for column, value in enumerate(record.values()):
            if isinstance(value, str):
                sheet.write_string(line, column, value)
            elif value is not None:
                sheet.write_number(line, column, value)
