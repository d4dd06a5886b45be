import numpy as np
import pandas as pd
import pytest

from analysis import SurveyDesign, total, totals
from analysis.errors import AnalysisError, LonelyPSU
from analysis.linearised import Linearised
from analysis.unreleased import figures
from survey.frame import SurveyFrame


def design(stratum, share=None, lonely_psu="fail", lonely_in_domain=False, **columns):
    """One case a PSU, so that scores are totals."""
    data = pd.DataFrame({"stratum": [*stratum], "one": 1.0, **columns})
    if share:
        data["share"] = [share[letter] for letter in stratum]
    named = SurveyFrame.of(data)
    rules = {"lonely_psu": lonely_psu, "lonely_in_domain": lonely_in_domain}
    return SurveyDesign(named, weight="one", strata="stratum", fpc="share" if share else None, **rules)


def variance(of, scores):
    cases = np.ones(len(of.frame), dtype=bool)
    return of.totals(np.asarray(scores, dtype=float).reshape(-1, 1), cases).variance[0]


def test_the_formula_by_hand():
    # 2 / (2 - 1) * (1 + 1) in the first stratum, 2 * (4 + 4) in the second
    assert variance(design("aabb"), [1, 3, 10, 14]) == pytest.approx(4 + 16)


def test_the_sampled_share_takes_its_part_away():
    shares = {"a": 0.5, "b": 0.25}
    assert variance(design("aabb", shares), [1, 3, 10, 14]) == pytest.approx(0.5 * 4 + 0.75 * 16)


def test_a_whole_stratum_has_no_variance_and_may_be_lonely():
    assert variance(design("abb", {"a": 1.0, "b": 0.5}), [1, 3, 5]) == pytest.approx(0.5 * 2 * 2)


def test_scores_add_up_within_psus():
    one = SurveyDesign(SurveyFrame.of(pd.DataFrame({"psu": [0, 1, 1, 0]})), psu="psu")
    cases = np.ones(4, dtype=bool)
    assert one.totals(np.array([[1.0], [3.0], [10.0], [14.0]]), cases).parts.ravel().tolist() == [15.0, 13.0]


@pytest.mark.parametrize(
    ("rule", "expected"), [("remove", 21.0), ("certainty", 21.0), ("adjust", 21.0 + 14.0**2), ("average", 2 * 21.0)]
)
def test_lonely_rules_by_hand(rule, expected):
    # stratum a holds 1, 3, 4 (mean 8/3): 3/2 * 14/3 = 7; times 3 by scaling below
    scores = np.array([1.0, 3.0, 4.0, 14.0]) * np.array([3**0.5, 3**0.5, 3**0.5, 1.0])
    assert variance(design("aaab", lonely_psu=rule), scores) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("rule", "asked", "expected"),
    [
        ("adjust", False, 2 * (4 + 4) + 2 * (25 + 25)),
        ("adjust", True, 2 * (4 + 4) + 2 * 100),  # around zero: the other unit of b is outside the domain
        ("average", False, 2 * (4 + 4) + 2 * (25 + 25)),
        ("average", True, 2 * 2 * (4 + 4)),
    ],
)
def test_a_stratum_with_one_unit_in_the_domain_by_hand(rule, asked, expected):
    of = design("aabb", lonely_psu=rule, lonely_in_domain=asked)
    found = of.totals(np.array([[10.0], [14.0], [10.0]]), np.array([True, True, True, False]))
    assert found.variance[0] == found.vcov[0, 0] == pytest.approx(expected)


def test_each_group_of_a_table_has_its_own_lonely_strata():
    part = {"part": ["x", "x", "x", "y"], "y": [10.0, 14.0, 10.0, 3.0]}
    of = design("aabb", lonely_psu="adjust", lonely_in_domain=True, **part)
    table = figures(totals(of, "y", by="part"))
    alone = [figures(total(of.domain(f'part = "{name}"'), "y")).std_error for name in "xy"]
    assert table.std_error[0, :2] == pytest.approx(alone)


@pytest.mark.parametrize("rule", ["fail", "remove", "certainty", "collapse"])
def test_a_rule_that_has_nothing_to_say_of_domains_is_refused(rule):
    with pytest.raises(AnalysisError, match='goes with lonely_psu = "adjust" or "average"'):
        design("aabb", lonely_psu=rule, lonely_in_domain=True)


def test_collapse_joins_a_lonely_stratum_with_the_next():
    joined = variance(design("aabcc", lonely_psu="collapse"), [1, 3, 5, 6, 10])
    assert joined == pytest.approx(variance(design("aabbb"), [1, 3, 5, 6, 10]))


def test_collapse_joins_the_last_stratum_with_the_one_before():
    joined = variance(design("aabbc", lonely_psu="collapse"), [1, 3, 5, 6, 10])
    assert joined == pytest.approx(variance(design("aabbb"), [1, 3, 5, 6, 10]))


