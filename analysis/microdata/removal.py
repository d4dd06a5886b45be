"""Answers that are taken away: the code -9, "removed in disclosure review"; in a text nothing is left."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from analysis.arrays import BoolArray
from survey.frame import SurveyFrame
from survey.missing import LABELS, Missing
from survey.variables import MissingRange, ValueLabel, Variable

_CODE = float(Missing.REMOVED)
_MOST_RANGES = 3  # SPSS holds three single values, or a range and one


def removed(frame: SurveyFrame, name: str, cells: BoolArray) -> SurveyFrame:
    """The frame without the answers (n,) to a variable that `cells` is True for.

    A number gets -9 and its label; where -9 is a value of the variable, or cannot be declared as missing, it gets none.
    """
    variable = frame.variable(name)
    column = frame.data[name].to_numpy(copy=True)
    if variable.kind == "text":
        column[cells] = ""
        return frame.with_columns({name: column}, [variable])
    holds = _holding(variable) if not (frame.values(name) == _CODE).any() else None
    column[cells] = np.nan if holds is None else _CODE
    return frame.with_columns({name: column}, [holds or variable])


def _holding(variable: Variable) -> Variable | None:
    """The variable with -9 among its missing codes; None where there is no room for it."""
    gaps = variable.missing_ranges
    if not any(float(gap.low) <= _CODE <= float(gap.high) for gap in gaps):
        taken = sum(1 if gap.low == gap.high else 2 for gap in gaps)
        if taken >= _MOST_RANGES:
            return None
        gaps = (*gaps, MissingRange(_CODE, _CODE))
    labels = variable.missing
    if not any(label.value == _CODE for label in labels):
        labels = (*labels, ValueLabel(_CODE, LABELS[Missing.REMOVED]))
    return replace(variable, missing_ranges=gaps, missing=labels)
