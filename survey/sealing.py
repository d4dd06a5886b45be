"""Sealing: what only the study's key holder can read.

A response is padded to whole buckets, so that its size tells nothing of its answers, and sealed with age to
one or more public keys. The computer that collects answers holds public keys only; the `age` program can open
what is sealed here as well.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyrage

from survey.errors import SealError

BUCKET = 4096  # bytes; a long form and a short one fill the same number
_FRAME = 4  # bytes that hold the length


def new_keys() -> tuple[str, str]:
    """A fresh key pair as text: the secret key (AGE-SECRET-KEY-1...), then the public one (age1...)."""
    identity = pyrage.x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def public_key(secret: str) -> str:
    """The public key that belongs to a secret one. Raises SealError."""
    return str(_identity(secret).to_public())


def seal(response: bytes, recipients: Sequence[str]) -> bytes:
    """The response, padded and sealed to every public key in `recipients`. Raises SealError."""
    if not recipients:
        raise SealError(
            "A response must be sealed to at least one public key; none was given. `varsam keys` makes one."
        )
    return bytes(pyrage.encrypt(pad(response), [_recipient(key) for key in recipients]))


def unseal(sealed: bytes, secret: str) -> bytes:
    """What was sealed, to the byte. Raises SealError when the key does not open it or it was changed."""
    identity = _identity(secret)
    try:
        return unpad(bytes(pyrage.decrypt(sealed, [identity])))
    except pyrage.DecryptError as error:
        raise SealError(
            "A sealed response does not open: either this is not the secret key of the study, or the response was "
            f"changed or cut short. The key that was tried belongs to the public key {identity.to_public()}; compare "
            "it with the one the form was started with."
        ) from error


def pad(content: bytes, bucket: int = BUCKET) -> bytes:
    """The content's length, the content, and zeros up to the next whole bucket."""
    framed = len(content).to_bytes(_FRAME) + content
    return framed + bytes(-len(framed) % bucket)


def unpad(padded: bytes) -> bytes:
    """What `pad` was given. Raises SealError."""
    length = int.from_bytes(padded[:_FRAME])
    content, zeros = padded[_FRAME : _FRAME + length], padded[_FRAME + length :]
    if len(padded) < _FRAME or len(content) < length or any(zeros):
        raise SealError("What was sealed opened, but it is damaged inside. Take the store from a backup.")
    return content


def _identity(secret: str) -> pyrage.x25519.Identity:
    try:
        return pyrage.x25519.Identity.from_str(secret.strip())
    except pyrage.IdentityError as error:
        raise SealError(
            "A secret key must be one line that begins with AGE-SECRET-KEY-1; what was given is not one. "
            "It stands in the file that `varsam keys` wrote."
        ) from error


def _recipient(key: str) -> pyrage.x25519.Recipient:
    try:
        return pyrage.x25519.Recipient.from_str(key.strip())
    except pyrage.RecipientError as error:
        # The text is not repeated: it may be the secret key, given by mistake.
        raise SealError(
            "A public key must be one line that begins with age1; what was given is not one. "
            "It stands in the .pub file that `varsam keys` wrote."
        ) from error
