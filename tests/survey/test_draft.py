"""Drafts as bytes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from survey.draft import Draft
from survey.draft_box import DraftBox
from survey.errors import UnreadableFile

DRAFT = Draft(
    "sv",
    {"b": 2, "a": -4, "b_order": "2 1"},
    ("p1", "p2"),
    frozenset({"s2", "s1"}),
    chance=2**64 - 1,
    given={"stratum": 3, "weight": 1.25},
    said=frozenset({"p1 2"}),
)


def test_a_draft_comes_back_as_it_was() -> None:
    assert Draft.from_bytes(DRAFT.to_bytes()) == DRAFT


def test_equal_drafts_give_equal_bytes() -> None:
    same = replace(DRAFT, values={"b_order": "2 1", "a": -4, "b": 2}, given={"weight": 1.25, "stratum": 3})
    assert same.to_bytes() == DRAFT.to_bytes()


NO_NUMBER = b'{"language": "sv", "pages": [], "skipped": [], "values": {"a": null}}'


@pytest.mark.parametrize("damaged", [b"", b"[]", b'{"language": "sv"}', b"\xff\xfe", b'{"values": 3}', NO_NUMBER])
def test_a_damaged_draft_is_refused(damaged: bytes) -> None:
    with pytest.raises(UnreadableFile, match="damaged"):
        Draft.from_bytes(damaged)


def test_a_draft_from_before_there_were_arms_still_opens() -> None:
    old = b'{"language":"sv","pages":["p1"],"skipped":[],"values":{"a":2}}'
    assert Draft.from_bytes(old) == Draft("sv", {"a": 2}, ("p1",))


def test_each_form_begins_with_chance_of_its_own() -> None:
    chances = {Draft.begin("sv").chance for _ in range(100)}
    assert len(chances) == 100
    assert all(0 <= chance < 2**64 for chance in chances)


def test_chance_goes_into_the_encrypted_draft_and_back() -> None:
    box = DraftBox.new("study")
    assert Draft.from_bytes(box.open(box.close(DRAFT.to_bytes()))) == DRAFT
