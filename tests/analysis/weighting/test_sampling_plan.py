import numpy as np
import pandas as pd
import pytest

from analysis import Drawn, design_weights
from analysis.errors import AnalysisError
from survey.frame import SurveyFrame


@pytest.fixture
def pupils():
    """Two schools of the town and one of the country, and pupils of each."""
    return SurveyFrame.of(
        pd.DataFrame(
            {
                "area": ["town", "town", "town", "country", "country"],
                "school": [1.0, 1, 2, 3, 3],
                "chance": [0.5, 0.5, 0.1, 0.25, 0.25],
            }
        )
    )


def test_counts_of_strata_make_weights(pupils):
    plan = [Drawn({"town": 300.0, "country": 50.0}, "area", {"town": 6.0, "country": 2.0})]
    assert design_weights(pupils, plan) == pytest.approx([50, 50, 50, 25, 25])


def test_units_are_counted_in_the_frame_where_nobody_says_how_many_were_drawn(pupils):
    schools = Drawn({"town": 20.0, "country": 7.0}, "area", unit="school")
    assert design_weights(pupils, [schools]) == pytest.approx([10, 10, 10, 7, 7])
    assert design_weights(pupils, [Drawn({"town": 20.0, "country": 7.0}, "area")])[0] == pytest.approx(20 / 3)


def test_stages_multiply(pupils):
    schools = Drawn({"town": 20.0, "country": 7.0}, "area", unit="school")
    classes = Drawn({1: 100.0, 2: 40.0, 3: 30.0}, "school", {1: 10.0, 2: 10.0, 3: 15.0})
    assert design_weights(pupils, [schools, classes]) == pytest.approx([100, 100, 40, 14, 14])
    assert design_weights(pupils, [schools, "chance"]) == pytest.approx([20, 20, 100, 28, 28])


def test_strata_may_be_made_of_several_columns(pupils):
    counts = {("town", 1): 8.0, ("town", 2): 5.0, ("country", 3): 2.0}
    assert design_weights(pupils, [Drawn(counts, ["area", "school"])]) == pytest.approx([4, 4, 5, 1, 1])


@pytest.mark.parametrize(
    ("plan", "message"),
    [
        ([], "at least one stage"),
        ([Drawn({"town": 300.0}, "area")], "leave out the strata of 2 of 5"),
        ([Drawn({"town": 300.0, "country": 1.0}, "area")], r"1 and 2 drawn in country"),
        ([Drawn({"town": 300.0, "country": 9.0}, "area", {"town": 3.0})], "number drawn in country"),
        ([Drawn({"town": 300.0, "country": 9.0, "sea": 1.0}, "area")], "no category sea"),
        (["area"], "holds text"),
        (["school"], "at most 1"),
    ],
)
def test_plans_that_cannot_be_are_refused(pupils, plan, message):
    with pytest.raises(AnalysisError, match=message):
        design_weights(pupils, plan)


def test_a_missing_probability_is_refused(pupils):
    frame = SurveyFrame.of(pupils.data.assign(chance=[0.5, np.nan, 0.1, 0.2, 0.2]))
    with pytest.raises(AnalysisError, match="first at row 2"):
        design_weights(frame, ["chance"])
