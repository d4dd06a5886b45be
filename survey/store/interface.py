"""What a store of drafts, sealed responses and codes can do, wherever it keeps them."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import Future
from types import TracebackType
from typing import Protocol, Self

from survey.errors import SurveyError

DRAFT_WEEKS = 2  # a draft that nobody came back to is deleted one to two weeks after it was last saved


class StoreClosed(SurveyError):
    """A store that takes nothing more."""


def this_week() -> int:
    """Whole weeks since 1970: the finest time that is ever stored, and only to let drafts expire."""
    return int(time.time() // (7 * 24 * 3600))


class Store(Protocol):
    """Drafts, responses and codes of any number of studies. Writing gives a future with the number of rows changed.

    A future is done only once what it stands for is on the disk; it raises where that could not be done.
    """

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def new_draft(self, id: bytes, closed: bytes, *, weeks: int = DRAFT_WEEKS) -> Future[int]:
        """Keep a closed draft under a new id."""

    def save_draft(
        self, id: bytes, closed: bytes, *, as_id: bytes | None = None, weeks: int = DRAFT_WEEKS
    ) -> Future[int]:
        """Keep a closed draft in place of what its row held, under the id `as_id` from now on when one is given.

        Gives 0 where there is no such draft any more: one that was deleted never comes back by a late save.
        """

    def load_draft(self, id: bytes) -> bytes | None:
        """A closed draft; None when there is none, or its time is over."""

    def delete_draft(self, id: bytes) -> Future[int]:
        """Forget a draft."""

    def submit(
        self, study: str, *, draft: bytes, response: bytes, sealed: bytes, code: bytes | None = None
    ) -> Future[int]:
        """Keep a sealed response and delete its draft and its code, in one transaction.

        code  id of the code that the response needs; None where none is needed
        Only a draft that is still there, with a code that is, becomes a response: a second submission of the same
        draft or code, at the same moment or later, changes nothing and gives 0.
        """

    def withdraw(self, study: str, response: bytes) -> Future[int]:
        """Delete a response for good: 1 when it was there, 0 when not."""

    def has_response(self, study: str, response: bytes) -> bool:
        """Whether there is a response of that id."""

    def responses(self, study: str) -> list[bytes]:
        """All sealed responses of a study, in no order."""

    def count(self, study: str) -> int:
        """How many responses a study has."""

    def add_codes(self, study: str, ids: Sequence[bytes]) -> Future[int]:
        """Take in codes that each let one response in; those that are known already change nothing."""

    def has_code(self, study: str, id: bytes) -> bool:
        """Whether there is a code of that id that nobody has used."""

    def count_codes(self, study: str) -> int:
        """How many codes of a study nobody has used."""

    def delete_codes(self, study: str) -> Future[int]:
        """Delete every code of a study that nobody has used."""

    def close(self) -> None:
        """Write what waits, leave nothing that tells the order of arrival, and take nothing more."""
