from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis import SurveyDesign, crosstab, mean, means, proportion, totals
from analysis.presentation import Presentation, flags, of_proportions, presentation
from analysis.unreleased import figures
from survey.frame import SurveyFrame


def shown(p, n, *, deff=1.0, df=None):
    """What is said of one proportion of n cases with a design effect."""
    std_error = np.sqrt(deff * p * (1 - p) / n)
    df = n - 1.0 if df is None else df
    return of_proportions(*(np.array([[part]]) for part in (p, std_error)), np.array([df]), np.array([n])).item()


@pytest.mark.parametrize(
    ("p", "n", "how", "said"),
    [
        (0.5, 1000, {}, Presentation.OK),
        (0.5, 29, {}, Presentation.FEW),
        (0.5, 100, {"deff": 4.0}, Presentation.FEW),
        (0.5, 30, {}, Presentation.WIDE),
        (0.5, 46, {}, Presentation.WIDE),
        (0.5, 47, {}, Presentation.OK),
        (0.04, 100, {}, Presentation.RELATIVELY_WIDE),
        (0.01, 1000, {}, Presentation.OK),
        (0.001, 3000, {}, Presentation.OK),
        (0.96, 100, {}, Presentation.COMPLEMENT),
        (0.5, 1000, {"df": 7.0}, Presentation.FEW_DF),
        (0.5, 1000, {"df": 8.0}, Presentation.OK),
        (0.0, 200, {}, Presentation.NONE_OR_ALL),
        (1.0, 200, {}, Presentation.NONE_OR_ALL),
        (0.0, 200, {"df": 3.0}, Presentation.FEW_DF),
        (0.0, 29, {}, Presentation.FEW),
    ],
)
def test_a_proportion_is_judged_by_the_standards_of_nchs(p, n, how, said):
    assert shown(p, n, **how) is said


def test_the_limits_are_those_of_the_clopper_pearson_interval():
    """Without a design effect the Korn-Graubard interval is Clopper and Pearson's: both sides of each limit."""

    def width(x, n):
        return np.ptp(stats.binomtest(x, n).proportion_ci())

    assert width(23, 47) < 0.3 <= width(23, 46)
    assert [shown(23 / n, n) for n in (46, 47)] == [Presentation.WIDE, Presentation.OK]
    relative = [x for x in range(1, 50) if width(x, 120) > 0.05 and width(x, 120) > 1.3 * x / 120]
    assert relative == [x for x in range(1, 50) if shown(x / 120, 120) is Presentation.RELATIVELY_WIDE]
    narrow = [n for n in range(100, 2000) if width(1, n) > 0.05]
    assert narrow == [n for n in range(100, 2000) if shown(1 / n, n) is Presentation.RELATIVELY_WIDE]


def test_a_design_effect_below_1_does_not_count_for_more_answers_than_there_are():
    assert shown(0.5, 29, deff=0.1) is Presentation.FEW
    assert shown(0.5, 45, deff=0.5) is Presentation.WIDE


def test_few_degrees_of_freedom_widen_the_interval_that_is_judged():
    assert shown(0.5, 80, df=79.0) is Presentation.OK
    assert shown(0.5, 80, df=3.0) is Presentation.WIDE


def test_what_cannot_be_estimated_is_unreliable_and_nobody_has_nothing_to_say():
    p, std_error = np.array([[0.4, np.nan, 0.4]]), np.array([[np.nan, np.nan, 0.01]])
    found = of_proportions(p, std_error, np.array([30.0, 30.0, 0.0]), np.array([400, 0, 400]))
    assert flags(found).tolist() == [["unreliable", "", "unreliable"]]


def test_a_share_that_the_design_makes_certain_is_judged_by_its_cases():
    assert shown(0.4, 500, deff=0.0) is Presentation.OK
    assert shown(0.4, 20, deff=0.0) is Presentation.FEW


