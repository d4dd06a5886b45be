"""t tests of means: against a number, between two groups, between two variables of the same people."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import stdtr

from analysis.arguments import number_of, takes
from analysis.arrays import BoolArray, FloatArray
from analysis.design import SurveyDesign
from analysis.errors import AnalysisError, NoCases, OfAnswers
from analysis.groups import (
    GroupMeans,
    contrasted,
    difference,
    fewest_of,
    group_means,
    of_groups,
    outcome,
    refuse_fewer_than_two,
    scores_of,
)
from analysis.linearised import Linearised
from analysis.unreleased import ComparisonFigures, EstimateFigures, OfGroups, TestFigures, TestResult


@takes(SurveyDesign)
def ttest(
    design: SurveyDesign,
    variable: str,
    *,
    by: str | None = None,
    minus: str | None = None,
    code: float | str | None = None,
    null: float = 0.0,
    confidence: float = 0.95,
) -> TestResult:
    """Whether a mean, a difference of two groups, or a difference within people is `null`.

    t         (d - null) / SE, with d the mean of all, of the second group less the first, or of variable - minus
    variance  of d by linearisation; see `Linearised`
    df        design degrees of freedom less 1; of two groups, those of the cases with an answer, as in a regression

    by     variable with two categories that have cases, in code order
    minus  another variable of the same people, for a paired test
    code   for a variable with categories: compares shares of that category
    Raises UnknownVariable, NotNumeric, NoCases, LonelyPSU, and AnalysisError for more than two groups.
    Same as R `svyttest`, Stata `svy: mean` with `lincom`, SPSS CSGLM. R takes 1 from df for one mean also, and so is
    followed.

    Korn and Graubard (1999), Analysis of Health Surveys, 3.2.
    """
    if by is not None and minus is not None:
        raise AnalysisError("A t test compares two groups (by) or two variables (minus), not both.")
    null = number_of("null", null)
    y = outcome(design, variable, code)
    if minus is not None:
        y = y - outcome(design, minus, code)
    of = _of_all(design, variable, y) if by is None else _of_groups(design, variable, by, y)
    groups = None if minus else replace(of.groups, scores=scores_of(code))
    source = design.source(*[name for name in (variable, minus) if name], by=by)
    n, key = int(of.cases.sum()), design.key_of(of.cases)
    weighted_n = float(design.calibrated_weight[of.cases].sum())
    called = "difference" if by or minus else "mean"
    found = difference(source, called, of.compared, of.df, n, weighted_n, confidence, key)
    found, test = replace(found, of_groups=groups), t_of(found, null, "t")
    return TestResult(ComparisonFigures(source, test, n, found, key=key, fewest=of.fewest))


def t_of(found: EstimateFigures, null: float, name: str) -> TestFigures:
    """The two-sided t test of one estimate; NaN where it has no variance or the design no degrees of freedom."""
    t = (found.value - null) / found.std_error if found.std_error > 0 else np.nan
    p_value = float(2 * stdtr(found.df, -abs(t))) if found.df > 0 else np.nan
    return TestFigures(name, t, 1.0, found.df, p_value, "t")


@dataclass(frozen=True, eq=False)
class _Compared:
    """What is tested, with the (n,) cases that it rests on, how few of them at the least, and degrees of freedom."""

    compared: Linearised
    cases: BoolArray
    fewest: int
    df: float
    groups: OfGroups


def _of_all(design: SurveyDesign, variable: str, y: FloatArray) -> _Compared:
    cases = design.inside & np.isfinite(y)
    if not cases.any():
        raise NoCases(f'Nobody in this part of the data has an answer to "{variable}". Widen the filter.')
    middle = (y[cases].min() + y[cases].max()) / 2
    columns = np.stack([np.ones(cases.sum()), y[cases] - middle], axis=1)
    mean = design.smooth(columns, cases, lambda total: middle + total[..., 1:] / total[..., :1])
    groups = OfGroups(((None, 1.0, float(mean.value[0])),))
    return _Compared(mean, cases, fewest_of(y[cases]), design.df - 1, groups)


def _of_groups(design: SurveyDesign, variable: str, by: str, y: FloatArray) -> _Compared:
    found: GroupMeans = group_means(design, y, design.categories(by))
    refuse_fewer_than_two(found, variable, by)
    if len(found.levels) > 2:
        raise OfAnswers(
            f'A t test compares two groups; "{by}" has {len(found.levels)} categories with cases. Narrow it with a '
            "filter, or use ranktest, or a model with term_test."
        )
    df = design.degrees_of_freedom(found.cases) - 1
    groups = of_groups(found, [-1, 1])
    return _Compared(contrasted(found.means, [[-1, 1]]), found.cases, found.fewest, df, groups)
