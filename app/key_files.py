"""The key pair of a study as two files: the secret one only its owner can read, the public one beside it."""

from __future__ import annotations

import os
from pathlib import Path

from survey.errors import SurveyError
from survey.sealing import new_keys


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
