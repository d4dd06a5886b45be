from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.errors import SealError
from survey.sealing import BUCKET, new_keys, pad, public_key, seal, unpad, unseal


@pytest.fixture(scope="module")
def keys() -> tuple[str, str]:
    return new_keys()


def test_what_was_sealed_comes_back_to_the_byte(keys):
    secret, public = keys
    assert unseal(seal(b'{"y_age":17}', [public]), secret) == b'{"y_age":17}'


def test_each_of_two_key_holders_can_unseal_alone(keys):
    (study, study_public), (office, office_public) = keys, new_keys()
    sealed = seal(b"answers", [study_public, office_public])
    assert unseal(sealed, study) == unseal(sealed, office) == b"answers"


def test_the_size_tells_nothing_of_the_answers(keys):
    """age itself adds a line of random length, so sizes vary a little, the same for short and long responses."""
    short, long = ([len(seal(b"x" * n, [keys[1]])) for _ in range(50)] for n in (2, BUCKET - 4))
    assert min(short + long) > BUCKET
    assert max(short + long) < BUCKET + 700
    assert max(min(short), min(long)) < min(max(short), max(long))


def test_the_sealed_bytes_hold_nothing_in_clear(keys):
    assert b"canary" not in seal(b"canary" * 20, [keys[1]])


def test_sealing_twice_gives_different_bytes(keys):
    assert seal(b"same", [keys[1]]) != seal(b"same", [keys[1]])


def test_another_key_is_refused_in_plain_words(keys):
    with pytest.raises(SealError, match="not the secret key of the study"):
        unseal(seal(b"answers", [keys[1]]), new_keys()[0])


@pytest.mark.parametrize("where", [10, 200, -1])
def test_a_changed_byte_is_noticed(keys, where):
    sealed = bytearray(seal(b"answers", [keys[1]]))
    sealed[where] ^= 1
    with pytest.raises(SealError, match="changed or cut short"):
        unseal(bytes(sealed), keys[0])


@pytest.mark.parametrize("cut", [0, 5, 1000])
def test_a_cut_response_is_noticed(keys, cut):
    with pytest.raises(SealError):
        unseal(seal(b"answers", [keys[1]])[:cut], keys[0])


def test_the_public_key_follows_from_the_secret_one(keys):
    assert public_key(keys[0]) == keys[1]


@pytest.mark.parametrize("text", ["", "age1nonsense", "\u0000", "AGE-SECRET-KEY-1QQQ"])
def test_what_is_no_key_is_refused_and_never_repeated(text):
    with pytest.raises(SealError) as refused:
        seal(b"answers", [text])
    assert not text or text not in str(refused.value)
    with pytest.raises(SealError, match="AGE-SECRET-KEY-1"):
        unseal(b"", text)


def test_sealing_to_nobody_is_refused():
    with pytest.raises(SealError, match="at least one public key"):
        seal(b"answers", [])


@given(st.binary(max_size=3 * BUCKET), st.integers(1, BUCKET))
@settings(max_examples=50)
def test_padding_is_undone_and_fills_whole_buckets(content, bucket):
    padded = pad(content, bucket)
    assert len(padded) % bucket == 0
    assert unpad(padded) == content


def test_damaged_padding_is_noticed():
    for damaged in (b"", b"\x00\x00", pad(b"abc")[:5], pad(b"abc")[:-1] + b"x"):
        with pytest.raises(SealError, match="damaged"):
            unpad(damaged)
