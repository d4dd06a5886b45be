"""Models of an outcome with several categories: the outcome, and what is made of a fit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import stdtr

from analysis.categories import combined
from analysis.design import BoolArray, SurveyDesign
from analysis.errors import AnalysisError, NoCases
from analysis.intervals import t_interval
from analysis.linearised import Linearised
from analysis.models.columns import intercept
from analysis.models.fit import largest_leverage
from analysis.models.formulas import MOST_COLUMNS, Column, ModelFormula, ModelMatrix, model_matrix, read_formula
from analysis.source import Level
from analysis.unreleased import FloatArray, IntArray, ModelCell, ModelFigures
from survey.text import plain


@dataclass(frozen=True, eq=False)
class Outcome:
    """The left side: its categories in code order, and the (n,) number of each case's, -1 without an answer."""

    name: str
    levels: tuple[Level, ...]
    codes: IntArray


@dataclass(frozen=True, eq=False)
class Data:
    """What a model of a formula is fitted to.

    cases   (n,) those with an answer to everything
    matrix  of the c cases
    y       (c,) number of each case's category of the outcome
    w       (c,) calibrated weights, positive
    """

    formula: ModelFormula
    outcome: Outcome
    cases: BoolArray
    matrix: ModelMatrix
    y: IntArray
    w: FloatArray

    def at(self, weight: FloatArray) -> Data:
        """The same at other (n,) weights, without the cases that have none."""
        w = weight[self.cases]
        taken = w > 0
        matrix = replace(self.matrix, values=self.matrix.values[taken])
        return replace(self, matrix=matrix, y=self.y[taken], w=w[taken])

    def estimated(self, design: SurveyDesign, fit: Callable[[Data], Fit]) -> Linearised:
        """Coefficients with what their covariance is made from: their scores, or fits at the replicates' weights."""
        fitted = fit(self)
        return design.linearised(
            fitted.coefficient, self.cases, lambda: fitted.scores, lambda weight: fit(self.at(weight)).coefficient
        )


@dataclass(frozen=True, eq=False)
class Fit:
    """Coefficients (k,) and the (c, k) scores whose covariance over the design is the coefficients' covariance."""

    coefficient: FloatArray
    scores: FloatArray


@dataclass(frozen=True, eq=False)
class Model:
    """What is fitted: the terms of the coefficients, and the fit to given data.

    columns, equations  (k,) each coefficient's column, and its category of the outcome in a multinomial model
    baseline  category that the others are compared with in a multinomial model
    """

    family: str
    link: str
    columns: tuple[Column, ...]
    equations: tuple[Level | None, ...]
    baseline: Level | None
    fit: Callable[[Data], Fit]


def data_of(design: SurveyDesign, formula: str, *, fewest: int) -> Data:
    """Outcome, cases and model matrix of a formula. Raises as `ordinal`."""
    read = read_formula(design, formula)
    outcome = _outcome(design, read.outcome, fewest)
    cases = design.inside & (outcome.codes >= 0)
    for name in read.predictors:
        cases &= ~design.frame.is_missing(name)
    _refuse_empty(outcome, cases)
    matrix = model_matrix(design, read, cases)
    return Data(read, outcome, cases, matrix, outcome.codes[cases], design.calibrated_weight[cases])


def _outcome(design: SurveyDesign, name: str, fewest: int) -> Outcome:
    known = design.categories(name)
    if len(known.levels) < fewest:
        raise AnalysisError(
            f'This model needs an outcome with {fewest} or more categories; "{name}" has {len(known.levels)}. '
            "Choose another outcome, or `model` for two categories."
        )
    return Outcome(name, known.levels, known.codes)


def _refuse_empty(outcome: Outcome, cases: BoolArray) -> None:
    """A category that nobody chose has no finite coefficient. Does not say which it is: that is an answer of all."""
    if not cases.any():
        raise NoCases("Nobody has an answer to the outcome and to all predictors. Widen the filter, or use fewer.")
    found = len(np.unique(outcome.codes[cases]))
    if found == 1:
        raise AnalysisError(
            "Everybody with an answer to all predictors has the same outcome; there is nothing to model."
        )
    if found < len(outcome.levels):
        raise AnalysisError(
            f"Every category of the outcome must occur among the cases of the model; of the {len(outcome.levels)} "
            f'of "{outcome.name}", {found} do. Merge categories, widen the filter, or use fewer predictors.'
        )


