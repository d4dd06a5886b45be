"""Counts named by conditions, and how they add up: everybody, those who answered, coarse codes, codes.

A count is of people in one state of each of some variables; along each variable it is the sum of the counts in the
finer states. Two tables that have a count in common have its conditions in common.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np
from scipy import sparse

from analysis.disclosure.domain import Domain, coded
from analysis.disclosure.exact.nodes import BoolArray, FloatArray, IntArray, Lines

EVERYBODY = ""
ANSWERED, NO_ANSWER, OTHER_CODES = "*", "-", "~"


@dataclass(frozen=True)
class Coarser:
    """A grouping of a variable or of another grouping: the coarse code of each code of `of`, and all coarse codes."""

    name: str
    of: str
    code: Mapping[str, str]
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Axis:
    """The states of a variable; the first is everybody.

    breakdowns  a state, and the finer states that it is the sum of; a state may be broken down in several ways
    same        conditions that are other names of a state, such as "age_group=*" of "age=*"
    """

    name: str
    states: tuple[str, ...]
    breakdowns: tuple[tuple[int, tuple[int, ...]], ...]
    same: Mapping[str, str]

    @cached_property
    def leaves(self) -> tuple[int, ...]:
        """The states that are not broken down."""
        wholes = {whole for whole, _ in self.breakdowns}
        return tuple(state for state in range(len(self.states)) if state not in wholes)

    @cached_property
    def within(self) -> FloatArray:
        """(states, leaves) 1 where a state holds a leaf."""
        parts = dict(reversed(self.breakdowns))
        held = np.zeros((len(self.states), len(self.leaves)))

        def hold(state: int) -> FloatArray:
            if state in parts:
                held[state] = np.sum([hold(part) for part in parts[state]], axis=0)
            else:
                held[state, self.leaves.index(state)] = 1.0
            row: FloatArray = held[state]
            return row

        hold(0)
        return held


def axis(
    name: str,
    codes: Sequence[str],
    *,
    coarser: Sequence[Coarser] = (),
    no_answer: bool = True,
    others: bool = False,
) -> Axis:
    """The axis of a variable.

    codes      as the ledger writes them
    coarser    groupings of it, each after the one it is made from
    no_answer  False where everybody answered, so that those who answered are everybody
    others     True where there may be codes that are not named
    """
    answered = f"{name}={ANSWERED}" if no_answer else EVERYBODY
    wholes: dict[str, list[str]] = {}
    breakdowns: list[tuple[str, list[str]]] = [(EVERYBODY, [answered, f"{name}={NO_ANSWER}"])] if no_answer else []
    made_from = {grouping.of for grouping in coarser}
    for of in (name, *(grouping.name for grouping in coarser)):
        own = codes if of == name else _grouping(coarser, of).codes
        wholes[of] = [f"{of}={code}" for code in own]
        if of not in made_from:
            rest = [f"{of}={OTHER_CODES}"] if others else []
            breakdowns.append((answered, [*wholes[of], *rest]))
    for grouping in coarser:
        for code in grouping.codes:
            parts = [f"{grouping.of}={part}" for part, whole in grouping.code.items() if whole == code]
            rest = [f"{grouping.of}={OTHER_CODES}{code}"] if others else []
            if parts or rest:
                breakdowns.append((f"{grouping.name}={code}", [*parts, *rest]))
    states = list(dict.fromkeys([EVERYBODY, *(s for whole, parts in breakdowns for s in (whole, *parts))]))
    place = {state: number for number, state in enumerate(states)}
    return Axis(
        name,
        tuple(states),
        tuple((place[whole], tuple(place[part] for part in parts)) for whole, parts in breakdowns),
        {f"{of}={ANSWERED}": answered for of in wholes},
    )


def _grouping(coarser: Sequence[Coarser], name: str) -> Coarser:
    return next(grouping for grouping in coarser if grouping.name == name)


class Lattice:
    """The counts of several sets of variables, each once, and the lines between them.

    people  (k,) the conditions of each count
    grids   for each set, the numbers of its counts by the states of its variables
    wholes, parts  of the L lines, by number
    """

    def __init__(self, sets: Sequence[Sequence[Axis]]) -> None:
        self.sets = tuple(tuple(axes) for axes in sets)
        self.place: dict[Domain, int] = {}
        self._same = {name: state for axes in self.sets for along in axes for name, state in along.same.items()}
        self.grids = [self._grid(axes) for axes in self.sets]
        self.people = tuple(self.place)
        self.wholes, self.parts = self._wholes_and_parts()

    def number(self, people: Domain) -> int:
        """Which count is of these people, whatever name their conditions have."""
        return self.place[self._own(people)]

    def find(self, people: Domain) -> int | None:
        """The same; None where no count is of these people."""
        return self.place.get(self._own(people))

    def _own(self, people: Domain) -> Domain:
        return frozenset(self._same.get(one, one) for one in people) - {EVERYBODY}

    @property
    def slack(self) -> BoolArray:
        """(k,) True for people without an answer."""
        return np.array([any(condition.endswith(f"={NO_ANSWER}") for condition in people) for people in self.people])

    def _grid(self, axes: Sequence[Axis]) -> IntArray:
        numbers = [
            self.place.setdefault(frozenset(state) - {EVERYBODY}, len(self.place))
            for state in product(*[axis.states for axis in axes])
        ]
        return np.array(numbers, dtype=np.int64).reshape([len(axis.states) for axis in axes])

    def _wholes_and_parts(self) -> tuple[IntArray, tuple[IntArray, ...]]:
        known: dict[tuple[int, str, int], IntArray] = {}
        for axes, grid in zip(self.sets, self.grids, strict=True):
            for dimension, along in enumerate(axes):
                for number, (whole, parts) in enumerate(along.breakdowns):
                    wholes = grid.take(whole, axis=dimension).ravel()
                    each = np.stack([grid.take(part, axis=dimension).ravel() for part in parts], axis=1)
                    known |= {(w, along.name, number): p for w, p in zip(wholes.tolist(), each, strict=True)}
        return np.array([whole for whole, _, _ in known], dtype=np.int64), tuple(known.values())

    @cached_property
    def lines(self) -> Lines:
        """(L, k) parts +1, their whole -1."""
        count, sizes = len(self.wholes), [len(parts) for parts in self.parts]
        rows = np.concatenate([np.repeat(np.arange(count), sizes), np.arange(count)])
        columns = np.concatenate([*self.parts, self.wholes])
        signs = np.repeat([1.0, -1.0], [sum(sizes), count])
        return sparse.csr_array((signs, (rows, columns)), shape=(count, len(self.people)))


def condition(name: str, value: float | str | None) -> str:
    """A code of a variable as a condition; None stands for all who answered."""
    return f"{name}={ANSWERED if value is None else coded(value)}"
