"""A questionnaire as REDCap's data dictionary: one row a field, in the first language."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from survey.compile import Compiled
from survey.exchange.flat import Asked, Flat
from survey.exchange.losses import LossReport, Spot
from survey.exchange.saying import Spelling, value
from survey.expressions import parse
from survey.expressions.meaning import Meaning
from survey.expressions.programs import CannotBeSaid
from survey.expressions.programs.saying import figures
from survey.model import Question

HEADINGS = (
    "Variable / Field Name", "Form Name", "Section Header", "Field Type", "Field Label",
    "Choices, Calculations, OR Slider Labels", "Field Note", "Text Validation Type OR Show Slider Number",
    "Text Validation Min", "Text Validation Max", "Identifier?", "Branching Logic (Show field only if...)",
    "Required Field?", "Custom Alignment", "Question Number (surveys only)", "Matrix Group Name", "Matrix Ranking?",
    "Field Annotation",
)  # fmt: skip
_NAME, _FORM, _HEADER, _TYPE, _LABEL, _CHOICES, _NOTE, _VALIDATION, _LOW, _HIGH = HEADINGS[:10]
_LOGIC, _REQUIRED = HEADINGS[11:13]
_MATRIX, _ANNOTATION = HEADINGS[15], HEADINGS[17]
_TYPES = {
    "single": "radio", "banded": "radio", "consent": "radio", "crosswise": "radio", "multiple": "checkbox",
    "number": "text", "estimate": "text", "scale": "text", "count": "text", "slider": "slider", "date": "text",
    "text": "notes", "computed": "calc", "note": "descriptive", "battery": "radio",
}  # fmt: skip
Row = dict[str, str]


def _name(meaning: Meaning) -> str:
    if meaning.question and meaning.name.removeprefix(f"{meaning.question}_rank").isdecimal():
        raise CannotBeSaid("REDCap", f'"{meaning.name}"', "it has no order of importance.")
    return f"[{meaning.name.lower()}]"


def _box(question: str, code: int, ticked: bool) -> str:
    return f"[{question.lower()}({code})] = '{int(ticked)}'"


def _there(meaning: Meaning, there: bool) -> str:
    """An answer is there where it is not empty and no reason; of a multiple choice, where any code is ticked."""
    if meaning.type == "choices":
        boxes = [_box(meaning.name, code, there) for code in meaning.columns]
        return (" or " if there else " and ").join(boxes)
    name = _name(meaning)
    reasons = [f"{name} {'<>' if there else '='} '{reason}'" for reason in meaning.offered]
    return (" and " if there else " or ").join([f'{name} {"<>" if there else "="} ""', *reasons])


SPELLING = Spelling(
    program="REDCap",
    name=_name,
    box=_box,
    there=_there,
    literal=lambda number: f"'{figures(number)}'",
    signs={"=": "=", "!=": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">="},
    nothing='""',
)


def export_redcap(compiled: Compiled) -> tuple[dict[str, bytes], LossReport]:
    """One .csv file, named after the questionnaire, and what REDCap does not make of it."""
    flat = Flat(compiled, SPELLING)
    rows = [row for asked in flat.asked() for row in _rows(flat, asked)]
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, HEADINGS, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    name = f"{compiled.questionnaire.id}.csv"
    return {name: file.getvalue().encode()}, flat.losses.report(name, "REDCap", {"fields": len(rows)})


def _rows(flat: Flat, asked: Asked) -> Iterator[Row]:
    question, form = asked.question, asked.section.id.lower()
    begins = asked.first and asked.page is asked.section.pages[0]
    header = (
        flat.say(asked.section.title if begins and not asked.page.title else asked.page.title) if asked.first else ""
    )
    if begins and asked.section.intro:
        yield {_NAME: f"{form}_intro", _FORM: form, _TYPE: "descriptive", _LABEL: flat.say(asked.section.intro)}
    if question.type == "rank":
        flat.losses.refused(Spot(), f'"{question.id}"', "REDCap has no order of importance; it was left out.")
        return
    _lost(flat, question)
    if question.type == "battery":
        yield from _matrix(flat, asked, form)
        return
    yield {
        _NAME: question.id.lower(),
        _FORM: form,
        _HEADER: header,
        _TYPE: _TYPES[question.type],
        _LABEL: _label(flat, question),
        _CHOICES: _answers(flat, question),
        _NOTE: flat.say(question.help),
        _LOGIC: asked.condition,
        _REQUIRED: "y" if question.required else "",
        _ANNOTATION: _annotation(flat, question),
        **_validated(question),
    }


def _matrix(flat: Flat, asked: Asked, form: str) -> Iterator[Row]:
    """A battery; its wording is the heading above the matrix."""
    for place, (item, condition) in enumerate(zip(asked.question.items, asked.items, strict=True)):
        yield {
            _NAME: item.id.lower(),
            _FORM: form,
            _HEADER: "" if place else flat.say(asked.question.text),
            _TYPE: "radio",
            _LABEL: flat.say(item.text),
            _CHOICES: _answers(flat, asked.question),
            _LOGIC: condition,
            _MATRIX: asked.question.id.lower(),
        }


def _label(flat: Flat, question: Question) -> str:
    return "\n".join([flat.say(question.text), *(f"• {flat.say(item.text)}" for item in question.items)])


def _answers(flat: Flat, question: Question) -> str:
    if question.type == "computed" and question.value is not None:
        try:
            return value(parse(question.value.source), flat.compiled.variables, SPELLING)
        except CannotBeSaid as error:
            flat.losses.refused(Spot(), f'"{question.id}"', f"{error} So it stays empty.")
            return '""'
    if question.type == "slider":
        return f"{flat.say(question.low_text)} | | {flat.say(question.high_text)}"
    if _TYPES[question.type] not in ("radio", "checkbox"):
        return ""
    return " | ".join(f"{code}, {label}" for code, label in flat.choices(question))


def _annotation(flat: Flat, question: Question) -> str:
    if question.type != "multiple":
        return ""
    alone = ",".join(str(code) for code in flat.alone(question))
    tags = [f'@NONEOFTHEABOVE="{alone}"'] if alone else []
    return " ".join([*tags, *([f"@MAXCHECKED={question.max}"] if question.max else [])])


def _validated(question: Question) -> Row:
    low, high = question.limits
    limits = {_LOW: "" if low is None else str(low), _HIGH: "" if high is None else str(high)}
    if question.answered == "number":
        return {_VALIDATION: "number" if question.type == "slider" else "integer", **limits}
    if question.type == "date" and question.precision == "day":
        return {_VALIDATION: "date_ymd", _LOW: question.earliest, _HIGH: question.latest}
    return {}


_LOSSES = {
    "variants": "Other wordings of the question were left out.",
    "unit": "The unit was left out.",
}


def _lost(flat: Flat, question: Question) -> None:
    for word, reason in _LOSSES.items():
        if getattr(question, word):
            flat.lost(question.id, reason)
    if question.missing and _TYPES[question.type] not in ("radio", "checkbox"):
        flat.lost(question.id, 'No choice can stand beside what is typed in, so "don\'t know" is not offered.')
    if question.order == "random":
        flat.lost(question.id, "Everything stands in its written order.")
    if question.type == "date" and question.precision != "day":
        flat.lost(question.id, "A date that is no whole day is typed in as text.")
    if any(category.other for category in (question.codes.categories if question.codes else ())):
        flat.lost(question.id, "The line to write on was left out.")
