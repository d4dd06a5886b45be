"""The pattern of least loss, for small families and as the measure of the quick one.

Fischetti and Salazar (2000), Mathematical Programming 84; Fischetti and Salazar (2001), Management Science 47: a master
program chooses what to hide, an audit finds counts that are still known too closely, and the duals of its linear
programs say what the master did not know.
"""

from __future__ import annotations

from typing import Final

import highspy
import numpy as np
from scipy import sparse

from analysis.disclosure.exact.audit import Audit, room
from analysis.disclosure.exact.nodes import BoolArray, FloatArray, Nodes
from analysis.disclosure.exact.programs import SMALL, program
from analysis.disclosure.exact.protect import protect
from analysis.disclosure.exact.remainders import Remainders
from analysis.disclosure.primary import Flags

FEW: Final = 150  # counts of a family whose best pattern is looked for
ROUNDS: Final = 60
_MOST_NODES: Final = 2000  # of the search tree of one master program

# What stays shown may still move a little, so that a cut says what it would cost to hide it.
_TOUCH = 1e-3


def protect_thoroughly(nodes: Nodes, flags: Flags, *, known: BoolArray) -> Flags:
    """(k,) all flags, as `protect` gives them; of the least loss where the counts are few. Raises CannotProtect."""
    quick = protect(nodes, flags, known=known)
    if nodes.k > FEW:
        return quick
    best = cheapest_pattern(nodes, flags, known=known | nodes.margin, rounds=ROUNDS)
    if best is None or nodes.loss[best == "x"].sum() >= nodes.loss[quick == "x"].sum():
        return quick
    return quick if len(Audit(nodes, best).certify()) else best


def cheapest_pattern(nodes: Nodes, flags: Flags, *, known: BoolArray, rounds: int) -> Flags | None:
    """(k,) the flags of least loss; None where there is no pattern, or none was found in so many master programs.

    A limit of time would make the pattern depend on the machine.

    minimise  loss @ x,  x = 1 for hidden counts
    subject to  for every hidden count, a pair of moves u, v that change hidden counts only, apart by its width:
                by duality  sum over counts of x * (up * a + down * b) >= width * x of the count,  for all reduced
                costs a - b of the lines;  the hidden parts of each line nobody or enough people
    """
    return _Master(nodes, flags, known, rounds).solved()


class _Master:
    """The program on x with the cuts found so far."""

    def __init__(self, nodes: Nodes, flags: Flags, known: BoolArray, rounds: int) -> None:
        self.nodes, self.flags, self.left = nodes, flags, rounds
        self.room, self.remainders = room(nodes, flags), Remainders(nodes)
        self.hidden = flags != ""
        self.free = ~self.hidden & ~known & (nodes.n >= nodes.threshold)
        lines = sparse.csr_array((0, nodes.k))
        self.highs = program(lines, nodes.loss * self.free, self.hidden * 1.0, (self.hidden | self.free) * 1.0)
        self.moves = program(nodes.lines, np.zeros(nodes.k), np.zeros(nodes.k), np.zeros(nodes.k))
        self.highs.setOptionValue("presolve", "choose")
        self.highs.setOptionValue("mip_max_nodes", _MOST_NODES)
        self._tie_shares()

    def solved(self) -> Flags | None:
        """First the relaxation until no cut is found, then whole x."""
        while (x := self._solution()) is not None and self._cut(x):
            pass
        columns = np.arange(self.nodes.k, dtype=np.int32)
        self.highs.changeColsIntegrality(
            len(columns), columns, np.array([highspy.HighsVarType.kInteger] * len(columns))
        )
        while (x := self._solution()) is not None:
            pattern = np.where((x > 0.5) & ~self.hidden, "x", self.flags)
            if not self._cut(np.rint(x)) | self._cut_remainders(pattern):
                return pattern
        return None

    def _solution(self) -> FloatArray | None:
        self.left -= 1
        if self.left < 0:
            return None
        self.highs.run()
        if self.highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return np.asarray(self.highs.getSolution().col_value)

    def _tie_shares(self) -> None:
        for count, base in self.nodes.ties.tolist():
            if self.free[base] and not self.hidden[count]:
                self._at_least(0.0, {count: 1.0, base: -1.0})

    def _cut(self, x: FloatArray) -> bool:
        """Add the cuts that x does not meet; False where there is none."""
        share, at = np.clip(x, _TOUCH, 1.0) * (self.hidden | self.free), np.arange(self.nodes.k, dtype=np.int32)
        self.moves.changeColsBounds(len(at), at, self.room.down * share, self.room.up * share)
        audit = Audit(self.nodes, np.where((x > SMALL) & ~self.hidden, "x", self.flags))
        found = [self._cuts_of(int(count), x, audit.fall[count]) for count in np.flatnonzero(audit.wanted)]
        return any(found)

    def _cuts_of(self, count: int, x: FloatArray, fall: int) -> bool:
        below, width = self._reach(count, 1.0), int(self.nodes.width[count])
        cuts = [self._cut_of(count, below + self._reach(count, -1.0), width, x)]
        return any([*cuts, fall > 0 and self._cut_of(count, below, fall, x)])

    def _cut_of(self, count: int, reach: FloatArray, wanted: float, x: FloatArray) -> bool:
        """What must be hidden besides what is hidden anyhow, as far as it is needed."""
        anyhow = self.hidden.copy()
        anyhow[count] = True
        need = wanted - reach[anyhow].sum()
        if need <= SMALL:
            return False
        row = {int(other): float(min(reach[other], need)) for other in np.flatnonzero(self.free & (reach > SMALL))}
        row[count] = 0.0
        if self.hidden[count]:
            left = need
        else:
            row[count], left = -need, 0.0
        if sum(weight * x[other] for other, weight in row.items()) > left - 1e-3 * need:
            return False
        self._at_least(left, row)
        return True

    def _cut_remainders(self, pattern: Flags) -> bool:
        small = self.remainders.small(pattern)
        for left in small:
            more = {int(count): 1.0 for count in left.shown if self.free[count]}
            less = {int(count): -1.0 for count in left.hidden if not self.hidden[count]}
            self._at_least(1.0 - len(less), more | less)
        return bool(small)

    def _at_least(self, least: float, row: dict[int, float]) -> None:
        at = np.fromiter(row, dtype=np.int32, count=len(row))
        self.highs.addRow(least, highspy.kHighsInf, len(row), at, np.fromiter(row.values(), dtype=np.float64))

    def _reach(self, count: int, sign: float) -> FloatArray:
        """(k,) how much each hidden count adds at most to how far one can move down (sign 1) or up (-1)."""
        self.moves.changeColCost(count, sign)
        self.moves.run()
        reduced = np.asarray(self.moves.getSolution().col_dual)
        self.moves.changeColCost(count, 0.0)
        return np.maximum(np.where(reduced < 0, -reduced * self.room.up, -reduced * self.room.down), 0.0)
