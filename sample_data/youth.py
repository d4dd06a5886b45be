"""A synthetic wave of `youth_exposure` in the shape of the school study of 2014: schools, pupils, weights, answers.

Published figures stand where the comment names them; all other shares are plausible and no more than that.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from sample_data.drawing import Floats, Ints, Item, Ticks, apportion, chances, in_groups, nearest, ordered, ticked

GIRLS, BOYS, OTHER = 0, 1, 2

# 2014: 1 215 schools in the frame, 171 took part, 5 839 forms; response 48.7 % in Stockholm, 65.3 % elsewhere.
FRAME, SCHOOLS, FORMS = 1215, 171, 5839
RESPONSE = {True: 0.487, False: 0.653}
# Girls, boys, other: that many make 51 of 5 839 out of the published 0.6, 1.2 and 3.8 %.
GENDER = (3336, 2450, 53)
REGIONS = {11: 0.23, 12: 0.165, 21: 0.085, 22: 0.145, 23: 0.195, 31: 0.085, 32: 0.04, 33: 0.055}
SIZES = (60, 120)
# Pupils in the last year of upper secondary school, rounded: gender by age group, and regions by their share.
PUPILS = {"girls 16–18": 36_900, "girls 19–": 15_900, "boys 16–18": 39_600, "boys 19–": 17_600, "other": 1_000}
AGES = ((17, 0.12), (18, 0.57), (19, 0.24), (20, 0.05), (21, 0.02))

# Ever, in the order girls, boys, other. y_c1 and y_s1: published for 2014.
RECEIVED = (0.006, 0.012, 0.038)
SHARED = (0.27, 0.22, 0.30)
PRESSED = (0.12, 0.05, 0.19)
PRESSED_AFTER = (0.045, 0.02, 0.08)
THIS_YEAR = {"y_s1": 0.72, "y_p1": 0.5, "y_p2": 0.45, "y_c1": 0.45}

_TIMES = np.array([0.36, 0.34, 0.18, 0.12])  # once, 2–3, 4–10, more: of those to whom it happened


def _happened(*shares: float) -> Item:
    """How often: never, or spread over the four frequencies."""
    return Item((0, 1, 2, 3, 4), tuple((1 - s, *(s * _TIMES)) for s in shares), loading=0.55)


def _agree(loading: float, *shares: tuple[float, ...]) -> Item:
    return Item((1, 2, 3, 4, 5), shares, loading, unknown=0.04)


# By what moves the answer. Exposure: what a person meets online. Norms: how far harm is found acceptable.
BY_EXPOSURE = {
    "y_orient": Item((1, 6, 5, 4, 3, 2), ((0.86, 0.04, 0.015, 0.015, 0.05, 0.02), (0.93, 0.02, 0.01, 0.01, 0.015, 0.015),
                                          (0.25, 0.15, 0.15, 0.1, 0.25, 0.1)), 0.2),
    "y_live": Item((1, 2, 3, 5, 4, 7, 6), ((0.58, 0.15, 0.13, 0.03, 0.08, 0.02, 0.01),), 0.15),
    "y_par1_edu": Item((3, 2, 1), ((0.47, 0.43, 0.1),), 0.05, unknown=0.05),
    "y_par2_edu": Item((3, 2, 1), ((0.4, 0.47, 0.13),), 0.05, unknown=0.08),
    "y_econ": Item((1, 2, 3, 4, 5), ((0.36, 0.4, 0.17, 0.055, 0.015),), 0.25, unknown=0.02),
    "y_func": Item((0, 1, 2), ((0.83, 0.13, 0.04), (0.88, 0.09, 0.03), (0.6, 0.25, 0.15)), 0.25),
    "y_hours": Item((0, 1, 2, 3, 4), ((0.05, 0.27, 0.4, 0.19, 0.09), (0.06, 0.24, 0.38, 0.21, 0.11)) + ((0.03, 0.17, 0.35, 0.25, 0.2),), 0.2),
    "y_use_a": Item((0, 1, 2, 3, 4, 5), ((0.01, 0.02, 0.03, 0.1, 0.32, 0.52), (0.02, 0.03, 0.05, 0.16, 0.36, 0.38)) + ((0.03, 0.04, 0.06, 0.17, 0.3, 0.4),), 0.1),
    "y_use_b": Item((0, 1, 2, 3, 4, 5), ((0.5, 0.2, 0.1, 0.1, 0.06, 0.04), (0.38, 0.21, 0.12, 0.14, 0.09, 0.06)) + ((0.2, 0.2, 0.15, 0.18, 0.15, 0.12),), 0.4),
    "y_use_c": Item((0, 1, 2, 3, 4, 5), ((0.72, 0.13, 0.06, 0.05, 0.03, 0.01), (0.22, 0.14, 0.12, 0.22, 0.2, 0.1)) + ((0.35, 0.17, 0.13, 0.15, 0.12, 0.08),), 0.1),
    "y_use_d": Item((0, 1, 2, 3, 4, 5), ((0.45, 0.27, 0.12, 0.1, 0.04, 0.02),), 0.15),
    "y_use_e": Item((0, 1, 2, 3, 4, 5), ((0.08, 0.15, 0.2, 0.28, 0.19, 0.1), (0.18, 0.24, 0.2, 0.21, 0.12, 0.05)) + ((0.15, 0.2, 0.2, 0.22, 0.15, 0.08),), 0.2),
    "y_use_f": Item((0, 1, 2, 3, 4, 5), ((0.42, 0.12, 0.07, 0.1, 0.16, 0.13),), 0.15),
    "y_use_g": Item((0, 1, 2, 3, 4, 5), ((0.84, 0.07, 0.04, 0.03, 0.015, 0.005), (0.8, 0.08, 0.05, 0.04, 0.02, 0.01)) + ((0.65, 0.12, 0.1, 0.08, 0.03, 0.02),), 0.35),
    "y_use_h": Item((0, 1, 2, 3, 4, 5), ((0.97, 0.015, 0.007, 0.005, 0.002, 0.001), (0.92, 0.04, 0.02, 0.012, 0.005, 0.003)) + ((0.92, 0.04, 0.02, 0.012, 0.005, 0.003),), 0.3),
    "y_meet": Item((0, 1, 2, 3, 4), ((0.82, 0.09, 0.06, 0.02, 0.01), (0.81, 0.09, 0.06, 0.025, 0.015)) + ((0.65, 0.15, 0.12, 0.05, 0.03),), 0.35),
    "y_meet_q": Item((1, 2, 3), ((0.78, 0.17, 0.05), (0.83, 0.14, 0.03), (0.7, 0.22, 0.08)), 0.4),
    "y_srh": Item((1, 2, 3, 4, 5), ((0.28, 0.43, 0.2, 0.07, 0.02), (0.42, 0.4, 0.13, 0.04, 0.01), (0.15, 0.33, 0.28, 0.16, 0.08)), 0.4),
    "y_adult": Item((1, 2, 0), ((0.68, 0.22, 0.1), (0.66, 0.22, 0.12), (0.45, 0.3, 0.25)), 0.35),
    "y_friend": Item((1, 2, 0), ((0.8, 0.15, 0.05), (0.68, 0.22, 0.1), (0.6, 0.25, 0.15)), 0.25),
    "y_u1": _happened(0.36, 0.24, 0.42),
    "y_u2": _happened(0.29, 0.11, 0.3),
    "y_u3": _happened(0.27, 0.07, 0.26),
    "y_u4": _happened(0.23, 0.09, 0.3),
    "y_u5": _happened(0.1, 0.08, 0.13),
    "y_u6": _happened(0.022, 0.018, 0.05),
    "y_u7": _happened(0.03, 0.03, 0.08),
    "y_u8": _happened(0.09, 0.05, 0.15),
    "y_u_what": Item((1, 2, 5, 3, 8, 4, 7, 6), ((0.26, 0.18, 0.08, 0.18, 0.05, 0.18, 0.04, 0.03),), 0.3, unknown=0.06),
    "y_u_upset": Item((0, 1, 2, 3), ((0.17, 0.38, 0.26, 0.19), (0.45, 0.34, 0.13, 0.08), (0.2, 0.3, 0.25, 0.25)), 0.4),
    "y_u_adult": Item((1, 2, 3), ((0.5, 0.3, 0.2), (0.62, 0.25, 0.13), (0.5, 0.3, 0.2)), 0.3, unknown=0.2),
    "y_u_help": Item((1, 2, 3), ((0.5, 0.35, 0.15),), 0.2),
    "y_s3": Item((1, 2, 3, 4), ((0.67, 0.23, 0.07, 0.03), (0.84, 0.12, 0.03, 0.01), (0.6, 0.25, 0.1, 0.05)), 0.45),
    "y_s4": Item((1, 2, 3, 4), ((0.2, 0.41, 0.27, 0.12), (0.4, 0.44, 0.12, 0.04), (0.25, 0.35, 0.25, 0.15)), 0.4),
    "y_c2": Item((1, 2, 3), ((0.36, 0.34, 0.3),), 0.3),
    "y_c3": Item((3, 2, 1), ((0.18, 0.6, 0.22),), 0.2),
    "y_c6": Item((1, 2, 3), ((0.4, 0.35, 0.25), (0.58, 0.27, 0.15), (0.4, 0.35, 0.25)), 0.3),
    "y_c8": Item((0, 1), ((0.81, 0.19), (0.85, 0.15), (0.75, 0.25)), 0.3, unknown=0.12),
    "y_b1": Item((0, 2, 1), ((0.996, 0.002, 0.002), (0.98, 0.009, 0.011), (0.98, 0.01, 0.01)), 0.3),
    "y_h_sought": Item((0, 2, 1), ((0.91, 0.05, 0.04), (0.96, 0.02, 0.02), (0.83, 0.09, 0.08)), 0.4),
    "y_h_sat": Item((5, 4, 3, 2, 1), ((0.2, 0.38, 0.22, 0.13, 0.07),), 0.1),
    "y_ed1": Item((2, 1, 0), ((0.4, 0.4, 0.2),), 0.1),
    "y_ed2": Item((5, 4, 3, 2, 1), ((0.06, 0.24, 0.42, 0.2, 0.08),), 0.05),
    "y_x1": Item((1, 2, 3, 4, 5), ((0.25, 0.25, 0.42, 0.065, 0.015),), 0.3),
    "y_x2": Item((0, 1), ((0.97, 0.03),), 0.2),
}
_AGAINST = (0.03, 0.05, 0.1, 0.2, 0.62)  # shares of a statement against harm that most hold with, girls
_AGAINST_BOYS = (0.06, 0.09, 0.19, 0.26, 0.4)
BY_NORMS = {
    "y_ae1": _agree(0.2, (0.12, 0.13, 0.25, 0.27, 0.23), (0.08, 0.09, 0.25, 0.27, 0.31), (0.1, 0.1, 0.25, 0.27, 0.28)),
    "y_ae2": _agree(-0.6, _AGAINST, _AGAINST_BOYS, _AGAINST),
    "y_ae3": _agree(0.65, (0.5, 0.25, 0.14, 0.08, 0.03), (0.32, 0.26, 0.22, 0.14, 0.06), (0.55, 0.22, 0.13, 0.07, 0.03)),
    "y_ae4": _agree(0.4, (0.46, 0.25, 0.17, 0.09, 0.03), (0.44, 0.24, 0.2, 0.09, 0.03), (0.45, 0.25, 0.18, 0.09, 0.03)),
    "y_ae5": _agree(-0.55, _AGAINST, (0.07, 0.1, 0.23, 0.29, 0.31), _AGAINST),
    "y_ae6": _agree(0.55, (0.36, 0.3, 0.2, 0.11, 0.03), (0.22, 0.25, 0.27, 0.19, 0.07), (0.4, 0.28, 0.18, 0.1, 0.04)),
    "y_ae7": _agree(-0.5, (0.02, 0.03, 0.08, 0.17, 0.7), (0.04, 0.05, 0.14, 0.22, 0.55), (0.02, 0.03, 0.08, 0.17, 0.7)),
    "y_ae8": _agree(0.2, (0.13, 0.2, 0.38, 0.22, 0.07),),
    "y_ac1": _agree(0.55, (0.4, 0.21, 0.2, 0.13, 0.06), (0.2, 0.16, 0.25, 0.23, 0.16), (0.33, 0.2, 0.2, 0.17, 0.1)),
    "y_ac2": _agree(-0.55, (0.04, 0.04, 0.12, 0.2, 0.6), (0.07, 0.08, 0.2, 0.24, 0.41), (0.04, 0.04, 0.12, 0.2, 0.6)),
    "y_ac3": _agree(0.55, (0.5, 0.24, 0.17, 0.06, 0.03), (0.32, 0.24, 0.27, 0.11, 0.06), (0.48, 0.24, 0.18, 0.06, 0.04)),
    "y_ac4": _agree(-0.35, (0.06, 0.1, 0.27, 0.34, 0.23), (0.1, 0.13, 0.33, 0.29, 0.15), (0.07, 0.1, 0.27, 0.32, 0.24)),
    "y_ag1": _agree(-0.5, (0.02, 0.03, 0.07, 0.15, 0.73), (0.05, 0.06, 0.14, 0.22, 0.53), (0.02, 0.03, 0.07, 0.15, 0.73)),
    "y_ag2": _agree(0.6, (0.5, 0.2, 0.16, 0.1, 0.04), (0.32, 0.2, 0.24, 0.16, 0.08), (0.65, 0.15, 0.12, 0.05, 0.03)),
    "y_ag3": _agree(0.6, (0.72, 0.15, 0.09, 0.03, 0.01), (0.42, 0.22, 0.21, 0.1, 0.05), (0.7, 0.15, 0.1, 0.03, 0.02)),
    "y_ag4": _agree(-0.5, (0.01, 0.02, 0.04, 0.11, 0.82), (0.03, 0.04, 0.1, 0.19, 0.64), (0.01, 0.02, 0.04, 0.11, 0.82)),
}  # fmt: skip
_NOBODY = {1: 0.62, 2: 0.12, 3: 0.22, 4: 0.03, 5: 0.07, 6: 0.04, 7: 0.01, 8: 0.02, 9: 0.02, 10: 0.1}
TICKED = {
    "y_u_who": Ticks({1: 0.22, 2: 0.09, 3: 0.27, 4: 0.5}),
    "y_u_did": Ticks({1: 0.62, 2: 0.14, 3: 0.14, 4: 0.34, 5: 0.015, 6: 0.04}, {0: 0.2}),
    "y_u_told": Ticks(_NOBODY, {0: 0.34}),
    "y_s2": Ticks({1: 0.55, 2: 0.12, 3: 0.3, 4: 0.15, 5: 0.06}),
    "y_c4": Ticks({1: 0.75, 2: 0.25, 3: 0.3, 4: 0.1, 5: 0.12}),
    "y_c5": Ticks({1: 0.4, 2: 0.3, 3: 0.2, 4: 0.08, 5: 0.16, 6: 0.14, 7: 0.08}),
    "y_c7": Ticks(_NOBODY, {0: 0.45}),
    "y_h_know": Ticks({1: 0.75, 2: 0.8, 3: 0.83, 4: 0.16, 5: 0.34, 6: 0.1, 7: 0.1, 8: 0.72}, {0: 0.03}),
    "y_h_barr": Ticks({1: 0.24, 2: 0.15, 3: 0.08, 4: 0.12, 5: 0.62, 6: 0.05, 7: 0.1}),
    "y_ed_want": Ticks({1: 0.26, 2: 0.22, 3: 0.27, 4: 0.36, 5: 0.37, 6: 0.26}, {0: 0.24}),
}


def schools(rng: np.random.Generator, taking_part: int, forms: int) -> pd.DataFrame:
    """One row a school that took part: stratum, psu, fpc (schools in its stratum), pupils, forms.

    Schools are drawn at random within region by size; every stratum keeps at least two.
    """
    region = np.repeat(list(REGIONS), apportion(np.array(list(REGIONS.values())), FRAME, least=6))
    pupils = np.clip(rng.lognormal(np.log(75), 0.7, FRAME), 8, 420).round().astype(np.int64)
    frame = pd.DataFrame({"region": region, "pupils": pupils})
    frame["stratum"] = frame.region * 10 + 1 + np.searchsorted(SIZES, frame.pupils)
    by_stratum = frame.groupby("stratum").pupils.agg(["sum", "size"])
    wanted = apportion(by_stratum["sum"].to_numpy(float), taking_part, least=2)
    drawn = [
        frame[frame.stratum == stratum].iloc[np.sort(rng.permutation(count)[:n])].assign(fpc=count)
        for stratum, count, n in zip(by_stratum.index, by_stratum["size"], wanted, strict=True)
    ]
    sample = pd.concat(drawn, ignore_index=True)
    asked = sample.pupils * rng.uniform(0.45, 1.0, len(sample))
    answering = asked * np.where(sample.region == 11, RESPONSE[True], RESPONSE[False])
    sample["forms"] = np.minimum(apportion(answering.to_numpy(), forms, least=3), 10**6)
    sample["pupils"] = np.maximum(sample.pupils, sample.forms)
    return sample.assign(psu=np.arange(1, len(sample) + 1))


def pupils(rng: np.random.Generator, sample: pd.DataFrame) -> pd.DataFrame:
    """One row a pupil: the school's columns, group, age, what moves the answers, and the design weight.

    design_weight  schools in the stratum / schools of it that took part * pupils of the school / forms
    """
    people = sample.loc[sample.index.repeat(sample.forms)].reset_index(drop=True)
    n = len(people)
    taking_part = sample.groupby("stratum").psu.count()
    people["design_weight"] = people.fpc / people.stratum.map(taking_part) * people.pupils / people.forms
    people["vocational"] = rng.random(len(sample))[people.psu - 1] < 0.4
    leaning = rng.standard_normal(n) + 0.8 * rng.standard_normal(len(sample))[people.psu - 1]
    counts = apportion(np.array(GENDER, dtype=float), n, least=1)
    people["group"] = np.repeat([BOYS, GIRLS, OTHER], counts[[BOYS, GIRLS, OTHER]])[np.argsort(np.argsort(leaning))]
    people["group"] = _some_elsewhere(rng, people.group.to_numpy(), counts[OTHER])
    people["age"] = rng.choice([age for age, _ in AGES], n, p=[share for _, share in AGES])
    school = rng.standard_normal((2, len(sample)))[:, people.psu - 1]
    own = rng.standard_normal((2, n))
    # The school's share of variance, about 0.03, gives the deff of 1.5 to 2 that such samples have.
    people["exposure"], people["norms"] = np.sqrt(0.03) * school + np.sqrt(0.97) * own
    people["norms"] = 0.97 * people.norms + 0.25 * people.vocational - 0.1
    return people


def _some_elsewhere(rng: np.random.Generator, group: Ints, count: int) -> Ints:
    """The third gender group, wherever it fell, changes places with pupils of any school."""
    group = group.copy()
    there, anywhere = np.flatnonzero(group == OTHER), rng.permutation(len(group))[:count]
    for a, b in zip(there, anywhere, strict=True):
        group[[a, b]] = group[[b, a]]
    return group


def margins(people: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, dict[float | str, float]]]:
    """Columns to rake on, and how many pupils the population has in each of their categories."""
    old = np.where(people.age >= 19, " 19–", " 16–18")
    named = np.array(["girls", "boys", "other"])[people.group]
    cell = pd.Series(np.where(people.group == OTHER, "other", np.char.add(named, old)))
    total = sum(PUPILS.values())
    regions: dict[float | str, float] = {float(region): share * total for region, share in REGIONS.items()}
    columns = pd.DataFrame({"gender_age": cell, "region": people.region.astype(float)})
    return columns, {"gender_age": dict(PUPILS), "region": regions}


def answers(rng: np.random.Generator, people: pd.DataFrame, weight: Floats) -> pd.DataFrame:
    """What each pupil would answer to every question, whether or not it comes to be asked."""
    n, group = len(people), people.group.to_numpy()
    given = pd.DataFrame({"y_age": people.age, "y_consent": 1, "y_occ": 1, "y_x3": 1})
    given.loc[rng.random(n) < 0.05, "y_x3"] = 2
    unsure = rng.random(n) < 0.25
    given["y_gender"] = np.where(group == OTHER, np.where(unsure, 4, 3), group + 1)
    given["y_trans"] = np.where(rng.random(n) < np.where(group == OTHER, 0.55, 0.006), 1, 0)
    given.loc[rng.random(n) < np.where(group == OTHER, 0.15, 0.008), "y_trans"] = -2
    given["y_prog"] = np.where(people.vocational, 2, 1)
    given.loc[rng.random(n) < 0.04, "y_prog"] = 4
    given.loc[rng.random(n) < 0.03, "y_prog"] = 3
    given = given.join(_origins(rng, n))
    for items, leaning in ((BY_EXPOSURE, people.exposure), (BY_NORMS, people.norms)):
        for name, item in items.items():
            given[name] = ordered(rng, item, leaning.to_numpy(), group)
    given = given.join(_exploitation(rng, people, given, weight))
    return given.join([ticked(rng, name, ticks, n) for name, ticks in TICKED.items()])


def _origins(rng: np.random.Generator, n: int) -> pd.DataFrame:
    """Countries of birth; parents' are alike, and a child born abroad has parents born abroad."""
    places, shares = [1, 2, 3, 4], [0.76, 0.03, 0.09, 0.12]
    first = rng.choice(places, n, p=shares)
    second = np.where(rng.random(n) < 0.75, first, rng.choice(places, n, p=shares))
    abroad = (first != 1) & (second == first) & (rng.random(n) < 0.4)
    return pd.DataFrame({"y_born": np.where(abroad, first, 1), "y_par1_born": first, "y_par2_born": second})


