from __future__ import annotations

import time

import numpy as np
import pandas as pd
import pytest

from analysis import SurveyDesign, mean, means, quantile, ratio, variance
from analysis.contributions import three_values, two_largest
from analysis.unreleased import figures
from survey.frame import SurveyFrame
from survey.text import plain
from survey.variables import ValueLabel, Variable


def design_of(**columns: object) -> SurveyDesign:
    frame = SurveyFrame.of(pd.DataFrame(columns))
    group = Variable("g", plain("Group"), values=tuple(ValueLabel(code, plain(str(code))) for code in (1, 2)))
    return SurveyDesign(frame.with_columns({"g": frame.data["g"]}, [group]), weight="w")


@pytest.fixture
def small() -> SurveyDesign:
    return design_of(w=[1.0, 2.0, 1.0, 1.0, 3.0], y=[-5.0, 4.0, 1.0, np.nan, 2.0], x=[1.0] * 5, g=[1, 1, 2, 2, 2])


def test_a_contribution_is_the_size_of_an_answer_times_its_weight(small):
    (found,) = figures(means(small, "y", by="g")).contributions
    np.testing.assert_allclose(found.largest, [8, 6, 8])
    np.testing.assert_allclose(found.second, [5, 1, 6])
    np.testing.assert_allclose(found.whole, [13, 7, 20])
    assert found.values.tolist() == [2, 2, 3]


def test_a_single_mean_brings_those_of_everybody(small):
    (found,) = figures(mean(small, "y")).contributions
    assert (found.largest[0], found.second[0], found.whole[0], found.values[0]) == (8, 6, 20, 3)


def test_a_ratio_brings_both_of_its_variables_and_a_variance_its_squares(small):
    above, below = figures(ratio(small, "y", "x")).contributions
    assert (above.values[0], below.values[0]) == (3, 1)
    own, squares = figures(variance(small, "y")).contributions
    middle = (-5 + 8 + 1 + 6) / 7
    np.testing.assert_allclose(squares.largest, [(-5 - middle) ** 2])
    assert own.values[0] == squares.values[0] == 3


def test_groups_put_together_are_as_if_they_had_been_one(small):
    (found,) = figures(means(small, "y", by="g")).contributions
    both = found.together(np.array([True, True, False]))
    assert (both.largest[0], both.second[0], both.whole[0], both.values[0]) == (8, 6, 20, 3)


@pytest.mark.parametrize("seed", range(40))
def test_the_largest_and_the_different_values_are_those_of_a_full_sort(seed):
    rng = np.random.default_rng(seed)
    n, groups = int(rng.integers(0, 30_000)), int(rng.integers(1, 8))
    values = rng.lognormal(0, 2, n) if seed % 2 else rng.integers(0, 1 + seed % 7, n).astype(float)
    number = np.where(rng.random(n) < 0.0003, 0, rng.integers(1, groups + 2, n))
    values[number >= groups] = np.nan
    largest, second = two_largest(values, number, groups)
    low, high, more = three_values(values, number, groups)
    for g in range(groups):
        own = np.sort(values[number == g])[::-1]
        assert [largest[g], second[g]] == [*own[:2], 0, 0][:2]
        assert (3 if more[g] else int(low[g] <= high[g]) + int(low[g] < high[g])) == min(len(np.unique(own)), 3)


def test_of_a_million_people_they_take_thirty_milliseconds():
    rng = np.random.default_rng(1)
    values, number = rng.lognormal(0, 1, 1_000_000), rng.integers(0, 3, 1_000_000)
    times = []
    for _ in range(3):
        start = time.process_time()
        two_largest(values, number, 3)
        three_values(values, number, 3)
        times.append(time.process_time() - start)
    assert min(times) < 0.03


def test_a_quantile_counts_the_others_on_each_side_of_its_interval():
    y = np.arange(1.0, 101)
    design = design_of(w=np.ones(100), y=y, g=np.ones(100))
    found = figures(quantile(design, "y", [0.5]))
    low, high = found.ci_low[0, 0], found.ci_high[0, 0]
    assert found.beside[:, 0, 0].tolist() == [(y <= low).sum() - 1, (y >= high).sum() - 1]
