"""Answers that were typed: numbers, days, words."""

from __future__ import annotations

import re
from datetime import date

from survey.missing import Answer, Missing
from survey.model import Precision, Question
from survey.posted import Posted
from survey.reading_words import (
    AT_LEAST,
    BETWEEN,
    DATE_FIGURES,
    DATE_PARTS,
    EARLIEST,
    LATEST,
    NO_SUCH_DATE,
    TOO_LONG,
    WHOLE,
)

DATE_FIELDS: dict[Precision, tuple[str, ...]] = {
    "year": ("year",),
    "month": ("year", "month"),
    "day": ("year", "month", "day"),
}
_FIGURES = re.compile(r"[+-]?[0-9]{1,9}")
_DATE_FIGURES = {
    "year": re.compile(r"[1-9][0-9]{3}"),
    "month": re.compile(r"[0-9]{1,2}"),
    "day": re.compile(r"[0-9]{1,2}"),
}
_REASONS = frozenset(str(int(reason)) for reason in Missing)
# Control characters but the line break, and halves of characters: nothing that anybody typed.
_UNTYPED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]+")


def number(question: Question, field: str, posted: Posted) -> dict[str, Answer]:
    """A whole number within the question's limits; it is never below 0, where the reasons for having none are."""
    reason, sent = posted.reason(question, field), posted.texts(field)
    if reason is not None or not sent:
        return {field: int(Missing.LEFT_BLANK) if reason is None else reason}
    low, high = question.limits
    typed = re.sub(r"\s", "", sent[0])
    found = int(typed) if _FIGURES.fullmatch(typed) and len(set(sent)) == 1 else None
    if found is None or found < max(low or 0, 0) or (high is not None and found > high):
        raise posted.fault(WHOLE, _limits(low, high, posted.language))
    return {field: found}


def _limits(low: int | None, high: int | None, language: str) -> str:
    if high is not None:
        return BETWEEN.in_language(language).format(low or 0, high)
    return AT_LEAST.in_language(language).format(low) if low else ""


def day(question: Question, field: str, posted: Posted) -> dict[str, Answer]:
    """YYYYMMDD, YYYYMM or YYYY, from one field each for year, month and day."""
    parts = DATE_FIELDS[question.precision]
    sent = [posted.text(f"{field}_{part}", instead=DATE_FIGURES) for part in parts]
    reason = posted.reason(question, field)
    if reason is not None or not any(sent):
        return {field: int(Missing.LEFT_BLANK) if reason is None else reason}
    if not all(sent):
        raise posted.fault(DATE_PARTS[question.precision])
    if not all(_DATE_FIGURES[part].fullmatch(text) for part, text in zip(parts, sent, strict=True)):
        raise posted.fault(DATE_FIGURES)
    year, month, within = (*(int(text) for text in sent), 1, 1)[:3]
    try:
        date(year, month, within)
    except ValueError:
        raise posted.fault(NO_SUCH_DATE) from None
    found = f"{year:04}{month:02}{within:02}"[: 2 + 2 * len(parts)]
    _check_limits(question, found, posted)
    return {field: int(found)}


def _check_limits(question: Question, found: str, posted: Posted) -> None:
    """Limits are as exact as the answer; of a finer one only so much counts."""
    early, late = (limit.replace("-", "") for limit in (question.earliest, question.latest))
    if found[: len(early)] < early[: len(found)]:
        raise posted.fault(EARLIEST, question.earliest)
    if found[: len(late)] > (late[: len(found)] or found):
        raise posted.fault(LATEST, question.latest)


def words(question: Question, field: str, posted: Posted) -> dict[str, Answer]:
    """The respondent's own words."""
    reason = posted.reason(question, field)
    return {field: written(field, posted, longest=question.longest) if reason is None else reason}


def written(field: str, posted: Posted, *, longest: int) -> Answer:
    """What was written to a line or box, -4 where it was left empty."""
    text = "\n".join(_typed(text) for text in posted.texts(field)).strip()
    if len(text) > longest:
        raise posted.fault(TOO_LONG, longest)
    # A text such as "-3" would be taken for the reason of that number; with a true minus sign it is the text it is.
    return (text.replace("-", "−") if text in _REASONS else text) or int(Missing.LEFT_BLANK)


def _typed(text: str) -> str:
    return _UNTYPED.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
