"""Every text with the page before which it is shown and the conditions under which it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from survey.checks.order import minimum_age
from survey.checks.walk import Written, named, used_code_lists, used_supports
from survey.columns import names_of
from survey.model import Expression, Page, Place, Question, Questionnaire, Section
from survey.text import Text

Conditions = tuple[Expression, ...]


@dataclass(frozen=True)
class Shown:
    """A text that may take something in.

    before  answers of pages before this one are known when it is shown
    around  what holds for all who read it
    """

    written: Written
    before: int
    around: Conditions


def shown_texts(questionnaire: Questionnaire) -> Iterator[Shown]:
    """All texts of sections, pages and questions that one respondent reads on the way."""
    number = 0
    for section in questionnaire.sections:
        where, around = named("section", section.id), _of_section(questionnaire, section)
        yield _shown(section.intro, section.place, where, "intro", number, around)
        for page in section.pages:
            yield from _on_page(page, number, (*around, *_if(page.ask_if)))
            number += 1


def routes_of(questionnaire: Questionnaire) -> dict[str, Conditions]:
    """Name of each variable to the conditions under which it is asked."""
    found = {}
    for section, page in questionnaire.pages():
        around = (*_of_section(questionnaire, section), *_if(page.ask_if))
        for question in page.questions:
            found.update(dict.fromkeys(names_of(question), (*around, *_if(question.ask_if))))
    return found


def fixed_texts(questionnaire: Questionnaire) -> Iterator[Written]:
    """Texts that everybody reads alike: they belong to no place on the route, or answers are forgotten by then."""
    whole = named("questionnaire", questionnaire.id)
    for word, text in (("title", questionnaire.title), ("population", questionnaire.population)):
        yield _written(text, questionnaire.place, whole, word)
    for codes, where in used_code_lists(questionnaire):
        for category in codes.categories:
            yield _written(category.text, category.place, f"{where}, code {category.code}", "text")
    for experiment in questionnaire.experiments:
        where = named("experiment", experiment.id)
        yield _written(experiment.title, experiment.place, where, "title")
        for arm in experiment.arms:
            yield _written(arm.text, arm.place, f"{where}, arm {arm.code}", "text")
    for section in questionnaire.sections:
        # It stands in the overview, too, which tells no answers.
        yield _written(section.title, section.place, named("section", section.id), "title")
        for page in section.pages:
            yield _written(page.end_text, page.place, named("page", page.id), "end_text")
    for support in used_supports(questionnaire):
        where = named("support", support.id)
        yield _written(support.intro, support.place, where, "intro")
        for service in support.services:
            yield _written(service.name, service.place, f"{where}, service", "name")
            yield _written(service.text, service.place, f"{where}, service", "text")


def _of_section(questionnaire: Questionnaire, section: Section) -> Conditions:
    return (*_if(minimum_age(questionnaire, section)), *_if(section.ask_if))


def _on_page(page: Page, number: int, around: Conditions) -> Iterator[Shown]:
    where = named("page", page.id)
    yield _shown(page.title, page.place, where, "title", number, around)
    for check in page.checks:
        yield _shown(check.text, check.place, f"{where}, check", "text", number + 1, around)
    for question in page.questions:
        yield from _of_question(question, number, (*around, *_if(question.ask_if)))


def _of_question(question: Question, number: int, around: Conditions) -> Iterator[Shown]:
    where = named("question", question.id)
    for word in ("text", "help", "unit", "low_text", "high_text"):
        yield _shown(getattr(question, word), question.place, where, word, number, around)
    for variant in question.variants:
        held = (*around, variant.ask_if)
        yield _shown(variant.text, variant.place, f"{where}, variant", "text", number, held)
    for item in question.items:
        within = f"{where}, {named('item', item.id)}"
        yield _shown(item.text, item.place, within, "text", number, (*around, *_if(item.ask_if)))


def _shown(text: Text, place: Place, where: str, word: str, before: int, around: Conditions) -> Shown:
    return Shown(_written(text, place, where, word), before, around)


def _written(text: Text, place: Place, where: str, word: str) -> Written:
    return Written(text, place.of(word), where, word)


def _if(condition: Expression | None) -> Conditions:
    return () if condition is None else (condition,)
