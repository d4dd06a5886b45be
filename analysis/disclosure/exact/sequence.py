"""What earlier releases mean for a new one: both are protected together, as if they were one family.

Readers know every count that was shown, and of a hidden one what its flag says. The counts that were never asked for
follow from those that were: a filter `sex = 1` gives the other sex by subtraction. They stand in the same lines, and
are protected where they may be small. Only what is new can still be hidden; where that is not enough, the new output
is refused.

The true counts of what was hidden before are not in the ledger. Any whole numbers that fit all that was shown stand in
for them, for how closely a count can be worked out depends on what was shown alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis.disclosure import reasons
from analysis.disclosure.domain import Domain
from analysis.disclosure.exact.audit import UNTOLD
from analysis.disclosure.exact.lattice import ANSWERED, OTHER_CODES, Lattice
from analysis.disclosure.exact.nodes import WORTH_OF_A_TOTAL, BoolArray, FloatArray, IntArray, Nodes
from analysis.disclosure.exact.programs import whole_numbers
from analysis.disclosure.exact.protect import CannotProtect, protect
from analysis.disclosure.exact.remainders import Remainders
from analysis.disclosure.exact.remembered import complete, counts_of, lattice_of_conditions, people_of
from analysis.disclosure.ledger import Entry
from analysis.disclosure.policy import Limits, ReleasePolicy
from analysis.disclosure.primary import Flags
from analysis.errors import Refused

# Hidden counts that are protected together; more take many seconds.
MOST_UNKNOWN = 2000


@dataclass(frozen=True, eq=False)
class Asked:
    """The figures of a new output: m counts, of which several may be of the same people.

    people  whom each counts
    n       (m,) unweighted
    flags   (m,) by the rules for the output alone
    ties    (p, 2) a share, and its base
    margin  (m,) True for bases, and for figures about all groups
    """

    entry: Entry
    people: tuple[Domain, ...]
    n: IntArray
    flags: Flags
    ties: IntArray
    margin: BoolArray

    @classmethod
    def of(cls, entry: Entry, n: IntArray, flags: Flags, nobody: BoolArray | None = None) -> Asked:
        """The figures of an entry's columns; (R + 1, C) `n` and `flags`, the last row the bases.

        nobody  True for counts of nobody that are no secret, and are not hidden with their base
        """
        rows = (*entry.columns[0].cells, None)
        people = tuple(people_of(entry, column, row) for row in rows for column in entry.columns)
        number = np.arange(n.size).reshape(n.shape)
        base = np.broadcast_to(number[-1:], number[:-1].shape)
        margin = np.zeros(n.shape, dtype=bool)
        margin[-1], margin[:, -1] = True, n.shape[1] > 1
        ties = np.stack([number[:-1].ravel(), base.ravel()], axis=1)
        if nobody is not None:
            ties = ties[~nobody[:-1].ravel()]
        return cls(entry, people, n.ravel(), flags.ravel(), ties, margin.ravel())

    @classmethod
    def of_bases(cls, entry: Entry, n: IntArray, flags: Flags) -> Asked:
        """The bases of an entry's columns alone; (C,) `n` and `flags`."""
        people = tuple(people_of(entry, column, None) for column in entry.columns)
        return cls(entry, people, n, flags, np.empty((0, 2), dtype=np.int64), np.ones(len(n), dtype=bool))


def in_sequence(asked: Asked, earlier: Sequence[Entry], policy: ReleasePolicy, limits: Limits) -> Flags:
    """(m,) the flags of a new output, after what was shown `earlier`.

    Raises Refused where it cannot be shown without giving away what is or was hidden.
    """
    before = [other for other in earlier if other.study == asked.entry.study and (other.columns or other.family)]
    before, older = _by_time(asked, before)
    asked = replace(asked, flags=_moved(asked, older, limits))
    while (system := _System.of(asked, before, policy, limits)) is None:
        before = before[1:]  # counts that fit no table are of different times
    if system.rest_is_small(asked.entry.about):
        raise Refused(reasons.differs_by_few(limits.threshold), rule="differencing")
    try:
        return system.protected()
    except CannotProtect as cannot:
        raise Refused(reasons.GIVEN_AWAY, rule="differencing") from cannot


