"""Groups of several variables."""

import numpy as np
import pandas as pd
import pytest

from analysis import SurveyDesign, crosstab, means, quantile, ratio, totals
from analysis.disclosure import Ledger, Refused, ReleasePolicy, release
from analysis.errors import AnalysisError
from analysis.publish import words
from analysis.unreleased import figures
from survey.frame import SurveyFrame


def test_all_combinations_are_shown_the_last_variable_changing_first(design):
    table = figures(means(design, "score", by=["ever", "sex"]))
    assert [level.value for level in table.columns] == [
        "0:girl", "0:boy", "0:other", "1:girl", "1:boy", "1:other", None,
    ]  # fmt: skip
    assert table.columns[1].label["en"] == "0 × boy"
    assert np.isnan(table.value[0]).tolist() == [False, False, True, False, False, True, False]
    assert table.source.variables == ("score", "ever", "sex")
    assert (table.source.by, table.source.combined) == ("ever:sex", ("ever", "sex"))


def test_a_combination_equals_its_domain(design):
    table = figures(means(design, "score", by=["ever", "sex"]))
    alone = figures(means(design.domain('ever = 1 and sex = "girl"'), "score"))
    for part in ("value", "std_error", "ci_low", "deff"):
        assert getattr(table, part)[0, 3] == pytest.approx(getattr(alone, part)[0, 0], rel=1e-11)


def test_every_table_takes_several_variables_and_their_groups_add_up(design):
    by = ["ever", "sex"]
    sums = figures(totals(design, "score", by=by))
    assert sums.value[0, :-1].sum() == pytest.approx(sums.value[0, -1])
    for table in (
        crosstab(design, "often", by=by),
        ratio(design, "score", "often", by=by),
        quantile(design, "score", 0.5, by=by),
    ):
        opened = figures(table)
        assert opened.base_n[:-1].sum() == opened.base_n[-1]
        assert opened.value.shape[1] == 7


def test_one_variable_in_a_list_is_that_variable(design):
    one, other = figures(means(design, "score", by=["sex"])), figures(means(design, "score", by="sex"))
    assert one.source == other.source
    assert one.value.tolist()[0][:2] == other.value.tolist()[0][:2]


def test_a_case_without_an_answer_to_any_of_them_is_in_no_column():
    data = pd.DataFrame({"y": [1.0, 2, 3, 4], "a": [1, 1, 2, np.nan], "b": [1, np.nan, 1, 1]})
    table = figures(means(SurveyDesign(SurveyFrame.of(data)), "y", by=["a", "b"]))
    assert table.base_n.tolist() == [1, 1, 2]


def test_too_many_combinations_are_refused():
    codes = np.arange(150.0)
    design = SurveyDesign(SurveyFrame.of(pd.DataFrame({"y": codes, "a": codes, "b": codes})))
    with pytest.raises(AnalysisError, match="a and b have 22500 combinations"):
        means(design, "y", by=["a", "b"])


def test_rows_cannot_be_among_the_columns(design):
    with pytest.raises(AnalysisError, match="Rows and columns are both"):
        crosstab(design, "sex", by=["ever", "sex"])


def test_combined_groups_are_released_of_public_data_only(design):
    """The ledger knows groups by one variable, and could not tell that a combination lies within one of them."""
    table = crosstab(design, "often", by=["ever", "sex"])
    with pytest.raises(Refused, match="may group by one variable only"):
        release(table, ReleasePolicy(), Ledger())
    released = release(table, ReleasePolicy(public_use=True), Ledger())
    assert words.title(released, "en") == "often by ever × sex"
