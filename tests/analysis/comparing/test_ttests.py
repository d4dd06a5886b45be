import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis import SurveyDesign, model, ttest
from analysis.design import Domain
from analysis.errors import AnalysisError, NoCases, NotNumeric
from analysis.unreleased import figures
from survey.frame import SurveyFrame


def design_on(data: dict, **settings) -> SurveyDesign:
    return SurveyDesign(SurveyFrame.of(pd.DataFrame(data)), **settings)


def test_one_mean_of_a_simple_random_sample_is_students_t_but_for_one_df(frame):
    found = figures(ttest(SurveyDesign(frame), "score", null=58.0))
    students = stats.ttest_1samp(frame.data["score"], 58.0)
    assert found.test.statistic == pytest.approx(students.statistic)
    assert found.test.df2 == students.df - 1
    assert found.test.p_value == pytest.approx(stats.t.sf(abs(students.statistic), students.df - 1) * 2)


def test_two_groups_of_a_simple_random_sample_by_hand(frame):
    """The variance of each group's mean is sum((y - m)**2) / n_g**2, times n / (n - 1)."""
    found = figures(ttest(SurveyDesign(frame), "score", by="sex"))
    girl, boy = (frame.data["score"][frame.data["sex"] == sex] for sex in ("girl", "boy"))
    variance = (girl.var(ddof=0) / len(girl) + boy.var(ddof=0) / len(boy)) * 240 / 239
    assert found.difference.value == pytest.approx(boy.mean() - girl.mean())
    assert found.test.statistic == pytest.approx((boy.mean() - girl.mean()) / np.sqrt(variance))


def test_two_groups_are_the_coefficient_of_a_regression(design):
    found, fitted = figures(ttest(design, "score", by="sex")), figures(model(design, "score ~ sex"))
    assert found.difference.value == pytest.approx(fitted.coefficient[1], rel=1e-10)
    assert [found.test.statistic, found.test.df2, found.test.p_value] == pytest.approx(
        [fitted.statistic[1], fitted.df, fitted.p_value[1]], rel=1e-10
    )


def test_pairs_are_the_mean_of_their_differences(frame):
    data = frame.data.assign(later=frame.data["score"] + np.sin(np.arange(240)))
    found = figures(ttest(SurveyDesign(SurveyFrame.of(data)), "later", minus="score"))
    assert found.test.statistic == pytest.approx(stats.ttest_rel(data["later"], data["score"]).statistic)


def test_shares_of_a_category_are_compared_by_its_code(design, frame):
    coded = figures(ttest(design, "ever", by="sex", code=1))
    assert coded.test == figures(ttest(design, "ever", by="sex")).test
    with pytest.raises(AnalysisError, match='"ever" has no category 7'):
        ttest(design, "ever", by="sex", code=7)


def test_a_constant_has_no_test():
    constant = design_on({"y": [3.0] * 20, "group": [0, 1] * 10})
    for found in (figures(ttest(constant, "y", null=2.0)), figures(ttest(constant, "y", by="group"))):
        assert np.isnan(found.test.p_value)
        assert found.difference.std_error == 0


def test_a_p_value_of_1e_50_is_not_0():
    y = np.arange(2000) % 7 + 2.0 * (np.arange(2000) % 2)
    assert 0 < figures(ttest(design_on({"y": y, "group": np.arange(2000) % 2}), "y", by="group")).test.p_value < 1e-50


def test_one_psu_leaves_no_degrees_of_freedom(design, frame):
    one = design.domain_of((frame.data["school"] == 1).to_numpy(), Domain("one school"))
    found = figures(ttest(one, "score", by="sex"))
    assert found.test.df2 == 0
    assert np.isnan([found.test.p_value, found.difference.ci_low]).all()


def test_a_group_without_cases_is_no_group(design):
    assert figures(ttest(design, "score", by="sex")).test.df2 == 15  # "other" has nobody


def test_more_or_fewer_than_two_groups_are_refused(design, frame):
    with pytest.raises(AnalysisError, match='"often" has 5 categories'):
        ttest(design, "score", by="often")
    girls = design.domain_of((frame.data["sex"] == "girl").to_numpy(), Domain("girls"))
    with pytest.raises(NoCases, match="at least two categories"):
        ttest(girls, "score", by="sex")


def test_what_cannot_be_asked_is_said(design, frame):
    with pytest.raises(AnalysisError, match="not both"):
        ttest(design, "score", by="sex", minus="often")
    with pytest.raises(NotNumeric):
        ttest(design, "sex")
    nobody = design.domain_of(np.zeros(len(frame), dtype=bool), Domain("nobody"))
    with pytest.raises(NoCases):
        ttest(nobody, "score")
    with pytest.raises(NoCases):
        ttest(nobody, "score", by="sex")


def test_a_single_case_has_no_degrees_of_freedom_and_no_test(design):
    alone = design.domain_of(np.arange(240) == 7, Domain("one"))
    found = figures(ttest(alone, "score"))
    assert (found.n, found.test.df2, found.difference.df) == (1, 0, 0)
    assert np.isnan([found.test.p_value, found.difference.ci_low, found.difference.ci_high]).all()
