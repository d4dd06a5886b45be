"""`varsam plan`: a study's plan of analysis said in words, checked, and carried out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import track

from app.terminal import Language, answer, as_json, say, waiting, write

if TYPE_CHECKING:
    from app.planned import Outcome
    from survey.errors import Fault
    from survey.plan import Plan
    from survey.plan_checks import Known
    from survey.study import Study as Found

Study = Annotated[str, typer.Argument(metavar="STUDY", help="Name or folder of the study.")]


def plan(
    study: Study,
    run: Annotated[bool, typer.Option("--run", help="Work out every table and model, and write them.")] = False,
    data: Annotated[Path | None, typer.Option(help="Take the answers from this file, not from study.toml.")] = None,
    out: Annotated[Path, typer.Option(help="Folder for the files of --run.")] = Path("planned"),
    json: Annotated[bool, typer.Option("--json", help="Print the faults as JSON.")] = False,
    language: Language = "en",
) -> None:
    """The plan of analysis in `plan.yaml`: in words and checked, or carried out with --run.

    Every name is looked up, also before anybody has answered. With --run every table and model passes the study's
    release policy; what is refused keeps its place with the reason, and published figures stand beside what was
    released.

    Example: `varsam plan youth_exposure --run --language sv --out planned`
    """
    from survey.plan import read_plan
    from survey.plan_checks import check_plan
    from survey.plan_words import plan_in_words
    from survey.study import find

    found = find(study)
    planned, faults = read_plan(found.folder)
    with waiting("Reading the study"):
        known = _known(found, data)
    faults = (*faults, *check_plan(planned, known))
    if json:
        from dataclasses import asdict

        as_json([asdict(fault) for fault in faults])
    wrong = _report(faults, study, quiet=json)
    if wrong:
        raise typer.Exit(1)
    if run:
        _carry_out(found, planned, data, out, language)
    elif not json:
        answer().print(plan_in_words(planned, known.variables, language), markup=False)


def _known(study: Found, data: Path | None) -> Known:
    from survey.plan_checks import known_in
    from survey.study import NoDataYet

    try:
        return known_in(study, study.frame(data).variables)
    except NoDataYet:
        if data is not None:
            raise
        return known_in(study, {})


def _report(faults: tuple[Fault, ...], study: str, *, quiet: bool) -> int:
    wrong = sum(not fault.advice for fault in faults)
    if not quiet:
        for fault in faults:
            say(f"{'Advice: ' if fault.advice else ''}{fault}")
        say(f"{study}: {wrong or 'no'} fault{'' if wrong == 1 else 's'} in the plan")
    return wrong


def _carry_out(study: Found, planned: Plan, data: Path | None, out: Path, language: str) -> None:
    from analysis.publish import plan_page
    from app.opened import open_study
    from app.planned import carry_out, steps

    with waiting("Reading the study"):
        opened = open_study(study, data)
    watched = Console(stderr=True)
    made = carry_out(opened, planned)
    total = len(steps(planned))
    outcomes = list(track(made, "Working out", total=total, console=watched, disable=not watched.is_terminal))
    mark = ".synthetic" if opened.frame.synthetic else ""
    for outcome in outcomes:
        _write(outcome, out, mark, language)
    parts = [
        plan_page.Part(each.step.name, each.step.planned.title, each.released, each.refusal, each.beside)
        for each in outcomes
    ]
    synthetic = opened.frame.synthetic
    write(plan_page.to_csv(parts, language, synthetic=synthetic), out / f"published{mark}.csv")
    write(plan_page.to_page(study.title, parts, language, synthetic=synthetic), out / f"plan{mark}.html")
    _summary(outcomes, language)


def _write(outcome: Outcome, out: Path, mark: str, language: str) -> None:
    from analysis.disclosure import ReleasedModel
    from analysis.publish import model as of_model
    from analysis.publish import table as of_table

    released, name = outcome.released, outcome.step.name
    if released is None:
        return
    if isinstance(released, ReleasedModel):
        content = json.dumps(of_model.to_json(released), ensure_ascii=False, indent=2, allow_nan=False)
        write(content + "\n", out / f"{name}{mark}.json")
    else:
        write(of_table.to_csv(released, language), out / f"{name}{mark}.csv")


def _summary(outcomes: list[Outcome], language: str) -> None:
    """What was refused, with its reason, and how much was shown."""
    refused = [outcome for outcome in outcomes if outcome.refusal]
    for outcome in refused:
        reason = outcome.refusal.in_language(language) if outcome.refusal else ""
        answer().print(f"{outcome.step.name}: {reason}", markup=False)
    answer().print(f"{len(outcomes) - len(refused)} of {len(outcomes)} tables and models released", markup=False)
