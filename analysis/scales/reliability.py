"""Reliability of a scale: Cronbach's alpha, McDonald's omega, and what each item does for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.arguments import takes
from analysis.arrays import BoolArray, IntArray
from analysis.design import SurveyDesign
from analysis.errors import AnalysisError, NoCases, OfAnswers
from analysis.scales.one_factor import one_factor
from analysis.scales.score import refuse_wrong_items
from analysis.source import Level
from analysis.t_table import Bases, only_cell, t_table
from analysis.unreleased import Estimate, ResultTable, TableFigures
from survey.text import Text

# Takes covariances of the items (..., p, p), real or complex, and gives (..., j).
OfCovariances = Callable[[NDArray[Any]], NDArray[Any]]


@dataclass(frozen=True, eq=False)
class Scale:
    """p items of a scale, and the (n,) cases that answered all of them."""

    design: SurveyDesign
    items: tuple[str, ...]
    reverse: tuple[str, ...]
    cases: BoolArray

    @classmethod
    def of(cls, design: SurveyDesign, items: Sequence[str], reverse: Sequence[str], least: int) -> Scale:
        """Raises AnalysisError for fewer items than `least`, NoCases, and as `scales.refuse_wrong_items`."""
        refuse_wrong_items(design.frame, items, reverse)
        if len(items) < least:
            raise AnalysisError(f"This needs at least {least} items; found {len(items)}.")
        answered = ~np.any([design.frame.is_missing(item) for item in items], axis=0)
        scale = cls(design, tuple(items), tuple(reverse), design.inside & answered)
        scale._refuse_nothing_to_compare()
        return scale

    def figures(self, rows: tuple[Level, ...], statistic: str, function: OfCovariances, level: float) -> TableFigures:
        """A table of j rows that are a smooth function of the weighted covariances."""
        design = self.design
        estimates = design.smooth(self._columns(), self.cases, lambda sums: function(self._covariances(sums)))
        weighted_n = float(design.calibrated_weight[self.cases].sum())
        bases = Bases.of_all(int(self.cases.sum()), weighted_n, design.df)
        source = design.source(*self.items)
        return t_table(source, statistic, rows, bases, estimates.value, estimates.std_error, estimates, level)

    @property
    def rows(self) -> tuple[Level, ...]:
        """The items as rows of a table."""
        return tuple(Level(item, self.design.frame.variable(item).label) for item in self.items)

    def _answers(self) -> NDArray[np.float64]:
        """(c, p) answers around the middle of their range, where sums of squares lose no digits; reversed negated."""
        x = np.column_stack([self.design.numeric(item)[self.cases] for item in self.items])
        sign = np.where(np.isin(self.items, self.reverse), -1.0, 1.0)
        return np.asarray(sign * (x - (x.min(axis=0) + x.max(axis=0)) / 2))

    def _columns(self) -> NDArray[np.float64]:
        """(c, 1 + p + p (p + 1) / 2) one, the answers, and their products."""
        x = self._answers()
        i, j = np.triu_indices(len(self.items))
        return np.column_stack([np.ones(len(x)), x, x[:, i] * x[:, j]])

    def _covariances(self, sums: NDArray[Any]) -> NDArray[Any]:
        """(..., p, p) weighted covariances sum(w (x - m) (x - m)') / sum(w) from the totals of `_columns`."""
        p = len(self.items)
        means = sums[..., 1:] / sums[..., :1]
        m, products = means[..., :p], means[..., p:]
        return np.asarray(products[..., _place(p)] - m[..., :, None] * m[..., None, :])

    def _refuse_nothing_to_compare(self) -> None:
        if not self.cases.any():
            raise NoCases("Nobody in this part of the data has an answer to all items. Widen the filter, or use fewer.")
        for item in self.items:
            if np.ptp(self.design.numeric(item)[self.cases]) == 0:
                raise OfAnswers(f'Everybody who answered all items gave the same answer to "{item}". Leave it out.')
        x = self._answers()
        if min(np.ptp(x.sum(axis=1)), *np.ptp(x.sum(axis=1)[:, None] - x, axis=0)) == 0:
            raise OfAnswers("The items cancel each other out: their sum is the same for everybody. Mend `reverse`.")


@takes(SurveyDesign)
def cronbach_alpha(
    design: SurveyDesign, items: Sequence[str], *, reverse: Sequence[str] = (), confidence: float = 0.95
) -> Estimate:
    """Cronbach's alpha of a scale of p items, from their weighted covariances S.

    value     p / (p - 1) * (1 - sum of the variances / sum of all of S)
    variance  of the linearised scores: alpha is a smooth function of weighted sums; see `SurveyDesign.smooth`
    interval  t with design degrees of freedom

    reverse  items that point the other way
    Cases without an answer to every item leave the estimate but stay in the design.
    Raises UnknownVariable, NotNumeric, NoCases, LonelyPSU; AnalysisError for fewer than two items or a constant one.
    Value same as R `svycralpha`, Stata `alpha` with weights, SPSS RELIABILITY; none of them gives its standard error.

    Cronbach (1951), Psychometrika 16, doi:10.1007/BF02310555.
    """
    scale = Scale.of(design, items, reverse, least=2)
    return _estimate(scale, "alpha", _alpha, confidence)


@takes(SurveyDesign)
def standardised_alpha(
    design: SurveyDesign, items: Sequence[str], *, reverse: Sequence[str] = (), confidence: float = 0.95
) -> Estimate:
    """Alpha of the items brought to variance 1: p r / (1 + (p - 1) r), with r their mean correlation.

    Otherwise as `cronbach_alpha`. Same as Stata `alpha, std`, R psych `alpha()$total$std.alpha`.
    """
    scale = Scale.of(design, items, reverse, least=2)
    return _estimate(scale, "standardised alpha", _standardised_alpha, confidence)


@takes(SurveyDesign)
def mcdonald_omega(
    design: SurveyDesign, items: Sequence[str], *, reverse: Sequence[str] = (), confidence: float = 0.95
) -> Estimate:
    """McDonald's omega total: the share of one common factor in the variance of the sum of p items.

    value     sum(a)**2 / (sum(a)**2 + sum(u)), a loadings and u unique variances of the one-factor model of the
              weighted covariances; see `one_factor`
    variance  of the linearised scores, through the equations that loadings and unique variances solve

    Otherwise as `cronbach_alpha`. Raises also NoFactor, and AnalysisError for fewer than three items.
    The model is that of R `svyfactanal(factors = 1)`.

    McDonald (1999), Test Theory, 6.3.
    """
    scale = Scale.of(design, items, reverse, least=3)
    return _estimate(scale, "omega", _omega, confidence)


@takes(SurveyDesign)
def alpha_without_item(
    design: SurveyDesign, items: Sequence[str], *, reverse: Sequence[str] = (), confidence: float = 0.95
) -> ResultTable:
    """`cronbach_alpha` of the scale without each item in turn, of those who answered all items; rows are the items.

    Raises as `cronbach_alpha`, and AnalysisError for fewer than three items.
    """
    scale = Scale.of(design, items, reverse, least=3)
    return ResultTable(scale.figures(scale.rows, "alpha", _alpha_without, confidence))


@takes(SurveyDesign)
def item_rest_correlation(
    design: SurveyDesign, items: Sequence[str], *, reverse: Sequence[str] = (), confidence: float = 0.95
) -> ResultTable:
    """Correlation of each item with the sum of the others, weighted, with its linearised standard error.

    Rows are the items. Raises as `cronbach_alpha`. Same as "corrected item-total correlation" of SPSS RELIABILITY.
    """
    scale = Scale.of(design, items, reverse, least=2)
    return ResultTable(scale.figures(scale.rows, "correlation", _with_the_rest, confidence))


@takes(SurveyDesign)
def factor_loadings(
    design: SurveyDesign, items: Sequence[str], *, reverse: Sequence[str] = (), confidence: float = 0.95
) -> ResultTable:
    """Standardised loading of each item on one common factor, by maximum likelihood; rows are the items.

    Raises as `mcdonald_omega`. Loadings same as R `svyfactanal(factors = 1)`, Stata `factor, ml` with weights; the
    standard errors are design-based.
    """
    scale = Scale.of(design, items, reverse, least=3)
    return ResultTable(scale.figures(scale.rows, "loading", _loadings, confidence))


def _estimate(scale: Scale, statistic: str, function: OfCovariances, confidence: float) -> Estimate:
    row = Level(statistic, Text(sv=_IN_SWEDISH[statistic], en=statistic.capitalize()))
    return Estimate(only_cell(scale.figures((row,), statistic, function, confidence)))


_IN_SWEDISH = {"alpha": "Alfa", "standardised alpha": "Standardiserad alfa", "omega": "Omega"}


def _place(p: int) -> IntArray:
    """(p, p) where each product of two items stands among those of `np.triu_indices`."""
    place = np.zeros((p, p), dtype=np.int64)
    place[np.triu_indices(p)] = np.arange(p * (p + 1) // 2)
    return np.asarray(np.maximum(place, place.T))


def _alpha(s: NDArray[Any]) -> NDArray[Any]:
    p, trace = s.shape[-1], np.trace(s, axis1=-2, axis2=-1)
    return np.asarray(p / (p - 1) * (1 - trace / s.sum(axis=(-2, -1))))[..., None]


def _standardised_alpha(s: NDArray[Any]) -> NDArray[Any]:
    return _alpha(_correlations(s)[0])


def _alpha_without(s: NDArray[Any]) -> NDArray[Any]:
    p = s.shape[-1]
    kept = [[i for i in range(p) if i != j] for j in range(p)]
    return np.concatenate([_alpha(s[..., rest, :][..., rest]) for rest in kept], axis=-1)


def _with_the_rest(s: NDArray[Any]) -> NDArray[Any]:
    variance = np.diagonal(s, axis1=-2, axis2=-1)
    with_all = s.sum(axis=-1)
    rest = with_all.sum(axis=-1, keepdims=True) - 2 * with_all + variance
    return np.asarray((with_all - variance) / np.sqrt(variance * rest))


def _loadings(s: NDArray[Any]) -> NDArray[Any]:
    return one_factor(_correlations(s)[0])[..., : s.shape[-1]]


def _omega(s: NDArray[Any]) -> NDArray[Any]:
    r, sd = _correlations(s)
    a, u = np.split(one_factor(r), 2, axis=-1)
    common = (sd * a).sum(axis=-1) ** 2
    return np.asarray(common / (common + (sd**2 * u).sum(axis=-1)))[..., None]


def _correlations(s: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """(..., p, p) correlations and (..., p) standard deviations."""
    sd = np.sqrt(np.diagonal(s, axis1=-2, axis2=-1))
    return s / (sd[..., :, None] * sd[..., None, :]), sd
