import numpy as np
import pandas as pd
import pytest

from analysis import SurveyDesign, distribution, proportion
from analysis.errors import AnalysisError, NoCases
from analysis.unreleased import figures
from survey.frame import SurveyFrame


def test_at_the_points_of_the_sample():
    design = SurveyDesign(SurveyFrame.of(pd.DataFrame({"y": [2.0, 1.0, 2.0, 5.0]})))
    found = figures(distribution(design, "y"))
    assert [row.value for row in found.rows] == [1, 2, 5]
    assert found.rows[1].label["en"] == "≤ 2"
    assert found.value[:, 0].tolist() == [0.25, 0.75, 1]
    assert found.n[:, 0].tolist() == [1, 3, 4]
    assert found.std_error[2, 0] == 0


def test_a_point_is_the_proportion_below_it(design):
    frame = SurveyFrame.of(design.frame.data.assign(low=(design.frame.data["score"] <= 50).astype(float)))
    same = SurveyDesign(frame, weight="weight", strata="stratum", psu="school")
    found, alone = figures(distribution(same, "score", at=[50])), figures(proportion(same, "low", code=1))
    for part in ("value", "std_error", "ci_low", "ci_high", "deff"):
        assert getattr(found, part)[0, 0] == pytest.approx(getattr(alone, part), rel=1e-12)


def test_below_all_is_0_and_above_all_is_1_with_finite_intervals(design):
    found = figures(distribution(design, "score", at=[-1e9, 1e9], by="sex"))
    assert found.value[:, [0, 1, 3]].tolist() == [[0, 0, 0], [1, 1, 1]]
    assert np.isfinite(found.ci_high[0, [0, 1, 3]]).all()
    assert np.isfinite(found.ci_low[1, [0, 1, 3]]).all()
    assert np.isnan(found.value[:, 2]).all()


@pytest.mark.parametrize("at", [[], [np.nan], [1, np.inf]])
def test_points_are_numbers(design, at):
    with pytest.raises(AnalysisError, match="one or more numbers"):
        distribution(design, "score", at=at)


def test_nobody_and_too_many_points_are_refused():
    data = pd.DataFrame({"y": np.arange(1200.0), "none": np.nan})
    design = SurveyDesign(SurveyFrame.of(data))
    with pytest.raises(AnalysisError, match="1200 rows"):
        distribution(design, "y")
    with pytest.raises(NoCases):
        distribution(design, "none")
