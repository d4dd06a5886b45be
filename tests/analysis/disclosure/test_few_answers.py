"""A table of very few answers shows nothing, whatever its sensitivity level."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis import SurveyDesign, crosstab
from analysis.disclosure import Ledger, ReleasePolicy, release
from survey.frame import SurveyFrame
from survey.text import plain
from survey.variables import ValueLabel, Variable

ANSWER = Variable("answer", plain("Answer"), values=tuple(ValueLabel(code, plain(str(code))) for code in range(4)))


@pytest.mark.parametrize("level", [0, 1, 2, 3])
@pytest.mark.parametrize("answers", [1, 2, 19])
def test_what_few_people_did_not_say_is_hidden_too(answers: int, level: int) -> None:
    frame = SurveyFrame(
        "small",
        pd.DataFrame({"answer": [2.0] * answers}),
        {"answer": Variable(ANSWER.name, ANSWER.label, values=ANSWER.values, level=level)},
    )
    table = release(crosstab(SurveyDesign(frame), "answer"), ReleasePolicy(), Ledger(None))
    assert [cell.blank for row in table.cells for cell in row] == [True] * 4
