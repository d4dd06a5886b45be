"""The interval audit: how closely a reader can work out each hidden count from all that is shown.

The reader is taken to know every shown count exactly, every sum, the threshold, and what a flag says: a primary
cell lies below the threshold, a secondary one does not.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.disclosure.primary import Flags
from analysis.disclosure.programs import cheapest
from analysis.disclosure.system import BoolArray, FloatArray, System

_PATIENCE = 2  # directions in a row that certify nothing new
_SMALL = 1e-6


@dataclass(frozen=True, eq=False)
class Room:
    """How far each count can move from its true value as far as flags tell: (k,) `down` <= 0 <= `up`.

    Cut at the width that is asked for: what can move by that much is wide enough.
    """

    down: FloatArray
    up: FloatArray


def room(system: System, flags: Flags, *, threshold: int, width: float) -> Room:
    """The room of each count; what is shown counts as if it were hidden by secondary suppression.

    flags  (k,) as `primary` makes them
    """
    below = flags == "c"
    least = np.where((flags == "x") | (flags == ""), threshold, 0)
    most = np.where(below | ((flags == "b") & (system.n < threshold)), threshold - 1, np.inf)
    return Room(np.clip(least - system.n, -width, 0.0), np.clip(most - system.n, 0.0, width))


def doubtful(system: System, hidden: BoolArray, room: Room, width: float) -> list[int]:
    """The hidden counts that are not yet certain to have an interval of `width`; each needs its own look.

    One linear program moves many counts at once, so random directions certify most of them.
    """
    at = np.flatnonzero(hidden)
    lines, free = system.lines[:, at], Room(room.down[at], room.up[at])
    least, most = np.zeros(len(at)), np.zeros(len(at))
    random, idle = np.random.default_rng(len(at)), 0
    while (left := most - least < width - _SMALL).any() and idle < _PATIENCE:
        moved = _furthest(lines, free, np.where(left, random.choice([-1.0, 1.0], len(at)), 0.0))
        least, most = np.minimum(least, moved), np.maximum(most, moved)
        idle = 0 if (left & (most - least >= width - _SMALL)).any() else idle + 1
    return [int(count) for count in at[left]]


def is_narrow(system: System, hidden: BoolArray, room: Room, width: float, count: int) -> bool:
    """True where a reader knows a hidden count to less than `width`.

    interval   min and max of n + y  subject to  lines @ y = 0,  y = 0 where shown,  down <= y <= up
    """
    at = np.flatnonzero(hidden)
    lines, free = system.lines[:, at], Room(room.down[at], room.up[at])
    direction = (at == count).astype(np.float64)
    up, down = (direction @ _furthest(lines, free, sign * direction) for sign in (1.0, -1.0))
    return bool(up - down < width - _SMALL)


def settled(system: System, hidden: BoolArray) -> BoolArray:
    """Which hidden counts follow from the lines alone, whatever their size: no move along the lines changes them."""
    lines = system.lines[:, hidden]
    _, size, directions = np.linalg.svd(lines, full_matrices=True)
    free = directions[int((size > _SMALL).sum()) :]
    return np.asarray((np.abs(free) < _SMALL).all(axis=0))


def _furthest(lines: FloatArray, room: Room, direction: FloatArray) -> FloatArray:
    """(k,) the move that goes furthest in a direction; standing still is always allowed, so there is one."""
    moved = cheapest(-direction, lines=lines, right=np.zeros(len(lines)), low=room.down, high=room.up)
    return np.zeros(len(direction)) if moved is None else moved
