from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis import SurveyDesign, crosstab, mean, means, model
from analysis.disclosure import record_keys
from analysis.unreleased import figures
from survey.frame import SurveyFrame
from survey.text import plain
from survey.variables import Variable

SECRET = b"sixteen bytes at least"


@pytest.fixture
def frame() -> SurveyFrame:
    draw = np.random.default_rng(1)
    data = {name: draw.integers(0, 4, 400).astype(float) for name in ("a", "b", "c", "d", "e")}
    return SurveyFrame.of(pd.DataFrame({**data, "word": draw.choice(["ja", "nej", "åäö"], 400), "x": np.arange(400.0)}))


def test_the_same_answers_have_the_same_key_in_any_order(frame):
    order = np.random.default_rng(2).permutation(len(frame))
    mixed = replace(frame, data=frame.data.iloc[order])
    np.testing.assert_array_equal(record_keys(mixed, SECRET), record_keys(frame, SECRET)[order])


def test_another_secret_makes_other_keys(frame):
    keys, others = record_keys(frame, SECRET), record_keys(frame, b"another secret of the study")
    assert len(set(keys)) == 400
    assert (keys != others).all()
    assert ((keys >= 0) & (keys < 2**32)).all()


def test_a_question_that_was_not_asked_and_a_derived_variable_change_no_key(frame):
    more = frame.with_columns(
        {"later": np.full(400, -7.0), "group": np.ones(400)},
        [Variable("later", plain("later")), Variable("group", plain("group"), role="derived")],
    )
    np.testing.assert_array_equal(record_keys(more, SECRET), record_keys(frame, SECRET))


def test_a_short_secret_is_refused(frame):
    with pytest.raises(ValueError, match="16 bytes"):
        record_keys(frame, b"short")


def test_keys_of_cells_add_up_by_whatever_route(frame):
    design = SurveyDesign(frame)
    keyed = design.with_record_keys(record_keys(frame, SECRET))
    table = figures(crosstab(keyed, "a", by="b"))
    filtered = figures(crosstab(keyed.domain("b = 2"), "a"))
    np.testing.assert_array_equal(table.keys[:, 2], filtered.keys[:, 0])
    np.testing.assert_array_equal(table.base_keys[:-1], figures(means(keyed, "x", by="b")).base_keys[:-1])
    assert figures(mean(keyed, "x")).key == figures(model(keyed, "x ~ a")).key == keyed.key_of(keyed.inside)
    assert figures(crosstab(design, "a", by="b")).keys is None
