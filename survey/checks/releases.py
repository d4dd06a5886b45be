"""What is released does not change: a definition that asks something else carries a higher version (30)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from survey.checks.walk import fault, named
from survey.compile import digest
from survey.errors import Fault, UnreadableFile
from survey.model import Questionnaire
from survey.versions.difference import difference, shown, version_of
from survey.versions.releases import Release, releases

FROZEN = 30


def as_released(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Faults of a definition beside whose file there are releases; none where nothing was released."""
    if not questionnaire.place.file:
        return
    try:
        found = releases(Path(questionnaire.place.file).parent)
    except UnreadableFile as error:
        yield _of_version(questionnaire, str(error), "")
        return
    own = version_of(questionnaire)
    same = next((release for release in found if release.version == own), None)
    earlier = [release for release in found if release.version < own]
    if same is not None:
        yield from _edited(questionnaire, same)
    elif earlier:
        yield from _too_low(questionnaire, earlier[-1])
    elif found:
        what = f"Version {shown(own)} is lower than every released one; the first was {shown(found[0].version)}."
        yield _of_version(questionnaire, what, "Raise `version`.")


def _edited(questionnaire: Questionnaire, released: Release) -> Iterator[Fault]:
    """Every change of a released version, at its place."""
    if digest(questionnaire) == released.digest:
        return
    found = difference(released.questionnaire, questionnaire)
    for change in found.changes:
        what = f"Version {shown(released.version)} is released, and since then {change.what}"
        mend = f"Raise `version` to at least {shown(found.least)}, or take the change back."
        yield fault(change.place if change.place.line else questionnaire.place, FROZEN, change.where, what, mend)


def _too_low(questionnaire: Questionnaire, released: Release) -> Iterator[Fault]:
    """A version that is higher than the released one, but not high enough for what was changed."""
    found = difference(released.questionnaire, questionnaire)
    if not found.is_enough:
        largest = next(change for change in found.changes if change.size is found.size)
        what = (
            f"Version {questionnaire.version} is too low after {shown(released.version)}: of {largest.where}, "
            f"{largest.what}"
        )
        yield _of_version(questionnaire, what, f"Raise `version` to at least {shown(found.least)}.")


def _of_version(questionnaire: Questionnaire, what: str, mend: str) -> Fault:
    where = named("questionnaire", questionnaire.id)
    return fault(questionnaire.place.of("version"), FROZEN, where, what, mend)
