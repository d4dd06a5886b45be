"""Which texts stand for a missing answer in a .sav, where SPSS holds three at most, and of long texts one is safe.

Several missing values of a text longer than 8 bytes are laid out differently by SPSS and by PSPP up to 1.6; one is laid
out alike. A reason that finds no place is written as a blank, and the blank is a missing value: so nothing is taken for
an answer that is none, and no reason is told that is not the right one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from survey.variables import MissingRange, Variable

BLANK = " "
_MOST, _MOST_OF_LONG, _LONG = 3, 1, 8


@dataclass(frozen=True)
class MissingTexts:
    """The missing values of a text variable, and the reasons that are written as a blank."""

    ranges: tuple[MissingRange, ...]
    blanked: tuple[str, ...] = ()


def missing_texts(variable: Variable, column: pd.Series, *, width: int) -> MissingTexts:
    """As they are where SPSS holds them; else those that occur, or the most frequent, and the blank for the others.

    width  bytes of the longest text
    """
    gaps = variable.missing_ranges
    if variable.kind != "text" or len(gaps) <= _MOST or any(gap.low != gap.high for gap in gaps):
        return MissingTexts(gaps)
    most, reasons = (_MOST if width <= _LONG else _MOST_OF_LONG), [str(gap.low) for gap in gaps]
    counts = Counter(text for text in column.dropna().astype("str") if text in reasons)
    if len(counts) <= most:
        return MissingTexts(_values(reason for reason in reasons if reason in counts))
    # Of equally frequent ones the first in the list of reasons, so that the same data give the same file.
    kept = sorted(counts, key=lambda reason: (-counts[reason], reasons.index(reason)))[: most - 1]
    ranges = _values([*(reason for reason in reasons if reason in kept), BLANK])
    return MissingTexts(ranges, tuple(reason for reason in reasons if reason in counts and reason not in kept))


def _values(texts: Iterable[str]) -> tuple[MissingRange, ...]:
    return tuple(MissingRange(text, text) for text in texts)
