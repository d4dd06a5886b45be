"""From what a page posted to answers, with a message in the respondent's language where that cannot be.

Nothing has to be answered (but the consent): what is empty is left blank (-4). A message never repeats what was
answered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from survey.columns import names_of
from survey.missing import OFFERED, Missing
from survey.model import Category, Question
from survey.text import Text

_UNKNOWN = Text(
    sv="Det svaret finns inte på frågan. Välj ett av svaren.", en="This is not one of the answers. Choose one of them."
)
_ONE = Text(sv="Välj ett svar.", en="Choose one answer.")
_REQUIRED = Text(sv="Välj ett svar för att gå vidare.", en="Choose an answer to go on.")
_ALONE = Text(
    sv="Svaret ”{}” kan inte väljas tillsammans med andra svar. Ta bort det eller de andra.",
    en="The answer “{}” cannot be chosen together with others. Remove it or the others.",
)
_WHOLE = Text(sv="Skriv ett heltal med siffror{}.", en="Write a whole number in figures{}.")
_BETWEEN = Text(sv=" från {} till {}", en=" from {} to {}")
_FIGURES = re.compile(r"[+-]?[0-9]{1,9}")


@dataclass(frozen=True)
class AnswerFault:
    """An answer that cannot be taken. `variable` names the field: the question's id, or the item's in a battery.

    once  it may stay as it is: this is said once, and the next click goes on
    """

    variable: str
    message: str
    once: bool = False


class _Faulty(Exception):
    """A message for the respondent, raised where an answer cannot be read."""


def read_answers(
    questions: Sequence[Question], form: Mapping[str, Sequence[str]], language: str
) -> tuple[dict[str, int], tuple[AnswerFault, ...]]:
    """Values of all variables of the questions, without those of faulty answers; and a fault for each of these."""
    values: dict[str, int] = {}
    faults: list[AnswerFault] = []
    for field, question in _fields(questions):
        posted = [text.strip() for text in form.get(field, ()) if text.strip()]
        try:
            values.update(_read(question, field, posted, language))
        except _Faulty as fault:
            faults.append(AnswerFault(field, str(fault)))
    return values, tuple(faults)


def _fields(questions: Sequence[Question]) -> Iterator[tuple[str, Question]]:
    for question in questions:
        if question.type == "battery":
            yield from ((item.id, question) for item in question.items)
        elif question.type != "note":
            yield question.id, question


def _read(question: Question, field: str, posted: Sequence[str], language: str) -> dict[str, int]:
    if question.type == "multiple":
        values = _ticked(question, posted, language)
    elif question.type == "number":
        values = {field: _number(question, posted, language)}
    else:
        values = {field: _chosen(question, posted, language)}
    if question.required and min(values.values()) < 0:
        raise _Faulty(_REQUIRED.in_language(language))
    return values


def _offered(question: Question, posted: Sequence[str]) -> int | None:
    """The reason for not answering that was chosen, "don't know" before "prefer not to answer"; None for none."""
    return next((int(OFFERED[word]) for word in sorted(question.missing) if str(int(OFFERED[word])) in posted), None)


def _chosen(question: Question, posted: Sequence[str], language: str) -> int:
    if not posted:
        return int(Missing.LEFT_BLANK)
    if len(set(posted)) > 1:
        raise _Faulty(_ONE.in_language(language))
    reason = _offered(question, posted)
    return reason if reason is not None else _code(question, posted[0], language).code


def _code(question: Question, text: str, language: str) -> Category:
    for category in question.codes.categories if question.codes else ():
        if str(category.code) == text:
            return category
    raise _Faulty(_UNKNOWN.in_language(language))


def _ticked(question: Question, posted: Sequence[str], language: str) -> dict[str, int]:
    names = names_of(question)
    reason = _offered(question, posted)
    if reason is not None or not posted:
        return dict.fromkeys(names, int(Missing.LEFT_BLANK) if reason is None else reason)
    categories = [_code(question, text, language) for text in dict.fromkeys(posted)]
    alone = next((category for category in categories if category.exclusive), None)
    if alone and len(categories) > 1:
        raise _Faulty(_ALONE.in_language(language).format(alone.text.in_language(language)))
    ticked = {f"{question.id}_{category.code}" for category in categories}
    return {name: int(name in ticked) for name in names}


def _number(question: Question, posted: Sequence[str], language: str) -> int:
    reason = _offered(question, posted)
    if reason is not None or not posted:
        return int(Missing.LEFT_BLANK) if reason is None else reason
    typed = re.sub(r"\s", "", posted[0])
    number = int(typed) if _FIGURES.fullmatch(typed) and len(posted) == 1 else None
    low, high = question.min, question.max
    if number is None or number < (low or 0) or (high is not None and number > high):
        between = "" if low is None or high is None else _BETWEEN.in_language(language).format(low, high)
        raise _Faulty(_WHOLE.in_language(language).format(between))
    return number
