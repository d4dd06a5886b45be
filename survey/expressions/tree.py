"""The tree of an expression: what was written, with its place, and nothing about what it is worth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

Comparison = Literal["=", "!=", "<", "<=", ">", ">="]
Operation = Literal["+", "-", "*", "/"]
Function = Literal["count", "sum", "mean", "min", "max", "age_in_years", "today", "score"]
StateWord = Literal["missing", "answered", "asked"]

FUNCTIONS: tuple[Function, ...] = ("count", "sum", "mean", "min", "max", "age_in_years", "today", "score")


@dataclass(frozen=True)
class Name:
    """A variable, or a multiple choice as a whole."""

    name: str
    position: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Number:
    """A number or a code."""

    value: float
    position: int = field(default=0, compare=False)


@dataclass(frozen=True)
class String:
    """A text in quotation marks, without them."""

    value: str
    position: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Truth:
    """`true` or `false`."""

    value: bool
    position: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Calculation:
    """Two terms and + - * or /."""

    operation: Operation
    left: Node
    right: Node
    position: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Minus:
    """A term with its sign turned."""

    term: Node
    position: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Call:
    """A function: of conditions (count), of terms (sum, mean, min, max), of two dates (age_in_years), of nothing
    (today), or of a scale (score).
    """

    function: Function
    arguments: tuple[Node, ...]
    position: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Compare:
    """Two terms and one of = != < <= > >=."""

    comparison: Comparison
    left: Node
    right: Node
    position: int = field(default=0, compare=False)


@dataclass(frozen=True)
class In:
    """A term that equals one of the listed codes or texts."""

    term: Node
    values: tuple[Number | String, ...]
    position: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Includes:
    """A multiple choice with this category ticked; of a single choice, this code chosen."""

    name: Name
    value: Number | String
    position: int = field(default=0, compare=False)


@dataclass(frozen=True)
class State:
    """`is missing`, `is answered` or `was asked`: never unknown."""

    name: Name
    state: StateWord
    position: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Not:
    """The opposite; unknown stays unknown."""

    condition: Node
    position: int = field(default=0, compare=False)


@dataclass(frozen=True)
class And:
    """True when all conditions are."""

    conditions: tuple[Node, ...]
    position: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Or:
    """True when at least one condition is."""

    conditions: tuple[Node, ...]
    position: int = field(default=0, compare=False)


# Nodes that are true or false, or unknown.
CONDITIONS = (Truth, Compare, In, Includes, State, Not, And, Or)
Node = Name | Number | String | Truth | Calculation | Minus | Call | Compare | In | Includes | State | Not | And | Or

# What stands directly below a node of each kind, in the order it was written.
_BELOW: dict[type, tuple[str, ...]] = {
    Calculation: ("left", "right"),
    Compare: ("left", "right"),
    Minus: ("term",),
    In: ("term",),
    Includes: ("name",),
    State: ("name",),
    Not: ("condition",),
}


def below(node: Node) -> tuple[Node, ...]:
    """The nodes directly below."""
    if isinstance(node, And | Or):
        return node.conditions
    if isinstance(node, Call):
        return node.arguments
    return tuple(getattr(node, part) for part in _BELOW.get(type(node), ()))


def with_below(node: Node, parts: tuple[Node, ...]) -> Node:
    """The same node with other nodes directly below, in the order of `below`."""
    if isinstance(node, And | Or):
        return replace(node, conditions=parts)
    if isinstance(node, Call):
        return replace(node, arguments=parts)
    return replace(node, **dict(zip(_BELOW.get(type(node), ()), parts, strict=True)))  # type: ignore[arg-type]


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it, in the order it was written."""
    left = [node]
    while left:
        part = left.pop()
        yield part
        left.extend(reversed(below(part)))


_OPPOSITE: dict[Comparison, Comparison] = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


def positive(node: Node, negated: bool = False) -> Node:
    """The same condition with `not` moved inwards, as far as it goes."""
    match node:
        case Not(condition):
            return positive(condition, not negated)
        case And(conditions) | Or(conditions):
            parts = tuple(positive(condition, negated) for condition in conditions)
            both = isinstance(node, And) != negated
            return And(parts, node.position) if both else Or(parts, node.position)
        case Compare(comparison) if negated:
            return replace(node, comparison=_OPPOSITE[comparison])
        case State(_, "missing" | "answered") if negated:
            return replace(node, state="answered" if node.state == "missing" else "missing")
        case Truth(value):
            return Truth(value != negated, node.position)
    return Not(node, node.position) if negated else node


def all_of(*conditions: Node | None) -> Node | None:
    """The conditions joined by "and"; those that are None ask nothing. None when none is left."""
    parts = tuple(
        part
        for condition in conditions
        if condition is not None
        for part in (condition.conditions if isinstance(condition, And) else (condition,))
    )
    if len(parts) < 2:
        return parts[0] if parts else None
    return And(parts, parts[0].position)


@dataclass(frozen=True)
class Reference:
    """A name in an expression: where it stands and what is asked of it (its value, a category, or its state)."""

    name: str
    position: int
    use: Literal["value", "category", "state"]


def references(node: Node) -> tuple[Reference, ...]:
    """Every name an expression uses, in the order it was written; a name used twice comes twice."""
    match node:
        case Name():
            return (Reference(node.name, node.position, "value"),)
        case Includes():
            return (Reference(node.name.name, node.name.position, "category"),)
        case State():
            return (Reference(node.name.name, node.name.position, "state"),)
    return tuple(reference for part in below(node) for reference in references(part))


def names_in(node: Node) -> tuple[str, ...]:
    """The names in an expression, each once, in the order it was written."""
    return tuple(dict.fromkeys(part.name for part in walk(node) if isinstance(part, Name)))
