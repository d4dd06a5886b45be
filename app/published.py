"""The tables of a study that are published together: protected, frozen, and released one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from analysis import crosstab
from analysis.disclosure import (
    Publication,
    ReleasedTable,
    checked,
    declared,
    freeze,
    frozen,
    reasons,
    release_published,
)
from analysis.errors import Refused

if TYPE_CHECKING:
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
        result = crosstab(opened.design, rows, by=columns or None)
        yield release_published(result, publication, policy, opened.ledger)


def shows_published_only(opened: Opened) -> bool:
    """True where the study names the tables that are published, and answers with those alone."""
    policy = opened.policy
    return policy.mode == "suppress" and not policy.public_use and bool(opened.study.publication)


def published(opened: Opened) -> Publication:
    """What the study has published. Raises Refused where that is nothing."""
    publication = frozen(opened.design, opened.ledger, opened.study.groupings)
    if publication is None:
        raise Refused(reasons.NOTHING_PUBLISHED, rule="publication")
    return publication


def _with(action: Callable[..., Publication], opened: Opened) -> Publication:
    named, zeros = declared(opened.study.publication)
    policy = opened.policy.for_publication()
    return action(opened.design, named, policy, opened.ledger, groupings=opened.study.groupings, structural=zeros)
