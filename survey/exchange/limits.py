"""What a constraint says of the one answer it stands with: limits, most ticks, what excludes all else, most letters."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from survey.exchange.foreign import HERE, Length
from survey.expressions.tree import And, Call, Compare, Includes, Name, Node, Not, Number, Or, State, String, Truth


@dataclass(frozen=True)
class Limits:
    """What could be taken out of a constraint.

    low, high  least and greatest number; of a multiple choice, fewest and most ticks
    longest    most letters
    exclusive  names of choices that exclude all others
    rest       what is left, as a condition on this answer and others
    cut        whether a limit was no whole number
    """

    low: int | None = None
    high: int | None = None
    longest: int | None = None
    exclusive: tuple[str, ...] = ()
    rest: tuple[Node, ...] = ()
    cut: bool = False


def limits_of(node: Node, *, choices: int = 0) -> Limits:
    """Take a constraint apart. `choices`: how many a multiple choice has."""
    found = Limits()
    for part in node.conditions if isinstance(node, And) else (node,):
        if isinstance(part, And):
            inner = limits_of(part, choices=choices)
            found = _merged(found, inner)
        else:
            found = _with(found, part, choices)
    return found


def _merged(one: Limits, other: Limits) -> Limits:
    found = _bounded(_bounded(one, ">=", other.low), "<=", other.high)
    return replace(
        found,
        longest=one.longest if other.longest is None else other.longest,
        exclusive=(*one.exclusive, *other.exclusive),
        rest=(*one.rest, *other.rest),
        cut=one.cut or other.cut,
    )


def _with(found: Limits, part: Node, choices: int) -> Limits:
    match part:
        case Truth(True) | State(Name("."), "answered"):
            return found
        case Compare(sign, Length(), Number(value)) if sign in ("<", "<="):
            return replace(found, longest=int(value) - (sign == "<"))
        case Compare(sign, Name(name), Number(value)) if name == HERE and not isinstance(part.left, Length):
            return _limited(found, sign, value) if sign not in ("=", "!=") else _rest(found, part)
        case Compare(sign, Call("count", (Name("."),)), Number(value)) if sign not in ("=", "!="):
            return _limited(found, sign, value)
    choice = excluded(part, choices)
    return _rest(found, part) if choice is None else replace(found, exclusive=(*found.exclusive, choice))


def _rest(found: Limits, part: Node) -> Limits:
    return replace(found, rest=(*found.rest, part))


def _limited(found: Limits, sign: str, value: float) -> Limits:
    """A limit as a whole number: what is open, or no whole number, is drawn in."""
    cut = found.cut or value != int(value)
    if sign in (">", ">="):
        least = math.floor(value) + 1 if sign == ">" else math.ceil(value)
        return replace(_bounded(found, ">=", least), cut=cut)
    most = math.ceil(value) - 1 if sign == "<" else math.floor(value)
    return replace(_bounded(found, "<=", most), cut=cut)


def _bounded(found: Limits, sign: str, value: int | None) -> Limits:
    if value is None:
        return found
    if sign == ">=":
        return replace(found, low=value if found.low is None else max(found.low, value))
    return replace(found, high=value if found.high is None else min(found.high, value))


def excluded(node: Node, choices: int) -> str | None:
    """The choice that a constraint keeps apart from all others, in one of the ways in which people write it.

    not(selected(., 'none') and count-selected(.) > 1); not(selected(., 'none')) or count-selected(.) = 1; if(...);
    not(selected(., 'none') and (selected(., 'a') or selected(., 'b') ...)) with all the others named
    """
    match node:
        case Not(And((Includes(Name("."), value), other))) | Not(And((other, Includes(Name("."), value)))):
            if _several(other) or (choices and len(_chosen(other)) == choices - 1):
                return _text(value)
        case Or((Not(Includes(Name("."), value)), other)) | Or((other, Not(Includes(Name("."), value)))):
            if _one(other):
                return _text(value)
    return None


def _several(node: Node) -> bool:
    match node:
        case Compare(sign, Call("count", (Name("."),)), Number(value)):
            return (sign, value) in ((">", 1), (">=", 2), ("!=", 1))
    return False


def _one(node: Node) -> bool:
    match node:
        case Compare(sign, Call("count", (Name("."),)), Number(value)):
            return (sign, value) in (("=", 1), ("<", 2), ("<=", 1))
    return False


def _chosen(node: Node) -> set[str]:
    """The choices that are named, each by itself or with others, where any of them is meant."""
    match node:
        case Includes(Name("."), value):
            return {_text(value)}
        case Or(conditions):
            return {name for part in conditions for name in _chosen(part)}
    return set()


def _text(value: Number | String) -> str:
    return f"{value.value:.10g}" if isinstance(value, Number) else value.value
