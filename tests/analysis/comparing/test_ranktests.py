import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis import SurveyDesign, ranktest
from analysis.design import Domain
from analysis.errors import AnalysisError, NoCases
from analysis.unreleased import figures
from survey.frame import SurveyFrame

TESTS = ["wilcoxon", "vanderWaerden", "median", "KruskalWallis"]


def design_on(data: dict, **settings) -> SurveyDesign:
    return SurveyDesign(SurveyFrame.of(pd.DataFrame(data)), **settings)


def test_a_simple_random_sample_is_mann_and_whitneys_u(frame):
    """Less 1/2, the difference in mean rank is the chance that a boy is above a girl: U / (n_1 n_2)."""
    girl, boy = (frame.data["score"][frame.data["sex"] == sex] for sex in ("girl", "boy"))
    u = stats.mannwhitneyu(boy, girl, method="asymptotic", use_continuity=False)
    found = figures(ranktest(SurveyDesign(frame), "score", by="sex"))
    assert found.difference.value == pytest.approx(u.statistic / (len(girl) * len(boy)) - 0.5)
    # Its variance does not take the groups as alike, and it has t instead of the normal distribution.
    assert found.test.p_value == pytest.approx(u.pvalue, rel=0.1)


def test_several_groups_of_a_simple_random_sample_are_near_kruskal_and_wallis(frame):
    groups = pd.Series(np.arange(240) % 3)
    found = figures(ranktest(SurveyDesign(SurveyFrame.of(frame.data.assign(g=groups))), "score", by="g"))
    h = stats.kruskal(*[frame.data["score"][groups == g] for g in range(3)]).statistic
    assert found.test.statistic * found.test.df1 == pytest.approx(h, rel=0.1)
    assert (found.test.df1, found.test.df2) == (2, 237)


@pytest.mark.parametrize("test", TESTS)
def test_only_the_order_of_the_values_counts(design, frame, test):
    bent = SurveyFrame.of(frame.data.assign(score=np.exp(frame.data["score"] / 20)))
    other = SurveyDesign(bent, weight="weight", strata="stratum", psu="school")
    one, other = (figures(ranktest(d, "score", by="ever", test=test)) for d in (design, other))
    assert one.test == other.test
    assert one.difference.value == other.difference.value


def test_a_finite_population_makes_the_test_sharper(frame):
    data = frame.data.assign(share=0.75)
    whole, part = (
        figures(ranktest(SurveyDesign(SurveyFrame.of(data), psu="school", fpc=fpc), "score", by="sex")).test
        for fpc in (None, "share")
    )
    assert part.statistic == pytest.approx(whole.statistic / np.sqrt(1 - 0.75))


@pytest.mark.parametrize("test", TESTS)
@pytest.mark.parametrize("groups", [2, 3])
def test_a_constant_has_no_test(test, groups):
    found = figures(ranktest(design_on({"y": [3.0] * 30, "g": np.arange(30) % groups}), "y", by="g", test=test))
    assert np.isnan(found.test.p_value)


def test_who_lies_in_the_middle_is_not_above_it_whatever_the_scale_of_the_weights():
    y, g = np.arange(101.0), np.arange(101) % 2
    found = [
        figures(ranktest(design_on({"y": y, "g": g, "w": np.full(101, w)}, weight="w"), "y", by="g", test="median"))
        for w in (1.0, 0.1, 33.846996307373)
    ]
    assert [one.difference.value for one in found] == pytest.approx([25 / 50 - 25 / 51] * 3)


def test_a_p_value_of_1e_50_is_not_0():
    y = np.arange(4000.0) % 1000 + 250 * (np.arange(4000) % 2)
    for groups in (np.arange(4000) % 2, np.where(np.arange(4000) % 2, np.arange(4000) % 3 + 1, 0)):
        assert 0 < figures(ranktest(design_on({"y": y, "g": groups}), "y", by="g")).test.p_value < 1e-50


def test_one_psu_leaves_no_degrees_of_freedom(design, frame):
    one = design.domain_of((frame.data["school"] == 1).to_numpy(), Domain("one school"))
    assert np.isnan(figures(ranktest(one, "score", by="sex")).test.p_value)
    assert np.isnan(figures(ranktest(one, "score", by="often")).test.p_value)


def test_fewer_than_two_groups_are_refused(design, frame):
    for inside in (frame.data["sex"] == "girl", frame.data["score"] > 1e9):
        with pytest.raises(NoCases, match="at least two categories"):
            ranktest(design.domain_of(inside.to_numpy(), Domain("some")), "score", by="sex")


def test_an_unknown_test_is_refused(design):
    with pytest.raises(AnalysisError, match="test is one of wilcoxon"):
        ranktest(design, "score", by="sex", test="sign")
