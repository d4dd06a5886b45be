"""Drafts as bytes."""

from __future__ import annotations

import pytest

from survey.draft import Draft
from survey.errors import UnreadableFile

DRAFT = Draft("sv", {"b": 2, "a": -4}, ("p1", "p2"), frozenset({"s2", "s1"}))


def test_a_draft_comes_back_as_it_was() -> None:
    assert Draft.from_bytes(DRAFT.to_bytes()) == DRAFT


def test_equal_drafts_give_equal_bytes() -> None:
    same = Draft("sv", {"a": -4, "b": 2}, ("p1", "p2"), frozenset({"s1", "s2"}))
    assert same.to_bytes() == DRAFT.to_bytes()


@pytest.mark.parametrize("damaged", [b"", b"[]", b'{"language": "sv"}', b"\xff\xfe", b'{"values": 3}'])
def test_a_damaged_draft_is_refused(damaged: bytes) -> None:
    with pytest.raises(UnreadableFile, match="damaged"):
        Draft.from_bytes(damaged)
