"""A published family, frozen: what every reader may see of each count, under one digest."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import combinations, product

import numpy as np

from analysis.disclosure.domain import Domain
from analysis.disclosure.exact.lattice import ANSWERED, condition
from analysis.disclosure.exact.nodes import FloatArray, IntArray
from analysis.disclosure.ledger import Count, Entry
from analysis.disclosure.primary import Flags
from survey.groupings import Grouping

_THEN, _BESIDE = "; ", " x "  # how the ledger writes tables, and the variables of one


@dataclass(frozen=True)
class Publication:
    """The counts of a family as readers see them; the same answers, tables and policy give the same digest.

    tables  names of the variables of each
    level   of the most sensitive of them
    policy  digest of the policy
    counts  each count once, by its conditions: exact where it is shown, None where it is hidden, with its flag
    places  for each table, which of the counts stand in it; along each variable its codes, then all who answered
    """

    study: str
    tables: tuple[tuple[str, ...], ...]
    level: int
    policy: str
    counts: tuple[Count, ...]
    places: tuple[IntArray, ...]

    @classmethod
    def of(
        cls,
        study: str,
        tables: tuple[tuple[str, ...], ...],
        *,
        level: int,
        policy: str,
        people: tuple[Domain, ...],
        n: FloatArray,
        flags: Flags,
        shown: tuple[IntArray, ...],
    ) -> Publication:
        """The publication of k counts, of which the tables show some; (k,) `people`, `n` and `flags`."""
        in_order = sorted({int(number) for grid in shown for number in grid.ravel()}, key=lambda i: sorted(people[i]))
        place = np.zeros(len(people), dtype=np.int64)
        place[in_order] = np.arange(len(in_order))
        counts = tuple(Count(people[i], None if flags[i] else int(n[i]), str(flags[i])) for i in in_order)
        return cls(study, tables, level, policy, counts, tuple(place[grid] for grid in shown))

    @classmethod
    def of_entry(
        cls, entry: Entry, codes: Callable[[str], Sequence[float | str | None]], groupings: Sequence[Grouping]
    ) -> Publication:
        """The publication that the ledger remembers.

        codes  the codes of a variable, in the order of a table. Raises KeyError where they are not those of then.
        """
        tables = tuple(tuple(table.split(_BESIDE)) for table in entry.about.split(_THEN))
        made_from = {grouping.name: grouping.of for grouping in groupings}
        place = {_rooted(count.people, made_from): number for number, count in enumerate(entry.family)}
        grids = []
        for table in tables:
            along = [[condition(name, code) for code in (*codes(name), None)] for name in table]
            numbers = [find(place, _rooted(people, made_from)) for people in product(*along)]
            grids.append(np.array(numbers, dtype=np.int64).reshape([len(one) for one in along]))
        return cls(entry.study, tables, entry.level, entry.policy, entry.family, tuple(grids))

    def flags(self, table: tuple[str, ...]) -> Flags:
        """The flags of a table of the family; along each variable its codes, then all who answered."""
        places = self.places[self.tables.index(table)]
        return np.array([count.flag for count in self.counts], dtype="<U1")[places]

    def n(self, table: tuple[str, ...]) -> FloatArray:
        """The counts of a table of the family in the same shape; NaN where they are hidden."""
        places = self.places[self.tables.index(table)]
        return np.array([np.nan if count.n is None else count.n for count in self.counts])[places]

    @property
    def hidden(self) -> int:
        """How many counts are hidden."""
        return sum(count.n is None for count in self.counts)

    @property
    def digest(self) -> str:
        """Of everything that is shown, and of the flags of what is not."""
        told = [self.study, self.tables, self.policy, [(sorted(c.people), c.n, c.flag) for c in self.counts]]
        return sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()

    def entry(self, *, data: str = "", respondents: int = 0, by_all: tuple[str, ...] = ()) -> Entry:
        """How the ledger remembers it; `data`, `respondents` and `by_all` as in any entry."""
        return Entry(
            study=self.study,
            statistic="publication",
            about=_THEN.join(_BESIDE.join(table) for table in self.tables),
            by="",
            where="",
            variables=tuple(dict.fromkeys(name for table in self.tables for name in table)),
            level=self.level,
            policy=self.policy,
            digest=self.digest,
            data=data,
            respondents=respondents,
            by_all=by_all,
            family=self.counts,
        )


def _rooted(people: Iterable[str], made_from: Mapping[str, str]) -> Domain:
    """The same people; who answered a grouping has answered what it is made from."""
    found = set()
    for one in people:
        name, code = one.split("=", 1)
        while code == ANSWERED and name in made_from:
            name = made_from[name]
        found.add(f"{name}={code}")
    return frozenset(found)


def find(place: Mapping[Domain, int], people: Domain) -> int:
    """Where a count stands; that everybody answered a variable is not written there. Raises KeyError."""
    answered = sorted(one for one in people if one.endswith(f"={ANSWERED}"))
    for left_out in range(len(answered) + 1):
        for some in combinations(answered, left_out):
            if people.difference(some) in place:
                return place[people.difference(some)]
    raise KeyError(people)
