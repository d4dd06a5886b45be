"""`varsam preview`, `logic` and `paper`: what reviewers read instead of the definition."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.commands.definitions import Study
from app.terminal import Language, as_json, say, waiting, write

if TYPE_CHECKING:
    from survey.compile import Compiled


def logic(
    study: Study,
    language: Language = "en",
    out: Annotated[Path | None, typer.Option(help="File to write; by default STUDY.logic.html in this folder.")] = None,
    target: Annotated[float, typer.Option(min=0.1, help="Minutes that the form should take at most.")] = 15,
    answers: Annotated[
        Path | None, typer.Option(metavar="FILE.yaml", help="Shares of answers, such as `gender: {1: 48, 2: 52}`.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print routes and minutes as JSON, and write nothing.")] = False,
) -> None:
    """The logic of a questionnaire in plain words, with a picture of its ways and how long it takes.

    Without --answers every answer is as likely, so routes that few take in the field weigh too much in the minutes.

    Example: `varsam logic youth_exposure --language sv --out logic.html`
    """
    from survey.distributions import read_distributions
    from survey.reports import logic_report, time_estimate

    compiled = definition_of(study)
    shares = read_distributions(answers, compiled) if answers else None
    with waiting("Answering the form to see how long it takes"):
        time = time_estimate(compiled, language, target=target, distributions=shares)
    if json:
        as_json(_as_plain(compiled, language) | {"minutes": time.as_plain()})
        return
    write(logic_report(compiled, language, time), out or Path(f"{compiled.questionnaire.id}.logic.html"))
    if time.is_long:
        say(f"Advice: a usual respondent needs {time.whole.p50:.1f} minutes; the target is at most {target:g}.")


def preview(
    study: Study,
    language: Language = "en",
    out: Annotated[
        Path | None, typer.Option(help="Write to this file; else STUDY.preview.html here, opened in the browser.")
    ] = None,
) -> None:
    """Every page in every language as the form shows it, with whom it is for and where it leads.

    One HTML file that needs no server and stores nothing. `--language` is that of the words beside the pages.

    Example: `varsam preview youth_exposure --out preview.html`
    """
    from app.preview import preview as of_questionnaire

    compiled = definition_of(study)
    file = out or Path(f"{compiled.questionnaire.id}.preview.html")
    write(of_questionnaire(compiled, language), file)
    if out is None:
        typer.launch(file.resolve().as_uri())


def paper(
    study: Study,
    language: Language = "en",
    out: Annotated[
        Path | None, typer.Option(help="File to write; by default STUDY.LANGUAGE.pdf in this folder.")
    ] = None,
    arm: Annotated[
        list[str] | None, typer.Option(metavar="NAME=CODE", help="Arm of an experiment; the first one when not given.")
    ] = None,
) -> None:
    """The questionnaire on paper: a PDF with its routes in words, codes for data entry and the support page.

    Example: `varsam paper youth_exposure --language sv --out form.pdf`
    """
    from survey.reports.paper import paper_form

    compiled = definition_of(study)
    made = paper_form(compiled, language, arms=_arms(arm or []))
    write(made, out or Path(f"{compiled.questionnaire.id}.{language}.pdf"))


def _arms(given: list[str]) -> dict[str, int]:
    from survey.errors import SurveyError

    found = {}
    for text in given:
        name, _, code = text.partition("=")
        if not code.isdecimal():
            raise SurveyError(f'An arm is given as NAME=CODE, such as frame=1; "{text}" is not.')
        found[name] = int(code)
    return found


def definition_of(study: str) -> Compiled:
    """The compiled questionnaire of a study. Raises SurveyError where it has none or is faulty."""
    from survey.errors import SurveyError
    from survey.study import find

    found = find(study)
    compiled: Compiled | None = found.questionnaire()
    if compiled is None:
        raise SurveyError(f'The study "{found.id}" has no questionnaire to read: it was imported with its answers.')
    return compiled


def _as_plain(compiled: Compiled, language: str) -> dict[str, Any]:
    from survey.reports.logic import reviewed

    return {
        "study": compiled.questionnaire.id,
        "version": compiled.questionnaire.version,
        "digest": compiled.digest,
        "sections": [
            {
                "id": part.section.id,
                "only_for": part.only,
                "pages": [
                    {
                        "id": seen.page.id,
                        "number": seen.number,
                        "only_for": seen.only,
                        "questions": [asked.question.id for asked in seen.questions],
                        "ends_for": seen.ends,
                        "then": [{"page": way.page or None, "for": way.those} for way in seen.ways],
                    }
                    for seen in part.pages
                ],
            }
            for part in reviewed(compiled, language)
        ],
    }
