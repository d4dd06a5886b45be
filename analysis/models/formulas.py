"""Model formulas: from "y ~ x + C(z)" to a checked outcome, its predictors and their terms.

A formula comes from a text field of the dashboard. Formulaic evaluates what stands in it as Python, so nothing but
names, numbers, arithmetic and the functions listed here reaches it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from formulaic import Formula, SimpleFormula
from formulaic.errors import FormulaicError

from analysis.design import SurveyDesign
from analysis.errors import BadFormula

FUNCTIONS = ("C", "I", "log", "exp", "sqrt")
_LONGEST = 2000
_HIGHEST_POWER = 3
_ARITHMETIC = (ast.Expression, ast.Load, ast.BinOp, ast.UnaryOp, ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow, ast.USub)
EXAMPLE = 'Write it like "outcome ~ sex + age + sex:age".'


@dataclass(frozen=True)
class ModelFormula:
    """A formula whose names are all known.

    outcome    variable on the left
    predictors variables on the right, in order
    factors    those of them that are categories: wrapped in C(), with value labels, or text
    crossed    factors that interact, such as ("sex", "school")
    terms      what formulaic made of the right side
    parts      what stands in it, such as "sex", "C(age)" or "log(income)", with the variables of each
    """

    text: str
    outcome: str
    predictors: tuple[str, ...]
    factors: tuple[str, ...]
    crossed: tuple[tuple[str, ...], ...]
    terms: SimpleFormula
    parts: Mapping[str, tuple[str, ...]]


def read_formula(design: SurveyDesign, text: str) -> ModelFormula:
    """A formula with all its names looked up. Raises BadFormula with the nearest names."""
    parsed = _parsed(text)
    left, right = getattr(parsed, "lhs", None), getattr(parsed, "rhs", None)
    if not isinstance(left, SimpleFormula) or not isinstance(right, SimpleFormula) or text.rstrip().endswith("~"):
        raise BadFormula(f"A formula has one outcome left of ~ and its predictors right of it. {EXAMPLE}")
    outcome = [factor.expr for term in left for factor in term.factors]
    if len(outcome) != 1:
        raise BadFormula(f"A formula has one outcome left of ~, as a plain name. {EXAMPLE}")
    names = {part: _names(design, part) for part in _parts(right)}
    _known(design, outcome[0])
    predictors = tuple(dict.fromkeys(name for found in names.values() for name in found))
    if outcome[0] in predictors:
        raise BadFormula(f'"{outcome[0]}" is the outcome and cannot be a predictor as well.')
    factors = tuple(name for name in predictors if is_factor(design, name) or f"C({name})" in names)
    terms = [[name for f in term.factors for name in names.get(f.expr, []) if name in factors] for term in right]
    crossed = tuple(dict.fromkeys(tuple(term) for term in terms if len(term) > 1))
    return ModelFormula(text, outcome[0], predictors, factors, crossed, right, names)


def _parts(terms: SimpleFormula) -> list[str]:
    """What stands in the terms, each once. Raises BadFormula for a number that multiplies."""
    factors = [factor for term in terms for factor in term.factors if len(term.factors) > 1 or factor.expr != "1"]
    numbers = [factor.expr for factor in factors if factor.eval_method.value == "literal"]
    if numbers:
        raise BadFormula(f'"{numbers[0]}" stands alone in the formula; numbers belong into I(), such as I(2 * age).')
    return list(dict.fromkeys(factor.expr for factor in factors))


def _parsed(text: str) -> object:
    if not isinstance(text, str):
        raise BadFormula(f"A formula is one text; found {text!r}. {EXAMPLE}")
    if len(text) > _LONGEST:
        raise BadFormula(f"A formula has at most {_LONGEST} characters; this one has {len(text)}.")
    if any(int(power) > _HIGHEST_POWER for power in re.findall(r"(?:\*\*|\^)\s*(\d+)", text)):
        raise BadFormula(f"A power in a formula is at most {_HIGHEST_POWER}.")
    try:
        return Formula(text)
    except (FormulaicError, SyntaxError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise BadFormula(f'The formula "{text}" cannot be read. {EXAMPLE}') from error


def _names(design: SurveyDesign, expression: str) -> tuple[str, ...]:
    """Variables in one part of a formula, all of them known and nothing else in it."""
    if expression in design.frame.variables:
        return (expression,)
    try:
        tree = ast.parse(expression, mode="eval")
    except SyntaxError as error:
        raise BadFormula(f'"{expression}" in the formula cannot be read. {EXAMPLE}') from error
    called = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    names = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and node not in called]
    for node in ast.walk(tree):
        if node not in called:
            _allow(node, expression)
    if not names:
        raise BadFormula(f'"{expression}" in the formula names no variable. {EXAMPLE}')
    for name in names:
        _known(design, name)
        if not isinstance(tree.body, ast.Name) and is_factor(design, name) and expression != f"C({name})":
            raise BadFormula(f'"{name}" has categories and cannot be calculated with, as in "{expression}".')
    return tuple(names)


def _allow(node: ast.AST, expression: str) -> None:
    if isinstance(node, (*_ARITHMETIC, ast.Name)):
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
        return
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and len(node.args) == 1 and not node.keywords:
        if node.func.id == "C" and not isinstance(node.args[0], ast.Name):
            raise BadFormula(f'C() takes the name of a variable; found "{expression}".')
        if node.func.id in FUNCTIONS:
            return
    raise BadFormula(
        f'"{expression}" is more than a formula may hold: names, numbers, + - * / ** and {", ".join(FUNCTIONS)}().'
    )


def _known(design: SurveyDesign, name: str) -> None:
    if name not in design.frame.variables:
        near = get_close_matches(name, design.frame.variables, n=3)
        hint = f" Did you mean {', '.join(near)}?" if near else " `varsam codebook` lists the names."
        raise BadFormula(f'The formula names "{name}", which is not a variable of the study.{hint}')


def is_factor(design: SurveyDesign, name: str) -> bool:
    """True for a variable whose values are categories without being wrapped in C()."""
    variable = design.frame.variable(name)
    return variable.kind == "text" or (bool(variable.values) and variable.measure != "scale")
