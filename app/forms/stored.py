"""What a draft holds, under the names and in the words that a page sends: so an answered page is filled in again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from app.forms.boxes import PARTS, ranks
from survey.columns import has_other
from survey.missing import OFFERED, Answer, Missing
from survey.model import Question

Sent = dict[str, list[str]]


def stored(questions: Sequence[Question], values: Mapping[str, Answer]) -> Sent:
    """What a draft holds of these questions, as a page would send it."""
    return {name: sent for question in questions for field in _fields(question, values) for name, sent in field.items()}


def is_answered(question: Question, values: Mapping[str, Answer]) -> list[bool]:
    """For each field of a question, whether something was chosen or written, be it "prefer not to answer"."""
    return [any(any(sent) for sent in field.values()) for field in _fields(question, values)]


def _fields(question: Question, values: Mapping[str, Answer]) -> Iterator[Sent]:
    """Of each field, name to what would be sent."""
    id = question.id
    match question.answered:
        case "nothing" | "computed":
            return
        case "codes of items":
            yield from ({item.id: _one(values, item.id)} for item in question.items)
        case "codes":
            yield {id: _ticked(question, values), **_other(question, values)}
        case "ranks":
            names = ranks(question)
            reason = _reason(values.get(names[0])) if names else []
            yield {id: reason, **{name: [] if reason else _one(values, name) for name in names}}
        case "day":
            value = values.get(id)
            yield {id: _reason(value), **_parts(question, value)}
        case _:
            yield {id: _one(values, id), **_other(question, values)}


def _one(values: Mapping[str, Answer], name: str) -> list[str]:
    return [str(values[name])] if name in values and values[name] != Missing.LEFT_BLANK else []


def _reason(value: Answer | None) -> list[str]:
    """The reason for not answering, "don't know" or "prefer not to answer", where the draft holds one."""
    return [str(value)] if value in OFFERED.values() else []


def _ticked(question: Question, values: Mapping[str, Answer]) -> list[str]:
    codes = question.codes.codes() if question.codes else ()
    ticked = {code: values.get(f"{question.id}_{code}") for code in codes}
    sent = [str(code) for code, value in ticked.items() if value == 1]
    return sent + sorted({str(value) for value in ticked.values() if value in OFFERED.values()})


def _other(question: Question, values: Mapping[str, Answer]) -> Sent:
    """What was written beside "other"; a number there is a reason for having nothing."""
    if not has_other(question):
        return {}
    name = f"{question.id}_other"
    written = values.get(name)
    return {name: [written] if isinstance(written, str) else []}


def _parts(question: Question, value: Answer | None) -> Sent:
    figures = str(value) if isinstance(value, int) and value > 0 else ""
    slices = {"year": figures[:4], "month": figures[4:6], "day": figures[6:8]}
    return {f"{question.id}_{part}": [slices[part]] if slices[part] else [] for part in PARTS[question.precision]}
