"""Variance, standard deviation, covariance and correlation, of everybody and by group."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.arguments import names_of, takes
from analysis.arrays import BoolArray, FloatArray
from analysis.contributions import Contributions
from analysis.design import SurveyDesign
from analysis.errors import AnalysisError
from analysis.estimates.table_columns import Columns
from analysis.linearised import Linearised
from analysis.source import By, Level
from analysis.unreleased import ResultTable
from survey.text import LANGUAGES, Text

# Takes covariances (..., pairs, C), real or complex, to what is asked for.
_Of = Callable[[NDArray[Any]], NDArray[Any]]


@takes(SurveyDesign)
def variance(design: SurveyDesign, variable: str, *, by: By = None, confidence: float = 0.95) -> ResultTable:
    """Population variance of a numeric variable, in each group of `by` and in all together.

    value     s2 = n / (n - 1) * sum(w * (y - m)**2) / sum(w), with m the weighted mean and n the cases with an answer
    variance  of scores z_i = w_i * (n / (n - 1) * (y_i - m)**2 - s2) / sum(w); see `Stages.covariance`
    interval  t with design degrees of freedom

    A constant has 0 with SE 0; a group with fewer than two cases NaN. Raises UnknownVariable, NotNumeric, LonelyPSU.
    Same as R `svyvar`, Stata `estat sd, var`. R's n also counts cases without an answer, in linearisation only; here it
    does not: R agrees for a design without them.
    """
    spread = _Spread.of(design, [variable], by)
    linearised = spread.linearised(lambda covariances: covariances, spread.pairs)
    return spread.table("variance", [_row(design, variable)], linearised, spread.known, confidence)


@takes(SurveyDesign)
def standard_deviation(design: SurveyDesign, variable: str, *, by: By = None, confidence: float = 0.95) -> ResultTable:
    """Square root of `variance`, its SE by the derivative: SE(s2) / (2 * s); a constant has 0 with SE 0.

    Raises as `variance`. Same as R `svycontrast(svyvar(~y, design), quote(sqrt(y)))`, Stata `estat sd`.
    """
    spread = _Spread.of(design, [variable], by)
    spreads = spread.positive

    def root(covariances: NDArray[Any]) -> NDArray[Any]:
        return np.asarray(np.where(spreads, np.sqrt(np.where(spreads, covariances, 1.0)), 0.0))

    linearised = spread.linearised(root, spread.pairs)
    return spread.table("standard deviation", [_row(design, variable)], linearised, spread.known, confidence)


@takes(SurveyDesign)
def covariance(
    design: SurveyDesign, variables: Sequence[str], *, by: By = None, confidence: float = 0.95
) -> ResultTable:
    """Population variances and covariances of numeric variables: a row for each pair, also with itself.

    value     s_xy = n / (n - 1) * sum(w * (x - mx) * (y - my)) / sum(w), n the cases with an answer to all of them
    variance  as in `variance`; pairs in the order xx, xy, xz, yy, yz, zz

    Raises as `variance`, and AnalysisError for fewer than two variables. Same as R `svyvar(~x + y + z)`.
    """
    spread = _Spread.of(design, _two_or_more(variables), by)
    rows = [_row(design, variables[i], variables[j]) for i, j in spread.pairs]
    linearised = spread.linearised(lambda covariances: covariances, spread.pairs)
    return spread.table("covariance", rows, linearised, spread.known, confidence)


@takes(SurveyDesign)
def correlation(
    design: SurveyDesign, variables: Sequence[str], *, by: By = None, confidence: float = 0.95
) -> ResultTable:
    """Pearson's correlation of each pair of numeric variables, in each group of `by` and in all together.

    value     r = s_xy / sqrt(s_xx * s_yy); see `covariance`
    variance  of scores z_i = w_i * (u_i * v_i - r * (u_i**2 + v_i**2) / 2) / sum(w), u and v the standardised values
    interval  t with design degrees of freedom; may leave [-1, 1]

    NaN where one of the two is constant. Raises as `covariance`. Same as R `cov2cor(svyvar(~x + y))`, with the SE of
    `svycontrast(svyvar(~x + y), quote(xy / sqrt(xx * yy)))`.
    """
    spread = _Spread.of(design, _two_or_more(variables), by)
    wanted = [(i, j) for i, j in spread.pairs if i < j]
    xy, xx, yy = ([spread.pairs.index(pair) for pair in of] for of in (
        wanted, [(i, i) for i, _ in wanted], [(j, j) for _, j in wanted]
    ))  # fmt: skip
    known = spread.known & spread.positive[xx] & spread.positive[yy]

    def correlations(covariances: NDArray[Any]) -> NDArray[Any]:
        both = np.where(known, covariances[..., xx, :] * covariances[..., yy, :], 1.0)
        return np.asarray(np.where(known, covariances[..., xy, :] / np.sqrt(both), 0.0))

    rows = [_row(design, variables[i], variables[j]) for i, j in wanted]
    return spread.table("correlation", rows, spread.linearised(correlations, wanted), known, confidence)


@dataclass(frozen=True, eq=False)
class _Spread:
    """p variables of the cases with an answer to all of them, in C columns.

    centre    (p, C) mean of each column
    pairs     of variables, each with itself and later ones
    positive  (pairs, C) True where the covariance is more than 0 and the column has two cases
    """

    names: Sequence[str]
    by: By
    columns: Columns
    y: FloatArray
    centre: FloatArray
    pairs: list[tuple[int, int]]

    @classmethod
    def of(cls, design: SurveyDesign, names: Sequence[str], by: By) -> _Spread:
        y = np.array([design.numeric(name) for name in names])
        columns = Columns.of(design, np.isfinite(y).all(axis=0), by)
        # A mean that rounding has moved out of the range would give a constant a variance.
        centre = np.array([np.clip(columns.mean_of(values), *columns.range_of(values)) for values in y])
        pairs = [(i, j) for i in range(len(names)) for j in range(i, len(names))]
        return cls(names, by, columns, y, centre, pairs)

    @property
    def known(self) -> BoolArray:
        """(1, C) columns with two cases or more."""
        return (self.columns.n > 1)[None]

    @property
    def positive(self) -> BoolArray:
        found = self.linearised(lambda covariances: covariances, self.pairs).value
        return np.asarray(found.reshape(len(self.pairs), -1) > 0) & self.known

    def linearised(self, of: _Of, rows: Sequence[tuple[int, int]]) -> Linearised:
        """What `of` makes of the covariances, from totals of deviations and their products."""
        d = np.array([y - self.columns.by_case(centre) for y, centre in zip(self.y, self.centre, strict=True)])
        one = np.ones(d.shape[1])
        values = [one, *d, *[d[i] * d[j] for i, j in self.pairs]]
        return self.columns.smooth(values, len(rows), lambda totals: of(self._covariances(totals)))

    def _covariances(self, totals: NDArray[Any]) -> NDArray[Any]:
        """(..., pairs, C) from totals (..., q, G) of 1, deviations from the group's mean, and their products."""
        p, n = len(self.names), self.columns.n
        W, S, products = totals[..., :1, :], totals[..., 1 : p + 1, :], totals[..., p + 1 :, :]
        if len(n) > self.columns.grouping.n_groups:
            W, S, products = (
                np.concatenate([own, moved.sum(axis=-1, keepdims=True)], axis=-1)
                for own, moved in zip((W, S, products), self._around_all(W, S, products), strict=True)
            )
        W = np.where(n > 0, W, 1.0)
        i, j = np.array(self.pairs).T
        return np.asarray((products / W - S[..., i, :] / W * (S[..., j, :] / W)) * (n / np.maximum(n - 1, 1)))

    def _around_all(self, W: NDArray[Any], S: NDArray[Any], products: NDArray[Any]) -> tuple[NDArray[Any], ...]:
        """The same totals of deviations from the mean of all."""
        away = self.centre[:, :-1] - self.centre[:, -1:]
        i, j = np.array(self.pairs).T
        moved = products + away[i] * S[..., j, :] + away[j] * S[..., i, :] + away[i] * away[j] * W
        return W, S + away * W, moved

    def table(
        self, statistic: str, rows: Sequence[Level], linearised: Linearised, known: BoolArray, confidence: float
    ) -> ResultTable:
        source = self.columns.design.source(*self.names, by=self.by)
        made = self.columns.table(source, statistic, rows, linearised, confidence, known=known)
        return ResultTable(replace(made, contributions=self._contributions() if len(self.names) == 1 else ()))

    def _contributions(self) -> tuple[Contributions, ...]:
        """Of the one variable, and of its squared deviations from the mean of each column."""
        (y,), (centre,), columns = self.y, self.centre, self.columns
        own = Contributions.of(columns.cells, columns.grouping, y)
        around = [
            Contributions.of(columns.cells, columns.grouping, (y - middle) ** 2)
            for middle in (columns.by_case(centre), centre[-1])
        ]
        # How many different values there are is asked of the answers themselves.
        squares = replace(around[0].but_all(around[1]), low=own.low, high=own.high, more=own.more)
        return own, squares


def _two_or_more(variables: Sequence[str]) -> Sequence[str]:
    names = names_of("variables", variables)
    if len(set(names)) < max(len(names), 2):
        raise AnalysisError(
            "A covariance or correlation is between two variables or more, each named once: "
            'variables=["height", "weight"]. For one variable use variance.'
        )
    return names


def _row(design: SurveyDesign, *names: str) -> Level:
    """A row for one variable, or for a pair."""
    labels = [design.frame.variable(name).label for name in names]
    said = {lang: " × ".join(label.in_language(lang) for label in labels) for lang in LANGUAGES}
    return Level(":".join(names), Text(said))
