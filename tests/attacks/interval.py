"""How closely can a blank be worked out? The least and the greatest value that it can have, by linear programming.

Unknown is every blank count, whole and not negative. The attacker knows every shown count exactly, every sum, of
linked tables too, and what flags say. He shares no code with the protection.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp
from scipy.sparse import coo_array, csr_array

from tests.attacks.answers import Shown
from tests.attacks.study import Key

SMALL = 1e-6
INFEASIBLE = 2


@dataclass(frozen=True)
class Interval:
    """Least and greatest value of a count."""

    low: float
    high: float

    @property
    def width(self) -> float:
        return self.high - self.low


class Attacker:
    """Knows the shown counts and the sums; of a blank, what its flag says.

    whole  True to take into account that people are whole: more work, so only for small systems
    """

    def __init__(self, shown: Shown, *, threshold: int, whole: bool = True) -> None:
        self.blank = shown.blank
        self.place = {name: j for j, name in enumerate(self.blank)}
        self.equations, self.right = _equations(shown, self.place)
        low, high = np.zeros(len(self.blank)), np.full(len(self.blank), np.inf)
        for name, j in self.place.items():
            if shown.flags.get(name) == "c":
                high[j] = threshold - 1
            if shown.flags.get(name) == "x":
                low[j] = threshold
        self.bounds, self.whole = Bounds(low, high), whole
        self.least, self.greatest = np.full(len(self.blank), np.inf), np.full(len(self.blank), -np.inf)

    def interval(self, name: Key) -> Interval:
        """What one blank can be."""
        aim = np.zeros(len(self.blank))
        aim[self.place[name]] = 1
        low, high = self._solve(aim), self._solve(-aim)
        j = self.place[name]
        ends = Interval(-np.inf if low is None else low[j], np.inf if high is None else high[j])
        return Interval(np.ceil(ends.low - SMALL), np.floor(ends.high + SMALL))

    def narrow(self, width: float) -> dict[Key, Interval]:
        """The blanks that are known more closely than `width`. Tables that fit what is shown acquit many at once."""
        draw = np.random.default_rng(1)
        for sign in (1, -1, 1, -1):
            self._solve(sign * np.ones(len(self.blank)))
            self._solve(draw.normal(size=len(self.blank)))
        found = {}
        for name, j in self.place.items():
            if self.greatest[j] - self.least[j] >= width:
                continue
            interval = self.interval(name)
            if interval.width < width:
                found[name] = interval
        return found

    def _solve(self, aim: np.ndarray) -> np.ndarray | None:
        """A table that fits everything that is shown and is least by `aim`; None where there is no least one."""
        found = self._programme(aim)
        if found.status == INFEASIBLE:
            # A zero may be called secondary: then that flag says nothing of the size.
            self.bounds = Bounds(np.zeros(len(self.blank)), self.bounds.ub)
            found = self._programme(aim)
        assert found.status != INFEASIBLE, "the attacker was told what cannot be: the table contradicts itself"
        if found.x is None:
            return None
        self.least, self.greatest = np.minimum(self.least, found.x), np.maximum(self.greatest, found.x)
        return np.asarray(found.x)

    def _programme(self, aim: np.ndarray) -> OptimizeResult:
        equations = LinearConstraint(self.equations, self.right, self.right) if len(self.right) else ()
        return milp(aim, constraints=equations, bounds=self.bounds, integrality=int(self.whole))


def _equations(shown: Shown, place: Mapping[Key, int]) -> tuple[csr_array, np.ndarray]:
    """Total less parts is 0, with what is shown on the right."""
    entries: list[tuple[int, int, int]] = []
    right: list[float] = []
    for total, parts in shown.lines:
        signed = [(total, 1), *((part, -1) for part in parts)]
        blank = [(place[name], sign) for name, sign in signed if name in place]
        if not blank or any(name not in shown.counts for name, _ in signed):
            continue
        entries += [(len(right), j, sign) for j, sign in blank]
        right.append(-sum(sign * (shown.counts[name] or 0) for name, sign in signed if name not in place))
    if not right:
        return csr_array((0, len(place))), np.zeros(0)
    i, j, sign = (np.array(numbers) for numbers in zip(*entries, strict=True))
    return csr_array(coo_array((sign.astype(float), (i, j)), shape=(len(right), len(place)))), np.array(right)


def remainders(shown: Shown) -> dict[Key, float]:
    """Of each line whose total is shown: the people in its blank parts, by subtraction."""
    found = {}
    for total, parts in shown.lines:
        blank = [part for part in parts if part in shown.counts and shown.counts[part] is None]
        if shown.counts.get(total) is None or not blank or any(part not in shown.counts for part in parts):
            continue
        left = shown.counts[total] - sum(shown.counts[part] or 0 for part in parts)
        found[(total, parts)] = left
    return found


def determined(shown: Shown) -> dict[Key, float]:
    """Blanks that follow from the sums alone, whatever the others are: those that the null space does not move."""
    place = {name: j for j, name in enumerate(shown.blank)}
    equations, right = _equations(shown, place)
    if not len(right):
        return {}
    dense = equations.toarray()
    _, values, rows = np.linalg.svd(dense, full_matrices=True)
    rank = int((values > 1e-9 * values[0]).sum())
    fixed = np.abs(rows[rank:]).sum(axis=0) < 1e-8 if rank < dense.shape[1] else np.ones(dense.shape[1], dtype=bool)
    solution = np.linalg.lstsq(dense, right, rcond=None)[0]
    return {name: float(solution[j]) for name, j in place.items() if fixed[j]}


def right_ones(found: Mapping[Key, float], truth: Mapping[Key, int]) -> int:
    """How many of the figures that were worked out are true."""
    return sum(abs(value - truth[name]) < 0.5 for name, value in found.items())


def small(names: Sequence[Key], truth: Mapping[Key, int], threshold: int) -> list[Key]:
    """Those of 1 to threshold - 1 people."""
    return [name for name in names if 0 < truth[name] < threshold]
