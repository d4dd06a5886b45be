"""Do 95 % intervals hold the population's value in 95 % of stratified two-stage samples?

The population is made once: 12 strata of 80 schools of 30 to 200 pupils, alike within schools. Each round draws 10 to
18 schools in a stratum and 15 pupils in a school, so that pupils of large schools weigh more, and large schools do
better.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis import SurveyDesign, mean, model, proportion, quantile, ratio, total
from simulations.recovery import Recovery, column, row, rows
from simulations.rounds import FloatArray, repeated
from survey.frame import SurveyFrame

P = [0.25, 0.5, 0.9]
STRATA, SCHOOLS, PUPILS_DRAWN = 12, 80, 15
NAMES = (
    "mean",
    "total",
    "share, logit",
    "share, Korn-Graubard",
    "rare share, logit",
    "rare share, Korn-Graubard",
    "ratio",
    "quartile",
    "median",
    "quantile 0.9",
    "linear: x",
    "linear: girl",
    "logistic: x",
    "logistic: girl",
)


@cache
def population() -> pd.DataFrame:
    """About 75 000 pupils in 960 schools."""
    draw = np.random.default_rng(2026)
    stratum = np.repeat(np.arange(STRATA), SCHOOLS)
    size = np.clip(np.exp(draw.normal(4.2, 0.5, len(stratum))).round(), 30, 200).astype(int)
    effect = draw.normal(0, 0.3, len(stratum)) + 0.3 * np.log(size / size.mean()) + stratum / 20
    school = np.repeat(np.arange(len(stratum)), size)
    n = len(school)
    x, girl = draw.normal(size=n) + effect[school], draw.integers(0, 2, n)
    y = 50 + 10 * (0.3 * x + 0.2 * girl + effect[school] + draw.normal(size=n))
    eta = -2 + 0.5 * x + 0.4 * girl + effect[school]
    return pd.DataFrame(
        {
            "stratum": stratum[school],
            "schools": SCHOOLS,
            "school": school,
            "pupils": size[school],
            "x": x,
            "girl": girl.astype(float),
            "y": y,
            "size": np.exp(0.3 * draw.normal(size=n) + y / 100),
            "ever": (draw.uniform(size=n) < 1 / (1 + np.exp(-eta))).astype(float),
            "rare": (draw.uniform(size=n) < 1 / (1 + np.exp(2.2 - eta))).astype(float),
        }
    )


@cache
def truth() -> FloatArray:
    """(k,) what the whole population gives, by programs that are not ours."""
    import statsmodels.api as sm  # slow to load, and only wanted here

    people = population()
    x = sm.add_constant(people[["x", "girl"]].to_numpy())
    linear = np.linalg.lstsq(x, people["y"].to_numpy(), rcond=None)[0]
    logistic = sm.GLM(people["ever"].to_numpy(), x, family=sm.families.Binomial()).fit().params
    ever, rare = people["ever"].mean(), people["rare"].mean()
    shares, quantiles = (ever, ever, rare, rare), people["y"].quantile(P)
    per_pupil = people["y"].sum() / people["size"].sum()
    return np.array([people["y"].mean(), people["y"].sum(), *shares, per_pupil, *quantiles, *linear[1:], *logistic[1:]])


def sample(draw: np.random.Generator) -> pd.DataFrame:
    """Schools at random within strata, without replacement; pupils at random within schools, without replacement."""
    people = population()
    size = people.groupby("school")["pupils"].first().to_numpy()
    first = np.cumsum(size) - size
    taken, weights = [], []
    for stratum in range(STRATA):
        m = 10 + 8 * (stratum % 2)
        for school in stratum * SCHOOLS + draw.choice(SCHOOLS, m, replace=False):
            taken.append(first[school] + draw.choice(size[school], PUPILS_DRAWN, replace=False))
            weights.append(SCHOOLS / m * size[school] / PUPILS_DRAWN)
    kept = people.iloc[np.concatenate(taken)].reset_index(drop=True)
    return kept.assign(weight=np.repeat(weights, PUPILS_DRAWN), pupil=np.arange(len(kept)))


def one_round(draw: np.random.Generator) -> FloatArray:
    """(k, 4) estimates of one sample with their standard errors and intervals."""
    frame = SurveyFrame.of(sample(draw))
    design = SurveyDesign(frame, weight="weight", strata="stratum", psu=["school", "pupil"], fpc=["schools", "pupils"])
    shares = [
        row(proportion(design, name, code=1.0, ci_method=method))
        for name in ("ever", "rare")
        for method in ("logit", "korn_graubard")
    ]
    estimates = [row(mean(design, "y")), row(total(design, "y")), *shares]
    models = [rows(model(design, formula)) for formula in ("y ~ x + girl", "ever ~ x + girl")]
    tables = [column(ratio(design, "y", "size")), column(quantile(design, "y", P))]
    return np.concatenate([np.array(estimates), *tables, *models])


def coverage(*, rounds: int, seed: int = 1, workers: int = 1) -> Recovery:
    """Coverage of every kind of interval over the rounds."""
    return Recovery.of(
        NAMES, truth(), repeated(one_round, rounds=rounds, seed=seed, workers=workers, called="coverage")
    )
