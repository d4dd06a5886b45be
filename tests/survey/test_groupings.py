from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from survey.errors import UnknownVariable
from survey.frame import SurveyFrame
from survey.groupings import BadGrouping, coarser, grouped, groupings_of

TITLE = {"sv": "Ålder i två grupper", "en": "Age in two groups"}
YOUNG, OLD = (
    {"to": 17, "sv": "Under 18 år", "en": "Under 18"},
    {"from": 18, "sv": "18 eller äldre", "en": "18 or older"},
)


def frame(ages: list[float]) -> SurveyFrame:
    return SurveyFrame.of(pd.DataFrame({"age": ages, "name": "text"}))


def age_group(*categories: dict[str, object], of: str = "age") -> dict[str, object]:
    return {"of": of, "title": TITLE, "categories": list(categories)}


def test_codes_are_put_together_in_the_order_of_the_categories():
    made = grouped(frame([17.0, 18.0, np.nan, 25.0]), groupings_of({"age_group": age_group(YOUNG, OLD)}))
    np.testing.assert_array_equal(made.values("age_group"), [1.0, 2.0, np.nan, 2.0])
    variable = made.variable("age_group")
    assert [label.label["en"] for label in variable.values] == ["Under 18", "18 or older"]
    assert (variable.role, variable.label["sv"]) == ("derived", "Ålder i två grupper")


def test_a_grouping_may_be_made_from_another():
    all_of_them = {"codes": [1, 2], "sv": "Alla", "en": "All"}
    none = {"codes": [9], "sv": "Ingen", "en": "None"}
    groupings = groupings_of(
        {"age_group": age_group(YOUNG, OLD), "everybody": age_group(all_of_them, none, of="age_group")}
    )
    assert coarser(groupings) == {"age": "age_group", "age_group": "everybody"}
    assert set(grouped(frame([17.0, 18.0]), groupings).values("everybody")) == {1.0}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"of": "age", "title": TITLE}, "needs all three"),
        (age_group(YOUNG), "two or more"),
        (age_group(YOUNG, {"frm": 18, "sv": "a", "en": "b"}), 'Did you mean "from"'),
        (age_group(YOUNG, {"from": 18, "sv": "a"}), "sv and en"),
        (age_group(YOUNG, {"sv": "a", "en": "b"}), "needs codes, or from and to"),
        (age_group(YOUNG, {"from": 30, "to": 20, "sv": "a", "en": "b"}), "not above"),
        (age_group(YOUNG, {"codes": "18", "sv": "a", "en": "b"}), "list of numbers"),
    ],
)
def test_a_grouping_that_cannot_be_read_says_what_is_wrong(given, said):
    with pytest.raises(BadGrouping, match=said):
        groupings_of({"age_group": given})


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"age": age_group(YOUNG, OLD)}, "Give the grouping another name"),
        ({"g": age_group(YOUNG, {**OLD, "from": 19})}, "some are in none"),
        ({"g": age_group(YOUNG, {**OLD, "from": 17})}, "in two categories"),
        ({"g": age_group(YOUNG, OLD, of="name")}, "holds text"),
    ],
)
def test_a_grouping_that_does_not_fit_the_answers_is_refused(settings, said):
    with pytest.raises(BadGrouping, match=said):
        grouped(frame([17.0, 18.0]), groupings_of(settings))


def test_a_grouping_of_a_variable_that_is_not_there_is_refused():
    with pytest.raises(UnknownVariable):
        grouped(frame([17.0]), groupings_of({"g": age_group(YOUNG, OLD, of="agee")}))
