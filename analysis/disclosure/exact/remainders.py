"""The line remainder: a whole less its shown parts gives the hidden parts together; three blanks of 6 are 6 people."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.disclosure.exact.nodes import BoolArray, FloatArray, IntArray, Nodes
from analysis.disclosure.primary import Flags


@dataclass(frozen=True, eq=False)
class Remainder:
    """Counts of a line whose hidden parts are too few: one of the `shown` must be hidden too."""

    shown: IntArray
    hidden: IntArray


class Remainders:
    """Looks for lines whose hidden parts are too few people together.

    A hidden part that is itself a whole, as in a hierarchy or where tables are linked, stands for its own hidden parts
    where these are fewer: what is left of it when readers take away what is shown.
    """

    def __init__(self, nodes: Nodes) -> None:
        self.nodes = nodes
        self._is_part = nodes.lines.maximum(0)
        self._order = self._from_the_innermost()
        self._by_whole: dict[int, list[int]] = {}
        for line, whole in enumerate(nodes.wholes):
            self._by_whole.setdefault(int(whole), []).append(line)

    def small(self, flags: Flags) -> list[Remainder]:
        """What is left of each line whose hidden parts are too few together."""
        hidden = flags != ""
        secret = hidden & ~self.nodes.slack
        least = self._most(np.where(secret, self.nodes.threshold, 0))
        count, line = self._left(hidden)
        found = np.flatnonzero(~hidden[self.nodes.wholes] & (least > 0) & (line < least))
        return [self._remainder(int(at), hidden, count, line) for at in found]

    def _remainder(self, line: int, hidden: BoolArray, count: FloatArray, left: FloatArray) -> Remainder:
        """The counts of a line, and of the lines that its hidden parts stand for."""
        within, lines = [int(self.nodes.wholes[line])], [line]
        while lines:
            parts = self.nodes.parts[lines.pop()]
            within += parts.tolist()
            for part in parts[hidden[parts] & (count[parts] < self.nodes.n[parts])]:
                lines.append(min(self._by_whole[int(part)], key=lambda line: (left[line] != count[part], line)))
        counts = np.unique(within)
        return Remainder(counts[~hidden[counts]], counts[hidden[counts]])

    def _left(self, hidden: BoolArray) -> tuple[FloatArray, FloatArray]:
        """(k,) what is left of each hidden count, 0 for shown ones; (L,) what is left of each line."""
        count = np.where(hidden, self.nodes.n, 0.0)
        some = self._is_part @ hidden > 0
        line = np.zeros(len(some))
        for lines in self._order:
            line[lines] = self._is_part[lines] @ count
            inner = lines[some[lines] & hidden[self.nodes.wholes[lines]]]
            np.minimum.at(count, self.nodes.wholes[inner], line[inner])
        return count, line

    def _most(self, number: IntArray) -> IntArray:
        """(L,) the largest number among the parts of each line."""
        columns, starts = self._is_part.indices, self._is_part.indptr[:-1]
        return np.maximum.reduceat(number[columns], starts) if len(starts) else np.empty(0, dtype=np.int64)

    def _from_the_innermost(self) -> list[IntArray]:
        """Lines in groups, so that the lines of a part stand in an earlier group than the line it is part of."""
        wholes = self.nodes.wholes
        if not len(wholes):
            return []
        depth = np.zeros(self.nodes.k, dtype=np.int64)
        while True:
            deepest = self._most(depth)
            raised = depth.copy()
            np.maximum.at(raised, wholes, deepest + 1)
            if (raised == depth).all():
                return [np.flatnonzero(deepest == level) for level in range(int(deepest.max()) + 1)]
            depth = raised
