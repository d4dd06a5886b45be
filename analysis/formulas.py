"""Model formulas: from "y ~ x + C(z)" to a checked outcome and named columns of a model matrix.

A formula comes from a text field of the dashboard. Formulaic evaluates what stands in it as Python, so nothing but
names, numbers, arithmetic and the functions listed here reaches it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np
import pandas as pd
from formulaic import Formula, SimpleFormula
from formulaic.errors import FormulaicError

from analysis.categories import Categories, combined, level_name, written
from analysis.design import BoolArray, SurveyDesign
from analysis.errors import AnalysisError, BadFormula
from analysis.source import Level
from analysis.unreleased import FloatArray
from survey.text import LANGUAGES, Text, answered

FUNCTIONS = ("C", "I", "log", "exp", "sqrt")
MOST_COLUMNS = 200
_LONGEST = 2000
_HIGHEST_POWER = 3
_ARITHMETIC = (ast.Expression, ast.Load, ast.BinOp, ast.UnaryOp, ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow, ast.USub)
_EXAMPLE = 'Write it like "outcome ~ sex + age + sex:age".'


@dataclass(frozen=True)
class ModelFormula:
    """A formula whose names are all known.

    outcome    variable on the left
    predictors variables on the right, in order
    factors    those of them that are categories: wrapped in C(), with value labels, or text
    crossed    factors that interact, such as ("sex", "school")
    terms      what formulaic made of the right side
    """

    text: str
    outcome: str
    predictors: tuple[str, ...]
    factors: tuple[str, ...]
    crossed: tuple[tuple[str, ...], ...]
    terms: SimpleFormula


@dataclass(frozen=True, eq=False)
class Column:
    """A column of the model matrix: its name, its words, its variables (":" between several) and its category."""

    name: str
    label: Text
    variable: str
    level: Level | None


@dataclass(frozen=True, eq=False)
class ModelMatrix:
    """Columns with their (n_cases, k) values, for the cases of the model."""

    columns: tuple[Column, ...]
    values: FloatArray


def read_formula(design: SurveyDesign, text: str) -> ModelFormula:
    """A formula with all its names looked up. Raises BadFormula with the nearest names."""
    parsed = _parsed(text)
    left, right = getattr(parsed, "lhs", None), getattr(parsed, "rhs", None)
    if not isinstance(left, SimpleFormula) or not isinstance(right, SimpleFormula) or text.rstrip().endswith("~"):
        raise BadFormula(f"A formula has one outcome left of ~ and its predictors right of it. {_EXAMPLE}")
    outcome = [factor.expr for term in left for factor in term.factors]
    if len(outcome) != 1:
        raise BadFormula(f"A formula has one outcome left of ~, as a plain name. {_EXAMPLE}")
    expressions = list(dict.fromkeys(f.expr for t in right for f in t.factors if f.eval_method.value != "literal"))
    names = {expression: _names(design, expression) for expression in expressions}
    _known(design, outcome[0])
    predictors = tuple(dict.fromkeys(name for found in names.values() for name in found))
    if outcome[0] in predictors:
        raise BadFormula(f'"{outcome[0]}" is the outcome and cannot be a predictor as well.')
    factors = tuple(name for name in predictors if _is_factor(design, name) or f"C({name})" in names)
    terms = [[name for f in term.factors for name in names.get(f.expr, []) if name in factors] for term in right]
    crossed = tuple(dict.fromkeys(tuple(term) for term in terms if len(term) > 1))
    return ModelFormula(text, outcome[0], predictors, factors, crossed, right)


def model_matrix(design: SurveyDesign, formula: ModelFormula, cases: BoolArray) -> ModelMatrix:
    """The model matrix of the (n,) cases that have an answer to everything. Raises BadFormula."""
    data = {name: _column(design, name, cases) for name in formula.predictors}
    functions = {"C": _as_factor, "I": _as_it_is, "log": np.log, "exp": np.exp, "sqrt": np.sqrt}
    with np.errstate(all="ignore"):
        matrix = formula.terms.get_model_matrix(
            pd.DataFrame(data, index=range(int(cases.sum())), copy=False),
            context=functions,
            output="numpy",
            na_action="ignore",
        )
    values, names = np.asarray(matrix, dtype=np.float64), tuple(matrix.model_spec.column_names)
    _refuse_bad(values, names)
    return ModelMatrix(tuple(_described(design, name, formula) for name in names), values)


def _parsed(text: str) -> object:
    if len(text) > _LONGEST:
        raise BadFormula(f"A formula has at most {_LONGEST} characters; this one has {len(text)}.")
    if any(int(power) > _HIGHEST_POWER for power in re.findall(r"(?:\*\*|\^)\s*(\d+)", text)):
        raise BadFormula(f"A power in a formula is at most {_HIGHEST_POWER}.")
    try:
        return Formula(text)
    except (FormulaicError, SyntaxError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise BadFormula(f'The formula "{text}" cannot be read. {_EXAMPLE}') from error


def _names(design: SurveyDesign, expression: str) -> list[str]:
    """Variables in one part of a formula, all of them known and nothing else in it."""
    if expression in design.frame.variables:
        return [expression]
    try:
        tree = ast.parse(expression, mode="eval")
    except SyntaxError as error:
        raise BadFormula(f'"{expression}" in the formula cannot be read. {_EXAMPLE}') from error
    called = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    names = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and node not in called]
    for node in ast.walk(tree):
        if node not in called:
            _allow(node, expression)
    for name in names:
        _known(design, name)
        if not isinstance(tree.body, ast.Name) and _is_factor(design, name) and expression != f"C({name})":
            raise BadFormula(f'"{name}" has categories and cannot be calculated with, as in "{expression}".')
    return names


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


def _is_factor(design: SurveyDesign, name: str) -> bool:
    variable = design.frame.variable(name)
    return variable.kind == "text" or (bool(variable.values) and variable.measure != "scale")


def _column(design: SurveyDesign, name: str, cases: BoolArray) -> pd.Series:
    if not _is_factor(design, name):
        return pd.Series(design.numeric(name)[cases])
    categories = design.categories(name)
    codes = categories.codes[cases]
    used = np.unique(codes)
    if len(used) < 2:
        raise AnalysisError(f'Everybody in the model has the same category of "{name}". Leave it out.')
    names = pd.Index([level_name(categories.levels[code]) for code in used])
    return pd.Series(pd.Categorical.from_codes(np.searchsorted(used, codes), names))


def _as_factor(column: pd.Series) -> pd.Series:
    """C(): a number as categories, named as they are written."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return column
    codes, found = pd.factorize(column, sort=True)
    return pd.Series(
        pd.Categorical.from_codes(codes, pd.Index([written(value) for value in found])), index=column.index
    )


