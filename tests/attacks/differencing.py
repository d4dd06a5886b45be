"""Small groups by subtraction: a group is what is left when shown groups are taken from a larger one.

Each way to do so is a route: the total, itself shown or put together of shown parts, less all other parts. With exact
figures one route is enough. With noise in every figure the attacker takes the mean of all routes, and believes a
figure fully when all of them agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from itertools import combinations, product

import numpy as np

from tests.attacks.answers import Line, Shown
from tests.attacks.study import Key, Study

Codes = Mapping[str, tuple[float, ...]]


@dataclass(frozen=True)
class Recovered:
    """What subtraction brought for groups of 1 to threshold - 1 people that at least one route leads to.

    exact  all routes agree, and are right
    mean   the mean of the routes, rounded, is right
    chance the commonest size of these groups, said of each of them, is right: what the attacker has without any answer
    """

    groups: int
    exact: int
    mean: int
    chance: int

    @classmethod
    def together(cls, found: Iterable[Recovered]) -> Recovered:
        """Of several studies."""
        return cls(*(sum(numbers) for numbers in zip(*(astuple(one) for one in found), strict=True)))

    @property
    def exact_share(self) -> float:
        return self.exact / max(self.groups, 1)

    @property
    def mean_share(self) -> float:
        return self.mean / max(self.groups, 1)

    @property
    def chance_share(self) -> float:
        return self.chance / max(self.groups, 1)


def wholes(group: Key, known: Mapping[Key, float], codes: Codes, variables: int = 1) -> Iterator[float]:
    """A shown group: as it is, and as the sum of its parts by one further variable, or two ..."""
    if group in known:
        yield known[group]
    names = [name for name in codes if name not in dict(group)]
    for size in range(1, variables + 1):
        for chosen in combinations(names, size):
            parts = [group | frozenset(zip(chosen, way, strict=True)) for way in product(*(codes[v] for v in chosen))]
            if all(part in known for part in parts):
                yield sum(known[part] for part in parts)


def routes(group: Key, known: Mapping[Key, float], codes: Codes) -> list[float]:
    """Every figure of the group that a subtraction gives, within the groups by one further variable too."""
    found = []
    for name, code in group:
        around = group - {(name, code)}
        siblings = [around | {(name, other)} for other in codes[name] if other != code]
        if all(sibling in known for sibling in siblings):
            rest = sum(known[sibling] for sibling in siblings)
            found += [whole - rest for whole in wholes(around, known, codes)]
        found += _within(around, siblings, known, codes)
    return found


def _within(around: Key, siblings: Sequence[Key], known: Mapping[Key, float], codes: Codes) -> Iterator[float]:
    """The same within each category of a further variable, and then summed."""
    for further in (name for name in codes if name not in dict(around) | dict(siblings[0])):
        parts = [(further, code) for code in codes[further]]
        if all(group | {part} in known for group in (around, *siblings) for part in parts):
            yield sum(known[around | {part}] - sum(known[s | {part}] for s in siblings) for part in parts)


def along(lines: Iterable[Line], known: Mapping[Key, float]) -> dict[Key, list[float]]:
    """What subtraction gives along the lines of a hierarchy, where all but one part is shown."""
    found: dict[Key, list[float]] = {}
    for total, parts in lines:
        hidden = [part for part in parts if part not in known]
        if total in known and len(hidden) == 1:
            rest = sum(known[part] for part in parts if part in known)
            found.setdefault(hidden[0], []).append(known[total] - rest)
    return found


def recovered(
    study: Study,
    shown: Shown,
    *,
    threshold: int,
    names: Sequence[str],
    largest: int = 2,
    hierarchy: Iterable[Line] = (),
) -> Recovered:
    """Subtraction of everything that is shown, for the small groups of up to `largest` conditions."""
    codes, known = {name: study.codes[name] for name in names}, shown.known
    nested = along(hierarchy, known)
    sizes, exact, mean = [], 0, 0
    for group in shown.blank:
        size = study.count(group)
        if len(group) > largest or not 0 < size < threshold:
            continue
        found = routes(group, known, codes) + nested.get(group, [])
        if not found:
            continue
        sizes.append(size)
        exact += all(round(figure) == size for figure in found)
        mean += round(float(np.mean(found))) == size
    commonest = max((sizes.count(size) for size in set(sizes)), default=0)
    return Recovered(len(sizes), exact, mean, commonest)


@dataclass(frozen=True)
class Averaged:
    """How often a shown group of one condition is known exactly: from its one answer, and from many partitions."""

    groups: int
    single: float
    mean: float
    weighted: float

    @classmethod
    def together(cls, found: Iterable[Averaged]) -> Averaged:
        """Of several studies."""
        groups, *hits = (np.array(numbers) for numbers in zip(*(astuple(one) for one in found), strict=True))
        return cls(int(groups.sum()), *(float(np.average(hit, weights=groups)) for hit in hits))


def averaged(study: Study, shown: Shown, *, names: Sequence[str], variables: int = 2) -> Averaged:
    """The same groups counted along every partition by one other variable, or two.

    mean      of all partitions, each counting the same
    weighted  each partition counts as little as it has noise: by the number of its parts
    """
    codes, known = {name: study.codes[name] for name in names}, shown.known
    single, mean, weighted = [], [], []
    for group in (group for group in known if len(group) == 1):
        size, sums, parts = study.count(group), *_partitions(group, known, codes, variables)
        single.append(round(known[group]) == size)
        mean.append(round(float(np.mean(sums))) == size)
        weighted.append(round(float(np.average(sums, weights=1 / np.array(parts)))) == size)
    return Averaged(len(single), *(float(np.mean(hits)) if hits else 0.0 for hits in (single, mean, weighted)))


def _partitions(group: Key, known: Mapping[Key, float], codes: Codes, variables: int) -> tuple[list[float], list[int]]:
    """Sums of shown parts, the group itself first, and of how many parts each is."""
    sums, parts = [known[group]], [1]
    names = [name for name in codes if name not in dict(group)]
    for size in range(1, variables + 1):
        for chosen in combinations(names, size):
            ways = [group | frozenset(zip(chosen, way, strict=True)) for way in product(*(codes[v] for v in chosen))]
            if all(way in known for way in ways):
                sums.append(sum(known[way] for way in ways))
                parts.append(len(ways))
    return sums, parts
