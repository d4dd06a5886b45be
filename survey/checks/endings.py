"""Pages that may end the form, and for whom: those to whom the page is shown and who hand it in with these answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from survey.checks.order import Order, minimum_age
from survey.checks.walk import named
from survey.columns import answers_of
from survey.expressions import Node, all_of
from survey.expressions.tree import Name, Not, Or, State
from survey.model import Expression, Page, Question, Questionnaire, Section


@dataclass(frozen=True)
class Ending:
    """What ends the form on a page, or keeps everybody there: its number, where it stands, and when it does.

    handed_in  what must hold for the page to be handed in at all; None where that is nothing
    """

    page: int
    where: str
    expression: Expression
    node: Node
    handed_in: Node | None = None


class _NotJudged(Exception):
    """A condition that cannot be read or names something unknown."""


def endings(questionnaire: Questionnaire, order: Order) -> Iterator[Ending]:
    """Every ending that can be judged, in the order of the pages."""
    for number, (section, page) in enumerate(questionnaire.pages()):
        for source, stops in _stops(page, order):
            try:
                handed_in = _handed_in(questionnaire, order, section, page)
            except _NotJudged:
                continue
            if stops is None or handed_in is None or not order.knows(stops):
                continue
            node = all_of(*handed_in, stops)
            assert node is not None
            yield Ending(number, f"end of the {named('page', page.id)}", source, node, all_of(*handed_in))


def _stops(page: Page, order: Order) -> Iterator[tuple[Expression, Node | None]]:
    """What ends the form on a page, or keeps everybody there."""
    if page.end_if is not None:
        yield page.end_if, order.read(page.end_if)
    for check in page.checks:
        if check.stop:
            node = order.read(check.must)
            yield check.must, None if node is None else Not(node)


def _handed_in(questionnaire: Questionnaire, order: Order, section: Section, page: Page) -> list[Node] | None:
    """What must hold for a page to be handed in; None where that cannot be told. Raises _NotJudged."""
    asking = [question for question in page.questions if question.type not in ("note", "computed")]
    shown = asking or [question for question in page.questions if question.type == "note"]
    if not shown or (section.skip and not asking):
        return None
    written = (minimum_age(questionnaire, section), section.ask_if, page.ask_if)
    if section.skip:
        # Those who skip the section leave without handing it in: then nothing on the page was asked.
        names = [name for question in asking for name in _told_by(question)]
        return [*_read(order, *written), Or(tuple(State(Name(name), "asked") for name in names))]
    return [*_read(order, *written), *_any_of([_shown_if(question, order) for question in shown])]


def _told_by(question: Question) -> tuple[str, ...]:
    """The names that tell whether a question was asked: of a battery all items, which have their own conditions."""
    return answers_of(question) if question.type == "battery" else answers_of(question)[:1]


def _shown_if(question: Question, order: Order) -> list[Node]:
    own = _read(order, question.ask_if)
    return [*own, *_any_of([_read(order, item.ask_if) for item in question.items])]


def _any_of(several: list[list[Node]]) -> list[Node]:
    """That all conditions of one of them hold; nothing where one has no condition."""
    parts = [all_of(*nodes) for nodes in several]
    nodes = tuple(dict.fromkeys(node for node in parts if node is not None))
    if not nodes or None in parts:
        return []
    return [Or(nodes)] if len(nodes) > 1 else [nodes[0]]


def _read(order: Order, *written: Expression | None) -> list[Node]:
    nodes = [order.read(expression) for expression in written if expression is not None]
    if any(node is None or not order.knows(node) for node in nodes):
        raise _NotJudged
    return [node for node in nodes if node is not None]
