import numpy as np
import pandas as pd
import pytest

from survey.errors import UnknownVariable
from survey.frame import SurveyFrame


def test_numbers_stay_numbers_and_words_become_categories():
    frame = SurveyFrame.of(
        pd.DataFrame({"n": [1, 2], "t": ["a", "b"], "c": pd.Categorical(["y", "x"], ["x", "y", "z"])})
    )
    assert [variable.kind for variable in frame.variables.values()] == ["numeric", "text", "text"]
    assert frame.variable("n").measure == "scale"
    assert [value.value for value in frame.variable("c").values] == ["x", "y", "z"]


def test_yes_and_no_are_coded_1_and_0():
    frame = SurveyFrame.of(pd.DataFrame({"b": [True, False]}))
    assert frame.values("b").tolist() == [1, 0]
    assert frame.variable("b").values[1].label["en"] == "Yes"


def test_gaps_are_missing_in_every_kind():
    data = pd.DataFrame({"n": [1, np.nan, 2], "t": ["a", None, ""], "c": pd.Categorical(["x", None, "x"])})
    frame = SurveyFrame.of(data)
    assert [frame.is_missing(name).tolist() for name in data] == [
        [False, True, False],
        [False, True, True],
        [False, True, False],
    ]


def test_a_name_in_the_wrong_case_is_answered_with_the_name_as_it_is():
    frame = SurveyFrame.of(pd.DataFrame({"QN8": [1, 2]}))
    with pytest.raises(UnknownVariable, match="Did you mean QN8"):
        frame.variable("qn8")
