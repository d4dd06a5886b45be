"""Averages over the sample of what a model predicts, whose uncertainty is of the model and of the sample."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from analysis.arrays import FloatArray
from analysis.design import SurveyDesign
from analysis.errors import AnalysisError
from analysis.formulas import Given, matrix_at
from analysis.linearised import Linearised
from analysis.regression import FittedModel

# The derivative along t is the imaginary part of f(x + i h t) / h: nothing is subtracted, so h may be this small.
_STEP = 1e-60
_ROUNDING = 1e-12


class Averaged(Protocol):
    """What is averaged: a function h of the k coefficients b, for each of the c cases of a model."""

    def values(self, b: FloatArray) -> FloatArray:
        """(c,) h of each case."""

    def gradient(self, b: FloatArray, w: FloatArray) -> FloatArray:
        """(k,) derivative of sum(w * h) along the coefficients, w (c,)."""


@dataclass(frozen=True, eq=False)
class Prediction:
    """The predicted mean mu(x b) of everybody, with some variables set to given values.

    given  None for a category in which nobody is: it has no coefficient, so that the prediction is NaN
    """

    design: SurveyDesign
    model: FittedModel
    given: Given | None

    def values(self, b: FloatArray) -> FloatArray:
        """See `Averaged`."""
        return self.model.response(self._x() @ b).mean

    def gradient(self, b: FloatArray, w: FloatArray) -> FloatArray:
        """See `Averaged`: sum(w * mu' * x)."""
        x = self._x()
        return np.asarray((w * self.model.response(x @ b).slope) @ x)

    def _x(self) -> FloatArray:
        # Made when it is needed: one matrix at a time is in memory.
        model = self.model
        if self.given is None:
            return np.full(model.matrix.values.shape, np.nan)
        return matrix_at(self.design, model.formula, model.matrix, model.cases, self.given)


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
    model: FittedModel
    variable: str

    def values(self, b: FloatArray) -> FloatArray:
        """See `Averaged`."""
        x, dx = self._x_and_dx()
        return self.model.response(x @ b).slope * (dx @ b)

    def gradient(self, b: FloatArray, w: FloatArray) -> FloatArray:
        """See `Averaged`: sum(w * (mu'' * (dx b) * x + mu' * dx))."""
        x, dx = self._x_and_dx()
        found = self.model.response(x @ b)
        return np.asarray((w * found.bend * (dx @ b)) @ x + (w * found.slope) @ dx)

    def _x_and_dx(self) -> tuple[FloatArray, NDArray[Any]]:
        model = self.model
        beside = self.design.numeric(self.variable)[model.cases] + 1j * _STEP
        moved = matrix_at(self.design, model.formula, model.matrix, model.cases, {self.variable: beside})
        x, dx = model.matrix.values, np.imag(moved) / _STEP
        # Where the derivative is infinite, as that of a root at 0, so short a step goes further than its length.
        if (np.abs(moved.real - x) > _STEP + _ROUNDING * np.abs(x)).any():
            raise AnalysisError(
                f'"{self.variable}" has no marginal effect: its derivative is infinite for some cases, such as that of '
                "a square root at 0. Leave these cases out with a filter."
            )
        return x, dx


def averages(design: SurveyDesign, model: FittedModel, of: Sequence[Averaged]) -> Linearised:
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

    def scores() -> FloatArray:
        share = w / w.sum()
        return np.asarray(model.fit.scores @ _gradients(of, b, share).T + share[:, None] * (h - m))

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


def averages_apart(design: SurveyDesign, model: FittedModel, of: Sequence[Averaged]) -> tuple[Linearised, Linearised]:
    """The same averages twice: of a model known only from the sample, over a sample that is fixed; and the reverse."""
    b, w = model.fit.coefficient, design.calibrated_weight[model.cases]
    h = _values(of, b)
    m = w @ h / w.sum()
    gradients = _gradients(of, b, w / w.sum())
    of_model = model.estimated(design).transformed(lambda other: m + (other - b) @ gradients.T)
    columns = np.column_stack([h - m, np.ones(len(h))])
    of_sample = design.smooth(columns, model.cases, lambda s: m + s[..., :-1] / s[..., -1:])
    return of_model, of_sample
