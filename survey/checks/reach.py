"""What can be reached: elements that nobody is asked, and routes that never come to the end (defects 06 and 30).

A condition is judged together with all that must hold for it to matter: the conditions around it, those under which the
questions it names were asked themselves, and that the form has not ended before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from survey.checks.order import Order, Routed, minimum_age
from survey.checks.walk import fault, line_of, named
from survey.errors import Fault
from survey.expressions import Node, all_of
from survey.expressions.solving import NOT_TRUE, TRUE, Wanted, possible
from survey.expressions.tree import Name, Not, Or, State, names_in
from survey.model import Expression, Page, Place, Questionnaire, Section

CONTRADICTS, DEAD_END = 6, 30
_MOST_CONDITIONS = 24


@dataclass(frozen=True)
class Condition:
    """Something that must hold: where it is written, as it was written, and what it has to be worth."""

    where: str
    expression: Expression
    wanted: Wanted

    @property
    def source(self) -> str:
        """As it was written."""
        return self.expression.source

    @property
    def place(self) -> Place:
        """Where it was written."""
        return self.expression.place

    @property
    def names(self) -> tuple[str, ...]:
        """The names in it."""
        return names_in(self.wanted.node)


@dataclass(frozen=True)
class Reach:
    """Judges which elements can be reached.

    faulty  places of conditions with a fault that was said; what follows from them is not said again
    """

    questionnaire: Questionnaire
    order: Order
    faulty: set[Place] = field(default_factory=set)

    def contradicting(self, routed: Routed, node: Node) -> Iterator[Fault]:
        """A condition that can be true alone, as was seen before, but never where it matters."""
        own = self.condition(routed.where, routed.expression, TRUE)
        if own is None:
            return
        others = list(self.around(routed, names_in(node)))
        if possible([own.wanted, *(other.wanted for other in others)], self.order.meanings) is not False:
            return
        needed = self.needed(own, others)
        if any(other.place in self.faulty for other in needed):
            return
        shown = " and ".join(f"{other.where}, `{other.source}` ({line_of(other.place, own.place)})" for other in needed)
        nobody = "nobody reads it" if "variant" in routed.where else "nobody is asked"
        together = f" together with that of the {shown}" if needed else ""
        what = f"The condition `{own.source}` can never hold{together}: {nobody}."
        yield fault(own.place, CONTRADICTS, routed.where, what, "Correct one of them.")

    def needed(self, own: Condition, others: Sequence[Condition]) -> list[Condition]:
        """The fewest of the conditions that already exclude it, as far as leaving out one by one tells."""
        kept = list(others)
        for other in reversed(others):
            fewer = [each for each in kept if each is not other]
            if possible([own.wanted, *(each.wanted for each in fewer)], self.order.meanings) is False:
                kept = fewer
        return kept

    def condition(self, where: str, expression: Expression, worth: frozenset[bool | None]) -> Condition | None:
        """A condition that can be read and whose names are all known; else None."""
        node = self.order.read(expression)
        if node is None or not self.order.knows(node):
            return None
        return Condition(where, expression, Wanted(node, worth))

    def around(self, routed: Routed, names: Sequence[str]) -> Iterator[Condition]:
        """Conditions of the elements around it, of the questions it speaks of, and of earlier ends."""
        found = [self.condition(where, expression, TRUE) for where, expression in routed.around]
        outer = [condition for condition in found if condition is not None]
        yield from outer
        spoken = list(dict.fromkeys([*names, *(name for condition in outer for name in condition.names)]))
        asked = list(self.asked(spoken))
        yield from asked
        spoken += [name for condition in asked for name in condition.names]
        for page, condition in self.endings:
            if page < routed.before - (routed.word == "end_if") and set(condition.names) & set(spoken):
                yield condition

    def asked(self, names: Sequence[str]) -> Iterator[Condition]:
        """For each name, and each that this leads to: it was asked only where its own conditions held."""
        waiting, seen, given = list(names), set(names), 0
        while waiting and given < _MOST_CONDITIONS:
            name = waiting.pop(0)
            for condition in self.conditions.get(name, ()):
                given += 1
                unasked = Not(State(Name(name), "asked"))
                wanted = Wanted(Or((unasked, condition.wanted.node)))
                yield Condition(condition.where, condition.expression, wanted)
                waiting += [other for other in condition.names if other not in seen]
                seen.update(condition.names)

    @cached_property
    def conditions(self) -> Mapping[str, tuple[Condition, ...]]:
        """Name to the conditions under which it is asked: of its section, page and question, and its own."""
        found: dict[str, tuple[Condition, ...]] = {}
        for section in self.questionnaire.sections:
            self._note(found, section, minimum_age(self.questionnaire, section))
        for routed in self.order.routed:
            condition = self.condition(routed.where, routed.expression, TRUE) if routed.word == "ask_if" else None
            for name in routed.guards if condition is not None else ():
                found[name] = (*found.get(name, ()), condition)  # type: ignore[arg-type]
        return found

    def _note(self, found: dict[str, tuple[Condition, ...]], section: Section, least: Expression | None) -> None:
        condition = self.condition(named("section", section.id), least, TRUE) if least is not None else None
        if condition is None:
            return
        pages = {page.id for page in section.pages}
        for number, (_, page) in enumerate(self.questionnaire.pages()):
            if page.id in pages:
                on_page = (name for name, asked in self.order.names.items() if asked.page == number)
                found.update({name: (*found.get(name, ()), condition) for name in on_page})

    @cached_property
    def endings(self) -> tuple[tuple[int, Condition], ...]:
        """Number of each page that may end the form, with what keeps the form going there."""
        found = []
        for number, (section, page) in enumerate(self.questionnaire.pages()):
            for source, stops in self._stops(page):
                reached = self._reached(section, page)
                if reached is None or stops is None or not self.order.knows(stops):
                    continue
                node = all_of(*reached, stops)
                assert node is not None
                where = f"end of the {named('page', page.id)}"
                found.append((number, Condition(where, source, Wanted(node, NOT_TRUE))))
        return tuple(found)

    def _stops(self, page: Page) -> Iterator[tuple[Expression, Node | None]]:
        """What ends the form on a page, or keeps everybody there."""
        if page.end_if is not None:
            yield page.end_if, self.order.read(page.end_if)
        for check in page.checks:
            if check.stop:
                node = self.order.read(check.must)
                yield check.must, None if node is None else Not(node)

    def _reached(self, section: Section, page: Page) -> list[Node] | None:
        """The conditions of a page, None when one of them cannot be judged."""
        written = [minimum_age(self.questionnaire, section), section.ask_if, page.ask_if]
        nodes = [self.order.read(expression) for expression in written if expression is not None]
        if any(node is None or not self.order.knows(node) for node in nodes):
            return None
        return [node for node in nodes if node is not None]

    def dead_ends(self) -> Iterator[Fault]:
        """The first page that nobody leaves towards the end of the form."""
        going_on: list[Wanted] = []
        for number, condition in self.endings:
            going_on.append(condition.wanted)
            if possible(going_on, self.order.meanings) is False:
                what = f"With `{condition.source}` everybody stops here at the latest, so nobody reaches the end."
                page = self.questionnaire.pages()[number][1]
                mend = "Correct it, or what ends the form on an earlier page."
                yield fault(condition.place, DEAD_END, named("page", page.id), what, mend)
                return

    def unreachable_sections(self) -> Iterator[Fault]:
        """Sections that nobody old enough comes to, because the form has ended before."""
        for section in self.questionnaire.sections:
            least = minimum_age(self.questionnaire, section)
            if least is None or not section.pages:
                continue
            before = next(i for i, (around, _) in enumerate(self.questionnaire.pages()) if around is section)
            where = named("section", section.id)
            routed = Routed(where, "ask_if", least, before, (), (), self.order.batteries)
            node = routed.node
            if node is not None and self.order.knows(node):
                yield from self.contradicting(routed, node)