def test_two_lonely_strata_collapse_into_one():
    joined = design("abcc", lonely_psu="collapse")
    assert variance(joined, [1, 3, 5, 6]) == pytest.approx(variance(design("aaaa"), [1, 3, 5, 6]))
    assert joined.df == 3


def test_collapse_counts_the_populations_of_both_strata():
    shares = {"a": 0.5, "b": 0.25, "c": 0.5}  # 1 of 2 and 2 of 8: 3 of 10
    joined = variance(design("abbcc", shares, lonely_psu="collapse"), [1, 3, 5, 6, 10])
    assert joined == pytest.approx(variance(design("aaacc", {"a": 0.3, "c": 0.5}), [1, 3, 5, 6, 10]))


def test_fail_names_the_stratum():
    with pytest.raises(LonelyPSU, match=r'Stratum "b" has 1 PSU.*lonely_psu = "adjust".*study.toml'):
        variance(design("aaab"), [1, 3, 10, 14])


def test_fail_counts_several_strata():
    with pytest.raises(LonelyPSU, match=r'2 strata \("b", "c"\) have 1 PSU'):
        variance(design("aabc"), [1, 3, 10, 14])


def test_only_lonely_strata_cannot_be_averaged():
    assert np.isnan(variance(design("ab", lonely_psu="average"), [1, 3]))


def test_a_sample_of_one_case_has_no_variance():
    assert np.isnan(variance(design("a", lonely_psu="remove"), [1]))


@pytest.fixture
def schools() -> pd.DataFrame:
    """Two schools of ten, in each two of five classes, of every class all or some pupils."""
    return pd.DataFrame(
        {
            "school": [1, 1, 1, 1, 2, 2, 2, 2],
            "class": [1, 1, 2, 2, 1, 1, 2, 2],
            "schools": 10,
            "classes": 5,
            "one": 1.0,
            "y": [1.0, 2.0, 4.0, 7.0, 3.0, 3.0, 5.0, 9.0],
        }
    )


def test_a_second_stage_adds_its_share_by_hand(schools):
    two = SurveyDesign(SurveyFrame.of(schools), weight="one", psu=["school", "class"], fpc=["schools", "classes"])
    # School totals 14 and 20: (1 - 2/10) * 2 * (9 + 9). Class totals 3, 11 and 6, 14: deviations of 4 in each school,
    # (1 - 2/5) * 2 * (16 + 16) twice, times the share of schools.
    assert variance(two, schools["y"]) == pytest.approx(0.8 * 2 * 18 + 0.2 * 2 * (0.6 * 2 * 32))


def test_a_second_stage_without_a_share_of_schools_adds_nothing(schools):
    frame = SurveyFrame.of(schools)
    both, first = SurveyDesign(frame, psu=["school", "class"]), SurveyDesign(frame, psu="school")
    assert variance(both, schools["y"]) == pytest.approx(variance(first, schools["y"]))
    assert both.df == first.df == 1


def test_more_stages_of_strata_than_of_units_are_refused(schools):
    with pytest.raises(AnalysisError, match="`fpc` names 2 stages, psu names 1"):
        SurveyDesign(SurveyFrame.of(schools), psu="school", fpc=["schools", "classes"])


def test_a_unit_of_a_later_stage_alone_in_its_stratum_is_named(schools):
    alone = schools.drop(index=[2, 3])
    two = SurveyDesign(SurveyFrame.of(alone), psu=["school", "class"], fpc=["schools", "classes"])
    with pytest.raises(LonelyPSU, match='Stratum "all in unit 1" has 1 unit of stage 2'):
        variance(two, alone["y"])


def test_pps_needs_probabilities(schools):
    with pytest.raises(AnalysisError, match="found counts"):
        SurveyDesign(SurveyFrame.of(schools), psu="school", fpc="schools", pps=True)


def test_estimates_of_different_designs_have_no_covariance():
    one, other = (design("aabb").totals(np.ones((4, 1)), np.ones(4, dtype=bool)) for _ in range(2))
    with pytest.raises(AnalysisError, match="within one design"):
        Linearised.joined([one, other])


def test_joined_estimates_have_their_covariance():
    of, cases = design("aabb"), np.ones(4, dtype=bool)
    y = np.array([[1.0, 2.0], [3.0, 1.0], [10.0, 4.0], [14.0, 8.0]])
    joined = Linearised.joined([of.totals(y[:, [0]], cases), of.totals(y[:, [1]], cases)])
    assert joined.vcov == pytest.approx(of.totals(y, cases).vcov)
    difference = joined.transformed(lambda t: t[..., :1] - t[..., 1:])
    assert difference.variance[0] == pytest.approx(variance(of, y[:, 0] - y[:, 1]))
