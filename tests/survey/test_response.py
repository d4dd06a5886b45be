"""Responses as bytes, and the only time they know."""

from __future__ import annotations

from datetime import date

import pytest

from survey.errors import UnreadableFile
from survey.response import Response, week_of

RESPONSE = Response("s", "1.0.0", "ab", "sv", "2026-W47", True, {"b": 2, "a": -1})


def test_a_response_comes_back_as_it_was() -> None:
    assert Response.from_bytes(RESPONSE.to_bytes()) == RESPONSE


def test_equal_responses_give_equal_bytes() -> None:
    same = Response("s", "1.0.0", "ab", "sv", "2026-W47", True, {"a": -1, "b": 2})
    assert same.to_bytes() == RESPONSE.to_bytes()


@pytest.mark.parametrize("damaged", [b"", b"[]", b'{"study": "s"}', b"\xff"])
def test_a_damaged_response_is_refused_without_showing_it(damaged: bytes) -> None:
    with pytest.raises(UnreadableFile, match="damaged"):
        Response.from_bytes(damaged)


@pytest.mark.parametrize(
    ("day", "week"),
    [(date(2026, 11, 22), "2026-W47"), (date(2026, 11, 23), "2026-W48"), (date(2027, 1, 3), "2026-W53")],
)
def test_the_week_is_the_iso_week(day: date, week: str) -> None:
    assert week_of(day) == week


def test_texts_and_computed_numbers_come_back_as_they_were() -> None:
    words = Response("s", "1.0.0", "ab", "sv", "2026-W47", True, {"a": "på bio", "b": 2.5, "c": "3 1 2", "d": -3})
    assert Response.from_bytes(words.to_bytes()) == words


@pytest.mark.parametrize("value", ["true", "null", "[1]", "NaN", "Infinity"])
def test_what_is_no_answer_is_refused(value: str) -> None:
    written = RESPONSE.to_bytes().replace(b'"b":2', f'"b":{value}'.encode())
    with pytest.raises(UnreadableFile, match="damaged"):
        Response.from_bytes(written)
