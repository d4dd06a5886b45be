"""Design effects of figures of a group, which tell how many it has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from analysis import SurveyDesign, mean
from analysis.disclosure import Ledger, ReleasePolicy, release
from analysis.errors import AnalysisError
from tests.attacks.fresh_draws import YEARS
from tests.attacks.study import CODES, Study

# Variance of the noise, and what (mean |x - mean|)^2 is of the variance of a number like age.
USUAL, OF_NORMAL = 3.0, 2 / np.pi
LARGEST = 150


@dataclass(frozen=True)
class Size:
    """How many a group has: truly, by its one answer, and the likeliest with design effects beside it."""

    n: int
    one: int
    likeliest: int


def sizes_by_effects(study: Study, policy: ReleasePolicy, ledger: Ledger) -> Iterator[Size]:
    """The design effects of thirty means, with the part of the noise in them: (n - 1) / n (1 + V / m), m = 2 n / pi."""
    for part, n, one in _groups(study, policy, ledger):
        shown = [release(mean(part, year), policy, ledger).cell.deff for year in YEARS]
        found = [effect for effect in shown if effect is not None]
        if len(set(found)) < 2:
            yield Size(n, one, one)
            continue
        around = np.arange(max(one - 5, 2), one + 6)
        expected = (1 - 1 / around) * (1 + USUAL / (OF_NORMAL * around)) * _of_all(study)
        spread = 0.1 * USUAL / (OF_NORMAL * around) + 0.003
        off = (np.mean(found) - expected) / (spread / np.sqrt(len(found)))
        yield Size(n, one, int(around[np.argmax(-0.5 * (around - one) ** 2 / USUAL - 0.5 * off**2)]))


def _of_all(study: Study) -> float:
    n = len(study.design.frame)
    return n / (n - 1)


def _groups(study: Study, policy: ReleasePolicy, ledger: Ledger) -> Iterator[tuple[SurveyDesign, int, int]]:
    for by in CODES:
        for code in study.codes[by]:
            part, n = study.part(f"{by} = {code:g}"), int((study.columns[by] == code).sum())
            try:
                found = release(mean(part, YEARS[0]), policy, ledger)
            except AnalysisError:
                continue
            if found.base.n is not None and found.cell.value is not None and n <= LARGEST:
                yield part, n, found.base.n
