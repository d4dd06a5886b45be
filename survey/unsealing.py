"""Unsealing: from the store's sealed responses to responses, with the study's secret key, in random order."""

from __future__ import annotations

from pathlib import Path
from random import SystemRandom

from survey.errors import SealError, UnreadableFile
from survey.response import Response
from survey.sealing import public_key, unseal
from survey.store import sealed_responses


def unsealed(path: Path, study: str, secret: str) -> list[Response]:
    """Every response of a study, shuffled: all of them or none.

    path    the store that `varsam form` filled, or a copy of it
    secret  the study's secret key
    Raises UnreadableFile when there is no such store, SealError when the key is another or a response is damaged.
    """
    public_key(secret)
    if not path.is_file():
        raise UnreadableFile(f'The store "{path}" is not there. Name the file that `varsam form` was started with.')
    sealed = sealed_responses(path, study)
    responses = [_opened(one, secret, place, len(sealed)) for place, one in enumerate(sealed, start=1)]
    SystemRandom().shuffle(responses)
    return responses


def _opened(sealed: bytes, secret: str, place: int, n: int) -> Response:
    try:
        return Response.from_bytes(unseal(sealed, secret))
    except SealError as error:
        raise SealError(f"{place - 1} of {n} responses opened, then one did not; none is given out. {error}") from error
