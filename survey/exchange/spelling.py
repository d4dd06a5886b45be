"""A condition's tree as Varsam writes it, with no more parentheses than are needed."""

from __future__ import annotations

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

_OR, _AND, _NOT, _RELATION, _SUM, _PRODUCT, _ATOM = range(7)
_STATES = {"missing": "is missing", "answered": "is answered", "asked": "was asked"}


def spelt(node: Node) -> str:
    """The condition in Varsam's language; `survey.expressions.parse` reads it back as an equal tree."""
    return _spelt(node)[0]


def _inside(node: Node, least: int) -> str:
    text, strength = _spelt(node)
    return text if strength >= least else f"({text})"


def _spelt(node: Node) -> tuple[str, int]:
    """The text, and how strongly it holds together."""
    match node:
        case Or():
            return " or ".join(_inside(part, _AND) for part in node.conditions), _OR
        case And():
            return " and ".join(_inside(part, _NOT) for part in node.conditions), _AND
        case Not():
            return f"not {_inside(node.condition, _NOT)}", _NOT
        case Compare():
            return f"{_inside(node.left, _SUM)} {node.comparison} {_inside(node.right, _SUM)}", _RELATION
        case In():
            return f"{_inside(node.term, _SUM)} in ({', '.join(_value(value) for value in node.values)})", _RELATION
        case Includes():
            return f"{node.name.name} includes {_value(node.value)}", _RELATION
        case State():
            return f"{node.name.name} {_STATES[node.state]}", _RELATION
    return _term(node)


def _term(node: Node) -> tuple[str, int]:
    """A number, a text or a name, as it may stand on one side of a comparison."""
    match node:
        case Calculation():
            own = _PRODUCT if node.operation in "*/" else _SUM
            return f"{_inside(node.left, own)} {node.operation} {_inside(node.right, own + 1)}", own
        case Minus():
            return f"-{_inside(node.term, _ATOM)}", _PRODUCT
        case Call():
            return f"{node.function}({', '.join(_spelt(part)[0] for part in node.arguments)})", _ATOM
        case Truth():
            return str(node.value).lower(), _ATOM
        case Number() | String():
            return _value(node), _ATOM
    assert isinstance(node, Name)
    return node.name, _ATOM


def _value(value: Number | String) -> str:
    if isinstance(value, Number):
        return f"{value.value:.10g}"
    return f'"{value.value}"' if '"' not in value.value else f"'{value.value}'"
