"""What is wrong with a condition that can be read: names, types, codes, and conditions that decide nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from survey.expressions.batteries import batteries_of, spread
from survey.expressions.meaning import Meaning, Ticking, meanings
from survey.expressions.mismatches import mismatches, mismatches_of_value
from survey.expressions.problem import DECIDES_NOTHING, UNKNOWN_CODE, UNKNOWN_NAME, Problem
from survey.expressions.solving import verdict
from survey.expressions.tree import (
    Compare,
    In,
    Includes,
    Name,
    Node,
    Number,
    State,
    String,
    references,
    walk,
)
from survey.nearest import nearest
from survey.variables import Variable


def problems(node: Node, variables: Mapping[str, Variable]) -> tuple[Problem, ...]:
    """All problems of a condition on these variables, in the order it was written; none means it may be used."""
    return problems_among(spread(node, batteries_of(variables)), meanings(variables))


def problems_among(node: Node, names: Mapping[str, Meaning]) -> tuple[Problem, ...]:
    """As `problems`, of a condition with items in the place of batteries, on names whose meaning is known."""
    found = _in_order([*_in_names(node, names), *mismatches(node, names), *_in_codes(node, names)])
    if any(not problem.advice for problem in found):
        return found
    return (*found, *_in_verdict(node, names))


def problems_of_value(node: Node, variables: Mapping[str, Variable]) -> tuple[Problem, ...]:
    """All problems of a value that is worked out: a number, or a condition that gives 1 or 0."""
    return problems_of_value_among(spread(node, batteries_of(variables)), meanings(variables))


def problems_of_value_among(node: Node, names: Mapping[str, Meaning]) -> tuple[Problem, ...]:
    """As `problems_of_value`, of a value with items in the place of batteries, on names whose meaning is known."""
    return _in_order([*_in_names(node, names), *mismatches_of_value(node, names), *_in_codes(node, names)])


def _in_order(found: Iterable[Problem]) -> tuple[Problem, ...]:
    """As they were written, each place once: what holds for all items of a battery is said of the first."""
    by_place: dict[tuple[int, int], Problem] = {}
    for problem in found:
        by_place.setdefault((problem.position, problem.number), problem)
    return tuple(sorted(by_place.values(), key=_place))


def _place(problem: Problem) -> tuple[int, int, str]:
    return problem.position, problem.number, problem.what


def _in_names(node: Node, names: Mapping[str, Meaning]) -> Iterator[Problem]:
    for reference in references(node):
        if reference.name not in names:
            near = nearest(reference.name, names)
            yield Problem(
                UNKNOWN_NAME,
                reference.position,
                f'There is no question or variable "{reference.name}".',
                f'Did you mean "{near}"?' if near else "Write a name that the codebook lists.",
            )


def _in_codes(node: Node, names: Mapping[str, Meaning]) -> Iterator[Problem]:
    for part in walk(node):
        yield from _codes_of(part, names)


def _codes_of(node: Node, names: Mapping[str, Meaning]) -> Iterator[Problem]:
    match node:
        case Compare(_, Name(name), Number() as literal) | Compare(_, Number() as literal, Name(name)):
            yield from _code(name, literal, names, exact=node.comparison in ("=", "!="))
        case In(Name(name), values):
            for value in values:
                yield from _code(name, value, names, exact=True)
        case Includes(name_node, value):
            yield from _code(name_node.name, value, names, exact=True)


def _code(name: str, literal: Number | String, names: Mapping[str, Meaning], *, exact: bool) -> Iterator[Problem]:
    meaning = names.get(name)
    if meaning is None or isinstance(literal, String) or meaning.type == "text":
        return
    code = f"{literal.value:.10g}"
    if literal.value < 0 and (meaning.closed or (meaning.min is not None and meaning.min >= 0)):
        yield Problem(
            UNKNOWN_CODE,
            literal.position,
            f'{code} can never be an answer to "{name}": an answer that is not there has no value.',
            f"Write {name} is missing.",
        )
    elif exact and meaning.coded and meaning.label_of(literal.value) is None:
        yield Problem(
            UNKNOWN_CODE,
            literal.position,
            f'"{name}" has no code {code}.',
            f"Its codes are {', '.join(_codes(meaning))}.",
            advice=not meaning.closed,
        )


def _codes(meaning: Meaning) -> list[str]:
    return [f"{v.value:.10g} ({v.label.in_language('en')})" for v in meaning.values if not isinstance(v.value, str)]


def _in_verdict(node: Node, names: Mapping[str, Meaning]) -> Iterator[Problem]:
    found = verdict(node, names)
    if found in ("depends", "not decided"):
        return
    used = list(dict.fromkeys(reference.name for reference in references(node)))
    why = "; ".join(dict.fromkeys(_possible(names[names[name].part_of or name]) for name in used))
    because = f", because {why}" if why else ""
    if found == "never":
        yield Problem(
            DECIDES_NOTHING, node.position, f"This can never be true{because}.", "Correct a value, or remove it."
        )
    elif found == "always":
        yield Problem(DECIDES_NOTHING, node.position, f"This is always true{because}.", "Remove it.")
    elif not any(isinstance(part, State) for part in walk(node)):
        answered = " and ".join(f"{name} is answered" for name in used)
        yield Problem(
            DECIDES_NOTHING,
            node.position,
            f"This is true for every answer{because}.",
            f"Correct a value, or write {answered} if that is meant.",
        )


def _possible(meaning: Meaning) -> str:
    if meaning.closed:
        return f'the codes of "{meaning.name}" are {", ".join(_codes(meaning))}{_together(meaning.ticking)}'
    if meaning.min is not None and meaning.max is not None:
        return f'"{meaning.name}" goes from {meaning.min:.10g} to {meaning.max:.10g}'
    return f'no answer to "{meaning.name}" makes a difference'


def _together(ticking: Ticking) -> str:
    """What may be ticked together, in words; nothing where anything may."""
    alone = ", ".join(map(str, sorted(ticking.alone)))
    said = [f", of which {alone} {'are' if len(ticking.alone) > 1 else 'is'} ticked alone"] if alone else []
    said += [f", at least {ticking.fewest} together"] if ticking.fewest > 1 else []
    said += [f", at most {ticking.most} together"] if ticking.most is not None else []
    return "".join(said)
