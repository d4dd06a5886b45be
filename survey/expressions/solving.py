"""Whether conditions can be true together, and whether one decides anything: by reasoning, never by sampling.

Every name gets answers that stand for all its answers. They are tried one name after the other; before each step the
conditions are judged with what is known so far, so that a way that leads nowhere is left at once. A judgement may take
in outcomes that do not occur, never leave one out. Where there is too much to try, nothing is said.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Literal

from survey.expressions.evaluation import Answer, evaluate
from survey.expressions.meaning import Meaning
from survey.expressions.spans import ANYTHING, NOTHING, Outcome, Span, Spans, compared
from survey.expressions.states import gaps_of, states_of
from survey.expressions.tree import And, Compare, Node, Not, Or, names_in
from survey.missing import Missing

Verdict = Literal["never", "always", "whenever answered", "depends", "not decided"]
Outcomes = frozenset[Outcome]

TRUE: Outcomes = frozenset((True,))
NOT_TRUE: Outcomes = frozenset((False, None))
_EVERYTHING: Outcomes = frozenset((True, False, None))
_MOST_STEPS = 3_000
_TRIED_AT_ONCE = 100


@dataclass(frozen=True)
class Wanted:
    """A condition, and what it has to be worth."""

    node: Node
    worth: Outcomes = TRUE


def verdict(node: Node, names: Mapping[str, Meaning]) -> Verdict:
    """Never true, always true, true whenever all its names are answered, or none of these."""
    everybody = _Search(names, states_of(node, names), gaps_of(node))
    can_be_true = everybody.possible([Wanted(node)])
    if can_be_true is False:
        return "never"
    can_be_otherwise = everybody.possible([Wanted(node, NOT_TRUE)])
    if can_be_otherwise is False:
        return "always"
    though_answered = _Search(names, everybody.states, ()).possible([Wanted(node, NOT_TRUE)])
    if though_answered is False:
        return "whenever answered"
    return "not decided" if None in (can_be_true, can_be_otherwise, though_answered) else "depends"


def possible(wanted: Sequence[Wanted], names: Mapping[str, Meaning]) -> bool | None:
    """Whether some answers give every condition the worth that is wanted; None when there is too much to try."""
    together = And(tuple(each.node for each in wanted))
    return _Search(names, states_of(together, names), gaps_of(together)).possible(wanted)


@dataclass
class _Search:
    """Ways through the answers. Counts its steps, and remembers what single comparisons can be worth.

    Where the rules of a multiple choice are known, its variables are not tried by themselves: they follow from it.

    gaps  the reasons for having no answer that are tried; none of them: everybody has answered
    """

    names: Mapping[str, Meaning]
    states: Mapping[str, Sequence[Answer] | None]
    gaps: tuple[Answer, ...]
    steps: int = 0
    # By the identity of a node, which is kept alive by the conditions that are wanted.
    used: dict[int, tuple[str, ...]] = field(default_factory=dict)
    judged: dict[tuple[int, tuple[Answer | None, ...]], Outcomes] = field(default_factory=dict)

    def possible(self, wanted: Sequence[Wanted]) -> bool | None:
        self.steps = 0
        return self.found(wanted, {})

    def found(self, wanted: Sequence[Wanted], known: dict[str, Answer]) -> bool | None:
        self.steps += 1
        if self.steps > _MOST_STEPS:
            return None
        open_ones = []
        for each in wanted:
            worth = self.worth(each.node, known)
            if not worth & each.worth:
                return False
            if not worth <= each.worth:
                open_ones.append(each)
        if not open_ones:
            return True
        name = self.next_name(open_ones, known)
        return None if name is None else self.tried(open_ones, known, name)

    def tried(self, wanted: Sequence[Wanted], known: dict[str, Answer], name: str) -> bool | None:
        decided = True
        for answer in (*(self.states[name] or ()), *self.gaps_of(name)):
            found = self.found(wanted, {**known, name: answer})
            if found:
                return True
            decided = decided and found is not None
            if self.steps > _MOST_STEPS:
                return None
        return False if decided else None

    def next_name(self, wanted: Sequence[Wanted], known: Mapping[str, Answer]) -> str | None:
        """The name to try next: the one with fewest answers in the first condition that is still open."""
        for each in wanted:
            left = [name for name in self.names_in(each.node) if name not in known and self.states[name] is not None]
            if left:
                return min(left, key=lambda name: len(self.states[name] or ()))
        return None

    def names_in(self, node: Node) -> tuple[str, ...]:
        if id(node) not in self.used:
            roots = (self.names[name].part_of or name for name in names_in(node))
            self.used[id(node)] = tuple(dict.fromkeys(roots))
        return self.used[id(node)]

    def gaps_of(self, name: str) -> tuple[Answer, ...]:
        """The reasons for having no answer to a name that are tried."""
        meaning = self.names[name]
        if meaning.always_there:
            return ()
        return (Missing.NOT_ASKED,) if self.gaps and meaning.always_answered else self.gaps

    def worth(self, node: Node, known: Mapping[str, Answer]) -> Outcomes:
        """At least all that the condition can be worth, given the answers that are known."""
        if isinstance(node, Not):
            return frozenset(None if outcome is None else not outcome for outcome in self.worth(node.condition, known))
        if isinstance(node, And | Or):
            return _joined([self.worth(part, known) for part in node.conditions], isinstance(node, And))
        key = id(node), tuple(known.get(name) for name in self.names_in(node))
        if key not in self.judged:
            self.judged[key] = self.single(node, known)
        return self.judged[key]

    def single(self, node: Node, known: Mapping[str, Answer]) -> Outcomes:
        """What a comparison can be worth: tried in all answers when they are few, else judged by its limits."""
        free = [name for name in self.names_in(node) if name not in known]
        states = [self.states[name] for name in free]
        ways = math.prod(len(held or ()) + len(self.gaps_of(name)) for held, name in zip(states, free, strict=True))
        if None not in states and (len(free) < 2 or ways <= _TRIED_AT_ONCE):
            return self.all_outcomes(node, known, free)
        if isinstance(node, Compare):
            spans = Spans(lambda name: self.span(name, known), lambda part: self.worth(part, known))
            return compared(node.comparison, spans.of(node.left), spans.of(node.right))
        return _EVERYTHING

    def all_outcomes(self, node: Node, known: Mapping[str, Answer], free: Sequence[str]) -> Outcomes:
        """What a comparison is worth in all answers to the names that are not known."""
        answers = dict(known)
        found: set[Outcome] = set()
        for tried in product(*((*(self.states[name] or ()), *self.gaps_of(name)) for name in free)):
            answers.update(zip(free, tried, strict=True))
            found.add(self.outcome(node, answers))
            if len(found) == len(_EVERYTHING):
                break
        return frozenset(found)

    def outcome(self, node: Node, known: Mapping[str, Answer]) -> Outcome:
        value = evaluate(node, lambda name: self.answer(name, known))
        return value if isinstance(value, bool) else None

    def answer(self, name: str, known: Mapping[str, Answer]) -> Answer:
        """The answer to a name, of which it or the multiple choice that it is part of is known."""
        meaning = self.names[name]
        if not meaning.part_of:
            return known[name]
        ticked = known[meaning.part_of]
        return float(meaning.category in ticked) if isinstance(ticked, frozenset) else ticked

    def span(self, name: str, known: Mapping[str, Answer]) -> Span:
        """From the least to the greatest answer to a name."""
        meaning, unknown = self.names[name], bool(self.gaps_of(name))
        if (meaning.part_of or name) in known:
            answer = self.answer(name, known)
            return Span(answer, answer, unknown=False) if isinstance(answer, float) else NOTHING
        numbers = [answer for answer in self.states.get(name) or () if isinstance(answer, float)]
        if meaning.part_of:
            return Span(0.0, 1.0, unknown)
        if numbers and meaning.closed:
            return Span(min(numbers), max(numbers), unknown)
        if meaning.type not in ("number", "date"):
            return ANYTHING
        low = -math.inf if meaning.min is None else meaning.min
        return Span(low, math.inf if meaning.max is None else meaning.max, unknown)


def _joined(parts: Sequence[Outcomes], every: bool) -> Outcomes:
    """What "and" (every) or "or" of parts can be worth, as if they had nothing to do with each other."""
    strong, weak = (False, True) if every else (True, False)
    found: set[Outcome] = set()
    if any(strong in part for part in parts):
        found.add(strong)
    if all(part - {strong} for part in parts):
        if any(None in part for part in parts):
            found.add(None)
        if all(weak in part for part in parts):
            found.add(weak)
    return frozenset(found)
