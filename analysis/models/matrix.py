"""The model matrix of a formula: its columns with their names and words, and what stands in them."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.arrays import BoolArray, FloatArray
from analysis.categories import combined, level_name, written
from analysis.design import SurveyDesign
from analysis.errors import BadColumn, BadFormula, OfAnswers
from analysis.models.formulas import EXAMPLE, ModelFormula, is_factor
from analysis.source import Level
from survey.text import LANGUAGES, Text, answered

MOST_COLUMNS = 200
_LARGEST = 1e100
# What some variables are set to: a code or number for all cases, or one for each.
Given = Mapping[str, Any]


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


def model_matrix(design: SurveyDesign, formula: ModelFormula, cases: BoolArray) -> ModelMatrix:
    """The model matrix of the (n,) cases that have an answer to everything. Raises BadFormula.

    Formulaic says which columns there are; they are then filled one by one, so that a million cases need little
    memory beyond the matrix. The values of a column lie side by side.
    """
    rows = slice(None) if cases.all() else cases
    coded = {part: _coded(design, names[0], rows) for part, names in formula.parts.items() if _codes(formula, part)}
    names = _column_names(formula, coded)
    if not 0 < len(names) <= MOST_COLUMNS:
        raise _wrong_size(len(names))
    values = np.empty((len(names), int(cases.sum())))
    for name, column in zip(names, values, strict=True):
        split = _split(name, formula)
        column[:], *others = [
            coded[part].is_in(category) if part in coded else _calculated(design, formula, part, rows, {})
            for part, category in split
        ] or [1.0]
        for other in others:
            column *= other
        # A category, or a variable as it is, was looked at before.
        if others or any(part not in coded and part not in design.frame.variables for part, _ in split):
            _refuse_bad(name, column)
    return ModelMatrix(tuple(_described(design, name, formula) for name in names), values.T)


def columns_at(
    design: SurveyDesign, formula: ModelFormula, columns: Sequence[Column], cases: BoolArray, given: Given
) -> NDArray[Any]:
    """(c, j) columns of a model matrix for the c cases of the (n,) mask, if some of the variables had other values.

    given  a code or number for all c cases, or (c,) of them; complex numbers give complex columns. Where all that the
           formula names is given as (m,), there are m rows, of nobody in the data. Raises BadFormula.
    """
    rows = slice(None) if cases.all() else cases
    lengths = [np.size(value) for value in given.values() if np.ndim(value)]
    c = lengths[0] if lengths else int(cases.sum())
    numbers = [value for name, value in given.items() if name not in formula.factors]
    values = np.ones((len(columns), c), dtype=np.result_type(np.float64, *numbers))
    for described, column in zip(columns, values, strict=True):
        for part, category in _split(described.name, formula):
            if category:
                column *= _is_in(design, formula.parts[part][0], category, rows, given)
            else:
                column *= _calculated(design, formula, part, rows, given)
        _refuse_bad(described.name, column)
    return values.T


@dataclass(frozen=True, eq=False)
class _Coded:
    """A part that is categories: their names, of those that occur, and the (c,) number of each case's."""

    names: tuple[str, ...]
    codes: NDArray[np.int16]

    def is_in(self, name: str) -> BoolArray:
        """(c,) cases in a category."""
        return np.asarray(self.codes == self.names.index(name))


def _codes(formula: ModelFormula, part: str) -> bool:
    return part.startswith("C(") or (part in formula.factors and formula.parts[part] == (part,))


def _coded(design: SurveyDesign, name: str, rows: slice | BoolArray) -> _Coded:
    if is_factor(design, name):
        categories = design.categories(name)
        used, codes = np.unique(categories.codes[rows], return_inverse=True)
        names = [level_name(categories.levels[code]) for code in used]
    else:
        codes, found = pd.factorize(design.numeric(name)[rows], sort=True)
        if len(found) > MOST_COLUMNS:
            raise _wrong_size(len(found))
        names = [written(value) for value in found]
    if len(names) < 2:
        raise OfAnswers(f'Everybody in the model has the same category of "{name}". Leave it out.')
    return _Coded(tuple(names), codes.astype(np.int16))


def _column_names(formula: ModelFormula, coded: Mapping[str, _Coded]) -> tuple[str, ...]:
    """The columns' names, from a few rows in which every category occurs."""
    n = max((len(part.names) for part in coded.values()), default=1)
    data = pd.DataFrame(np.ones((n, len(formula.predictors))), columns=list(formula.predictors))
    for part, found in coded.items():
        shown = pd.Categorical.from_codes(np.resize(np.arange(len(found.names)), n), pd.Index(found.names))
        data[formula.parts[part][0]] = shown
    functions = {"C": _as_it_is, "I": _as_it_is, "log": np.log, "exp": np.exp, "sqrt": np.sqrt}
    with np.errstate(all="ignore"):
        matrix = formula.terms.get_model_matrix(data, context=functions, output="numpy", na_action="ignore")
    return tuple(matrix.model_spec.column_names)


