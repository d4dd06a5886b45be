"""One change between two versions, and how large changes are."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from survey.model import Place


class Size(Enum):
    """Which number of the version has to grow."""

    PATCH = "patch"
    MINOR = "minor"
    MAJOR = "major"


@dataclass(frozen=True)
class Change:
    """One change, in words.

    where  the element, such as `question "age"`
    what   what changed, and why it has its size where that is not plain
    place  in the new definition; in the old one for what is gone
    """

    size: Size
    where: str
    what: str
    place: Place

    def __str__(self) -> str:
        spot = f"{self.place.file}, line {self.place.line}, " if self.place.line else ""
        return f"{self.size.value}: {spot}{self.where}: {self.what}"
