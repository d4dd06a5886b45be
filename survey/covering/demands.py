"""What answers must be like for a respondent to come to a place in the form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from survey.compile import Compiled
from survey.expressions import Node, all_of
from survey.expressions.tree import And, Not, Or
from survey.model import Page, Question, Section


@dataclass(frozen=True)
class Demand:
    """A condition that must be true (`holds`), or must not: false or unknown."""

    condition: Node
    holds: bool

    def parts(self) -> tuple[Demand, ...]:
        """The same as several demands, each to be looked at by itself."""
        if self.holds and isinstance(self.condition, And):
            return tuple(p for c in self.condition.conditions for p in Demand(c, True).parts())
        if not self.holds and isinstance(self.condition, Or):
            return tuple(p for c in self.condition.conditions for p in Demand(c, False).parts())
        return (self,)


def arriving(compiled: Compiled, page: Page) -> tuple[Demand, ...]:
    """What must hold for the form not to end, and to stop nowhere, before this page and its own checks."""
    return tuple(_arriving(compiled, page))


def _arriving(compiled: Compiled, page: Page) -> Iterator[Demand]:
    for section, earlier in compiled.steps:
        against: list[Node] = [Not(must) for must in compiled.checks.get(earlier.id, ())]
        if earlier.id != page.id and earlier.id in compiled.endings:
            against.append(compiled.endings[earlier.id])
        if against:
            shown = page_shown(compiled, section, earlier)
            yield from (Demand(_both(shown, node), False) for node in against)
        if earlier.id == page.id:
            return


def _both(first: Node | None, second: Node) -> Node:
    found = all_of(first, second)
    assert found is not None
    return found


def page_shown(compiled: Compiled, section: Section, page: Page) -> Node | None:
    """When a page is shown; None where it always is."""
    of = compiled.conditions.get
    return all_of(of(section.id), of(page.id), on_page_shown(compiled, page))


def on_page_shown(compiled: Compiled, page: Page) -> Node | None:
    """When a page on the route has something to show: one question, or of a page with notes alone one note."""
    questions = [question for question in page.questions if question.answered not in ("nothing", "computed")]
    notes = [question for question in page.questions if question.answered == "nothing"]
    return _any_of([question_asked(compiled, question) for question in questions or notes])


def question_asked(compiled: Compiled, question: Question) -> Node | None:
    """When a question of a page on the route is asked; one with items needs one of them."""
    items = [compiled.conditions.get(item.id) for item in question.items]
    return all_of(compiled.conditions.get(question.id), _any_of(items))


def _any_of(conditions: list[Node | None]) -> Node | None:
    """None when one of them always holds, or there are none."""
    certain = [condition for condition in conditions if condition is not None]
    if not conditions or len(certain) < len(conditions):
        return None
    return certain[0] if len(certain) == 1 else Or(tuple(certain), certain[0].position)
