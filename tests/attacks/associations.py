"""Tests of a table of two by two: each is one more equation of its counts, and may have noise of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from analysis import SurveyDesign, chisq, crosstab
from analysis.arrays import FloatArray
from analysis.disclosure import Ledger, ReleasedTable, ReleasePolicy, release
from analysis.errors import AnalysisError
from tests.attacks.study import CODES, Study, study_of, survey

ASKED = tuple(f"yes_{k}" for k in range(6))
STATISTICS = ("F", "Chisq", "saddlepoint", "Wald", "adjWald")
USUAL = 3.0


@dataclass(frozen=True)
class Cell:
    """A count of a table: truly, as it is shown, and the likeliest with the tests of the table beside its counts."""

    n: int
    one: int
    counts: int
    with_tests: int


def with_pairs(seed: int, n: int = 2000) -> Study:
    """The survey with questions of two codes that go with a trait of two."""
    draw, columns = np.random.default_rng(seed), dict(survey(n, seed=seed).columns)
    columns["trait"] = draw.integers(1, 3, n).astype(float)
    for k, name in enumerate(ASKED):
        columns[name] = 1.0 + (draw.random(n) < 0.3 + 0.05 * k * (columns["trait"] - 1))
    return study_of(columns, categorical=CODES | {"trait": 2} | dict.fromkeys(ASKED, 2))


def cells_beside_tests(
    study: Study, policy: ReleasePolicy, ledger: Ledger, statistics: tuple[str, ...]
) -> Iterator[Cell]:
    """The first cell of each table of a question by the trait within a group, of which all counts are shown."""
    for by in ("work", "region"):
        for code in study.codes[by]:
            part = study.part(f"{by} = {code:g}")
            for name in ASKED:
                try:
                    table = release(crosstab(part, name, by="trait"), policy, ledger)
                except AnalysisError:
                    continue
                shown = np.array([[cell.n or 0 for cell in row[:2]] for row in table.cells], dtype=float)
                if (shown == 0).any() or shown.sum() > 400:
                    continue
                tests = [one for one in (_test(part, name, how, policy, ledger) for how in statistics) if one]
                true = int((part.inside & (study.columns[name] == 1) & (study.columns["trait"] == 1)).sum())
                yield Cell(true, int(shown[0, 0]), *_likeliest(shown, table, tests))


def _test(part: SurveyDesign, name: str, how: str, policy: ReleasePolicy, ledger: Ledger) -> tuple[str, float] | None:
    try:
        found = release(chisq(part, name, by="trait", statistic=how), policy, ledger)
    except AnalysisError:
        return None
    return how, found.test.statistic


def _likeliest(shown: FloatArray, table: ReleasedTable, tests: list[tuple[str, float]]) -> tuple[int, int]:
    """The likeliest first count from the counts, of which the sums are shown too, and with the tests beside them."""
    about = np.arange(-6, 7)
    n = np.stack(np.meshgrid(*(np.maximum(shown.ravel()[i] + about, 1) for i in range(4)), indexing="ij")).reshape(
        4, -1
    )
    sums = [(n[0] + n[2], table.bases[0].n), (n[1] + n[3], table.bases[1].n)]
    score = -0.5 * ((n - shown.reshape(4, 1)) ** 2).sum(axis=0) / USUAL
    score -= sum(0.5 * (found - (base or 0)) ** 2 / USUAL for found, base in sums) * 0.5
    beside = score.copy()
    fewest = np.maximum(n.min(axis=0), 10)
    v = USUAL / fewest
    for how, statistic in tests:
        root = np.sqrt(max(statistic, 0.0) * (1 + v))
        beside -= 0.5 * (root - np.sqrt(_pearson(n) if "Wald" not in how else _wald(n))) ** 2 / (
            v + 1e-4
        ) + 0.5 * np.log(v)
    return _best(n[0], score), _best(n[0], beside)


def _pearson(n: FloatArray) -> FloatArray:
    a, b, c, d = n
    return np.asarray(n.sum(axis=0) * (a * d - b * c) ** 2 / ((a + b) * (c + d) * (a + c) * (b + d)))


def _wald(n: FloatArray) -> FloatArray:
    a, b, c, d = n
    p, q = a / (a + c), b / (b + d)
    return np.asarray((p - q) ** 2 / (p * (1 - p) / (a + c) + q * (1 - q) / (b + d)))


def _best(n: FloatArray, likelihood: FloatArray) -> int:
    weights = np.exp(likelihood - likelihood.max())
    return int(np.bincount(n.astype(int), weights).argmax())
