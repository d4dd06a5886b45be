"""`varsam microdata`: a file of answers that may leave the house, with its report."""

from __future__ import annotations

from pathlib import Path
from secrets import randbits
from typing import Annotated, Literal

import typer

from app.terminal import Language, answer, say, waiting


def microdata(
    study: Annotated[str, typer.Argument(metavar="STUDY", help="Name or folder of the study.")],
    profile: Annotated[
        Literal["public", "restricted"],
        typer.Option(help="For everybody, or for scientific use under agreement."),
    ] = "restricted",
    out: Annotated[Path, typer.Option(help="Folder for the files.")] = Path("microdata"),
    language: Language = "en",
) -> None:
    """A .sav, Parquet and CSV with rare people's key variables removed, and a report of the risk that is left.

    [microdata] of study.toml says what may be known of people. Where the criteria are not met nothing is written, and
    the message says what to recode. The report with exact figures stays with the study, in `.varsam`.

    Example: `varsam microdata youth_exposure --profile restricted --out to_researchers`
    """
    from analysis.microdata import MicrodataPolicy, anonymise
    from analysis.publish.microdata import export_microdata
    from analysis.publish.microdata_report import to_html
    from app.opened import own_folder
    from survey.study import find
    from survey.whole_file import whole_file

    with waiting("Reading the study"):
        found = find(study)
        policy = MicrodataPolicy.from_settings(found.microdata, profile, design=found.design)
        frame = found.frame()
    own = own_folder(found.folder)
    with waiting("Protecting"):
        released = anonymise(frame, policy, seed=_seed(own / "microdata.seed"))
    with waiting("Writing"):
        files = export_microdata(released, out, language=language)
        owners = own / f"microdata_{profile}.html"
        with whole_file(owners) as beside:
            beside.write_text(to_html(released.report, language, for_owner=True), encoding="utf-8")
    for file in files:
        answer().print(str(file), markup=False)
    say(f"For you alone, with exact figures: {owners}")


def _seed(file: Path) -> int:
    """The study's own seed, made once: the same answers give the same file, and nobody else can undo its order."""
    from app.key_files import made_once

    return int(made_once(file, lambda: f"{randbits(128)}\n".encode()))
