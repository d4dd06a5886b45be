"""What each type of question is in an XLSForm: its type, and what limits its answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from survey.missing import OFFERED
from survey.model import Question, QuestionType

_TYPES: dict[QuestionType, str] = {
    "single": "select_one", "banded": "select_one", "consent": "select_one", "crosswise": "select_one",
    "battery": "select_one", "multiple": "select_multiple", "rank": "rank", "number": "integer",
    "estimate": "integer", "count": "integer", "scale": "range", "slider": "range", "date": "date", "text": "text",
    "computed": "calculate", "note": "note",
}  # fmt: skip
_APPEARANCES = {"month": "month-year", "year": "year"}


@dataclass(frozen=True)
class As:
    """A question in XLSForm's words, but for its conditions."""

    type: str
    constraint: str = ""
    parameters: str = ""
    appearance: str = ""


def offers_missing(question: Question) -> bool:
    """Whether reasons for not answering can be choices of it."""
    return _TYPES[question.type] in ("select_one", "select_multiple")


def as_xlsform(question: Question, list_name: str) -> As:
    """The type, the constraint and the looks of a question."""
    kind = _TYPES[question.type]
    type = f"{kind} {list_name}" if kind in ("select_one", "select_multiple", "rank") else kind
    low, high = question.limits
    match question.type:
        case "scale" | "slider":
            return As(type, parameters=f"start={low} end={high} step=1")
        case "number" | "estimate" | "count":
            bounds = [f". {sign} {limit}" for sign, limit in ((">=", low), ("<=", high)) if limit is not None]
            return As(type, " and ".join(bounds))
        case "date":
            return As(type, " and ".join(_days(question)), appearance=_APPEARANCES.get(question.precision, ""))
        case "text":
            return As(type, f"string-length(.) <= {question.longest}")
        case "multiple":
            random = "randomize=true" if question.order == "random" else ""
            return As(type, " and ".join(_ticks(question)), parameters=random)
        case "single" | "rank" if question.order == "random":
            return As(type, parameters="randomize=true")
    return As(type)


def _days(question: Question) -> Iterator[str]:
    for sign, day in ((">=", question.earliest), ("<=", question.latest)):
        if day:
            filled = (
                day + "-01-01"[: 10 - len(day)] if sign == ">=" else day + {4: "-12-31", 7: "-31", 10: ""}[len(day)]
            )
            yield f". {sign} date('{filled}')"


def _ticks(question: Question) -> Iterator[str]:
    """What keeps a code apart from all others, and how many may be ticked; a reason for not answering is no tick."""
    reasons = [int(OFFERED[word]) for word in question.missing]
    alone = [category.code for category in question.codes.categories if category.exclusive] if question.codes else []
    yield from (f"not(selected(., '{code}') and count-selected(.) > 1)" for code in (*alone, *reasons))
    if question.min is not None:
        fewest = [f"count-selected(.) >= {question.min}", *(f"selected(., '{reason}')" for reason in reasons)]
        yield f"({' or '.join(fewest)})" if len(fewest) > 1 else fewest[0]
    if question.max is not None:
        yield f"count-selected(.) <= {question.max}"
