"""A table of estimates with t intervals: what most estimators make of their estimates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.arrays import FloatArray, IntArray
from analysis.cells import ALL
from analysis.contributions import Contributions
from analysis.errors import NoCases
from analysis.intervals import t_interval
from analysis.linearised import Linearised
from analysis.source import Level, Source
from analysis.unreleased import EstimateFigures, TableFigures


@dataclass(frozen=True, eq=False)
class Bases:
    """C columns of a table, and what the estimates in each of them rest on.

    n           (C,) unweighted cases
    weighted_n  (C,) sum of their weights
    df          (C,) design degrees of freedom
    keys        (C,) name the sets of cases, see `SurveyDesign.key_of`; None without record keys
    """

    columns: tuple[Level, ...]
    n: IntArray
    weighted_n: FloatArray
    df: FloatArray
    keys: IntArray | None = None

    @classmethod
    def of_all(cls, n: int, weighted_n: float, df: float, key: int | None = None) -> Bases:
        """The one column of a table without groups."""
        keys = None if key is None else np.array([key])
        return cls((ALL,), np.array([n]), np.array([weighted_n]), np.array([df]), keys)


def t_table(
    source: Source,
    statistic: str,
    rows: Sequence[Level],
    bases: Bases,
    value: FloatArray,
    std_error: FloatArray,
    linearised: Linearised | None,
    confidence: float,
    *,
    deff: FloatArray | None = None,
    contributions: tuple[Contributions, ...] = (),
) -> TableFigures:
    """A table of R rows and C columns in which every row rests on all cases of its column.

    value, std_error  (R, C), or (R,) where there is one column and (C,) where there is one row
    deff              likewise; NaN where none is given
    """
    shape = (len(rows), len(bases.columns))
    value, std_error = value.reshape(shape), std_error.reshape(shape)
    low, high = t_interval(value, std_error, bases.df, confidence)
    return TableFigures(
        source=source,
        statistic=statistic,
        rows=tuple(rows),
        columns=bases.columns,
        n=np.tile(bases.n, (len(rows), 1)),
        weighted_n=np.tile(bases.weighted_n, (len(rows), 1)),
        base_n=bases.n,
        base_weighted_n=bases.weighted_n,
        value=value,
        std_error=std_error,
        ci_low=low,
        ci_high=high,
        ci_method="t",
        level_of_confidence=confidence,
        df=bases.df,
        deff=np.full(shape, np.nan) if deff is None else deff.reshape(shape),
        linearised=linearised,
        keys=None if bases.keys is None else np.tile(bases.keys, (len(rows), 1)),
        base_keys=bases.keys,
        contributions=contributions,
    )


def only_cell(table: TableFigures, row: int = 0) -> EstimateFigures:
    """One row of a table without groups, as a single estimate. Raises NoCases where nobody is in the base."""
    if not table.base_n[-1]:
        raise NoCases(f'Nobody in this part of the data has an answer to "{table.source.rows}". Widen the filter.')
    return EstimateFigures(
        source=table.source,
        statistic=table.statistic,
        value=float(table.value[row, -1]),
        std_error=float(table.std_error[row, -1]),
        ci_low=float(table.ci_low[row, -1]),
        ci_high=float(table.ci_high[row, -1]),
        ci_method=table.ci_method,
        level_of_confidence=table.level_of_confidence,
        df=float(table.df[-1]),
        deff=float(table.deff[row, -1]),
        n=int(table.base_n[-1]),
        n_cell=int(table.n[row, -1]),
        weighted_n=float(table.base_weighted_n[-1]),
        code=table.rows[row].value if table.statistic == "proportion" else None,
        linearised=table.linearised.at([row]) if table.linearised else None,
        per_head=table.per_head.at([row]) if table.per_head else None,
        key=None if table.keys is None else int(table.keys[row, -1]),
        base_key=None if table.base_keys is None else int(table.base_keys[-1]),
        contributions=tuple(found.last() for found in table.contributions),
    )
