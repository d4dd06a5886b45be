"""A published family, frozen: what every reader may see of each count, under one digest."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256

import numpy as np

from analysis.disclosure.domain import Domain
from analysis.disclosure.exact.nodes import FloatArray, IntArray
from analysis.disclosure.ledger import Count, Entry
from analysis.disclosure.primary import Flags


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
            about="; ".join(" x ".join(table) for table in self.tables),
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
