"""How a question is answered, in a line below it."""

from __future__ import annotations

from app.forms.boxes import parts
from app.forms.texts import MONTHS, word
from survey.model import Question

_EXAMPLE = {"year": 2024, "month": 3, "day": 27}


def hint(question: Question, language: str) -> str:
    """The line below a question; empty where it goes without saying."""
    match question.type:
        case "multiple":
            return _ticks(question, language)
        case "number" | "estimate" | "slider":
            low, high = question.limits
            return "" if low is None or high is None else word("range", language, min=low, max=high)
        case "count":
            return word("not_which", language)
        case "rank":
            return word("rank", language)
        case "date":
            return _day(question, language)
        case "text":
            return word("longest", language, longest=question.longest)
    return ""


def day_in_words(day: str, language: str) -> str:
    """A date such as 2026, 2026-11 or 2026-11-01 as it is read: 2026, November 2026, 1 November 2026."""
    year, *finer = day.split("-")
    month = [MONTHS[language][int(part) - 1] for part in finer[:1]]
    return " ".join([*(str(int(part)) for part in finer[1:]), *month, year])


def _ticks(question: Question, language: str) -> str:
    low, high = question.min, question.max
    if low is not None and low == high:
        return word("ticks_exactly", language, max=high)
    key = {(False, False): "several", (True, False): "ticks_least", (False, True): "ticks_most"}
    return word(key.get((low is not None, high is not None), "ticks_between"), language, min=low, max=high)


def _day(question: Question, language: str) -> str:
    example = ", ".join(f"{word(part, language).lower()} {_EXAMPLE[part]}" for part in parts(question, language))
    limits = [(key, day) for key, day in (("earliest", question.earliest), ("latest", question.latest)) if day]
    told = [word(key, language, day=day_in_words(day, language)) for key, day in limits]
    return " ".join([word("figures", language, example=example), *told])
