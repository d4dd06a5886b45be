"""Secondary suppression: hides as little more as is needed so that nothing hidden can be worked out.

First the rules that need no program: a hidden base takes its shares with it, and the hidden parts of a line are nobody
or enough people. Then the interval audit, and for each count that is still known too closely the cheapest way to give
it room; until nothing is left to mend. Last, what was hidden without need is shown again.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from analysis.disclosure.exact.audit import Audit
from analysis.disclosure.exact.nodes import BoolArray, FloatArray, IntArray, Nodes
from analysis.disclosure.exact.programs import Paths
from analysis.disclosure.exact.remainders import Remainders
from analysis.disclosure.primary import Flags
from analysis.errors import AnalysisError

_ALMOST_NOTHING: Final = 1e-4


class CannotProtect(AnalysisError):
    """What stays shown, or was published before, gives away what must be hidden."""

    def __init__(self) -> None:
        super().__init__(
            "These tables cannot be protected together: what stays shown gives away figures that must be hidden. Leave "
            "out a table, take a coarser grouping, or merge categories."
        )


def protect(nodes: Nodes, flags: Flags, *, known: BoolArray) -> Flags:
    """(k,) all flags: `flags` and "x" wherever more must be hidden.

    flags  (k,) as `primary` makes them; "." for what is hidden without a word
    known  (k,) True where readers know the figure already, or may not be kept from it, so that it stays shown
    Margins stay shown where that is possible. Raises CannotProtect.
    """
    try:
        return _Pattern(nodes, flags, known, kept=nodes.margin).protected()
    except CannotProtect:
        return _Pattern(nodes, flags, known, kept=np.zeros(nodes.k, dtype=bool)).protected()


class _Pattern:
    """Which counts are hidden so far, with what the audit knows of them."""

    def __init__(self, nodes: Nodes, flags: Flags, known: BoolArray, *, kept: BoolArray) -> None:
        self.nodes, self.given, self.flags = nodes, flags, flags.copy()
        # What is shown below the threshold, such as 0 of an answer that nobody gave, is no secret.
        self.known = known | ((flags == "") & (nodes.n < nodes.threshold))
        self.free = ~self.known & ~kept & ~nodes.slack
        self.remainders = Remainders(nodes)
        self.hidden_for = np.arange(nodes.k)
        self.hide(self.without_base())

    def protected(self) -> Flags:
        """The flags, after all rules."""
        if not (self.flags != "").any():
            return self.flags
        self.audit = Audit(self.nodes, self.flags)
        self.paths: Paths | None = None
        while len(left := self.audit.left_open()) or self.mend_remainders():
            for count in left:
                if self.audit.is_narrow(int(count)):
                    self.give_room(int(count))
        self.show_again()
        return self.flags

    def hide(self, more: IntArray) -> None:
        """Hide counts, and the shares of those that are bases."""
        while len(more):
            self.flags[more] = "x"
            if hasattr(self, "audit"):
                self.audit.hide(more)
                if self.paths:
                    self.paths.charge(more, np.full(len(more), _ALMOST_NOTHING))
            more = self.without_base()

    def without_base(self) -> IntArray:
        """Shown counts whose base is hidden, for a share and a count give the base away."""
        count, base = self.nodes.ties.T
        return np.unique(count[(self.flags[base] != "") & (self.flags[count] == "") & ~self.known[count]])

    def mend_remainders(self) -> bool:
        """Hide more until the hidden parts of each line are nobody or enough people; True where some were too few."""
        mended = False
        while small := self.remainders.small(self.flags):
            shown = small[0].shown[self.free[small[0].shown]]
            if not len(shown):
                raise CannotProtect
            self.hide(shown[self.cost()[shown].argmin()][None])
            mended = True
        return mended

    def give_room(self, count: int) -> None:
        """Hide the cheapest counts that let one hidden count move far enough."""
        if self.paths is None:
            self.paths = Paths(self.nodes, self.audit.room, self.cost())
            fixed = (self.flags == "") & ~self.free
            self.paths.hold(np.flatnonzero(fixed))
        width, fall = int(self.nodes.width[count]), int(self.audit.fall[count])
        found = self.paths.cheapest(count, width=width, fall=fall)
        if found is None and fall:
            # Of 1 and 4 in a row of 5, flags that say "fewer than 5" leave 1 to 4 and no 0, whatever else is hidden.
            self.audit.fall[count] = 0
            found = self.paths.cheapest(count, width=width, fall=0)
        if found is None:
            raise CannotProtect
        moved = (found[0] != 0) | (found[1] != 0)
        more = np.flatnonzero(moved & (self.flags == ""))
        self.hidden_for[more] = count
        self.hide(more)
        for move in found:
            self.audit.learn(move)

    def cost(self) -> FloatArray:
        """(k,) what is lost when a count is hidden, with the shares that go with it; almost nothing for hidden ones."""
        shown = self.flags == ""
        cost = np.where(shown, self.nodes.loss, 0.0)
        count, base = self.nodes.ties[shown[self.nodes.ties[:, 0]]].T
        np.add.at(cost, base, self.nodes.loss[count])
        # Between two ways that cost the same, one: a program would take half of each.
        cost *= 1 + _ALMOST_NOTHING * np.arange(self.nodes.k) / self.nodes.k
        return np.where(shown, cost, _ALMOST_NOTHING)

    def show_again(self) -> None:
        """Show what was hidden without need, as the first way is not always the best: what is worth most first."""
        extra = np.flatnonzero((self.flags == "x") & (self.given == ""))
        for count in sorted(extra, key=lambda count: -self.nodes.loss[count]):
            self.flags[count] = ""
            without_need = not len(self.without_base()) and not self.remainders.small(self.flags)
            if not without_need or not self.audit.can_do_without(int(count), int(self.hidden_for[count])):
                self.flags[count] = "x"
