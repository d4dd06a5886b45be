"""Noise is drawn once: no figure comes again under another name with noise of its own."""

from __future__ import annotations

import numpy as np
import pytest

from analysis import mean
from analysis.disclosure import Ledger, ReleasePolicy
from tests.attacks.fresh_draws import (
    YEARS,
    counts_from_totals,
    cut_means,
    means_from_ratios,
    ordered_by,
    value,
    with_years,
)
from tests.attacks.study import Study

KEYED = ReleasePolicy(mode="keyed")


@pytest.fixture(scope="module")
def years() -> Study:
    return with_years(1000)


def test_totals_over_means_tell_no_more_of_a_count_than_the_count_itself(years):
    hits, groups = 0, 0
    for where in (f"{name} = {code}" for name in ("region", "age", "health", "victim") for code in (1, 2, 3)):
        found = counts_from_totals(years, where, KEYED, Ledger(None))
        if found:
            hits += round(float(np.mean(found))) == years.part(where).inside.sum()
            groups += 1
    assert groups >= 8
    assert hits / groups <= 0.45


def test_ratios_times_means_tell_no_more_of_a_mean_than_the_mean_itself(years):
    single, many = [], []
    for where in ("sex = 1", "region = 1", "health = 2", "victim = 2", "victim = 1", "age = 3"):
        people = years.part(where).inside
        y, found = years.columns["income"][people], means_from_ratios(years, "income", where, KEYED, Ledger(None))
        one = value(lambda where=where: mean(years.part(where), "income"), KEYED, Ledger(None))
        if found and one is not None:
            unit = y.std() / people.sum()
            single.append((one - y.mean()) / unit)
            many.append((np.mean(found) - y.mean()) / unit)
    assert len(many) > 3
    assert np.sqrt(np.mean(np.square(many))) > 0.7 * np.sqrt(3.0)


@pytest.mark.parametrize(
    ("policy", "copies"),
    [
        pytest.param(ReleasePolicy(), 1, id="exact"),
        pytest.param(KEYED, 40, id="keyed"),
    ],
)
def test_two_models_do_not_tell_the_answer_of_the_person_between_them(policy, copies):
    """Answers of the people in places 61 to 70 by income, from models of those up to each place."""
    study, ledger = with_years(500), Ledger(None)
    places = list(range(60, 71))
    found = list(cut_means(study, YEARS[0], "income", places, policy, ledger, copies))
    told = [
        (after * (many + 1) - before * many, study.columns[YEARS[0]][ordered_by(study, "income")[many]])
        for many, before, after in zip(places, found, found[1:], strict=False)
        if before is not None and after is not None
    ]
    spread = study.columns[YEARS[0]].std()
    error = np.sqrt(np.mean([(guess - truth) ** 2 for guess, truth in told])) if told else np.inf
    assert error > 0.9 * spread


def test_a_refusal_is_no_count_of_a_free_range():
    study = with_years(500)
    answered = [
        next(cut_means(study, YEARS[0], "income", [many], KEYED, Ledger(None), 1)) is not None
        for many in (38, 39, 40, 41, 42, 43)
    ]
    assert answered != [False, False, False, True, True, True]
