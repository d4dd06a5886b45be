"""Elements of two versions that belong together, by their ids."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

Element = TypeVar("Element")


@dataclass(frozen=True)
class Matched(Generic[Element]):
    """both  pairs of old and new, in the new order; moved: those among them that stand in another order than before."""

    both: tuple[tuple[Element, Element], ...]
    added: tuple[Element, ...]
    gone: tuple[Element, ...]
    moved: bool


def matched(old: Iterable[Element], new: Iterable[Element], key: Callable[[Element], object]) -> Matched[Element]:
    """Old and new elements with the same key."""
    before, after = {key(one): one for one in old}, {key(one): one for one in new}
    return Matched(
        both=tuple((before[name], one) for name, one in after.items() if name in before),
        added=tuple(one for name, one in after.items() if name not in before),
        gone=tuple(one for name, one in before.items() if name not in after),
        moved=[name for name in before if name in after] != [name for name in after if name in before],
    )
