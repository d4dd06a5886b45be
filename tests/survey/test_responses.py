"""From responses to a frame."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from survey.compile import Compiled, compile
from survey.expressions import parse
from survey.expressions.columns import holds
from survey.load import load
from survey.response import Response
from survey.responses import frame


@pytest.fixture(scope="module")
def compiled() -> Compiled:
    return compile(load(Path(__file__).parent / "studies" / "routes.yaml"))


def given(compiled: Compiled, **values: int) -> Response:
    everything = dict.fromkeys(compiled.variables, -1) | values
    return Response("routes", "1.2.0", compiled.digest, "sv", "2026-W47", True, everything)


def test_one_row_a_response_and_one_column_a_variable(compiled: Compiled) -> None:
    made = frame(compiled, [given(compiled, age=20), given(compiled, age=-3)])
    assert list(made.data) == [*compiled.variables, "language", "week", "complete"] == list(made.variables)
    assert made.data["age"].tolist() == [20.0, -3.0]
    np.testing.assert_array_equal(made.values("age"), [20.0, np.nan])


def test_paradata_are_labelled_and_marked_as_such(compiled: Compiled) -> None:
    made = frame(compiled, [given(compiled)])
    assert [made.variable(name).role for name in ("language", "week", "complete")] == ["paradata"] * 3
    assert made.data.loc[0, ["language", "week", "complete"]].tolist() == ["sv", "2026-W47", 1.0]


def test_a_variable_that_a_response_lacks_was_not_in_its_version(compiled: Compiled) -> None:
    old = Response("routes", "1.0.0", "old", "sv", "2026-W40", True, {"age": 30})
    assert frame(compiled, [old]).data["mood"].tolist() == [-7.0]


def test_no_responses_give_an_empty_frame(compiled: Compiled) -> None:
    made = frame(compiled, [], synthetic=True)
    assert len(made) == 0
    assert made.synthetic
    assert holds(parse("who includes 1 or age > 3"), made).tolist() == []


def test_conditions_hold_on_the_frame_as_in_the_form(compiled: Compiled) -> None:
    made = frame(compiled, [given(compiled, who_1=1, who_2=0, who_9=0), given(compiled, who_1=-3, who_2=-3, who_9=-3)])
    assert holds(parse("who includes 1"), made).tolist() == [True, False]
    assert holds(parse("who was asked"), made).tolist() == [True, True]


@pytest.fixture(scope="module")
def types() -> Compiled:
    return compile(load(Path(__file__).parent / "studies" / "types.yaml"))


def test_texts_stand_in_columns_of_text_with_their_reasons(types: Compiled) -> None:
    values = [{"t_wish": "Sång"}, {"t_wish": -3}, {"t_place_order": "3 1 2 9"}]
    everything = dict.fromkeys(types.variables, -1)
    made = frame(types, [Response("types", "1.0.0", "x", "sv", "2026-W47", True, everything | v) for v in values])
    assert made.data["t_wish"].tolist() == ["Sång", "-3", "-1"]
    assert made.is_missing("t_wish").tolist() == [False, True, True]
    assert made.data["t_place_order"].tolist() == ["-1", "-1", "3 1 2 9"]
    assert holds(parse("t_wish is answered"), made).tolist() == [True, False, False]


def test_computed_values_are_taken_as_they_were_stored(types: Compiled) -> None:
    everything = dict.fromkeys(types.variables, -1) | {"t_age": 30, "t_half": 99.5}
    made = frame(types, [Response("types", "1.0.0", "x", "sv", "2026-W47", True, everything)])
    assert made.values("t_half").tolist() == [99.5]
