"""The answers that stand for all answers to a name in some conditions: enough to try instead of everything."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations, pairwise

from survey.expressions.days import is_date, neighbours
from survey.expressions.evaluation import Answer
from survey.expressions.meaning import Meaning, Ticking
from survey.expressions.tree import (
    Call,
    Compare,
    In,
    Includes,
    Name,
    Node,
    Number,
    State,
    String,
    below,
    walk,
)
from survey.missing import Missing

MOST_STATES = 4_096
_GAPS: tuple[Answer, ...] = (Missing.LEFT_BLANK, Missing.NOT_ASKED)


def gaps_of(node: Node) -> tuple[Answer, ...]:
    """Reasons for having no answer that stand for all of them; one is enough where nobody asks who was asked."""
    asks = any(isinstance(part, State) and part.state == "asked" for part in walk(node))
    return _GAPS if asks else _GAPS[:1]


def states_of(node: Node, names: Mapping[str, Meaning]) -> dict[str, Sequence[Answer] | None]:
    """For each name in the expression, answers that stand for all its answers; None when they are too many.

    In the place of a variable of a multiple choice stands the question, where its rules are known.
    """
    compared = _compared(node)
    found = {name: _states(names[name], node, *held) for name, held in compared.items() if not names[name].part_of}
    wholes = {names[name].part_of for name in compared} - {""}
    return found | {whole: _subsets(names[whole], node) for whole in sorted(wholes)}


def _states(
    meaning: Meaning, node: Node, compared: Sequence[float | str], only_literals: bool
) -> Sequence[Answer] | None:
    if meaning.type == "choices":
        return _subsets(meaning, node)
    if meaning.type == "text":
        # Two texts that occur nowhere: one to differ from every literal, one to differ from another text variable.
        return [*dict.fromkeys(v for v in compared if isinstance(v, str)), "\0", f"\0{meaning.name}"]
    if meaning.closed:
        return [float(value.value) for value in meaning.values]
    numbers = sorted({v for v in compared if isinstance(v, float)})
    if only_literals:
        return _representatives(numbers, meaning)
    if meaning.whole and meaning.min is not None and meaning.max is not None:
        every: Sequence[int] = range(math.ceil(meaning.min), math.floor(meaning.max) + 1)
        if meaning.digits in (4, 6):
            every = [number for number in every if is_date(number, meaning.digits)]
        return [float(number) for number in every] if len(every) <= MOST_STATES else None
    return None


def _compared(node: Node) -> dict[str, tuple[list[float | str], bool]]:
    """Name to all literals that it is compared with, and whether it is compared with nothing else."""
    literals: dict[str, list[float | str]] = {}
    uses, direct = Counter[str](), Counter[str]()
    for part in walk(node):
        match part:
            case Name(name):
                uses[name] += 1
                continue
            case Compare(_, term, Number(value) | String(value)) | Compare(_, Number(value) | String(value), term):
                held: list[float | str] = [value]
            case In(term, values):
                held = [listed.value for listed in values]
            case Includes(term, value_node):
                held = [value_node.value]
            case State(term):
                held = []
            case _:
                continue
        name = _named(term)
        literals.setdefault(name, []).extend(held)
        direct[name] += 1
    return {name: (literals.get(name, []), direct[name] == used) for name, used in uses.items()}


def _named(term: Node) -> str:
    """The variable that a term is, by itself or as the score of a scale."""
    match term:
        case Name(name) | Call("score", (Name(name),)):
            return name
    return ""


def _representatives(numbers: Sequence[float], meaning: Meaning) -> Sequence[Answer]:
    """At least one number on, below, above and between the literals, within the limits."""
    low = -math.inf if meaning.min is None else meaning.min
    high = math.inf if meaning.max is None else meaning.max
    ends = [end for end in (low, high) if math.isfinite(end)]
    if meaning.digits:
        near = [moment for n in numbers for moment in neighbours(n, meaning.digits)] or [
            19000101 // 10 ** (8 - meaning.digits)
        ]
    elif meaning.whole:
        near = [float(math.floor(n) + step) for n in numbers for step in (-1, 0, 1, 2)]
    else:
        middles = [(a + b) / 2 for a, b in pairwise(numbers)]
        near = [*numbers, *middles, *(n + step for n in numbers for step in (-1, 1))]
    return sorted({float(n) for n in (*ends, *near, *([] if ends or near else [0])) if low <= n <= high})


def _subsets(meaning: Meaning, node: Node) -> Sequence[Answer] | None:
    """Sets of ticked codes: every combination of the codes named, filled up with others where the limits ask for it.

    Where ticks are counted, with each number of others that is allowed. What stands alone is alone.
    """
    named = _codes_named(meaning, node)
    counted = any(isinstance(p, Call) and any(_is(meaning.name, part) for part in below(p)) for p in walk(node))
    ticking = meaning.ticking
    alone = [code for code in meaning.columns if code in ticking.alone]
    together = [code for code in meaning.columns if code not in ticking.alone]
    first, rest = ([c for c in together if (c in named) == wanted] for wanted in (True, False))
    if (len(rest) + 1 if counted else 1) * 2 ** len(first) > MOST_STATES:
        return None
    singles = [*(c for c in alone if c in named), *[c for c in alone if c not in named][:1]]
    found: list[Answer] = [frozenset((code,)) for code in singles]
    for size in range(len(first) + 1):
        more = _others(size, len(rest), ticking)
        for chosen in combinations(first, size):
            found += [frozenset((*chosen, *rest[:others])) for others in (more if counted else more[:1])]
    return found


def _others(size: int, there: int, ticking: Ticking) -> range:
    """How many codes may be ticked besides so many, of those that are there."""
    most = there if ticking.most is None else min(there, ticking.most - size)
    return range(max(ticking.fewest - size, 1 - size, 0), most + 1)


def _codes_named(meaning: Meaning, node: Node) -> set[int]:
    """The codes of a multiple choice that a condition names, by themselves or by their variables."""
    own = {name: code for code, name in meaning.columns.items()}
    found = {own[part.name] for part in walk(node) if isinstance(part, Name) and part.name in own}
    for part in walk(node):
        if isinstance(part, Includes) and part.name.name == meaning.name and isinstance(part.value, Number):
            found.add(int(part.value.value))
    return found


def _is(name: str, node: Node) -> bool:
    return isinstance(node, Name) and node.name == name
