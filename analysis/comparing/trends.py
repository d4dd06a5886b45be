"""Trend over waves: whether estimates rise or fall from wave to wave, and by how much."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from analysis.arguments import takes, whole_of
from analysis.arrays import FloatArray
from analysis.categories import written
from analysis.comparing.ttests import t_of
from analysis.design import SurveyDesign
from analysis.errors import AnalysisError, OfAnswers
from analysis.groups import (
    GroupMeans,
    contrasted,
    difference,
    group_means,
    of_groups,
    outcome,
    refuse_fewer_than_two,
    scores_of,
)
from analysis.unreleased import ComparisonFigures, Estimate, EstimateFigures, TestResult

_NAMES = {1: "Linear trend t", 2: "Quadratic trend t", 3: "Cubic trend t"}


@takes(SurveyDesign)
def trend(
    design: SurveyDesign,
    variable: str,
    *,
    over: str,
    code: float | str | None = None,
    degree: int = 1,
    confidence: float = 0.95,
) -> TestResult:
    """Test of a straight (or bent) trend of means, or of shares of a category, over K waves.

    estimate  sum over waves of c_k * m_k: m_k the mean of wave k, c the orthogonal polynomial of `degree` at the codes
              of the waves, of length 1; for degree 1 above 0 where the means rise. `slope` is the same by the unit
    t         estimate / SE, with the covariance between waves: of one frame, so also for a panel
    df        design degrees of freedom of those who took part

    over      numeric variable whose codes are the waves, such as the year; its distances count (2019, 2021, 2025)
    code      for a variable with categories: the share of that category
    All waves count alike, however many took part in them. Waves without an answer are left out.
    Raises UnknownVariable, NotNumeric, NoCases, LonelyPSU, AnalysisError for codes that are no numbers and for a
    degree that so few waves do not have.
    Same as R `svycontrast(svyby(..., covmat = TRUE), contr.poly(K, scores = codes)[, degree])`, Stata `contrast p.`.

    Draper and Smith (1998), Applied Regression Analysis, ch. 22.
    """
    waves = _waves(design, variable, over, code)
    contrast = orthogonal_polynomial(_codes(waves, over), degree, over)
    found = _estimate(design, variable, over, code, waves, "trend", contrast, confidence)
    test = t_of(found, 0.0, _NAMES.get(degree, f"Trend of degree {degree} t"))
    return TestResult(ComparisonFigures(found.source, test, found.n, found, key=found.key, fewest=found.fewest))


@takes(SurveyDesign)
def slope(
    design: SurveyDesign, variable: str, *, over: str, code: float | str | None = None, confidence: float = 0.95
) -> Estimate:
    """By how much means, or shares of a category, rise a unit of `over`, such as a year.

    value     sum of (s_k - mean(s)) * m_k / sum of (s_k - mean(s))**2, with s_k the codes of the waves: the straight
              line through the wave means by least squares in which all waves count alike (`trend` in other units).
              With waves weighed by their precision it would be another line
    Everything else as `trend`.
    """
    waves = _waves(design, variable, over, code)
    codes = _codes(waves, over)
    contrast = orthogonal_polynomial(codes, 1, over) / np.sqrt(np.sum((codes - codes.mean()) ** 2))
    return Estimate(_estimate(design, variable, over, code, waves, "slope", contrast, confidence))


def orthogonal_polynomial(codes: FloatArray, degree: int, over: str) -> FloatArray:
    """(K,) values at the K codes, of length 1 and at right angles to all of lower degree, as R's `contr.poly`."""
    if not 1 <= whole_of("degree", degree, 0) < len(codes):
        raise OfAnswers(
            f'A trend of degree {degree} needs {max(degree, 1) + 1} waves of "{over}" or more; {len(codes)} have '
            f"answers. degree goes from 1 to {len(codes) - 1} here."
        )
    centred = codes - codes.mean()
    powers = (centred / np.abs(centred).max())[:, None] ** np.arange(degree + 1)
    last = np.linalg.qr(powers)[0][:, degree]
    return np.asarray(last * np.sign(last @ powers[:, degree]))


def _waves(design: SurveyDesign, variable: str, over: str, code: float | str | None) -> GroupMeans:
    found = group_means(design, outcome(design, variable, code), design.categories(over))
    refuse_fewer_than_two(found, variable, over)
    return found


def _codes(waves: GroupMeans, over: str) -> FloatArray:
    """(K,) codes of the waves that have answers."""
    codes = [level.value for level in waves.levels if isinstance(level.value, int | float)]
    if len(codes) < len(waves.levels):
        raise AnalysisError(
            f'A trend needs waves with numbers, such as years; "{over}" has categories such as '
            f'"{written(waves.levels[0].value or "")}". Give a column of numbers.'
        )
    return np.array(codes, dtype=np.float64)


def _estimate(
    design: SurveyDesign,
    variable: str,
    over: str,
    code: float | str | None,
    waves: GroupMeans,
    statistic: str,
    contrast: FloatArray,
    confidence: float,
) -> EstimateFigures:
    source, df = design.source(variable, by=over), design.degrees_of_freedom(waves.cases)
    n, weighted_n = int(waves.n.sum()), float(waves.weighted_n.sum())
    combined = contrasted(waves.means, contrast[None])
    found = difference(source, statistic, combined, df, n, weighted_n, confidence, waves.key)
    return replace(found, code=code, fewest=waves.fewest, of_groups=of_groups(waves, contrast, scores_of(code)))
