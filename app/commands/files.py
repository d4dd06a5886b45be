"""`varsam import` and `varsam export`: other people's files in, complete files out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.terminal import Language, answer, say, waiting


def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A .sav, .dta or .csv file.")],
    weight: Annotated[str | None, typer.Option(help="Column with the weight; without one every case counts 1.")] = None,
    strata: Annotated[str | None, typer.Option(help="Column with the stratum.")] = None,
    psu: Annotated[str | None, typer.Option(help="Column with the primary sampling unit.")] = None,
    fpc: Annotated[str | None, typer.Option(help="Column with the finite population correction.")] = None,
    replicate_weights: Annotated[
        str | None, typer.Option(help="What the names of replicate weights begin with, before a number.")
    ] = None,
    replicate_kind: Annotated[
        str | None, typer.Option(help="Kind of replicates: JK1, JKn, JK2, BRR, Fay, SDR, bootstrap, other.")
    ] = None,
    public_use: Annotated[
        bool, typer.Option("--public-use", help="The data are already public: blank nothing, and say so everywhere.")
    ] = False,
    into: Annotated[Path, typer.Option(help="Folder in which the study's folder is made.")] = Path(),
    replace: Annotated[bool, typer.Option("--replace", help="Replace a study of the same name.")] = False,
) -> None:
    """Make a study of a labelled file, named after it, for tables, dashboard and export.

    Example: `varsam import yrbs_2019.sav --weight weight --strata stratum --psu psu --public-use`
    """
    from survey.importing import import_file

    with waiting(f"Reading {file.name}"):
        study = import_file(
            file,
            into,
            weight=weight,
            strata=strata,
            psu=psu,
            fpc=fpc,
            replicate_weights=replicate_weights,
            replicate_kind=replicate_kind,
            public_use=public_use,
            replace=replace,
        )
    say(f"Made {study.folder}")
    answer().print(f"{study.id}: try `varsam table {study.id} ...` or `varsam dashboard {study.id}`", markup=False)


def spss(
    study: Annotated[str, typer.Argument(metavar="STUDY", help="Name or folder of the study.")],
    into: Annotated[Path, typer.Option(help="Folder for the files.")] = Path(),
    language: Language = "en",
) -> None:
    """A .sav that opens complete and a .sps beside it: labels, missing codes, measure levels, weight and design.

    It holds the answers themselves, with nothing hidden: for a statistician under agreement, not for others.

    Example: `varsam export spss youth_exposure --into export`
    """
    from analysis.publish.spss import export_spss
    from survey.study import find

    with waiting("Writing"):
        found = find(study)
        public = bool(found.release.get("public_use"))
        files = export_spss(found.frame(), found.design, into, language=language, keep_order=public)
    for file in files:
        answer().print(str(file), markup=False)
    if not public:
        say(
            "These files hold every answer of every respondent, with nothing hidden. They are for a statistician under "
            "agreement: figures made from them outside Varsam are not checked, and the files are not for others."
        )
