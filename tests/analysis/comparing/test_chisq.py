import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis import SurveyDesign, chisq, crosstab
from analysis.design import Domain
from analysis.errors import AnalysisError, NoCases
from analysis.unreleased import figures
from survey.frame import SurveyFrame
from survey.text import plain
from survey.variables import Variable

STATISTICS = ["F", "Chisq", "Wald", "adjWald", "saddlepoint"]


def design_on(data: dict, **settings) -> SurveyDesign:
    return SurveyDesign(SurveyFrame.of(pd.DataFrame(data)), **settings)


def test_f_is_the_test_below_a_crosstab(design):
    alone, below = figures(chisq(design, "often", by="sex")).test, figures(crosstab(design, "often", by="sex")).test
    assert alone == below


def test_a_simple_random_sample_is_pearsons_test_but_for_one_case(frame):
    found = figures(chisq(SurveyDesign(frame), "ever", by="sex", statistic="Chisq"))
    pearson = stats.chi2_contingency(pd.crosstab(frame.data["ever"], frame.data["sex"]), correction=False)
    assert found.test.statistic == pytest.approx(pearson.statistic)
    assert found.test.p_value == pytest.approx(stats.chi2.sf(pearson.statistic * (found.n - 1) / found.n, 1))


@pytest.mark.parametrize("statistic", STATISTICS)
def test_zero_cells_are_tested(statistic):
    row, column = np.repeat([0, 0, 1, 1, 2], 30), np.tile([0, 1, 0, 0, 1], 30)
    column = np.where(row == 2, 1, column)
    found = figures(chisq(design_on({"row": row, "column": column}), "row", by="column", statistic=statistic))
    assert 0 < found.test.p_value < 0.01
    assert found.n == 150


@pytest.mark.parametrize("statistic", STATISTICS)
def test_a_p_value_of_1e_50_is_not_0(statistic):
    row = np.arange(4000) % 2
    column = np.where(np.arange(4000) % 10 < 3, 1 - row, row)
    found = figures(chisq(design_on({"row": row, "column": column}), "row", by="column", statistic=statistic))
    assert 0 < found.test.p_value < 1e-50


@pytest.mark.parametrize("statistic", STATISTICS)
def test_no_association_at_all_has_p_1(statistic):
    found = figures(chisq(design_on({"a": [0, 0, 1, 1] * 10, "b": [0, 1] * 20}), "a", by="b", statistic=statistic)).test
    assert found.p_value == pytest.approx(1.0, abs=1e-6)


def test_a_category_without_cases_in_the_domain_does_not_count(design, frame):
    few = design.domain_of((frame.data["often"] < 2).to_numpy(), Domain("often < 2"))
    assert figures(chisq(few, "often", by="sex", statistic="Wald")).test.df1 == 1


def test_one_category_cannot_be_tested(design, frame):
    girls = design.domain_of((frame.data["sex"] == "girl").to_numpy(), Domain("girls"))
    with pytest.raises(NoCases, match="both need two categories"):
        chisq(girls, "often", by="sex")


@pytest.mark.parametrize("statistic", STATISTICS)
def test_one_psu_leaves_nothing_to_test_with(design, frame, statistic):
    one = design.domain_of((frame.data["school"] == 1).to_numpy(), Domain("one school"))
    with pytest.raises(AnalysisError, match="0 more PSUs than strata"):
        chisq(one, "ever", by="sex", statistic=statistic)


def test_a_wald_test_of_more_cells_than_degrees_of_freedom_is_refused(frame):
    few = frame.data.assign(six=np.arange(240) // 2 % 6, school=frame.data["school"] // 5)
    design = SurveyDesign(SurveyFrame.of(few), weight="weight", psu="school")
    for statistic in ("Wald", "adjWald"):
        with pytest.raises(AnalysisError, match="Merge categories, or use F"):
            chisq(design, "six", by="sex", statistic=statistic)


def test_what_cannot_be_asked_is_said(design):
    with pytest.raises(AnalysisError, match="statistic is one of F, Chisq"):
        chisq(design, "often", by="sex", statistic="G")
    with pytest.raises(AnalysisError, match="both"):
        chisq(design, "sex", by="sex")


@pytest.mark.parametrize("statistic", STATISTICS)
def test_a_census_has_nothing_to_test(frame, statistic):
    """R gives F = Inf without p, p = 0, or an error of its linear algebra."""
    census = SurveyDesign(frame.with_columns({"share": np.ones(240)}, [Variable("share", plain("share"))]), fpc="share")
    with pytest.raises(AnalysisError, match=r"no variance, as in a census.*`crosstab`"):
        chisq(census, "ever", by="sex", statistic=statistic)
