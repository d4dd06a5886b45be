"""Files of other programs: told by what stands in them, and refused in one clear sentence where they cannot be read."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from survey.errors import SurveyError, UnreadableFile
from survey.exchange import import_definition


@pytest.mark.parametrize(
    ("name", "content", "program"),
    [
        ("formr.csv", "type,name,label,showif\ntext,a,What?,b > 1\n", "formr"),
        ("other.csv", "a,b,c\n1,2,3\n", "no XLSForm"),
        ("form.docx", "PK", "kind"),
    ],
)
def test_a_file_of_another_program_is_refused_in_one_sentence(
    tmp_path: Path, name: str, content: str, program: str
) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SurveyError, match=program) as refused:
        import_definition(path)
    assert str(refused.value).count(". ") == 0


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="no file"):
        import_definition(tmp_path / "nothing.xlsx")


def test_a_folder_is_said_to_be_one(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="is a folder"):
        import_definition(tmp_path)


def test_a_refusal_names_every_kind_that_is_read(tmp_path: Path) -> None:
    path = tmp_path / "codebook.xml"
    path.write_text("<codeBook/>", encoding="utf-8")
    with pytest.raises(SurveyError, match=r"REDCap \(\.csv\), LimeSurvey \(\.lss, \.txt\) or SurveyJS \(\.json\)"):
        import_definition(path)


def test_without_texts_only_an_xlsform_is_told_of_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "empty.json"
    path.write_text('{"pages": []}', encoding="utf-8")
    with pytest.raises(UnreadableFile, match="no text in Swedish or English") as refused:
        import_definition(path)
    assert "column" not in str(refused.value)


def test_a_workbook_that_unpacks_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "bomb.xlsx"
    with ZipFile(path, "w", ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", "A" * 5_000)
    monkeypatch.setattr("survey.exchange.sheets.MOST_BYTES", 1_000)
    with pytest.raises(UnreadableFile, match="too large when unpacked"):
        import_definition(path)
