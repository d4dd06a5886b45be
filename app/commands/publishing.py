"""`varsam publish`: the exact tables of a study, protected together and frozen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import track

from app.terminal import Language, answer, say, waiting

if TYPE_CHECKING:
    from analysis.disclosure import Publication, ReleasedTable


def publish(
    study: Annotated[str, typer.Argument(metavar="STUDY", help="Name or folder of the study.")],
    out: Annotated[Path, typer.Option(help="Folder for the files.")] = Path("published"),
    data: Annotated[Path | None, typer.Option(help="Take the answers from this file.")] = None,
    check: Annotated[bool, typer.Option("--check", help="Only say what would be hidden; write nothing.")] = False,
    language: Language = "en",
) -> None:
    """The tables that [publication] of study.toml names, without noise, as CSV, Excel and HTML.

    They are protected together, with all that was shown before: no hidden figure follows from any of them. What is
    published is frozen under a digest: the same answers give the same tables, and of later answers nothing is shown
    that would tell of a few people.

    Example: `varsam publish youth_exposure --check`
    """
    from app.opened import open_study
    from app.published import check_family, publish_family, tables
    from survey.study import find

    with waiting("Reading the study"):
        opened = open_study(find(study), data)
    with waiting("Protecting the tables"):
        publication = (check_family if check else publish_family)(opened)
    if not check:
        watched = Console(stderr=True)
        made = tables(opened, publication)
        steps = track(made, "Writing", total=len(publication.tables), console=watched, disable=not watched.is_terminal)
        for released in steps:
            _write(released, out, language)
    _report(publication, frozen=not check)


def _write(released: ReleasedTable, out: Path, language: str) -> None:
    from analysis.publish import table as published
    from survey.whole_file import whole_file

    out.mkdir(parents=True, exist_ok=True)
    source = released.source
    name = "_by_".join([source.rows, *source.by.split(":")] if source.by else [source.rows])
    contents = {
        "csv": published.to_csv(released, language).encode("utf-8"),
        "html": published.to_page(released, language).encode("utf-8"),
        "xlsx": published.to_xlsx(released, language),
    }
    for ending, content in contents.items():
        with whole_file(out / f"{name}.{ending}") as beside:
            beside.write_bytes(content)
        answer().print(str(out / f"{name}.{ending}"), markup=False)


def _report(publication: Publication, *, frozen: bool) -> None:
    for table in publication.tables:
        flags = publication.flags(table)
        answer().print(f"{' x '.join(table)}: {(flags != '').sum()} of {flags.size} figures hidden", markup=False)
    say(f"{'Frozen' if frozen else 'Not written'}: {publication.digest}")
