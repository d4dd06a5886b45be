"""Columns: the cases of each group and of all, and the table of estimates made in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.arrays import BoolArray, FloatArray, IntArray
from analysis.cells import Cells, Grouping
from analysis.contributions import Contributions
from analysis.design import SurveyDesign
from analysis.linearised import Linearised, Smooth
from analysis.source import By, Level, Source
from analysis.t_table import Bases, t_table
from analysis.unreleased import TableFigures


@dataclass(frozen=True, eq=False)
class Columns:
    """C columns of a table: the groups of `by`, then all of them together.

    cells       where each case with an answer stands
    group       (n,) number of each such case's group; -1 for the others
    n           (C,) unweighted cases
    weighted_n  (C,) sum of their weights
    df          (C,) design degrees of freedom of the groups, answered or not
    """

    design: SurveyDesign
    grouping: Grouping
    cells: Cells
    group: IntArray
    n: IntArray
    weighted_n: FloatArray
    df: FloatArray

    @classmethod
    def of(cls, design: SurveyDesign, answered: BoolArray, by: By) -> Columns:
        """The columns of the (n,) cases that have an answer to all that a table is about."""
        grouping = Grouping.of(design, by)
        cells = Cells.of_groups(design, answered, grouping)
        group = np.where(cells.inside(), grouping.codes, -1)
        n, weight = (grouping.with_all(found[0]) for found in (cells.n(), cells.sums(design.calibrated_weight)))
        return cls(design, grouping, cells, group, n, weight, cells.df(grouping))

    @property
    def there(self) -> BoolArray:
        """(n,) cases that are in a column."""
        return self.group >= 0

    def mean_of(self, values: FloatArray) -> FloatArray:
        """(C,) weighted means of (n,) values; 0 in a column without cases."""
        sums = self.cells.sums(self.design.calibrated_weight * np.where(self.there, values, 0.0))[0]
        return self.grouping.with_all(sums) / np.where(self.n > 0, self.weighted_n, 1.0)

    def range_of(self, values: FloatArray) -> tuple[FloatArray, FloatArray]:
        """(C,) least and (C,) greatest of (n,) values; both 0 in a column without cases."""
        there, found = self.there, []
        for extreme, start in ((np.minimum, np.inf), (np.maximum, -np.inf)):
            of_group = np.full(self.grouping.n_groups, start)
            extreme.at(of_group, self.group[there], values[there])
            both = np.append(of_group, extreme.reduce(of_group))[: len(self.n)]
            found.append(np.where(self.n > 0, both, 0.0))
        return found[0], found[1]

    def by_case(self, values: FloatArray) -> FloatArray:
        """(n,) the number in (C,) of each case's own group; that of the first group for cases in no column."""
        return np.asarray(values[np.maximum(self.group, 0)])

    def smooth(self, values: Sequence[FloatArray], rows: int, function: Smooth) -> Linearised:
        """Estimates of R rows in C columns from weighted totals of q (n,) values in the groups.

        function  takes (..., q, G) totals and gives (..., R, C)
        """
        q, k = len(values), rows * len(self.n)

        def flat(totals: NDArray[Any]) -> NDArray[Any]:
            found = function(totals.reshape(*totals.shape[:-1], q, self.grouping.n_groups))
            return np.asarray(found.reshape(*totals.shape[:-1], k))

        w, there = self.design.calibrated_weight, self.there
        sums = self.cells.totals([w * np.where(there, value, 0.0) for value in values])
        present = self.grouping.anywhere(self.cells.present()[:, 0])
        return sums.transformed(flat, np.tile(present, (1, rows)))

    def table(
        self,
        source: Source,
        statistic: str,
        rows: Sequence[Level],
        linearised: Linearised,
        confidence: float,
        *,
        known: BoolArray | None = None,
        deff: FloatArray | None = None,
        amounts: Sequence[FloatArray] = (),
    ) -> TableFigures:
        """The estimates as a table, with t intervals; NaN in columns without cases and where not `known` (R, C).

        amounts  (n,) values whose sums the estimates are made of
        """
        shape = (len(rows), len(self.n))
        known = np.broadcast_to(self.n > 0, shape) & (True if known is None else known)
        value = np.where(known, linearised.value.reshape(shape), np.nan)
        std_error = np.sqrt(np.where(known, linearised.variance.reshape(shape), np.nan))
        keys = self.cells.keys(self.grouping)
        bases = Bases(self.grouping.columns, self.n, self.weighted_n, self.df, None if keys is None else keys[0])
        rests_on = tuple(Contributions.of(self.cells, self.grouping, values) for values in amounts)
        return t_table(
            source, statistic, rows, bases, value, std_error, linearised, confidence, deff=deff, contributions=rests_on
        )
