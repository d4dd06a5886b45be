"""Arithmetic on named estimates, read from text such as "log(women / men)".

The text may come from a field of the dashboard: nothing but names, numbers, + - * / **, and log, exp and sqrt of them
is read, and Python never evaluates it.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.errors import BadFormula
from analysis.linearised import Smooth

_FUNCTIONS: dict[str, Callable[[Any], Any]] = {"log": np.log, "exp": np.exp, "sqrt": np.sqrt}
_OPERATIONS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: np.add,
    ast.Sub: np.subtract,
    ast.Mult: np.multiply,
    ast.Div: np.divide,
    ast.Pow: np.power,
}
_LONGEST = 2000
_MAY_HOLD = f"names, numbers, + - * / ** and {', '.join(_FUNCTIONS)}()"


def smooth_function(texts: Sequence[str], names: Mapping[str, Sequence[int]]) -> Smooth:
    """What the texts work out from estimates (..., k), as (..., j).

    names   of results, each with the numbers of its estimates; several are taken one at a time: "income[0]"
    Raises BadFormula with what is not known, and the nearest names.
    """
    trees = [_tree(text) for text in texts]
    some = np.ones(1 + max(max(numbers, default=0) for numbers in names.values()))
    with np.errstate(all="ignore"):  # the names are tried out before there are values
        for text, tree in zip(texts, trees, strict=True):
            _worked_out(tree, some, names, text)

    def worked_out(values: NDArray[Any]) -> NDArray[Any]:
        found = [_worked_out(tree, values, names, text) for text, tree in zip(texts, trees, strict=True)]
        return np.stack([np.broadcast_to(value, values.shape[:-1]) for value in found], axis=-1)

    return worked_out


def _tree(text: str) -> ast.expr:
    if len(text) > _LONGEST:
        raise BadFormula(f"A contrast has at most {_LONGEST} characters; this one has {len(text)}.")
    try:
        return ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise BadFormula(f'The contrast "{text}" cannot be read. Write it like "log(women / men)".') from error


def _worked_out(node: ast.expr, values: NDArray[Any], names: Mapping[str, Sequence[int]], text: str) -> Any:
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        return node.value
    if isinstance(node, (ast.Name, ast.Subscript)):
        return values[..., _number(node, names, text)]
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATIONS:
        sides = [_worked_out(side, values, names, text) for side in (node.left, node.right)]
        return _OPERATIONS[type(node.op)](*[np.asarray(side) * 1.0 for side in sides])
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_worked_out(node.operand, values, names, text)
    if isinstance(node, ast.Call) and len(node.args) == 1 and not node.keywords:
        function = _FUNCTIONS.get(getattr(node.func, "id", ""))
        if function is not None:
            return function(_worked_out(node.args[0], values, names, text))
    raise BadFormula(f'"{text}" is more than a contrast may hold: {_MAY_HOLD}.')


def _number(node: ast.Name | ast.Subscript, names: Mapping[str, Sequence[int]], text: str) -> int:
    """Number of the estimate that a name, or a name with its place such as "income[1]", stands for."""
    name = node.id if isinstance(node, ast.Name) else getattr(node.value, "id", "")
    if name not in names:
        near = get_close_matches(name, names, n=3)
        hint = f"Did you mean {', '.join(near)}?" if near else f"The results are called {', '.join(names)}."
        raise BadFormula(f'The contrast "{text}" names "{name or ast.unparse(node)}", which is no result. {hint}')
    numbers = names[name]
    if isinstance(node, ast.Name) and len(numbers) == 1:
        return numbers[0]
    place = getattr(getattr(node, "slice", None), "value", None)
    if not isinstance(place, int) or not 0 <= place < len(numbers):
        raise BadFormula(
            f'"{name}" has {len(numbers)} estimates, row by row: name one as {name}[0] to {name}[{len(numbers) - 1}].'
        )
    return numbers[place]
