"""The keys of a study as files that only its owner can read: a pair for answers, and a secret for record keys."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from survey.errors import SurveyError
from survey.file_lock import lock, unlock
from survey.sealing import new_keys
from survey.whole_file import whole_file

_LEAST = 16  # bytes of a secret


class KeyExists(SurveyError):
    """A key file that would be overwritten, and every answer sealed to it lost."""


def write_keys(secret_file: Path) -> tuple[Path, Path]:
    """Make a key pair: the secret key in `secret_file`, the public key in the file of that name with `.pub`."""
    public_file = secret_file.with_name(f"{secret_file.name}.pub")
    for file in (secret_file, public_file):
        if file.exists():
            raise KeyExists(
                f"{file} is there already and is not overwritten: answers sealed to a lost key stay closed for ever. "
                "Choose another name."
            )
    secret, public = new_keys()
    try:
        private = os.open(secret_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise SurveyError(
            f'The keys cannot be written to "{secret_file}": {error.strerror}. Choose a folder that you may write to.'
        ) from error
    with os.fdopen(private, "w", encoding="utf-8") as opened:
        opened.write(f"{secret}\n")
    public_file.write_text(f"{public}\n", encoding="utf-8")
    return secret_file, public_file


def read_key(file: Path) -> str:
    """The one key in a file, without comments and empty lines."""
    try:
        lines = [line.strip() for line in file.read_text(encoding="utf-8").splitlines()]
    except OSError as error:
        raise SurveyError(f'The key file "{file}" cannot be read: {error.strerror}.') from error
    keys = [line for line in lines if line and not line.startswith("#")]
    if len(keys) != 1:
        raise SurveyError(f'"{file}" must hold one key; it holds {len(keys)}. `varsam keys` makes such a file.')
    return keys[0]


def record_secret(folder: Path) -> bytes:
    """The secret of the study's record keys in its own `folder`, beside the ledger; never in data or exports.

    Another secret would be other noise, and the two together would tell what each of them hides.
    """
    file = folder / "record.key"
    secret = made_once(file, lambda: secrets.token_bytes(32))
    if len(secret) < _LEAST:
        raise SurveyError(
            f'"{file}" must hold at least {_LEAST} bytes and was cut short. Restore it from a copy; without it figures '
            "that were shown with noise cannot be made again, and it is not replaced by another."
        )
    return secret


def made_once(file: Path, make: Callable[[], bytes]) -> bytes:
    """What a file for its owner alone holds; made where it is not there, whole or not at all.

    Of several processes that find none, one makes it and all others wait for it.
    """
    if not file.exists():
        with _alone(file.with_name(f"{file.name}.lock")):
            if not file.exists():
                with whole_file(file) as beside:
                    beside.touch(mode=0o600)
                    beside.write_bytes(make())
    try:
        return file.read_bytes()
    except OSError as error:
        raise SurveyError(f'"{file}" cannot be read: {error.strerror}. Allow its owner to read it.') from error


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    """Only one process at a time is within."""
    try:
        opened = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise SurveyError(f'"{file}" cannot be written: {error.strerror}. Allow writing to that folder.') from error
    try:
        lock(opened)
        yield
    finally:
        unlock(opened)
        os.close(opened)
