"""Troubles with cells, headings and sheets of real workbooks."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from survey.errors import UnreadableFile
from survey.exchange import import_definition

Sheets = dict[str, list[list[object]]]

SURVEY: list[list[object]] = [
    ["type", "name", "label", "relevant"],
    ["select_one yn", "went", "Did you go?", None],
    ["note", "thanks", "Thank you.", "${went} = 1"],
]
CHOICES: list[list[object]] = [["list_name", "name", "label"], ["yn", 1.0, "Yes"], ["yn", 0.0, "No"]]


@pytest.fixture
def book(tmp_path: Path):
    def made(sheets: Sheets, merged: dict[str, str] | None = None) -> Path:
        workbook = openpyxl.Workbook()
        workbook.remove(workbook.active)
        for name, rows in sheets.items():
            sheet = workbook.create_sheet(name)
            for row in rows:
                sheet.append(row)
            if merged and name in merged:
                sheet.merge_cells(merged[name])
        path = tmp_path / "form.xlsx"
        workbook.save(path)
        return path

    return made


def test_numbers_are_read_as_they_are_seen(book, bring) -> None:
    brought = bring(book({"survey": SURVEY, "choices": CHOICES}))
    assert brought.question("went").codes.codes() == (1, 0)
    assert brought.asked_if("thanks") == "went = 1"


def test_truths_of_a_spreadsheet_are_conditions(book, bring) -> None:
    rows = [*SURVEY, ["select_one yn", "again", "Once more?", True]]
    brought = bring(book({"survey": rows, "choices": CHOICES}))
    assert brought.asked_if("again") == "true"
    assert any("always true" in fault.what for fault in brought.faults)


def test_dates_are_read_as_days(book, bring) -> None:
    settings: list[list[object]] = [["form_title", "version"], ["Visits", datetime(2026, 11, 24)]]
    brought = bring(book({"survey": SURVEY, "choices": CHOICES, "settings": settings}))
    assert brought.questionnaire.title["en"] == "Visits"
    assert brought.questionnaire.version == "1.0.0"


def test_merged_cells_all_get_their_text(book, bring) -> None:
    merged = [["list_name", "name", "label"], ["yn", 1, "Yes"], [None, 0, "No"]]
    brought = bring(book({"survey": SURVEY, "choices": merged}, {"choices": "A2:A3"}))
    assert brought.question("went").codes.codes() == (1, 0)
    assert any("merged" in str(loss) for loss in brought.report.changed)


def test_empty_rows_are_passed_over_and_rows_keep_their_numbers(book, bring) -> None:
    rows = [[], SURVEY[0], [], SURVEY[1], [None, " "], ["geopoint", "place", "Where?"]]
    brought = bring(book({"survey": rows, "choices": CHOICES}))
    assert [loss.spot.row for loss in brought.report.refused] == [6]


def test_spaces_around_and_inside_cells_do_no_harm(book, bring) -> None:
    rows = [
        ["type ", " name", "label\u00a0"],
        [" select_one  yn ", " went ", "Did you go? \u200b"],
        ["note", "bye", "Bye."],
    ]
    brought = bring(book({" Survey ": rows, "choices": CHOICES}))
    assert brought.question("went").text["en"] == "Did you go?"


def test_headings_in_any_case_and_misspelt_are_read(book, bring) -> None:
    rows = [["Type", "NAME", "Lable", "Relevent"], *SURVEY[1:]]
    brought = bring(book({"SURVEY": rows, "Choices": [["List Name", "Value", "Label"], *CHOICES[1:]]}))
    assert brought.asked_if("thanks") == "went = 1"
    assert {loss.spot.column for loss in brought.report.changed} >= {"Lable", "Relevent"}


def test_an_old_workbook_is_read_with_its_dates_and_floats(bring) -> None:
    brought = bring(Path(__file__).parents[1] / "forms" / "old_workbook.xls")
    assert brought.question("went").codes.codes() == (1, 0)
    assert brought.asked_if("thanks") == "went = 1"
    assert brought.question("moved").earliest == "2020-01-01"


def test_a_csv_with_all_sheets_is_read_whatever_its_encoding(tmp_path: Path, bring) -> None:
    text = (
        "survey;;;\n;type;name;label\n;select_one jn;mår;Är du nöjd?\nchoices;;;\n;list_name;name;label\n"
        ";jn;1;Ja\n;jn;0;Nej\n"
    )
    path = tmp_path / "form.csv"
    path.write_bytes(text.encode("cp1252"))
    brought = bring(path)
    assert brought.question("mar").text == {"sv": "Är du nöjd?"}
    assert brought.questionnaire.languages == ("sv",)


def test_a_damaged_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    path.write_bytes(b"PK\x03\x04 and nothing more")
    with pytest.raises(UnreadableFile, match=r"no whole \.xlsx file"):
        import_definition(path)
