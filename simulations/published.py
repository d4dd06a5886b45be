"""Is a published model recovered? Men who have ever paid, by four traits, adjusted for age, income and education.

The odds ratios 1.72, 2.78, 5.07 and 3.02 of Deogan et al. (2020), doi:10.1007/s10508-020-01843-3, from 6 048 men of
SRHR2017, of whom 9.5 % had ever paid. Published as well: 11 % meet partners online, and weights that make the variance
of a share 1.9 times as large. The other shares, and the effects of age, income and education, are not published; what
stands here is chosen so that standard errors are near the published ones.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.optimize import brentq
from scipy.special import expit

from analysis import SurveyDesign, model
from simulations.recovery import Recovery, rows
from simulations.rounds import FloatArray, repeated
from survey.frame import SurveyFrame

MEN, EVER = 6048, 0.095
TRAITS = ("dissatisfied", "less_than_wished", "partners_online", "frequent_pornography")
LOG_ODDS = np.log([1.72, 2.78, 5.07, 3.02])
PUBLISHED_ERROR = np.array([0.129, 0.139, 0.124, 0.142])
SHARES = np.array([0.25, 0.45, 0.11, 0.15])
OF_AGE = np.array([0.0, 0.5, 0.8, 0.6])
OF_INCOME = np.array([0.0, 0.1, 0.3])
OF_EDUCATION = np.array([0.0, -0.2])
FORMULA = "ever ~ " + " + ".join([*TRAITS, "C(age)", "C(income)", "C(education)"])

# Men of each age group in the population for one in the sample: the old answer more often.
WEIGHT_OF_AGE = np.array([12.0, 9.0, 6.0, 3.0])


def sample(draw: np.random.Generator) -> pd.DataFrame:
    """6 048 men, stratified by age, with calibrated weights that vary within an age group as well."""
    age = draw.choice(4, MEN, p=[0.15, 0.25, 0.3, 0.3])
    income, education = draw.integers(0, 3, MEN), draw.integers(0, 2, MEN)
    traits = draw.uniform(size=(MEN, len(TRAITS))) < SHARES
    eta = traits @ LOG_ODDS + OF_AGE[age] + OF_INCOME[income] + OF_EDUCATION[education]
    ever = draw.uniform(size=MEN) < expit(eta + _intercept(eta))
    return pd.DataFrame(
        {
            "weight": WEIGHT_OF_AGE[age] * draw.gamma(1.8, 1 / 1.8, MEN),
            "stratum": age,
            **dict(zip(TRAITS, traits.T.astype(float), strict=True)),
            "age": age.astype(float),
            "income": income.astype(float),
            "education": education.astype(float),
            "ever": ever.astype(float),
        }
    )


def _intercept(eta: FloatArray) -> float:
    """What brings the mean probability to the published share."""
    return float(brentq(lambda constant: expit(eta + constant).mean() - EVER, -20, 20))


def one_round(draw: np.random.Generator) -> FloatArray:
    """(4, 4) coefficients of the traits in one sample, with standard errors and intervals."""
    design = SurveyDesign(SurveyFrame.of(sample(draw)), weight="weight", strata="stratum")
    return rows(model(design, FORMULA))[: len(TRAITS)]


def published(*, rounds: int, seed: int = 3, workers: int = 1) -> Recovery:
    """Bias and coverage of the published log odds ratios over the rounds."""
    results = repeated(one_round, rounds=rounds, seed=seed, workers=workers, called="the published model")
    return Recovery.of(TRAITS, LOG_ODDS, results)
