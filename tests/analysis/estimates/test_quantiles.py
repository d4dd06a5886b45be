import numpy as np
import pandas as pd
import pytest

from analysis import SurveyDesign, quantile
from analysis.errors import AnalysisError
from analysis.estimates.quantile_rules import RULES, Sorted
from analysis.unreleased import figures
from survey.frame import SurveyFrame

HYNDMAN_FAN = {
    "hf1": "inverted_cdf", "hf2": "averaged_inverted_cdf", "hf4": "interpolated_inverted_cdf", "hf5": "hazen",
    "hf6": "weibull", "hf7": "linear", "hf8": "median_unbiased", "hf9": "normal_unbiased",
}  # fmt: skip
INTERVALS = ("mean", "beta", "xlogit", "score")


def design_of(**columns) -> SurveyDesign:
    weight = "w" if "w" in columns else None
    return SurveyDesign(SurveyFrame.of(pd.DataFrame(columns)), weight=weight)


@pytest.mark.parametrize("rule", HYNDMAN_FAN)
def test_without_weights_the_rules_are_those_of_numpy(rule):
    """Hyndman and Fan's types. (numpy's "closest_observation" counts places from 0, so that hf3 is left to R.)"""
    y, p = np.random.default_rng(1).normal(size=101), [0.05, 0.1, 0.25, 0.5, 0.77, 0.9]
    found = figures(quantile(design_of(y=y), "y", p, rule=rule))
    assert found.value[:, 0] == pytest.approx(np.quantile(y, p, method=HYNDMAN_FAN[rule]), rel=1e-12)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("interval", INTERVALS)
def test_one_distinct_value_has_no_error(rule, interval):
    found = figures(quantile(design_of(y=[0.1] * 9, w=[1.0, 2, 3] * 3), "y", [0, 0.3, 1], rule=rule, interval=interval))
    for part in ("value", "ci_low", "ci_high"):
        assert (getattr(found, part) == 0.1).all()
    assert (found.std_error == 0).all()


@pytest.mark.parametrize("rule", RULES)
def test_a_single_case_is_every_quantile_of_it(rule):
    assert RULES[rule](Sorted(np.array([4.0]), np.array([2.5])), np.array([0.0, 0.3, 1.0])).tolist() == [4, 4, 4]


def test_the_ends_are_the_least_and_the_greatest(design):
    y = design.numeric("score")
    for rule in RULES:
        found = figures(quantile(design, "score", [0, 1], rule=rule))
        assert found.value[0, 0] == y.min()
        assert found.value[1, 0] == y.max()


def test_a_weight_of_0_is_as_no_case():
    one = figures(quantile(design_of(y=[1.0, 2, 3, 4, 99], w=[1.0, 1, 2, 1, 0]), "y", [0.5, 0.9]))
    other = figures(quantile(design_of(y=[1.0, 2, 3, 4], w=[1.0, 1, 2, 1]), "y", [0.5, 0.9]))
    assert one.value.tolist() == other.value.tolist()
    assert one.base_n[0] == 4


def test_groups_equal_their_domains_and_nobody_has_none(design):
    table = figures(quantile(design, "score", [0.25, 0.5], by="sex"))
    assert np.isnan(table.value[:, 2]).all()
    assert np.isnan(table.ci_low[:, 2]).all()
    for c, sex in enumerate(["girl", "boy"]):
        alone = figures(quantile(design.domain(f'sex = "{sex}"'), "score", [0.25, 0.5]))
        for part in ("value", "std_error", "ci_low", "ci_high"):
            assert getattr(table, part)[:, c] == pytest.approx(getattr(alone, part)[:, 0], rel=1e-12)


def test_all_missing_has_no_quantile_and_one_psu_no_error():
    nobody = figures(quantile(design_of(y=[np.nan, np.nan]), "y", 0.5))
    assert (nobody.base_n[0], np.isnan(nobody.value[0, 0])) == (0, True)
    one = figures(quantile(design_of(y=[2.0]), "y", 0.5))
    assert (one.value[0, 0], np.isnan(one.std_error[0, 0])) == (2, True)


def test_the_covariance_has_the_standard_errors_of_the_intervals(design):
    table = figures(quantile(design, "score", [0.25, 0.5, 0.75], by="sex"))
    expected = np.where(np.isnan(table.std_error), 0, table.std_error).ravel()
    found = np.where(np.isnan(table.std_error).ravel(), 0, table.linearised.std_error)
    assert found == pytest.approx(expected, rel=1e-9)
    vcov = table.linearised.at([0, 4, 8]).vcov  # the girls'
    assert (vcov[0, 1], vcov[1, 2]) > (0, 0)


def test_rows_say_which_percentile():
    found = figures(quantile(design_of(y=[1.0, 2, 3]), "y", [0.5, 0.025]))
    assert [row.label["en"] for row in found.rows] == ["Percentile 50", "Percentile 2.5"]
    assert found.ci_method == "Woodruff, mean"


@pytest.mark.parametrize(
    ("asked", "how", "match"),
    [
        (50, {}, "0.5 for the median, not 50"),
        ([], {}, "0.5 for the median"),
        (0.5, {"rule": "hf10"}, "rule is one of math, school"),
        (0.5, {"interval": "wald"}, "interval is one of mean, beta"),
        (0.5, {"interval": "quantile"}, "needs a design with replicate weights"),
    ],
)
def test_what_is_not_known_is_refused(design, asked, how, match):
    with pytest.raises(AnalysisError, match=match):
        quantile(design, "score", asked, **how)
