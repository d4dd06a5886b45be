"""What made-up respondents have to reach: every element, and both sides of every condition."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from survey.compile import Compiled
from survey.covering.demands import Demand, arriving, on_page_shown, question_asked
from survey.draft import Draft
from survey.expressions import Node, all_of
from survey.expressions.evaluation import evaluate, lookup_in
from survey.model import Page, Question
from survey.routing import finish

Kind = Literal["section", "page", "question", "item", "variant", "ending"]


@dataclass(frozen=True)
class Target:
    """One side of one condition, or an element that has none.

    id     of the section, page, question or item; of a variant the question's and its number, "y_law 1"; of an
           ending the page's
    holds  the side: asked, shown or ended where True; left out or going on where False
    """

    kind: Kind
    id: str
    holds: bool


@dataclass(frozen=True)
class Element:
    """One element, or one ending of the form.

    within     what must hold for its condition to matter
    condition  of its own; None where it always holds
    """

    kind: Kind
    id: str
    page: Page
    within: tuple[Demand, ...]
    condition: Node | None

    def targets(self) -> tuple[Target, ...]:
        """Both sides of its condition, or that it is reached."""
        sides = (True,) if self.condition is None else (True, False)
        return tuple(Target(self.kind, self.id, holds) for holds in sides)


def elements(compiled: Compiled) -> Iterator[Element]:
    """All elements in the order of the definition."""
    for section in compiled.questionnaire.sections:
        own = compiled.conditions.get(section.id)
        if section.pages:
            yield Element("section", section.id, section.pages[0], (), own)
        for page in section.pages:
            yield from _of_page(compiled, page, _true(own))


def _of_page(compiled: Compiled, page: Page, inside: tuple[Demand, ...]) -> Iterator[Element]:
    shown = all_of(compiled.conditions.get(page.id), on_page_shown(compiled, page))
    yield Element("page", page.id, page, inside, shown)
    on_page = (*inside, *_true(compiled.conditions.get(page.id)))
    for question in page.questions:
        yield from _of_question(compiled, page, question, on_page)
    if page.id in compiled.endings:
        yield Element("ending", page.id, page, (*inside, *_true(shown)), compiled.endings[page.id])


def _of_question(compiled: Compiled, page: Page, question: Question, on_page: tuple[Demand, ...]) -> Iterator[Element]:
    shown = question_asked(compiled, question)
    yield Element("question", question.id, page, on_page, shown)
    asked = (*on_page, *_true(compiled.conditions.get(question.id)))
    for item in question.items:
        yield Element("item", item.id, page, asked, compiled.conditions.get(item.id))
    before = (*on_page, *_true(shown))
    for number, condition in enumerate(compiled.variants.get(question.id, ()), start=1):
        yield Element("variant", f"{question.id} {number}", page, before, condition)
        before = (*before, Demand(condition, False))


def _true(condition: Node | None) -> tuple[Demand, ...]:
    return () if condition is None else (Demand(condition, True),)


def demands(compiled: Compiled, element: Element, *, holds: bool) -> tuple[Demand, ...]:
    """All that must hold for one side of an element to be met."""
    own = () if element.condition is None else (Demand(element.condition, holds),)
    return (*arriving(compiled, element.page), *element.within, *own)


def reached(compiled: Compiled, draft: Draft, last: Page) -> frozenset[Target]:
    """The targets that a respondent met who handed in all pages up to and with `last`.

    Conditions look back only, so that what they are worth at their page is what they are worth at the end.
    """
    lookup = lookup_in(finish(compiled, draft), compiled.choices)
    pages = [page.id for _, page in compiled.steps]
    passed = set(pages[: pages.index(last.id) + 1])

    def holds(condition: Node | None) -> bool:
        return condition is None or evaluate(condition, lookup) is True

    return frozenset(
        Target(element.kind, element.id, holds(element.condition))
        for element in elements(compiled)
        if element.page.id in passed and all(holds(demand.condition) == demand.holds for demand in element.within)
    )
