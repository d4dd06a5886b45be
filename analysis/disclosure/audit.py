"""The interval audit: how closely a reader can work out each hidden count from all that is shown.

The reader is taken to know every shown count exactly, every sum, the threshold, and what a flag says: a primary
cell lies below the threshold, a secondary one does not.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.disclosure.primary import Flags
from analysis.disclosure.programs import cheapest
from analysis.disclosure.system import BoolArray, FloatArray, IntArray, System

_TRIALS = 60
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


def narrow(system: System, hidden: BoolArray, room: Room, width: float) -> IntArray:
    """Which hidden counts are known to less than `width`: numbers of counts, in order.

    interval of count i   min and max of n_i + y_i  subject to  lines @ y = 0,  y = 0 where shown,  down <= y <= up

    One linear program moves many counts at once, so random directions certify most of them; only what is left
    gets its own two programs. HiGHS by scipy.optimize.linprog.
    """
    at = np.flatnonzero(hidden)
    lines, free = system.lines[:, at], Room(room.down[at], room.up[at])
    least, most = np.zeros(len(at)), np.zeros(len(at))
    random = np.random.default_rng(len(at))
    for _ in range(_TRIALS):
        left = most - least < width - _SMALL
        if not left.any():
            return at[:0]
        moved = _furthest(lines, free, np.where(left, random.choice([-1.0, 1.0], len(at)), 0.0))
        least, most = np.minimum(least, moved), np.maximum(most, moved)
        if not (left & (most - least >= width - _SMALL)).any():
            break
    doubtful = np.flatnonzero(most - least < width - _SMALL)
    return at[[i for i in doubtful.tolist() if interval(lines, free, i) < width - _SMALL]]


def settled(system: System, hidden: BoolArray) -> BoolArray:
    """Which hidden counts follow from the lines alone, whatever their size: no move along the lines changes them."""
    lines = system.lines[:, hidden]
    _, size, directions = np.linalg.svd(lines, full_matrices=True)
    free = directions[int((size > _SMALL).sum()) :]
    return np.asarray((np.abs(free) < _SMALL).all(axis=0))


def interval(lines: FloatArray, room: Room, i: int) -> float:
    """Length of the interval in which count i can move."""
    direction = np.zeros(lines.shape[1])
    direction[i] = 1.0
    return float(_furthest(lines, room, direction)[i] - _furthest(lines, room, -direction)[i])


def _furthest(lines: FloatArray, room: Room, direction: FloatArray) -> FloatArray:
    """(k,) the move that goes furthest in a direction; standing still is always allowed, so there is one."""
    moved = cheapest(-direction, lines=lines, right=np.zeros(len(lines)), low=room.down, high=room.up)
    return np.zeros(len(direction)) if moved is None else moved
