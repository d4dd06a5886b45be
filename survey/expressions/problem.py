"""One thing wrong with a condition that can be read."""

from __future__ import annotations

from dataclasses import dataclass

UNKNOWN_NAME, UNKNOWN_CODE, TYPES, DECIDES_NOTHING, EQUALS_ON_CHOICES = 1, 3, 4, 5, 21


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a condition.

    number    the defect's number in the reference list: 1, 3, 4, 5 or 21
    position  place in the source, from 0
    advice    True when it may be meant: a code without label in data from elsewhere
    """

    number: int
    position: int
    what: str
    mend: str
    advice: bool = False
