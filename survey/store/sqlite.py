"""The store: closed drafts and sealed responses in one SQLite file that tells nothing of who or when.

No times, no addresses, no order: rows lie by random ids (WITHOUT ROWID), deleted bytes are overwritten
(secure_delete). Two things would still keep the order of arrival: the write-ahead log, and the pages of the file,
which are handed out one after another. So at the start, each minute and at the end the file is written anew in the
order of the ids (VACUUM: about 0.2 seconds for 10 000 responses) and the log is emptied.
One thread writes; what waits is written in one transaction (group commit), and a future is done only once its
transaction is on the disk.
"""

from __future__ import annotations

import os
import queue
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from survey.errors import UnreadableFile
from survey.store.interface import DRAFT_WEEKS, StoreClosed, this_week

CHECKPOINT_SECONDS = 60.0
GROUP = 256  # jobs in one transaction at most

_TABLES = """
CREATE TABLE IF NOT EXISTS drafts (
    id BLOB PRIMARY KEY, expires INTEGER NOT NULL, closed BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS responses (
    study TEXT NOT NULL, id BLOB NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (study, id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS codes (
    study TEXT NOT NULL, id BLOB NOT NULL, PRIMARY KEY (study, id)
) WITHOUT ROWID;
"""
_DELETE_CODE = "DELETE FROM codes WHERE study = ? AND id = ?"
_SETTINGS = ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "temp_store=MEMORY")

_Work = Callable[[sqlite3.Connection], int]
_Job = tuple[_Work, "Future[int]"]


