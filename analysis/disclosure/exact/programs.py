"""Linear programs on the moves of counts along their lines, by HiGHS.

A move changes hidden counts and leaves every line in balance: who adds it to the true counts has a table that fits
all that is shown. Each program is handed to HiGHS once; afterwards only bounds and costs change, which takes a fiftieth
of the time of a new program.
"""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from analysis.disclosure.exact.nodes import BoolArray, FloatArray, IntArray, Lines, Nodes

SMALL = 1e-6
# Other costs are tried before a program in whole numbers, which takes the time of fifty: up to so many times as high.
_OTHER_COSTS = (1.5, 2.0, 2.5, 3.0, 3.0, 3.0, 3.0, 3.0)


@dataclass(frozen=True, eq=False)
class Room:
    """How far each count can move from its true value as far as flags tell: (k,) `down` <= 0 <= `up`.

    Cut at the width that is asked for: what can move by that much is wide enough.
    """

    down: FloatArray
    up: FloatArray


class Moves:
    """The move that goes furthest in a direction, where only hidden counts may change."""

    def __init__(self, nodes: Nodes, room: Room, hidden: BoolArray) -> None:
        self._room, self._k = room, nodes.k
        self._all = np.arange(nodes.k, dtype=np.int32)
        none = np.zeros(nodes.k)
        self._highs = program(nodes.lines, none, np.where(hidden, room.down, 0), np.where(hidden, room.up, 0))
        self._highs.setOptionValue("simplex_strategy", 4)  # primal: the last move still fits, only the aim is new

    def hide(self, counts: IntArray) -> None:
        """Let counts move."""
        at = counts.astype(np.int32)
        self._highs.changeColsBounds(len(at), at, self._room.down[at], self._room.up[at])

    def show(self, counts: IntArray) -> None:
        """Hold counts where they are."""
        none = np.zeros(len(counts))
        self._highs.changeColsBounds(len(counts), counts.astype(np.int32), none, none)

    def furthest(self, direction: FloatArray) -> FloatArray:
        """(k,) the move with the largest direction @ move; standing still is a move, so there is one."""
        self._highs.changeColsCost(self._k, self._all, -direction)
        self._highs.run()
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return np.zeros(self._k)
        return np.asarray(self._highs.getSolution().col_value)


