"""REDCap's data dictionary: one row a field, with its choices, limits and branching logic in cells of the row.

It is brought into the rows of an XLSForm, which has the same things in other columns, and read as one. A form of REDCap
is a section, a heading within it begins a group of pages, a matrix is a battery.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from survey.errors import UnreadableFile
from survey.exchange.losses import Losses, Spot
from survey.exchange.sheets import Row, Sheet
from survey.exchange.xlsform.columns import Columns, split
from survey.exchange.xlsform.reading import Imported, Tables, read_tables

# What a heading of a data dictionary is called here; each may be spelt in REDCap's two ways.
_HEADINGS = {
    "variable_/_field_name": "name", "field_name": "name", "form_name": "form", "section_header": "heading",
    "field_type": "type", "field_label": "label", "choices,_calculations,_or_slider_labels": "choices",
    "choices,_calculations": "choices", "select_choices_or_calculations": "choices", "field_note": "hint",
    "text_validation_type_or_show_slider_number": "validation", "text_validation_min": "low",
    "text_validation_max": "high", "identifier?": "identifier", "identifier": "identifier",
    "branching_logic_(show_field_only_if...)": "relevant", "branching_logic": "relevant", "required_field?": "required",
    "required_field": "required", "matrix_group_name": "matrix", "field_annotation": "annotation",
}  # fmt: skip
TOLD_BY = (frozenset(("variable_/_field_name", "field_type")), frozenset(("field_name", "form_name", "field_type")))
_TYPES = {
    "notes": "text", "radio": "select_one", "dropdown": "select_one", "checkbox": "select_multiple",
    "yesno": "select_one", "truefalse": "select_one", "calc": "calculate", "slider": "range", "descriptive": "note",
    "file": "file", "signature": "file",
}  # fmt: skip
_CHOOSING = ("select_one", "select_multiple")
_FIXED = {"yesno": "1, Yes | 0, No", "truefalse": "1, True | 0, False"}
_SHEET = ""


def is_redcap(sheets: Mapping[str, Sheet]) -> bool:
    """Whether a workbook has the headings that only a data dictionary has."""
    return any(told <= {split(heading)[0] for heading in s.headings} for s in sheets.values() for told in TOLD_BY)


def import_redcap(path: Path, sheets: Mapping[str, Sheet], *, language: str | None, level: int) -> Imported:
    """The questionnaire of a data dictionary. Raises UnreadableFile when it has no rows."""
    sheet = next(iter(sheets.values()))
    if not sheet.rows:
        raise UnreadableFile(f'"{path.name}" has the headings of a REDCap data dictionary but no fields below them.')
    headings = {word: heading for heading in sheet.headings if (word := _meant(heading))}
    losses = Losses()
    made = _Made(headings, losses)
    made.all(sheet.rows)
    survey = Sheet(_SHEET, sheet.headings, tuple(made.rows))
    choices = Sheet(_SHEET, (), tuple(made.choices))
    settings = {"form_id": path.name.split(".")[0]}
    tables = Tables(survey, _columns(headings), choices, _CHOICES, settings, "REDCap")
    return read_tables(path, tables, losses, language=language, level=level)


def _meant(heading: str) -> str:
    base = re.sub(r"\s+", "_", heading.strip().lower())
    return _HEADINGS.get(base, "")


def _columns(headings: Mapping[str, str]) -> Columns:
    """Cells under REDCap's headings, so that reports name them; what stands elsewhere has headings of its own."""
    plain = {
        "type": headings.get("type", "type"),
        "name": headings.get("name", "name"),
        "relevant": headings.get("relevant", "relevant"),
        "required": headings.get("required", "required"),
        "constraint": headings.get("low", "constraint"),
        "calculation": headings.get("choices", "calculation"),
        "appearance": "appearance",
        "default": headings.get("annotation", "default"),
        "parameters": "parameters",
    }
    texts = {(word, ""): headings.get(word, word) for word in ("label", "hint", "low_text", "high_text")}
    return Columns(_SHEET, plain, texts)


_CHOICES = Columns(_SHEET, {"list_name": "list", "name": "code"}, {("label", ""): "label"})


