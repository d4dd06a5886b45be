"""Which program a file is from, told by what stands in it; and the one way in and out for all of them.

A file that is no definition Varsam can read is refused in one sentence, never misread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from survey.compile import Compiled
from survey.errors import SurveyError, UnreadableFile
from survey.exchange.ddi import export_ddi
from survey.exchange.limesurvey import import_limesurvey
from survey.exchange.limesurvey_files import is_limesurvey
from survey.exchange.limesurvey_writing import export_limesurvey
from survey.exchange.losses import LossReport
from survey.exchange.redcap import import_redcap, is_redcap
from survey.exchange.redcap_writing import export_redcap
from survey.exchange.sheets import Sheet, sheets_of
from survey.exchange.surveyjs import import_surveyjs
from survey.exchange.surveyjs_writing import export_surveyjs
from survey.exchange.written import study_toml, written
from survey.exchange.xlsform.columns import split
from survey.exchange.xlsform.reading import import_xlsform
from survey.exchange.xlsform.writing import export_xlsform
from survey.model import Questionnaire
from survey.study_settings import FILE_NAME

REPORT = "IMPORT.md"
UNKNOWN_LEVEL = 2  # what is unknown is treated as sensitive
_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".csv", ".md")

Imported = tuple[Questionnaire, Mapping[str, Iterable[str]], LossReport]
Export = Callable[[Compiled], tuple[dict[str, bytes], LossReport]]
DIALECTS: dict[str, Export] = {
    "xlsform": export_xlsform,
    "redcap": export_redcap,
    "limesurvey": export_limesurvey,
    "surveyjs": export_surveyjs,
    "ddi": export_ddi,
}


class AnotherDialect(SurveyError):
    """A file of a program that cannot be read."""


def import_definition(
    path: Path, *, language: str | None = None, level: int = UNKNOWN_LEVEL, id: str | None = None
) -> tuple[dict[str, str], LossReport]:
    """Files of a study folder by their names, and the report.

    path      an XLSForm (.xlsx, .xls, .csv, .md), a data dictionary of REDCap (.csv) a survey of LimeSurvey
              (.lss, .txt) or of SurveyJS (.json)
    language  of texts that do not say theirs: "sv" or "en"
    level     sensitivity of what does not say its own
    id        the study's name; the form's own, or the file's, when left out

    Raises UnreadableFile when the file is damaged or holds nothing to read, AnotherDialect when it is not one of these.
    """
    if path.is_dir():
        raise UnreadableFile(f'"{path}" is a folder. Name the file in it that has the form.')
    if not path.is_file():
        raise UnreadableFile(f'There is no file "{path}". Check its name and folder.')
    questionnaire, remarks, report = _imported(path, language, level)
    if id is not None:
        questionnaire = replace(questionnaire, id=id)
    files = written(questionnaire, remarks)
    files[FILE_NAME] = study_toml(questionnaire)
    files[REPORT] = "".join(f"- {line}\n" for line in report.lines())
    return files, report


def export_definition(compiled: Compiled, dialect: str) -> tuple[dict[str, bytes], LossReport]:
    """Files for another program by their names, and what could not be said in its words. Raises AnotherDialect."""
    if dialect not in DIALECTS:
        raise AnotherDialect(f'"{dialect}" is no format that can be written. Known are {", ".join(DIALECTS)}.')
    return DIALECTS[dialect](compiled)


def _imported(path: Path, language: str | None, level: int) -> Imported:
    if path.suffix.lower() == ".json":
        return import_surveyjs(path, language=language, level=level)
    if is_limesurvey(path):
        return import_limesurvey(path, language=language, level=level)
    if path.suffix.lower() not in _WORKBOOKS:
        kind = f'is a file of the kind "{path.suffix}"' if path.suffix else "has no ending that tells its kind"
        raise AnotherDialect(_refusal(path, kind))
    sheets = sheets_of(path)
    if is_redcap(sheets):
        return import_redcap(path, sheets, language=language, level=level)
    if program := _program(sheets):
        raise AnotherDialect(_refusal(path, program))
    return import_xlsform(path, sheets, language=language, level=level)


def _refusal(path: Path, what: str) -> str:
    return (
        f'"{path.name}" {what}, and cannot be read; bring the definition as an XLSForm (.xlsx, .xls, .csv, .md), or as '
        "the own file of REDCap (.csv), LimeSurvey (.lss, .txt) or SurveyJS (.json)."
    )


# Headings that only one program has, and how a refusal names it.
_HEADINGS = {
    frozenset(("showif",)): "is a formr survey, whose conditions are programs in R",
}


def _program(sheets: Mapping[str, Sheet]) -> str:
    """How a refusal names the program that a workbook is from; "" where it may be an XLSForm."""
    for sheet in sheets.values():
        headings = {split(heading)[0] for heading in sheet.headings}
        for told, program in _HEADINGS.items():
            if told <= headings:
                return program
    survey = next((sheet for name, sheet in sheets.items() if name.startswith("surve")), None)
    headings = {split(heading)[0] for heading in survey.headings} if survey else set()
    if not headings & {"type", "command", "question_type"}:
        return 'has no sheet "survey" with a column "type", so it is no XLSForm'
    return ""
