from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis import SurveyDesign, crosstab
from analysis.design import Domain
from analysis.errors import AnalysisError, NoCases
from analysis.unreleased import figures
from survey.frame import SurveyFrame
from survey.text import Text
from survey.variables import MissingRange, ValueLabel, Variable


def coded_frame():
    """A question with labels, a missing code and a code that no label explains."""
    yes_no = (ValueLabel(2.0, Text(en="No")), ValueLabel(1.0, Text(en="Yes")), ValueLabel(3.0, Text(en="Never")))
    asked = Variable("asked", Text(en="Asked"), values=yes_no, missing_ranges=(MissingRange(-9.0, -1.0),))
    data = pd.DataFrame({"asked": [1.0, 1, 2, -3, -1, 8, np.nan, 2], "group": list("aabbabab")})
    plain = SurveyFrame.of(data[["group"]])
    return replace(plain, data=data, variables={"asked": asked, **plain.variables})


def test_all_categories_are_rows_in_code_order():
    table = figures(crosstab(SurveyDesign(coded_frame()), "asked"))
    assert [level.value for level in table.rows] == [1, 2, 3, 8]
    assert [level.label["en"] for level in table.rows] == ["Yes", "No", "Never", "8"]
    assert table.n[:, 0].tolist() == [2, 2, 0, 1]
    assert table.value[2, 0] == table.std_error[2, 0] == 0


def test_missing_codes_are_never_in_the_base():
    assert figures(crosstab(SurveyDesign(coded_frame()), "asked")).base_n.tolist() == [5]


def test_columns_add_up_to_all(design):
    table = figures(crosstab(design, "sex", by="often"))
    assert table.columns[-1].value is None
    assert (table.n[:, :-1].sum(axis=1) == table.n[:, -1]).all()
    assert table.weighted_n[:, :-1].sum(axis=1) == pytest.approx(table.weighted_n[:, -1], rel=1e-13)
    assert table.base_n[-1] == np.isfinite(design.numeric("often")).sum()


def test_shares_sum_to_one_in_each_column(design):
    assert figures(crosstab(design, "often", by="stratum")).value.sum(axis=0) == pytest.approx(1)


def test_a_column_equals_its_domain(design):
    table = figures(crosstab(design, "often", by="ever"))
    alone = figures(crosstab(design.domain_of(design.numeric("ever") == 1, Domain("ever")), "often"))
    for part in ("value", "std_error", "ci_low", "ci_high", "deff"):
        assert getattr(table, part)[:, 1] == pytest.approx(getattr(alone, part)[:, 0], rel=1e-12, nan_ok=True)
    assert table.df[1] == alone.df[0]


def test_the_test_of_a_simple_sample_is_close_to_chi_square():
    """With a simple random sample the design effects are n / (n - 1)."""
    draw = np.random.default_rng(3)
    data = pd.DataFrame({"a": draw.integers(0, 3, 500), "b": draw.integers(0, 2, 500)})
    found = figures(crosstab(SurveyDesign(SurveyFrame.of(data)), "a", by="b")).test
    pearson = stats.chi2_contingency(pd.crosstab(data["a"], data["b"]), correction=False)
    assert found.statistic * 2 == pytest.approx(pearson.statistic, rel=0.02)
    assert found.df1 == pytest.approx(2, rel=0.01)
    assert found.p_value == pytest.approx(pearson.pvalue, abs=0.01)


def test_tiny_p_values_are_not_zero():
    a = np.repeat([0, 1], 250)
    b = np.where(np.arange(500) % 29 == 0, 1 - a, a)
    found = figures(crosstab(SurveyDesign(SurveyFrame.of(pd.DataFrame({"a": a, "b": b}))), "a", by="b")).test
    assert 0 < found.p_value < 1e-50
    assert found.p_value == pytest.approx(stats.f.sf(found.statistic, found.df1, found.df2), rel=1e-9)


def test_without_groups_and_with_one_group_there_is_no_test(design):
    assert figures(crosstab(design, "sex")).test is None
    one = design.domain_of(design.numeric("ever") == 1, Domain("ever"))
    assert figures(crosstab(one, "sex", by="ever")).test is None


def test_empty_rows_and_columns_leave_the_test_alone(design):
    """Nobody chose "other"."""
    assert figures(crosstab(design, "sex", by="ever")).test.df1 == pytest.approx(1)


def test_zero_cells_have_a_test_and_a_bound():
    data = pd.DataFrame({"a": [0, 0, 0, 1, 1, 1, 2, 2] * 10, "b": [0, 0, 0, 0, 1, 1, 1, 1] * 10})
    table = figures(crosstab(SurveyDesign(SurveyFrame.of(data)), "a", by="b"))
    assert table.n[0, 1] == 0
    assert (table.value[0, 1], table.std_error[0, 1], table.ci_low[0, 1]) == (0, 0, 0)
    assert 0 < table.ci_high[0, 1] < 0.2
    assert table.test.p_value > 0


def test_a_table_of_nobody_has_no_numbers(design):
    table = figures(crosstab(design.domain_of(np.zeros(240, dtype=bool), Domain("never")), "sex", by="ever"))
    assert table.n.shape == (3, 3)
    assert np.isnan(table.value).all()
    assert table.test is None


def test_one_answer_makes_a_table():
    """The first response of a study: a base of 1, which the release will blank."""
    table = figures(crosstab(SurveyDesign(SurveyFrame.of(pd.DataFrame({"a": ["x"], "b": ["y"]}))), "a", by="b"))
    assert table.base_n.tolist() == [1, 1]
    assert np.isnan(table.std_error).all()


def test_an_empty_frame_makes_an_empty_table():
    frame = SurveyFrame.of(pd.DataFrame({"a": pd.Categorical([], ["x"]), "b": pd.Categorical([], ["y"])}))
    table = figures(crosstab(SurveyDesign(frame), "a", by="b"))
    assert table.n.tolist() == [[0, 0]]


def test_a_measurement_is_refused_as_rows(design):
    with pytest.raises(AnalysisError, match='"score" has 240 different values'):
        crosstab(design, "score")


def test_names_with_dots_and_spaces_work():
    frame = SurveyFrame.of(pd.DataFrame({"a.b c": ["x", "y", "x", "y"], "ö d": [1, 1, 2, 2]}))
    assert figures(crosstab(SurveyDesign(frame), "a.b c", by="ö d")).base_n.tolist() == [2, 2, 4]


def test_a_variable_that_nobody_answered_and_nobody_labelled_is_said(frame):
    empty = SurveyFrame.of(frame.data.assign(nothing=np.nan))
    with pytest.raises(NoCases, match='"nothing" has no categories'):
        crosstab(SurveyDesign(empty), "nothing")


def test_a_variable_by_itself_is_refused() -> None:
    frame = SurveyFrame.of(pd.DataFrame({"x": [1, 2, 1, 2]}))
    with pytest.raises(AnalysisError, match="both"):
        crosstab(SurveyDesign(frame), "x", by="x")


def test_more_cells_than_a_table_can_hold_are_refused(frame):
    data = frame.data.assign(row=np.arange(len(frame.data)) % 190, group=np.arange(len(frame.data)) * 1.0)
    with pytest.raises(AnalysisError, match="190 rows in 240 groups make 45600 cells; a table takes at most 40000"):
        crosstab(SurveyDesign(SurveyFrame.of(data)), "row", by="group")
