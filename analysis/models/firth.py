"""Firth's penalised logistic regression: finite coefficients where the outcome is rare or separated."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.arrays import FloatArray
from analysis.models.families import family_named
from analysis.models.fit import Equations, Fit, Slopes, fitted
from analysis.models.standardised import standardised


@dataclass(frozen=True, eq=False)
class Penalised(Equations):
    """The score equations of a logistic model with Firth's penalty, divided by n as the weights are."""

    def at(self, b: FloatArray) -> Slopes | None:
        """U = X' (w (y - mu) + h (1/2 - mu)), and the A of w + h: with the penalty as further half cases.

        h_i  w_i v_i x_i A^-1 x_i' / n, v = mu (1 - mu), A = X' diag(w v) X
        """
        k, n = len(b), np.count_nonzero(self.w)
        information = self.expected(b)
        if not np.isfinite(information).all():
            return None
        columns, along = self.columns, self.columns.for_blocks(b)
        inverse = columns.for_blocks(columns.for_blocks(np.asarray(np.linalg.inv(information))).T)
        u, a, weighted, squares = np.zeros(k), np.zeros((k, k)), np.empty(len(self.y)), 0.0
        for rows, block in columns.blocks():
            w, y = self.w[rows], self.y[rows]
            eta = self.predictor(along, rows, block)
            mu, v = self.family.inverse(eta), self.family.expected(eta)
            h = w * v * (block * (inverse @ block)).sum(axis=0) / n
            weighted[rows] = w * (y - mu)
            u += block @ (weighted[rows] + h * (0.5 - mu))
            a += (block * ((w + h) * v)) @ block.T
            squares += float(w @ (y - mu) ** 2)
        if not (np.isfinite(a).all() and np.isfinite(u).all()):
            return None
        return Slopes(columns.of_vector(u), columns.of_matrix(a), weighted, squares)

    @property
    def canonical(self) -> bool:
        """False: A counts the further halves as well."""
        return False


def firth(x: FloatArray, y: FloatArray, w: FloatArray) -> Fit:
    """Maximises l(b) + 1/2 log det A(b), with l the logistic log likelihood at weights w of sum n.

    scores  those of the logistic model, x_i w_i (y_i - mu_i) A^-1, at the penalised coefficients

    x (n, k) with independent columns, y (n,) with 0 and 1, w (n,) positive
    Raises Dependent. Where a category has no event, or nothing but events, the data say little of how uncertain its
    coefficient is, and its standard error is too small: the figures' notes say so.
    Same as R `logistf` or `brglm2` (`type = "AS_mean"`), Stata `firthlogit`, with weights and sampling in addition.

    Firth (1993), Biometrika 80, doi:10.1093/biomet/80.1.27; Heinze and Schemper (2002), Statist. Med. 21,
    doi:10.1002/sim.1047.
    """
    w = w / w.sum()
    columns, correlation = standardised(x, w)
    equations = Penalised(columns, y, w, family_named("firth"))
    return fitted(equations, np.zeros(x.shape[1]), correlation)
