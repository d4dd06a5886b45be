"""`varsam new`, `check`, `codebook` and `simulate`: what the researcher does before anybody is asked."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.terminal import Language, answer, as_json, say, waiting, write

if TYPE_CHECKING:
    from survey.errors import Fault

Study = Annotated[str, typer.Argument(metavar="STUDY", help="Name or folder of the study.")]


def new(name: Annotated[str, typer.Argument(metavar="NAME", help="Its name, such as news_2026.")]) -> None:
    """A new study: a folder with a small questionnaire in Swedish and English, to be changed line by line.

    It is made in `questionnaires/` where there is such a folder, else here.

    Example: `varsam new news_2026`
    """
    from survey.new_study import new_study

    place = Path("questionnaires") if Path("questionnaires").is_dir() else Path()
    folder = new_study(name, place)
    say(f"Made {folder}. Open {folder / 'questionnaire.yaml'}, then: varsam check {name}")


def check(
    paths: Annotated[list[str], typer.Argument(metavar="PATH|STUDY...", help="Files, folders or names of studies.")],
    json: Annotated[bool, typer.Option("--json", help="Print the faults as JSON.")] = False,
) -> None:
    """Check questionnaires: all faults at once, each with its line and how to mend it.

    Ends with code 1 when there is a fault; advice alone is no fault.

    Example: `varsam check youth_exposure`
    """
    from survey.checks import check_file

    faults = [fault for path in paths for fault in check_file(_definition(path))]
    if json:
        as_json([asdict(fault) for fault in faults])
    else:
        _print_faults(faults, paths)
    if any(not fault.advice for fault in faults):
        raise typer.Exit(1)


def _definition(path: str) -> Path:
    from survey.errors import SurveyError
    from survey.study import find

    if not (Path(path) / "study.toml").exists() and Path(path).exists():
        return Path(path)
    study = find(path)
    if study.questionnaire_path is None:
        raise SurveyError(f'The study "{study.id}" has no questionnaire to check: it was imported with its answers.')
    return study.folder


def _print_faults(faults: list[Fault], paths: list[str]) -> None:
    for fault in faults:
        say(f"{'Advice: ' if fault.advice else ''}{fault}")
    wrong = sum(not fault.advice for fault in faults)
    advice = len(faults) - wrong
    answer().print(f"{', '.join(paths)}: {_count(wrong, 'fault')}, {_count(advice, 'piece')} of advice")


def _count(number: int, what: str) -> str:
    return f"{number or 'no'} {what}{'' if number == 1 else 's'}"


def codebook(
    study: Study,
    language: Language = "en",
    out: Annotated[Path | None, typer.Option(help="Write to this file instead of standard output.")] = None,
) -> None:
    """The codebook of a study as one HTML page: every variable with wording, codes, universe and missing codes.

    Example: `varsam codebook youth_exposure --language sv --out codebook.html`
    """
    from survey.codebook import codebook as of_questionnaire
    from survey.codebook import variables_codebook as of_variables
    from survey.study import find

    found = find(study)
    compiled = found.questionnaire()
    if compiled is None:
        page = of_variables(found.frame().variables, found.title, language)
    else:
        page = of_questionnaire(compiled, language)
    if out is None:
        typer.echo(page)
    else:
        write(page, out)


def simulate(
    study: Annotated[
        str | None, typer.Argument(metavar="STUDY", help="Name or folder of the study; --replay finds it by itself.")
    ] = None,
    n: Annotated[int, typer.Option("-n", min=1, help="Number of responses.")] = 500,
    seed: Annotated[int, typer.Option(help="The same seed gives the same answers.")] = 1,
    out: Annotated[
        Path | None,
        typer.Option(help="File to write, by default STUDY.synthetic.parquet in this folder; with --cover a folder."),
    ] = None,
    answers: Annotated[
        Path | None, typer.Option(metavar="FILE.yaml", help="Shares of answers, such as `gender: {1: 48, 2: 52}`.")
    ] = None,
    cover: Annotated[
        bool,
        typer.Option("--cover", help="Write test cases that reach every element and both sides of every condition."),
    ] = False,
    replay: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Answer the test cases of this folder anew, and say which differ."),
    ] = None,
    language: Language = "en",
) -> None:
    """Made-up responses that follow the form's own routing, marked synthetic; or test cases of the routing.

    --replay ends with code 1 when a case differs from what is asked now.

    Examples: `varsam simulate youth_exposure -n 2000 --seed 7 --answers shares.yaml` ·
    `varsam simulate youth_exposure --cover --out cases` · `varsam simulate --replay cases`
    """
    from app.made import answered_cases, made_up_answers, made_up_cases
    from survey.study import find

    if replay is not None:
        _print_differences(answered_cases(replay, study))
        return
    if study is None:
        raise typer.BadParameter("Name a study, or give --replay a folder of test cases.", param_hint="STUDY")
    found = find(study)
    if cover:
        folder = out or Path(f"{found.id}.cases")
        with waiting("Looking for answers that lead everywhere"):
            coverage = made_up_cases(found, seed, folder, language)
        say(f"Wrote {_count(len(coverage.cases), 'test case')} and summary.md to {folder}")
        if coverage.unreached:
            say(f"{_count(len(coverage.unreached), 'place')} cannot be reached: summary.md says which.")
        return
    file = out or Path(f"{found.id}.synthetic.parquet")
    with waiting(f"Answering the form {n} times"):
        made_up_answers(found, n, seed, file, answers)
    say(f"Wrote {n} made-up responses to {file}")


def _print_differences(found: dict[str, tuple[str, ...]]) -> None:
    for file, differences in found.items():
        for difference in differences:
            say(f"{file}: {difference}")
    differing = sum(bool(differences) for differences in found.values())
    answer().print(f"{_count(len(found), 'test case')}, {_count(differing, 'case')} with a difference")
    if differing:
        raise typer.Exit(1)