def _is_in(design: SurveyDesign, name: str, category: str, rows: slice | BoolArray, given: Given) -> NDArray[np.bool_]:
    """(c,) or () True for the cases in a category."""
    known = design.categories(name)
    at = [level_name(level) for level in known.levels].index(category)
    return np.asarray(given[name] == known.levels[at].value if name in given else known.codes[rows] == at)


def _calculated(
    design: SurveyDesign, formula: ModelFormula, part: str, rows: slice | BoolArray, given: Given
) -> NDArray[Any] | float:
    """(c,) values of a part that is a number, with the values of some variables given."""
    names = formula.parts[part]
    values = {name: np.asarray(given[name]) if name in given else design.numeric(name)[rows] for name in names}
    if part in design.frame.variables:
        return values[part]
    with np.errstate(all="ignore"):
        return _value(ast.parse(part, mode="eval").body, values)


def _value(node: ast.expr, values: Mapping[str, NDArray[Any]]) -> NDArray[Any] | float:
    """What an expression that `_names` allows comes to."""
    if isinstance(node, ast.Name):
        return values[node.id]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return np.asarray(_CALLED[node.func.id](_value(node.args[0], values)))
    if isinstance(node, ast.UnaryOp):
        return -_value(node.operand, values)
    if isinstance(node, ast.BinOp):
        calculated = _CALCULATED[type(node.op)]
        return np.asarray(calculated(_value(node.left, values), _value(node.right, values)))
    return np.float64(node.value)  # type: ignore[attr-defined]


def _as_it_is(column: Any) -> Any:
    return column


_CALLED: Mapping[str, Callable[[Any], Any]] = {"I": _as_it_is, "log": np.log, "exp": np.exp, "sqrt": np.sqrt}
_CALCULATED: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: np.add, ast.Sub: np.subtract, ast.Mult: np.multiply, ast.Div: np.divide, ast.Pow: np.power,
}  # fmt: skip


def _refuse_bad(name: str, column: FloatArray) -> None:
    largest = max(abs(column.min()), abs(column.max()))
    if not np.isfinite(largest):
        raise BadColumn(f'"{name}" is not a number for some cases, such as the logarithm of 0.')
    if largest > _LARGEST or 0 < largest < 1 / _LARGEST:
        size = "large" if largest > 1 else "small"
        raise BadColumn(f'"{name}" is too {size} to calculate with. Write it in another unit, or take its logarithm.')


def _wrong_size(found: int) -> BadFormula:
    if found == 0:
        return BadFormula(f"The formula has no predictor with more than one value. {EXAMPLE}")
    return BadFormula(f"The model has {found} coefficients; at most {MOST_COLUMNS} can be fitted.")


def _described(design: SurveyDesign, name: str, formula: ModelFormula) -> Column:
    """What a column is, read off the name formulaic gave it."""
    if name == "Intercept":
        return Column(name, Text(sv="Konstant", en="Intercept"), "", None)
    parts = [_part(design, formula, part, category) for part, category in _split(name, formula)]
    found = [part.level for part in parts if part.level is not None]
    return Column(
        name,
        _joined([part.label for part in parts], " × "),
        ":".join(part.variable for part in parts),
        combined(found) if found else None,
    )


def _split(name: str, formula: ModelFormula) -> list[tuple[str, str]]:
    """Parts of a column's name with their category, "" for a number: "sex[T.2]:age" has "sex", "2" and "age", "".

    A ":" within a category's name is no border.
    """
    if name == "Intercept":
        return []
    longest_first = sorted(formula.parts, key=len, reverse=True)
    borders = "|".join(re.escape(part) for part in longest_first)
    found = []
    for piece in re.split(rf":(?=(?:{borders})(?:\[|:|$))", name):
        part = next(p for p in longest_first if piece == p or piece.startswith(f"{p}["))
        found.append((part, piece[len(part) :].removeprefix("[T.").removeprefix("[").removesuffix("]")))
    return found


def _part(design: SurveyDesign, formula: ModelFormula, part: str, category: str) -> Column:
    variable = ":".join(formula.parts[part])
    if not category:
        plainly = design.frame.variable(part).label if part in design.frame.variables else None
        return Column(part, plainly or Text(dict.fromkeys(LANGUAGES, part)), variable, None)
    level = next(level for level in design.categories(variable).levels if level_name(level) == category)
    question = design.frame.variable(variable).label
    said = {lang: answered(question.in_language(lang), level.label.in_language(lang)) for lang in LANGUAGES}
    return Column(part, Text(said), variable, level)


def _joined(texts: list[Text], between: str) -> Text:
    return Text({language: between.join(text.in_language(language) for text in texts) for language in LANGUAGES})
