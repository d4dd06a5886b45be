"""What the ledger says of earlier releases, as counts of people named by conditions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from analysis.disclosure.domain import Domain, coded
from analysis.disclosure.exact.lattice import ANSWERED, Axis, Coarser, Lattice, axis
from analysis.disclosure.ledger import Column, Count, Entry
from survey.groupings import Grouping

MEAN = "mean "  # how the ledger begins the row of a mean, which counts the same people as its base


def people_of(entry: Entry, column: Column, row: str | None) -> Domain:
    """Whom a figure counts (without a row: the base); "name=*" is everybody with an answer."""
    code = ANSWERED if row is None or row.startswith(MEAN) else row
    told = column.domain | {f"{entry.about}={code}"}
    grouped = not entry.by or any(condition.startswith(f"{entry.by}=") for condition in told)
    return told if grouped else told | {f"{entry.by}={ANSWERED}"}


def counts_of(entry: Entry) -> Iterator[Count]:
    """The counts of an entry. A mean is no count: only its base is."""
    yield from entry.family
    for column in entry.columns:
        base = column.flags.get("", "")
        yield Count(people_of(entry, column, None), column.base, "c" if base == "b" else base)
        for row, n in column.cells.items():
            if not row.startswith(MEAN):
                flag = column.flags.get(row, "")
                yield Count(people_of(entry, column, row), n, flag)


def complete(entry: Entry) -> frozenset[str]:
    """Variables of which every code stands in the entry: rows and columns of a table, not what a filter names."""
    if entry.family:
        return frozenset(entry.variables)
    table = bool(entry.by) or any(len(column.cells) > 1 for column in entry.columns)
    rows = {entry.about} if table and entry.statistic == "proportion" else set()
    return frozenset(rows | ({entry.by} if entry.by else set()))


def lattice_of_conditions(
    people: Iterable[Domain], whole: frozenset[str], by_all: frozenset[str], groupings: Sequence[Grouping]
) -> Lattice:
    """The counts of these people with all that lies between them.

    whole   variables of which every code is named; of others there may be more
    by_all  variables that everybody answered
    """
    named: dict[str, dict[str, None]] = {}
    sets: set[frozenset[str]] = set()
    for one in people:
        pairs = [condition.split("=", 1) for condition in one]
        for name, code in pairs:
            codes = named.setdefault(name, {})
            if code != ANSWERED:
                codes[code] = None
        sets.add(frozenset(name for name, _ in pairs))
    finest = {name: _finest(name, named, groupings) for name in named}
    axes = {
        name: _axis(
            name, named, [g for g in groupings if finest.get(g.name) == name != g.name], name in whole, name in by_all
        )
        for name in set(finest.values())
    }
    largest = {frozenset(finest[name] for name in one) for one in sets}
    in_order = sorted((one for one in largest if not any(one < other for other in largest)), key=sorted)
    return Lattice([[axes[name] for name in sorted(one)] for one in in_order])


def _finest(name: str, named: Iterable[str], groupings: Sequence[Grouping]) -> str:
    """The finest variable among those named that a grouping is made from, directly or not."""
    by_name, found = {grouping.name: grouping for grouping in groupings}, name
    while name in by_name:
        name = by_name[name].of
        found = name if name in named else found
    return found


def _axis(
    name: str, named: dict[str, dict[str, None]], groupings: Sequence[Grouping], whole: bool, by_all: bool
) -> Axis:
    codes = {name: list(named[name])}
    coarser = []
    for grouping in groupings:
        if grouping.of not in codes:
            continue
        number = {code: _band(grouping, code) for code in codes[grouping.of]}
        every = [coded(float(band + 1)) for band in range(len(grouping.bands))]
        coarser.append(Coarser(grouping.name, grouping.of, number, tuple(every)))
        codes[grouping.name] = every
    return axis(name, codes[name], coarser=coarser, others=not whole, no_answer=not by_all)


def _band(grouping: Grouping, code: str) -> str:
    held = [band.holds(np.array([float(code)]))[0] for band in grouping.bands]
    return coded(float(held.index(True) + 1))
