from __future__ import annotations

import socket

import pytest

from app.forms.serve import PortTaken, serve
from survey.compile import compile
from survey.errors import SealError, UnreadableFile


def test_a_taken_port_is_told_and_no_store_is_made(tmp_path, questionnaire, keys):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortTaken, match="--port"):
            serve([compile(questionnaire)], tmp_path / "answers.sqlite", recipients=[keys[1]], port=port)
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_key_is_told_before_anybody_answers(tmp_path, questionnaire, keys):
    with pytest.raises(SealError, match="age1"):
        serve([compile(questionnaire)], tmp_path / "answers.sqlite", recipients=[keys[0]], port=0)


def test_a_store_that_is_none_is_told(tmp_path, questionnaire, keys):
    (tmp_path / "notes.txt").write_text("notes" * 1000)
    with pytest.raises(UnreadableFile, match="cannot be used as a store"):
        serve([compile(questionnaire)], tmp_path / "notes.txt", recipients=[keys[1]], port=0)
