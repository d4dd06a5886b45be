"""Variance inflation: how much predictors that follow each other cost in precision."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analysis.arguments import takes
from analysis.arrays import FloatArray
from analysis.design import SurveyDesign
from analysis.errors import NoCases
from analysis.models.formulas import read_formula
from analysis.models.matrix import Column, model_matrix
from analysis.models.standardised import standardised
from analysis.unreleased import VifFigures, VifResult


@takes(SurveyDesign)
def vif(design: SurveyDesign, formula: str) -> VifResult:
    """Generalised variance inflation factor of each term of a formula, such as "y ~ age + sex".

    GVIF   det(R_t) * det(R_o) / det(R), with R the weighted correlations of the columns of the model matrix without
           the intercept, R_t those of the term's columns, R_o those of all others; for one column 1 / (1 - R2)
    scaled GVIF ** (1 / (2 q)), q columns in the term: how much wider an interval is than without the other terms

    Weights are the calibrated weights, cases those with an answer to outcome and predictors. The result is not
    released: from the factors of two yes-or-no predictors and their margins, their crosstab follows. A released model
    says in its notes which terms inflate.
    Same as R `car::vif` of a weighted linear model, Stata `estat vif`, SPSS COLLIN. Linearised alternatives (Liao and
    Valliant 2012) differ where residual variances do.

    Fox and Monette (1992), J. Am. Stat. Assoc. 87, doi:10.1080/01621459.1992.10475190.
    """
    read = read_formula(design, formula)
    missing = [design.frame.is_missing(name) for name in (read.outcome, *read.predictors)]
    cases = design.inside & ~np.any(missing, axis=0)
    if not cases.any():
        raise NoCases("Nobody has an answer to the outcome and to all predictors. Widen the filter, or use fewer.")
    matrix = model_matrix(design, read, cases)
    w = design.calibrated_weight[cases]
    _, correlation = standardised(matrix.values, w / w.sum())
    return VifResult(inflation(matrix.columns, correlation))


def inflation(columns: Sequence[Column], correlation: FloatArray) -> VifFigures:
    """The factors of each term, from (k, k) X' diag(w) X of the standardised columns."""
    slopes = [j for j, column in enumerate(columns) if column.variable]
    variables = tuple(dict.fromkeys(columns[j].variable for j in slopes))
    whole = _log_det(correlation, slopes)
    gvif, degrees = [], []
    for variable in variables:
        own = [j for j in slopes if columns[j].variable == variable]
        others = [j for j in slopes if columns[j].variable != variable]
        gvif.append(float(np.exp(_log_det(correlation, own) + _log_det(correlation, others) - whole)))
        degrees.append(len(own))
    return VifFigures(variables, tuple(degrees), np.array(gvif), np.array(gvif) ** (0.5 / np.array(degrees)))


def _log_det(a: FloatArray, which: list[int]) -> float:
    return float(np.linalg.slogdet(a[np.ix_(which, which)])[1]) if which else 0.0
