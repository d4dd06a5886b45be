"""A fitted model of an outcome with several categories, for what it says of everybody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from analysis.arguments import one_of
from analysis.arrays import BoolArray, FloatArray
from analysis.design import SurveyDesign
from analysis.linearised import Linearised
from analysis.models.averages import derivatives, moved_columns
from analysis.models.categorical import Data, Fit, data_of
from analysis.models.chances import BaselineChances, Chances, OrderedChances
from analysis.models.coefficients import residual_df
from analysis.models.cumulative import DISTRIBUTIONS, Link
from analysis.models.formulas import ModelFormula
from analysis.models.matrix import Given, ModelMatrix
from analysis.models.multinomial import fit_against_first
from analysis.models.ordinal import fit_ordinal, ordered_data
from analysis.source import Level, Source

FAMILIES_OF_CATEGORIES = ("ordinal", "multinomial")


@dataclass(frozen=True, eq=False)
class CategoryModel:
    """Like `regression.Regression`, of an ordinal or multinomial model."""

    design: SurveyDesign
    data: Data
    chances: Chances
    fitting: Callable[[Data], Fit]

    @cached_property
    def fit(self) -> Fit:
        """The coefficients with their scores."""
        return self.fitting(self.data)

    @cached_property
    def linearised(self) -> Linearised:
        """The coefficients with what their covariance is made from."""
        return self.data.estimated(self.design, self.fitting)

    @cached_property
    def df(self) -> float:
        """Residual degrees of freedom."""
        return residual_df(self.design, self.cases, len(self.matrix.columns))

    @property
    def formula(self) -> ModelFormula:
        """What the model was read from."""
        return self.data.formula

    @property
    def cases(self) -> BoolArray:
        """(n,) those in the model."""
        return self.data.cases

    @property
    def matrix(self) -> ModelMatrix:
        """Of the c cases."""
        return self.data.matrix

    @property
    def outcomes(self) -> tuple[Level, ...]:
        """Categories of the outcome, in code order."""
        return self.data.outcome.levels

    def source(self, design: SurveyDesign) -> Source:
        """What the model was made from."""
        return design.source(self.formula.outcome, *self.formula.predictors)

    def again(self, weight: FloatArray) -> FloatArray:
        """(k,) coefficients at other (n,) weights. Raises AnalysisError where there are none."""
        return self.fitting(self.data.at(weight)).coefficient


def category_model(design: SurveyDesign, formula: str, family: str, link: Link | None) -> CategoryModel:
    """The fit behind `ordinal` or `multinomial`. Raises as they do."""
    data: Data
    chances: Chances
    if family == "ordinal":
        one_of("link", used := link or "logit", DISTRIBUTIONS)
        data = ordered_data(design, formula)
        columns = tuple(j for j, column in enumerate(data.matrix.columns) if column.variable)
        chances = OrderedChances(DISTRIBUTIONS[used], columns)

        def fitting(part: Data) -> Fit:
            return fit_ordinal(part, used)

    else:
        data = data_of(design, formula, fewest=2)
        chances = BaselineChances(q := len(data.outcome.levels) - 1)

        def fitting(part: Data) -> Fit:
            return fit_against_first(part, q)

    return CategoryModel(design, data, chances, fitting)


@dataclass(frozen=True, eq=False)
class Chance:
    """The predicted chance of category j for everybody, with some variables set to given values; see `Averaged`.

    given  None for a category in which nobody is: it has no coefficient, so that the chance is NaN
    """

    design: SurveyDesign
    model: CategoryModel
    given: Given | None
    j: int

    def values(self, b: FloatArray) -> FloatArray:
        """See `Averaged`."""
        if self.given is None:
            return np.full(len(self.model.data.y), np.nan)
        chances = self.model.chances
        return chances.chance(chances.predictors(b, self._columns()), self.j)

    def gradient(self, b: FloatArray, w: FloatArray) -> FloatArray:
        """See `Averaged`."""
        if self.given is None:
            return np.full(b.shape, np.nan)
        x, chances = self._columns(), self.model.chances
        return chances.pulled(w * chances.slope(chances.predictors(b, x), self.j), x)

    def _columns(self) -> FloatArray:
        """(c, k) the model matrix with the given values."""
        moved, x = moved_columns(self.design, self.model, self.given or {})
        return _with(self.model.matrix.values, moved, np.asarray(x))


@dataclass(frozen=True, eq=False)
class ChanceSlope:
    """The derivative of the predicted chance of category j along a numeric variable, at what everybody has.

    h = sum over r of P_j'(eta_r) * d eta_r, with d eta the predictors of dx, the derivatives of the columns
    """

    design: SurveyDesign
    model: CategoryModel
    variable: str
    j: int

    def values(self, b: FloatArray) -> FloatArray:
        """See `Averaged`."""
        chances = self.model.chances
        eta = chances.predictors(b, self.model.matrix.values)
        return np.asarray((chances.slope(eta, self.j) * chances.predictors(b, self._dx(), 0.0)).sum(axis=0))

    def gradient(self, b: FloatArray, w: FloatArray) -> FloatArray:
        """See `Averaged`."""
        chances, x, dx = self.model.chances, self.model.matrix.values, self._dx()
        eta, along = chances.predictors(b, x), chances.predictors(b, dx, 0.0)
        bent = chances.pulled(w * chances.bend(eta, self.j, along), x)
        return bent + chances.pulled(w * chances.slope(eta, self.j), dx, 0.0)

    def _dx(self) -> FloatArray:
        """(c, k) derivatives of the columns along the variable."""
        return _with(np.zeros_like(self.model.matrix.values), *derivatives(self.design, self.model, self.variable))


def _with(x: FloatArray, moved: list[int], columns: FloatArray) -> FloatArray:
    """(c, k) x with other columns at some places."""
    found = x.copy()
    found[:, moved] = columns
    return found
