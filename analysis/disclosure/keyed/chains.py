"""Partitions of the respondents by one variable, from coarse to fine: all, who answered, groupings, codes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.arrays import BoolArray, FloatArray, IntArray
from analysis.disclosure.domain import coded
from analysis.respondents import Answers, Respondents
from survey.groupings import Grouping


@dataclass(frozen=True, eq=False)
class Partition:
    """K categories of a variable, then those not asked and those without an answer.

    name     of the variable; "" for the partition that only tells who answered
    coarser  (K + 2,) the place of each in the partition before
    """

    name: str
    answers: Answers
    coarser: IntArray

    @property
    def size(self) -> int:
        """K + 2."""
        return len(self.answers.values) + 2


@dataclass(frozen=True, eq=False)
class Chain:
    """The partitions of one variable; before the first stands that of all respondents in one."""

    root: str
    partitions: tuple[Partition, ...]

    def size(self, level: int) -> int:
        """Categories of the partition at a level; 1 at level 0, that of all in one."""
        return self.partitions[level - 1].size if level else 1

    def to(self, level: int, fine: int) -> IntArray:
        """(size of fine,) the place of each category in a partition that is as coarse, or coarser."""
        found = np.arange(self.size(fine))
        for at in range(fine, level, -1):
            found = self.partitions[at - 1].coarser[found]
        return found

    def level_of(self, name: str) -> int | None:
        """The level of a grouping, or of the variable itself; None for what is not in the chain."""
        return next((at for at, one in enumerate(self.partitions, start=1) if one.name == name), None)

    def shares(self, level: int) -> FloatArray:
        """(size,) shares of the respondents in each category of a partition."""
        if not level:
            return np.ones(1)
        codes = self.partitions[level - 1].answers.codes
        return np.asarray(np.bincount(codes, minlength=self.size(level)) / max(len(codes), 1))

    def names(self, level: int) -> tuple[str, ...]:
        """(K,) names of the categories of a partition, the last two without one; one without name at level 0."""
        if not level:
            return ("",)
        one = self.partitions[level - 1]
        return tuple(f"{one.name or self.root}={coded(value)}" for value in one.answers.values)


def chain_of(name: str, respondents: Respondents, groupings: Sequence[Grouping]) -> Chain:
    """The chain of a variable, or of the one that it is made from; worked out once.

    A grouping that is not nested in the others is left out: its counts are sums of those of the codes.
    """
    of = {grouping.name: grouping.of for grouping in groupings if grouping.name in respondents.frame.variables}
    root = name
    while root in of:
        root = of[root]
    if ("chain", root) not in respondents.kept:
        made = [made for made in of if _root(made, of) == root]
        respondents.kept["chain", root] = Chain(root, tuple(_partitions(root, made, respondents)))
    found: Chain = respondents.kept["chain", root]
    return found


def _root(name: str, of: dict[str, str]) -> str:
    return _root(of[name], of) if name in of else name


def _partitions(root: str, made: Sequence[str], respondents: Respondents) -> Iterator[Partition]:
    """Each only where it tells more than the one before."""
    whole = respondents.answered(root)
    before = Partition("", Answers((), np.zeros(len(respondents.keys), dtype=np.int64)), np.zeros(1, dtype=np.int64))
    if whole.codes.any():
        before = Partition("", whole, np.zeros(3, dtype=np.int64))
        yield before
    known = [(len(found.values), name, found) for name in made if (found := respondents.answers(name))]
    codes = respondents.answers(root)
    if codes:
        known.append((len(respondents.keys) + len(codes.values), root, codes))
    for _, name, answers in sorted(known, key=lambda one: one[:2]):
        places = places_in(answers, before.answers)
        if places is not None:
            before = Partition(name, answers, places)
            yield before


def places_in(fine: Answers, coarse: Answers) -> IntArray | None:
    """(K + 2,) where each category lies in another partition; None where some lie in several of its categories.

    A category that nobody chose lies in the first.
    """
    if fine is coarse:
        return np.arange(len(fine.values) + 2)
    places = np.zeros(len(fine.values) + 2, dtype=np.int64)
    places[fine.codes] = coarse.codes
    if (places[fine.codes] != coarse.codes).any():
        return None
    if len(coarse.values):
        places[-2:] = len(coarse.values), len(coarse.values) + 1
    return places


def lies_in(fine: Answers, coarse: Answers) -> BoolArray:
    """(K + 2, categories of the other) True where a category of a partition lies in one of another, coarser one."""
    places = places_in(fine, coarse)
    assert places is not None
    return np.asarray(places[:, None] == np.arange(len(coarse.values)))


def own_chain(name: str, respondents: Respondents) -> Chain:
    """Of a grouping that is not nested in others of an amount: it is taken for a variable of its own."""
    return Chain(name, tuple(_partitions(name, (), respondents)))
