"""A respondent's answers as SurveyJS and as an XForm hold them."""

from __future__ import annotations

from collections.abc import Iterator

from respondents import Respondent, questions

from survey.columns import answers_of, categories_of
from survey.compile import Compiled
from survey.exchange.xlsform.kinds import offers_missing
from survey.missing import Answer
from survey.model import Question

_REASONS = (-2, -3)


def surveyjs(compiled: Compiled, one: Respondent) -> dict[str, object]:
    """The data of a survey: what was asked and answered, with arms and what is known beforehand as values."""
    found: dict[str, object] = {name: value for name, value in one.given.items() if _is_there(value)}
    for question in questions(compiled):
        if question.id not in one.asked or question.answered == "computed":
            continue
        values = {name: one.values[name] for name in answers_of(question)}
        match question.answered:
            case "codes of items":
                rows = {name: value for name, value in values.items() if _kept(question, value) and name in one.asked}
                found |= {question.id: rows} if rows else {}
            case "codes":
                ticked = list(_ticked(values))
                found |= {question.id: ticked} if ticked else {}
            case "ranks":
                ranked = [value for value in values.values() if _is_there(value)]
                found |= {question.id: ranked} if ranked else {}
            case "day":
                found |= {question.id: _day(values[question.id])} if _is_there(values[question.id]) else {}
            case _:
                found |= values if _kept(question, values[question.id]) else {}
    return found


def xform(compiled: Compiled, one: Respondent) -> dict[str, dict[str, object]]:
    """What is given beforehand, and the value of each row: a text, or several of a multiple choice or a rank."""
    given: dict[str, object] = {name: value for name, value in one.given.items() if _is_there(value)}
    answers: dict[str, object] = {}
    ranks = {q.id: [c.code for c in categories_of(q)] for q in questions(compiled) if q.type == "rank"}
    for name, value in surveyjs(compiled, one).items():
        if isinstance(value, dict):
            answers |= {item: str(code) for item, code in value.items()}
        elif isinstance(value, list):  # ODK takes no rank of some choices only
            answers[name] = [str(code) for code in dict.fromkeys((*value, *ranks.get(name, ())))]
        elif name not in given:
            answers[name] = str(value)
    return {"given": given, "answers": answers}


def _is_there(value: Answer) -> bool:
    return isinstance(value, str) or value >= 0


def _kept(question: Question, value: Answer) -> bool:
    """Whether the other program can hold it: an answer, or a reason where reasons are among the choices."""
    return (
        _is_there(value) if isinstance(value, str) else value >= 0 or (value in _REASONS and offers_missing(question))
    )


def _ticked(values: dict[str, Answer]) -> Iterator[int]:
    if all(value in _REASONS for value in values.values()):
        yield int(next(iter(values.values())))
        return
    yield from (int(name.rpartition("_")[2]) for name, value in values.items() if value == 1)


def _day(value: Answer) -> str:
    """20261124 as 2026-11-24; a month as 2026-11, a year as 2026."""
    figures = str(int(value))
    return "-".join(part for part in (figures[:4], figures[4:6], figures[6:8]) if part)
