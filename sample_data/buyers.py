"""A synthetic wave of `buyer_attitudes`: a register sample by sex, age group and region, weights, answers.

Published figures stand where the comment names them; all other shares are plausible and no more than that.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from sample_data.drawing import Floats, Ints, Item, Ticks, apportion, chances, nearest, ordered, ticked

WOMEN, MEN = 0, 1
SEXES = {WOMEN: "kvinnor", MEN: "män"}
SEXES_EN = {WOMEN: "women", MEN: "men"}
AGE_GROUPS = ((18, 29), (30, 44), (45, 54), (55, 64), (65, 74))
REGIONS = {11: 0.235, 12: 0.165, 21: 0.085, 22: 0.145, 23: 0.195, 31: 0.085, 32: 0.035, 33: 0.055}

# Residents aged 18–74, rounded to ten thousands: women and men, by age group.
POPULATION = ((750_000, 980_000, 640_000, 610_000, 540_000), (810_000, 1_030_000, 660_000, 620_000, 530_000))
# Who answers: the young less often, men less often. They make the weights as unequal as in SRHR2017 (deff 1.7 to 1.9).
RESPONSE = ((0.27, 0.3, 0.36, 0.44, 0.52), (0.16, 0.21, 0.27, 0.36, 0.47))

# Published. b_l1: women 91, men 63 of those with an opinion (about 2023). b_e1: men 9.5 ever (2017); women 0.1 (2011),
# taken as 0.2 so that there are some. Abroad: 80 % of those who paid (2017). Received: women 1.5, men 1.0 (2017, secondary).
BAN = (0.91, 0.63)
PAID = (0.002, 0.095)
ABROAD = 0.80
RECEIVED = (0.015, 0.010)
# Men in the last 12 months, 0.8 to 1.3 %: about one in nine of those who ever paid.
PAID_THIS_YEAR = 0.11


def _agree(loading: float, *shares: tuple[float, ...], unknown: float = 0.05) -> Item:
    return Item((1, 2, 3, 4, 5), shares, loading, unknown)


_0_TO_10 = tuple(range(11))
_LOW = (0.13, 0.21, 0.23, 0.25, 0.18)  # a statement that men hold with more than women do: women, from disagree
# Moved by how permissive a person is of buying sex.
BY_VIEW = {
    "b_l2": Item((1, 0), ((0.55, 0.45), (0.47, 0.53)), 0.35, unknown=0.12),
    "b_l3": Item((4, 3, 2, 1), ((0.55, 0.3, 0.11, 0.04), (0.31, 0.36, 0.23, 0.1)), 0.35),
    "b_l4_a": Item((1, 2, 3), ((0.54, 0.38, 0.08), (0.41, 0.48, 0.11)), 0.4, unknown=0.2),
    "b_l4_b": Item((1, 2, 3), ((0.42, 0.48, 0.1), (0.33, 0.54, 0.13)), 0.4, unknown=0.22),
    "b_l4_c": Item((1, 2, 3), ((0.44, 0.4, 0.16), (0.35, 0.43, 0.22)), 0.4, unknown=0.25),
    "b_l4_d": Item((1, 2, 3), ((0.28, 0.45, 0.27), (0.23, 0.43, 0.34)), 0.4, unknown=0.28),
    "b_l4_e": Item((1, 2, 3), ((0.6, 0.32, 0.08), (0.48, 0.41, 0.11)), 0.4, unknown=0.18),
    "b_l4_f": Item((3, 2, 1), ((0.3, 0.45, 0.25), (0.26, 0.46, 0.28)), 0.35, unknown=0.3),
    "b_m1": Item(_0_TO_10[::-1], ((0.44, 0.11, 0.13, 0.09, 0.05, 0.09, 0.03, 0.02, 0.02, 0.01, 0.01),
                                  (0.17, 0.06, 0.11, 0.11, 0.08, 0.17, 0.06, 0.07, 0.06, 0.03, 0.08)), 0.75, unknown=0.04),
    "b_m2": Item(_0_TO_10[::-1], ((0.2, 0.06, 0.1, 0.09, 0.07, 0.2, 0.07, 0.07, 0.05, 0.03, 0.06),
                                  (0.13, 0.05, 0.09, 0.09, 0.07, 0.2, 0.07, 0.08, 0.07, 0.04, 0.11)), 0.45, unknown=0.06),
    "b_a1": _agree(0.7, (0.42, 0.22, 0.16, 0.14, 0.06), (0.18, 0.16, 0.2, 0.27, 0.19)),
    "b_a2": _agree(-0.65, (0.06, 0.07, 0.17, 0.26, 0.44), (0.16, 0.14, 0.27, 0.25, 0.18)),
    "b_a3": _agree(0.6, (0.52, 0.24, 0.14, 0.07, 0.03), (0.28, 0.25, 0.25, 0.15, 0.07), unknown=0.1),
    "b_a4": _agree(-0.55, (0.02, 0.03, 0.1, 0.27, 0.58), (0.05, 0.07, 0.19, 0.34, 0.35), unknown=0.07),
    "b_a5": _agree(0.6, (0.38, 0.2, 0.2, 0.17, 0.05), (0.18, 0.15, 0.22, 0.31, 0.14)),
    "b_a6": _agree(-0.5, (0.04, 0.06, 0.13, 0.31, 0.46), (0.08, 0.11, 0.22, 0.35, 0.24), unknown=0.08),
    "b_a7": _agree(0.5, (0.44, 0.24, 0.21, 0.08, 0.03), (0.28, 0.23, 0.29, 0.14, 0.06), unknown=0.12),
    "b_a8": _agree(-0.7, (0.06, 0.06, 0.15, 0.24, 0.49), (0.17, 0.13, 0.26, 0.24, 0.2)),
    "b_a9": _agree(0.75, (0.55, 0.19, 0.13, 0.09, 0.04), (0.28, 0.17, 0.2, 0.21, 0.14)),
    "b_a10": _agree(-0.35, (0.02, 0.04, 0.18, 0.32, 0.44), (0.06, 0.08, 0.29, 0.33, 0.24), unknown=0.07),
    "b_g1": _agree(-0.4, (0.01, 0.01, 0.04, 0.14, 0.8), (0.02, 0.03, 0.1, 0.26, 0.59), unknown=0.01),
    "b_g2": _agree(-0.35, (0.01, 0.02, 0.07, 0.23, 0.67), (0.02, 0.04, 0.16, 0.35, 0.43), unknown=0.01),
    "b_g3": _agree(0.4, (0.89, 0.06, 0.03, 0.01, 0.01), (0.76, 0.13, 0.07, 0.03, 0.01), unknown=0.01),
    "b_g4": _agree(0.45, (0.47, 0.2, 0.18, 0.1, 0.05), (0.25, 0.17, 0.24, 0.21, 0.13), unknown=0.03),
    "b_s1": _agree(0.4, _LOW, (0.07, 0.12, 0.26, 0.29, 0.26), unknown=0.02),
    "b_s2": _agree(0.5, (0.46, 0.24, 0.2, 0.08, 0.02), (0.2, 0.23, 0.29, 0.2, 0.08)),
    "b_n2": Item((1, 2, 3, 4, 5), ((0.66, 0.23, 0.09, 0.015, 0.005), (0.4, 0.31, 0.22, 0.05, 0.02)), 0.5, unknown=0.12),
    "b_n3": Item((0, 1, 2, 3, 4), ((0.76, 0.1, 0.09, 0.03, 0.02), (0.6, 0.13, 0.16, 0.07, 0.04)), 0.2),
    "b_lr": Item(_0_TO_10, ((0.04, 0.06, 0.11, 0.13, 0.1, 0.18, 0.1, 0.13, 0.09, 0.03, 0.03),
                            (0.03, 0.04, 0.08, 0.1, 0.08, 0.16, 0.12, 0.17, 0.13, 0.05, 0.04)), 0.25, unknown=0.07),
    "b_relig": Item((4, 3, 2, 1, 0), ((0.04, 0.05, 0.15, 0.24, 0.52), (0.03, 0.04, 0.12, 0.21, 0.6)), 0.2),
}  # fmt: skip
# Not moved by it.
OTHERS = {
    "b_orient": Item((1, 2, 3, 4, 5, 6), ((0.91, 0.012, 0.048, 0.008, 0.007, 0.015), (0.935, 0.025, 0.018, 0.005, 0.005, 0.012))),
    "b_urban": Item((1, 2, 3), ((0.42, 0.38, 0.2),)),
    "b_edu": Item((1, 2, 3, 4), ((0.09, 0.4, 0.15, 0.36), (0.12, 0.47, 0.15, 0.26))),
    "b_inc": Item((1, 2, 3, 4, 5, 6), ((0.17, 0.2, 0.17, 0.17, 0.16, 0.13), (0.13, 0.18, 0.17, 0.18, 0.18, 0.16)), unknown=0.05),
    "b_rel": Item((1, 2, 3), ((0.27, 0.07, 0.66), (0.3, 0.06, 0.64))),
    "b_born": Item((1, 2, 3, 4), ((0.79, 0.03, 0.08, 0.1),)),
    "b_trust": Item(_0_TO_10, ((0.01, 0.02, 0.04, 0.07, 0.06, 0.13, 0.12, 0.22, 0.22, 0.07, 0.04),), unknown=0.02),
    "b_k1": Item((1, 2), ((0.04, 0.96), (0.06, 0.94)), unknown=0.06),
    "b_k2": Item((1, 2), ((0.63, 0.37), (0.72, 0.28)), unknown=0.17),
    "b_k3": Item((1, 2), ((0.36, 0.64), (0.32, 0.68)), unknown=0.4),
    "b_e3": Item((1, 2, 3, 4), ((0.36, 0.33, 0.19, 0.12),)),
    "b_e4": Item((1, 2, 3, 4, 5), ((0.05, 0.42, 0.32, 0.16, 0.05),)),
    "b_e6": Item((1, 2, 3, 4, 5), ((0.07, 0.05, 0.56, 0.07, 0.25),)),
    "b_e8": Item((0, 2, 1), ((0.83, 0.11, 0.06),)),
    "b_e9": Item((0, 1), ((0.82, 0.18), (0.84, 0.16))),
    "b_srh": Item((1, 2, 3, 4, 5), ((0.24, 0.48, 0.21, 0.055, 0.015), (0.26, 0.49, 0.19, 0.045, 0.015))),
    "b_x1": Item((1, 2, 3, 4, 5), ((0.18, 0.24, 0.5, 0.06, 0.02),)),
    "b_x2": Item((0, 1), ((0.985, 0.015),)),
    "b_x3": Item((1, 2, 3), ((0.96, 0.037, 0.003),)),
}  # fmt: skip
TICKED = {
    "b_e5": Ticks({1: 0.26, 2: 0.07, 3: 0.22, 4: 0.42, 5: 0.13, 6: 0.06}),
    "b_e7": Ticks({1: 0.32, 2: 0.12, 3: 0.4, 4: 0.09, 5: 0.02, 6: 0.08, 7: 0.14, 8: 0.15}),
}


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
    given = given.join(_law_and_purchase(rng, people, given, weight))
    return given.join([ticked(rng, name, ticks, n) for name, ticks in TICKED.items()])


def _occupation(rng: np.random.Generator, age: Ints) -> Ints:
    """Employed, self-employed, studying, unemployed, retired, sick, other: by age."""
    shares = np.array([
        [0.52, 0.03, 0.34, 0.07, 0.0, 0.01, 0.03],
        [0.78, 0.08, 0.04, 0.05, 0.0, 0.02, 0.03],
        [0.67, 0.11, 0.01, 0.04, 0.1, 0.05, 0.02],
        [0.12, 0.06, 0.0, 0.0, 0.81, 0.0, 0.01],
    ])[np.searchsorted((30, 45, 65), age, side="right")]  # fmt: skip
    return 1 + (rng.random((len(age), 1)) > np.cumsum(shares, axis=1)[:, :-1]).sum(axis=1)


def _law_and_purchase(
    rng: np.random.Generator, people: pd.DataFrame, given: pd.DataFrame, weight: Floats
) -> pd.DataFrame:
    """Opinion of the ban, purchase and compensation: the weighted shares lie at the published ones, in each sex.

    score of the ban       -1.6 view + 0.2 religious service at least monthly
    score of the purchase  0.7 view + 0.3 a man of 45 or more + 0.25 single + 0.2 income in the two highest bands
    """
    sex, view = people.sex.to_numpy(), people["view"].to_numpy()

    def drawn(score: Floats, shares: tuple[float, ...], among: np.ndarray) -> np.ndarray:
        yes = np.zeros(len(people), dtype=np.bool_)
        for s, share in enumerate(shares):
            here = (sex == s) & among
            yes[here] = nearest(rng, chances(score[here], weight[here], share), weight[here], share)
        return yes

    everybody = np.ones(len(people), dtype=np.bool_)
    opinion = rng.random(len(people)) >= np.array([0.05, 0.1])[sex]
    ban = drawn(-1.6 * view + 0.2 * (given.b_relig >= 3).to_numpy(), BAN, opinion)
    older, single, rich = people.age >= 45, given.b_rel == 1, given.b_inc >= 5
    paid = drawn((0.7 * view + 0.3 * older + 0.25 * single + 0.2 * rich).to_numpy(dtype=np.float64), PAID, everybody)
    received = drawn(0.3 * view + 0.8 * (people.age < 45).to_numpy(), RECEIVED, everybody)
    abroad = paid & nearest_among(rng, paid, weight, ABROAD)
    found = pd.DataFrame({"b_l1": np.where(opinion, ban.astype(np.int64), -2)})
    found["b_e1"] = np.where(paid, np.where(rng.random(len(people)) < PAID_THIS_YEAR, 1, 2), 0)
    found["b_r1"] = np.where(received, np.where(rng.random(len(people)) < 0.2, 1, 2), 0)
    found["b_e2_2"] = abroad.astype(np.int64)
    found["b_e2_1"] = np.where(abroad, rng.random(len(people)) < 0.2, 1).astype(np.int64)
    found["b_n1"] = _guess(rng, people, paid)
    return found


def nearest_among(rng: np.random.Generator, among: np.ndarray, weight: Floats, share: float) -> np.ndarray:
    """(n,) yes for about `share` of the weight of those in `among`, no for all others."""
    yes = np.zeros(len(among), dtype=np.bool_)
    yes[among] = nearest(rng, np.full(int(among.sum()), share), weight[among], share)
    return yes


def _guess(rng: np.random.Generator, people: pd.DataFrame, paid: np.ndarray) -> Ints:
    """How many of 100 men are thought to have paid: far above the estimate, most of all by those who did; often round."""
    centre = np.log(14) + 0.25 * people["view"].to_numpy() + 0.45 * paid
    number = np.clip(rng.lognormal(centre, 0.75), 0, 95)
    rounded = np.where(number >= 8, 5 * np.round(number / 5), np.round(number)).astype(np.int64)
    return np.where(rng.random(len(people)) < 0.17, -2, rounded)
