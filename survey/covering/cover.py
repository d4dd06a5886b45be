"""Made-up respondents for every element and both sides of every condition, as few as are needed."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from survey.compile import Compiled
from survey.covering.cases import Case, case_of
from survey.covering.search import answers_for
from survey.covering.targets import Target, demands, elements
from survey.covering.units import makers_of


@dataclass(frozen=True)
class Unreached:
    """A target that no case reaches. `certain`: no answers lead there; else none were found that do."""

    target: Target
    certain: bool


@dataclass(frozen=True)
class Coverage:
    """Cases that together reach all targets, but for those that are listed."""

    cases: tuple[Case, ...]
    unreached: tuple[Unreached, ...]


def cover(compiled: Compiled, *, seed: int = 1) -> Coverage:
    """Cases for every element and both sides of every condition; the same seed gives the same.

    For each target that no case has reached yet the search looks for answers that lead there; whatever else such a
    respondent comes past is answered by chance. Cases that the others make needless are left out.
    """
    rng, makers = random.Random(seed), makers_of(compiled)
    cases: list[Case] = []
    unreached: list[Unreached] = []
    met: set[Target] = set()
    for element in elements(compiled):
        for target in element.targets():
            if target not in met:
                found = answers_for(compiled, makers, demands(compiled, element, holds=target.holds))
                case = None if found.values is None else case_of(compiled, found.values, rng)
                if case is None or target not in case.reaches:
                    unreached.append(Unreached(target, found.values is None and found.certain))
                else:
                    cases.append(case)
                    met |= set(case.reaches)
    return Coverage(_needed(cases), tuple(unreached))


def _needed(cases: Sequence[Case]) -> tuple[Case, ...]:
    """The cases without which something would not be reached; the first ones go first, as later ones reach more."""
    kept = list(cases)
    for case in cases:
        others = {target for other in kept if other is not case for target in other.reaches}
        if set(case.reaches) <= others:
            kept = [other for other in kept if other is not case]
    return tuple(kept)
