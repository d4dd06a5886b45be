"""Small groups by free conditions: everybody, everybody but them. What no threshold on a single figure stops."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import combinations

from analysis import crosstab
from analysis.disclosure import Ledger, ReleasePolicy, release
from analysis.errors import AnalysisError
from tests.attacks.answers import conditions
from tests.attacks.study import Key, Study

Count = Callable[[str], float | None]


def counted_plainly(study: Study, threshold: int = 10) -> Count:
    """The unguarded comparator: how many a condition is true of, unless they are few."""

    def count(where: str) -> float | None:
        n = int(study.part(where).inside.sum())
        return n if n >= threshold else None

    return count


def counted_by_release(study: Study, policy: ReleasePolicy, ledger: Ledger, *, rows: str = "") -> Count:
    """The base of a released table behind the condition; exact where the policy is for exact tables."""

    def count(where: str) -> float | None:
        design, other = study.part(where), next(name for name in reversed(study.codes) if name not in where)
        try:
            (base,) = release(crosstab(design, rows or other), policy, ledger).bases
        except AnalysisError:
            return None
        if base.blank or base.n is None:
            return None
        return int(design.inside.sum()) if policy.mode == "suppress" else base.n

    return count


def subtractions(group: Key, codes: Mapping[str, tuple[float, ...]]) -> Iterator[list[tuple[int, str]]]:
    """Signed conditions whose counts add up to the group."""
    written = dict(sorted(group))
    this = conditions(written)
    yield [(1, ""), (-1, f"not ({this})")]
    for name, code in written.items():
        around = conditions({other: value for other, value in written.items() if other != name})
        joint = f"{around} and " if around else ""
        yield [(1, around), (-1, f"{joint}{name} != {code:g}")]
        yield [(1, f"{joint}{name} <= {code:g}"), (-1, f"{joint}{name} < {code:g}")]
        others = [value for value in codes[name] if value != code]
        if others:
            yield [(1, around), (-1, f"{joint}{name} in ({', '.join(f'{value:g}' for value in others)})")]
        yield from _overlapping(name, code, joint, others)
    if len(written) == 2:
        one, other = (conditions({name: code}) for name, code in written.items())
        yield [(1, one), (1, other), (-1, f"{one} or {other}")]


def _overlapping(name: str, code: float, joint: str, others: list[float]) -> Iterator[list[tuple[int, str]]]:
    """Three groups that overlap: this code with each of two others, less these two, is the code twice."""
    for one, other in list(combinations(others, 2))[:3]:
        pairs = [(1, (code, one)), (1, (code, other)), (-1, (one, other))]
        yield [(sign, f"{joint}{name} in ({a:g}, {b:g})") for sign, (a, b) in pairs for _ in range(1)]


def by_subtraction(study: Study, count: Count, group: Key) -> list[float]:
    """The figures of a group that free conditions give."""
    found = []
    for signed in subtractions(group, study.codes):
        counts = [(sign, count(where)) for sign, where in signed]
        if all(n is not None for _, n in counts):
            twice = 2 if [sign for sign, _ in signed] == [1, 1, -1] and " in (" in signed[0][1] else 1
            found.append(sum(sign * n for sign, n in counts if n is not None) / twice)
    return found


def opened_groups(study: Study, count: Count, groups: list[Key]) -> tuple[int, int]:
    """How many of the groups have an answer by subtraction, and of how many all answers are right."""
    found = [(study.count(group), by_subtraction(study, count, group)) for group in groups]
    answered = [(size, figures) for size, figures in found if figures]
    return len(answered), sum(all(round(figure) == size for figure in figures) for size, figures in answered)
