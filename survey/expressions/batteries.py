"""A battery in a function stands for all its items: `count(c_use = 3)` is `count(c_use_a = 3, c_use_b = 3, ...)`."""

from __future__ import annotations

from collections.abc import Mapping

from survey.expressions.tree import Call, Name, Node, below, references, with_below
from survey.variables import Variable

Batteries = Mapping[str, tuple[str, ...]]

_SPREADING = ("count", "sum", "mean", "min", "max")


def batteries_of(variables: Mapping[str, Variable]) -> dict[str, tuple[str, ...]]:
    """Id of each battery to the names of its items."""
    found: dict[str, tuple[str, ...]] = {}
    for name, variable in variables.items():
        if variable.question_type == "battery" and variable.role == "answer" and variable.kind == "numeric":
            found[variable.question] = (*found.get(variable.question, ()), name)
    return found


def spread(node: Node, batteries: Batteries) -> Node:
    """The expression with items in the place of each battery that stands inside a function."""
    if not batteries or not any(reference.name in batteries for reference in references(node)):
        return node
    parts = tuple(spread(part, batteries) for part in below(node))
    if isinstance(node, Call) and node.function in _SPREADING:
        parts = tuple(one for part in parts for one in _for_each_item(part, batteries))
    return with_below(node, parts) if parts else node


def _for_each_item(node: Node, batteries: Batteries) -> tuple[Node, ...]:
    """The part once for each item of the first battery that it names; as it is when it names none."""
    battery = next((reference.name for reference in references(node) if reference.name in batteries), None)
    if battery is None:
        return (node,)
    return tuple(_with_item(node, battery, item) for item in batteries[battery])


def _with_item(node: Node, battery: str, item: str) -> Node:
    if isinstance(node, Name):
        return Name(item, node.position) if node.name == battery else node
    parts = tuple(_with_item(part, battery, item) for part in below(node))
    return with_below(node, parts) if parts else node
