"""What differs between two versions of a questionnaire, each change with its size: patch, minor or major.

patch  slips of the pen, translations, help, headings: what was answered means the same
minor  something new, or asked of more people: earlier answers keep their meaning
major  codes, types, limits or wordings that mean something else, asked of fewer people, or gone
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from survey.compile import digest, plain
from survey.model import Expression, Questionnaire
from survey.versions.change import Change, Size
from survey.versions.conditions import tree
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
        changes = (_of_no_rule(old, new),)
    return Difference(old, new, changes)


def _of_no_rule(old: Questionnaire, new: Questionnaire) -> Change:
    """A change that no rule is for: a condition that is spaced otherwise, or what no answer hangs on."""
    where = f'questionnaire "{new.id}"'
    if _as_meant(plain(replace(old, version=new.version))) == _as_meant(plain(new)):
        return Change(Size.PATCH, where, "a condition is written in another way and means the same.", new.place)
    return Change(Size.MINOR, where, "something in it is changed.", new.place)


def _as_meant(content: Any) -> Any:
    """The questionnaire written down, with conditions as they are understood in place of how they are spelt."""
    if isinstance(content, dict):
        if set(content) == {"source"}:
            return tree(Expression(content["source"])) or content
        return {word: _as_meant(part) for word, part in content.items()}
    return [_as_meant(part) for part in content] if isinstance(content, list) else content


def version_of(questionnaire: Questionnaire) -> Version:
    """The three numbers of its version."""
    major, minor, patch = (int(part) for part in questionnaire.version.split("."))
    return major, minor, patch


def shown(version: Version) -> str:
    """A version as it is written, such as 1.0.0."""
    return ".".join(map(str, version))
