"""The mean of a question with few answers beside the count of each: one more equation for a count that is hidden."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from analysis import SurveyDesign, crosstab, mean, model
from analysis.arrays import FloatArray
from analysis.disclosure import Ledger, ReleasePolicy, release
from analysis.errors import AnalysisError
from tests.attacks.study import CODES, Study, key, study_of, survey

GROUPS, ASKED = ("region", "work", "age", "health"), ("asked_0", "asked_1", "asked_2", "asked_3")
ANSWERS = np.array([1.0, 2.0, 3.0])
USUAL, WIDE = 3.0, 182 / 3  # variances of the noise, as docs/disclosure.md gives them


@dataclass(frozen=True)
class Hidden:
    """The true count of the third answer, and what is worked out: whole less shown parts, likeliest, with the mean."""

    n: int
    left: int
    counts: int
    with_mean: int


def with_rare_answers(seed: int, *, named: bool = True) -> Study:
    """2 000 respondents; of each of four questions the third answer is rare. `named`: the answers have labels."""
    draw, columns = (
        np.random.default_rng(seed),
        {name: survey(2000, seed=seed).columns[name] for name in (*GROUPS, "income")},
    )
    for name in ASKED:
        u, rare = draw.random(2000), draw.choice((0.02, 0.04, 0.06))
        columns[name] = 1.0 + (u < 0.4 + rare) + (u < rare)
    codes = {name: CODES[name] for name in GROUPS} | (dict.fromkeys(ASKED, 3) if named else {})
    return study_of(columns, categorical=codes)


def from_mean(part: SurveyDesign, name: str, policy: ReleasePolicy) -> float | None:
    """The mean as it is shown."""
    return release(mean(part, name), policy, Ledger(None)).cell.value


def from_model(part: SurveyDesign, name: str, policy: ReleasePolicy) -> float | None:
    """The same mean, which a straight line has at the mean of whatever explains it."""
    constant, slope = release(model(part, f"{name} ~ income", family="linear"), policy, Ledger(None)).coefficients
    income = release(mean(part, "income"), policy, Ledger(None)).cell.value
    return None if income is None else constant.coefficient + slope.coefficient * income


def hidden_answers(
    study: Study, policy: ReleasePolicy, average_of: Callable[[SurveyDesign, str, ReleasePolicy], float | None]
) -> Iterator[Hidden]:
    """All groups in which 1 to 9 gave the third answer, and the others and the mean are shown."""
    ledger = Ledger(None)
    for name in ASKED:
        one = release(crosstab(study.design, name), policy, ledger)
        shares = np.array([float(row[0].n or 0) for row in one.cells])
        for by in GROUPS:
            for code in study.codes[by]:
                n, part = study.count(key(**{by: code, name: 3})), study.design.domain(f"{by} = {code:g}")
                try:
                    table = release(crosstab(part, name), policy, ledger)
                    average = average_of(part, name, policy)
                except AnalysisError:
                    continue
                base, shown = table.bases[0].n, [row[0].n for row in table.cells]
                if not 0 < n < 10 or average is None or base is None or shown[0] is None or shown[1] is None:
                    continue
                left = base - shown[0] - shown[1]
                noisy = np.array([shown[0], shown[1], left], dtype=float)
                yield Hidden(n, left, *_likeliest(noisy, shares / shares.sum(), average))


def _likeliest(noisy: FloatArray, shares: FloatArray, average: float) -> tuple[int, int]:
    """The likeliest count of 1 to 9, from the noisy counts alone and with the mean beside them."""
    spread = np.eye(3) - np.outer(shares, np.ones(3))
    cov = spread @ np.diag([USUAL, USUAL, WIDE]) @ spread.T + USUAL * np.outer(shares, shares) + np.eye(3) / 12
    about = np.arange(-14, 15)
    n = np.array(np.meshgrid(noisy[0] + about, noisy[1] + about, np.arange(1, 10), indexing="ij")).reshape(3, -1)
    n = n[:, (n[:2] > 0).all(axis=0)]
    off = n - noisy[:, None]
    counts = -0.5 * np.einsum("ik,ij,jk->k", off, np.linalg.inv(cov), off)
    means = ANSWERS @ n / n.sum(axis=0)
    apart = ANSWERS[:, None] - means
    variance = USUAL * ((n * apart**2).sum(axis=0) / (n * abs(apart)).sum(axis=0) / n.sum(axis=0)) ** 2 + 1e-5
    beside = counts - 0.5 * (average - means) ** 2 / variance - 0.5 * np.log(variance)
    return _best(n[2], counts), _best(n[2], beside)


def _best(n: FloatArray, likelihood: FloatArray) -> int:
    weights = np.exp(likelihood - likelihood.max())
    return int(np.bincount(n.astype(int), weights).argmax())
