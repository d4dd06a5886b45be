"""What earlier releases mean for a new one: which of its figures are known, which must be hidden, and when to refuse.

Two outputs about the same outcome can be subtracted. Where one group lies within the other, the difference is a table
of the people between them, and must obey the threshold like any other table. Whether a group lies within another is
not recorded; it is ruled out where they name different codes of one variable, or where each has more people than the
other in some row. Sex by answer is the table of answer by sex: cells of the same people are the same wherever they
stand.

Out of reach of a look at pairs: sums over three and more filtered outputs. People who did not answer the grouping
question are not taken for a group: outputs with the same filter that differ only by their columns are not subtracted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.disclosure.domain import Domain, disjoint, domain
from analysis.disclosure.ledger import Column, Entry


def differs_by_few(entry: Entry, earlier: Sequence[Entry], threshold: int) -> bool:
    """True where a base differs from one that was shown by 1 to threshold - 1 people."""
    return any(
        new.base is not None and old.base is not None and 0 < abs(new.base - old.base) < threshold
        for new, old in _pairs(entry, earlier)
    )


def known(entry: Entry, column: Column, row: str | None, earlier: Sequence[Entry], threshold: int) -> bool:
    """True where the figure (without a row: the base) was shown before, so that hiding it now protects nothing."""
    return any(count is not None for count in _before(entry, column, row, earlier, threshold))


def shown_before(entry: Entry, column: Column, earlier: Sequence[Entry], threshold: int) -> dict[str, int]:
    """Counts of the same people that were shown before, by row."""
    people = _same_people(entry, column, earlier, threshold)
    return {row: count for old in people for row, count in old.cells.items() if count is not None}


def hidden_before(entry: Entry, column: Column, row: str | None, earlier: Sequence[Entry], threshold: int) -> bool:
    """True where the figure was hidden before, or would show a small one by subtraction from an earlier output."""
    if any(count is None for count in _before(entry, column, row, earlier, threshold)):
        return True
    if row is None:
        return False  # a base that differs by few is refused
    count = column.cells.get(row)
    return count is not None and any(
        new is column and new.base != old.base and abs(count - shown) < threshold
        for new, old in _pairs(entry, earlier)
        if (shown := old.cells.get(row)) is not None
    )


def _pairs(entry: Entry, earlier: Sequence[Entry]) -> Iterator[tuple[Column, Column]]:
    """Columns of which one may lie within the other."""
    for other in _about_the_same(entry, earlier):
        for new in entry.columns:
            for old in other.columns:
                if _comparable(entry, other, new, old) and not disjoint(new.domain, old.domain) and _nested(new, old):
                    yield new, old


def _same_people(entry: Entry, column: Column, earlier: Sequence[Entry], threshold: int) -> Iterator[Column]:
    """Earlier columns about the same people, give or take those who did not answer a grouping question."""
    for other in _about_the_same(entry, earlier):
        for old in other.columns:
            near = column.base is None or old.base is None or abs(column.base - old.base) < threshold
            if old.domain == column.domain and near:
                yield old


def _before(
    entry: Entry, column: Column, row: str | None, earlier: Sequence[Entry], threshold: int
) -> Iterator[int | None]:
    """The figure as it was seen before, None where it was hidden; also from tables with rows and columns changed."""
    for old in _same_people(entry, column, earlier, threshold):
        if row is None or row in old.cells:
            yield _count(old, row)
    people = _people(entry, column, row)
    for other in earlier:
        if other.study == entry.study and other.about != entry.about and _crosses(entry, other):
            for old in other.columns:
                yield from (_count(old, r) for r in (None, *old.cells) if _people(other, old, r) == people)


def _crosses(entry: Entry, other: Entry) -> bool:
    shares = entry.statistic == other.statistic == "proportion"
    return shares and entry.about in other.variables and other.about in entry.variables


def _people(entry: Entry, column: Column, row: str | None) -> Domain:
    """Whom a figure of a table of shares counts, by conditions; "name=*" is everybody with an answer."""
    told = column.domain | domain("", entry.about, "*" if row is None else row)
    grouped = not entry.by or any(condition.startswith(f"{entry.by}=") for condition in told)
    return told if grouped else told | domain("", entry.by, "*")


def _about_the_same(entry: Entry, earlier: Sequence[Entry]) -> Iterator[Entry]:
    return (other for other in earlier if (other.study, other.about) == (entry.study, entry.about))


def _comparable(entry: Entry, other: Entry, new: Column, old: Column) -> bool:
    same_filter = entry.where == other.where
    if same_filter and entry.by == other.by:
        return new.domain == old.domain  # the same table at another time
    return not same_filter and new.domain != old.domain


def _nested(new: Column, old: Column) -> bool:
    """False where each has more people than the other somewhere, so that neither lies within the other."""
    shown = [(new.base, old.base), *((new.cells.get(row), count) for row, count in old.cells.items())]
    differences = [a - b for a, b in shown if a is not None and b is not None]
    return all(d >= 0 for d in differences) or all(d <= 0 for d in differences)


def _count(column: Column, row: str | None) -> int | None:
    return column.base if row is None else column.cells.get(row)