@dataclass
class _Made:
    """Rows of an XLSForm as they are made; forms, headings and matrices open and close groups.

    lists  choices as they are written to the name of their list: fields with the same ones share it
    """

    headings: Mapping[str, str]
    losses: Losses
    rows: list[Row] = field(default_factory=list)
    choices: list[Row] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    lists: dict[str, str] = field(default_factory=dict)

    def all(self, fields: Sequence[Row]) -> None:
        form = matrix = ""
        for row in fields:
            if self.get(row, "matrix") != matrix or self.get(row, "form") != form:
                self.close("matrix")
            if self.get(row, "form") != form:
                self.close("form")
                form = self.get(row, "form")
                self.begin("form", row, form, form.replace("_", " ").capitalize())
            matrix = self.get(row, "matrix")
            if matrix and "matrix" not in self.open:
                self.begin("matrix", row, matrix, self.get(row, "heading"))
            elif (heading := self.get(row, "heading")) and not matrix:
                self.close("heading")
                self.begin("heading", row, f"{form}_{row.number}", heading)
            self.field(row)
        self.close("form")

    def get(self, row: Row, word: str) -> str:
        return row.get(self.headings.get(word, ""))

    def begin(self, what: str, row: Row, name: str, label: str) -> None:
        looks = "table-list" if what == "matrix" else ""
        self.row(row.number, {"type": "begin group", "name": name, "label": label, "appearance": looks})
        self.open.append(what)

    def close(self, what: str) -> None:
        """End a group and all that stand inside it."""
        while what in self.open:
            self.open.pop()
            self.row(self.rows[-1].number, {"type": "end group"})

    def row(self, number: int, cells: Mapping[str, str]) -> None:
        columns = _columns(self.headings)
        headed = {columns.plain.get(m) or columns.texts.get((m, ""), m): text for m, text in cells.items()}
        self.rows.append(Row(_SHEET, number, {heading: text for heading, text in headed.items() if text}))

    def field(self, row: Row) -> None:
        """One field; what it can be answered with becomes a list of its own name."""
        name, type = self.get(row, "name"), self.type(row)
        choices = _FIXED.get(self.get(row, "type").lower(), self.get(row, "choices"))
        shared = self.lists.setdefault(choices, name) if type in _CHOOSING else ""
        cells = {
            "type": f"{type} {shared}" if shared else type,
            "name": name,
            "label": _piped(self.get(row, "label")),
            "hint": _piped(self.get(row, "hint")),
            "relevant": self.get(row, "relevant"),
            "required": self.get(row, "required"),
        }
        if type in _CHOOSING:
            self.choices += _choices(name, choices, row.number) if shared == name else ()
            cells["constraint"] = " and ".join(_ticks(self.get(row, "annotation")))
        elif type == "calculate":
            cells["calculation"] = choices
        elif type == "range":
            cells["parameters"] = f"start={self.get(row, 'low') or 0} end={self.get(row, 'high') or 100}"
            ends = [end.strip() for end in choices.split("|")]
            cells |= {"low_text": ends[0], "high_text": ends[-1]} if len(ends) > 1 else {}
        elif type in ("integer", "decimal", "date"):
            cells["constraint"] = self.limits(row, type)
        self.row(row.number, cells)

    def type(self, row: Row) -> str:
        """The type of an XLSForm; what tells who somebody is becomes one that is refused."""
        written, validation = self.get(row, "type").lower(), self.get(row, "validation").lower()
        if self.get(row, "identifier").lower() in ("y", "yes") or validation in ("email", "phone", "zipcode", "ssn"):
            return "email"
        if re.search(r"@HIDDEN(?!-)", self.get(row, "annotation").upper()):
            return "hidden"
        if written != "text":
            return _TYPES.get(written, written)
        if validation.startswith(("integer", "int")):
            return "integer"
        if validation.startswith(("number", "float")):
            return "decimal"
        if validation.startswith("date_"):
            return "date"
        return "time" if validation.startswith(("time", "datetime")) else "text"

    def limits(self, row: Row, type: str) -> str:
        parts = []
        for sign, word in ((">=", "low"), ("<=", "high")):
            limit = self.get(row, word)
            number = re.fullmatch(r"-?\d+([.,]\d+)?", limit)
            if limit and type == "date":
                parts.append(f". {sign} {'today()' if limit == 'today' else _day(limit)}")
            elif limit and number:
                parts.append(f". {sign} {limit.replace(',', '.')}")
            elif limit:
                reason = f'"{limit}" is no limit that is known before the form begins; it was left out.'
                self.losses.refused(at(row, self.headings[word]), f'question "{self.get(row, "name")}"', reason)
        return " and ".join(parts)


def at(row: Row, heading: str) -> Spot:
    """A cell; a data dictionary is one table, so it has no sheet."""
    return Spot(_SHEET, row.number, heading)


def _day(limit: str) -> str:
    return f"date('{limit}')"


def _piped(text: str) -> str:
    """[name] in a text is spelt as XLSForm spells it."""
    return re.sub(r"\[([a-z][a-z0-9_]*)\]", r"${\1}", text)


def _choices(name: str, written: str, number: int) -> Iterator[Row]:
    for choice in written.split("|"):
        code, comma, label = choice.strip().partition(",")
        if comma and code.strip():
            yield Row(_SHEET, number, {"list": name, "code": code.strip(), "label": label.strip()})


def _ticks(annotation: str) -> Iterator[str]:
    """What action tags say of a multiple choice, as a constraint of an XLSForm."""
    if found := re.search(r"@NONEOFTHEABOVE\s*=\s*['\"]?([\w, -]+)", annotation):
        for code in found[1].split(","):
            yield f"not(selected(., '{code.strip()}') and count-selected(.) > 1)"
    if found := re.search(r"@MAXCHECKED\s*=\s*['\"]?(\d+)", annotation):
        yield f"count-selected(.) <= {found[1]}"
