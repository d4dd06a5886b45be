"""A synthetic wave of `buyer_attitudes`: a register sample by sex, age group and region, weights, answers.

Published figures stand where the comment names them; all other shares are plausible and no more than that.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from sample_data.buyer_shares import BY_VIEW, OTHERS, TICKED
from sample_data.columns import REGION_NAMES, SEX_NAMES, crossed
from sample_data.drawing import Bools, Floats, Ints, apportion, at_shares, ordered, ticked
from survey.text import Text, plain

WOMEN, MEN = 0, 1
SEXES = (WOMEN, MEN)
AGE_GROUPS = ((18, 29), (30, 44), (45, 54), (55, 64), (65, 74))
REGIONS = {11: 0.235, 12: 0.165, 21: 0.085, 22: 0.145, 23: 0.195, 31: 0.085, 32: 0.035, 33: 0.055}

# Residents aged 18–74, rounded to ten thousands: women and men, by age group.
POPULATION = ((750_000, 980_000, 640_000, 610_000, 540_000), (810_000, 1_030_000, 660_000, 620_000, 530_000))
# Who answers: the young less often, men less often. They make the weights as unequal as in SRHR2017 (deff 1.7 to 1.9).
RESPONSE = ((0.27, 0.3, 0.36, 0.44, 0.52), (0.16, 0.21, 0.27, 0.36, 0.47))

# Published. b_l1: women 91, men 63 % of those with an opinion (about 2023). b_e1: men 9.5 % ever (2017); women 0.1 %
# (2011), taken as 0.2 so that there are some. Abroad: 80 % of those who paid (2017). Received: women 1.5, men 1.0 %
# (2017, by a secondary source).
BAN = (0.91, 0.63)
PAID = (0.002, 0.095)
ABROAD = 0.80
RECEIVED = (0.015, 0.010)
# Men in the last 12 months, 0.8 to 1.3 %: about one in nine of those who ever paid.
PAID_THIS_YEAR = 0.11
# Plausible.
NO_OPINION = (0.05, 0.10)
RECEIVED_THIS_YEAR = 0.2
AT_HOME_TOO = 0.2


def sample(rng: np.random.Generator, forms: int) -> pd.DataFrame:
    """One row a person: stratum, sex, age, region, what moves the answers, and the design weight.

    Regions are drawn by the square root of their size, so that the small ones can be reported.
    design_weight  persons in the stratum / forms from it
    """
    cells = pd.DataFrame(
        [(sex, group, region) for sex in SEXES for group in range(len(AGE_GROUPS)) for region in REGIONS],
        columns=["sex", "age_group", "region"],
    )
    known, answering = (np.array(table)[cells.sex, cells.age_group] for table in (POPULATION, RESPONSE))
    cells["persons"] = known * cells.region.map(REGIONS)
    drawn = np.sqrt(known) * np.sqrt(cells.region.map(REGIONS)) * answering
    cells["forms"] = apportion(drawn.to_numpy(), forms, least=4)
    cells["stratum"] = (cells.sex + 1) * 1000 + (cells.age_group + 1) * 100 + cells.region
    people = cells.loc[cells.index.repeat(cells.forms)].reset_index(drop=True)
    low, high = np.array(AGE_GROUPS)[people.age_group].T
    people["age"] = rng.integers(low, high + 1)
    # Within a stratum some answer less often and stand for more: household, education, country of birth.
    people["design_weight"] = people.persons / people.forms * rng.lognormal(-0.08, 0.4, len(people))
    people["view"] = rng.standard_normal(len(people))
    return people


def margins(people: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, dict[float | str, float]]]:
    """Columns to rake on, and how many residents the population has in each of their categories."""
    cell = people.sex * 10.0 + people.age_group
    known: dict[float | str, float] = {
        sex * 10.0 + group: float(POPULATION[sex][group]) for sex in SEXES for group in range(len(AGE_GROUPS))
    }
    total = sum(known.values())
    regions: dict[float | str, float] = {float(region): share * total for region, share in REGIONS.items()}
    columns = pd.DataFrame({"sex_age": cell, "region": people.region.astype(float)})
    return columns, {"sex_age": known, "region": regions}


def answers(rng: np.random.Generator, people: pd.DataFrame, weight: Floats) -> pd.DataFrame:
    """What each person would answer to every question, whether or not it comes to be asked."""
    n, sex = len(people), people.sex.to_numpy()
    given = pd.DataFrame({"b_age": people.age, "b_consent": 1, "b_reg": people.region})
    given["b_gender"] = np.where(rng.random(n) < 0.004, rng.choice([3, 4], n), sex + 1)
    given["b_trans"] = rng.choice([0, 1, -2], n, p=[0.988, 0.006, 0.006])
    given["b_emp"] = _occupation(rng, people.age.to_numpy())
    for items, leaning in ((BY_VIEW, people["view"].to_numpy()), (OTHERS, np.zeros(n))):
        for name, item in items.items():
            given[name] = ordered(rng, item, leaning, sex)
    given = given.assign(**_possible(given)).join(_law_and_purchase(rng, people, given, weight))
    return given.join([ticked(rng, name, ticks, n) for name, ticks in TICKED.items()])


def _occupation(rng: np.random.Generator, age: Ints) -> Ints:
    """Employed, self-employed, studying, unemployed, retired, sick, other: by age."""
    shares = np.array([
        [0.52, 0.03, 0.34, 0.07, 0.0, 0.01, 0.03],
        [0.78, 0.08, 0.04, 0.05, 0.0, 0.02, 0.03],
        [0.67, 0.11, 0.01, 0.04, 0.1, 0.05, 0.02],
        [0.12, 0.06, 0.0, 0.0, 0.81, 0.0, 0.01],
    ])[np.searchsorted((30, 45, 65), age, side="right")]  # fmt: skip
    place: Ints = (rng.random((len(age), 1)) > np.cumsum(shares, axis=1)[:, :-1]).sum(axis=1)
    return 1 + place


def _law_and_purchase(
    rng: np.random.Generator, people: pd.DataFrame, given: pd.DataFrame, weight: Floats
) -> pd.DataFrame:
    """Opinion of the ban, purchase and compensation: the weighted shares lie at the published ones, in each sex.

    score of the ban       -1.6 view + 0.2 religious service at least monthly
    score of the purchase  0.7 view + 0.3 a man of 45 or more + 0.25 single + 0.2 income in the two highest bands
    """
    sex, view, n = people.sex.to_numpy(), people["view"].to_numpy(), len(people)
    opinion = rng.random(n) >= np.array(NO_OPINION)[sex]
    ban = at_shares(rng, -1.6 * view + 0.2 * (given.b_relig >= 3), weight, sex, BAN, opinion)
    older, single, rich = people.age >= 45, given.b_rel == 1, given.b_inc >= 5
    paid = at_shares(rng, 0.7 * view + 0.3 * older + 0.25 * single + 0.2 * rich, weight, sex, PAID)
    received = at_shares(rng, 0.3 * view + 0.8 * (people.age < 45), weight, sex, RECEIVED)
    abroad = at_shares(rng, np.zeros(n), weight, np.zeros_like(sex), (ABROAD,), paid)
    found = pd.DataFrame({"b_l1": np.where(opinion, ban.astype(np.int64), -2)})
    found["b_e1"] = np.where(paid, np.where(rng.random(n) < PAID_THIS_YEAR, 1, 2), 0)
    found["b_r1"] = np.where(received, np.where(rng.random(n) < RECEIVED_THIS_YEAR, 1, 2), 0)
    found["b_e2_1"] = np.where(abroad, rng.random(n) < AT_HOME_TOO, 1).astype(np.int64)
    found["b_e2_2"] = abroad.astype(np.int64)
    found["b_n1"] = _guess(rng, people, paid)
    return found


def _possible(given: pd.DataFrame) -> pd.DataFrame:
    """Nobody was older the first time than they are now, or bought before a law of 1999 when a child."""
    return pd.DataFrame({
        "b_e4": np.minimum(given.b_e4, 1 + np.searchsorted((18, 25, 35, 50), given.b_age, side="right")),
        "b_e6": given.b_e6.mask((given.b_age < 45) & (given.b_e6 == 5), 3),
    })  # fmt: skip


def _guess(rng: np.random.Generator, people: pd.DataFrame, paid: Bools) -> Ints:
    """How many of 100 men are thought to have paid: far above the estimate, most of all by those who did."""
    centre = np.log(14) + 0.25 * people["view"].to_numpy() + 0.45 * paid
    number = np.clip(rng.lognormal(centre, 0.75), 0, 95)
    rounded = np.where(number >= 8, 5 * np.round(number / 5), np.round(number)).astype(np.int64)
    return np.where(rng.random(len(people)) < 0.17, -2, rounded)


def stratum_labels() -> dict[int, Text]:
    """Sex, age group and region as they stand in the number, with their label."""
    return {
        (sex + 1) * 1000 + (group + 1) * 100 + region: crossed(SEX_NAMES[sex], plain(f"{low}–{high}"), name)
        for sex in SEXES
        for group, (low, high) in enumerate(AGE_GROUPS)
        for region, name in REGION_NAMES.items()
    }
