"""Do 95 % intervals of figures with noise hold the population's value in 95 % of samples, and are counts without bias?

Samples of 500, 2 000 and 10 000 people with weights from 0.5 to 2 answer a question with four categories and give an
amount; the noise is that of the dashboard (D = 5, V = 3, threshold 10). Bias is that of the counts of the table of
answers by six groups that are shown after the threshold cut, the standard deviation that of the counts of these groups.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from analysis import SurveyDesign, crosstab, means
from analysis.disclosure import ReleasePolicy
from analysis.disclosure.keyed.noise import Noise
from analysis.disclosure.keyed.tables import flags_of, noisy_table
from analysis.unreleased import TableFigures, figures
from simulations.recovery import Recovery
from simulations.rounds import FloatArray, repeated
from survey.frame import SurveyFrame

SHARES = (0.45, 0.3, 0.15, 0.1)
MEAN = 20.0
NAMES = (*(f"share {share:g}" for share in SHARES), "mean")
SIZES = (500, 2000, 10_000)
GROUPS = 6
POLICY = ReleasePolicy(mode="keyed")
LIMITS = POLICY.at(2)


@dataclass(frozen=True, eq=False)
class Noisy:
    """What samples of n gave.

    recovered  with noise; `without` the same samples without noise
    bias       of n* - n for the counts that are shown after the cut
    sd         of n* - n for groups
    shown      share of the counts that are shown
    """

    n: int
    recovered: Recovery
    without: Recovery
    bias: float
    sd: float
    shown: float


def one_round(draw: np.random.Generator, n: int) -> FloatArray:
    """(2 k + 1, 4): figures with noise, the same without, then counts shown, their errors, those of groups, and all."""
    weight = draw.uniform(0.5, 2, n)
    data = pd.DataFrame(
        {
            "answer": draw.choice(4, n, p=SHARES).astype(float),
            "group": draw.choice(GROUPS, n, p=[0.4, 0.25, 0.15, 0.1, 0.06, 0.04]).astype(float),
            "amount": draw.gamma(2, MEAN / 2, n),
            "weight": weight,
        }
    )
    keys = draw.integers(0, 2**32, n)
    design = SurveyDesign(SurveyFrame.of(data), weight="weight").with_record_keys(keys)
    noise = Noise.of(POLICY)
    tables = [figures(crosstab(design, "answer")), figures(means(design, "amount"))]
    noisy = [noisy_table(table, noise, POLICY.rounding) for table in tables]
    grouped = figures(crosstab(design, "answer", by="group"))
    return np.concatenate([*map(_rows, noisy), *map(_rows, tables), [_errors(grouped, noise)]])


def _rows(table: TableFigures) -> FloatArray:
    return np.stack([table.value, table.std_error, table.ci_low, table.ci_high], axis=-1)[:, -1]


def _errors(table: TableFigures, noise: Noise) -> FloatArray:
    noisy = noisy_table(table, noise, POLICY.rounding)
    shown = flags_of(table, noisy, LIMITS)[:-1] == ""
    error, of_group = (noisy.n - table.n)[shown], (noisy.base_n - table.base_n)[table.base_n > LIMITS.threshold]
    return np.array([shown.sum(), error.sum(), (of_group**2).mean(), shown.size])


def noise(n: int, *, rounds: int, seed: int = 4, workers: int = 1) -> Noisy:
    """Coverage and bias of samples of n."""
    found = repeated(partial(one_round, n=n), rounds=rounds, seed=seed, workers=workers, called=f"noise at n {n}")
    k, truth = len(NAMES), np.array([*SHARES, MEAN])
    shown, error, square, asked = found[:, -1].sum(axis=0)
    return Noisy(
        n,
        Recovery.of(NAMES, truth, found[:, :k]),
        Recovery.of(NAMES, truth, found[:, k : 2 * k]),
        error / shown,
        float(np.sqrt(square / rounds)),
        shown / asked,
    )
