"""The interval audit: how closely a reader can work out each hidden count from all that is shown.

The reader is taken to know every shown count exactly, every line, the threshold, and what a flag says: a primary
cell lies below the threshold, a secondary one does not.
"""

from __future__ import annotations

import numpy as np

from analysis.disclosure.exact.nodes import BoolArray, FloatArray, IntArray, Nodes
from analysis.disclosure.exact.programs import SMALL, Moves, Room
from analysis.disclosure.primary import Flags

# Directions in a row that certify few of the counts that are left, and how few are few.
_PATIENCE, _WORTH = 2, 0.04
UNTOLD = "."  # hidden without a word: nobody was told whether it is small


def room(nodes: Nodes, flags: Flags) -> Room:
    """The room of each count; what is shown counts as if it were hidden by secondary suppression.

    flags  (k,) as `primary` makes them
    """
    small = (flags == "c") | ((flags == "b") & nodes.is_base & (nodes.n < nodes.threshold))
    least = np.where((flags == "x") | (flags == ""), nodes.threshold, 0)
    most = np.where(small, nodes.threshold - 1, np.inf)
    reach = float(nodes.width.max(initial=1))
    return Room(np.clip(least - nodes.n, -reach, 0.0), np.clip(most - nodes.n, 0.0, reach))


class Audit:
    """What is known of the intervals so far: for each hidden count two tables that fit all that is shown.

    low, high  (k,) how far it is certain that a count can move down and up, by a table of whole numbers; of counts
               that nobody was told of by any table, its numbers cut to whole ones
    wanted     (k,) True where an interval is asked for
    rises, falls  (k, k) which counts differ from the truth in the two tables of each count
    """

    def __init__(self, nodes: Nodes, flags: Flags) -> None:
        hidden = flags != ""
        self.nodes, self.room = nodes, room(nodes, flags)
        self.untold = flags == UNTOLD
        small = nodes.n < nodes.threshold
        self.wanted = hidden & ~nodes.slack & (~self.untold | small | nodes.guessed)
        self.fall = np.where(small & ~nodes.guessed & ~self.untold, np.minimum(nodes.n, 2), 0).astype(np.int64)
        self.low, self.high = np.zeros(nodes.k), np.zeros(nodes.k)
        self._sure = np.zeros(nodes.k, dtype=bool)  # `low` is the very end
        self.moves = Moves(nodes, self.room, hidden)
        self.falls, self.rises = np.zeros((nodes.k, nodes.k), dtype=bool), np.zeros((nodes.k, nodes.k), dtype=bool)

    @property
    def open(self) -> BoolArray:
        """(k,) True where it is not certain yet that the interval is wide and reaches down far enough."""
        far = (self.high - self.low >= self.nodes.width) & (self.low <= -self.fall)
        large = self._sure & self.untold & (self.nodes.n + self.low >= self.nodes.threshold)
        return np.asarray(self.wanted & ~far & ~large)

    def hide(self, counts: IntArray) -> None:
        """Hide more: every table found so far still fits."""
        self.moves.hide(counts)
        self.wanted[counts] = True
        self._sure[:] = False

    def certify(self) -> IntArray:
        """The counts that are narrow."""
        return np.array([count for count in self.left_open() if self.is_narrow(int(count))], dtype=np.int64)

    def left_open(self) -> IntArray:
        """The counts that may be narrow: all but those that random directions certify, many at a time."""
        random, idle = np.random.default_rng(self.nodes.k), 0
        while (left := int(self.open.sum())) > 2 and idle < _PATIENCE:
            self._note(self.moves.furthest(np.where(self.open, random.choice([-1.0, 1.0], self.nodes.k), 0.0)))
            idle = 0 if left - int(self.open.sum()) >= max(_WORTH * left, 2) else idle + 1
        return np.flatnonzero(self.open)

    def is_narrow(self, count: int) -> bool:
        """True where a reader knows a hidden count too closely.

        interval   min and max of n + y  subject to  lines @ y = 0,  y = 0 where shown,  down <= y <= up
        """
        direction = np.zeros(self.nodes.k)
        for sign in (1.0, -1.0):
            if self.open[count]:
                direction[count] = sign
                self._note(self.moves.furthest(direction))
                self._sure[count] = sign < 0
        return bool(self.open[count])

    def _note(self, move: FloatArray) -> None:
        """Keep a move for each count that it moves further than any before."""
        whole = np.rint(move)
        if np.abs(move - whole).max(initial=0.0) > SMALL:
            self._keep(move, np.trunc(move), self.wanted & self.untold)
        else:
            self.learn(whole)

    def learn(self, whole: FloatArray) -> None:
        """The same of a move of whole people that is known to fit."""
        self._keep(whole, whole, self.wanted)

    def _keep(self, move: FloatArray, far: FloatArray, counts: BoolArray) -> None:
        further, lower = (far > self.high) & counts, (far < self.low) & counts
        self.high[further], self.low[lower] = far[further], far[lower]
        changed = np.abs(move) > SMALL
        self.rises[further], self.falls[lower] = changed, changed

    def can_do_without(self, count: int, first: int) -> bool:
        """Show a hidden count again where all others keep their intervals; True where that was done.

        first  the count that is looked at before all others: the one that this one was hidden for
        """
        leaning = self.rises[:, count] | self.falls[:, count]
        leaning[count] = True
        kept = self.low[leaning], self.high[leaning], self.rises[leaning], self.falls[leaning]
        self.low[leaning] = self.high[leaning] = 0.0
        self.rises[leaning] = self.falls[leaning] = False
        self.wanted[count] = self._sure[:] = False
        self.moves.show(np.array([count]))
        if not any(self.is_narrow(int(other)) for other in (first, *np.flatnonzero(self.open))):
            return True
        self.low[leaning], self.high[leaning], self.rises[leaning], self.falls[leaning] = kept
        self.hide(np.array([count]))
        return False
