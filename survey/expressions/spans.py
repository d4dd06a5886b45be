"""Between which numbers a term lies, when only some answers are known: wider than it may be, never narrower."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from survey.expressions.tree import Calculation, Call, Minus, Name, Node, Number

Outcome = bool | None


@dataclass(frozen=True)
class Span:
    """From `low` to `high` where it has a value; `unknown`: it may have none; `empty`: it has none for sure."""

    low: float = -math.inf
    high: float = math.inf
    unknown: bool = True
    empty: bool = False


ANYTHING = Span()
NOTHING = Span(empty=True)


@dataclass(frozen=True)
class Spans:
    """Spans of terms, given those of names and what conditions can be worth."""

    of_name: Callable[[str], Span]
    worth: Callable[[Node], frozenset[Outcome]]

    def of(self, node: Node) -> Span:
        """The span of a term; anything where it is not known."""
        match node:
            case Number(value):
                return Span(value, value, unknown=False)
            case Name(name):
                return self.of_name(name)
            case Minus(term):
                inner = self.of(term)
                return Span(-inner.high, -inner.low, inner.unknown, inner.empty)
            case Calculation(operation, left, right):
                return _calculated(operation, self.of(left), self.of(right))
            case Call("count", arguments) if not any(isinstance(part, Name) for part in arguments):
                worths = [self.worth(part) for part in arguments]
                sure, possible = (sum(w == {True} for w in worths), sum(True in w for w in worths))
                return Span(float(sure), float(possible), unknown=False)
            case Call("sum" | "mean" | "min" | "max" as function, arguments):
                return _together(function, [self.of(part) for part in arguments])
            case Call("score", (Name(name),)):
                return self.of_name(name)
        return ANYTHING


def _calculated(operation: str, a: Span, b: Span) -> Span:
    if a.empty or b.empty:
        return NOTHING
    unknown = a.unknown or b.unknown
    match operation:
        case "+":
            return Span(a.low + b.low, a.high + b.high, unknown)
        case "-":
            return Span(a.low - b.high, a.high - b.low, unknown)
        case "*":
            return _corners([_times(x, y) for x in (a.low, a.high) for y in (b.low, b.high)], unknown)
    if b.low <= 0 <= b.high or math.inf in (abs(b.low), abs(b.high), abs(a.low), abs(a.high)):
        return ANYTHING
    return _corners([x / y for x in (a.low, a.high) for y in (b.low, b.high)], unknown)


def _times(x: float, y: float) -> float:
    return 0.0 if 0 in (x, y) else x * y


def _corners(corners: Iterable[float], unknown: bool) -> Span:
    found = list(corners)
    return Span(min(found), max(found), unknown)


def _together(function: str, parts: list[Span]) -> Span:
    """Functions that leave out what is unknown, and are unknown only when all of it is."""
    there = [part for part in parts if not part.empty]
    if not there:
        return NOTHING
    unknown = all(part.unknown for part in there)
    if function == "sum":
        low = math.fsum(min(part.low, 0.0) if part.unknown else part.low for part in there)
        high = math.fsum(max(part.high, 0.0) if part.unknown else part.high for part in there)
        return Span(low, high, unknown)
    return Span(min(part.low for part in there), max(part.high for part in there), unknown)


def compared(comparison: str, a: Span, b: Span) -> frozenset[Outcome]:
    """What a comparison of two terms can be worth."""
    if a.empty or b.empty:
        return frozenset((None,))
    found: set[Outcome] = {None} if a.unknown or b.unknown else set()
    match comparison:
        case "=" | "!=":
            same = a.low <= b.high and b.low <= a.high
            differ = not (a.low == a.high == b.low == b.high)
            found |= {True} if (same if comparison == "=" else differ) else set()
            found |= {False} if (differ if comparison == "=" else same) else set()
        case "<" | ">=":
            found |= {comparison == "<"} if a.low < b.high else set()
            found |= {comparison != "<"} if a.high >= b.low else set()
        case _:
            found |= {comparison == "<="} if a.low <= b.high else set()
            found |= {comparison != "<="} if a.high > b.low else set()
    return frozenset(found)
