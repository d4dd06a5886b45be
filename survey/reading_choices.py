"""Answers that were chosen: one code, ticked codes, codes in order."""

from __future__ import annotations

from survey.columns import answers_of, categories_of
from survey.missing import Answer, Missing
from survey.model import Category, Question
from survey.posted import Posted
from survey.reading_words import ALONE, ONE, RANK_LEFT_OUT, RANKED_TWICE, TOO_FEW, TOO_MANY, UNKNOWN


def code(question: Question, field: str, posted: Posted) -> dict[str, Answer]:
    """One code, or the reason for having none."""
    sent = posted.text(field, instead=ONE)
    reason = posted.reason(question, field)
    if reason is not None or not sent:
        return {field: int(Missing.LEFT_BLANK) if reason is None else reason}
    return {field: _category(question, sent, posted).code}


def ticks(question: Question, field: str, posted: Posted) -> dict[str, Answer]:
    """1 for what was ticked and 0 for the rest; where nothing was, the reason for all of them."""
    names = answers_of(question)
    reason, sent = posted.reason(question, field), posted.texts(field)
    if reason is not None or not sent:
        return dict.fromkeys(names, int(Missing.LEFT_BLANK) if reason is None else reason)
    ticked = [_category(question, text, posted) for text in dict.fromkeys(sent)]
    _check_number(question, ticked, posted)
    return {name: int(category in ticked) for name, category in zip(names, categories_of(question), strict=True)}


def _check_number(question: Question, ticked: list[Category], posted: Posted) -> None:
    """Limits of ticks do not hold for what stands alone anyway, such as "none of these"."""
    alone = next((category for category in ticked if category.exclusive), None)
    if alone and len(ticked) > 1:
        raise posted.fault(ALONE, alone.text.in_language(posted.language))
    if not alone and question.min is not None and len(ticked) < question.min:
        raise posted.fault(TOO_FEW, question.min)
    if question.max is not None and len(ticked) > question.max:
        raise posted.fault(TOO_MANY, question.max)


def ranks(question: Question, field: str, posted: Posted) -> dict[str, Answer]:
    """The codes in the order they were given; places left empty at the end are -4."""
    names = answers_of(question)
    reason = posted.reason(question, field)
    if reason is not None:
        return dict.fromkeys(names, reason)
    sent = [posted.text(name, instead=ONE) for name in names]
    codes = [_category(question, text, posted).code for text in sent if text]
    if len(set(codes)) < len(codes):
        raise posted.fault(RANKED_TWICE)
    if any(sent[len(codes) :]):
        raise posted.fault(RANK_LEFT_OUT)
    return dict(zip(names, [*codes, *[int(Missing.LEFT_BLANK)] * (len(names) - len(codes))], strict=True))


def _category(question: Question, text: str, posted: Posted) -> Category:
    for category in categories_of(question):
        if str(category.code) == text:
            return category
    raise posted.fault(UNKNOWN)
