"""Answers that meet all demands, or the certainty that there are none."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from survey.compile import Compiled
from survey.covering.candidates import Values
from survey.covering.demands import Demand
from survey.covering.units import Maker, Unit, implied, units_for
from survey.expressions import Node, references
from survey.expressions.evaluation import Lookup, evaluate, lookup_in
from survey.missing import Answer

_MOST_TRIED = 6_000
_Turned = Callable[[Sequence[Values]], list[Values]]


@dataclass(frozen=True)
class Found:
    """Values that meet the demands; None: none were found, and when `certain`, there are none."""

    values: Mapping[str, Answer] | None
    certain: bool = True


def answers_for(compiled: Compiled, makers: Mapping[str, Maker], demands: Iterable[Demand]) -> Found:
    """Values of everything that has a say in the demands.

    The units are chosen in the order of the form. Where nothing fits, the search goes back to the last choice that has
    a say in why (conflict-directed backjumping: Prosser 1993, Computational Intelligence 9).
    """
    parts = implied(compiled, makers, demands)
    units = units_for(compiled, makers, parts)
    complete = all(unit.choices.all for unit in units)
    for turned in (_as_they_are, _from_the_end, _by_chance):
        search = _Search(compiled, units, parts)
        values = search.run(turned)
        if values is not None:
            return Found(values)
        if search.tried < _MOST_TRIED:
            return Found(None, certain=complete)
    return Found(None, certain=False)


def _as_they_are(found: Sequence[Values]) -> list[Values]:
    return list(found)


def _from_the_end(found: Sequence[Values]) -> list[Values]:
    return list(reversed(found))


def _by_chance(found: Sequence[Values]) -> list[Values]:
    return random.Random(len(found)).sample(list(found), len(found))


@dataclass
class _Search:
    compiled: Compiled
    units: Sequence[Unit]
    demands: Sequence[Demand]
    tried: int = 0
    values: dict[str, Answer] = field(default_factory=dict)
    level_of: dict[str, int] = field(default_factory=dict)
    due: dict[int, list[tuple[Demand, set[int]]]] = field(default_factory=dict)
    behind: list[set[int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for level, unit in enumerate(self.units):
            self.level_of |= dict.fromkeys((unit.id, *unit.names), level)
        for demand in self.demands:
            levels = self._levels(demand.condition)
            self.due.setdefault(max(levels, default=-1), []).append((demand, levels))
        # The choices on which it hangs what may be chosen at a level.
        self.behind = [
            {at for node in unit.needs() for at in self._levels(node)} - {level}
            for level, unit in enumerate(self.units)
        ]

    def _levels(self, node: Node) -> set[int]:
        used = (reference.name for reference in references(node))
        return {self.level_of[name] for name in used if name in self.level_of}

    def run(self, turned: _Turned) -> Mapping[str, Answer] | None:
        """All values, or None when nothing meets the demands, or too much was tried."""
        lookup = lookup_in(self.values, self.compiled.choices)
        if not all(_is_met(demand, lookup) for demand, _ in self.due.get(-1, ())):
            return None
        level, left, blamed = 0, {}, dict[int, set[int]]()
        while level < len(self.units):
            if level not in left:
                left[level] = turned(self.units[level].possible(lookup))[::-1]
                blamed[level] = set(self.behind[level])
            if self._choose(level, left[level], blamed[level], lookup):
                level += 1
                continue
            back = max(blamed[level], default=-1)
            if back < 0 or self.tried >= _MOST_TRIED:
                return None
            blamed[back] |= blamed[level] - {back}
            for later in range(back + 1, level + 1):
                left.pop(later, None)
                for name in self.units[later].names:
                    self.values.pop(name, None)
            level = back
        return self.values

    def _choose(self, level: int, left: list[Values], blamed: set[int], lookup: Lookup) -> bool:
        """Try what is left until all demands that are due hold; note which choices are to blame where one does not."""
        while left and self.tried < _MOST_TRIED:
            self.tried += 1
            self.values.update(left.pop())
            unmet = next((levels for demand, levels in self.due.get(level, ()) if not _is_met(demand, lookup)), None)
            if unmet is None:
                return True
            blamed |= unmet - {level}
        return False


def _is_met(demand: Demand, lookup: Lookup) -> bool:
    return (evaluate(demand.condition, lookup) is True) == demand.holds