def _as_it_is(column: pd.Series) -> pd.Series:
    return column


def _refuse_bad(values: FloatArray, names: Iterable[str]) -> None:
    if values.shape[1] == 0:
        raise BadFormula(f"The formula has no predictor with more than one value. {_EXAMPLE}")
    if values.shape[1] > MOST_COLUMNS:
        raise BadFormula(f"The model has {values.shape[1]} coefficients; at most {MOST_COLUMNS} can be fitted.")
    for name, column in zip(names, values.T, strict=True):
        if not np.isfinite(column).all():
            raise BadFormula(f'"{name}" is not a number for some cases, such as the logarithm of 0.')


def _described(design: SurveyDesign, name: str, formula: ModelFormula) -> Column:
    """What a column is, read off the name formulaic gave it: parts such as "sex[T.2]" joined by ":"."""
    if name == "Intercept":
        return Column(name, Text(sv="Konstant", en="Intercept"), "", None)
    levels = {factor: {level_name(level): level for level in _levels(design, factor)} for factor in formula.factors}
    expressions = {f.expr: _names(design, f.expr) for t in formula.terms for f in t.factors if f.expr != "1"}
    parts = [_part(design, part, expressions, levels) for part in _split(name, list(expressions))]
    found = [part.level for part in parts if part.level is not None]
    return Column(
        name,
        _joined([part.label for part in parts], " × "),
        ":".join(part.variable for part in parts),
        combined(found) if found else None,
    )


def _levels(design: SurveyDesign, name: str) -> tuple[Level, ...]:
    known: Categories = design.categories(name)
    return known.levels


def _split(name: str, expressions: list[str]) -> list[str]:
    """Parts of a column's name; a ":" within a category's name is no border."""
    borders = "|".join(re.escape(expression) for expression in sorted(expressions, key=len, reverse=True))
    return re.split(rf":(?=(?:{borders})(?:\[|:|$))", name)


def _part(
    design: SurveyDesign, part: str, expressions: Mapping[str, list[str]], levels: Mapping[str, Mapping[str, Level]]
) -> Column:
    expression = max((e for e in expressions if part == e or part.startswith(f"{e}[")), key=len)
    names = expressions[expression]
    category = part[len(expression) :].removeprefix("[T.").removeprefix("[").removesuffix("]")
    variable = ":".join(names)
    if not category:
        plainly = design.frame.variable(names[0]).label if expression in design.frame.variables else None
        return Column(part, plainly or Text(dict.fromkeys(LANGUAGES, expression)), variable, None)
    level = levels[variable][category]
    question = design.frame.variable(variable).label
    said = {lang: answered(question.in_language(lang), level.label.in_language(lang)) for lang in LANGUAGES}
    return Column(part, Text(said), variable, level)


def _joined(texts: list[Text], between: str) -> Text:
    return Text({language: between.join(text.in_language(language) for text in texts) for language in LANGUAGES})
