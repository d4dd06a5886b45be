"""Answers with their meaning for SPSS: a .sav that opens complete, syntax that says what is in it, and a readme.

The same data give the same bytes, on any day and in whatever order the rows came: rows are put in the order of a hash
of their own content, so that the file says nothing about who answered first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyreadstat

from analysis.publish.sav_patch import patched
from analysis.publish.spss_dictionary import (
    LONGEST_FILE_LABEL,
    NotForSpss,
    SpssColumn,
    SpssDictionary,
    dictionary,
    shortened,
)
from analysis.publish.spss_syntax import complex_plan, setup
from analysis.publish.spss_texts import BLANK
from survey.frame import SurveyFrame
from survey.frame_file import marked
from survey.text import Text
from survey.variables import MissingRange
from survey.whole_file import whole_file

_DESIGN = ("weight", "strata", "psu", "fpc")
_LINE = 80  # bytes of a line of documents in a .sav

_SYNTHETIC = Text(
    sv="SYNTETISKA DATA: inga riktiga svar. Får inte redovisas som resultat.",
    en="SYNTHETIC DATA: no real answers. Not to be reported as results.",
)
_WEIGHTED = Text(
    sv="Filens vikt är {weight}. WEIGHT BY ger rätt punktskattningar men fel medelfel; använd CSPLAN eller R.",
    en="The file's weight is {weight}. WEIGHT BY gives right points but wrong standard errors; use CSPLAN or R.",
)
_UNWEIGHTED = Text(
    sv="Filen har ingen vikt: varje fall räknas som 1.", en="The file has no weight: every case counts 1."
)
_DESIGNED = Text(sv="Design: {design}.", en="Design: {design}.")
_SHUFFLED = Text(
    sv="Raderna står i slumpmässig ordning, som inte säger vem som svarade först.",
    en="Rows are in a random order that says nothing about who answered first.",
)
_ORDERED = Text(sv="Raderna står i filens ursprungliga ordning.", en="Rows are in the order of the original file.")
_SIZE = Text(sv="{n} fall, {k} variabler.", en="{n} cases, {k} variables.")
_CHANGED = Text(sv="Ändrat för att SPSS ska kunna läsa det:", en="Changed so that SPSS can hold it:")


def export_spss(
    frame: SurveyFrame, design: Mapping[str, Any], into: Path, *, language: str = "sv", keep_order: bool = False
) -> tuple[Path, ...]:
    """Write .sav, .sps, with a weight also _complex.sps, and _readme.txt into `into`; all of them or none.

    design      names of columns under weight, strata, psu, fpc; the weight becomes the file's own. Of several stages
                the plan has the first, as if drawn with replacement
    language    of the labels
    keep_order  True keeps the order of the rows: for data that are public in that order already
    Raises UnknownVariable, and NotForSpss with all that a .sav cannot hold.
    """
    frame = marked(frame)
    named = {use: frame.variable(name).name for use, name in _first_stage(design).items()}
    if "weight" in named and frame.variable(named["weight"]).kind == "text":
        raise NotForSpss(f'The weight "{named["weight"]}" holds text, not numbers. Name another column.')
    meaning = dictionary(frame, language)
    data = (frame.data if keep_order else _shuffled(frame.data)).reset_index(drop=True)
    name = f"{frame.study}_synthetic" if frame.synthetic else frame.study
    notes = list(_notes(frame, named, language, keep_order))
    with ExitStack() as files:
        paths = [into / f"{name}.sav", into / f"{name}.sps", into / f"{name}_readme.txt"]
        sav, sps, readme = (files.enter_context(whole_file(path)) for path in paths)
        sav.write_bytes(_sav(frame, data, meaning, notes, named, language, sav))
        sps.write_text(setup(paths[0].name, meaning, notes, named.get("weight")), encoding="utf-8")
        readme.write_text("\n".join(_readme(frame, notes, meaning, language)) + "\n", encoding="utf-8")
        if "weight" in named:
            paths.insert(2, into / f"{name}_complex.sps")
            plan = complex_plan(paths[0].name, named, shares=_are_shares(frame, named))
            files.enter_context(whole_file(paths[2])).write_text(plan, encoding="utf-8")
    return tuple(paths)


def _first_stage(design: Mapping[str, Any]) -> dict[str, str]:
    given = {
        use: [design[use]] if isinstance(design[use], str) else [*design[use]] for use in _DESIGN if design.get(use)
    }
    several = any(len(names) > 1 for names in given.values())
    return {use: names[0] for use, names in given.items() if not (several and use == "fpc")}


def _shuffled(data: pd.DataFrame) -> pd.DataFrame:
    """Rows in the order of a hash of their content: nothing of the order they came in is left, not even in the seed."""
    order = np.argsort(pd.util.hash_pandas_object(data, index=False).to_numpy(), kind="stable")
    return data.iloc[order]


def _sav(
    frame: SurveyFrame,
    data: pd.DataFrame,
    meaning: SpssDictionary,
    notes: list[str],
    named: Mapping[str, str],
    language: str,
    place: Path,
) -> bytes:
    heading = (_SYNTHETIC.in_language(language).split(":")[0] + ": ") if frame.synthetic else ""
    columns = meaning.columns
    labels: dict[str, Any] = {column.name: dict(column.values) for column in columns if column.values}
    missing: dict[str, Any] = {
        column.name: [_gap(gap) for gap in column.missing] for column in columns if column.missing
    }
    texts = {column.name: _texts(data[column.name], column) for column in columns if column.kind == "text"}
    try:
        pyreadstat.write_sav(
            data.assign(**texts),
            place,
            row_compress=True,
            file_label=shortened(heading + frame.title.in_language(language), LONGEST_FILE_LABEL),
            note=[line for note in notes for line in _byte_lines(note)],
            column_labels={column.name: column.label for column in columns},
            variable_value_labels=labels,
            missing_ranges=missing,
            variable_measure={column.name: column.measure for column in columns},
            variable_format={column.name: column.format for column in columns},
            variable_display_width={column.name: _width(column) for column in columns},
        )
    except (pyreadstat.PyreadstatError, pyreadstat.ReadstatError) as error:
        raise NotForSpss(f"SPSS cannot hold these data: {error}") from error
    return patched(
        place.read_bytes(),
        weight=named.get("weight"),
        sets=meaning.sets,
        attributes={column.name: column.attributes for column in columns},
        file_attributes={"Study": frame.study, "Synthetic": "yes" if frame.synthetic else "no"},
    )


def _texts(column: pd.Series, meaning: SpssColumn) -> pd.Series:
    """The texts; the first is filled up with blanks, which SPSS ignores, since the longest sets the column's width."""
    texts = column.astype("str").fillna("")
    texts = texts.where(~texts.isin(meaning.blanked), BLANK)
    missing_bytes = int(meaning.format[1:]) - len(texts[0].encode())
    texts[0] += " " * missing_bytes
    return texts


