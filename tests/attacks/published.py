"""A declared family of tables as its readers see it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from analysis.disclosure import ReleasePolicy
from analysis.disclosure.exact.family import TableFamily
from tests.attacks.answers import Line, Shown
from tests.attacks.study import Key, Study

Table = tuple[str, ...]


def published(study: Study, tables: Sequence[Table], policy: ReleasePolicy) -> Shown:
    """The counts of a frozen family, with the sums of all its tables."""
    frozen = TableFamily.of(study.design, tables, policy, groupings=study.groupings).protect()
    shown = Shown(lines={line for table in tables for line in lines_of_table(study, table)})
    for count in frozen.counts:
        people = _key(count.people)
        shown.counts[people], shown.flags[people] = count.n, count.flag
    for people in {name for total, parts in shown.lines for name in (total, *parts)} - shown.counts.keys():
        shown.counts[people], shown.flags[people] = None, "."
    return shown


def lines_of_table(study: Study, table: Table) -> Iterator[Line]:
    """Every sum over the codes of one variable, the others held or summed over."""
    for summed in table:
        others = [name for name in table if name != summed]
        for codes in product(*((None, *study.codes[name]) for name in others)):
            held = frozenset((name, code) for name, code in zip(others, codes, strict=True) if code is not None)
            yield held, tuple(held | {(summed, code)} for code in study.codes[summed])


def _key(people: frozenset[str]) -> Key:
    """The conditions as names and codes; who answered is everybody in these studies."""
    conditions = (one.split("=") for one in people)
    return frozenset((name, float(code)) for name, code in conditions if code != "*")
