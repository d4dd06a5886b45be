"""What the ledger says of the cells of a file: of a table by itself, or of one that was published with others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analysis.disclosure.domain import coded
from analysis.disclosure.exact.lattice import ANSWERED
from analysis.disclosure.exact.publication import find
from analysis.disclosure.ledger import Column, Count, Entry
from analysis.review.exported import UNTOLD, Exported, Record


def with_columns(entry: Entry, earlier: Sequence[Entry], exported: Exported) -> Entry:
    """The entry of a file with what readers saw; of a published table that stands in the entry of its publication.

    earlier  all entries; the newest publication that names the table counts
    """
    if entry.columns or entry.statistic != "proportion" or ":" in entry.by:
        return entry
    table = " x ".join(filter(None, (entry.about, entry.by)))
    families = [e.family for e in earlier if e.study == entry.study and e.family and table in e.about.split("; ")]
    return replace(entry, columns=_columns(entry, families[-1], exported)) if families else entry


def with_flags(exported: Exported, entry: Entry | None) -> Exported:
    """A page with the flags of the ledger: it says itself that a figure is hidden, but not by which rule."""
    flags = {
        (group_of(column, entry.by), row): flag
        for column in (entry.columns if entry else ())
        for row, flag in column.flags.items()
        if entry
    }
    records = [
        replace(record, flag=flags.get(place_of(record), UNTOLD)) if record.flag == UNTOLD else record
        for record in exported.records
    ]
    return replace(exported, records=tuple(records))


def hidden_then(exported: Exported, entry: Entry | None) -> list[Record]:
    """Figures that a file shows, and that were hidden when it was released."""
    hidden = {
        (group_of(column, entry.by), row)
        for column in (entry.columns if entry else ())
        for row, n in column.cells.items()
        if entry and n is None
    }
    shown = [record for record in exported.records if not record.blank and record.figures.get("value") is not None]
    return [record for record in shown if place_of(record) in hidden]


def place_of(record: Record) -> tuple[str, str]:
    """Column and row of a cell as the ledger writes them; "" for everybody."""
    return code_of(record.column), code_of(record.row)


def code_of(value: str) -> str:
    """A row or column of a file as the ledger writes it; "" for everybody."""
    return coded(value) if value else ""


def group_of(column: Column, by: str) -> str:
    """The code of a column's group, "" for everybody."""
    return next((condition.split("=", 1)[1] for condition in column.domain if condition.startswith(f"{by}=")), "")


def _columns(entry: Entry, family: Sequence[Count], exported: Exported) -> tuple[Column, ...]:
    place = {count.people: number for number, count in enumerate(family)}
    groups = dict.fromkeys(place_of(record)[0] for record in exported.records)
    rows = dict.fromkeys(place_of(record)[1] for record in exported.records)

    def found(row: str, group: str) -> Count | None:
        """None where it is not certain which it is: of who answered a grouping, what it is made from may be named."""
        people = {f"{entry.about}={row}", *([f"{entry.by}={group or ANSWERED}"] if entry.by else [])}
        try:
            return family[find(place, frozenset(people))]
        except KeyError:
            return None

    return tuple(
        _column(entry, group, {row: found(row, group) for row in rows}, found(ANSWERED, group)) for group in groups
    )


def _column(entry: Entry, group: str, cells: dict[str, Count | None], base: Count | None) -> Column:
    flags = {row: count.flag for row, count in {**cells, "": base}.items() if count and count.flag}
    told = {row: count.n for row, count in cells.items() if count}
    return Column(frozenset({f"{entry.by}={group}"} if group else ()), base.n if base else None, told, flags)
