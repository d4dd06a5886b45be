from __future__ import annotations

import secrets
from dataclasses import replace

import pytest

from survey.errors import SealError, UnreadableFile
from survey.response import Response
from survey.sealing import new_keys, seal
from survey.store import SqliteStore
from survey.unsealing import unsealed

GIVEN = Response("small", "1.0.0", "digest", "sv", "2026-W47", True, {"age": 17, "hard": -3})


@pytest.fixture
def keys():
    return new_keys()


@pytest.fixture
def path(tmp_path, keys):
    """A store with twenty responses that differ in age."""
    path = tmp_path / "answers.sqlite"
    with SqliteStore(path) as store:
        for age in range(20):
            put(store, seal(replace(GIVEN, values={"age": age}).to_bytes(), [keys[1]]))
    return path


def put(store: SqliteStore, sealed: bytes) -> None:
    draft, response = secrets.token_bytes(16), secrets.token_bytes(16)
    store.new_draft(draft, b"closed").result()
    store.submit("small", draft=draft, response=response, sealed=sealed).result()


def test_the_key_holder_gets_every_response(path, keys):
    ages = [response.values["age"] for response in unsealed(path, "small", keys[0])]
    assert sorted(ages) == list(range(20))


def test_two_times_give_two_orders(path, keys):
    orders = [[response.values["age"] for response in unsealed(path, "small", keys[0])] for _ in range(2)]
    assert orders[0] != orders[1]
    assert list(range(20)) not in orders


def test_another_key_opens_nothing_and_says_whose_it_is(path):
    with pytest.raises(SealError, match=r"none is given out.*not the secret key of the study"):
        unsealed(path, "small", new_keys()[0])


def test_what_is_no_key_is_told_before_the_store_is_opened(tmp_path):
    with pytest.raises(SealError, match="AGE-SECRET-KEY-1"):
        unsealed(tmp_path / "absent", "small", "nonsense")


def test_one_damaged_response_holds_all_back(path, keys):
    with SqliteStore(path) as store:
        put(store, b"damaged")
    with pytest.raises(SealError, match="of 21 responses opened"):
        unsealed(path, "small", keys[0])


def test_a_store_that_is_absent_is_told_and_not_made(tmp_path, keys):
    with pytest.raises(UnreadableFile, match="is not there"):
        unsealed(tmp_path / "absent.sqlite", "small", keys[0])
    assert not (tmp_path / "absent.sqlite").exists()


def test_a_study_without_responses_has_none(path, keys):
    assert unsealed(path, "other", keys[0]) == []


def test_unsealing_leaves_the_store_as_it_was(path, keys):
    before = path.read_bytes()
    unsealed(path, "small", keys[0])
    assert path.read_bytes() == before
