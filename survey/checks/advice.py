"""Advice on wording and scales. A definition with advice may be fielded all the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

from survey.checks.walk import Written, every_question, every_text, fault, named
from survey.errors import Fault
from survey.model import CodeList, Question, Questionnaire

MOST_WORDS, MOST_CODES = 25, 7
_EITHER = re.compile(r"\b(and/or|och/eller)\b", re.IGNORECASE)
_NEGATION = re.compile(
    r"\b(not|never|no|none|nobody|cannot|\w+n['’]t|inte|ej|aldrig|ingen|inget|inga)\b", re.IGNORECASE
)
_AGREE = re.compile(r"\b(agree|disagree|instämmer|håller med)\b", re.IGNORECASE)
_LEADING = re.compile(
    r"\b(don['’]t you (think|agree)|surely|obviously|of course|everyone knows"
    r"|håller du inte med|självklart|naturligtvis|alla vet)\b",
    re.IGNORECASE,
)
_TO_FILL_IN = re.compile(r"to be filled in|fylls i (före|innan)|\bTODO\b", re.IGNORECASE)


def advice(questionnaire: Questionnaire) -> Iterator[Fault]:
    """All advice; none of it stops a release."""
    yield from unfilled(questionnaire)
    for written in every_text(questionnaire):
        if written.asks:
            yield from _wording(written)
    for _, _, question in every_question(questionnaire):
        if question.type == "battery" and question.codes is not None:
            yield from _battery(question, question.codes)


def unfilled(questionnaire: Questionnaire) -> Iterator[Fault]:
    """What the study's owner has yet to write before anybody is asked."""
    mend = "Write it before anybody is asked."
    if match := _TO_FILL_IN.search(questionnaire.ethics):
        place, where = questionnaire.place.of("ethics"), named("questionnaire", questionnaire.id)
        yield fault(place, 0, where, f'The reference is still to be filled in ("{match[0]}").', mend, advice=True)
    for written in every_text(questionnaire):
        match = next((found for text in written.text.values() if (found := _TO_FILL_IN.search(text))), None)
        if match:
            yield _advise(written, f'A part is still to be filled in ("{match[0]}").', mend)


def _wording(written: Written) -> Iterator[Fault]:
    for language, wording in written.text.items():
        words = len(wording.split())
        if words > MOST_WORDS:
            what = f"The wording has {words} words ({language}); more than {MOST_WORDS} are hard to keep in mind."
            yield _advise(written, what, "Shorten it, or move a part to `help`.")
        if match := _EITHER.search(wording):
            what = f'"{match[0]}" asks two things at once ({language}).'
            yield _advise(written, what, "Ask about one thing, or make it two questions.")
        if match := _LEADING.search(wording):
            what = f'"{match[0]}" suggests an answer ({language}).'
            yield _advise(written, what, "Word it so that each answer is as easy to give.")


def _battery(question: Question, codes: CodeList) -> Iterator[Fault]:
    where = named("question", question.id)
    if len(codes.categories) > MOST_CODES:
        what = f"A battery with {len(codes.categories)} codes is hard to read on a telephone."
        yield fault(question.place.of("codes"), 0, where, what, f"Use at most {MOST_CODES}.", advice=True)
    agrees = any(_AGREE.search(label) for category in codes.categories for label in category.text.values())
    for item in question.items if agrees else ():
        for language, wording in item.text.items():
            if match := _NEGATION.search(wording):
                what = f'"{match[0]}" in a statement to agree or disagree with is easily misread ({language}).'
                here = f"{where}, {named('item', item.id)}"
                yield fault(item.place.of("text"), 0, here, what, "Word it without a negation.", advice=True)


def _advise(written: Written, what: str, mend: str) -> Fault:
    return fault(written.place, 0, written.where, what, mend, advice=True)
