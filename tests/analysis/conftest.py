"""Small designs with known answers, and hand-made results for what happens after estimation."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
import pytest

from analysis.design import SurveyDesign
from analysis.source import Level, Source
from analysis.unreleased import ResultTable, TableFigures, TestFigures
from survey.frame import SurveyFrame
from survey.text import Text


def school_frame(n: int = 240, seed: int = 1) -> SurveyFrame:
    """Four strata of five schools, with text, codes, numbers and item nonresponse."""
    draw = np.random.default_rng(seed)
    school = draw.permutation(np.arange(n) % 20)
    x = draw.normal(size=n) + school / 10
    data = pd.DataFrame(
        {
            "weight": draw.uniform(0.5, 3, n),
            "stratum": school % 4,
            "school": school,
            "score": 50 + 10 * x,
            "often": np.where(draw.uniform(size=n) < 0.1, np.nan, np.clip(np.round(x + 2), 0, 4)),
            "sex": pd.Categorical(np.where(draw.uniform(size=n) < 0.5, "girl", "boy"), ["girl", "boy", "other"]),
            "ever": (draw.uniform(size=n) < 1 / (1 + np.exp(-x))).astype(float),
        }
    )
    return SurveyFrame.of(data, study="schools")


@pytest.fixture
def frame() -> SurveyFrame:
    return school_frame()


@pytest.fixture
def design(frame: SurveyFrame) -> SurveyDesign:
    return SurveyDesign(frame, weight="weight", strata="stratum", psu="school")


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
