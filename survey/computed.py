"""What a computed value is stored as."""

from __future__ import annotations

import math

from survey.expressions.evaluation import Value
from survey.missing import Answer, Missing


def computed(value: Value) -> Answer:
    """A number from 0 upwards; 1 and 0 for a condition; -1 where it is unknown.

    Below 0 stand the reasons for having no answer, so a number there cannot be kept: it is unknown.
    """
    if not isinstance(value, bool | int | float) or not math.isfinite(value) or value < 0:
        return int(Missing.NOT_ASKED)
    return int(value) if value == int(value) else value
