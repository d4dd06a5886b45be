import numpy as np
import pandas as pd
import pytest

from analysis import nonresponse_adjust, post_stratify, rake
from analysis.errors import AnalysisError
from survey.frame import SurveyFrame


@pytest.fixture
def drawn():
    return SurveyFrame.of(
        pd.DataFrame(
            {
                "region": ["n", "n", "n", "s", "s", "s"],
                "outcome": [1.0, 2, 1, 1, 2, 3],
                "w": [1.0, 2, 3, 4, 5, 6],
            }
        )
    )


def test_respondents_carry_the_weight_of_their_class(drawn):
    weight = nonresponse_adjust(drawn, "w", responded="outcome = 1", classes=["region"])
    assert weight.values == pytest.approx([1 * 6 / 4, 0, 3 * 6 / 4, 4 * 15 / 4, 0, 0])


def test_those_who_do_not_belong_carry_nothing(drawn):
    weight = nonresponse_adjust(drawn, "w", responded="outcome = 1", classes=["region"], eligible="outcome != 3")
    assert weight.values == pytest.approx([1.5, 0, 4.5, 9, 0, 0])


def test_small_classes_are_named(drawn):
    report = nonresponse_adjust(drawn, "w", responded="outcome = 1", classes=["region"], small=2).report
    assert report.notes == ("small class: s has 1 respondents",)
    assert [row.name for row in report.margins] == ["region = n", "region = s"]
    assert (report.smallest_factor, report.largest_factor) == pytest.approx((1.5, 3.75))


def test_it_is_post_stratification_of_respondents_to_the_sample(drawn):
    here = np.array([True, False, True, True, False, False])
    weight = nonresponse_adjust(drawn, "w", responded=here, classes=["region"])
    respondents = SurveyFrame.of(drawn.data[here])
    assert weight.values[here] == pytest.approx(
        post_stratify(respondents, "w", ["region"], {("n",): 6.0, ("s",): 15.0}).values
    )


def test_a_class_without_respondents_is_named(drawn):
    with pytest.raises(AnalysisError, match=r'1 of 2 classes of "region" \(n\)'):
        nonresponse_adjust(drawn, "w", responded="outcome = 3", classes=["region"])


def test_classes_must_be_known_for_all_who_were_drawn(drawn):
    frame = SurveyFrame.of(drawn.data.assign(region=["n", None, "n", "s", "s", "s"]))
    with pytest.raises(AnalysisError, match="1 of 6 have no value"):
        nonresponse_adjust(frame, "w", responded="outcome = 1", classes=["region"])
    with pytest.raises(AnalysisError, match="as a list"):
        nonresponse_adjust(drawn, "w", responded="outcome = 1", classes="region")


def test_raking_goes_on_with_the_respondents(drawn):
    adjusted = nonresponse_adjust(drawn, "w", responded="outcome = 1", classes=["region"])
    raked = rake(drawn, adjusted, {"region": {"n": 100.0, "s": 200.0}})
    assert raked.values == pytest.approx([25, 0, 75, 200, 0, 0])
    assert raked.again(drawn.values("w") * 7) == pytest.approx(raked.values)