def means_before(entry: Entry, earlier: Sequence[Entry]) -> tuple[BoolArray, BoolArray]:
    """(R, C) means that were hidden before, and means that were shown before."""
    seen: dict[tuple[Domain, str], set[bool]] = {}
    for other in earlier:
        if (other.study, other.about) == (entry.study, entry.about):
            for column in other.columns:
                for row, n in column.cells.items():
                    seen.setdefault((column.domain, row), set()).add(n is not None)
    rows = list(entry.columns[0].cells)
    before = [[seen.get((column.domain, row), set()) for column in entry.columns] for row in rows]
    return tuple(np.array([[what in one for one in row] for row in before]) for what in (False, True))  # type: ignore[return-value]


def _by_time(asked: Asked, before: Sequence[Entry]) -> tuple[list[Entry], list[Entry]]:
    """Earlier entries of the same data, and those of older data: some count of theirs has changed since."""
    n = dict(zip(asked.people, asked.n.tolist(), strict=True))
    data = asked.entry.data
    last = -1
    for number, other in enumerate(before):
        changed = any(c.n is not None and n.get(c.people, c.n) != c.n for c in counts_of(other))
        if (data and other.data and data != other.data) or changed:
            last = number
    return list(before[last + 1 :]), list(before[: last + 1])


def _moved(asked: Asked, older: Sequence[Entry], limits: Limits) -> Flags:
    """(m,) flags, with what moved by a few since it was shown hidden too. Raises Refused for a base that did.

    Of a base that moved by enough, the new people are a table of their own, whose counts of none and of few are hidden.
    """
    flags, n = asked.flags.copy(), {people: int(count) for people, count in zip(asked.people, asked.n, strict=True)}
    base = dict(asked.ties.tolist())
    for other in older:
        shown = {count.people: count.n for count in counts_of(other) if count.n is not None}
        for number, people in enumerate(asked.people):
            difference = abs(n[people] - shown.get(people, n[people]))
            if number not in base:
                if 0 < difference < limits.threshold:
                    raise Refused(reasons.differs_by_few(limits.threshold), rule="differencing")
                continue
            group = asked.people[base[number]]
            same_base = shown.get(group, n[group]) == n[group]
            few = difference < limits.threshold if not same_base else 0 < difference < limits.threshold
            if people in shown and few and not flags[number]:
                flags[number] = "x"
    return flags


@dataclass(frozen=True, eq=False)
class _System:
    """The new counts and the earlier ones with the lines between them.

    place   (m,) which count each figure of the output is
    """

    asked: Asked
    nodes: Nodes
    people: tuple[Domain, ...]
    flags: Flags
    known: BoolArray
    place: IntArray

    @classmethod
    def of(cls, asked: Asked, before: Sequence[Entry], policy: ReleasePolicy, limits: Limits) -> _System | None:
        """None where the counts fit no table."""
        seen = [(other, count) for other in before for count in counts_of(other)]
        whole = frozenset[str]().union(complete(asked.entry), *(complete(other) for other in before))
        by_all = frozenset(asked.entry.by_all).union(*(other.by_all for other in before))
        people = [*asked.people, *(count.people for _, count in seen)]
        lattice = lattice_of_conditions(people, whole, by_all, policy.made_from)
        k = len(lattice.people)
        n, flags, known = np.full(k, np.nan), np.full(k, UNTOLD, dtype="<U1"), np.zeros(k, dtype=bool)
        threshold, hidden = np.full(k, limits.threshold), np.zeros(k, dtype=bool)
        for other, count in seen:
            at = lattice.number(count.people)
            if count.n is not None:
                if known[at] and n[at] != count.n:
                    return None
                n[at], known[at], flags[at] = count.n, True, ""
            elif not known[at]:
                # A share that is hidden for its small base may itself be small or not, and is not told either way.
                flags[at], hidden[at] = count.flag if count.flag in ("c", "x") else "b", True
                threshold[at] = policy.threshold[other.level]
        place = np.array([lattice.number(people) for people in asked.people], dtype=np.int64)
        n[place] = asked.n
        new = ~known[place]
        untold = new & ((flags[place] == UNTOLD) | (flags[place] == "b"))
        flags[place[untold]] = np.where(hidden[place[untold]], "x", "")
        for number in np.flatnonzero(new & (asked.flags != "")):
            flags[place[number]] = asked.flags[number]
        empty = _of_nobody(lattice, n, asked.entry.about)
        n[empty], known[empty], flags[empty] = 0, True, ""
        return cls._complete(asked, lattice, n, flags, known, threshold, place)

    @classmethod
    def _complete(
        cls,
        asked: Asked,
        lattice: Lattice,
        n: FloatArray,
        flags: Flags,
        known: BoolArray,
        threshold: IntArray,
        place: IntArray,
    ) -> _System | None:
        """With whole numbers for what is not known, of the counts that the new ones have to do with."""
        near, lines = _near(lattice, place, known | (flags == "c"), known)
        if (near & ~known).sum() > MOST_UNKNOWN:
            raise Refused(reasons.TOO_MUCH_BEFORE, rule="differencing")
        number = np.cumsum(near) - 1
        given = np.isfinite(n[near])
        told = flags[near]
        low = np.where(given, n[near], np.where(told == "x", threshold[near], 0))
        high = np.where(given, n[near], np.where(told == "c", threshold[near] - 1, np.inf))
        found = whole_numbers(lattice.lines[lines][:, near], low, high)
        if found is None:
            return None
        ties = number[place[asked.ties]]
        margin = np.zeros(len(found), dtype=bool)
        margin[number[place[asked.margin]]] = True
        nodes = Nodes(
            n=found,
            lines=lattice.lines[lines][:, near],
            loss=(1.0 + found) * np.where(margin, WORTH_OF_A_TOTAL, 1.0),
            threshold=threshold[near],
            ties=np.unique(ties[ties[:, 0] != ties[:, 1]], axis=0),
            slack=lattice.slack[near],
            margin=margin,
            guessed=~given,
        )
        people = tuple(one for one, some in zip(lattice.people, near, strict=True) if some)
        return cls(asked, nodes, people, told, known[near], number[place])

    def rest_is_small(self, about: str) -> bool:
        """True where a base less one that was shown leaves a few people whom nobody asked about."""
        bases = np.array([_is_base(people, about) for people in self.people])
        left = Remainders(self.nodes).small(self.flags)
        untold = self.flags == UNTOLD
        return any(bases[one.shown].all() and untold[one.hidden].all() for one in left)

    def protected(self) -> Flags:
        """(m,) the flags of the output; what is blank by its own rules stays so. Raises CannotProtect."""
        found = protect(self.nodes, self.flags, known=self.known)[self.place]
        return np.where(self.asked.flags != "", self.asked.flags, found)


