"""The one pass over the cases: sums within sampling unit and cell, from which every table is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.categories import Categories, combined
from analysis.design import BoolArray, SurveyDesign
from analysis.errors import AnalysisError
from analysis.linearised import Linearised
from analysis.source import By, Level
from analysis.unreleased import FloatArray, IntArray
from survey.text import Text

ALL = Level(None, Text(sv="Alla", en="All"))
MOST_COMBINATIONS = 2000


def grouped_by(by: By) -> tuple[str, ...]:
    """Names of the grouping variables, each once."""
    return (by,) if isinstance(by, str) else tuple(dict.fromkeys(by or ()))


@dataclass(frozen=True, eq=False)
class Grouping:
    """The columns of a table: groups, then everybody.

    columns   groups in code order, then "all"; only "all" without a grouping variable. Of several variables, all
              combinations of their categories, the last variable's category changing first
    codes     (n,) number of each case's group, -1 without an answer; all 0 without a grouping variable
    """

    columns: tuple[Level, ...]
    codes: IntArray

    @classmethod
    def of(cls, design: SurveyDesign, by: By) -> Grouping:
        """The groups of a variable, or of several; cases without an answer are in no column, so that columns add up.

        Raises UnknownVariable, and AnalysisError for more than 2000 combinations.
        """
        names = grouped_by(by)
        if not names:
            return cls((ALL,), np.zeros(len(design.frame), dtype=np.int64))
        each = [design.categories(name) for name in names]
        found = prod(len(groups.levels) for groups in each)
        if len(each) > 1 and found > MOST_COMBINATIONS:
            raise AnalysisError(
                f"{' and '.join(names)} have {found} combinations of categories; a table takes at most "
                f"{MOST_COMBINATIONS}. Group by fewer variables, or merge categories first."
            )
        codes = each[0].codes
        for groups in each[1:]:
            both = (codes >= 0) & groups.answered
            codes = np.where(both, codes * len(groups.levels) + groups.codes, -1)
        levels = (combined(levels) for levels in product(*[groups.levels for groups in each]))
        return cls((*levels, ALL), codes)

    @property
    def n_groups(self) -> int:
        """Groups that cases are counted in: the columns but "all", or "all" where it is the only one."""
        return max(len(self.columns) - 1, 1)

    def with_all(self, sums: NDArray[Any]) -> NDArray[Any]:
        """(..., columns) from (..., groups): "all" is their sum."""
        if len(self.columns) == self.n_groups:
            return sums
        return np.concatenate([sums, sums.sum(axis=-1, keepdims=True)], axis=-1)

    def anywhere(self, present: BoolArray) -> BoolArray:
        """(..., columns) from (..., groups): "all" is any of them."""
        return self.with_all(present) > 0

    def drawn(self, design: SurveyDesign) -> tuple[FloatArray, IntArray]:
        """(C,) design degrees of freedom and (C,) cases of each column, answered or not.

        As in R, item nonresponse costs no degrees of freedom; a domain or a group does.
        """
        cells = Cells.of_groups(design, np.ones(len(design.frame), dtype=bool), self)
        present = self.anywhere(cells.present()[:, 0])
        return np.array([design.sampling.df(column) for column in present.T]), self.with_all(cells.n()[0])


@dataclass(frozen=True, eq=False)
class Cells:
    """Where the cases stand in R rows and G groups.

    number  (n,) row number * G + group number; -1 outside the domain or without an answer
    """

    design: SurveyDesign
    number: IntArray
    shape: tuple[int, int]

    @classmethod
    def of_rows(cls, design: SurveyDesign, rows: Categories, grouping: Grouping) -> Cells:
        """Cells of a crosstab."""
        there = design.inside & rows.answered & (grouping.codes >= 0)
        number = np.where(there, rows.codes * grouping.n_groups + grouping.codes, -1)
        return cls(design, number, (len(rows.levels), grouping.n_groups))

    @classmethod
    def of_groups(cls, design: SurveyDesign, answered: BoolArray, grouping: Grouping) -> Cells:
        """Cells of a table with one row: the groups themselves."""
        number = np.where(design.inside & answered, grouping.codes, -1)
        return cls(design, number, (1, grouping.n_groups))

    def n(self) -> IntArray:
        """(R, G) unweighted cases."""
        found = np.bincount(self.number[self.number >= 0], minlength=self._size)
        return found.astype(np.int64).reshape(self.shape)

    def present(self) -> BoolArray:
        """(u, R, G) units with a case in the cell."""
        return self._scattered(None) > 0

    def totals(self, values: Sequence[FloatArray]) -> Linearised:
        """Totals of q (n,) values within each cell, as estimates in the order (q, R, G); values include the weight."""
        sums = [self._scattered(value).reshape(self.design.sampling.n_units, self._size) for value in values]
        return self.design.of_unit_sums(np.concatenate(sums, axis=1), self.number >= 0)

    def _scattered(self, values: FloatArray | None) -> NDArray[Any]:
        """(u, R, G) sums of (n,) values, or cases, within unit and cell."""
        sampling, there = self.design.sampling, self.number >= 0
        at = sampling.unit[there] * self._size + self.number[there]
        weights = None if values is None else values[there]
        sums = np.bincount(at, weights=weights, minlength=sampling.n_units * self._size)
        return sums.reshape(sampling.n_units, *self.shape)

    @property
    def _size(self) -> int:
        return self.shape[0] * self.shape[1]
