"""Hand-made results, for tests of what happens after estimation.

Test folders are no packages, so the conftest files that want this read it with `runpy`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest

from analysis.contributions import Contributions
from analysis.source import Level, Source
from analysis.unreleased import (
    Estimate,
    EstimateFigures,
    ModelCell,
    ModelFigures,
    ModelResult,
    ResultTable,
    TableFigures,
    TestFigures,
)
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


def contributions(groups: int, *, values: int = 3, largest: float = 2.0, whole: float = 100.0) -> Contributions:
    """Of G groups and all of them, in each of which two people contributed `largest` of `whole`."""
    none, ends = np.zeros(groups), {1: (1.0, 1.0), 2: (0.0, 1.0), 3: (0.0, 9.0)}[values]
    parts = (none + largest, none + largest, none + whole, none + ends[0], none + ends[1], none + values > 2)
    return Contributions(*parts).and_all()


def means_figures(
    counts: Sequence[int], means: Sequence[float], *, level: int = 3, spread: float = 2.0, values: int = 3
) -> TableFigures:
    """The figures of a table of means of one variable, of so many values, in G groups and in all of them."""
    n = np.array([[*counts, sum(counts)]])
    m = np.array([[*means, np.average(means, weights=np.maximum(counts, 1e-9))]])
    made = table_figures([[*counts]], level=level)
    std_error = np.divide(spread, np.sqrt(n - 1.0), out=np.full(n.shape, np.nan), where=n > 1)
    row = (Level("b_n1", Text(sv="Medelvärde", en="Mean")),)
    source = replace(made.source, rows="b_n1", variables=("b_n1", "sex"))
    return replace(
        made, source=source, statistic="mean", rows=row, value=m, std_error=std_error, ci_low=m - 1, ci_high=m + 1,
        ci_method="t", test=None, contributions=(contributions(len(counts), values=values),),
    )  # fmt: skip


def estimate_figures(
    n_cell: int, n: int, *, level: int = 3, code: float | None = 1.0, statistic: str = "proportion", where: str = ""
) -> EstimateFigures:
    """The figures of one proportion (or, with a value of 3, of one mean)."""
    made = table_figures([[n_cell], [n - n_cell]], level=level, by="", where=where)
    share = statistic == "proportion"
    value = float(made.value[0, 0]) if share else 3.0
    return EstimateFigures(
        made.source, statistic, value, 0.02, value - 0.04, value + 0.04, "logit" if share else "t", 0.95, 400.0, 1.0,
        n, n_cell if share else n, float(n), code if share else None,
        contributions=() if share else (contributions(1).last(),),
    )  # fmt: skip


def model_figures(
    cells: Sequence[tuple[str, float, int, int]],
    *,
    level: int = 3,
    df: float = 300.0,
    saturated: bool = False,
    leverage: float = 0.01,
    variables: Sequence[str] | None = None,
    where_variables: tuple[str, ...] = (),
) -> ModelFigures:
    """The figures of a logistic model of main effects; a cell is (variable, category, cases, events)."""
    made = tuple(
        ModelCell(name, Level(code, Text(sv=f"{name} är {code:g}", en=f"{name} is {code:g}")), n, events)
        for name, code, n, events in cells
    )
    factors = tuple(dict.fromkeys(cell.variable for cell in made))
    terms = variables or ("", *(cell.variable for cell in made if cell.level.value != 1.0))
    k, n = len(terms), sum(cell.n for cell in made if cell.variable == factors[0])
    b = np.linspace(0.2, 0.8, k)
    names = ("y_meet", *factors, *where_variables)
    return ModelFigures(
        source=Source(
            "youth_exposure", names, tuple(Text(sv=f"Fråga {x}", en=f"Question {x}") for x in names), "y_meet",
            where="y_age = 17" if where_variables else "", where_variables=where_variables, level=level,
        ),
        formula=f"y_meet ~ {' + '.join(factors)}",
        family="logistic",
        event=Level(1.0, Text(sv="Ja", en="Yes")),
        terms=tuple(f"t{i}" for i in range(k)),
        labels=(Text(sv="Konstant", en="Intercept"), *(cell.level.label for cell in made[1:k])),
        variables=tuple(terms),
        levels=(None, *(cell.level for cell in made[1:k])),
        references=tuple(cell for cell in made if cell.level.value == 1.0),
        coefficient=b, std_error=b / 4, statistic=b * 0 + 4.0, p_value=b * 0 + 0.0000612345,
        ci_low=b / 2, ci_high=b * 1.5, vcov=np.diag(b), level_of_confidence=0.95, df=df, n=n,
        weighted_n=float(n), n_events=sum(cell.n_events or 0 for cell in made if cell.variable == factors[0]),
        cells=made, saturated=saturated, leverage=leverage,
    )  # fmt: skip


@pytest.fixture
def crosstab_of() -> Callable[..., ResultTable]:
    """Makes an unreleased crosstab of (R, G) counts; see `table_figures`."""
    return lambda counts, **how: ResultTable(table_figures(counts, **how))


@pytest.fixture
def means_of() -> Callable[..., ResultTable]:
    """Makes an unreleased table of means; see `means_figures`."""
    return lambda counts, means, **how: ResultTable(means_figures(counts, means, **how))


@pytest.fixture
def estimate_of() -> Callable[..., Estimate]:
    """Makes an unreleased estimate; see `estimate_figures`."""
    return lambda n_cell, n, **how: Estimate(estimate_figures(n_cell, n, **how))


@pytest.fixture
def model_of() -> Callable[..., ModelResult]:
    """Makes an unreleased model; see `model_figures`."""
    return lambda cells, **how: ModelResult(model_figures(cells, **how))
