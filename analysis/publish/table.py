"""A released table as HTML, CSV, Excel and JSON. A blank cell holds its reason in each of them, and no figure."""

from __future__ import annotations

import csv
from io import StringIO
from typing import Any

from analysis.disclosure.digest import Value
from analysis.disclosure.released import ReleasedBase, ReleasedModel, ReleasedTable
from analysis.publish import html, layout_model, layout_table
from analysis.publish.layout import Layout
from analysis.publish.records import figures, flat, named, records
from analysis.publish.workbook import workbook
from analysis.source import Level, Source


def to_html(released: ReleasedTable | ReleasedModel, language: str) -> str:
    """A table to put into a page."""
    return html.fragment(_layout(released, language), named(released))


def to_page(released: ReleasedTable | ReleasedModel, language: str) -> str:
    """A whole HTML page with the table, to save as a file."""
    return html.page(_layout(released, language), named(released))


def to_csv(released: ReleasedTable, language: str) -> str:
    """A line for each category and column; points as decimal signs, in every language."""
    lines = flat(released, language)
    made = StringIO()
    writer = csv.DictWriter(made, list(lines[0]), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _no_formula(value) for name, value in line.items()} for line in lines)
    return made.getvalue()


def to_xlsx(released: ReleasedTable, language: str) -> bytes:
    """A workbook: the table as it is read, and the lines of `to_csv`."""
    return workbook(layout_table.of_table(released, language), flat(released, language), named(released))


def to_json(released: ReleasedTable) -> dict[str, Any]:
    """All of a released table as plain values; `categories` holds one record for each category and column.

    Hidden figures are None, `flag` is then "c", "x" or "b", and `reason` says why, in every language.
    """
    return {
        **about(released.source),
        "statistic": released.statistic,
        "level_of_confidence": released.level_of_confidence,
        "public_use": released.public_use,
        "columns": [
            {**_level(column), "base": _base(base)}
            for column, base in zip(released.columns, released.bases, strict=True)
        ],
        "categories": [
            {
                **_level(row),
                "column": column.value,
                **figures(released, cell, base),
                "reason": _plain(cell.reason),
                "caution": _plain(cell.caution),
            }
            for row, column, cell, base in records(released)
        ],
        "test": vars(released.test) if released.test else None,
        "test_reason": _plain(released.test_reason),
        "notes": [dict(note) for note in released.notes],
        **named(released),
    }


def about(source: Source) -> dict[str, Any]:
    """What an output is about, as plain values."""
    labels = {name: dict(label) for name, label in zip(source.variables, source.labels, strict=True)}
    return {
        "study": source.study,
        "rows": source.rows,
        "by": source.by or None,
        "where": source.where or None,
        "where_words": _plain(source.where_words),
        "variables": labels,
        "level": source.level,
        "weighted": source.weighted,
        "synthetic": source.synthetic,
    }


def _layout(released: ReleasedTable | ReleasedModel, language: str) -> Layout:
    if isinstance(released, ReleasedModel):
        return layout_model.of_model(released, language)
    return layout_table.of_table(released, language)


def _level(level: Level) -> dict[str, Any]:
    return {"value": level.value, "label": dict(level.label)}


def _base(base: ReleasedBase) -> dict[str, Any]:
    return {"n": base.n, "weighted_n": base.weighted_n, "flag": base.flag, "reason": _plain(base.reason)}


def _plain(text: dict[str, str] | None) -> dict[str, str] | None:
    return dict(text) if text else None


def _no_formula(value: Value) -> Value:
    """A label that a spreadsheet would take for a formula gets an apostrophe."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
