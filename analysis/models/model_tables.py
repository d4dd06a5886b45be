"""Tables of what follows from a model: margins, marginal effects, predictions; one row each, one column."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analysis.arrays import BoolArray, FloatArray
from analysis.cells import ALL
from analysis.design import SurveyDesign
from analysis.intervals import Interval
from analysis.linearised import Linearised
from analysis.models.regression import Regression
from analysis.source import Level
from analysis.unreleased import ResultTable, TableFigures


def model_table(
    design: SurveyDesign,
    model: Regression,
    statistic: str,
    rows: Sequence[Level],
    whose: Sequence[BoolArray],
    found: Linearised | tuple[FloatArray, FloatArray],
    interval: Interval,
    confidence: float,
) -> ResultTable:
    """A table of R rows, with the residual degrees of freedom of the model.

    whose  for each row (c,) True for the cases of the model that it is about; the base are all of them
    found  the estimates, or their values and standard errors where there is no more to say of them
    """
    value, std_error = (found.value, found.std_error) if isinstance(found, Linearised) else found
    w = design.calibrated_weight[model.cases]
    n, weighted_n = (np.array([part[own].sum() for own in whose]) for part in (np.ones(len(w), dtype=np.int64), w))
    return ResultTable(
        TableFigures(
            source=model.source(design),
            statistic=statistic,
            rows=tuple(rows),
            columns=(ALL,),
            n=n[:, None],
            weighted_n=weighted_n[:, None],
            base_n=np.array([len(w)]),
            base_weighted_n=np.array([w.sum()]),
            value=value[:, None],
            std_error=std_error[:, None],
            ci_low=interval[0][:, None],
            ci_high=interval[1][:, None],
            ci_method="t",
            level_of_confidence=confidence,
            df=np.array([model.df]),
            deff=np.full((len(n), 1), np.nan),
            linearised=found if isinstance(found, Linearised) else None,
        )
    )
