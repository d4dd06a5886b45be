from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook

from analysis.disclosure import Ledger, ReleasePolicy, release
from analysis.publish import table
from analysis.unreleased import ResultTable


def test_a_table_by_groups_in_excel_has_the_intervals_that_its_heading_names(
    tmp_path: Path, crosstab_of: Callable[..., ResultTable]
) -> None:
    made = crosstab_of([[400, 300], [500, 200]])
    released = release(made, ReleasePolicy(), Ledger(tmp_path / "ledger.jsonl"))
    sheet = load_workbook(BytesIO(table.to_xlsx(released, "en")))["Table"]
    lines = [[cell for cell in line if cell is not None] for line in sheet.iter_rows(values_only=True)]
    at = next(number for number, line in enumerate(lines) if line[:1] == ["Answer 0"])
    low, high = (100 * end for end in (released.cells[0][0].ci_low, released.cells[0][0].ci_high))
    assert lines[at][1] == round(100 * released.cells[0][0].value, 10)
    assert lines[at + 1][0] == f"({low:.1f}–{high:.1f})"
