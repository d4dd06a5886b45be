"""Where each page leads: the pages that may follow it, and whom each of them follows for."""

from __future__ import annotations

from dataclasses import dataclass

from survey.answerable import meanings_of
from survey.compile import Compiled
from survey.expressions import Node, all_of
from survey.expressions.implying import implies
from survey.expressions.meaning import Meaning
from survey.expressions.solving import verdict
from survey.expressions.tree import And, Or
from survey.model import Page, Question, Section

# More than this that may follow one page are no longer read out one by one; the rest is said at the pages themselves.
MOST_LEADS = 8


@dataclass(frozen=True)
class Lead:
    """One way on from a page.

    page       the next page; None for the end of the form
    condition  of those on the page, for whom it comes next unless an earlier way was theirs; None for all others
    """

    page: Page | None
    condition: Node | None


def leads(compiled: Compiled) -> dict[str, tuple[Lead, ...]]:
    """Id of every page to the ways on from it, in the order in which they are tried; the last is for all others."""
    steps = [page for _, page in compiled.steps if is_shown(page)]
    names = meanings_of(compiled.questionnaire, compiled.variables)
    return {page.id: _leads(compiled, page, steps[place + 1 :], names) for place, page in enumerate(steps)}


def first_pages(compiled: Compiled, after: Section) -> tuple[Lead, ...]:
    """Where those go on who skip a section by its button."""
    sections = [section for section, _ in compiled.steps]
    last = max(place for place, section in enumerate(sections) if section.id == after.id)
    following = [page for _, page in compiled.steps[last + 1 :] if is_shown(page)]
    return _leads(
        compiled,
        None,
        following,
        meanings_of(compiled.questionnaire, compiled.variables),
        base=compiled.conditions.get(after.id),
    )


def is_shown(page: Page) -> bool:
    """Whether a page has anything to show; one with computed values only is passed unseen."""
    return any(question.type != "computed" for question in page.questions)


def condition_of_page(compiled: Compiled, page: Page) -> Node | None:
    """For whom a page is on the route: its section's condition, its own, and at least one of its questions'."""
    return all_of(compiled.conditions.get(compiled.sections[page.id].id), own_condition(compiled, page))


def own_condition(compiled: Compiled, page: Page) -> Node | None:
    """For whom of those who come to its section a page is on the route."""
    asking = [q for q in page.questions if q.type not in ("note", "computed")] or list(page.questions)
    own = [_condition_of_question(compiled, question) for question in asking]
    any_of_them = None if None in own else _any_of([node for node in own if node is not None])
    return all_of(compiled.conditions.get(page.id), any_of_them)


def _condition_of_question(compiled: Compiled, question: Question) -> Node | None:
    own = compiled.conditions.get(question.id)
    items = [compiled.conditions.get(item.id) for item in question.items] if question.type == "battery" else [None]
    any_item = None if None in items else _any_of([node for node in items if node is not None])
    return all_of(own, any_item)


def _any_of(conditions: list[Node]) -> Node | None:
    different = tuple(dict.fromkeys(conditions))
    if len(different) < 2:
        return different[0] if different else None
    return Or(different, different[0].position)


def _leads(
    compiled: Compiled, page: Page | None, following: list[Page], names: dict[str, Meaning], base: Node | None = None
) -> tuple[Lead, ...]:
    own = condition_of_page(compiled, page) if page else base
    found: list[Lead] = []
    for target in following:
        theirs = condition_of_page(compiled, target)
        rest = _without(theirs, own)
        if rest is None:
            return (*found, Lead(target, None))
        if _never(all_of(own, theirs), names) or _already(all_of(own, theirs), found, names):
            continue
        found.append(Lead(target, rest))
        if len(found) == MOST_LEADS:
            return (*found, Lead(target, None))
    return (*found, Lead(None, None))


def _already(condition: Node | None, found: list[Lead], names: dict[str, Meaning]) -> bool:
    """Whether an earlier way on is taken by all whom this one would be for."""
    earlier = (lead.condition for lead in found)
    return condition is not None and any(node is not None and implies(condition, node, names) for node in earlier)


def _without(condition: Node | None, known: Node | None) -> Node | None:
    """What of a condition is not already known to be true."""
    certain = set(_parts(known))
    return all_of(*(part for part in _parts(condition) if part not in certain))


def _parts(condition: Node | None) -> tuple[Node, ...]:
    if condition is None:
        return ()
    return condition.conditions if isinstance(condition, And) else (condition,)


def _never(condition: Node | None, names: dict[str, Meaning]) -> bool:
    return condition is not None and verdict(condition, names) == "never"
