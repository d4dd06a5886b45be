"""Who did not answer: everybody in a group less those of them who answered a question."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from analysis import crosstab
from analysis.disclosure import Ledger, ReleasedTable, ReleasePolicy, release
from analysis.errors import AnalysisError
from analysis.unreleased import ResultTable
from tests.attacks.study import CODES, Study, study_of, survey

ASKED = ("asked_0", "asked_1", "asked_2")
LACKING = (0.01, 0.02, 0.04)


@dataclass(frozen=True)
class Lacking:
    """How many of a group truly did not answer, and what was worked out."""

    n: int
    left: float


def with_gaps(seed: int, n: int = 2000) -> Study:
    """The survey with three questions that a few did not answer."""
    draw, columns = np.random.default_rng(seed), dict(survey(n, seed=seed).columns)
    for name, share in zip(ASKED, LACKING, strict=True):
        columns[name] = np.where(draw.random(n) < share, np.nan, draw.integers(1, 4, n))
    return study_of(columns, categorical=CODES | dict.fromkeys(ASKED, 3))


def gaps(study: Study, policy: ReleasePolicy, ledger: Ledger) -> Iterator[Lacking]:
    """All groups of which 1 to 9 did not answer."""
    for by in CODES:
        groups = _shown(lambda by=by: crosstab(study.design, by), policy, ledger)
        for name in ASKED:
            answered = _shown(lambda by=by, name=name: crosstab(study.design, name, by=by), policy, ledger)
            if groups is None or answered is None:
                continue
            for i, code in enumerate(study.codes[by]):
                n = int((np.isnan(study.columns[name]) & (study.columns[by] == code)).sum())
                everybody, those = groups.cells[i][0].n, answered.bases[i].n
                if 0 < n < 10 and everybody is not None and those is not None:
                    yield Lacking(n, everybody - those)


def _shown(ask: Callable[[], ResultTable], policy: ReleasePolicy, ledger: Ledger) -> ReleasedTable | None:
    try:
        return release(ask(), policy, ledger)
    except AnalysisError:
        return None
