"""A synthetic wave of `youth_exposure` in the shape of the school study of 2014: schools, pupils, weights, answers.

Published figures stand where the comment names them; all other shares are plausible and no more than that.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from sample_data.columns import REGION_NAMES, crossed
from sample_data.drawing import Floats, Ints, apportion, at_shares, ordered, ticked
from sample_data.youth_shares import BY_EXPOSURE, BY_NORMS, TICKED
from survey.text import Text

GIRLS, BOYS, OTHER = 0, 1, 2

# 2014: 1 215 schools in the frame, 171 took part, 5 839 forms; response 48.7 % in Stockholm, 65.3 % elsewhere.
FRAME, SCHOOLS, FORMS = 1215, 171, 5839
RESPONSE = {True: 0.487, False: 0.653}
# Girls, boys, other: that many make 51 of 5 839 out of the published 0.6, 1.2 and 3.8 %.
GENDER = (3336, 2450, 53)
REGIONS = {11: 0.23, 12: 0.165, 21: 0.085, 22: 0.145, 23: 0.195, 31: 0.085, 32: 0.04, 33: 0.055}
SIZES = (60, 120)
# Pupils in the last year of upper secondary school, rounded: gender by age group, and regions by their share.
YOUNGER, OLDER = 0, 1  # up to 18, from 19
PUPILS = {
    10 * GIRLS + YOUNGER: 36_900, 10 * GIRLS + OLDER: 15_900,
    10 * BOYS + YOUNGER: 39_600, 10 * BOYS + OLDER: 17_600, 10 * OTHER: 1_000,
}  # fmt: skip
AGES = ((17, 0.12), (18, 0.57), (19, 0.24), (20, 0.05), (21, 0.02))

SCHOOL_SHARE = 0.1

# Ever, in the order girls, boys, other. y_c1 and y_s1: published for 2014.
RECEIVED = (0.006, 0.012, 0.038)
SHARED = (0.27, 0.22, 0.30)
PRESSED = (0.12, 0.05, 0.19)
PRESSED_AFTER = (0.045, 0.02, 0.08)
THIS_YEAR = {"y_s1": 0.72, "y_p1": 0.5, "y_p2": 0.45, "y_c1": 0.45}


def schools(rng: np.random.Generator, taking_part: int, forms: int) -> pd.DataFrame:
    """One row a school that took part: stratum, psu, fpc (schools in its stratum), pupils, forms.

    Schools are drawn at random within region by size; every stratum keeps at least two, so none is alone.
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
    sample: pd.DataFrame = pd.concat(drawn, ignore_index=True)
    asked = sample.pupils * rng.uniform(0.45, 1.0, len(sample))
    answering = asked * np.where(sample.region == 11, RESPONSE[True], RESPONSE[False])
    sample["forms"] = apportion(answering.to_numpy(), forms, least=3)
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
    # The school's share of a leaning; of a single answer, which leans less, it is about 0.02 to 0.03.
    people["exposure"], people["norms"] = np.sqrt(SCHOOL_SHARE) * school + np.sqrt(1 - SCHOOL_SHARE) * own
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
    older = (people.age >= 19) & (people.group != OTHER)
    known: dict[float | str, float] = {float(cell): float(count) for cell, count in PUPILS.items()}
    total = sum(PUPILS.values())
    regions: dict[float | str, float] = {float(region): share * total for region, share in REGIONS.items()}
    columns = pd.DataFrame({"gender_age": 10.0 * people.group + older, "region": people.region.astype(float)})
    return columns, {"gender_age": known, "region": regions}


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
    given = given.assign(y_c3=_first_time(given)).join(_exploitation(rng, people, given, weight))
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
    shared = at_shares(rng, 0.6 * exposure, weight, group, SHARED)
    pressed = at_shares(rng, 0.9 * exposure, weight, group, PRESSED)
    after = at_shares(rng, 0.7 * exposure + 1.8 * pressed, weight, group, PRESSED_AFTER)
    strained, alone = given.y_econ >= 4, (given.y_adult == 0) & (given.y_friend == 0)
    score = 0.8 * exposure + 1.2 * pressed + 0.5 * strained + 0.4 * alone
    received = at_shares(rng, score, weight, group, RECEIVED)
    found = pd.DataFrame({"y_s1": shared, "y_p1": pressed, "y_p2": after, "y_c1": received}).astype(np.int64)
    for name, share in THIS_YEAR.items():
        longer_ago = rng.random(len(people)) >= share
        found[name] = np.where((found[name] == 1) & longer_ago, 2, found[name])
    return found


def _first_time(given: pd.DataFrame) -> pd.Series:
    """Nobody was older the first time than they are now."""
    return given.y_c3.mask((given.y_age < 18) & (given.y_c3 == 3), 2)


def stratum_labels() -> dict[int, Text]:
    """Region times ten plus size, with its label."""
    sizes = (
        Text(sv=f"högst {SIZES[0]} elever", en=f"up to {SIZES[0]} pupils"),
        Text(sv=f"{SIZES[0] + 1}–{SIZES[1]} elever", en=f"{SIZES[0] + 1}–{SIZES[1]} pupils"),
        Text(sv=f"fler än {SIZES[1]} elever", en=f"more than {SIZES[1]} pupils"),
    )
    return {
        region * 10 + 1 + number: crossed(name, size)
        for region, name in REGION_NAMES.items()
        for number, size in enumerate(sizes)
    }
