"""Publishing a family: protected jointly with all that was shown before, written down once, and the same ever after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.design import SurveyDesign
from analysis.disclosure import reasons
from analysis.disclosure.domain import Domain
from analysis.disclosure.exact.family import Table, TableFamily
from analysis.disclosure.exact.nodes import BoolArray
from analysis.disclosure.exact.protect import CannotProtect
from analysis.disclosure.exact.publication import Publication
from analysis.disclosure.exact.remembered import counts_of
from analysis.disclosure.keyed.snapshots import data_of, refuse_other_mode
from analysis.disclosure.ledger import Entry, Ledger
from analysis.disclosure.policy import ReleasePolicy
from analysis.disclosure.primary import Flags
from analysis.disclosure.released import ReleasedTable
from analysis.disclosure.shown import shown_table
from analysis.errors import Refused
from analysis.source import Question
from analysis.unreleased import ResultTable, figures
from survey.groupings import Grouping

MOST_OFFERED = 3  # published tables that are offered in place of one that is not


def freeze(
    design: SurveyDesign,
    tables: Sequence[Sequence[str]],
    policy: ReleasePolicy,
    ledger: Ledger,
    *,
    groupings: Sequence[Grouping] = (),
    structural: Sequence[Mapping[str, float | str]] = (),
) -> Publication:
    """Publish a family: from now on the ledger holds what readers know of it. For the arguments see `TableFamily.of`.

    The same answers, tables and policy give the same publication. Of other answers than an earlier one was made of,
    every count that moved by fewer than the threshold is hidden. Raises Refused where totals moved by so little, or
    where what was shown before gives too much away.
    """
    with ledger.locked() as earlier:
        publication = _publication(design, tables, policy, earlier, groupings, structural)
        ledger.add(_entry(design, publication, policy))
    return publication


def checked(
    design: SurveyDesign,
    tables: Sequence[Sequence[str]],
    policy: ReleasePolicy,
    ledger: Ledger,
    *,
    groupings: Sequence[Grouping] = (),
    structural: Sequence[Mapping[str, float | str]] = (),
) -> Publication:
    """What `freeze` would publish; nothing is written down."""
    with ledger.locked() as earlier:
        return _publication(design, tables, policy, earlier, groupings, structural)


def frozen(design: SurveyDesign, ledger: Ledger, groupings: Sequence[Grouping] = ()) -> Publication | None:
    """The study's newest publication, as the ledger has it; None where nothing was published.

    Raises Refused where the codes are no longer those that it was made of.
    """
    with ledger.locked() as earlier:
        found = [entry for entry in earlier if entry.study == design.frame.study and entry.family and entry.digest]
    try:
        return Publication.of_entry(found[-1], partial(_codes, design), groupings) if found else None
    except KeyError as missing:
        raise Refused(reasons.ANSWERS_CHANGED, rule="publication") from missing


def published_table(result: ResultTable, publication: Publication, policy: ReleasePolicy) -> ReleasedTable:
    """A table of a published family, with the blanks of the publication; `release_published` writes it down as well.

    Raises Refused for a table that is not in it, and where the answers are not those it was made of.
    """
    table = figures(result)
    columns = table.source.combined or ((table.source.by,) if table.source.by else ())
    name = (table.source.rows, *columns)
    if name not in publication.tables or table.source.where or table.statistic != "proportion":
        raise _not_published(name, publication.tables, filtered=bool(table.source.where))
    flags, n = (_as_columns(grid, len(columns)) for grid in (publication.flags(name), publication.n(name)))
    found = np.vstack([table.n, table.base_n])
    if flags.shape != found.shape or (n[flags == ""] != found[flags == ""]).any():
        raise Refused(reasons.ANSWERS_CHANGED, rule="publication")
    flags[:-1, found[-1] == 0] = "b"
    return shown_table(table, flags, policy, policy.limits(table.source))


def _not_published(name: Table, tables: Sequence[Table], *, filtered: bool) -> Refused:
    """The refusal, with the published tables that have most in common with what was asked; the same rows first."""

    def nearness(table: Table) -> tuple[int, bool, int]:
        return -len({*table} & {*name}), table[0] != name[0], len(table)

    nearest = sorted(tables, key=nearness)[:MOST_OFFERED]
    return Refused(
        reasons.not_published(name, [" x ".join(table) for table in nearest], filtered=filtered),
        rule="publication",
        instead=tuple(Question(rows, *by) for rows, *by in nearest if len(by) < 2),
    )


def _codes(design: SurveyDesign, name: str) -> list[float | str | None]:
    return [level.value for level in design.categories(name).levels]


def _as_columns(grid: NDArray[Any], columns: int) -> NDArray[Any]:
    """(R + 1, C) of a table: groups, or combinations of groups, then all of them."""
    if not columns:
        return grid[:, None].copy()
    codes: tuple[Any, ...] = (slice(None), *[slice(None, -1)] * columns)
    everybody: tuple[Any, ...] = (slice(None), *[-1] * columns)
    return np.column_stack([grid[codes].reshape(len(grid), -1), grid[everybody]])


def _publication(
    design: SurveyDesign,
    tables: Sequence[Sequence[str]],
    policy: ReleasePolicy,
    earlier: Iterable[Entry],
    groupings: Sequence[Grouping],
    structural: Sequence[Mapping[str, float | str]],
) -> Publication:
    before = [other for other in earlier if other.study == design.frame.study]
    exact = [other for other in before if other.columns or other.family]
    sets = {frozenset(_names(count.people)) for other in exact for count in counts_of(other)}
    family = TableFamily.of(
        design, tables, policy, groupings=groupings, structural=structural, remembered=[sorted(one) for one in sets]
    )
    known, given = _remembered(family, exact)
    try:
        publication = family.protect(known=known, given=given)
    except CannotProtect as cannot:
        raise Refused(reasons.GIVEN_AWAY, rule="differencing") from cannot
    refuse_other_mode(_entry(design, publication, policy), before)
    return publication


def _remembered(family: TableFamily, earlier: Sequence[Entry]) -> tuple[BoolArray, Flags]:
    """(k,) counts that readers know, and flags of those that were hidden or that moved by a few since."""
    n, threshold = family.n, family.nodes.threshold
    known, given = np.zeros(len(n), dtype=bool), np.full(len(n), "", dtype="<U1")
    for other in earlier:
        seen = [(at, c) for c in counts_of(other) if (at := family.lattice.find(c.people)) is not None]
        if all(count.n is None or count.n == n[at] for at, count in seen):
            for at, count in seen:
                known[at] |= count.n is not None
                given[at] = given[at] if count.n is not None else _flag(n[at], threshold[at])
        else:
            for at, count in seen:
                if count.n is not None and 0 < abs(count.n - n[at]) < threshold[at]:
                    if family.answered[at]:
                        raise Refused(reasons.moved_by_few(int(threshold[at])), rule="time")
                    given[at] = _flag(n[at], threshold[at])
    given[known] = ""
    return known, given


def _flag(n: float, threshold: int) -> str:
    return "c" if n < threshold else "x"


def _names(people: Domain) -> set[str]:
    return {condition.split("=")[0] for condition in people}


def _entry(design: SurveyDesign, publication: Publication, policy: ReleasePolicy) -> Entry:
    source = design.source(publication.tables[0][0])
    entry = publication.entry(
        data="" if source.synthetic else data_of(source.snapshot),
        respondents=source.snapshot.respondents if source.snapshot else 0,
        by_all=tuple(
            name
            for name in dict.fromkeys(name for table in publication.tables for name in table)
            if name in design.source(name).by_all
        ),
    )
    return replace(entry, family=()) if policy.public_use else entry
