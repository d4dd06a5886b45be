"""A labelled file from elsewhere becomes a study: a folder with study.toml and the answers with their meaning."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from unicodedata import normalize

import numpy as np

from survey import frame_file, study_settings
from survey.errors import SurveyError, UnreadableFile
from survey.frame import SurveyFrame
from survey.frame_file import MARKER, SYNTHETIC_ENDING
from survey.read_csv import read_csv
from survey.read_labelled import read_dta, read_sav
from survey.study import Study, find
from survey.text import plain
from survey.variables import Role
from survey.whole_file import whole_folder

_READERS = {".sav": read_sav, ".zsav": read_sav, ".dta": read_dta, ".csv": read_csv}
_ROLES: dict[str, Role] = {"weight": "weight", "strata": "design", "psu": "design", "fpc": "design"}
UNKNOWN_LEVEL = 2


class AlreadyThere(SurveyError):
    """A study folder that would be overwritten."""


class UnusableDesign(SurveyError):
    """A weight, stratum or PSU column that cannot serve as one."""


def import_file(
    path: Path,
    into: Path,
    *,
    weight: str | None = None,
    strata: str | None = None,
    psu: str | None = None,
    fpc: str | None = None,
    replicate_weights: str | None = None,
    replicate_kind: str | None = None,
    public_use: bool = False,
    title: str | None = None,
    replace: bool = False,
) -> Study:
    """A study folder in `into`, named after the file; everything is checked before anything is written.

    path        .sav, .zsav, .dta or .csv
    weight      column of positive weights; strata, psu, fpc columns of the design; each may be left out
    replicate_weights  what the names of replicate weights begin with before a number; replicate_kind is their kind,
                such as "BRR". What else belongs to them (fay_rho, rscales, mse) is written into study.toml afterwards
    public_use  True when the data are public already: nothing is sensitive then (level 0). Otherwise every variable
                gets level 2, because nobody has said what it is about, and what is unknown is treated as sensitive.
                [levels] in study.toml sets single variables.
    title       for headings; the file's own label, or its name, when left out
    replace     True takes the place of a study of that name; its [levels] and other files are kept

    Raises UnreadableFile, UnknownVariable, UnusableDesign, AlreadyThere.
    """
    design = {"weight": weight, "strata": strata, "psu": psu, "fpc": fpc}
    named = {use: name for use, name in design.items() if name is not None}
    id = _id(path)
    folder = into / id
    _check_place(folder, replace)
    frame = _meant(_read(path), id, named, title or "", 0 if public_use else UNKNOWN_LEVEL)
    _check_design(frame, named)
    if replicate_weights:
        frame = _with_replicates(frame, replicate_weights, replicate_kind, weight)
        named |= {"replicate_weights": replicate_weights, "kind": str(replicate_kind)}
    former = study_settings.read(folder / study_settings.FILE_NAME).get("levels", {}) if folder.exists() else {}
    levels = {name: level for name, level in former.items() if name in frame.variables}
    _write(frame, folder, named, public_use, levels)
    return find(folder)


def _id(path: Path) -> str:
    ascii_name = normalize("NFKD", path.name.split(".")[0]).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9_-]+", "_", ascii_name).strip("_") or "study"


def _check_place(folder: Path, replace: bool) -> None:
    if not folder.exists():
        return
    if not (folder / study_settings.FILE_NAME).is_file():
        raise AlreadyThere(f'"{folder}" is there already and is not a study. Rename the file, or move that away.')
    if not replace:
        raise AlreadyThere(
            f'The study "{folder}" is there already. Choose another place with --into, or add --replace.'
        )


def _read(path: Path) -> SurveyFrame:
    if not path.exists():
        raise UnreadableFile(f'There is no file "{path}". Check its name and folder.')
    if not path.is_file():
        raise UnreadableFile(f'"{path}" is a folder; a file is wanted.')
    if path.suffix.lower() not in _READERS:
        raise UnreadableFile(f'"{path.name}" is of a kind that cannot be imported. Save it as .sav, .dta or .csv.')
    try:
        frame = _READERS[path.suffix.lower()](path)
    except OSError as error:
        raise UnreadableFile(f'"{path}" cannot be read: {error.strerror}.') from error
    if not frame.variables:
        raise UnreadableFile(f'"{path}" has no columns.')
    if not len(frame):
        raise UnreadableFile(f'"{path}" has names of columns but no rows. Export it again, with its answers.')
    return frame


def _meant(frame: SurveyFrame, id: str, named: Mapping[str, str], title: str, level: int) -> SurveyFrame:
    """The frame under its name, with levels, the roles of the design, and the mark of synthetic data found again."""
    roles = {name: _ROLES[use] for use, name in named.items()}
    variables = {
        name: replace(variable, level=level, role=roles.get(name, "answer"))
        for name, variable in frame.variables.items()
    }
    first = next(iter(variables))
    synthetic = first == MARKER.name and bool((frame.values(first) == 1).all())
    if synthetic:
        variables[first] = MARKER
    heading = title or frame.title.in_language("en") or id
    return replace(frame, study=id, title=plain(heading), variables=variables, synthetic=synthetic)


def _check_design(frame: SurveyFrame, named: Mapping[str, str]) -> None:
    for use, name in named.items():
        variable = frame.variable(name)
        if use in ("strata", "psu"):
            faulty, must = frame.is_missing(name), "be there in every row"
        elif variable.kind == "text":
            raise UnusableDesign(f'The {use} "{name}" must be numeric, but it holds text. Name another column.')
        else:
            values = frame.values(name)
            faulty, must = ~(np.isfinite(values) & (values > 0)), "be positive in every row"
        if faulty.any():
            raise UnusableDesign(
                f'The {use} "{name}" must {must}; {faulty.sum()} of {len(frame)} cases are '
                f"{'missing' if use in ('strata', 'psu') else 'zero, negative or missing'} "
                f"(first at row {int(faulty.argmax()) + 1}). Mend the file, or name another column."
            )


def _with_replicates(frame: SurveyFrame, beginning: str, kind: str | None, weight: str | None) -> SurveyFrame:
    """The frame with its replicate weights in their role."""
    names = frame.numbered(beginning)
    if not names:
        raise UnusableDesign(f'No column is called "{beginning}" and a number, such as "{beginning}1".')
    if not (kind and weight):
        raise UnusableDesign("Replicate weights need their kind, such as BRR, and the weight of the whole sample.")
    for name in names:
        if frame.variable(name).kind == "text" or not np.isfinite(frame.values(name)).all():
            raise UnusableDesign(f'The replicate weight "{name}" must be a number in every row. Mend the file.')
    roles = {name: replace(frame.variable(name), role="weight") for name in names}
    return replace(frame, variables={**frame.variables, **roles})


def _write(
    frame: SurveyFrame, folder: Path, named: Mapping[str, str], public_use: bool, levels: Mapping[str, int]
) -> None:
    file = f"frame{SYNTHETIC_ENDING}" if frame.synthetic else "frame.parquet"
    lines = ["[study]", f"id = {_toml(frame.study)}", f"title = {_toml(frame.title.in_language('sv'))}"]
    lines += ["", "[data]", f"frame = {_toml(file)}"]
    lines += ["", "[design]", *(f"{use} = {_toml(name)}" for use, name in named.items())]
    lines += ["", "[release]", f"public_use = {str(public_use).lower()}"]
    lines += ["", "# Sensitivity from 0 (none) to 3 (highest), for single variables: name = level", "[levels]"]
    lines += [f"{_toml(name)} = {level}" for name, level in levels.items()]
    with whole_folder(folder) as beside:
        if folder.exists():
            shutil.copytree(folder, beside, dirs_exist_ok=True)
            for former in beside.glob("frame*.parquet"):
                former.unlink()
        frame_file.save(frame, beside / file)
        (beside / study_settings.FILE_NAME).write_text("\n".join(lines) + "\n", encoding="utf-8")


def _toml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
