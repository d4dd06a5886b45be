from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis import SurveyDesign
from analysis.disclosure import ReleasePolicy, record_keys
from analysis.disclosure.sample import released_sample
from survey.frame import SurveyFrame

SECRET = b"sixteen bytes and more"
KEYED, EXACT, PUBLIC = ReleasePolicy(mode="keyed", seed=b"seed"), ReleasePolicy(), ReleasePolicy(public_use=True)


def design_of(n: int, people_in_a_unit: int) -> SurveyDesign:
    frame = SurveyFrame.of(pd.DataFrame({"y": np.arange(n) % 7, "psu": np.arange(n) // people_in_a_unit}))
    frame = replace(frame, variables={name: replace(v, role="answer") for name, v in frame.variables.items()})
    design = SurveyDesign(frame, psu=None if people_in_a_unit == 1 else "psu")
    return design.with_record_keys(record_keys(frame, SECRET))


@pytest.mark.parametrize("n", [403, 1001, 1502])
def test_where_people_are_units_no_number_is_that_of_people(n):
    design = design_of(n, 1)
    for policy in (KEYED, EXACT):
        shown = released_sample(design, policy)
        assert shown.units == shown.respondents
        assert shown.df % 5 == 0
    assert released_sample(design, EXACT).respondents % 5 == 0
    assert abs(released_sample(design, KEYED).respondents - n) <= 5


def test_schools_are_counted_as_they_are_and_households_are_not():
    assert released_sample(design_of(1001, 25), EXACT).units == 41
    assert released_sample(design_of(1003, 2), EXACT).units == 500


def test_of_few_respondents_only_that_is_said():
    assert released_sample(design_of(13, 1), KEYED).respondents is None


def test_public_data_are_counted_as_they_are():
    shown = released_sample(design_of(1001, 1), PUBLIC)
    assert (shown.respondents, shown.units, shown.df) == (1001, 1001, 1000)
