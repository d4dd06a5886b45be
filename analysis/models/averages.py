"""Averages over the sample of what a model predicts, whose uncertainty is of the model and of the sample."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from analysis.arrays import BoolArray, FloatArray
from analysis.design import SurveyDesign
from analysis.errors import OfAnswers
from analysis.linearised import Linearised
from analysis.models.formulas import ModelFormula
from analysis.models.matrix import Given, ModelMatrix, columns_at
from analysis.models.regression import Regression
from analysis.models.response import Response, response
from analysis.source import Source

# The derivative along t is the imaginary part of f(x + i h t) / h: nothing is subtracted, so h may be this small.
_STEP = 1e-60
_ROUNDING = 1e-12


class Averaged(Protocol):
    """What is averaged: a function h of the k coefficients b, for each of the c cases of a model."""

    def values(self, b: FloatArray) -> FloatArray:
        """(c,) h of each case."""

    def gradient(self, b: FloatArray, w: FloatArray) -> FloatArray:
        """(k,) derivative of sum(w * h) along the coefficients, w (c,)."""


class Scored(Protocol):
    """Coefficients with the scores of the cases."""

    @property
    def coefficient(self) -> FloatArray:
        """(k,)."""

    @property
    def influence(self) -> FloatArray:
        """(k, k) that the scores are still to be multiplied with."""

    def scores_in_blocks(self) -> Iterator[tuple[slice, FloatArray]]:
        """Rows, and their (b, k) scores; see `fit.Fit`."""


class Predicting(Protocol):
    """A model that was fitted: a `Regression`, or a `CategoryModel`."""

    @property
    def formula(self) -> ModelFormula:
        """What it was read from."""

    @property
    def cases(self) -> BoolArray:
        """(n,) those in the model."""

    @property
    def matrix(self) -> ModelMatrix:
        """Of the c cases."""

    @property
    def fit(self) -> Scored:
        """The coefficients, with the scores of the c cases."""

    @property
    def linearised(self) -> Linearised:
        """The coefficients, with what their covariance is made from."""

    @property
    def df(self) -> float:
        """Residual degrees of freedom."""

    def source(self, design: SurveyDesign) -> Source:
        """What the model was made from."""

    def again(self, weight: FloatArray) -> FloatArray:
        """(k,) coefficients at other (n,) weights."""


@dataclass(frozen=True, eq=False)
class Prediction:
    """The predicted mean mu(x b) of everybody, with some variables set to given values.

    given  None for a category in which nobody is: it has no coefficient, so that the prediction is NaN
    """

    design: SurveyDesign
    model: Regression
    given: Given | None

    def values(self, b: FloatArray) -> FloatArray:
        """See `Averaged`."""
        if self.given is None:
            return np.full(self.model.fit.equations.y.shape, np.nan)
        moved, x = self._moved_columns()
        return _response(self.model, _predictor(self.model, b, moved, x)).mean

    def gradient(self, b: FloatArray, w: FloatArray) -> FloatArray:
        """See `Averaged`: sum(w * mu' * x)."""
        if self.given is None:
            return np.full(b.shape, np.nan)
        moved, x = self._moved_columns()
        slope = w * _response(self.model, _predictor(self.model, b, moved, x)).slope
        found = slope @ self.model.matrix.values
        found[moved] = slope @ x
        return np.asarray(found)

    def _moved_columns(self) -> tuple[list[int], FloatArray]:
        """Those that the given variables are in, made when they are needed: one prediction's are in memory."""
        return moved_columns(self.design, self.model, self.given or {})


@dataclass(frozen=True, eq=False)
class Difference:
    """One prediction less another."""

    one: Averaged
    other: Averaged

    def values(self, b: FloatArray) -> FloatArray:
        """See `Averaged`."""
        return self.one.values(b) - self.other.values(b)

    def gradient(self, b: FloatArray, w: FloatArray) -> FloatArray:
        """See `Averaged`."""
        return self.one.gradient(b, w) - self.other.gradient(b, w)


@dataclass(frozen=True, eq=False)
class Slope:
    """The derivative of the predicted mean along a numeric variable, mu'(x b) * (dx b), at what everybody has.

    dx  derivatives of the columns: of age 1, of I(age ** 2) 2 * age, of age:sex sex
    """

    design: SurveyDesign
    model: Regression
    variable: str

    def values(self, b: FloatArray) -> FloatArray:
        """See `Averaged`."""
        moved, dx = derivatives(self.design, self.model, self.variable)
        return _response(self.model, self.model.matrix.values @ b).slope * (dx @ b[moved])

    def gradient(self, b: FloatArray, w: FloatArray) -> FloatArray:
        """See `Averaged`: sum(w * (mu'' * (dx b) * x + mu' * dx))."""
        moved, dx = derivatives(self.design, self.model, self.variable)
        x = self.model.matrix.values
        _, slope, bend = _response(self.model, x @ b)
        found = (w * bend * (dx @ b[moved])) @ x
        found[moved] += (w * slope) @ dx
        return np.asarray(found)


def derivatives(design: SurveyDesign, model: Predicting, variable: str) -> tuple[list[int], FloatArray]:
    """The columns that a numeric variable is in, and (c, j) their derivatives. Raises AnalysisError."""
    beside = design.numeric(variable)[model.cases] + 1j * _STEP
    moved, there = moved_columns(design, model, {variable: beside})
    here = model.matrix.values[:, moved]
    # Where the derivative is infinite, as that of a root at 0, so short a step goes further than its length.
    if (np.abs(there.real - here) > _STEP + _ROUNDING * np.abs(here)).any():
        raise OfAnswers(
            f'"{variable}" has no marginal effect: its derivative is infinite for some cases, such as that of '
            "a square root at 0. Leave these cases out with a filter."
        )
    return moved, np.imag(there) / _STEP


def moved_columns(design: SurveyDesign, model: Predicting, given: Given) -> tuple[list[int], NDArray[Any]]:
    """Numbers of the columns that any of the given variables is in, and their (c, j) values."""
    columns = model.matrix.columns
    moved = [j for j, column in enumerate(columns) if not given.keys().isdisjoint(column.variable.split(":"))]
    return moved, columns_at(design, model.formula, [columns[j] for j in moved], model.cases, given)


def _predictor(model: Regression, b: FloatArray, moved: list[int], x: FloatArray) -> FloatArray:
    """(c,) x b, with x in place of some of the columns."""
    others = b.copy()
    others[moved] = 0.0
    return np.asarray(model.matrix.values @ others + x @ b[moved])


def _response(model: Regression, eta: FloatArray) -> Response:
    return response(model.outcome.family, eta)


def averages(design: SurveyDesign, model: Predicting, of: Sequence[Averaged]) -> Linearised:
    """K weighted averages over the cases of a model.

    value     m = sum(w * h(b)) / sum(w)
    variance  of scores z_i = w_i * (h_i - m) / sum(w) + (dm/db)' * z_i(b), with z(b) those of the coefficients: the
              sample that is averaged over and the model that predicts, with the covariance between them. With
              replicate weights the model is fitted and averaged again for each

    Graubard and Korn (1999), Biometrics 55, 652-659, doi:10.1111/j.0006-341X.1999.00652.x.
    """
    b, w = model.fit.coefficient, design.calibrated_weight[model.cases]
    h = _values(of, b)
    m = w @ h / w.sum()

    def scores() -> Iterator[tuple[slice, FloatArray]]:
        share = w / w.sum()
        of_score = model.fit.influence @ _gradients(of, b, share).T
        for rows, score in model.fit.scores_in_blocks():
            yield rows, score @ of_score + share[rows, None] * (h[rows] - m)

    def again(weight: FloatArray) -> FloatArray:
        anew = weight[model.cases]
        return np.asarray(anew @ _values(of, model.again(weight)) / anew.sum())

    return design.linearised(m, model.cases, scores, again)


def _values(of: Sequence[Averaged], b: FloatArray) -> FloatArray:
    """(c, K) h of each case."""
    return np.stack([each.values(b) for each in of], axis=1)


def _gradients(of: Sequence[Averaged], b: FloatArray, w: FloatArray) -> FloatArray:
    """(K, k)."""
    return np.stack([each.gradient(b, w) for each in of])


def averages_apart(design: SurveyDesign, model: Predicting, of: Sequence[Averaged]) -> tuple[Linearised, Linearised]:
    """The same averages twice: of a model known only from the sample, over a sample that is fixed; and the reverse."""
    b, w = model.fit.coefficient, design.calibrated_weight[model.cases]
    h = _values(of, b)
    m = w @ h / w.sum()
    gradients = _gradients(of, b, w / w.sum())
    of_model = model.linearised.transformed(lambda other: m + (other - b) @ gradients.T)
    columns = np.column_stack([h - m, np.ones(len(h))])
    of_sample = design.smooth(columns, model.cases, lambda s: m + s[..., :-1] / s[..., -1:])
    return of_model, of_sample
