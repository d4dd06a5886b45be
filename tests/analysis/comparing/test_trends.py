import numpy as np
import pandas as pd
import pytest
from numpy.polynomial import polynomial

from analysis import SurveyDesign, change, slope, trend, ttest
from analysis.comparing.trends import orthogonal_polynomial
from analysis.errors import AnalysisError, NoCases
from analysis.unreleased import figures
from survey.frame import SurveyFrame


def data(n: int = 400) -> pd.DataFrame:
    draw = np.random.default_rng(5)
    year = np.array([2018.0, 2020.0, 2021.0, 2025.0])[np.arange(n) % 4]
    return pd.DataFrame(
        {
            "year": year,
            "y": 3 + 0.2 * (year - 2018) + draw.normal(size=n),
            "school": np.arange(n) // 4 % 25,
            "wave": np.array(["first", "second", "third", "fourth"])[np.arange(n) % 4],
        }
    )


def design_on(frame: pd.DataFrame) -> SurveyDesign:
    return SurveyDesign(SurveyFrame.of(frame), psu="school")


def test_the_slope_is_the_line_through_the_means_of_the_waves():
    means = data().groupby("year")["y"].mean()
    found = figures(slope(design_on(data()), "y", over="year"))
    assert found.value == pytest.approx(polynomial.polyfit(means.index, means, 1)[1], rel=1e-10)
    assert found.statistic == "slope"


def test_the_test_of_the_slope_is_that_of_the_trend():
    line, test = (
        figures(slope(design_on(data()), "y", over="year")),
        figures(trend(design_on(data()), "y", over="year")),
    )
    assert test.test.statistic == pytest.approx(line.value / line.std_error, rel=1e-10)
    assert (test.test.df2, test.test.name) == (24, "Linear trend t")


def test_two_waves_have_the_slope_of_their_change():
    two = data().query("year in (2018, 2025)")
    line = figures(slope(design_on(two), "y", over="year"))
    changed = figures(change(design_on(two), "y", over="year", waves=(2018, 2025)))
    assert [7 * line.value, 7 * line.std_error] == pytest.approx([changed.value, changed.std_error], rel=1e-10)
    assert figures(trend(design_on(two), "y", over="year")).test.statistic == pytest.approx(
        figures(ttest(design_on(two), "y", by="year")).test.statistic
    )


def test_polynomials_have_length_1_and_stand_at_right_angles():
    codes = np.array([2018.0, 2020.0, 2021.0, 2025.0])
    columns = np.array([orthogonal_polynomial(codes, degree, "year") for degree in (1, 2, 3)])
    assert columns @ columns.T == pytest.approx(np.eye(3), abs=1e-12)
    assert columns.sum(axis=1) == pytest.approx(np.zeros(3), abs=1e-12)
    assert columns[0] == pytest.approx((codes - 2021) / np.sqrt(np.sum((codes - 2021) ** 2)))


def test_a_straight_line_has_no_bend():
    straight = data().assign(y=lambda d: d["year"] - 2018)
    found = figures(trend(design_on(straight), "y", over="year", degree=2))
    assert found.difference.value == pytest.approx(0.0, abs=1e-12)


def test_a_share_of_a_category_has_a_trend():
    yes = data().assign(y=lambda d: (d["y"] > 3.5).astype(float))
    found = figures(trend(design_on(yes), "y", over="year", code=1))
    assert found.difference.value > 0
    assert found.difference.code == 1


def test_a_wave_without_answers_is_left_out():
    gap = data().assign(y=lambda d: d["y"].where(d["year"] != 2020))
    without = data().query("year != 2020")
    one, other = (figures(slope(design_on(frame), "y", over="year")) for frame in (gap, without))
    assert [one.value, one.std_error, one.n] == [other.value, other.std_error, other.n]


def test_what_cannot_be_asked_is_said():
    design = design_on(data())
    for degree in (0, 4):
        with pytest.raises(AnalysisError, match="degree goes from 1 to 3"):
            trend(design, "y", over="year", degree=degree)
    with pytest.raises(AnalysisError, match="such as years"):
        trend(design, "y", over="wave")
    with pytest.raises(NoCases):
        trend(design.domain("year = 2018"), "y", over="year")