def _of_nobody(lattice: Lattice, n: FloatArray, about: str) -> BoolArray:
    """(k,) counts of people whom nobody is among, as what is known tells: there is nobody to protect.

    Groups without anybody, and answers besides those that were shown.
    """
    empty: set[Domain] = set()
    for whole, parts in zip(lattice.wholes, lattice.parts, strict=True):
        people = [lattice.people[part] for part in parts[np.isnan(n[parts])]]
        of_groups = _is_base(lattice.people[whole], about) and all(_is_base(one, about) for one in people)
        others = all(f"{about}={OTHER_CODES}" in one for one in people)
        if people and (of_groups or others) and np.nansum(n[parts]) == n[whole]:
            empty |= set(people)
    if not empty:
        return np.zeros(len(n), dtype=bool)
    bases = [_base(people, about) for people in lattice.people]
    empty |= {_base(people, about) for people in empty if _is_base(people, about)}
    return np.array([not empty.isdisjoint(found) for found in zip(lattice.people, bases, strict=True)])


def _is_base(people: Domain, about: str) -> bool:
    """True where they are chosen by no answer to the question that the output is about."""
    return not any(one.startswith(f"{about}=") and one != f"{about}={ANSWERED}" for one in people)


def _base(people: Domain, about: str) -> Domain:
    """The same people and all others of their group."""
    return frozenset(one for one in people if not one.startswith(f"{about}="))


def _near(lattice: Lattice, place: IntArray, limited: BoolArray, known: BoolArray) -> tuple[BoolArray, BoolArray]:
    """(k,) and (L,) the counts and lines that tell of the new counts: through what is not known, and no further.

    limited  (k,) True for counts that readers know, at least to be small; and with them their parts

    What is part of none of these can be any number: somebody of whom nothing was told may be there any number of times.
    Such counts, and lines of which they are the whole, say nothing of others.
    """
    lines = lattice.lines
    parts, whole = lines.maximum(0), (-lines).maximum(0)
    bounded = limited.copy()
    bounded[place] = True
    while True:
        within = whole @ bounded > 0
        wider = bounded | (parts.T @ within > 0)
        if (wider == bounded).all():
            break
        bounded = wider
    touches = parts + whole
    near = np.zeros(len(known), dtype=bool)
    near[place] = True
    while True:
        reached = (touches @ (near & ~known) > 0) & within
        wider = near | (touches.T @ reached > 0)
        if (wider == near).all():
            return near, reached
        near = wider
