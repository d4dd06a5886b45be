"""Codes that each let one response in, and are deleted with it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from survey.store import SqliteStore


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    with SqliteStore(tmp_path / "answers.sqlite") as opened:
        yield opened


def submitted(store: SqliteStore, code: bytes | None) -> int:
    draft = os.urandom(16)
    store.new_draft(draft, b"closed").result()
    return store.submit("s", draft=draft, response=os.urandom(16), sealed=b"sealed", code=code).result()


def test_a_code_lets_one_response_in_and_is_gone(store):
    store.add_codes("s", [b"one", b"two"]).result()
    assert submitted(store, b"one") == 1
    assert not store.has_code("s", b"one")
    assert submitted(store, b"one") == 0
    assert (store.count("s"), store.count_codes("s")) == (1, 1)


def test_one_code_in_a_race_of_fifty_lets_one_response_in(store):
    store.add_codes("s", [b"one"]).result()
    with ThreadPoolExecutor(50) as pool:
        outcomes = list(pool.map(lambda _: submitted(store, b"one"), range(50)))
    assert sorted(outcomes) == [0] * 49 + [1]
    assert store.count("s") == 1


def test_a_draft_that_is_gone_does_not_cost_the_code(store):
    store.add_codes("s", [b"one"]).result()
    assert store.submit("s", draft=b"gone", response=b"r", sealed=b"x", code=b"one").result() == 0
    assert store.has_code("s", b"one")


def test_a_code_of_another_study_is_none(store):
    store.add_codes("other", [b"one"]).result()
    assert submitted(store, b"one") == 0


def test_codes_taken_in_twice_are_one(store):
    store.add_codes("s", [b"one"]).result()
    store.add_codes("s", [b"one", b"two"]).result()
    assert store.count_codes("s") == 2
    assert store.delete_codes("s").result() == 2
