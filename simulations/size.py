"""How often does the test find a difference between waves where there is none?

Three waves of school samples of the sizes of 2004, 2009 and 2014, 34 pupils in a school, true rate 1.2 % in each; the
rate of a school is beta-distributed with the intraclass correlation asked for. Pearson's chi-square takes the pupils as
drawn one by one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd
from scipy.stats import chi2_contingency

from analysis import SurveyDesign, crosstab
from analysis.unreleased import figures
from simulations.rounds import FloatArray, repeated
from survey.frame import SurveyFrame

SCHOOLS = (128, 103, 171)
PUPILS, RATE = 34, 0.012


@dataclass(frozen=True)
class Size:
    """Share of rounds with p < 0.05 at one intraclass correlation, by Rao-Scott F and by Pearson's chi-square."""

    icc: float
    rounds: int
    rao_scott: float
    pearson: float


def sample(draw: np.random.Generator, icc: float) -> pd.DataFrame:
    """One answer a pupil, 0 or 1."""
    wave = np.repeat(np.arange(3), SCHOOLS)
    strength = 1 / icc - 1
    rate = draw.beta(RATE * strength, (1 - RATE) * strength, len(wave))
    school = np.repeat(np.arange(len(wave)), PUPILS)
    ever = (draw.uniform(size=len(school)) < rate[school]).astype(float)
    return pd.DataFrame({"wave": wave[school].astype(str), "school": school, "ever": ever.astype(bool)})


def one_round(draw: np.random.Generator, icc: float) -> FloatArray:
    """Both p values: of Rao-Scott F and of Pearson's chi-square."""
    data = sample(draw, icc)
    design = SurveyDesign(SurveyFrame.of(data), strata="wave", psu="school")
    table = figures(crosstab(design, "ever", by="wave"))
    # Nobody or no school at all: nothing to test, and so nothing found.
    ours = table.test.p_value if table.test else 1.0
    counts = table.n[:, :-1]
    return np.array([ours, chi2_contingency(counts, correction=False)[1] if counts.all() else 1.0])


def size(icc: float, *, rounds: int, seed: int = 2, workers: int = 1) -> Size:
    """Size of both tests over the rounds."""
    simulated = partial(one_round, icc=icc)
    p = repeated(simulated, rounds=rounds, seed=seed, workers=workers, called=f"size at ICC {icc}")
    rao_scott, pearson = (p < 0.05).mean(axis=0)
    return Size(icc, rounds, float(rao_scott), float(pearson))
