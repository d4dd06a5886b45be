import numpy as np
import pandas as pd
import pytest

from analysis import SurveyDesign, crosstab, proportion
from analysis.errors import AnalysisError, NoCases
from analysis.unreleased import figures
from survey.frame import SurveyFrame


def test_a_proportion_is_its_row_of_the_table(design):
    alone, table = figures(proportion(design, "often", code=2)), figures(crosstab(design, "often"))
    row = [level.value for level in table.rows].index(2)
    assert (alone.value, alone.ci_high, alone.n_cell) == (table.value[row, 0], table.ci_high[row, 0], table.n[row, 0])
    assert alone.n == table.base_n[0]


def test_text_categories_have_proportions(design):
    found = figures(proportion(design, "sex", code="girl"))
    assert found.n_cell == (design.frame.data["sex"] == "girl").sum()


def test_a_category_that_nobody_chose_has_an_upper_bound(design):
    found = figures(proportion(design, "sex", code="other", ci_method="korn_graubard"))
    assert (found.value, found.std_error, found.ci_low) == (0, 0, 0)
    assert 0 < found.ci_high < 0.1


def test_a_code_that_is_none_of_the_categories_is_refused(design):
    with pytest.raises(AnalysisError, match=r'"sex" has no category male; its categories are girl, boy, other\.'):
        proportion(design, "sex", code="male")


def test_numbers_without_labels_are_not_listed(design):
    """They are answers."""
    with pytest.raises(AnalysisError, match=r'"often" has no category 7; `varsam codebook` lists the codes\.'):
        proportion(design, "often", code=7)


def test_all_missing_is_said():
    frame = SurveyFrame.of(pd.DataFrame({"y": pd.Categorical([None, None], ["a"])}))
    with pytest.raises(NoCases):
        proportion(SurveyDesign(frame), "y", code="a")


def test_confidence_changes_the_interval_only(design):
    wide, narrow = (figures(proportion(design, "ever", code=1, confidence=level)) for level in (0.99, 0.8))
    assert (wide.value, wide.std_error, wide.df) == (narrow.value, narrow.std_error, narrow.df)
    assert wide.ci_low < narrow.ci_low
    assert np.isfinite(wide.ci_low)
