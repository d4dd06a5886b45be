"""Drafts that only the respondent can open.

The secret lives in the respondent's cookie and nowhere else. The store's row, the key and the page token all
follow from it by BLAKE2b, so whoever takes the disk finds neither whose a draft is nor what it says.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from hashlib import blake2b

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from survey.errors import SealError
from survey.sealing import pad, unpad

_SECRET_BYTES = 32
_NONCE_BYTES = 12
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")
_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # 32 of them, no 0, 1, I or O: easy to read aloud


@dataclass(frozen=True, repr=False)
class DraftBox:
    """One respondent's place for a draft of one study.

    study   its id: the same secret opens nothing in another study
    secret  256 random bits as text
    digest  of the compiled questionnaire: a draft never opens under changed questions
    """

    study: str
    secret: str
    digest: str = ""

    @classmethod
    def new(cls, study: str, digest: str = "") -> DraftBox:
        """A box under a fresh secret."""
        return cls(study, secrets.token_urlsafe(_SECRET_BYTES), digest)

    @property
    def id(self) -> bytes:
        """(16,) the row in the store; the secret cannot be found from it."""
        return self._derived(b"draft id", 16)

    @property
    def token(self) -> str:
        """What every form of this draft carries, so that no other site can post to it."""
        return self._derived(b"page token", 16).hex()

    @property
    def receipt(self) -> str:
        """The code that later finds the response: handing in twice gives the same one, and so one row."""
        return receipt_code(self._derived(b"receipt", 10))

    def close(self, content: bytes) -> bytes:
        """The draft's bytes, padded and encrypted; another time the same content gives other bytes."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._cipher().encrypt(nonce, pad(content), self.digest.encode())

    def open(self, closed: bytes) -> bytes:
        """What `close` was given. Raises SealError when the box is another, or the bytes were changed."""
        nonce, content = closed[:_NONCE_BYTES], closed[_NONCE_BYTES:]
        try:
            return unpad(self._cipher().decrypt(nonce, content, self.digest.encode()))
        except (InvalidTag, ValueError) as error:
            raise SealError("A draft does not open: it belongs to another person or to other questions.") from error

    def _cipher(self) -> ChaCha20Poly1305:
        return ChaCha20Poly1305(self._derived(b"draft key", 32))

    def _derived(self, use: bytes, size: int) -> bytes:
        return blake2b(self.study.encode(), key=self.secret.encode(), person=use, digest_size=size).digest()


def is_secret(text: str) -> bool:
    """Whether a cookie's text has the shape of a secret; nothing else is ever used as one."""
    return _SECRET.fullmatch(text) is not None


def receipt_code(bits: bytes) -> str:
    """80 bits as 16 signs that are not mistaken for one another, in fours: 7K3M-Q9XR-CWH2-YA4P."""
    number = int.from_bytes(bits)
    signs = "".join(_SIGNS[number >> shift & 31] for shift in range(0, 80, 5))
    return "-".join(signs[start : start + 4] for start in range(0, 16, 4))


def response_id(study: str, receipt: str) -> bytes:
    """(16,) the row of a response: the code leads to the row, the row does not lead to the code."""
    signs = "".join(sign for sign in receipt.upper() if sign in _SIGNS)
    return blake2b(f"{study} {signs}".encode(), person=b"response id", digest_size=16).digest()
