"""A released table as records: one for each category and column, with the same names in JSON, CSV and Excel."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.disclosure.digest import Value
from analysis.disclosure.released import Released, ReleasedBase, ReleasedCell, ReleasedTable
from analysis.source import Level
from survey.text import Text


def records(released: ReleasedTable) -> Iterator[tuple[Level, Level, ReleasedCell, ReleasedBase]]:
    """Row, column, cell and base, row by row."""
    for row, cells in zip(released.rows, released.cells, strict=True):
        for column, cell, base in zip(released.columns, cells, released.bases, strict=True):
            yield row, column, cell, base


def figures(released: ReleasedTable, cell: ReleasedCell, base: ReleasedBase) -> dict[str, Value]:
    """The figures of a cell by name; None for what is hidden.

    n, weighted_n            cases in the cell
    base_n, base_weighted_n  cases with an answer in the column
    """
    return {
        released.statistic: cell.value,
        "std_error": cell.std_error,
        "ci_low": cell.ci_low,
        "ci_high": cell.ci_high,
        "ci_method": released.ci_method,
        "df": cell.df,
        "deff": cell.deff,
        "n": cell.n,
        "weighted_n": cell.weighted_n,
        "base_n": base.n,
        "base_weighted_n": base.weighted_n,
        "flag": cell.flag,
        "quality": cell.quality,
    }


def named(released: Released) -> dict[str, Value]:
    """What names an output in the study's ledger, wherever it goes; `varsam audit` reads it back."""
    under = released.provenance
    return {"study": released.source.study, **vars(under), "digest": released.digest}


def said(text: Text | None, language: str) -> str:
    """A text in a language, "" for none."""
    return text.in_language(language) if text else ""


def flat(released: ReleasedTable, language: str) -> list[dict[str, Value]]:
    """The records with labels, reasons and notes in one language."""
    notes = " ".join(note.in_language(language) for note in released.notes)
    names = named(released)
    return [
        {
            "row_value": row.value,
            "row": row.label.in_language(language),
            "column_value": column.value,
            "column": column.label.in_language(language),
            **figures(released, cell, base),
            "level_of_confidence": released.level_of_confidence,
            "reason": said(cell.reason, language),
            "caution": said(cell.caution, language),
            "notes": notes,
            **names,
        }
        for row, column, cell, base in records(released)
    ]
