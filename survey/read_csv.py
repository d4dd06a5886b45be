"""A .csv file as columns with as much meaning as it has: numbers, texts, and names for labels.

Nothing is guessed that would lose something: a column is numeric only when every value in it is a number
written plainly, so that "007", "1 234" and "12 %" stay text, as do dates. Empty is not there; NA and a lone
point (R, SAS and Stata write them) are not there either when all else in the column are numbers.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from io import BytesIO
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv

from survey import inferring
from survey.errors import UnreadableFile
from survey.frame import SurveyFrame
from survey.text import plain
from survey.variables import Variable

_DELIMITERS = (";", "\t", ",")
_NOT_THERE = ("", "NA", ".")
_NUMBER = r"[+-]?(?:0|[1-9][0-9]*)?(?:{mark}[0-9]*)?(?:[eE][+-]?[0-9]+)?"
_EXACT = 2.0**53  # beyond this a whole number, such as an identifier, would change when kept as a number


def read_csv(path: Path) -> SurveyFrame:
    """The file's columns; delimiter (; tab ,), decimal mark and encoding (UTF-8, UTF-16, Windows) are found out.

    A header that is no plain name becomes one, and stays whole in the label.
    Raises UnreadableFile for an unknown encoding, a header with gaps or doubles, and rows of unequal length.
    """
    text = _decoded(path)
    delimiter = _delimiter(text)
    headers = _headers(text, delimiter, path)
    cells = _cells(text, delimiter, len(headers), path)
    marks = "." if delimiter == "," else ".,"
    columns: dict[str, pd.Series] = {}
    variables: dict[str, Variable] = {}
    for name, header, column in zip(_names(headers, path), headers, cells, strict=True):
        columns[name], variables[name] = _column(name, header, column, marks)
    return SurveyFrame("", pd.DataFrame(columns), variables)


def _decoded(path: Path) -> str:
    content = path.read_bytes()
    if not content.strip():
        raise UnreadableFile(f'"{path}" is empty. Take a fresh copy, or export it again.')
    encodings = ["utf-16"] if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeError:
            continue
        if "\x00" not in text:
            return text
    raise UnreadableFile(f'"{path}" is not text in UTF-8 or Windows (cp1252) encoding. Save it as CSV in UTF-8.')


def _delimiter(text: str) -> str:
    first = re.sub(r'"[^"]*"', "", text.lstrip("\r\n").split("\n", 1)[0])
    return max(_DELIMITERS, key=first.count)


def _headers(text: str, delimiter: str, path: Path) -> list[str]:
    lines = (line for line in text.splitlines() if line.strip())
    headers = [header.strip() for header in next(csv.reader(lines, delimiter=delimiter))]
    unnamed = [str(place) for place, header in enumerate(headers, 1) if not header]
    if unnamed:
        raise UnreadableFile(f'"{path}": column {", ".join(unnamed)} has no name in the first row.')
    return headers


def _names(headers: list[str], path: Path) -> list[str]:
    names = [re.sub(r"\W+", "_", header).strip("_") or "column" for header in headers]
    names = [f"v_{name}" if name[0].isdigit() else name for name in names]
    doubles = [name for name, count in Counter(names).items() if count > 1]
    if doubles:
        raise UnreadableFile(f'"{path}": two columns are named "{doubles[0]}". Give each column a name of its own.')
    return names


def _cells(text: str, delimiter: str, width: int, path: Path) -> list[pd.Series]:
    names = [str(place) for place in range(width)]
    filled = width > 1  # with a single column an empty line is a row without a value
    try:
        table = pa.csv.read_csv(
            BytesIO(text.strip("\r\n").encode() + b"\n"),
            # One thread, so that a fault knows its row. The faulty row itself is never shown: it holds answers.
            read_options=pa.csv.ReadOptions(column_names=names, skip_rows_after_names=1, use_threads=False),
            parse_options=pa.csv.ParseOptions(delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=filled),
            convert_options=pa.csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid as error:
        row = re.search(r"Row #(\d+): Expected (\d+) columns, got (\d+)", str(error))
        place = f"row {row[1]} has {row[3]} values, not {row[2]}" if row else "its rows cannot be told apart"
        raise UnreadableFile(f'"{path}": {place}. Look for a missing quotation mark or delimiter.') from None
    return [pd.Series(column.to_pandas(), dtype="str") for column in table.columns]


def _column(name: str, header: str, column: pd.Series, marks: str) -> tuple[pd.Series, Variable]:
    places, distinct = pd.factorize(column)  # a column of codes has few values, so each is looked at once
    cells = pd.Series(distinct, dtype="str").str.strip()
    there = cells[~cells.isin(_NOT_THERE)]
    for mark in marks:
        if len(there) and there.str.fullmatch(_NUMBER.format(mark=re.escape(mark))).all():
            numbers = pd.to_numeric(there.str.replace(mark, "."), errors="coerce").astype("float64")
            if np.isfinite(numbers).all() and (numbers.abs() < _EXACT).all():
                values = numbers.reindex(cells.index).to_numpy(dtype=np.float64)
                return _numeric(name, header, pd.Series(values[places]))
    return column, Variable(name, plain(header), kind="text", format=inferring.text_format(distinct))


def _numeric(name: str, header: str, numbers: pd.Series) -> tuple[pd.Series, Variable]:
    values = numbers.to_numpy(dtype=np.float64)
    return numbers, Variable(
        name,
        plain(header),
        measure=inferring.measure(values, labelled=False),
        format=inferring.number_format(values),
    )
