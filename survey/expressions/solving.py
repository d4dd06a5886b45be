"""Whether a condition can ever be true, or ever be anything else: sound, and silent where it cannot know.

Every name gets the states its answers can be in. Small conditions are tried in all of them; large ones are
taken apart, as if their parts had nothing to do with each other. That can only add outcomes which do not
occur, never lose one, so what is said to be never or always true is.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise, product
from typing import Literal

from survey.expressions.evaluation import Answer, evaluate
from survey.expressions.meaning import Meaning
from survey.expressions.tree import (
    And,
    Call,
    Compare,
    In,
    Includes,
    Name,
    Node,
    Not,
    Number,
    Or,
    State,
    String,
    below,
    references,
    walk,
)
from survey.missing import Missing

Verdict = Literal["never", "always", "whenever answered", ""]
Outcome = bool | None

_MOST_STATES = 20_000
_MISSING: tuple[Answer, ...] = (Missing.LEFT_BLANK, Missing.NOT_ASKED)
_EVERYTHING: frozenset[Outcome] = frozenset((True, False, None))


@dataclass(frozen=True)
class Outcomes:
    """What a condition can be worth: in every state, and in those where all its names are answered."""

    all: frozenset[Outcome]
    answered: frozenset[Outcome]


def verdict(node: Node, names: Mapping[str, Meaning]) -> Verdict:
    """Never true, always true, true whenever all its names are answered; "" for none of these, or not known."""
    found = outcomes(node, names)
    if True not in found.all:
        return "never"
    if found.all == {True}:
        return "always"
    return "whenever answered" if found.answered == {True} else ""


def outcomes(node: Node, names: Mapping[str, Meaning]) -> Outcomes:
    """At least all that the condition can be worth."""
    used = {reference.name for reference in references(node)}
    states = {name: _states(names[name], node) for name in used}
    if None not in states.values() and math.prod(len(s) + 2 for s in states.values() if s) <= _MOST_STATES:
        return _tried(node, {name: s for name, s in states.items() if s is not None})
    if isinstance(node, Not):
        inner = outcomes(node.condition, names)
        return Outcomes(_opposite(inner.all), _opposite(inner.answered))
    if isinstance(node, And | Or):
        join = _both if isinstance(node, And) else _either
        return _joined([outcomes(part, names) for part in node.conditions], join)
    return Outcomes(_EVERYTHING, _EVERYTHING)


def _tried(node: Node, states: Mapping[str, Sequence[Answer]]) -> Outcomes:
    everywhere: set[Outcome] = set()
    answered: set[Outcome] = set()
    for answers in product(*((*held, *_MISSING) for held in states.values())):
        respondent = dict(zip(states, answers, strict=True))
        value = evaluate(node, respondent.__getitem__)
        outcome = value if isinstance(value, bool) else None
        everywhere.add(outcome)
        if not any(isinstance(answer, Missing) for answer in answers):
            answered.add(outcome)
        if everywhere == _EVERYTHING and answered >= {True, False}:
            break
    return Outcomes(frozenset(everywhere), frozenset(answered))


def _opposite(found: Iterable[Outcome]) -> frozenset[Outcome]:
    return frozenset(None if outcome is None else not outcome for outcome in found)


def _both(a: Outcome, b: Outcome) -> Outcome:
    return False if a is False or b is False else (None if a is None or b is None else True)


def _either(a: Outcome, b: Outcome) -> Outcome:
    return True if a is True or b is True else (None if a is None or b is None else False)


def _joined(parts: Sequence[Outcomes], join: Callable[[Outcome, Outcome], Outcome]) -> Outcomes:
    everywhere, answered = parts[0].all, parts[0].answered
    for part in parts[1:]:
        everywhere = frozenset(join(a, b) for a in everywhere for b in part.all)
        answered = frozenset(join(a, b) for a in answered for b in part.answered)
    return Outcomes(everywhere, answered)


def _states(meaning: Meaning, node: Node) -> Sequence[Answer] | None:
    """Answers that stand for all answers to the name in this condition; None when there are too many to try."""
    if meaning.type == "choices":
        return _subsets(meaning, node)
    compared, only_literals = _compared_with(meaning.name, node)
    if meaning.type == "text":
        # Two texts that occur nowhere: one to differ from every literal, one to differ from another text variable.
        return [*(v for v in compared if isinstance(v, str)), "\0", f"\0{meaning.name}"]
    if meaning.closed:
        return [float(value.value) for value in meaning.values]
    numbers = sorted({v for v in compared if isinstance(v, float)})
    if only_literals:
        return _representatives(numbers, meaning)
    if meaning.whole and meaning.min is not None and meaning.max is not None:
        return [float(n) for n in range(math.ceil(meaning.min), math.floor(meaning.max) + 1)][: _MOST_STATES + 1]
    return None


def _compared_with(name: str, node: Node) -> tuple[list[float | str], bool]:
    """All literals the name is compared with, and whether it is compared with nothing else."""
    literals: list[float | str] = []
    direct = 0
    for part in walk(node):
        match part:
            case Compare(_, Name(found), Number(value) | String(value)) if found == name:
                literals, direct = [*literals, value], direct + 1
            case Compare(_, Number(value) | String(value), Name(found)) if found == name:
                literals, direct = [*literals, value], direct + 1
            case In(Name(found), values) if found == name:
                literals, direct = [*literals, *(v.value for v in values)], direct + 1
            case Includes(Name(found), value_node) if found == name:
                literals, direct = [*literals, value_node.value], direct + 1
            case State(Name(found)) if found == name:
                direct += 1
    return literals, direct == sum(reference.name == name for reference in references(node))


def _representatives(numbers: Sequence[float], meaning: Meaning) -> Sequence[Answer]:
    """At least one number on, below, above and between the literals, within the limits."""
    low = -math.inf if meaning.min is None else meaning.min
    high = math.inf if meaning.max is None else meaning.max
    ends = [end for end in (low, high) if math.isfinite(end)]
    if meaning.whole:
        near = [float(math.floor(n) + step) for n in numbers for step in (-1, 0, 1, 2)]
    else:
        middles = [(a + b) / 2 for a, b in pairwise(numbers)]
        near = [*numbers, *middles, *(n + step for n in numbers for step in (-1, 1))]
    return sorted({float(n) for n in (*ends, *near, *([] if ends or near else [0])) if low <= n <= high})


def _subsets(meaning: Meaning, node: Node) -> Sequence[Answer] | None:
    """Sets of ticked codes: all combinations of the codes named, with and without one that is not named."""
    named = {int(p.value.value) for p in walk(node) if isinstance(p, Includes) and isinstance(p.value, Number)}
    counted = any(isinstance(p, Call) and any(_is(meaning.name, part) for part in below(p)) for p in walk(node))
    codes = list(meaning.columns)
    kept = codes if counted else [*(c for c in codes if c in named), *[c for c in codes if c not in named][:1]]
    if len(kept) > math.log2(_MOST_STATES):
        return None
    return [frozenset(chosen) for size in range(1, len(kept) + 1) for chosen in combinations(kept, size)]


def _is(name: str, node: Node) -> bool:
    return isinstance(node, Name) and node.name == name
