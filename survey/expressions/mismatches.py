"""Types in a condition: numbers, texts, multiple choices and conditions, each where it can stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from survey.expressions.days import digits, is_date
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
    "number": "a number", "date": "a date", "text": "a text", "choices": "a multiple choice", "battery": "a battery",
    "condition": "a condition",
}  # fmt: skip
_EXACT = {4: "a year", 6: "a month of a year", 8: "a day"}
_WRITTEN = {4: "2008", 6: "200801", 8: "20080131"}


def type_of(node: Node, names: Mapping[str, Meaning]) -> Type | None:
    """The type of an expression; None for a name that is not known."""
    match node:
        case Name(name):
            return names[name].type if name in names else None
        case Call("today"):
            return "date"
        case Number() | Calculation() | Minus() | Call():
            return "number"
        case String():
            return "text"
    return "condition"


def mismatches(node: Node, names: Mapping[str, Meaning]) -> Iterator[Problem]:
    """Every place in a condition where something of one type stands and another is needed."""
    yield from _must_be(node, "condition", names)
    yield from mismatches_inside(node, names)


def mismatches_of_value(node: Node, names: Mapping[str, Meaning]) -> Iterator[Problem]:
    """The same in a value that is worked out: a number or a condition."""
    if type_of(node, names) not in ("number", "condition", None):
        yield from _must_be(node, "number", names)
    yield from mismatches_inside(node, names)


def mismatches_inside(node: Node, names: Mapping[str, Meaning]) -> Iterator[Problem]:
    """Every place below, whatever the whole is to be."""
    batteries = [part for part in walk(node) if isinstance(part, Name) and type_of(part, names) == "battery"]
    if batteries:
        yield from (_battery(part, names) for part in batteries)
        return
    for part in walk(node):
        yield from _directly_in(part, names)


def _battery(node: Name, names: Mapping[str, Meaning]) -> Problem:
    first = next(iter(names[node.name].columns.values()))
    what = f'"{node.name}" is a battery, which has no answer of its own; its items have.'
    return Problem(TYPES, node.position, what, f"Name an item, such as {first}, or write count({node.name} = 1) > 0.")


def _directly_in(node: Node, names: Mapping[str, Meaning]) -> Iterator[Problem]:
    match node:
        case And() | Or() | Not():
            yield from _all_must_be(below(node), "condition", names)
        case Call("count", parts):
            yield from _all_must_be([p for p in parts if type_of(p, names) != "choices"], "condition", names)
        case Call("score", (Name() as name,)):
            if name.name in names and not names[name.name].scale:
                yield _no_scale(name, names)
        case Call("age_in_years", (born, day)):
            yield from (problem for part in (born, day) for problem in _must_be_date(part, names))
        case Calculation() | Minus() | Call():
            yield from _all_must_be(below(node), "number", names)
        case Compare():
            yield from _in_comparison(node, names)
        case In(term, values):
            yield from (problem for value in values for problem in _must_match(term, value, names))
        case Includes(name, value):
            yield from _in_category(name, value, names)


def _no_scale(name: Name, names: Mapping[str, Meaning]) -> Problem:
    scales = [meaning.name for meaning in names.values() if meaning.scale]
    mend = f"The scales are {', '.join(scales)}." if scales else "Define it under `scales:`."
    return Problem(TYPES, name.position, f'"{name.name}" is no scale, so it has no score.', mend)


def _must_be_date(node: Node, names: Mapping[str, Meaning]) -> Iterator[Problem]:
    found = type_of(node, names)
    if found in ("date", None) or (isinstance(node, Number) and is_date(node.value, digits(node.value))):
        return
    what = f"age_in_years() counts from a date, but {_SAID[found]} stands here."
    yield Problem(TYPES, node.position, what, "Name a question of the type date.")


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
    calculate = "Calculate with numbers only."
    if found == "date":
        calculate = "Write age_in_years() for the years since a date, or compare two dates."
    if wanted == "condition":
        mend = mend or "Write both sides of every comparison: x = 1 or x = 2."
    yield Problem(
        TYPES,
        node.position,
        f"{said} is {_SAID[found]}, but {_SAID[wanted]} must stand here.",
        mend if wanted == "condition" else calculate,
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
    if "date" in (a, b) and a and b:
        yield from _dates(left, right, names)
    elif a and b and a != b:
        yield _mismatch(
            right.position, f'"{left.name}"' if isinstance(left, Name) else "The left side", _SAID[a], _SAID[b]
        )


def _dates(left: Node, right: Node, names: Mapping[str, Meaning]) -> Iterator[Problem]:
    """A date is compared with a date that is as exact: another one, or a number with as many digits."""
    if type_of(left, names) != "date":
        left, right = right, left
    exact, other = _exact(left, names), _exact(right, names)
    said = f'"{left.name}"' if isinstance(left, Name) else "today()"
    if type_of(right, names) == "date":
        if exact != other:
            what = f"{said} is {_EXACT[exact]}, but it is compared with {_EXACT[other]}."
            yield Problem(TYPES, right.position, what, "Compare dates that are as exact, or write age_in_years().")
    elif not (isinstance(right, Number) and is_date(right.value, exact)):
        found = _SAID[type_of(right, names) or "number"]
        what = f"{said} is a date, {_EXACT[exact]}, but it is compared with {found}."
        yield Problem(TYPES, right.position, what, f"Write the date in figures, such as {_WRITTEN[exact]}.")


def _exact(node: Node, names: Mapping[str, Meaning]) -> int:
    return names[node.name].digits if isinstance(node, Name) and node.name in names else 8


def _mismatch(position: int, what: str, wanted: str, found: str) -> Problem:
    said = f"{what} is {wanted}, but it is compared with {found}."
    if what == "What is compared":
        said = f"{what} must be {wanted}, but it is {found}."
    mend = "Write the code without quotation marks." if found == "a text" else "Compare like with like."
    return Problem(TYPES, position, said, mend)
