"""A file that was exported, read back: what it is called in the ledger, and each figure or blank with its place."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from io import StringIO
from itertools import zip_longest
from pathlib import Path
from typing import Any

from analysis.disclosure.digest import RECORD, Value, table_digest
from analysis.disclosure.reasons import UNNAMED_LEFT_OUT
from analysis.errors import AnalysisError
from analysis.review.page import Line, Page, PageCell, page_of
from analysis.review.workbook import sheets_of

_BASES = ("base_n", "base_weighted_n")
FIGURES = ("value", "std_error", "ci_low", "ci_high", "df", "deff", "n", "weighted_n")
UNTOLD = "?"  # hidden in a page, which does not say by which rule
_NOT_OURS = "must be a table or model that Varsam exported, as CSV, XLSX, HTML or JSON"


@dataclass(frozen=True)
class Record:
    """A cell as a file has it.

    place    where it stands, such as "line 7"
    name     its row and column in the file's words
    figures  of `FIGURES`, and base_n and base_weighted_n; in a page those that are written there, as they are rounded
    """

    place: str
    name: str
    row: str
    column: str
    figures: Mapping[str, Value]
    flag: str

    @property
    def blank(self) -> bool:
        """True where the cell says that it is hidden."""
        return self.flag != ""


@dataclass(frozen=True)
class Exported:
    """What a file says.

    mode       "keyed" where the figures are perturbed
    statistic  "" for what is not a table
    records    of a table, row by row
    whole      True where every figure is there, so that the digest can be made again; False of a page
    test       True where a test is reported
    left_out   True where the file says that rows or columns are left out
    strays     numbers in the sheet that is read, where the other sheet has a blank
    """

    study: str
    query: str
    policy: str
    digest: str
    mode: str
    threshold: int
    rounding: int
    statistic: str = ""
    records: tuple[Record, ...] = ()
    whole: bool = True
    test: bool = False
    left_out: bool = False
    strays: tuple[Record, ...] = ()

    @property
    def digest_again(self) -> str:
        """The digest, made again from the figures in the file."""
        lines: list[dict[str, Value]] = [
            {"row_value": r.row, "column_value": r.column, **r.figures, "flag": r.flag} for r in self.records
        ]
        return table_digest(
            study=self.study,
            query=self.query,
            policy=self.policy,
            records=[{name: line.get(name) for name in RECORD} for line in lines],
        )


def read(path: Path) -> Exported:
    """What a file says. Raises AnalysisError for a file that is not one of ours."""
    readers = {".csv": _csv, ".json": _json, ".xlsx": _xlsx, ".html": _html}
    if path.suffix.lower() not in readers:
        raise AnalysisError(f"{path} {_NOT_OURS}; found {path.suffix or 'no ending'}.")
    try:
        return readers[path.suffix.lower()](path.read_bytes())
    except OSError as error:
        raise AnalysisError(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise AnalysisError(f"{path} {_NOT_OURS}; what is in it is something else, or was cut short.") from error


def _csv(content: bytes) -> Exported:
    lines = csv.DictReader(StringIO(content.decode("utf-8-sig"), newline=""))
    found = [(lines.line_num, {name: _unescaped(value) for name, value in line.items()}) for line in lines]
    return _of_lines((f"line {number}", line) for number, line in found)


def _xlsx(content: bytes) -> Exported:
    layout, data = sheets_of(content)
    head, *body = data
    names = [_text(name) for name in head]
    told = _of_lines(
        (f"sheet Data, row {at}", dict(zip_longest(names, line[: len(names)]))) for at, line in enumerate(body, start=2)
    )
    return replace(told, strays=tuple(_strays(told.records, layout)))


def _strays(records: Sequence[Record], layout: Sequence[Sequence[Value]]) -> Iterable[Record]:
    """Numbers in the sheet that is read, where the other sheet says that the figure is hidden."""
    at, rows = 0, list(dict.fromkeys(record.row for record in records))
    for row in rows:
        cells = [record for record in records if record.row == row]
        label = cells[0].name.split(" / ")[0]
        at = next((n for n in range(at, len(layout)) if layout[n] and layout[n][0] == label), len(layout))
        for record, shown in zip(cells, layout[at][1:] if at < len(layout) else (), strict=False):
            if record.blank and isinstance(shown, int | float):
                yield Record(f"sheet 1, row {at + 1}", record.name, row, record.column, {"value": shown}, record.flag)
        at += 1


def _of_lines(lines: Iterable[tuple[str, Mapping[str, Value]]]) -> Exported:
    """The lines that CSV and the Data sheet have in common."""
    found = list(lines)
    first = found[0][1]
    statistic = list(first)[4]  # it stands behind row and column, under its own name
    records = tuple(
        Record(
            place,
            f"{line['row']} / {line['column']}",
            _text(line["row_value"]),
            _text(line["column_value"]),
            {name: _number(line[statistic if name == "value" else name]) for name in (*FIGURES, *_BASES)},
            _text(line["flag"]),
        )
        for place, line in found
    )
    return _named(first, statistic=statistic, records=records, left_out=_left_out(_text(first["notes"])))


def _json(content: bytes) -> Exported:
    found = json.loads(content)
    if "categories" not in found:
        return _named(found)
    bases = {_text(column["value"]): column["base"] for column in found["columns"]}
    labels = {_text(column["value"]): column["label"]["en"] for column in found["columns"]}
    records = tuple(
        Record(
            f"category {at}",
            f"{cell['label']['en']} / {labels[_text(cell['column'])]}",
            _text(cell["value"]),
            _text(cell["column"]),
            {
                **{name: cell[found["statistic"] if name == "value" else name] for name in FIGURES},
                "base_n": bases[_text(cell["column"])]["n"],
                "base_weighted_n": bases[_text(cell["column"])]["weighted_n"],
            },
            cell["flag"],
        )
        for at, cell in enumerate(found["categories"], start=1)
    )
    left_out = any(_left_out(note["en"]) for note in found["notes"])
    test = found["test"] is not None
    return _named(found, statistic=found["statistic"], records=records, test=test, left_out=left_out)


def _html(content: bytes) -> Exported:
    page = page_of(content.decode("utf-8"))
    asked, told, _ = page.names["query"].partition(" of ")
    statistic = asked if told and "~" not in asked else ""
    return _named(
        page.names,
        statistic=statistic,
        records=tuple(_of_page(page, share=statistic == "proportion")) if statistic else (),
        whole=False,
        left_out=_left_out(page.notes),
    )


def _of_page(page: Page, *, share: bool) -> Iterable[Record]:
    """The figures of a page: by group a cell has its interval beside it, else a row has all figures of everybody."""
    bases = [cell.number(page.language) for cell in page.foot[0].cells] if page.foot else []
    for line in page.body:
        if page.codes:
            for at, cell in enumerate(line.cells):
                low, high = cell.interval(page.language)
                figures = {"value": cell.number(page.language), "ci_low": low, "ci_high": high}
                base = {"base_n": bases[at]} if at < len(bases) else {}
                name = f"{line.heading} / {page.heads[at]}"
                yield _written(line, cell, name, page.codes[at], _parts(figures, share=share) | base)
        else:
            value, std_error, between, n, weighted_n = line.cells
            low, high = replace(between, small=between.text).interval(page.language)
            figures = {"value": value.number(page.language), "ci_low": low, "ci_high": high}
            figures["std_error"] = std_error.number(page.language)
            counts = {"n": n.number(page.language), "weighted_n": weighted_n.number(page.language)}
            base = {"base_n": bases[3]} if bases else {}
            yield _written(line, value, line.heading, "", _parts(figures, share=share) | counts | base)


def _written(line: Line, cell: PageCell, name: str, column: str, figures: Mapping[str, Value]) -> Record:
    flag = UNTOLD if cell.hidden else ""
    return Record(f"line {cell.line}", name, line.code or line.heading, column, figures, flag)


def _parts(figures: Mapping[str, Value], *, share: bool) -> dict[str, Value]:
    """Per cents as parts of 1; what is no number stays what it is."""
    return {name: f / 100 if share and isinstance(f, float) else f for name, f in figures.items()}


def _named(names: Mapping[str, Any], **rest: Any) -> Exported:
    return Exported(
        study=_text(names.get("study")),
        query=_text(names.get("query")),
        policy=_text(names.get("policy")),
        digest=_text(names.get("digest")),
        mode=_text(names.get("mode")),
        threshold=int(float(names.get("threshold") or 0)),
        rounding=int(float(names.get("rounding") or 0)),
        **rest,
    )


def _left_out(notes: str) -> bool:
    return any(said in notes for said in UNNAMED_LEFT_OUT.values())


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _number(value: Value) -> Value:
    """A number, None for nothing, and the text itself where neither: a blank may have been written over."""
    if value is None or value == "":
        return None
    try:
        return float(value)
    except ValueError:
        return value


def _unescaped(value: str) -> str:
    return value[1:] if value[:1] == "'" and value[1:2] in ("=", "+", "-", "@", "\t", "\r") else value