class SqliteStore:
    """A store in one SQLite file (see `Store` for what it does).

    path        the SQLite file; made, readable by its owner only, when it is not there
    checkpoint  seconds after which the write-ahead log is emptied at the latest
    Raises UnreadableFile when the file is something else.
    """

    def __init__(self, path: Path, *, checkpoint: float = CHECKPOINT_SECONDS) -> None:
        self._checkpoint_seconds = checkpoint
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._taking = True
        self._gate = threading.Lock()
        self._reading = threading.Lock()
        self._writer, self._reader = _open(path), _open(path)
        self._thread = threading.Thread(target=self._write, name="store", daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def new_draft(self, id: bytes, closed: bytes, *, weeks: int = DRAFT_WEEKS) -> Future[int]:
        """Keep a closed draft under a new id."""
        return self._do("INSERT INTO drafts VALUES (?, ?, ?)", (id, this_week() + weeks, closed))

    def save_draft(
        self, id: bytes, closed: bytes, *, as_id: bytes | None = None, weeks: int = DRAFT_WEEKS
    ) -> Future[int]:
        """Keep a closed draft in place of what its row held, under the id `as_id` from now on when one is given.

        Gives 0 where there is no such draft any more: one that was deleted never comes back by a late save.
        """
        return self._do(
            "UPDATE drafts SET id = ?, expires = ?, closed = ? WHERE id = ?",
            (as_id or id, this_week() + weeks, closed, id),
        )

    def load_draft(self, id: bytes) -> bytes | None:
        """A closed draft; None when there is none, or its time is over."""
        rows = self._read("SELECT closed FROM drafts WHERE id = ? AND expires > ?", (id, this_week()))
        return bytes(rows[0][0]) if rows else None

    def delete_draft(self, id: bytes) -> Future[int]:
        """Forget a draft."""
        return self._do("DELETE FROM drafts WHERE id = ?", (id,))

    def submit(
        self, study: str, *, draft: bytes, response: bytes, sealed: bytes, code: bytes | None = None
    ) -> Future[int]:
        """Keep a sealed response and delete its draft and its code, in one transaction."""

        def work(connection: sqlite3.Connection) -> int:
            # The code first: where it is gone nothing was changed, and the draft stays for another code.
            if code is not None and not connection.execute(_DELETE_CODE, (study, code)).rowcount:
                return 0
            if not connection.execute("DELETE FROM drafts WHERE id = ?", (draft,)).rowcount:
                if code is not None:
                    connection.execute("INSERT INTO codes VALUES (?, ?)", (study, code))
                return 0
            connection.execute("INSERT OR IGNORE INTO responses VALUES (?, ?, ?)", (study, response, sealed))
            return 1

        return self._put(work)

    def withdraw(self, study: str, response: bytes) -> Future[int]:
        """Delete a response for good: 1 when it was there, 0 when not."""
        return self._do("DELETE FROM responses WHERE study = ? AND id = ?", (study, response))

    def has_response(self, study: str, response: bytes) -> bool:
        """Whether there is a response of that id."""
        return bool(self._read("SELECT 1 FROM responses WHERE study = ? AND id = ?", (study, response)))

    def responses(self, study: str) -> list[bytes]:
        """All sealed responses of a study, by random id: in no order."""
        return [
            bytes(row[0]) for row in self._read("SELECT sealed FROM responses WHERE study = ? ORDER BY id", (study,))
        ]

    def count(self, study: str) -> int:
        """How many responses a study has."""
        return int(self._read("SELECT count(*) FROM responses WHERE study = ?", (study,))[0][0])

    def add_codes(self, study: str, ids: Sequence[bytes]) -> Future[int]:
        """Take in codes that each let one response in; those that are known already change nothing."""

        def work(connection: sqlite3.Connection) -> int:
            statement = "INSERT OR IGNORE INTO codes VALUES (?, ?)"
            return connection.executemany(statement, ((study, id) for id in ids)).rowcount

        return self._put(work)

    def has_code(self, study: str, id: bytes) -> bool:
        """Whether there is a code of that id that nobody has used."""
        return bool(self._read("SELECT 1 FROM codes WHERE study = ? AND id = ?", (study, id)))

    def count_codes(self, study: str) -> int:
        """How many codes of a study nobody has used."""
        return int(self._read("SELECT count(*) FROM codes WHERE study = ?", (study,))[0][0])

    def delete_codes(self, study: str) -> Future[int]:
        """Delete every code of a study that nobody has used."""
        return self._do("DELETE FROM codes WHERE study = ?", (study,))

    def close(self) -> None:
        """Write what waits, empty the write-ahead log, and take nothing more."""
        with self._gate:
            if not self._taking:
                return
            self._taking = False
            self._jobs.put(None)
        self._thread.join()
        self._reader.close()

    def _do(self, statement: str, values: tuple[object, ...]) -> Future[int]:
        return self._put(lambda connection: connection.execute(statement, values).rowcount)

    def _put(self, work: _Work) -> Future[int]:
        done: Future[int] = Future()
        with self._gate:
            if not self._taking:
                raise StoreClosed("The store is closed: the form is being stopped. Start it again and send once more.")
            self._jobs.put((work, done))
        return done

    def _read(self, statement: str, values: tuple[object, ...]) -> list[tuple[bytes]]:
        with self._reading:
            return self._reader.execute(statement, values).fetchall()

    def _write(self) -> None:
        """The one writer: group after group, tidied in between."""
        due, going, written = time.monotonic(), True, True  # a form that was killed left its order behind
        while going:
            group, going = self._next_group(due - time.monotonic())
            if group:
                _commit(self._writer, group)
                written = True
            if time.monotonic() >= due or not going:
                with suppress(sqlite3.Error):  # a full disk, another program: tried again next time
                    _tidy(self._writer, written=written)
                    written = False
                due = time.monotonic() + self._checkpoint_seconds
        self._writer.close()

    def _next_group(self, seconds: float) -> tuple[list[_Job], bool]:
        """What waits now, after at most `seconds`; False once the store was closed."""
        group: list[_Job] = []
        try:
            job = self._jobs.get(timeout=max(seconds, 0))
            while job is not None:
                group.append(job)
                if len(group) == GROUP:
                    break
                job = self._jobs.get_nowait()
        except queue.Empty:
            return group, True
        return group, job is not None


def sealed_responses(path: Path, study: str) -> list[bytes]:
    """All sealed responses of a study, read from a store that nothing is changed in: it may be a copy on a disk.

    Raises UnreadableFile when the file is something else.
    """
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        try:
            rows = connection.execute("SELECT sealed FROM responses WHERE study = ? ORDER BY id", (study,)).fetchall()
        except sqlite3.DatabaseError as error:
            raise UnreadableFile(f'"{path}" is not a store that `varsam form` made: {error}.') from error
    return [bytes(sealed) for (sealed,) in rows]


def _open(path: Path) -> sqlite3.Connection:
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))  # -wal and -shm take these rights over
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=30)
        with ExitStack() as unless_it_serves:
            unless_it_serves.callback(connection.close)
            for setting in _SETTINGS:
                connection.execute(f"PRAGMA {setting}")
            connection.executescript(_TABLES)
            unless_it_serves.pop_all()
    except (OSError, sqlite3.DatabaseError) as error:
        raise UnreadableFile(
            f'"{path}" cannot be used as a store: {error}. Name a new file or one that `varsam form` made, '
            "in a folder that you may write to."
        ) from error
    return connection


def _commit(connection: sqlite3.Connection, group: list[_Job]) -> None:
    """All jobs in one transaction; a job that fails leaves the others alone, a commit that fails fails them all."""
    outcomes: list[int | Exception] = []
    try:
        connection.execute("BEGIN IMMEDIATE")
        outcomes = [_within_savepoint(connection, work) for work, _ in group]
        connection.execute("COMMIT")
    except sqlite3.Error as error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        outcomes = [error] * len(group)
    for (_, done), outcome in zip(group, outcomes, strict=True):
        if not done.set_running_or_notify_cancel():
            continue
        if isinstance(outcome, Exception):
            done.set_exception(outcome)
        else:
            done.set_result(outcome)


def _within_savepoint(connection: sqlite3.Connection, work: _Work) -> int | Exception:
    connection.execute("SAVEPOINT job")
    try:
        rows = work(connection)
    except sqlite3.Error as error:
        connection.execute("ROLLBACK TO job")
        connection.execute("RELEASE job")
        return error
    connection.execute("RELEASE job")
    return rows


def _tidy(connection: sqlite3.Connection, *, written: bool) -> None:
    """Delete drafts whose time is over, and all that tells the order of arrival: the places in the file, the log."""
    expired = connection.execute("DELETE FROM drafts WHERE expires <= ?", (this_week(),)).rowcount
    if written or expired:
        connection.execute("VACUUM")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
