"""Scores of scales: reverse items, lacking answers, and what the new variable says of itself."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis import score
from analysis.errors import AnalysisError, NotNumeric
from survey.columns import MISSING_RANGES
from survey.errors import UnknownVariable
from survey.frame import SurveyFrame
from survey.missing import LABELS, Missing
from survey.text import Text
from survey.variables import ValueLabel, Variable

STEM = Text(sv="Hur väl stämmer detta?", en="How true is this?")
AGREE = tuple(ValueLabel(float(code), Text(sv=f"Svar {code}", en=f"Answer {code}")) for code in range(1, 6))
ITEMS = ["a1", "a2", "a3"]


def item(name: str, **other) -> Variable:
    missing = tuple(ValueLabel(int(code), LABELS[code]) for code in (Missing.NOT_ASKED, Missing.LEFT_BLANK))
    made = {"values": AGREE, "missing": missing, "missing_ranges": MISSING_RANGES, "stem": STEM, "level": 1, **other}
    return Variable(name, Text(sv=f"Fråga {name}", en=f"Item {name}"), **made)


def frame_of(*rows: tuple[float, ...], variables: list[Variable] | None = None) -> SurveyFrame:
    data = pd.DataFrame(np.array(rows, dtype=float), columns=ITEMS)
    return SurveyFrame("scales", data, {v.name: v for v in variables or [item(name) for name in ITEMS]})


def scores(frame: SurveyFrame, items=ITEMS, **how) -> list[float]:
    return score(frame, "s", items, **how).data["s"].tolist()


def test_a_score_is_the_mean_or_the_sum_of_the_answers():
    frame = frame_of((1, 2, 5), (5, 5, 5))
    assert scores(frame) == pytest.approx([8 / 3, 5])
    assert scores(frame, method="sum") == [8, 15]


def test_a_reverse_item_is_mirrored_in_its_codes():
    assert scores(frame_of((1, 2, 5)), reverse=["a3"], method="sum") == [1 + 2 + 1]


def test_missing_codes_are_no_part_of_the_codes_that_an_item_is_mirrored_in():
    refused = ValueLabel(-3.0, LABELS[Missing.REFUSED])
    frame = frame_of((1, 2, 5), variables=[item(name, values=(*AGREE, refused)) for name in ITEMS])
    assert scores(frame, reverse=["a3"], method="sum") == [4]


def test_a_lacking_answer_counts_as_the_respondents_own_mean_where_enough_is_answered():
    frame = frame_of((1, 4, -4), (3, -4, -2))
    assert scores(frame, minimum_answered=2) == [2.5, -4]
    assert scores(frame, minimum_answered=2, method="sum") == [7.5, -4]
    assert scores(frame, minimum_answered=1) == [2.5, 3]
    assert scores(frame) == [-4, -4]


def test_without_a_score_stands_the_first_reason_and_not_asked_where_too_few_were_asked():
    frame = frame_of((-1, -1, -1), (-1, -3, -4), (-1, 4, -2), (-6, -6, -6))
    assert scores(frame, minimum_answered=2) == [-1, -3, -2, -6]
    assert scores(frame) == [-1, -1, -1, -6]


def test_the_new_variable_is_a_scale_with_the_highest_level_and_the_reasons_of_its_items():
    made = score(frame_of((1, 2, 3), variables=[item("a1"), item("a2", level=3), item("a3")]), "s", ITEMS, method="sum")
    variable = made.variable("s")
    assert (variable.measure, variable.role, variable.level) == ("scale", "derived", 3)
    assert (variable.min, variable.max) == (3, 15)
    assert [reason.value for reason in variable.missing] == [-1, -4]
    assert made.is_missing("s").tolist() == [False]


def test_the_new_variable_says_how_it_was_made_in_both_languages():
    variable = score(frame_of((1, 2, 3)), "s", ITEMS, reverse=["a2"]).variable("s")
    assert variable.label["sv"] == "Hur väl stämmer detta? (medelvärde av 3 frågor; omvända: a2)"
    assert variable.label["en"] == "How true is this? (mean of 3 items; reversed: a2)"


def test_items_without_a_common_wording_are_named():
    frame = frame_of((1, 2, 3), variables=[item(name, stem=Text()) for name in ITEMS])
    assert score(frame, "s", ITEMS).variable("s").label["en"] == "a1, a2, a3 (mean of 3 items)"
    assert score(frame, "s", ITEMS, label=Text(en="Trust")).variable("s").label["en"] == "Trust"


def test_the_universe_is_that_of_the_items():
    adults, all_of_them = Text(sv="Vuxna", en="Adults"), [item(name) for name in ITEMS]
    same = frame_of((1, 2, 3), variables=[item(name, universe=adults) for name in ITEMS])
    assert score(same, "s", ITEMS).variable("s").universe == adults
    mixed = frame_of((1, 2, 3), variables=[item("a1", universe=adults), *all_of_them[1:]])
    assert score(mixed, "s", ITEMS).variable("s").universe["en"] == "The items were asked of different groups"


def test_the_frame_that_is_scored_does_not_change():
    frame = frame_of((1, 2, 3))
    score(frame, "s", ITEMS)
    assert "s" not in frame.variables
    assert "s" not in frame.data


def test_numbers_without_codes_take_the_ends_that_are_given():
    frame = SurveyFrame.of(pd.DataFrame({"p": [0.0, 10.0], "q": [3.0, np.nan]}))
    assert scores(frame, ["p", "q"], reverse=["q"], low=0, high=10, method="sum")[0] == 7
    assert np.isnan(scores(frame, ["p", "q"])[1])
    assert score(frame, "s", ["p", "q"]).variable("s").missing_ranges == ()
    with pytest.raises(AnalysisError, match='"q" has no code list, so nothing says how to reverse it'):
        score(frame, "s", ["p", "q"], reverse=["q"])


def test_scores_below_zero_hold_no_reasons():
    codes = tuple(ValueLabel(float(code), Text(en=str(code))) for code in range(-20, 21))
    frame = frame_of((-12, 2, -4), variables=[item(name, values=codes) for name in ITEMS])
    assert np.isnan(scores(frame)).all()
    assert score(frame, "s", ITEMS).variable("s").missing == ()


@pytest.mark.parametrize(
    ("how", "found"),
    [
        ({"reverse": ["b9"]}, '"b9" is not one of a1, a2, a3'),
        ({"minimum_answered": 0}, "from 1 to the number of items, 3; found 0"),
        ({"minimum_answered": 4}, "found 4"),
        ({"method": "median"}, 'method is one of mean, sum; found "median"'),
        ({"low": 1}, "low and high belong together"),
        ({"low": 5, "high": 1}, "low must be below high; found 5 and 1"),
        ({"low": 1, "high": 4}, 'Answers to "a3" must lie from 1 to 4; 1 of 2 do not'),
        ({"items": ["a1"]}, "at least two different items; found 1"),
        ({"items": ["a1", "a2", "a1"]}, '"a1" is named twice'),
        ({"name": "a2"}, 'has a variable "a2" already'),
    ],
)
def test_a_wrong_call_says_what_must_hold(how, found):
    with pytest.raises(AnalysisError, match=found):
        score(frame_of((1, 2, 5), (3, 3, 3)), **{"name": "s", "items": ITEMS, **how})


def test_items_with_other_codes_than_the_rest_are_refused():
    frame = frame_of((1, 2, 1), variables=[item("a1"), item("a2"), item("a3", values=AGREE[:2])])
    with pytest.raises(AnalysisError, match=r'"a1" has 1, 2, 3, 4, 5, "a3" has 1, 2\. Recode one of them'):
        score(frame, "s", ITEMS)


def test_text_and_unknown_items_are_refused():
    frame = SurveyFrame.of(pd.DataFrame({"p": [1.0], "t": ["x"]}))
    with pytest.raises(NotNumeric, match='"t" holds text; an item of a scale needs numbers'):
        score(frame, "s", ["p", "t"])
    with pytest.raises(UnknownVariable):
        score(frame, "s", ["p", "r"])
