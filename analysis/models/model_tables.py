"""Tables of what follows from a model: margins, marginal effects, predictions; one row each, one column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from analysis.arrays import BoolArray, FloatArray
from analysis.design import SurveyDesign
from analysis.intervals import Interval
from analysis.linearised import Linearised
from analysis.models.averages import Predicting
from analysis.source import Level
from analysis.t_table import Bases, t_table
from analysis.unreleased import ResultTable


def model_table(
    design: SurveyDesign,
    model: Predicting,
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
    bases, estimates = Bases.of_all(len(w), w.sum(), model.df), found if isinstance(found, Linearised) else None
    low, high = (end[:, None] for end in interval)
    table = t_table(model.source(design), statistic, rows, bases, value, std_error, estimates, confidence)
    return ResultTable(replace(table, n=n[:, None], weighted_n=weighted_n[:, None], ci_low=low, ci_high=high))
