import numpy as np
import pandas as pd
import pytest

from analysis import SurveyDesign, means, ratio
from analysis.errors import AnalysisError, LonelyPSU, NotNumeric
from analysis.unreleased import figures
from survey.frame import SurveyFrame


def design_of(**columns) -> SurveyDesign:
    return SurveyDesign(SurveyFrame.of(pd.DataFrame(columns)))


def test_a_plain_sample_by_hand():
    x, y = np.array([1.0, 2.0, 3.0, 6.0]), np.array([2.0, 2.0, 7.0, 9.0])
    found = figures(ratio(design_of(x=x, y=y), "y", "x"))
    r = y.sum() / x.sum()
    by_hand = np.sqrt(4 * np.var(y - r * x, ddof=1)) / x.sum()
    assert [found.value[0, 0], found.std_error[0, 0]] == pytest.approx([r, by_hand], rel=1e-12)
    assert found.deff[0, 0] == pytest.approx(1)
    assert found.rows[0].label["en"] == "y / x"


def test_a_ratio_to_ones_is_a_mean(design):
    ones = design.frame.data.assign(one=1.0)
    design = SurveyDesign(SurveyFrame.of(ones), weight="weight", strata="stratum", psu="school")
    one, other = figures(ratio(design, "score", "one", by="sex")), figures(means(design, "score", by="sex"))
    for part in ("value", "std_error", "ci_low", "deff"):
        assert getattr(one, part) == pytest.approx(getattr(other, part), rel=1e-9, nan_ok=True)


def test_a_constant_ratio_has_no_error():
    found = figures(ratio(design_of(x=[1.0, 2.0, 3.0, 6.0], y=[3.0, 6.0, 9.0, 18.0]), "y", "x"))
    assert (found.value[0, 0], found.std_error[0, 0]) == (3, 0)


def test_a_group_whose_denominator_is_0_or_that_nobody_is_in_has_no_ratio(design):
    sex = pd.Categorical(design.frame.data["sex"], ["girl", "boy", "other"])
    data = design.frame.data.assign(sex=sex, x=np.where(sex == "girl", 0.0, 2.0))
    found = figures(ratio(SurveyDesign(SurveyFrame.of(data), weight="weight"), "score", "x", by="sex"))
    assert np.isnan(found.value[0]).tolist() == [True, False, True, False]
    assert np.isnan(found.std_error[0]).tolist() == [True, False, True, False]


def test_a_denominator_of_0_is_refused():
    with pytest.raises(AnalysisError, match='total of "x" is 0'):
        ratio(design_of(x=[1.0, -1.0], y=[1.0, 2.0]), "y", "x")


def test_nobody_has_no_ratio_and_text_is_refused():
    nobody = figures(ratio(design_of(x=[np.nan, 1.0], y=[1.0, np.nan]), "y", "x"))
    assert (nobody.base_n[0], np.isnan(nobody.value[0, 0])) == (0, True)
    with pytest.raises(NotNumeric):
        ratio(design_of(x=["a", "b"], y=[1.0, 2.0]), "y", "x")


def test_one_psu_has_a_ratio_without_an_error_and_a_lonely_one_is_refused():
    found = figures(ratio(design_of(x=[4.0], y=[3.0]), "y", "x"))
    assert found.value[0, 0] == 0.75
    assert np.isnan(found.std_error[0, 0])
    data = pd.DataFrame({"y": [1.0, 2.0, 3.0], "x": [1.0, 1.0, 2.0], "s": [1, 1, 2]})
    with pytest.raises(LonelyPSU):
        ratio(SurveyDesign(SurveyFrame.of(data), strata="s"), "y", "x")
