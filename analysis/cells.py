"""The one pass over the cases: sums within sampling unit and cell, from which every table is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.arguments import names_of
from analysis.arrays import BoolArray, FloatArray, IntArray
from analysis.categories import Categories, combined
from analysis.condensed import Gathered
from analysis.design import SurveyDesign
from analysis.errors import AnalysisError
from analysis.linearised import Linearised
from analysis.replicates import Replicates
from analysis.sampling import Stages
from analysis.source import By, Level
from survey.text import Text

MOST_CELLS = 40_000
MOST_COMBINATIONS = 2000

ALL = Level(None, Text(sv="Alla", en="All"))


def grouped_by(by: By) -> tuple[str, ...]:
    """Names of the grouping variables, each once."""
    return tuple(dict.fromkeys(names_of("by", by)))


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
        each = [design.groups(name) for name in names]
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
        if len(self.columns) == self.n_groups:
            return present
        return np.concatenate([present, present.any(axis=-1, keepdims=True)], axis=-1)


@dataclass(frozen=True, eq=False)
class Cells:
    """Where the cases stand in R rows and G groups.

    number  (n,) row number * G + group number: every case has one, so that nobody need be picked out
    shape   (R, G) of the table
    n_rows  R, or R + 1 where some in the groups have no answer: they are in a last row
    nowhere  True where some are outside the domain or without a group: their number is n_rows * G
    """

    design: SurveyDesign
    number: IntArray
    shape: tuple[int, int]
    n_rows: int
    nowhere: bool

    @classmethod
    def of_rows(cls, design: SurveyDesign, rows: Categories, grouping: Grouping) -> Cells:
        """Cells of a crosstab. Raises AnalysisError for more than can be tabled."""
        n = len(rows.levels) * grouping.n_groups
        if n > MOST_CELLS:
            raise AnalysisError(
                f"{len(rows.levels)} rows in {grouping.n_groups} groups make {n} cells; a table takes at most "
                f"{MOST_CELLS}. Group the values first."
            )
        return cls._placed(design, rows.codes, rows.codes < 0, len(rows.levels), grouping.codes, grouping.n_groups)

    @classmethod
    def of_groups(cls, design: SurveyDesign, answered: BoolArray, grouping: Grouping) -> Cells:
        """Cells of a table with one row: the groups themselves."""
        row = np.zeros(len(answered), dtype=np.int64)
        return cls._placed(design, row, ~answered, 1, grouping.codes, grouping.n_groups)

    @classmethod
    def of_codes(cls, design: SurveyDesign, codes: IntArray, n_groups: int) -> Cells:
        """Cells of a table with one row from (n,) groups, -1 for cases that are in none."""
        row = np.zeros(len(codes), dtype=np.int64)
        return cls._placed(design, row, row > 0, 1, codes, n_groups)

    @classmethod
    def _placed(
        cls, design: SurveyDesign, row: IntArray, unanswered: BoolArray, n_rows: int, group: IntArray, g: int
    ) -> Cells:
        shape = (n_rows, g)
        if unanswered.any():
            row, n_rows = np.where(unanswered, n_rows, row), n_rows + 1
        number = row * g
        number += group
        nowhere = ~design.inside | (group < 0)
        some_nowhere = bool(nowhere.any())
        if some_nowhere:
            number[nowhere] = n_rows * g
        return cls(design, number, shape, n_rows, some_nowhere)

    def n(self) -> IntArray:
        """(R, G) unweighted cases."""
        found = np.bincount(self.number, minlength=self._n_numbers).astype(np.int64, copy=False)
        return found[: self._size].reshape(self.shape)

    def keys(self, grouping: Grouping) -> IntArray | None:
        """(R, C) what names the set of cases in each cell: the sum of their record keys, mod 2**32; None without."""
        keys = self.design.record_keys
        if keys is None:
            return None
        # In two halves, so that sums of a million keys are exact in floating point.
        halves = [self.sums(half.astype(np.float64)).astype(np.int64) for half in (keys & 0xFFFF, keys >> 16)]
        return np.asarray(grouping.with_all(halves[0] + (halves[1] << 16)) % 2**32)

    def present(self) -> BoolArray:
        """(u, R, G) units with a case in the cell."""
        return self._there[:, : self._size].reshape(len(self._there), *self.shape)

    def df(self, grouping: Grouping) -> FloatArray:
        """(C,) design degrees of freedom of each column.

        As in R, item nonresponse costs no degrees of freedom; a domain or a group does.
        """
        groups = self.shape[1]
        by_group = self._there[:, : self.n_rows * groups].reshape(len(self._there), self.n_rows, groups)
        return self._units.df_of_each(grouping.anywhere(np.asarray(by_group.any(axis=1))))

    def n_drawn(self, grouping: Grouping) -> IntArray:
        """(C,) cases of each column, answered or not."""
        found = np.bincount(self.number, minlength=self._n_numbers)[: self.n_rows * self.shape[1]]
        return np.asarray(grouping.with_all(found.reshape(-1, self.shape[1]).sum(axis=0)))

    def inside(self) -> BoolArray:
        """(n,) True for the cases of the table."""
        return self.number < self._size

    def sums(self, values: FloatArray) -> FloatArray:
        """(R, G) sums of (n,) values."""
        found = np.bincount(self.number, weights=values, minlength=self._n_numbers)
        return np.asarray(found[: self._size].reshape(self.shape), dtype=np.float64)

    def totals(self, values: Sequence[FloatArray]) -> Linearised:
        """Totals of q (n,) values within each cell, as estimates in the order (q, R, G); values include the weight."""
        if isinstance(self._units, Gathered):
            inside = self.inside()
            return self._units.totals([value if inside.all() else np.where(inside, value, 0.0) for value in values])
        kept = np.concatenate([sums[:, : self._size] for sums in self._by_unit(values)], axis=1)
        crossed = self._crossed(values).reshape(self.design.residuals.p, kept.shape[1])
        return self.design.of_unit_sums(kept, crossed, self._present)

    def column_totals(self, values: Sequence[FloatArray], grouping: Grouping) -> list[Linearised]:
        """Totals of each of the (n,) values in the (C,) columns of a table with one row: the groups, and "all"."""
        g = self.shape[1]
        if len(grouping.columns) == g or isinstance(self._units, Gathered):
            apart = self.totals(values)
            return [apart.at(slice(i * g, (i + 1) * g)).mapped(grouping.with_all) for i in range(len(values))]
        crossed = grouping.with_all(self._crossed(values))
        by_unit = [self._with_all(sums) for sums in self._by_unit(values)]
        return [self.design.of_unit_sums(sums, crossed[:, i], self._present) for i, sums in enumerate(by_unit)]

    def _with_all(self, sums: FloatArray) -> FloatArray:
        """(u, C) sums of the groups, and of "all" in the last place, which was left for it: nothing is copied."""
        g = self.shape[1]
        sums[:, -1] = sums[:, :g].sum(axis=1)
        return sums if sums.shape[1] == g + 1 else sums[:, [*range(g), -1]]

    def _crossed(self, values: Sequence[FloatArray]) -> FloatArray:
        """(P, q, R * G) what the design's calibration has to know of the values within each cell; P = 0 without one."""
        residuals = self.design.residuals
        if not residuals.p:
            return np.empty((0, len(values), self._size))
        cell = np.where(self.inside(), self.number, -1)
        return np.stack([residuals.crossed_in_cells(value, cell, self._size) for value in values], axis=1)

    def _by_unit(self, values: Sequence[FloatArray]) -> list[FloatArray]:
        """(u, N + 1) sums of each of the values."""
        known = self.design.calibrated_weight
        return [self._weights if value is known else self._scattered(value) for value in values]

    @property
    def _present(self) -> BoolArray:
        """(u,) units with a case in the table."""
        return np.asarray(self._there[:, : self._size].any(axis=1))

    @cached_property
    def _there(self) -> BoolArray:
        """(u, N + 1) units with a case of each number."""
        return np.asarray(self._weights != 0)

    @property
    def _size(self) -> int:
        return self.shape[0] * self.shape[1]

    @property
    def _n_numbers(self) -> int:
        return self.n_rows * self.shape[1] + self.nowhere

    @cached_property
    def _units(self) -> Gathered | Stages | Replicates:
        """What cases are summed in: the sampling units, or, where every case is one, groups of them."""
        sampling = self.design.sampling
        if isinstance(sampling, Stages) and not self.design.residuals.p and Gathered.suits(sampling, self._n_numbers):
            return Gathered(sampling, self.number, self._size, self._n_numbers)
        return sampling

    @cached_property
    def _weights(self) -> FloatArray:
        """(u, N + 1) sums of weights in each unit and number; not 0 where there is a case of the domain."""
        if isinstance(self._units, Gathered):
            return self._units.n_in_cells.astype(np.float64)
        return self._scattered(self.design.calibrated_weight)

    @cached_property
    def _place(self) -> IntArray:
        """(n,) unit * (N + 1) + number."""
        place = self.design.sampling.unit * (self._n_numbers + 1)
        place += self.number
        return place

    def _scattered(self, values: FloatArray) -> FloatArray:
        """(u, N + 1) sums of (n,) values within unit and each of the N numbers, and a last place for "all"."""
        shape = (self.design.sampling.n_units, self._n_numbers + 1)
        sums = np.bincount(self._place, weights=values, minlength=shape[0] * shape[1])
        return np.asarray(sums.reshape(shape), dtype=np.float64)
