"""Advice on questions about how often something has happened that do not say in which time."""

from __future__ import annotations

import re
from collections.abc import Iterator

from survey.checks.walk import every_question, fault, named
from survey.errors import Fault
from survey.model import Page, Question, Questionnaire, Section
from survey.text import Text

# Questions about how often something happened: without a time the number means nothing.
_OF_EVENTS = {
    "en": re.compile(r"\b(how many times(?! (would|should|could|can|do)\b)|how often (have|has|did))\b", re.IGNORECASE),
    "sv": re.compile(r"\b(hur många gånger(?! (skulle|bör|kan|ska|vill)\b)|hur ofta (har|hade|blev))\b", re.IGNORECASE),
}
_PERIOD = re.compile(
    r"\b(ever|usually|normally|today|yesterday|last|past|altogether|in total|recent\w*|since|before|after|during"
    r"|months?|weeks?|days?|years?|monthly|weekly|daily|first time|in your life|lifetime|so far|in \d{4}|when"
    r"|sammanlagt|totalt|någonsin|någon gång|brukar|vanligtvis|i dag|idag|i går|senaste|sista|sedan|innan|före|efter"
    r"|under|månad\w*|veck\w*|dagar?|dagen|dagligen|år|året|åren|första gången|i livet|hittills|när)\b",
    re.IGNORECASE,
)


def without_period(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Every question about how often without a time it is asked for, neither in it nor around it."""
    for section, page, question in every_question(questionnaire):
        if question.answered not in ("code", "codes", "codes of items", "number") or question.type == "consent":
            continue
        for language, pattern in _OF_EVENTS.items():
            asked = pattern.search(question.text.get(language, ""))
            if asked and not any(_PERIOD.search(said.get(language, "")) for said in _around(section, page, question)):
                what = f'"{asked[0]}" asks for a number without saying in which time ({language}).'
                mend = "Name the time, such as the past 12 months."
                where = named("question", question.id)
                yield fault(question.place.of("text"), 0, where, what, mend, advice=True)
                break


def _around(section: Section, page: Page, question: Question) -> Iterator[Text]:
    """Everything that a respondent reads with the question."""
    yield from (question.text, question.help, page.title, section.title, section.intro)
    if any(" " in unit for unit in question.unit.values()):  # "times a month", and not just "years"
        yield question.unit
    yield from (category.text for category in (question.codes.categories if question.codes else ()))
    yield from (item.text for item in question.items)
    yield from (other.text for other in page.questions if other.type == "note")
