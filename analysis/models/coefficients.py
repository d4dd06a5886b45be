"""Coefficients of a model: their tests and intervals, and how many degrees of freedom are left for them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr

from analysis.arrays import BoolArray, FloatArray
from analysis.design import SurveyDesign
from analysis.errors import OfAnswers
from analysis.intervals import t_interval


@dataclass(frozen=True, eq=False)
class Tested:
    """Two-sided t tests that each of k coefficients is 0, and their t intervals; all (k,)."""

    statistic: FloatArray
    p_value: FloatArray
    ci_low: FloatArray
    ci_high: FloatArray

    @classmethod
    def of(cls, coefficient: FloatArray, std_error: FloatArray, df: FloatArray, confidence: float) -> Tested:
        """Of (k,) coefficients, each with its own degrees of freedom."""
        with np.errstate(divide="ignore", invalid="ignore"):
            statistic = coefficient / std_error
        p_value = np.asarray(2 * stdtr(df, -np.abs(statistic)), dtype=np.float64)
        return cls(statistic, p_value, *t_interval(coefficient, std_error, df, confidence))


def residual_df(design: SurveyDesign, cases: BoolArray, k: int) -> float:
    """Design degrees of freedom of the (n,) cases, + 1 - k for k columns of the model matrix, as in R's `svyglm`.

    Raises AnalysisError where none is left.
    """
    df = design.degrees_of_freedom(cases) + 1 - k
    if df <= 0:
        raise OfAnswers(
            f"The model matrix has {k} columns; the design (PSUs less strata) can carry {k - 1 + int(df)}. "
            "Use fewer predictors or categories."
        )
    return df
