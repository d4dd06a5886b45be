"""Means of groups with their covariance: what t tests, rank tests, trends and changes are made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.arrays import BoolArray, FloatArray, IntArray
from analysis.categories import Categories, level_number
from analysis.cells import Cells
from analysis.design import SurveyDesign
from analysis.errors import NoCases
from analysis.linearised import Linearised
from analysis.source import Level, Source
from analysis.t_table import Bases, only_cell, t_table
from analysis.unreleased import EstimateFigures, OfGroups
from survey.text import Text


@dataclass(frozen=True, eq=False)
class GroupMeans:
    """Means of G groups, each with at least one case.

    levels  of the groups
    means   (G,) with their covariance
    n       (G,) unweighted cases
    cases   (n,) those that took part
    weighted_n  (G,) their weight
    cells   where the cases stand: one cell a group
    fewest  cases in the smallest group; where the values are two, with one of them in a group
    """

    levels: tuple[Level, ...]
    means: Linearised
    n: IntArray
    cases: BoolArray
    weighted_n: FloatArray
    cells: Cells
    fewest: int

    @property
    def key(self) -> int | None:
        """Names the set of the cases; None without record keys."""
        return self.cells.design.key_of(self.cases)

    def by_case(self, of_group: FloatArray) -> FloatArray:
        """(n,) each case's own of (G,) numbers; NaN for those who did not take part."""
        return np.append(of_group, np.nan)[self.cells.number]


def group_means(design: SurveyDesign, y: FloatArray, groups: Categories) -> GroupMeans:
    """Means of the (n,) values y, NaN where there is none, in each category that has a case with a value.

    value     sum(w * y) / sum(w) within the group; variance and covariance as in `mean`
    """
    cases = design.inside & np.isfinite(y) & groups.answered
    found, codes = np.unique(groups.codes[cases], return_inverse=True)
    number = np.full(len(y), -1, dtype=np.int64)
    number[cases] = codes
    cells = Cells.of_codes(design, number, len(found))
    # Around the middle of the range no digits are lost.
    middle = (y[cases].min() + y[cases].max()) / 2 if cases.any() else 0.0
    w = design.calibrated_weight

    def means_of(totals: NDArray[Any]) -> NDArray[Any]:
        a, b = np.split(totals, 2, axis=-1)
        return np.asarray(middle + b / a)

    sums = cells.totals([w, w * (np.where(cases, y, middle) - middle)])
    means = sums.transformed(means_of, cells.present()[:, 0])
    levels = tuple(groups.levels[code] for code in found)
    fewest = fewest_of(y[cases], codes)
    return GroupMeans(levels, means, cells.n()[0], cases, sums.value[: len(found)], cells, fewest)


def fewest_of(y: FloatArray, codes: IntArray | None = None) -> int:
    """Cases in the smallest group of (c,) codes, or in all; where the values are two, with one of them in a group."""
    groups = np.zeros(len(y), dtype=np.int64) if codes is None else codes
    if not len(y):
        return 0
    low, high = y.min(), y.max()
    sides = [y == low, y == high] if ((y == low) | (y == high)).all() else [np.ones(len(y), dtype=bool)]
    return int(min(np.bincount(groups[side], minlength=groups.max() + 1).min() for side in sides))


def outcome(design: SurveyDesign, variable: str, code: float | str | None) -> FloatArray:
    """(n,) values of a number, or with a code 1 for those in that category and 0 for others; NaN without an answer.

    Raises UnknownVariable, NotNumeric, and AnalysisError for a code that the variable does not have.
    """
    if code is None:
        return design.numeric(variable)
    known = design.categories(variable)
    return np.where(known.answered, known.codes == level_number(variable, known, code), np.nan)


def refuse_fewer_than_two(found: GroupMeans, variable: str, by: str) -> None:
    """Raises NoCases where there is nothing to compare."""
    if len(found.levels) < 2:
        raise NoCases(
            f'Comparing "{variable}" by "{by}" needs answers in at least two categories of "{by}"; '
            f"{len(found.levels)} has any. Widen the filter, or compare by another variable."
        )


def difference(
    source: Source,
    statistic: str,
    of: Linearised,
    df: float,
    n: int,
    weighted_n: float,
    confidence: float,
    key: int | None = None,
) -> EstimateFigures:
    """One difference, or other comparison, as an estimate with its t interval; without a design effect.

    df   below 0 where a test takes away more than the design has: 0 is left
    key  names the set of the n cases; None without record keys
    """
    bases, row = Bases.of_all(n, weighted_n, max(df, 0.0), key), Level(None, Text())
    return only_cell(t_table(source, statistic, [row], bases, of.value, of.std_error, of, confidence))


def of_groups(
    found: GroupMeans, weights: Sequence[float] | FloatArray, scores: Mapping[float | str | None, float] | None = None
) -> OfGroups:
    """A sum of means of groups, each times its weight, as disclosure control needs it.

    scores  of the values, where the means are means of scores
    """
    means = found.means.value
    return OfGroups(
        tuple(
            (level.value, float(c), float(mean)) for level, c, mean in zip(found.levels, weights, means, strict=True)
        ),
        scores,
    )


def scores_of(code: float | str | None) -> Mapping[float | str | None, float] | None:
    """Of shares of a category: 1 for those in it; None where no category was asked for."""
    return None if code is None else {code: 1.0}


def contrasted(means: Linearised, weights: Sequence[Sequence[float]] | FloatArray) -> Linearised:
    """(j,) sums of the estimates, each times its weight in (j, k)."""
    matrix = np.asarray(weights, dtype=np.float64)
    return means.transformed(lambda value: value @ matrix.T)