def _gap(gap: MissingRange) -> object:
    return gap.low if gap.low == gap.high else {"lo": gap.low, "hi": gap.high}


def _width(column: SpssColumn) -> int:
    digits = "".join(letter for letter in column.format.split(".")[0] if letter.isdigit())
    return min(40, max(8, int(digits or 8)))


def _notes(frame: SurveyFrame, named: Mapping[str, str], language: str, keep_order: bool) -> Iterator[str]:
    """What whoever opens the file must know; stands in its documents, in the syntax and in the readme."""
    if frame.synthetic:
        yield _SYNTHETIC.in_language(language)
    if title := frame.title.in_language(language):
        yield " ".join(title.split())
    yield _SIZE.in_language(language).format(n=len(frame), k=len(frame.variables))
    yield (_WEIGHTED if "weight" in named else _UNWEIGHTED).in_language(language).format(weight=named.get("weight"))
    if design := ", ".join(f"{use} {name}" for use, name in named.items() if use != "weight"):
        yield _DESIGNED.in_language(language).format(design=design)
    yield (_ORDERED if keep_order else _SHUFFLED).in_language(language)


def _readme(frame: SurveyFrame, notes: list[str], meaning: SpssDictionary, language: str) -> Iterator[str]:
    yield frame.study
    yield ""
    yield from notes
    if meaning.changes:
        yield from ("", _CHANGED.in_language(language), *meaning.changes)


def _byte_lines(text: str) -> Iterator[str]:
    line = ""
    for word in text.split():
        if line and len(f"{line} {word}".encode()) > _LINE:
            yield line
            line = ""
        line = shortened(f"{line} {word}".strip(), _LINE)
    yield line


def _are_shares(frame: SurveyFrame, named: Mapping[str, str]) -> bool:
    return "fpc" in named and bool((frame.values(named["fpc"]) <= 1).all())
