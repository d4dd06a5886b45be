"""Rows of text as a workbook: one sheet after the other, headings first."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

Cells = Mapping[str, str]
WIDEST = 60


def workbook(sheets: Mapping[str, tuple[Sequence[str], Sequence[Cells]]]) -> bytes:
    """An .xlsx file of sheets by name: headings, and rows by heading; the same content gives the same bytes."""
    # Imported only now: it takes a quarter of a second.
    import xlsxwriter

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False})
    book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC)})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    for name, (headings, rows) in sheets.items():
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 2)
        for column, heading in enumerate(headings):
            sheet.write_string(0, column, heading, bold)
            longest = max((len(row.get(heading, "")) for row in rows), default=0)
            sheet.set_column(column, column, min(WIDEST, max(len(heading), longest) + 2))
            for place, row in enumerate(rows, start=1):
                if row.get(heading):
                    sheet.write_string(place, column, row[heading], plain)
    book.close()
    return file.getvalue()
