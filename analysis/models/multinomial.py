"""Regression of categories without order: the odds of each against one of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from analysis.arguments import takes
from analysis.arrays import FloatArray, IntArray
from analysis.categories import level_number
from analysis.design import SurveyDesign
from analysis.models.categorical import Data, Fit, Model, data_of, figures_of
from analysis.models.columns import cross, scaled
from analysis.models.newton import newton
from analysis.models.standardised import BLOCK
from analysis.unreleased import ModelResult


@takes(SurveyDesign)
def multinomial(
    design: SurveyDesign, formula: str, *, reference: float | str | None = None, confidence: float = 0.95
) -> ModelResult:
    """Regression of an outcome with categories 0 to q, each against a reference category, such as "place ~ age + sex".

    model      log(P(y = j) / P(y = reference)) = x b_j, for each other category j
    estimates  maximise sum(w * log P(y)), by Newton's method with all second derivatives
    variance   of the scores z_i = w_i * d log P(y_i) * A^-1, A minus the second derivative of the sum
    df         design degrees of freedom of the cases used, + 1 - columns of x; tests and intervals are t

    formula    as for `model`; the outcome has categories: value labels, text or few numbers
    reference  code of the reference category; the first in code order where none is given
    Terms are in code order of the categories, and named by them: "2: sex[T.3]". With two categories the model is
    the logistic one.

    Cases lacking any answer leave the model but stay in the design. Raises BadFormula, NoCases, LonelyPSU, and
    AnalysisError for categories that nobody chose, predictors that say the same or that separate the outcome.
    R's survey has no such function (`svymle` can be told the likelihood); same as Stata `svy: mlogit`,
    SPSS CSLOGISTIC.

    Agresti (2013), Categorical Data Analysis, section 8.1; Binder (1983), Int. Stat. Review 51, doi:10.2307/1402588.
    """
    data = data_of(design, formula, fewest=2)
    at = 0 if reference is None else level_number(data.formula.outcome, data.outcome, reference)
    others = [level for j, level in enumerate(data.outcome.levels) if j != at]
    columns = data.matrix.columns * len(others)
    equations = tuple(level for level in others for _ in data.matrix.columns)
    model = Model(
        "multinomial", "logit", columns, equations, data.outcome.levels[at], lambda part: fit_multinomial(part, at)
    )
    return ModelResult(figures_of(design, data, model, confidence))


def fit_multinomial(data: Data, reference: int) -> Fit:
    """Coefficients of each equation in turn."""
    # Number 0 is the reference; the others keep their order.
    y = np.where(data.y < reference, data.y + 1, data.y)
    y[data.y == reference] = 0
    return fit_against_first(replace(data, y=y), len(data.outcome.levels) - 1)


def fit_against_first(data: Data, n_equations: int) -> Fit:
    """Coefficients of each equation in turn, for categories 0 to `n_equations` against 0; a single one is logistic."""
    w = data.w / data.w.sum()
    x, t = scaled(data.matrix, w)
    likelihood = Baseline(x, data.y, w, n_equations)
    b, influence = newton(likelihood, np.zeros(n_equations * x.shape[1]))
    to_original = np.kron(np.eye(n_equations), t)
    return Fit(to_original @ b, likelihood.scores(b) @ (influence @ to_original.T))


@dataclass(frozen=True, eq=False)
class Baseline:
    """P(y = j) = exp(x b_j) / sum over m of exp(x b_m), b_0 = 0; the parameters are b_1 (k,), b_2 and so on.

    x (n, k), y (n,) categories 0 to q, w (n,) weights that sum to 1
    """

    x: FloatArray
    y: IntArray
    w: FloatArray
    n_equations: int

    def loss(self, b: FloatArray) -> float:
        """Minus the log likelihood."""
        eta = self._eta(b)
        largest = eta.max(axis=0)
        own = eta[self.y, np.arange(len(self.y))]
        loss = float(self.w @ (largest + np.log(np.exp(eta - largest).sum(axis=0)) - own))
        return loss if np.isfinite(loss) else np.inf

    def slope_and_curvature(self, b: FloatArray) -> tuple[FloatArray, FloatArray]:
        """First derivative, and minus the second, of the log likelihood."""
        p, k = self._chances(b), self.x.shape[1]
        u = (self.w * (self._chosen() - p)) @ self.x
        a = np.zeros((b.size, b.size))
        for j in range(self.n_equations):
            here = slice(j * k, (j + 1) * k)
            a[here, here] = cross(self.x, self.w * p[j])
        for at in range(0, len(self.x), BLOCK):
            block = slice(at, at + BLOCK)
            z = _spread(p[:, block], self.x[block])
            a -= z.T @ (z * self.w[block, None])
        return u.ravel(), a

    def scores(self, b: FloatArray) -> FloatArray:
        """(n, q k) derivative of each case's weighted log likelihood."""
        return _spread(self.w * (self._chosen() - self._chances(b)), self.x)

    def _eta(self, b: FloatArray) -> FloatArray:
        """(q + 1, n), 0 for the reference."""
        eta = np.zeros((self.n_equations + 1, len(self.x)))
        np.matmul(b.reshape(self.n_equations, -1), self.x.T, out=eta[1:])
        return eta

    def _chances(self, b: FloatArray) -> FloatArray:
        """(q, n) chances of the categories but the reference."""
        eta = self._eta(b)
        p = np.exp(eta - eta.max(axis=0))
        return np.asarray(p[1:] / p.sum(axis=0))

    def _chosen(self) -> FloatArray:
        """(q, n) 1 for the category of the case, 0 for the others."""
        return np.asarray(self.y == np.arange(1, self.n_equations + 1)[:, None], dtype=np.float64)


def _spread(each: FloatArray, x: FloatArray) -> FloatArray:
    """(n, q k) the (n, k) columns times each of (q, n) numbers, an equation after the other."""
    return (each.T[:, :, None] * x[:, None, :]).reshape(len(x), -1)
