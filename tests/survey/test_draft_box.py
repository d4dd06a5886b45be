from __future__ import annotations

import re
from dataclasses import replace

import pytest

from survey.draft_box import DraftBox, is_secret, receipt_code, response_id
from survey.errors import SealError


@pytest.fixture
def box() -> DraftBox:
    return DraftBox.new("youth_exposure", "digest")


def test_a_draft_comes_back_to_its_owner(box):
    assert box.open(box.close(b"answers so far")) == b"answers so far"


def test_a_closed_draft_shows_neither_content_nor_size(box):
    closed = box.close(b"canary")
    assert b"canary" not in closed
    assert len(closed) == len(box.close(b"c" * 3000))


def test_no_other_secret_study_or_questionnaire_opens_it(box):
    closed = box.close(b"answers")
    for other in (DraftBox.new(box.study, box.digest), replace(box, study="other"), replace(box, digest="changed")):
        with pytest.raises(SealError, match="another person or to other questions"):
            other.open(closed)


@pytest.mark.parametrize("cut", [0, 5, 12, 100])
def test_a_cut_draft_is_noticed(box, cut):
    with pytest.raises(SealError):
        box.open(box.close(b"answers")[:cut])


def test_secrets_hold_at_least_128_bits_and_differ():
    secrets = {DraftBox.new("s").secret for _ in range(100)}
    assert len(secrets) == 100
    assert all(is_secret(secret) for secret in secrets)


@pytest.mark.parametrize("text", ["", "short", "x" * 44, "å" * 43, "a b" * 14 + "c"])
def test_anything_else_is_no_secret(text):
    assert not is_secret(text)


def test_id_token_and_receipt_do_not_show_the_secret_or_one_another(box):
    assert len({box.id.hex(), box.token, box.receipt, box.secret}) == 4
    assert box.secret not in repr(box)


def test_a_receipt_is_sixteen_clear_signs_in_fours(box):
    assert re.fullmatch(r"([2-9A-HJ-NP-Z]{4}-){3}[2-9A-HJ-NP-Z]{4}", box.receipt)
    assert receipt_code(bytes(10)) == "2222-2222-2222-2222"
    assert receipt_code(b"\xff" * 10) == "ZZZZ-ZZZZ-ZZZZ-ZZZZ"


def test_a_receipt_finds_its_response_however_it_is_typed(box):
    typed = f" {box.receipt.lower().replace('-', ' ')} "
    assert response_id("s", typed) == response_id("s", box.receipt)
    assert response_id("s", box.receipt) != response_id("other", box.receipt)
