"""Noise that adds up, by whatever way a group is parted."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from analysis import SurveyDesign, crosstab, mean, means, model
from analysis.disclosure import Ledger, ReleasePolicy, record_keys, release
from analysis.disclosure.keyed.counts import Asked, Noisy, noise_of
from analysis.disclosure.keyed.noise import Noise
from analysis.respondents import Respondents, respondents
from survey.frame import SurveyFrame
from survey.groupings import Band, Grouping, grouped
from survey.text import plain
from survey.variables import MissingRange

SECRET = b"sixteen bytes at least"


def band(*codes: float) -> Band:
    return Band(plain(str(codes)), codes=codes)


PART = Grouping("part", "region", plain("part"), (band(1, 2), band(3, 4), band(5, 6)))
COUNTRY = Grouping("country", "part", plain("country"), (band(1, 2), band(3)))
COAST = Grouping("coast", "region", plain("coast"), (band(1, 3, 5), band(2, 4, 6)))
DECLARED = (PART, COUNTRY, COAST)
POLICY = ReleasePolicy(mode="keyed", seed=b"seed of the study", made_from=DECLARED)
NOISE = Noise.of(POLICY)


def made(n: int = 600, *, seed: int = 1) -> SurveyDesign:
    """Answers with a rare one, with people not asked, and with some who did not answer."""
    draw = np.random.default_rng(seed)
    columns = {
        "region": draw.integers(1, 7, n) * 1.0,
        "answer": draw.choice([1.0, 2, 3], n, p=[0.6, 0.38, 0.02]),
        "asked": draw.choice([1.0, 2, 3, -1, -3], n, p=[0.3, 0.2, 0.1, 0.35, 0.05]),
        "amount": draw.gamma(2, 10, n),
    }
    columns["amount"][:20] = np.nan
    frame = SurveyFrame.of(pd.DataFrame(columns))
    missing = (MissingRange(-9, -1),)
    variables = {k: replace(v, level=1, missing_ranges=missing) for k, v in frame.variables.items()}
    frame = grouped(replace(frame, variables=variables), DECLARED)
    return SurveyDesign(frame).with_record_keys(record_keys(frame, SECRET))


@pytest.fixture(scope="module")
def design() -> SurveyDesign:
    return made()


@pytest.fixture(scope="module")
def people(design) -> Respondents:
    return respondents(design.snapshot)


def close(one: object, other: object) -> None:
    np.testing.assert_allclose(one, other, atol=1e-9)


def noise(people: Respondents, *names: str) -> Noisy:
    return noise_of([Asked.of(name, people, NOISE) for name in names], people, NOISE)


def test_the_noise_of_parts_is_that_of_the_whole(people):
    region, answer = noise(people, "region").e, noise(people, "answer").e
    both = noise(people, "region", "answer").e
    close(both.sum(axis=1), region)
    close(both.sum(axis=0), answer)
    close(both.sum(), noise(people).e)
    close(noise(people, "answer", "region").e, both.T)


def test_groupings_are_sums_of_what_they_are_made_from(people):
    region, part = noise(people, "region", "answer").e, noise(people, "part", "answer").e
    close(part, region.reshape(3, 2, -1).sum(axis=1))
    close(noise(people, "country").e, [part[:2].sum(), part[2].sum()])
    # One that cuts across the others has no noise of its own.
    close(noise(people, "coast", "answer").e, region.reshape(3, 2, -1).sum(axis=0))
    close(noise(people, "part", "coast").e.ravel(), noise(people, "region").e)


def test_cells_that_no_one_can_be_in_have_no_noise(people):
    found = noise(people, "region", "part").e
    assert not found[[0, 0, 4], [1, 2, 0]].any()


def test_people_not_asked_or_without_an_answer_are_categories_too(design, people):
    answered = noise_of([Asked.answered("asked", people, NOISE)], people, NOISE)
    close(noise(people, "asked").e.sum(), answered.e[0])
    assert answered.n[0] < 0.7 * len(design.frame)
    assert abs(answered.e[0] - noise(people).e) > 0.01


def test_small_counts_keep_wide_noise_and_what_is_said_of_its_variance_is_so():
    cells = [noise(respondents(made(seed=seed).snapshot), "region", "answer") for seed in range(300)]
    e, variance, n = (np.array([getattr(one, part)[:, -1] for one in cells]) for part in ("e", "variance", "n"))
    few = n < 10
    assert few.mean() > 0.9
    assert variance[few].mean() > 30
    assert e[few].var() == pytest.approx(variance[few].mean(), rel=0.1)
    assert (np.rint(e[few]) == 0).mean() < 0.07


def test_empty_cells_have_noise_each_of_its_own(people):
    assert len({round(x, 6) for x in noise(people, "answer", "asked", "region").e.ravel()}) == 54


def test_a_base_is_the_same_for_a_mean_and_for_a_table_of_codes(design):
    def shown(result):
        return release(result, POLICY, Ledger())

    by_codes, by_mean = shown(crosstab(design, "asked", by="part")), shown(means(design, "asked", by="part"))
    assert [base.n for base in by_codes.bases] == [base.n for base in by_mean.bases]
    everybody = shown(mean(design, "region"))
    assert everybody.base.n == shown(crosstab(design, "answer")).bases[0].n
    income = np.where(design.frame.is_missing("region"), np.nan, np.arange(600.0))
    meaning = replace(design.frame.variable("region"), name="income", measure="scale", values=())
    richer = design.with_columns({"income": income}, [meaning])
    assert shown(model(richer, "income ~ answer")).n == shown(mean(richer, "income")).base.n


def test_all_sums_of_what_is_shown_lead_to_the_same_number(design):
    table = release(crosstab(design, "answer", by="region"), POLICY, Ledger())
    total = table.bases[-1].n
    assert abs(sum(base.n for base in table.bases[:-1]) - total) <= 3
    for rows, by in combinations(("answer", "part", "country"), 2):
        found = release(crosstab(design, rows, by=by), POLICY, Ledger())
        assert found.bases[-1].n == total


def test_another_column_of_the_same_people_changes_no_noise(design):
    more = design.with_columns({"extra": np.ones(600)}, [replace(design.frame.variable("answer"), name="extra")])
    np.testing.assert_array_equal(
        noise(respondents(more.snapshot), "region", "answer").e,
        noise(respondents(design.snapshot), "region", "answer").e,
    )
