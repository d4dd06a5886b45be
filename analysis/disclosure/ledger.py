"""The ledger: what was released before, so that no later output gives away what an earlier one hid.

A line of JSON for each release, each refusal and each exception, only ever added and tied together (`chain`). It holds
names of variables, filters, digests, codes, and the exact unweighted counts of what was SHOWN; what was hidden is
`null`, and no answer of a respondent is in it: of a text there is a digest. The exact counts are needed: two groups
that differ by three people cannot be told from rounded ones. They are no less safe than the protection itself, which
takes every shown count as known exactly; but they undo the rounding of shown counts, so the file is for its owner alone
(mode 0600) and is never published.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Any

from analysis.disclosure import chain
from analysis.disclosure.domain import Domain
from analysis.disclosure.exceptions import OutputException
from analysis.errors import AnalysisError
from survey.file_lock import lock, unlock


@dataclass(frozen=True)
class Column:
    """A column that readers saw: whom it was about, its base, and its cells by row; None for what was hidden.

    flags  what readers saw instead, by row; of the base by ""
    """

    domain: Domain
    base: int | None
    cells: Mapping[str, int | None]
    flags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Count:
    """A count that readers saw: of whom, how many, or None with the flag that they saw instead."""

    people: Domain
    n: int | None
    flag: str = ""


@dataclass(frozen=True)
class Entry:
    """One release, or one refusal.

    about    outputs with the same `about` can be subtracted from each other: outcome of a table, terms of a model
    policy   digest of the policy
    query    what was asked for, in full and on one line; "" in lines from before it was written down
    digest   of what was released; "" for a refusal, which has its reason in `refused` and the rule's name in `rule`
    exception  line of the exception by which it was released; 0 for none
    columns  empty for public data and for refusals: nothing to protect
    mode     "keyed" for what was shown with noise; such entries have `counts` in place of columns
    counts   exact counts behind what was shown with noise, by the name of the set of people
    data, respondents  the snapshot of the data that it was made from; see `snapshots`
    by_all   those of the variables that everybody answered
    noise    D and V of its noise
    family   the counts of a family that was published as one, in place of columns
    """

    study: str
    statistic: str
    about: str
    by: str
    where: str
    variables: tuple[str, ...]
    level: int
    policy: str
    digest: str = ""
    refused: str = ""
    columns: tuple[Column, ...] = ()
    day: str = ""
    mode: str = "suppress"
    data: str = ""
    respondents: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    by_all: tuple[str, ...] = ()
    noise: str = ""
    family: tuple[Count, ...] = ()
    query: str = ""
    rule: str = ""
    exception: int = 0


Line = Entry | OutputException


class Ledger:
    """Releases of one study or of several; `Ledger(None)` remembers them only as long as it lives.

    Safe for several threads and processes: what is checked and what is added happen under one lock.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self._lines: list[Line] = []
        self._hashes: list[str] = []
        self._tied = False
        self._read_to = 0
        self._file = -1
        self._mutex = Lock()

    @contextmanager
    def locked(self) -> Iterator[tuple[Entry, ...]]:
        """All entries so far; nobody else adds one before the block ends.

        Raises AnalysisError for a file that is damaged or cannot be written.
        """
        with self._mutex:
            if self.path is None:
                yield self._entries()
                return
            self._file = _opened(self.path)
            try:
                lock(self._file)
                self._read_on()
                yield self._entries()
            finally:
                unlock(self._file)
                os.close(self._file)

    def add(self, entry: Entry) -> None:
        """Add an entry, once: the same output released again leaves one line. Only within `locked`."""
        if not any(_same(entry, earlier) for earlier in self._entries()):
            self._write(replace(entry, day=date.today().isoformat()))

    def add_exception(self, made: OutputException) -> int:
        """Add what a checker decided, and give back its line. Only within `locked`."""
        self._write(replace(made, day=date.today().isoformat()))
        return len(self._lines)

    @property
    def lines(self) -> tuple[Line, ...]:
        """Everything so far, the first being line 1. Only within `locked`."""
        return tuple(self._lines)

    @property
    def exceptions(self) -> Iterator[tuple[int, OutputException]]:
        """What checkers decided, with its line. Only within `locked`."""
        return ((n, line) for n, line in enumerate(self._lines, start=1) if isinstance(line, OutputException))

    @property
    def hashes(self) -> tuple[str, ...]:
        """Hash of each line. Only within `locked`."""
        return tuple(self._hashes)

    def _entries(self) -> tuple[Entry, ...]:
        return tuple(line for line in self._lines if isinstance(line, Entry))

    def _write(self, line: Line) -> None:
        tied = chain.linked(_plain(line), self._before())
        if self.path is not None:
            written = chain.written(tied)
            os.write(self._file, written)
            self._read_to += len(written)
        self._hashes.append(tied[chain.OWN])
        self._tied = True
        self._lines.append(line)

    def _before(self) -> str:
        return self._hashes[-1] if self._hashes else ""

    def _read_on(self) -> None:
        """Read what others have added since the last look."""
        if os.fstat(self._file).st_size < self._read_to:
            raise _damaged(self.path, len(self._lines), "it has become shorter")
        with os.fdopen(os.dup(self._file), "rb") as file:
            file.seek(self._read_to)
            added = file.read()
        for line in added.splitlines(keepends=True):
            try:
                read = json.loads(line)
                fields, own = chain.followed(read, self._before(), tied=self._tied)
                self._lines.append(_line(fields))
            except chain.Broken as broken:
                raise _damaged(self.path, len(self._lines) + 1, str(broken)) from broken
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise _damaged(self.path, len(self._lines) + 1, "it is not a line of a ledger") from error
            self._hashes.append(own)
            self._tied = chain.OWN in read
            self._read_to += len(line)


def _opened(path: Path) -> int:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    except OSError as error:
        raise AnalysisError(
            f"{path}: the release ledger must be readable and writable; found: {error.strerror}. Nothing was released. "
            "Allow writing there, or name another place."
        ) from error


def _same(entry: Entry, earlier: Entry) -> bool:
    alike = (entry.digest, entry.query, entry.refused) == (earlier.digest, earlier.query, earlier.refused)
    return alike and replace(entry, day="") == replace(earlier, day="")


def _plain(line: Line) -> dict[str, Any]:
    if isinstance(line, OutputException):
        return asdict(line)
    columns = [{**asdict(column), "domain": sorted(column.domain)} for column in line.columns]
    family = [[sorted(count.people), count.n, count.flag] for count in line.family]
    return {**asdict(replace(line, columns=(), family=())), "columns": columns, "family": family}


def _line(line: dict[str, Any]) -> Line:
    return OutputException(**line) if "decided_by" in line else _entry(line)


def _entry(line: dict[str, Any]) -> Entry:
    columns = tuple(
        Column(frozenset(c["domain"]), c["base"], dict(c["cells"]), dict(c.get("flags", {}))) for c in line["columns"]
    )
    family = tuple(Count(frozenset(people), n, flag) for people, n, flag in line.get("family", []))
    names = {name: tuple(line.get(name, ())) for name in ("variables", "by_all")}
    return Entry(**{**line, **names, "columns": columns, "family": family})


def _damaged(path: Path | None, number: int, what: str) -> AnalysisError:
    return AnalysisError(
        f"{path}, line {number}: the release ledger cannot be relied on, {what}. Nothing was released. "
        "Restore the file from a copy; without it earlier and later tables could give hidden figures away."
    )
