"""Which page each name is asked on, and what it takes to be asked: the frame in which conditions are judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from survey.answerable import meanings_of
from survey.checks.walk import made_before, made_by, named
from survey.columns import variables_of
from survey.expressions import ExpressionError, Node, batteries_of, parse, spread
from survey.expressions.batteries import Batteries
from survey.expressions.meaning import Meaning
from survey.expressions.tree import names_in
from survey.model import Expression, Page, Place, Question, Questionnaire, Scale, Section
from survey.variables import Variable

Word = Literal["ask_if", "end_if", "must", "value"]


@dataclass(frozen=True)
class Asked:
    """A name that conditions may use: on which page it is asked (from 0; -1: known before), and where it was written.

    needs  names that it is worked out from
    turn   of a computed value its place among those of its page, from 1; 0 for an answer, which is there before them
    """

    page: int
    place: Place
    needs: tuple[str, ...] = ()
    turn: int = 0


@dataclass(frozen=True)
class Routed:
    """An element with a condition, or with a value that is worked out.

    before     only names of pages before this one may be used
    guards     names that are asked only when the condition holds, or that are worked out from it
    around     conditions of the elements around it
    batteries  id of each battery to its items
    turn       of a value its place among those of its page, which are worked out one after the other
    """

    where: str
    word: Word
    expression: Expression
    before: int
    guards: tuple[str, ...] = ()
    around: tuple[tuple[str, Expression], ...] = ()
    batteries: Batteries = field(default_factory=dict)
    turn: int = 0

    def comes_before(self, asked: Asked) -> bool:
        """Whether it is needed before something is known."""
        if asked.page < self.before and not (self.word == "value" and asked.page == self.before - 1):
            return False
        return asked.page >= self.before or asked.turn >= self.turn

    @cached_property
    def node(self) -> Node | None:
        """The tree with items in the place of batteries, None when it cannot be read."""
        return readable(self.expression, self.batteries)

    @cached_property
    def used(self) -> tuple[str, ...]:
        """The names in it, each once."""
        return names_in(self.node) if self.node is not None else ()


@dataclass(frozen=True)
class Order:
    """Names in the order they are asked, and all conditions."""

    questionnaire: Questionnaire
    variables: Mapping[str, Variable]
    batteries: Batteries
    names: Mapping[str, Asked]
    routed: tuple[Routed, ...]

    @cached_property
    def meanings(self) -> Mapping[str, Meaning]:
        """What the names stand for in conditions."""
        return meanings_of(self.questionnaire, self.variables)

    def read(self, expression: Expression | None) -> Node | None:
        """The tree of a condition, None when there is none or it cannot be read."""
        return readable(expression, self.batteries)

    def knows(self, node: Node) -> bool:
        """Whether every name in it stands for something."""
        return all(name in self.meanings for name in names_in(node))

    def earlier(self, before: int) -> list[str]:
        """The names that may be used before a page."""
        return [name for name, asked in self.names.items() if asked.page < before]

    @cached_property
    def needs(self) -> Mapping[str, tuple[str, ...]]:
        """Each name to those that decide whether it is asked, or what it is worth."""
        found: dict[str, tuple[str, ...]] = {name: asked.needs for name, asked in self.names.items() if asked.needs}
        for routed in self.routed:
            for guarded in routed.guards:
                found[guarded] = (*found.get(guarded, ()), *routed.used)
        return found


def readable(expression: Expression | None, batteries: Batteries) -> Node | None:
    """The tree of a condition, None when there is none or it cannot be read."""
    try:
        return spread(parse(expression.source), batteries) if expression is not None else None
    except ExpressionError:
        return None


def order_of(questionnaire: Questionnaire) -> Order:
    """The names and conditions of a questionnaire; of a name used twice the first counts."""
    variables = variables_of(questionnaire)
    batteries = batteries_of(variables)
    names = {made.name: Asked(-1, made.place) for made in made_before(questionnaire)}
    for number, (_, page) in enumerate(questionnaire.pages()):
        for question in page.questions:
            turn = _turn(page, question)
            for name, place in _names(question):
                value = readable(question.value, batteries)
                needs = names_in(value) if value is not None else ()
                names.setdefault(name, Asked(number, place, needs, turn))
    for scale in questionnaire.scales:
        names.setdefault(scale.id, _scored(scale, names))
    return Order(questionnaire, variables, batteries, names, tuple(_Routes(questionnaire, batteries).all()))


def _turn(page: Page, question: Question) -> int:
    computed = [other.id for other in page.questions if other.type == "computed"]
    return computed.index(question.id) + 1 if question.id in computed else 0


def _scored(scale: Scale, names: Mapping[str, Asked]) -> Asked:
    """A scale is known once the last of its items was asked."""
    pages = [names[item].page for item in scale.items if item in names]
    return Asked(max(pages, default=-1), scale.place, scale.items)


def _names(question: Question) -> Iterator[tuple[str, Place]]:
    """What conditions may call an answer: its variables, and a question of several answers as a whole."""
    if question.type in ("battery", "multiple"):
        yield question.id, question.place
    for made in made_by(question):
        if made.name != f"{question.id}_order":
            yield made.name, made.place


@dataclass(frozen=True)
class _Routes:
    """Everything with a condition, in the order of the definition."""

    questionnaire: Questionnaire
    batteries: Batteries

    def all(self) -> Iterator[Routed]:
        number = 0
        for section in self.questionnaire.sections:
            where = named("section", section.id)
            old_enough = _with_name(where, minimum_age(self.questionnaire, section))
            if section.ask_if is not None:
                inside = tuple(name for page in section.pages for name in _names_on(page))
                yield self.routed(where, "ask_if", section.ask_if, number, inside, old_enough)
            around = (*old_enough, *_with_name(where, section.ask_if))
            for page in section.pages:
                yield from self.on_page(page, number, around)
                number += 1

    def routed(
        self,
        where: str,
        word: Word,
        expression: Expression,
        before: int,
        guards: tuple[str, ...] = (),
        around: tuple[tuple[str, Expression], ...] = (),
    ) -> Routed:
        return Routed(where, word, expression, before, guards, around, self.batteries)

    def on_page(self, page: Page, number: int, of_section: tuple[tuple[str, Expression], ...]) -> Iterator[Routed]:
        where = named("page", page.id)
        of_page = (*of_section, *_with_name(where, page.ask_if))
        if page.ask_if is not None:
            yield self.routed(where, "ask_if", page.ask_if, number, tuple(_names_on(page)), of_section)
        if page.end_if is not None:
            yield self.routed(where, "end_if", page.end_if, number + 1, (), of_page)
        for check in page.checks:
            yield self.routed(f"{where}, check", "must", check.must, number + 1, (), of_page)
        for question in page.questions:
            yield from self.of_question(question, _turn(page, question), number, of_page)

    def of_question(
        self, question: Question, turn: int, number: int, of_page: tuple[tuple[str, Expression], ...]
    ) -> Iterator[Routed]:
        where = named("question", question.id)
        of_question = (*of_page, *_with_name(where, question.ask_if))
        if question.ask_if is not None:
            names = tuple(name for name, _ in _names(question))
            yield self.routed(where, "ask_if", question.ask_if, number, names, of_page)
        if question.value is not None:
            value = self.routed(where, "value", question.value, number + 1, (question.id,), of_question)
            yield replace(value, turn=turn)
        for variant in question.variants:
            yield self.routed(f"{where}, variant", "ask_if", variant.ask_if, number, (), of_question)
        for item in question.items:
            if item.ask_if is not None:
                guards = (item.id,) if question.type == "battery" else ()
                here = f"{where}, {named('item', item.id)}"
                yield self.routed(here, "ask_if", item.ask_if, number, guards, of_question)


def minimum_age(questionnaire: Questionnaire, section: Section) -> Expression | None:
    """A section's minimum age as the condition that it stands for."""
    if section.min_age is None or not questionnaire.age:
        return None
    return Expression(f"{questionnaire.age} >= {section.min_age}", section.place.of("min_age"))


def _names_on(page: Page) -> Iterator[str]:
    return (name for question in page.questions for name, _ in _names(question))


def _with_name(where: str, expression: Expression | None) -> tuple[tuple[str, Expression], ...]:
    return () if expression is None else ((where, expression),)
