"""Types in a condition: numbers, texts, multiple choices and conditions, each where it can stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from survey.expressions.meaning import Meaning, Type
from survey.expressions.problem import EQUALS_ON_CHOICES, TYPES, Problem
from survey.expressions.tree import (
    And,
    Calculation,
    Call,
    Compare,
    In,
    Includes,
    Minus,
    Name,
    Node,
    Not,
    Number,
    Or,
    String,
    below,
    walk,
)

_SAID: dict[Type, str] = {
    "number": "a number", "text": "a text", "choices": "a multiple choice", "condition": "a condition",
}  # fmt: skip


def type_of(node: Node, names: Mapping[str, Meaning]) -> Type | None:
    """The type of an expression; None for a name that is not known."""
    match node:
        case Name(name):
            return names[name].type if name in names else None
        case Number() | Calculation() | Minus() | Call():
            return "number"
        case String():
            return "text"
    return "condition"


def mismatches(node: Node, names: Mapping[str, Meaning]) -> Iterator[Problem]:
    """Every place where something of one type stands and another is needed."""
    yield from _must_be(node, "condition", names)
    for part in walk(node):
        yield from _directly_in(part, names)


def _directly_in(node: Node, names: Mapping[str, Meaning]) -> Iterator[Problem]:
    match node:
        case And() | Or() | Not():
            yield from _all_must_be(below(node), "condition", names)
        case Call("count", parts):
            yield from _all_must_be([p for p in parts if type_of(p, names) != "choices"], "condition", names)
        case Calculation() | Minus() | Call():
            yield from _all_must_be(below(node), "number", names)
        case Compare():
            yield from _in_comparison(node, names)
        case In(term, values):
            yield from (problem for value in values for problem in _must_match(term, value, names))
        case Includes(name, value):
            yield from _in_category(name, value, names)


def _in_category(name: Name, value: Number | String, names: Mapping[str, Meaning]) -> Iterator[Problem]:
    if type_of(name, names) != "choices":
        yield from _must_match(name, value, names)
    elif isinstance(value, String):
        yield _mismatch(value.position, "The code of a category", "a number", "a text")


def _all_must_be(parts: Iterable[Node], wanted: Type, names: Mapping[str, Meaning]) -> Iterator[Problem]:
    for part in parts:
        yield from _must_be(part, wanted, names)


def _must_be(node: Node, wanted: Type, names: Mapping[str, Meaning]) -> Iterator[Problem]:
    found = type_of(node, names)
    if found is None or found == wanted:
        return
    said = f'"{node.name}"' if isinstance(node, Name) else "This"
    mend = f"Compare it with something, such as {said.strip(chr(34))} = 1." if isinstance(node, Name) else ""
    if wanted == "condition":
        mend = mend or "Write both sides of every comparison: x = 1 or x = 2."
    yield Problem(
        TYPES,
        node.position,
        f"{said} is {_SAID[found]}, but {_SAID[wanted]} must stand here.",
        mend if wanted == "condition" else "Calculate with numbers only.",
    )


def _in_comparison(node: Compare, names: Mapping[str, Meaning]) -> Iterator[Problem]:
    sides = (node.left, node.right)
    for side in sides:
        if isinstance(side, Name) and type_of(side, names) == "choices":
            yield Problem(
                EQUALS_ON_CHOICES,
                node.position,
                f'"{side.name}" is a multiple choice, so {node.comparison} cannot be used.',
                f"Write {side.name} includes {_code_of(sides)}.",
            )
            return
    yield from _must_match(node.left, node.right, names)
    if type_of(node.left, names) == "text" == type_of(node.right, names) and node.comparison not in ("=", "!="):
        yield Problem(TYPES, node.position, "Texts have no order.", "Compare texts with = or !=.")


def _code_of(sides: tuple[Node, Node]) -> str:
    return next((f"{side.value:.10g}" for side in sides if isinstance(side, Number)), "1")


def _must_match(left: Node, right: Node, names: Mapping[str, Meaning]) -> Iterator[Problem]:
    a, b = type_of(left, names), type_of(right, names)
    for side, found in ((left, a), (right, b)):
        if found in ("condition", "choices"):
            yield _mismatch(side.position, "What is compared", "a number or a text", _SAID[found])
            return
    if a and b and a != b:
        yield _mismatch(
            right.position, f'"{left.name}"' if isinstance(left, Name) else "The left side", _SAID[a], _SAID[b]
        )


def _mismatch(position: int, what: str, wanted: str, found: str) -> Problem:
    said = f"{what} is {wanted}, but it is compared with {found}."
    if what == "What is compared":
        said = f"{what} must be {wanted}, but it is {found}."
    mend = "Write the code without quotation marks." if found == "a text" else "Compare like with like."
    return Problem(TYPES, position, said, mend)
