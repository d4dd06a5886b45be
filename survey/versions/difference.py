"""What differs between two versions of a questionnaire, each change with its size: patch, minor or major.

patch  slips of the pen, translations, help, headings: what was answered means the same
minor  something new, or asked of more people: earlier answers keep their meaning
major  codes, types, limits or wordings that mean something else, asked of fewer people, or gone
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from survey.compile import digest
from survey.model import Questionnaire
from survey.versions.change import Change, Size
from survey.versions.elements import changes_between

Version = tuple[int, int, int]


@dataclass(frozen=True)
class Difference:
    """All changes from one questionnaire to another, in the order of the new one."""

    old: Questionnaire
    new: Questionnaire
    changes: tuple[Change, ...]

    @property
    def size(self) -> Size | None:
        """The largest change; None when there is none."""
        sizes = {change.size for change in self.changes}
        return next((size for size in (Size.MAJOR, Size.MINOR, Size.PATCH) if size in sizes), None)

    @property
    def least(self) -> Version:
        """The least version that the new questionnaire may carry."""
        major, minor, patch = version_of(self.old)
        match self.size:
            case Size.MAJOR:
                return major + 1, 0, 0
            case Size.MINOR:
                return major, minor + 1, 0
            case Size.PATCH:
                return major, minor, patch + 1
        return major, minor, patch

    @property
    def is_enough(self) -> bool:
        """Whether the new questionnaire's version is at least that."""
        return version_of(self.new) >= self.least


def difference(old: Questionnaire, new: Questionnaire) -> Difference:
    """What changed from `old` to `new`."""
    changes = tuple(changes_between(old, new))
    if not changes and digest(replace(new, version=old.version)) != digest(old):
        changes = (Change(Size.MINOR, f'questionnaire "{new.id}"', "something in it is changed.", new.place),)
    return Difference(old, new, changes)


def version_of(questionnaire: Questionnaire) -> Version:
    """The three numbers of its version."""
    major, minor, patch = (int(part) for part in questionnaire.version.split("."))
    return major, minor, patch


def shown(version: Version) -> str:
    """A version as it is written, such as 1.0.0."""
    return ".".join(map(str, version))
