from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis import SurveyDesign, crosstab, distribution
from analysis.disclosure import Ledger, ReleasePolicy, release
from analysis.errors import Refused
from survey.frame import SurveyFrame
from survey.text import plain
from survey.variables import ValueLabel, Variable

POLICY = ReleasePolicy()


@pytest.fixture
def design() -> SurveyDesign:
    counts = {1: 30, 2: 4, 3: 40, 4: 60, 5: 3, 6: 50}
    y = np.repeat([float(value) for value in counts], list(counts.values()))
    g = np.where(np.arange(len(y)) % 3 == 0, 1.0, 2.0)
    meanings = {
        "y": Variable("y", plain("Number"), measure="scale", level=3),
        "g": Variable("g", plain("Group"), values=(ValueLabel(1, plain("One")), ValueLabel(2, plain("Two")))),
    }
    return SurveyDesign(SurveyFrame("steps", pd.DataFrame({"y": y, "g": g}), meanings))


def flags(table: object) -> list[list[str]]:
    return [[cell.flag for cell in row] for row in table.cells]


def test_between_two_shown_steps_there_are_enough_people(design):
    released = release(distribution(design, "y"), POLICY, Ledger())
    assert flags(released) == [[""], ["c"], [""], [""], ["c"], ["c"]]
    assert released.cells[2][0].value == pytest.approx(74 / 187, abs=0.0006)


def test_a_step_that_is_too_short_in_one_group_is_hidden_in_all(design):
    released = release(distribution(design, "y", by="g"), POLICY, Ledger())
    n = np.array([[cell.n or 0 for cell in row] for row in released.cells])
    assert flags(released)[1] == ["c", "c", "c"]
    assert (np.diff(n[[0, 2, 3]], axis=0) >= 10).all()


def test_a_second_distribution_with_other_limits_is_refused_and_the_first_offered(design):
    ledger = Ledger()
    release(distribution(design, "y", at=[1, 3]), POLICY, ledger)
    with pytest.raises(Refused, match="limits, groups and filter with which") as refused:
        release(distribution(design, "y", at=[2]), POLICY, ledger)
    assert refused.value.instead[0].rows == "y"
    release(distribution(design, "y", at=[1, 3]), POLICY, ledger)


@pytest.mark.parametrize("first", ["distribution", "crosstab"])
def test_a_table_of_the_same_answers_would_fill_the_steps(design, first):
    ledger = Ledger()
    both = {"distribution": distribution(design, "y"), "crosstab": crosstab(design, "y")}
    release(both.pop(first), POLICY, ledger)
    with pytest.raises(Refused, match="the distribution or the table"):
        release(both.popitem()[1], POLICY, ledger)
