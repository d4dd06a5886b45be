from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis import SurveyDesign, contrast, crosstab, mean, means, replicates, standardize
from analysis.errors import AnalysisError, NoCases
from analysis.unreleased import figures
from survey.frame import SurveyFrame

OLD = {1: 2, 2: 3, 3: 5}


@pytest.fixture
def data():
    random = np.random.default_rng(11)
    n = 300
    group, age = random.integers(0, 2, n), random.integers(1, 4, n).astype(float)
    return pd.DataFrame(
        {
            "y": 10 * age + group + random.normal(size=n),
            "age": age,
            "group": np.array(["a", "b"])[group],
            "w": random.uniform(0.5, 3, n),
            "psu": np.arange(n) % 30,
        }
    )


def design_on(data):
    return SurveyDesign(SurveyFrame.of(data), weight="w", psu="psu")


def test_it_is_the_mean_of_the_categories_with_the_shares_of_the_population(data):
    """By hand."""
    found = figures(standardize(design_on(data), "y", over="age", population=OLD, by="group"))
    for column, name in enumerate("ab"):
        own = data[data["group"] == name]
        within = [np.average(part["y"], weights=part["w"]) for _, part in own.groupby("age")]
        assert found.value[0, column] == pytest.approx(np.dot(within, [0.2, 0.3, 0.5]), rel=1e-12)
    assert (found.statistic, found.columns[-1].value) == ("standardised mean", None)


def test_a_population_is_shares_in_any_unit(data):
    design = design_on(data)
    one = figures(standardize(design, "y", over="age", population=OLD))
    other = figures(standardize(design, "y", over="age", population={3: 0.5, 1: 0.2, 2: 0.3}))
    assert one.value == pytest.approx(other.value, rel=1e-13)
    assert one.std_error == pytest.approx(other.std_error, rel=1e-12)


def test_with_the_shares_of_the_sample_it_is_the_mean(data):
    design = design_on(data)
    shares = {code: float(part["w"].sum()) for code, part in data.groupby("age")}
    found = figures(standardize(design, "y", over="age", population=shares))
    assert found.value[0, 0] == pytest.approx(figures(mean(design, "y")).value, rel=1e-13)


def test_one_category_is_the_mean_within_it(data):
    design = design_on(data)
    found = figures(standardize(design, "y", over="age", population={2: 1, 3: 0}, by="group"))
    within = figures(means(design.domain("age = 2"), "y", by="group"))
    for part in ("value", "std_error", "ci_low", "n"):
        assert getattr(found, part) == pytest.approx(getattr(within, part), rel=1e-11), part


def test_a_share_of_a_category(data):
    design = design_on(data.assign(often=np.where(data["y"] > 20, "yes", "no")))
    found = figures(standardize(design, "often", code="yes", over="age", population=OLD))
    within = figures(crosstab(design, "often", by="age"))
    assert found.value[0, 0] == pytest.approx(within.value[1, :3] @ [0.2, 0.3, 0.5], rel=1e-12)
    assert (found.statistic, found.rows[0].value) == ("standardised proportion", "yes")


def test_a_group_without_a_category_cannot_be_standardised_to_it(data):
    found = figures(
        standardize(
            design_on(data[(data["group"] == "a") | (data["age"] < 3)]), "y", over="age", population=OLD, by="group"
        )
    )
    assert np.isnan(found.value[0]).tolist() == [False, True, False]
    assert np.isnan(found.std_error[0]).tolist() == [False, True, False]


def test_groups_are_compared_with_their_covariance(data):
    table = standardize(design_on(data), "y", over="age", population=OLD, by="group")
    found = figures(contrast(table, [-1, 1, 0]))
    assert found.value[0, 0] == pytest.approx(1.0, abs=4 * found.std_error[0, 0])


def test_unanswered_cases_are_left_out(data):
    gaps = data.assign(y=data["y"].where(data.index % 7 > 0), age=data["age"].where(data.index % 11 > 0))
    found, complete = (
        figures(standardize(design_on(of), "y", over="age", population=OLD)) for of in (gaps, gaps.dropna())
    )
    assert found.value == pytest.approx(complete.value, rel=1e-12)
    assert found.base_n == complete.base_n


def test_replicates_come_near_to_linearisation(data):
    design = design_on(data)
    taylor, jackknife = (
        figures(standardize(of, "y", over="age", population=OLD, by="group"))
        for of in (design, replicates(design, "JK1"))
    )
    assert jackknife.std_error == pytest.approx(taylor.std_error, rel=0.05)


@pytest.mark.parametrize("population", [{}, {1: 0, 2: 0}, {1: -1, 2: 2}, {1: np.nan}])
def test_a_population_without_shares_is_refused(data, population):
    with pytest.raises(AnalysisError, match="must hold the size"):
        standardize(design_on(data), "y", over="age", population=population)


def test_a_category_that_does_not_exist_is_refused(data):
    with pytest.raises(AnalysisError, match='"age" has no category 9'):
        standardize(design_on(data), "y", over="age", population={1: 1, 9: 1})


def test_a_category_that_nobody_has_is_refused(data):
    design = design_on(data)
    with pytest.raises(NoCases, match='in category 3 of "age"'):
        standardize(design.domain("age < 3"), "y", over="age", population=OLD)
    with pytest.raises(NoCases, match="Widen the filter"):
        standardize(design.domain("age > 5"), "y", over="age", population=OLD)
