"""What every reader knows of a grouping: the larger area is the sum of the areas in it."""

from __future__ import annotations

from tests.attacks.answers import Line, Shown
from tests.attacks.study import Key, Study, key


def lines_between(study: Study, shown: Shown, *, fine: str, coarse: str) -> set[Line]:
    """For all counts by the coarser grouping that were shown or blank: the same by the finer one."""
    (grouping,) = (one for one in study.groupings if one.name == coarse and one.of == fine)
    inside = {float(area): band.codes for area, band in enumerate(grouping.bands, start=1)}
    return {
        (count, tuple(_put(count, coarse, key(**{fine: code})) for code in inside[area]))
        for count in shown.counts
        for name, area in count
        if name == coarse and area in inside
    }


def _put(count: Key, coarse: str, fine: Key) -> Key:
    return frozenset(part for part in count if part[0] != coarse) | fine
