"""`varsam releases`, `varsam exception` and `varsam audit`: what an output checker looks at and decides."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.terminal import Language, answer, as_json, say

if TYPE_CHECKING:
    from analysis.disclosure import Ledger
    from analysis.review import Audit
    from survey.study import Study

Named = Annotated[str, typer.Argument(metavar="STUDY", help="Name or folder of the study.")]
_FORBID = "Forbid the output of this line from now on, released or not."


def releases(
    study: Named,
    refused: Annotated[bool, typer.Option("--refused", help="Refusals and exceptions only.")] = False,
    seal: Annotated[
        str, typer.Option(metavar="HASH", help="A seal noted earlier: say whether nothing before it was touched.")
    ] = "",
    json: Annotated[bool, typer.Option("--json", help="Print JSON on standard output and nothing else.")] = False,
    language: Language = "en",
) -> None:
    """The log of a study: what was released, what was refused and why, and what checkers decided. It has no figures.

    The last line is the seal of the whole log. Note it where nobody can change it, and compare later with --seal.

    Example: `varsam releases youth_exposure --refused`
    """
    from analysis.review import log_of

    log = log_of(_ledger(study), seal=seal)
    lines = [line for line in log.lines if not refused or line.what != "released"]
    if json:
        as_json({"lines": [asdict(line) for line in lines], "seal": log.seal})
        return
    from app.printed import print_log

    print_log(lines, log.seal, language)


def exception(
    study: Named,
    line: Annotated[int, typer.Argument(metavar="LINE", help="Line of `varsam releases` that it is about.")],
    by: Annotated[str, typer.Option(metavar="NAME", help="Who decides it.")],
    reason: Annotated[str, typer.Option(help="Why, in a sentence.")],
    until: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="Last day; at most a year from now.")],
    forbid: Annotated[bool, typer.Option("--forbid", help=_FORBID)] = False,
) -> None:
    """Let one refused output be released, or forbid one: by name, with a reason, until a day.

    It lifts one rule for one question under the policy as it is. All else still holds, and the output says that an
    exception was made. Rules that keep single people from being worked out cannot be lifted.

    Example: `varsam exception youth_exposure 12 --by "NAME" --reason "Agreed with the board." --until 2026-12-31`
    """
    from analysis import review

    decide = review.forbid if forbid else review.allow
    made = decide(_ledger(study), line, decided_by=by, reason=reason, until=until.date())
    word = "is forbidden" if forbid else "may be released"
    say(f"Line {made} of the log: what line {line} is about {word} until {until:%Y-%m-%d}.")


def audit(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Tables that were exported.")],
    study: Annotated[str, typer.Option(help="Folder of the study; without it the one that the file names.")] = "",
    json: Annotated[bool, typer.Option("--json", help="Print JSON on standard output and nothing else.")] = False,
) -> None:
    """Examine exported tables (CSV, XLSX, HTML, JSON): are they what was released, and do they keep what they hide?

    Reads each file back, looks for it in the log of its study, looks for figures where they are hidden, and tries to
    work out the hidden ones. Exit code 1 where anything is wrong.

    Example: `varsam audit table.csv table.xlsx`
    """
    found = {str(file): _audit(file, study) for file in files}
    if json:
        as_json({file: {"passed": done.passed, **asdict(done)} for file, done in found.items()})
    else:
        for file, done in found.items():
            _say_audit(file, done)
    if not all(done.passed for done in found.values()):
        raise typer.Exit(1)


def _ledger(study: str) -> Ledger:
    from analysis.disclosure import Ledger
    from app.opened import ledger_file
    from survey.study import find

    return Ledger(ledger_file(find(study).folder))


def _audit(file: Path, named: str) -> Audit:
    from analysis.disclosure import Ledger
    from analysis.review import audit
    from app.opened import ledger_file

    study = _study(file, named)
    return audit(file, Ledger(ledger_file(study.folder)) if study else None)


def _study(file: Path, named: str) -> Study | None:
    """The study that is named, or else the one that the file is from; None where that is not here."""
    from analysis.review import read
    from survey.errors import UnknownStudy
    from survey.study import find

    if named:
        return find(named)
    id = read(file).study
    if not id or id != Path(id).name:  # a file may say anything; a path it may not say
        return None
    try:
        return find(id)
    except UnknownStudy:
        return None


def _say_audit(file: str, done: Audit) -> None:
    said = answer()
    said.print(f"{file}: {'pass' if done.passed else 'problem'}", markup=False, style="bold")
    for fact in done.facts:
        said.print(f"  {fact}", markup=False)
    for problem in done.problems:
        said.print(f"  {problem.place}: {problem.what}. {problem.mend}", markup=False)
