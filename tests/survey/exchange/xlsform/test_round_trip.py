"""Every study becomes a workbook that pyxform takes and that reads back as the same questionnaire."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from pyxform.xls2xform import convert

from survey.compile import Compiled, compile
from survey.exchange import export_definition
from survey.load import load

ROOT = Path(__file__).parents[4]
STUDIES = [
    *(path.parent for path in sorted((ROOT / "questionnaires").glob("*/questionnaire.yaml"))),
    *sorted((ROOT / "tests" / "survey" / "studies").glob("*.yaml")),
]


def workbook(compiled: Compiled, tmp_path: Path) -> Path:
    files, _ = export_definition(compiled, "xlsform")
    (name, content), *_ = files.items()
    path = tmp_path / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("study", STUDIES, ids=[path.stem for path in STUDIES])
def test_the_workbook_is_taken_by_pyxform_and_reads_back_equal(study: Path, tmp_path: Path, bring) -> None:
    questionnaire = load(study)
    path = workbook(compile(questionnaire), tmp_path)
    assert convert(str(path), warnings=[]).xform
    assert bring(path).questionnaire == questionnaire


def test_the_same_study_gives_the_same_bytes(tmp_path: Path) -> None:
    compiled = compile(load(STUDIES[0]))
    assert export_definition(compiled, "xlsform")[0] == export_definition(compiled, "xlsform")[0]


def edited(path: Path, name: str, column: str, text: str) -> Path:
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    sheet = book["survey"]
    headings = [cell.value for cell in sheet[1]]
    row = next(row for row in sheet.iter_rows(min_row=2) if row[1].value == name)
    row[headings.index(column)].value = text
    book.save(path)
    return path


def test_a_wording_that_a_colleague_mends_is_read(tmp_path: Path, bring) -> None:
    path = workbook(compile(load(ROOT / "questionnaires" / "youth_exposure")), tmp_path)
    brought = bring(edited(path, "y_econ", "label::English (en)", "How well does your family manage?"))
    assert brought.question("y_econ").text["en"] == "How well does your family manage?"
    assert brought.question("y_econ").missing == ("dont_know",)


def test_a_condition_that_a_colleague_edits_goes_before_our_own_words(tmp_path: Path, bring) -> None:
    path = workbook(compile(load(ROOT / "questionnaires" / "youth_exposure")), tmp_path)
    brought = bring(edited(path, "y_prog", "relevant", "${y_occ} = 2"))
    assert brought.asked_if("y_prog") == "y_occ = 2"
    assert any("edited after the export" in str(loss) for loss in brought.report.changed)


def test_what_other_programs_do_not_do_is_listed() -> None:
    _, report = export_definition(compile(load(ROOT / "tests" / "survey" / "studies" / "types.yaml")), "xlsform")
    told = {loss.what for loss in report.losses}
    assert {'"t_trust"', '"t_frame"', '"t_view"', '"p_check"', '"sensitive"'} <= told
