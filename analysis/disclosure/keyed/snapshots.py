"""What earlier answers with noise mean for later ones: new data make new figures only once enough people are new.

The same respondents have the same noise; respondents and one more have other noise, and the two answers together tell
of that one. So figures stay with the snapshot of the data that they were made from until `policy.snapshot` respondents
have been added, or have left; and a count that moved by a few since it was shown is not shown again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b

import numpy as np

from analysis.arrays import BoolArray
from analysis.disclosure.domain import coded, domain
from analysis.disclosure.keyed import reasons as words
from analysis.disclosure.ledger import Entry
from analysis.disclosure.policy import ReleasePolicy
from analysis.disclosure.primary import Flags
from analysis.errors import Refused
from analysis.source import Snapshot
from analysis.unreleased import TableFigures

# A count that moved by fewer than this, but moved, is hidden.
MOVED = 10

Counts = Mapping[str, frozenset[int]]


def data_of(snapshot: Snapshot | None) -> str:
    """What the ledger calls a snapshot; the key itself is not written down."""
    return blake2b(snapshot.key.to_bytes(8, "little"), digest_size=8).hexdigest() if snapshot else ""


def refuse_new_snapshot(entry: Entry, earlier: Sequence[Entry], policy: ReleasePolicy) -> None:
    """Refuse data that differ by too few respondents from those that figures were shown of. Raises Refused.

    Nor does the noise of the same data change: a figure with two noises tells of itself without any.
    """
    if not entry.data:
        return
    if any(other.noise != entry.noise for other in _keyed(entry, earlier) if other.noise and other.data == entry.data):
        raise Refused(words.OTHER_NOISE, rule="noise")
    before = {other.data: other.respondents for other in _keyed(entry, earlier) if other.data}
    if entry.data in before or not before:
        return
    nearest = min(abs(entry.respondents - n) for n in before.values())
    if nearest < policy.snapshot:
        lacking = -(-(policy.snapshot - nearest) // 10) * 10
        raise Refused(words.too_few_new(policy.snapshot, lacking), rule="snapshot")


def refuse_other_mode(entry: Entry, earlier: Sequence[Entry]) -> None:
    """Refuse what would be shown both exactly, with blanks, and with noise. Raises Refused.

    From a table with noise the blanks of an exact table of the same variables, or of some of them, can be guessed.
    """
    for other in earlier:
        if other.study != entry.study or not other.digest:
            continue
        if entry.mode == "keyed" and any(hidden <= set(entry.variables) for hidden in _hidden(other)):
            raise Refused(words.PUBLISHED_EXACTLY, rule="mode")
        if other.mode == "keyed" and any(hidden <= set(other.variables) for hidden in _hidden(entry)):
            raise Refused(words.ANSWERED_WITH_NOISE, rule="mode")


def shown_before(entry: Entry, earlier: Sequence[Entry]) -> Counts:
    """Counts that were shown of other snapshots, by the name of the set of people."""
    found: dict[str, set[int]] = {}
    for other in _keyed(entry, earlier):
        if other.data != entry.data:
            for name, n in other.counts.items():
                found.setdefault(name, set()).add(n)
    return {name: frozenset(counts) for name, counts in found.items()}


def moved(table: TableFigures, before: Counts) -> BoolArray:
    """(R + 1, C) True for counts that moved by a few since they were shown; the last row is that of the bases."""
    n = np.vstack([table.n, table.base_n])
    if not before:
        return np.zeros(n.shape, dtype=bool)
    found = [
        [any(0 < abs(int(n[r, c]) - old) < MOVED for old in before.get(name, ())) for c, name in enumerate(row)]
        for r, row in enumerate(_names(table))
    ]
    return np.array(found, dtype=bool)


def counts_of(table: TableFigures, flags: Flags) -> dict[str, int]:
    """The exact counts behind what is shown, for the ledger."""
    n = np.vstack([table.n, table.base_n])
    return {
        name: int(n[r, c])
        for r, row in enumerate(_names(table))
        for c, name in enumerate(row)
        if not flags[r, c] and n[r, c]
    }


def _names(table: TableFigures) -> list[list[str]]:
    """(R + 1, C) the conditions that hold in each cell and base, the same by whatever route."""
    source = table.source
    of_columns = [
        domain(source.where, source.by, level.value)
        | ({f"{source.by}=*"} if source.by and level.value is None else set())
        for level in table.columns
    ]
    shares = table.statistic == "proportion"
    rows = [coded(level.value) if shares else "*" for level in table.rows]
    return [[_joined({*column, f"{source.rows}={row}"}) for column in of_columns] for row in (*rows, "*")]


def _joined(conditions: Iterable[str]) -> str:
    return " & ".join(sorted(conditions))


def _keyed(entry: Entry, earlier: Sequence[Entry]) -> list[Entry]:
    return [other for other in earlier if other.study == entry.study and other.mode == "keyed" and other.digest]


def _hidden(entry: Entry) -> list[set[str]]:
    """The variables of each exact output, or of each count of a family, with a figure that is hidden."""
    if entry.mode == "keyed":
        return []
    hides = any(column.base is None or None in column.cells.values() for column in entry.columns)
    of_family = [{one.split("=")[0] for one in count.people} for count in entry.family if count.n is None]
    return ([set(entry.variables)] if hides else []) + of_family
