"""Which page each name is asked on, and what it takes to be asked: the frame in which conditions are judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from survey.checks.walk import named
from survey.expressions import ExpressionError, Node, parse
from survey.model import Expression, Item, Page, Place, Question, Questionnaire, Section


@dataclass(frozen=True)
class Asked:
    """A name that conditions may use: on which page it is asked (counted from 0), and where it was written.

    Arms and design variables are known before the first page: theirs is -1.
    """

    page: int
    place: Place


@dataclass(frozen=True)
class Routed:
    """An element with a condition.

    word      `ask_if`, `end_if`, or the `must` of a check
    before    only names of pages before this one may be used
    guards    names that are asked only when the condition holds
    around    conditions of the elements around it
    """

    where: str
    word: str
    expression: Expression
    before: int
    guards: tuple[str, ...]
    around: tuple[tuple[str, Expression], ...] = ()

    @property
    def node(self) -> Node | None:
        """The condition's tree, None when it cannot be read."""
        return readable(self.expression)


@dataclass(frozen=True)
class Order:
    """Names in the order they are asked, and all conditions."""

    names: Mapping[str, Asked]
    routed: tuple[Routed, ...] = field(default=())

    def earlier(self, before: int) -> list[str]:
        """The names that may be used before a page."""
        return [name for name, asked in self.names.items() if asked.page < before]


def readable(expression: Expression | None) -> Node | None:
    """The tree of a condition, None when there is none or it cannot be read."""
    try:
        return parse(expression.source) if expression is not None else None
    except ExpressionError:
        return None


def order_of(questionnaire: Questionnaire) -> Order:
    """The names and conditions of a questionnaire; of a name used twice the first counts."""
    names = {design.id: Asked(-1, design.place) for design in questionnaire.design}
    names |= {experiment.id: Asked(-1, experiment.place) for experiment in questionnaire.experiments}
    for number, (_, page) in enumerate(questionnaire.pages()):
        for question in page.questions:
            for name, place in _names(question):
                names.setdefault(name, Asked(number, place))
    return Order(names, tuple(_routed(questionnaire)))


def _names(question: Question) -> Iterator[tuple[str, Place]]:
    if question.type == "battery":
        yield from ((item.id, item.place) for item in question.items)
    elif question.type != "note":
        yield question.id, question.place
    if question.type == "multiple" and question.codes is not None:
        yield from ((f"{question.id}_{code}", question.place) for code in question.codes.codes())


def _routed(questionnaire: Questionnaire) -> Iterator[Routed]:
    number = 0
    for section in questionnaire.sections:
        where = named("section", section.id)
        old_enough = _with_name(where, _minimum_age(questionnaire, section))
        if section.ask_if is not None:
            inside = tuple(name for page in section.pages for name in _names_on(page))
            yield Routed(where, "ask_if", section.ask_if, number, inside, old_enough)
        around = (*old_enough, *_with_name(where, section.ask_if))
        for page in section.pages:
            yield from _on_page(page, number, around)
            number += 1


def _minimum_age(questionnaire: Questionnaire, section: Section) -> Expression | None:
    """A section's minimum age as the condition that it stands for."""
    if section.min_age is None or not questionnaire.age:
        return None
    return Expression(f"{questionnaire.age} >= {section.min_age}", section.place.of("min_age"))


def _on_page(page: Page, number: int, of_section: tuple[tuple[str, Expression], ...]) -> Iterator[Routed]:
    where = named("page", page.id)
    of_page = (*of_section, *_with_name(where, page.ask_if))
    if page.ask_if is not None:
        yield Routed(where, "ask_if", page.ask_if, number, tuple(_names_on(page)), of_section)
    if page.end_if is not None:
        yield Routed(where, "end_if", page.end_if, number + 1, ())
    for check in page.checks:
        yield Routed(f"{where}, check", "must", check.must, number + 1, ())
    for question in page.questions:
        where = named("question", question.id)
        if question.ask_if is not None:
            names = tuple(name for name, _ in _names(question))
            yield Routed(where, "ask_if", question.ask_if, number, names, of_page)
        of_question = (*of_page, *_with_name(where, question.ask_if))
        for variant in question.variants:
            yield Routed(f"{where}, variant", "ask_if", variant.ask_if, number, (), of_question)
        yield from (routed for item in question.items for routed in _of_item(item, where, number, of_question))


def _of_item(item: Item, where: str, number: int, around: tuple[tuple[str, Expression], ...]) -> Iterator[Routed]:
    if item.ask_if is not None:
        yield Routed(f"{where}, {named('item', item.id)}", "ask_if", item.ask_if, number, (item.id,), around)


def _names_on(page: Page) -> Iterator[str]:
    return (name for question in page.questions for name, _ in _names(question))


def _with_name(where: str, expression: Expression | None) -> tuple[tuple[str, Expression], ...]:
    return () if expression is None else ((where, expression),)
