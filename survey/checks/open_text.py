"""Answers in own words: only where the study allows them, at level 3, and for "other" in one way (26, 28)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from survey.checks.safety import HELP_FROM, SAFETY
from survey.checks.walk import every_question, fault, named
from survey.columns import has_other
from survey.errors import Fault
from survey.model import Category, Page, Question, Questionnaire, Section

OTHER = 26

_OTHER = (
    r"(an)?other|something else|someone else|somebody else|somewhere else|annat|annan|andra|någon annan|något annat"
)
_SPECIFY = (
    r"specify|namely|please (write|say|state|describe|tell)|write (what|which|who)|(what|which|who|where)\?"
    r"|vad\?|vem\?|var\?|vilken\?|vilket\?|vilka\?|nämligen|ange|skriv|specificera|beskriv|precisera"
)
# "Other, please specify" and its like: a label that asks for words.
_ASKS_FOR_WORDS = re.compile(rf"\b({_OTHER})\b.*(?<!\w)({_SPECIFY})(?!\w)", re.IGNORECASE)


def open_text(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Every fault of what respondents may write themselves."""
    for section, page, question in every_question(questionnaire):
        yield from _allowed(questionnaire, question)
        yield from _asked_of_all(section, page, question)
        if question.codes is not None and question.type != "note":
            yield from _lines(question, question.codes.categories)


def _allowed(questionnaire: Questionnaire, question: Question) -> Iterator[Fault]:
    """Words of their own can tell who is writing, so the study says that it wants them, at the highest level."""
    where = named("question", question.id)
    if question.type == "text":
        place, said = question.place.of("type"), "The question is answered in own words"
    elif has_other(question) and question.codes is not None:
        category = next(category for category in question.codes.categories if category.other)
        place, said = category.place.of("other"), f"Code {category.code} has a line for own words"
    else:
        return
    if not questionnaire.open_text:
        what = f"{said}, which the study does not allow."
        mend = "Add `open_text: true` to the questionnaire if it is wanted; words can tell who is writing."
        yield fault(place, SAFETY, where, what, mend)
    if question.level < HELP_FROM:
        what = f"{said}, so anything may be told there, but the question is at level {question.level}."
        yield fault(place, SAFETY, where, what, f"Write `level: {HELP_FROM}`, with what that level needs.")


def _lines(question: Question, categories: tuple[Category, ...]) -> Iterator[Fault]:
    """Labels that ask for words without a line for them, lines that cannot be given, and more than one line."""
    where = named("question", question.id)
    with_line = [category for category in categories if category.other]
    takes_lines = question.type in ("single", "multiple")
    for category in categories:
        here = f"{where}, code {category.code}"
        said = next((label for label in category.text.values() if _ASKS_FOR_WORDS.search(label)), "")
        if said and not category.other:
            what = f'"{said}" asks for words, but there is no line to write them on.'
            mend = "Add `other: true` to it, or word it without asking."
            yield fault(category.place, OTHER, here, what, mend if takes_lines else "Word it without asking.")
    if with_line and not takes_lines:
        what = f'A question of the type "{question.type}" has no line to write on, so `other` has no meaning here.'
        place = with_line[0].place.of("other")
        yield fault(place, OTHER, f"{where}, code {with_line[0].code}", what, "Take it out, or use another code list.")
    elif len(with_line) > 1:
        what = f"Codes {with_line[0].code} and {with_line[1].code} both have a line to write on; there can be only one."
        place = with_line[1].place.of("other")
        yield fault(place, OTHER, f"{where}, code {with_line[1].code}", what, "Keep `other: true` at one of them.")


def _asked_of_all(section: Section, page: Page, question: Question) -> Iterator[Fault]:
    """A line for "other" that everybody meets, whatever they chose before."""
    if question.type != "text" or any(part.ask_if for part in (section, page, question)):
        return
    said = next((wording for wording in question.text.values() if _ASKS_FOR_WORDS.search(wording)), "")
    if said:
        what = f'"{said}" is asked of everybody, though only those who chose "other" can answer it.'
        mend = "Take it out and add `other: true` to that code, or give it `ask_if`."
        yield fault(question.place.of("text"), OTHER, named("question", question.id), what, mend)
