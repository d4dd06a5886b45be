"""Direct standardisation: means of groups as if all had the same make-up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.arguments import takes
from analysis.arrays import BoolArray, FloatArray
from analysis.categories import Categories, level_number, written
from analysis.design import SurveyDesign
from analysis.domains import Domain
from analysis.errors import AnalysisError, NoCases
from analysis.estimates.table_columns import Columns
from analysis.groups import outcome
from analysis.linearised import Smooth
from analysis.source import By, Level
from analysis.unreleased import ResultTable


@takes(SurveyDesign)
def standardize(
    design: SurveyDesign,
    variable: str,
    *,
    over: str,
    population: Mapping[float | str, float],
    by: By = None,
    code: float | str | None = None,
    confidence: float = 0.95,
) -> ResultTable:
    """Mean of a number, or with a code the share of a category, in each group of `by` and in all together, directly
    standardised: as it would be if the categories of `over` had the same shares in each group as in a population.

    value     m_g = sum over categories a of p_a * m_ga, with m_ga the weighted mean of group g in category a
    variance  of scores z_i = p_a * w_i * (y_i - m_ga) / W_ga, W_ga the weight of those with an answer; p is known.
              With replicate weights, of the replicates' m_g
    interval  t with design degrees of freedom of the group

    over        variable whose make-up is made the same, such as the age group
    population  category of `over` to its size or share, in any unit, such as {1: 77670, 2: 72816, 3: 45364}. Cases in
                other categories are left out
    A group without answers in one of these categories cannot be standardised to them: NaN. (R leaves the category out
    of that group and scales the other shares up, so that the group is compared with others of another make-up.)
    Raises UnknownVariable, NotNumeric, NoCases, LonelyPSU, and AnalysisError for sizes that are no shares.

    Same as R `svystandardize(by = ~over, over = ~by)` followed by `svyby(svymean)`; Stata `svy: mean, stdize()
    stdweight() over()`, SUDAAN's STDVAR.

    Klein and Schoenborn (2001), Healthy People 2010 Statistical Notes 20; Breslow and Day (1987), IARC 82, 2.
    """
    y, categories = outcome(design, variable, code), design.categories(over)
    places, p = _shares(over, categories, population)
    inside = [categories.codes == place for place in places]
    taken = np.isin(categories.codes, places)
    part = design.domain_of(taken | ~categories.answered, Domain())
    columns = Columns.of(part, np.isfinite(y) & taken, by)
    # (A, C) categories in which a group has answers
    there = np.array([columns.mean_of(own.astype(np.float64)) > 0 for own in inside])
    _refuse_nobody(columns, there[:, -1], variable, over, [categories.levels[place] for place in places])
    middle = columns.mean_of(y)[-1]  # around it no digits are lost
    values = [np.where(own, y - middle, 0.0) for own in inside] + [own.astype(np.float64) for own in inside]
    linearised = columns.smooth(values, 1, _standardised(columns, p, middle, there))
    return ResultTable(
        columns.table(
            design.source(variable, over, by=by),
            "standardised mean" if code is None else "standardised proportion",
            [_row(design, variable, code)],
            linearised,
            confidence,
            known=np.all(there, axis=0, keepdims=True),
        )
    )


def _standardised(columns: Columns, p: FloatArray, middle: float, there: BoolArray) -> Smooth:
    """Standardised means (..., 1, C) from totals (..., 2 A, G): of y within each category, then of 1."""

    def means_of(totals: NDArray[Any]) -> NDArray[Any]:
        both = columns.grouping.with_all(totals)
        y, w = both[..., : len(p), :], both[..., len(p) :, :]
        return np.asarray(middle + (p[:, None] * y / np.where(there, w, 1.0)).sum(axis=-2, keepdims=True))

    return means_of


def _shares(over: str, categories: Categories, population: Mapping[float | str, float]) -> tuple[list[int], FloatArray]:
    """Places of the categories, and (A,) their shares. Raises AnalysisError."""
    places = [level_number(over, categories, code) for code in population]
    sizes = np.array(list(population.values()), dtype=np.float64)
    if not places or not np.isfinite(sizes).all() or (sizes < 0).any() or not sizes.any():
        raise AnalysisError(
            f'`population` must hold the size of each category of "{over}", 0 or more and not all 0, such as '
            "{1: 77670, 2: 72816}."
        )
    positive = sizes > 0
    return [place for place, kept in zip(places, positive, strict=True) if kept], sizes[positive] / sizes.sum()


def _refuse_nobody(columns: Columns, there: BoolArray, variable: str, over: str, levels: list[Level]) -> None:
    if not columns.n[-1]:
        raise NoCases(
            f'Nobody has both an answer to "{variable}" and a category of "{over}" with a share. Widen the filter.'
        )
    if not there.all():
        empty = ", ".join(
            written(level.value) for level in levels if level.value is not None and not there[levels.index(level)]
        )
        raise NoCases(
            f'Nobody with an answer to "{variable}" is in category {empty} of "{over}", so nothing can be standardised '
            "to its share. Merge it with another category, or leave it out of `population`."
        )


def _row(design: SurveyDesign, variable: str, code: float | str | None) -> Level:
    if code is None:
        return Level(variable, design.frame.variable(variable).label)
    categories = design.categories(variable)
    return categories.levels[level_number(variable, categories, code)]
