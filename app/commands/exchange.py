"""`varsam import-form`, `export-form` and `conditions`: definitions from and to the programs that colleagues use."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from app.commands.definitions import Study
from app.commands.reports import definition_of
from app.terminal import answer, as_json, say, waiting, write

if TYPE_CHECKING:
    from survey.exchange import LossReport

Json = Annotated[bool, typer.Option("--json", help="Print the report as JSON.")]


def import_form(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="An XLSForm, or a file of REDCap, LimeSurvey or SurveyJS.")
    ],
    out: Annotated[Path, typer.Option(metavar="FOLDER", help="The study's folder, which is made.")],
    language: Annotated[
        Literal["sv", "en"] | None, typer.Option(help="Language of the texts that do not say theirs.")
    ] = None,
    level: Annotated[int, typer.Option(min=0, max=3, help="How sensitive the subject is, until sections say so.")] = 2,
    json: Json = False,
) -> None:
    """Make a study of a questionnaire from another program, and say what was changed or refused, and where.

    An XLSForm is .xlsx, .xls, .csv or .md, REDCap's data dictionary .csv, LimeSurvey's survey .lss or .txt, SurveyJS's
    .json. Nothing that is there already is overwritten. What was wrong in the original is wrong in the study, too.

    Example: `varsam import-form tests/survey/exchange/forms/library.md --out library`
    """
    from survey.exchange import import_definition
    from survey.exchange.folder import write_study
    from survey.exchange.names import legal

    with waiting(f"Reading {file.name}"):
        id = legal(out.resolve().name, prefix="study")
        files, report = import_definition(file, language=language, level=level, id=id)
        write_study(files, out)
    _print(report, json)
    say(f"Made {out}; what was changed stands in its files, too. Next: `varsam check {out}`")


def export_form(
    study: Study,
    out: Annotated[Path, typer.Option(metavar="FILE", help="The file to write, such as study.xlsx.")],
    format: Annotated[
        Literal["xlsform", "redcap", "limesurvey", "surveyjs", "ddi"],
        typer.Option("--format", help="Whose file it is."),
    ] = "xlsform",
    json: Json = False,
) -> None:
    """Write a study's questionnaire for another program, and say what that program does not make of it.

    `xlsform` is for ODK and KoboToolbox, and read back by `import-form` it gives the same questionnaire; `ddi` is the
    codebook as DDI-Codebook 2.5.

    Example: `varsam export-form youth_exposure --out youth.xlsx`
    """
    from survey.errors import SurveyError
    from survey.exchange import export_definition

    wanted = {"xlsform": ".xlsx", "redcap": ".csv", "limesurvey": ".txt", "surveyjs": ".json", "ddi": ".xml"}[format]
    if out.suffix.lower() != wanted:
        raise SurveyError(
            f'A file for {format} ends in {wanted}; "{out.name}" does not. Choose --format or --out anew.'
        )
    files, report = export_definition(definition_of(study), format)
    for content in files.values():
        write(content, out)
    _print(report, json)


def conditions(
    study: Study,
    program: Annotated[Literal["spss", "r", "xlsform"], typer.Option("--for", help="Whose spelling it is.")] = "spss",
) -> None:
    """Whom each variable was asked of, as a condition that SPSS, R or an XLSForm takes: to check a data file with.

    One line a variable that was not asked of everybody: its name, a tab, and what stands behind `DO IF`, between the
    brackets of `subset(d, ...)`, or under `relevant`.

    Example: `varsam conditions youth_exposure --for spss`
    """
    from survey.expressions import programs

    compiled = definition_of(study)
    say_in = {"spss": programs.spss, "r": programs.r, "xlsform": programs.xlsform}[program]
    for name, condition in compiled.routes.items():
        try:
            typer.echo(f"{name}\t{say_in(condition, compiled.variables)}")
        except programs.CannotBeSaid as found:
            say(f"{name}: {found}")


def _print(report: LossReport, json: bool) -> None:
    if json:
        as_json(report.as_plain())
        return
    for line in report.lines():
        answer().print(line, markup=False)
