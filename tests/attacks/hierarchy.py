"""What every reader knows of a grouping: the larger area is the sum of the areas in it."""

from __future__ import annotations

from tests.attacks.answers import Line, Shown
from tests.attacks.study import Key, Study, key


def lines_between(study: Study, shown: Shown, *, fine: str, coarse: str) -> set[Line]:
    """For all counts by the coarser grouping that were shown or blank: the same by the finer one."""
    inside: dict[float, list[float]] = {}
    for code, area in sorted(set(zip(study.column(fine), study.column(coarse), strict=True))):
        inside.setdefault(float(area), []).append(float(code))
    return {
        (count, tuple(_put(count, coarse, key(**{fine: code})) for code in inside[area]))
        for count in shown.counts
        for name, area in count
        if name == coarse and area in inside
    }


def _put(count: Key, coarse: str, fine: Key) -> Key:
    return frozenset(part for part in count if part[0] != coarse) | fine
