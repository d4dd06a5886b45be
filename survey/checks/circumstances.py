"""What holds of everybody who comes to a condition: what is around it, why they were asked what it names, and that
no earlier page has ended the form.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from survey.checks.endings import Ending, endings
from survey.checks.order import Order, Routed, minimum_age
from survey.checks.walk import named
from survey.expressions import Node, all_of
from survey.expressions.solving import NOT_TRUE, TRUE, Wanted
from survey.expressions.tree import Call, Compare, Name, Not, Number, Or, State, names_in, walk
from survey.model import Expression, Place, Questionnaire, Section

_MOST_CONDITIONS = 32


@dataclass(frozen=True)
class Condition:
    """Something that must hold: where it is written, as it was written, and what it has to be worth."""

    where: str
    expression: Expression
    wanted: Wanted

    @property
    def source(self) -> str:
        """As it was written; empty where everybody is asked."""
        return self.expression.source

    @property
    def place(self) -> Place:
        """Where it was written."""
        return self.expression.place

    @property
    def ends(self) -> bool:
        """Whether it ends the form where it is true, so that it must not be."""
        return self.wanted.worth == NOT_TRUE

    @property
    def names(self) -> tuple[str, ...]:
        """The names in it."""
        return names_in(self.wanted.node)


@dataclass(frozen=True)
class Circumstances:
    """What conditions are judged together with."""

    questionnaire: Questionnaire
    order: Order

    def condition(self, where: str, expression: Expression, worth: frozenset[bool | None]) -> Condition | None:
        """A condition that can be read and whose names are all known; else None."""
        node = self.order.read(expression)
        if node is None or not self.order.knows(node):
            return None
        return Condition(where, expression, Wanted(node, worth))

    def of(self, routed: Routed, own: Condition) -> list[Condition]:
        """Conditions of the elements around it, of the questions it speaks of, and of earlier ends."""
        found = [self.condition(where, expression, TRUE) for where, expression in routed.around]
        outer = [condition for condition in found if condition is not None]
        number = routed.before - (routed.word == "end_if")
        # What keeps everybody on a page is asked before the page's own end.
        same_page = number if routed.word == "end_if" else -1
        before = [
            ending
            for ending in self.endings
            if ending.page < number or (ending.page == same_page and ending.expression is not routed.expression)
        ]
        section, _ = self.questionnaire.pages()[number]
        given = [own, *outer, *self.shown(routed)]
        return [*given[1:], *self.following(given, before, section)]

    def shown(self, routed: Routed) -> Iterator[Condition]:
        """Of the end of a page: that something on the page is asked, without which nobody hands it in."""
        for ending in self.endings:
            if routed.word == "end_if" and ending.expression is routed.expression and ending.handed_in is not None:
                _, page = self.questionnaire.pages()[ending.page]
                where = f"questions on the {named('page', page.id)}"
                yield Condition(where, Expression("", page.place), Wanted(ending.handed_in))

    def following(
        self, given: Sequence[Condition], before: Sequence[Ending], within: Section | None = None
    ) -> list[Condition]:
        """All that has to do with the names in these conditions, and with the names in what has, and so on.

        within  a section that those who are spoken of have not skipped, because they are in it
        """
        found: list[Condition] = []
        new, seen, ends = list(given), set[str](), list(before)
        while new and len(found) < _MOST_CONDITIONS:
            names = dict.fromkeys(self.whole(name) for condition in new for name in condition.names)
            spoken = [name for name in names if name not in seen]
            seen.update(spoken)
            theirs = [end for end in ends if seen & {self.whole(name) for name in names_in(end.node)}]
            ends = [end for end in ends if end not in theirs]
            new = [condition for name in spoken for condition in self.asked(name, [*given, *found], within)]
            new += [Condition(end.where, end.expression, Wanted(end.node, NOT_TRUE)) for end in theirs]
            found += new
        return found

    def whole(self, name: str) -> str:
        """The question that a variable of a multiple choice is part of; else the name itself."""
        meaning = self.order.meanings.get(name)
        return meaning.part_of or name if meaning is not None else name

    def asked(self, name: str, spoken: Sequence[Condition], within: Section | None) -> Iterator[Condition]:
        """It was asked only where its conditions held; and, where that matters, of everybody for whom they did."""
        conditions = self.conditions.get(name, ())
        was_asked = State(Name(name), "asked")
        for condition in conditions:
            wanted = Wanted(Or((Not(was_asked), condition.wanted.node)))
            yield Condition(condition.where, condition.expression, wanted)
        if self.is_sure(name, within) and any(self._asks_of(condition.wanted.node, name) for condition in spoken):
            together = all_of(*(condition.wanted.node for condition in conditions))
            # A count is never unknown: it is 0 where its condition is false and where it is unknown.
            nobody = () if together is None else (Compare("=", Call("count", (together,)), Number(0.0)),)
            place = self.order.names[name].place
            yield Condition(named("question", name), Expression("", place), Wanted(Or((was_asked, *nobody))))

    def _asks_of(self, node: Node, name: str) -> bool:
        """Whether it matters that somebody was asked: nobody can be asked and go on without an answer."""
        always_answered = self.order.meanings[name].always_answered
        return any(
            isinstance(part, State)
            and self.whole(part.name.name) == name
            and (part.state == "asked" or always_answered)
            for part in walk(node)
        )

    def is_sure(self, name: str, within: Section | None) -> bool:
        """Whether everybody is asked for whom the conditions hold: nobody skips the section by its button."""
        asked = self.order.names[name]
        if asked.page < 0 or name in self._unreadable or not self._is_answer(name):
            return False
        section, _ = self.questionnaire.pages()[asked.page]
        return section is within or not section.skip

    def _is_answer(self, name: str) -> bool:
        variable = self.order.variables.get(name)
        return name in self.order.meanings and (variable is None or variable.role == "answer")

    @cached_property
    def _unreadable(self) -> frozenset[str]:
        """Names with a condition that cannot be judged."""
        guards = (
            routed.guards
            for routed in self.order.routed
            if routed.word == "ask_if" and (routed.node is None or not self.order.knows(routed.node))
        )
        return frozenset(name for guarded in guards for name in guarded)

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
    def endings(self) -> tuple[Ending, ...]:
        """Every page that may end the form."""
        return tuple(endings(self.questionnaire, self.order))