@pytest.mark.parametrize(
    ("statistic", "value", "std_error", "said"),
    [
        ("mean", 10.0, 3.0, ""),
        ("mean", 10.0, 3.01, "caution"),
        ("total", -10.0, 3.01, "caution"),
        ("mean", 0.0, 3.0, ""),
        ("mean", np.nan, np.nan, ""),
        ("correlation", 0.1, 0.9, ""),
        ("change", 0.1, 0.9, ""),
    ],
)
def test_other_figures_are_judged_by_their_coefficient_of_variation(statistic, value, std_error, said):
    parts = {"value": np.array([[value]]), "std_error": np.array([[std_error]]), "df": np.ones(1), "n": np.ones(1, int)}
    assert flags(presentation(statistic, **parts)).tolist() == [[said]]


def test_the_coefficient_of_variation_has_a_limit_of_ones_choice():
    parts = {"value": np.array([10.0]), "std_error": np.array([2.0]), "df": np.ones(1), "n": np.ones(1, int)}
    assert presentation("mean", **parts, cv_limit=0.15).item() is Presentation.LARGE_CV


def test_every_finding_has_a_reason_in_both_languages():
    for finding in Presentation:
        assert bool(finding.flag) == bool(finding.reason)
        assert set(finding.reason or ()) == ({"sv", "en"} if finding.flag else set())


def test_every_figure_of_a_table_has_its_flag_its_effective_n_and_its_cv(design):
    table = figures(crosstab(design, "sex", by="ever"))
    assert table.flag.shape == table.n_effective.shape == table.cv.shape == table.value.shape
    assert table.flag[2].tolist() == ["review"] * 3  # nobody
    assert np.isnan(table.cv[2]).all()
    assert np.allclose(table.n_effective[0], table.base_n / table.deff[0])
    one = figures(proportion(design, "sex", code="girl"))
    assert one.flag == "" == one.presented().flag
    assert (one.cv, one.n_effective) == (one.std_error / one.value, one.n / one.deff)


def test_means_and_totals_have_them_too(design):
    for estimator in (means, totals):
        table = figures(estimator(design, "score", by="sex"))
        assert table.flag.tolist() == [["", "", "", ""]]
        assert np.allclose(table.cv[0, :2], (table.std_error / table.value)[0, :2])
    one = figures(mean(design, "score"))
    assert replace(one, std_error=one.value).flag == "caution"
    assert replace(one, std_error=one.value).presented(cv_limit=2.0) is Presentation.OK


@pytest.fixture
def hard() -> SurveyFrame:
    """Cases where nothing varies or nobody answered."""
    n = 60
    data = pd.DataFrame({"psu": np.arange(n) // 6, "one": 1.0, "none": np.nan, "group": np.arange(n) % 2.0})
    return SurveyFrame.of(data, study="hard")


@pytest.mark.parametrize("ci_method", ["logit", "korn_graubard", "wilson", "asin", "likelihood", "mean"])
def test_a_constant_is_a_share_of_1_with_a_finite_interval(hard, ci_method):
    table = figures(crosstab(SurveyDesign(hard, psu="psu"), "one", by="group", ci_method=ci_method))
    assert (table.value == 1).all()
    assert np.isfinite([table.ci_low, table.ci_high]).all()
    assert (table.ci_high == 1).all()
    assert (table.flag == "review").all()


@pytest.mark.parametrize("ci_method", ["logit", "korn_graubard", "wilson", "asin", "likelihood", "mean"])
def test_one_psu_has_no_interval_and_no_warning(hard, ci_method):
    design = SurveyDesign(hard, psu="psu", lonely_psu="certainty").domain("psu = 3")
    table = figures(crosstab(design, "group", ci_method=ci_method))
    assert table.df.tolist() == [0.0]
    assert np.isnan([table.ci_low, table.ci_high]).all()
    assert (table.flag == "unreliable").all()


def test_a_mean_that_nobody_has_and_one_that_does_not_vary_say_nothing(hard):
    design = SurveyDesign(hard, psu="psu")
    empty, constant = (figures(means(design, name, by="group")) for name in ("none", "one"))
    assert (empty.flag == "").all()
    assert np.isnan([empty.cv, empty.n_effective]).all()
    assert (constant.flag == "").all()
    assert (constant.cv == 0).all()
    assert np.isnan(constant.n_effective).all()
