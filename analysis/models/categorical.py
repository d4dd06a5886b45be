"""Models of an outcome with several categories: the outcome, and what is made of a fit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from analysis.arrays import BoolArray, FloatArray, IntArray
from analysis.categories import Categories, written
from analysis.design import SurveyDesign
from analysis.errors import AnalysisError, NoCases, OfAnswers, SameOutcome
from analysis.linearised import Linearised
from analysis.models import advice
from analysis.models.coefficients import Tested, residual_df
from analysis.models.fit import largest_leverage
from analysis.models.formulas import ModelFormula, read_formula
from analysis.models.matrix import MOST_COLUMNS, Column, ModelMatrix, model_matrix
from analysis.models.model_cells import counts, counts_of
from analysis.models.standardised import distinct_rows
from analysis.source import Level
from analysis.unreleased import ModelCell, ModelFigures


@dataclass(frozen=True, eq=False)
class Data:
    """What a model of a formula is fitted to.

    outcome categories of the left side, in code order
    cases   (n,) those with an answer to everything
    matrix  of the c cases
    y       (c,) number of each case's category of the outcome
    w       (c,) calibrated weights, positive
    """

    formula: ModelFormula
    outcome: Categories
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

    @property
    def influence(self) -> FloatArray:
        """(k, k) one: nothing is left to multiply the scores with, unlike those of `fit.Fit`."""
        return np.eye(len(self.coefficient))

    def scores_in_blocks(self) -> Iterator[tuple[slice, FloatArray]]:
        """The scores as one block, like those of `fit.Fit`."""
        yield slice(0, len(self.scores)), self.scores


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
    _refuse_empty(read.outcome, outcome, cases)
    matrix = model_matrix(design, read, cases)
    return Data(read, outcome, cases, matrix, outcome.codes[cases], design.calibrated_weight[cases])


def _outcome(design: SurveyDesign, name: str, fewest: int) -> Categories:
    known = design.categories(name)
    if len(known.levels) < fewest:
        raise OfAnswers(
            f'This model needs an outcome with {fewest} or more categories; "{name}" has {len(known.levels)}. '
            "Choose another outcome, or `model` for two categories."
        )
    return known


def _refuse_empty(name: str, outcome: Categories, cases: BoolArray) -> None:
    """A category that nobody chose has no finite coefficient. Does not say which it is: that is an answer of all."""
    if not cases.any():
        raise NoCases("Nobody has an answer to the outcome and to all predictors. Widen the filter, or use fewer.")
    found = len(np.unique(outcome.codes[cases]))
    if found == 1:
        raise SameOutcome("Everybody with an answer to all predictors has the same outcome; there is nothing to model.")
    if found < len(outcome.levels):
        raise OfAnswers(
            f"Every category of the outcome must occur among the cases of the model; of the {len(outcome.levels)} "
            f'of "{name}", {found} do. Merge categories, widen the filter, or use fewer predictors.'
        )


def figures_of(design: SurveyDesign, data: Data, model: Model, confidence: float) -> ModelFigures:
    """The figures of a model: t tests and intervals with design df + 1 - columns of the model matrix."""
    df = residual_df(design, data.cases, len(data.matrix.columns))
    if len(model.columns) > MOST_COLUMNS:
        raise AnalysisError(f"The model has {len(model.columns)} coefficients; at most {MOST_COLUMNS} can be fitted.")
    linearised = data.estimated(design, model.fit)
    coefficient, vcov = linearised.value, linearised.vcov
    std_error = np.sqrt(np.diag(vcov))
    tested = Tested.of(coefficient, std_error, np.full(len(std_error), df), confidence)
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
        **vars(tested),
        vcov=vcov,
        level_of_confidence=confidence,
        df=df,
        n=len(data.y),
        weighted_n=float(data.w.sum()),
        n_events=None,
        cells=cells,
        saturated=distinct_rows(data.matrix.values) <= len(data.matrix.columns),
        leverage=largest_leverage(data.matrix.values),
        linearised=linearised,
        link=model.link,
        outcomes=data.outcome.levels,
        n_by_outcome=counts(data.y, len(data.outcome.levels)),
        baseline=model.baseline,
        equations=model.equations,
        advice=tuple(advice.fewer_replicates(linearised)),
        key=design.key_of(data.cases),
        parts=tuple(data.formula.parts),
    )


def _term(column: Column, equation: Level | None) -> str:
    if equation is None or equation.value is None:
        return column.name
    return f"{written(equation.value)}: {column.name}"


def _cells(design: SurveyDesign, data: Data) -> tuple[ModelCell, ...]:
    counted = counts_of(design, data.formula, data.matrix, data.cases, data.y, len(data.outcome.levels))
    return tuple(ModelCell(cell.variable, cell.level, sum(cell.n), None, cell.n) for cell in counted)