class Paths:
    """The cheapest counts to hide so that one hidden count can move by its width.

    minimise  sum over counts of cost * (|u| + |v|)
    subject to  lines @ u = lines @ v = 0,  u - v = width and v <= -fall at the count,  u and v within the room
    """

    def __init__(self, nodes: Nodes, room: Room, cost: FloatArray) -> None:
        none = sparse.csr_array(nodes.lines.shape)
        pairs = [[nodes.lines, -nodes.lines, none, none], [none, none, nodes.lines, -nodes.lines]]
        apart = sparse.csr_array((1, 4 * nodes.k))
        lines = sparse.csr_array(sparse.vstack([sparse.block_array(pairs, format="csr"), apart], format="csr"))
        self._nodes, self._aim, self._k = nodes, lines.shape[0] - 1, nodes.k
        self._up = np.concatenate([room.up, -room.down, room.up, -room.down])
        self._highs = program(lines, np.tile(cost, 4), np.zeros(4 * nodes.k), self._up)
        self._count = -1
        self._cost, self._all = np.tile(cost, 4), np.arange(4 * nodes.k, dtype=np.int32)
        self._random = np.random.default_rng(nodes.k)

    def charge(self, counts: IntArray, cost: FloatArray) -> None:
        """What it costs from now on to move these counts by one; 0 for hidden ones."""
        at = self._four(counts)
        self._cost[at] = np.tile(cost, 4)
        self._highs.changeColsCost(len(at), at, self._cost[at])

    def hold(self, counts: IntArray) -> None:
        """Never move these counts."""
        at = self._four(counts)
        self._up[at] = 0.0
        self._highs.changeColsBounds(len(at), at, self._up[at], self._up[at])

    def cheapest(self, count: int, *, width: int, fall: int) -> tuple[FloatArray, FloatArray] | None:
        """(k,) the two moves u and v, of whole people; None where no counts that may be hidden give so much room."""
        # From standing still, which is cheapest for every count, the way to one is shorter than from that to another.
        self._highs.clearSolver()
        self._aim_at(count, width, fall)
        found = self._solution()
        used = np.zeros(len(self._all), dtype=bool)
        # Halves of people are no table; it happens where three and more dimensions are linked.
        for most in _OTHER_COSTS:
            if found is None or _is_whole(found):
                break
            used |= found > SMALL
            found = self._solution_nearby(most)
        if found is not None and not _is_whole(found):
            found = self._solution_of_whole_people(used | (found > SMALL))
        if found is None:
            return None
        rise, sink, rise_back, sink_back = np.rint(found).reshape(4, self._k)
        return rise - sink, rise_back - sink_back

    def _solution_nearby(self, most: float) -> FloatArray | None:
        """The solution for costs up to `most` times as high: often of whole people where the cheapest is not."""
        other = self._cost * self._random.uniform(1.0, most, len(self._all))
        self._highs.changeColsCost(len(self._all), self._all, other)
        found = self._solution()
        self._highs.changeColsCost(len(self._all), self._all, self._cost)
        return found

    def _solution(self) -> FloatArray | None:
        self._highs.run()
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return np.asarray(self._highs.getSolution().col_value)

    def _solution_of_whole_people(self, used: BoolArray) -> FloatArray | None:
        """The solution in whole numbers; first among counts that are hidden or that were `used` by others."""
        others = np.flatnonzero(~used & (self._cost > self._cost.min())).astype(np.int32)
        low, high = np.zeros(len(others)), self._up[others]
        self._as(highspy.HighsVarType.kInteger, presolve="choose")
        self._highs.changeColsBounds(len(others), others, low, low)
        found = self._solution()
        self._highs.changeColsBounds(len(others), others, low, high)
        found = found if found is not None else self._solution()
        self._as(highspy.HighsVarType.kContinuous, presolve="off")
        return found

    def _as(self, kind: highspy.HighsVarType, *, presolve: str) -> None:
        self._highs.changeColsIntegrality(len(self._all), self._all, np.array([kind] * len(self._all)))
        self._highs.setOptionValue("presolve", presolve)
        self._highs.setOptionValue("mip_rel_gap", 1.0)  # near enough: what is not needed is shown again

    def _aim_at(self, count: int, width: int, fall: int) -> None:
        if self._count >= 0:
            four = self._four(np.array([self._count]))
            self._highs.changeColsBounds(4, four, np.zeros(4), self._up[four])
            for column in four:
                self._highs.changeCoeff(self._aim, column, 0.0)
        four = self._four(np.array([count]))
        rise, _, _, sink = self._up[four]
        # u only rises and v only sinks, or the two halves of one move could take each other back.
        low, high = np.array([0.0, 0.0, 0.0, fall]), np.array([rise, 0.0, 0.0, max(fall, sink)])
        self._highs.changeColsBounds(4, four, low, high)
        for column, sign in zip(four, (1.0, 0.0, 0.0, 1.0), strict=True):
            self._highs.changeCoeff(self._aim, column, sign)
        self._highs.changeRowBounds(self._aim, float(width), highspy.kHighsInf)
        self._count = count

    def _four(self, counts: IntArray) -> NDArray[np.int32]:
        return np.concatenate([counts + i * self._k for i in range(4)]).astype(np.int32)


def program(lines: Lines, cost: FloatArray, low: FloatArray, high: FloatArray) -> highspy.Highs:
    """Minimise cost @ x with lines @ x = 0 and low <= x <= high, on one thread and without a word."""
    program = highspy.HighsLp()
    program.num_row_, program.num_col_ = lines.shape
    program.col_cost_, program.col_lower_, program.col_upper_ = cost, low, high
    program.row_lower_ = program.row_upper_ = np.zeros(lines.shape[0])
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.start_, program.a_matrix_.index_ = lines.indptr, lines.indices
    program.a_matrix_.value_ = lines.data
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, value in (("output_flag", False), ("threads", 1), ("presolve", "off")):
        highs.setOptionValue(option, value)
    highs.passModel(program)
    return highs


def whole_numbers(lines: Lines, low: FloatArray, high: FloatArray) -> FloatArray | None:
    """(k,) whole numbers from low to high that keep the lines; None where there are none."""
    highs = program(lines, np.zeros(len(low)), low, np.minimum(high, highspy.kHighsInf))
    highs.setOptionValue("presolve", "choose")
    highs.run()
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    found = np.asarray(highs.getSolution().col_value)
    if not _is_whole(found):
        at = np.arange(len(low), dtype=np.int32)
        highs.changeColsIntegrality(len(at), at, np.array([highspy.HighsVarType.kInteger] * len(at)))
        highs.run()
        if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        found = np.asarray(highs.getSolution().col_value)
    whole: FloatArray = np.rint(found)
    return whole


def _is_whole(numbers: FloatArray) -> bool:
    return bool(np.abs(numbers - np.rint(numbers)).max(initial=0.0) <= SMALL)
