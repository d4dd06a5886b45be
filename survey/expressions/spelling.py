"""A condition as Varsam itself writes it, and a word where it was written as in another program."""

from __future__ import annotations

import re
from dataclasses import dataclass

from survey.expressions.faulty import without_texts
from survey.expressions.parsing import parse
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
    State,
    String,
    Truth,
)

_OF_OTHERS = re.compile(r"\$\{[^{}]*\}|==|<>|\b(?:selected|count-selected)\s*\(", re.IGNORECASE)
_QUOTES = re.compile("[“”„‘’‚]")
_STATES = {"missing": "is missing", "answered": "is answered", "asked": "was asked"}
# How closely each kind binds; what binds less stands in parentheses.
_OR, _AND, _NOT, _COMPARISON, _SUM, _PRODUCT, _SIGN, _ATOM = range(8)


@dataclass(frozen=True)
class Spelling:
    """What was seen of another program's spelling, and the condition as we write it."""

    seen: str
    ours: str


def spellings(source: str) -> Spelling | None:
    """The first spelling of another program in a condition that can be read; None when it is all ours."""
    found = _OF_OTHERS.search(without_texts(source)) or _QUOTES.search(source)
    if found is None:
        return None
    seen = found.group().rstrip("( ")
    said = f"`{seen}()`" if found.group().endswith("(") else f"`{seen}`"
    return Spelling("A quotation mark of print" if _QUOTES.match(seen) else said, written(parse(source)))


def written(node: Node) -> str:
    """The condition as it would be typed; reading it gives the same tree."""
    return _written(node)[0]


def _in(node: Node, least: int) -> str:
    said, binds = _written(node)
    return said if binds >= least else f"({said})"


def _written(node: Node) -> tuple[str, int]:
    match node:
        case Or(conditions):
            return " or ".join(_in(condition, _AND) for condition in conditions), _OR
        case And(conditions):
            return " and ".join(_in(condition, _NOT) for condition in conditions), _AND
        case Not(In(term, values)):
            return f"{_in(term, _SUM)} not in ({', '.join(map(written, values))})", _COMPARISON
        case Not(State(name, state)):
            return f"{name.name} {_STATES[state].replace(' ', ' not ')}", _COMPARISON
        case Not(condition):
            return f"not {_in(condition, _NOT)}", _NOT
        case Compare(comparison, left, right):
            return f"{_in(left, _SUM)} {comparison} {_in(right, _SUM)}", _COMPARISON
        case In(term, values):
            return f"{_in(term, _SUM)} in ({', '.join(map(written, values))})", _COMPARISON
        case Includes(name, value):
            return f"{name.name} includes {written(value)}", _COMPARISON
        case State(name, state):
            return f"{name.name} {_STATES[state]}", _COMPARISON
    return _term(node)


def _term(node: Node) -> tuple[str, int]:
    match node:
        case Calculation(operation, left, right):
            own = _SUM if operation in "+-" else _PRODUCT
            return f"{_in(left, own)} {operation} {_in(right, own + 1)}", own
        case Minus(term):
            return f"-{_in(term, _SIGN)}", _SIGN
        case Call("age_in_years", (born, Call("today"))):
            return f"age_in_years({written(born)})", _ATOM
        case Call(function, arguments):
            return f"{function}({', '.join(map(written, arguments))})", _ATOM
        case Number(value):
            return f"{value:.15g}", _SIGN if value < 0 else _ATOM
        case String(text):
            return f'"{text}"' if '"' not in text else f"'{text}'", _ATOM
        case Truth(value):
            return str(value).lower(), _ATOM
    assert isinstance(node, Name)
    return node.name, _ATOM
