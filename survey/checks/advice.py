"""Advice on wording and scales. A definition with advice may be fielded all the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

from survey.checks.balance import unbalanced
from survey.checks.periods import without_period
from survey.checks.walk import Written, every_question, every_text, fault, named
from survey.errors import Fault
from survey.model import CodeList, Question, Questionnaire

MOST_WORDS, MOST_CODES = 25, 7
_EITHER = re.compile(r"\b(and/or|och/eller)\b|\?(?=[^?]*\w[^?]*\?)", re.IGNORECASE)
_TWO_STATEMENTS = re.compile(r"\b(as well as|and also|samt|liksom|och dessutom)\b", re.IGNORECASE)
_NEGATION = re.compile(
    r"\b(not|never|no|none|nobody|cannot|\w+n['’]t|inte|ej|aldrig|ingen|inget|inga)\b", re.IGNORECASE
)
_AGREE = re.compile(r"\b(agree|disagree|instämmer|håller med)\b", re.IGNORECASE)
_LEADING = re.compile(
    r"\b(don['’]t you (think|agree)|surely|obviously|of course|everyone knows"
    r"|håller du inte med|självklart|naturligtvis|alla vet)\b",
    re.IGNORECASE,
)
# Words that judge whom or what they name; each with a word that does not.
_LOADED = re.compile(
    r"\b(prostitutes?|hookers?|junkies?|addicts?|illegal (immigrants?|aliens?)|the handicapped|normal people"
    r"|shocking|disgusting|shameful|outrageous"
    r"|prostituerade?|torsk(en|ar|arna)?|knarkare|missbrukare|illegala invandrare|handikappade"
    r"|normala (människor|personer)|chockerande|äckligt?|skamligt?|upprörande)\b",
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
        if question.codes is not None and question.type in ("battery", "single"):
            yield from _long(question, question.codes)
            yield from _negated(question, question.codes)
    yield from unbalanced(questionnaire)
    yield from without_period(questionnaire)


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
            said = "Two question marks ask" if match[0] == "?" else f'"{match[0]}" asks'
            what = f"{said} two things at once ({language})."
            yield _advise(written, what, "Ask about one thing, or make it two questions.")
        if match := _LEADING.search(wording):
            what = f'"{match[0]}" suggests an answer ({language}).'
            yield _advise(written, what, "Word it so that each answer is as easy to give.")
        if match := _LOADED.search(wording):
            what = f'"{match[0]}" judges what it names ({language}).'
            yield _advise(written, what, "Use a word that those who are meant would use themselves.")


def _long(question: Question, codes: CodeList) -> Iterator[Fault]:
    if question.type == "battery" and len(codes.categories) > MOST_CODES:
        what = f"A battery with {len(codes.categories)} codes is hard to read on a telephone."
        where = named("question", question.id)
        yield fault(question.place.of("codes"), 0, where, what, f"Use at most {MOST_CODES}.", advice=True)


def _negated(question: Question, codes: CodeList) -> Iterator[Fault]:
    """Statements to agree or disagree with that deny something, or state two things."""
    if not any(_AGREE.search(label) for category in codes.categories for label in category.text.values()):
        return
    where = named("question", question.id)
    statements = [(f"{where}, {named('item', item.id)}", item.text, item.place) for item in question.items]
    if question.type == "single":
        statements = [(where, question.text, question.place)]
    for here, text, place in statements:
        for language, wording in text.items():
            if match := _NEGATION.search(wording):
                what = f'"{match[0]}" in a statement to agree or disagree with is easily misread ({language}).'
                yield fault(place.of("text"), 0, here, what, "Word it without a negation.", advice=True)
            if match := _TWO_STATEMENTS.search(wording):
                what = f'"{match[0]}" puts two statements into one ({language}); people may agree with one of them.'
                yield fault(place.of("text"), 0, here, what, "Make it two statements.", advice=True)


def _advise(written: Written, what: str, mend: str) -> Fault:
    return fault(written.place, 0, written.where, what, mend, advice=True)
