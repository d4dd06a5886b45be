"""What a page would post for values that are already there: the way back from `survey.reading`."""

from __future__ import annotations

from collections.abc import Mapping

from survey.columns import answers_of, categories_of, has_other
from survey.missing import OFFERED, Answer
from survey.model import Question
from survey.reading_typed import DATE_FIELDS

Form = dict[str, list[str]]


def as_posted(question: Question, values: Mapping[str, Answer]) -> Form:
    """Names of fields to texts. Only what is there is posted; an answer left blank posts nothing."""
    written = f"{question.id}_other"
    other = {written: _one(values.get(written))} if has_other(question) else {}
    match question.answered:
        case "nothing" | "computed":
            return {}
        case "codes of items":
            return {name: _one(values.get(name)) for name in answers_of(question)}
        case "codes":
            return {question.id: _ticked(question, values), **other}
        case "ranks":
            return _ranks(question, values)
        case "day":
            return _day(question, values.get(question.id))
    return {question.id: _one(values.get(question.id)), **other}


def _one(value: Answer | None) -> list[str]:
    if value is None or isinstance(value, str):
        return [value] if value else []
    return [str(value)] if value >= 0 or value in OFFERED.values() else []


def _reason(value: Answer | None) -> list[str]:
    return [str(value)] if value in OFFERED.values() else []


def _ticked(question: Question, values: Mapping[str, Answer]) -> list[str]:
    held = [values.get(name) for name in answers_of(question)]
    codes = (str(category.code) for category in categories_of(question))
    return [code for code, value in zip(codes, held, strict=True) if value == 1] or _reason(held[0] if held else None)


def _ranks(question: Question, values: Mapping[str, Answer]) -> Form:
    names = answers_of(question)
    reason = _reason(values.get(names[0])) if names else []
    return {question.id: reason, **{name: [] if reason else _one(values.get(name)) for name in names}}


def _day(question: Question, value: Answer | None) -> Form:
    figures = str(value) if isinstance(value, int) and value > 0 else ""
    parts = {"year": figures[:4], "month": figures[4:6], "day": figures[6:8]}
    sent = {f"{question.id}_{part}": [parts[part]] if parts[part] else [] for part in DATE_FIELDS[question.precision]}
    return {question.id: _reason(value), **sent}