def figures_of(design: SurveyDesign, data: Data, model: Model, confidence: float) -> ModelFigures:
    """The figures of a model: t tests and intervals with design df + 1 - columns of the model matrix."""
    df = residual_df(design, data)
    if len(model.columns) > MOST_COLUMNS:
        raise AnalysisError(f"The model has {len(model.columns)} coefficients; at most {MOST_COLUMNS} can be fitted.")
    linearised = data.estimated(design, model.fit)
    coefficient, vcov = linearised.value, linearised.vcov
    std_error = np.sqrt(np.diag(vcov))
    with np.errstate(divide="ignore", invalid="ignore"):
        statistic = coefficient / std_error
    low, high = t_interval(coefficient, std_error, np.full(len(std_error), df), confidence)
    cells = _cells(design, data)
    return ModelFigures(
        source=design.source(data.formula.outcome, *data.formula.predictors),
        formula=data.formula.text,
        family=model.family,
        event=None,
        terms=tuple(_term(column, at) for column, at in zip(model.columns, model.equations, strict=True)),
        labels=tuple(column.label for column in model.columns),
        variables=tuple(column.variable for column in model.columns),
        levels=tuple(column.level for column in model.columns),
        references=tuple(next(cell for cell in cells if cell.variable == name) for name in data.formula.factors),
        coefficient=coefficient,
        std_error=std_error,
        statistic=statistic,
        p_value=np.asarray(2 * stdtr(df, -np.abs(statistic)), dtype=np.float64),
        ci_low=low,
        ci_high=high,
        vcov=vcov,
        level_of_confidence=confidence,
        df=df,
        n=len(data.y),
        weighted_n=float(data.w.sum()),
        n_events=None,
        cells=cells,
        saturated=_has_few_rows(data.matrix.values),
        leverage=largest_leverage(data.matrix.values),
        linearised=linearised,
        link=model.link,
        outcomes=data.outcome.levels,
        n_by_outcome=_counts(data, np.ones(len(data.y), dtype=bool)),
        baseline=model.baseline,
        equations=model.equations,
    )


def residual_df(design: SurveyDesign, data: Data) -> float:
    """Design degrees of freedom of the cases, less the predictors' columns. Raises AnalysisError where none is left."""
    carried = design.degrees_of_freedom(data.cases)
    predictors = len(data.matrix.columns) - (intercept(data.matrix) is not None)
    if carried - predictors <= 0:
        raise AnalysisError(
            f"The predictors have {predictors} coefficients; the design (PSUs less strata) can carry "
            f"{int(carried) - 1}. Use fewer predictors or categories."
        )
    return carried - predictors


def _has_few_rows(values: FloatArray) -> bool:
    """True where the (n, k) model matrix has no more than k distinct rows; most often the first rows tell."""
    k = values.shape[1]
    return all(len(np.unique(rows, axis=0)) <= k for rows in (values[: 20 * k], values))


def _term(column: Column, equation: Level | None) -> str:
    if equation is None or equation.value is None:
        return column.name
    return f"{equation.value if isinstance(equation.value, str) else f'{equation.value:.15g}'}: {column.name}"


def _cells(design: SurveyDesign, data: Data) -> tuple[ModelCell, ...]:
    """Cases by outcome in each category of each factor, each crossing, and on both sides of a column with two values.

    Every coefficient that parts people as a table would has its table here, for the release.
    """
    crossings = (*((name,) for name in data.formula.factors), *data.formula.crossed)
    cells = [cell for names in crossings for cell in _cells_of(design, names, data)]
    brought = {cell.variable for cell in cells}
    for column, x in zip(data.matrix.columns, data.matrix.values.T, strict=True):
        ends = (x.min(), x.max())
        if column.variable and column.variable not in brought and np.isin(x, ends).all():
            cells += [_cell(data, column.variable, _side(column, end), x == end) for end in ends]
    return tuple(cells)


def _cells_of(design: SurveyDesign, names: tuple[str, ...], data: Data) -> list[ModelCell]:
    """Each category, or combination of categories, that occurs."""
    known = [design.categories(name) for name in names]
    codes = np.ravel_multi_index(tuple(k.codes[data.cases] for k in known), tuple(len(k.levels) for k in known))
    occurring, place = np.unique(codes, return_inverse=True)
    counts = np.bincount(place * len(data.outcome.levels) + data.y, minlength=len(occurring) * len(data.outcome.levels))
    cells = []
    for code, n_by_outcome in zip(occurring, counts.reshape(len(occurring), -1), strict=True):
        at = np.unravel_index(code, tuple(len(k.levels) for k in known))
        level = combined([k.levels[i] for k, i in zip(known, at, strict=True)])
        by_outcome = tuple(int(n) for n in n_by_outcome)
        cells.append(ModelCell(":".join(names), level, sum(by_outcome), None, by_outcome))
    return cells


def _cell(data: Data, variable: str, level: Level, inside: BoolArray) -> ModelCell:
    return ModelCell(variable, level, int(inside.sum()), None, _counts(data, inside))


def _counts(data: Data, inside: BoolArray) -> tuple[int, ...]:
    """Cases with each category of the outcome among the (c,) cases of a mask."""
    return tuple(int(n) for n in np.bincount(data.y[inside], minlength=len(data.outcome.levels)))


def _side(column: Column, value: float) -> Level:
    return Level(float(value), plain(f"{column.name} = {value:.15g}"), named=False)
