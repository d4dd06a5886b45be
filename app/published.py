"""The tables of a study that are published together: protected, frozen, and released one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from analysis import crosstab
from analysis.disclosure import Publication, ReleasedTable, checked, declared, freeze, published_table
from app.opened import Opened


def publish_family(opened: Opened) -> Publication:
    """Freeze the family that [publication] of study.toml names. Raises AnalysisError, Refused."""
    return _with(freeze, opened)


def check_family(opened: Opened) -> Publication:
    """What would be published; nothing is written down."""
    return _with(checked, opened)


def tables(opened: Opened, publication: Publication) -> Iterator[ReleasedTable]:
    """The released tables of a publication, one after the other."""
    policy = opened.policy.for_publication()
    for rows, *columns in publication.tables:
        yield published_table(crosstab(opened.design, rows, by=columns or None), publication, policy)


def _with(action: Callable[..., Publication], opened: Opened) -> Publication:
    named, zeros = declared(opened.study.publication)
    policy = opened.policy.for_publication()
    return action(opened.design, named, policy, opened.ledger, groupings=opened.study.groupings, structural=zeros)
