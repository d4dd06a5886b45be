"""Whether one set of effects holds for every threshold of an ordinal model."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.special import fdtrc

from analysis.arguments import takes
from analysis.arrays import FloatArray
from analysis.design import SurveyDesign
from analysis.errors import AnalysisError, BadFormula
from analysis.models.categorical import Data, Fit, data_of
from analysis.models.coefficients import residual_df
from analysis.models.multinomial import fit_against_first
from analysis.unreleased import ComparisonFigures, TestFigures, TestResult

_NAME = "Brant"


@takes(SurveyDesign)
def proportional_odds_test(design: SurveyDesign, formula: str, *, predictor: str | None = None) -> TestResult:
    """Test of the assumption of `ordinal` that the effects are the same at every threshold.

    b_j        coefficients of the logistic regression of y > j, for each threshold j = 0 to q - 1, fitted apart
    statistic  F = d' V^-1 d / df1, with d the differences b_j - b_0 for j > 0 and V their covariance, in which the
               regressions are joint: all their scores go through the design
    df1        (q - 1) * coefficients that are compared
    df2        design degrees of freedom of the cases used, less the predictors' columns

    predictor  variable whose coefficients are compared ("a:b" for an interaction); all of them where none is given
    A small p value speaks against the assumption. Raises as `ordinal`, and AnalysisError for more differences than
    the design has degrees of freedom.
    R's survey has none (`brant::brant` is for simple random samples); as Stata `brant`, with the design's covariance.

    Brant (1990), Biometrics 46, 1171-1178, doi:10.2307/2532457.
    """
    data = data_of(design, formula, fewest=3)
    compared = _compared(data, predictor)
    q = len(data.outcome.levels) - 1
    contrast = _differences(compared, len(data.matrix.columns), q)
    df1, df2 = len(contrast), residual_df(design, data.cases, len(data.matrix.columns))
    if df1 > design.degrees_of_freedom(data.cases):
        raise AnalysisError(
            f"The test compares {df1} differences; the design (PSUs less strata) can carry "
            f"{int(design.degrees_of_freedom(data.cases))}. Test one predictor at a time, or merge categories."
        )
    differences = data.estimated(design, fit_thresholds).transformed(lambda b: b @ contrast.T)
    f = differences.wald() / df1
    test = TestFigures(_NAME, f, float(df1), df2, float(fdtrc(df1, df2, f)))
    source = design.source(data.formula.outcome, *data.formula.predictors)
    return TestResult(ComparisonFigures(source, test, int(data.cases.sum())))


def fit_thresholds(data: Data) -> Fit:
    """Coefficients of the logistic regressions of y > j side by side, (q k,)."""
    thresholds = range(len(data.outcome.levels) - 1)
    fits = [fit_against_first(replace(data, y=(data.y > j).astype(np.int64)), 1) for j in thresholds]
    return Fit(np.concatenate([fit.coefficient for fit in fits]), np.concatenate([fit.scores for fit in fits], axis=1))


def _compared(data: Data, predictor: str | None) -> list[int]:
    """Numbers of the columns whose coefficients are compared."""
    names = [column.variable for column in data.matrix.columns]
    compared = [j for j, name in enumerate(names) if name and predictor in (None, name)]
    if not compared:
        known = ", ".join(dict.fromkeys(filter(None, names)))
        raise BadFormula(f'"{predictor}" is no predictor of the model; it has: {known or "none"}.')
    return compared


def _differences(compared: list[int], k: int, q: int) -> FloatArray:
    """((q - 1) * compared, q k) matrix that takes the stacked coefficients to b_j - b_0."""
    chosen = np.eye(k)[compared]
    return np.concatenate([-np.tile(chosen, (q - 1, 1)), np.kron(np.eye(q - 1), chosen)], axis=1)
