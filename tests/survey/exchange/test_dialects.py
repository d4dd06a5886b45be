"""Files of other programs: told by what stands in them, and refused in one clear sentence where they cannot be read."""

from __future__ import annotations

from pathlib import Path

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