def _exploitation(rng: np.random.Generator, people: pd.DataFrame, given: pd.DataFrame, weight: Floats) -> pd.DataFrame:
    """Own sharing, pressure and compensation: the weighted shares lie at the published ones, in each gender.

    score of compensation  0.8 exposure + 1.2 pressed + 0.5 strained economy + 0.4 nobody to talk to
    """
    group, exposure = people.group.to_numpy(), people.exposure.to_numpy()

    def ever(score: Floats, shares: tuple[float, ...]) -> Ints:
        def draw(here: np.ndarray, share: float) -> np.ndarray:
            return nearest(rng, chances(score[here], weight[here], share), weight[here], share)

        return in_groups(draw, group, shares).astype(np.int64)

    found = pd.DataFrame({"y_s1": ever(0.6 * exposure, SHARED), "y_p1": ever(0.9 * exposure, PRESSED)})
    found["y_p2"] = ever(0.7 * exposure + 1.8 * found.y_p1.to_numpy(), PRESSED_AFTER)
    alone = (given.y_adult == 0) & (given.y_friend == 0)
    score = 0.8 * exposure + 1.2 * found.y_p1 + 0.5 * (given.y_econ >= 4) + 0.4 * alone
    found["y_c1"] = ever(score.to_numpy(dtype=np.float64), RECEIVED)
    for name, share in THIS_YEAR.items():
        longer_ago = rng.random(len(people)) >= share
        found[name] = np.where((found[name] == 1) & longer_ago, 2, found[name])
    return found
