"""Hand-made results, for tests of what happens after estimation."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from analysis.source import Level, Source
from analysis.unreleased import ResultTable, TableFigures, TestFigures
from survey.text import Text


def table_figures(
    counts: Sequence[Sequence[int]],
    *,
    level: int = 3,
    by: str = "sex",
    where: str = "",
    weights: float = 1.0,
    rows: str = "y_meet",
    synthetic: bool = False,
) -> TableFigures:
    """The figures of a crosstab with (R, G) counts; without `by`, G is 1 and there is no column for all."""
    inner = np.asarray(counts, dtype=np.int64)
    n = np.column_stack([inner, inner.sum(axis=1)]) if by else inner
    base = n.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        p = n / base
        std_error = np.sqrt(p * (1 - p) / (base - 1))
    groups = [Level(float(g + 1), Text(sv=f"Grupp {g + 1}", en=f"Group {g + 1}")) for g in range(inner.shape[1])]
    everybody = Level(None, Text(sv="Alla", en="All"))
    names = (rows, *([by] if by else []), *(["y_age"] if where else []))
    return TableFigures(
        source=Source(
            study="youth_exposure",
            variables=names,
            labels=tuple(Text(sv=f"Fråga {name}", en=f"Question {name}") for name in names),
            rows=rows,
            by=by,
            where=where,
            where_words=Text(sv="ett filter", en="a filter") if where else Text(),
            where_variables=("y_age",) if where else (),
            level=level,
            weighted=weights != 1.0,
            synthetic=synthetic,
        ),
        statistic="proportion",
        rows=tuple(Level(float(r), Text(sv=f"Svar {r}", en=f"Answer {r}")) for r in range(inner.shape[0])),
        columns=(*groups, everybody) if by else (everybody,),
        n=n,
        weighted_n=n * weights,
        base_n=base,
        base_weighted_n=base * weights,
        value=p,
        std_error=std_error,
        ci_low=np.clip(p - 2 * std_error, 0, 1),
        ci_high=np.clip(p + 2 * std_error, 0, 1),
        ci_method="logit",
        level_of_confidence=0.95,
        df=np.maximum(base - 1.0, 1.0),
        deff=np.ones(p.shape),
        test=TestFigures("Rao-Scott F", 3.21, 2.0, 500.0, 0.041) if by else None,
    )


@pytest.fixture
def crosstab_of() -> Callable[..., ResultTable]:
    """Makes an unreleased crosstab of (R, G) counts; see `table_figures`."""
    return lambda counts, **how: ResultTable(table_figures(counts, **how))
