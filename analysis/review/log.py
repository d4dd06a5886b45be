"""The log of a study: what was released and refused, and what checkers decided. It holds no figure at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analysis.disclosure.exceptions import OutputException
from analysis.disclosure.ledger import Entry, Ledger, Line
from analysis.errors import AnalysisError

What = Literal["released", "refused", "allowed", "forbidden"]


@dataclass(frozen=True)
class LogLine:
    """A line of the ledger without its counts.

    what    released or refused; allowed or forbidden by a checker
    query   what was asked for; of old lines as far as they say it
    policy, digest  of the policy and of the output; digest is "" where nothing was released
    rule, reason    why it was refused, or which rule a checker lifted and why
    decided_by, until  of a checker's decision; "" otherwise
    of_line    line that a decision is about, or line of the exception by which an output was released; 0 for none
    """

    line: int
    day: str
    what: What
    query: str
    level: int | None
    policy: str
    digest: str = ""
    rule: str = ""
    reason: str = ""
    decided_by: str = ""
    until: str = ""
    of_line: int = 0


@dataclass(frozen=True)
class Log:
    """All lines, the oldest first.

    seal  hash of the last line; who keeps it elsewhere can see later that no line before it was touched
    """

    lines: tuple[LogLine, ...]
    seal: str


def log_of(ledger: Ledger, *, seal: str = "") -> Log:
    """The log. Raises AnalysisError, with the line, where the chain is broken.

    seal  noted earlier: raises AnalysisError where the chain does not hold it any more
    """
    with ledger.locked():
        if seal and seal not in ledger.hashes:
            raise AnalysisError(
                f"The log does not hold the seal {seal[:16]}...: its end was cut off, or all of it was written anew. "
                "Restore it from a copy; what was released since then is not known."
            )
        lines = tuple(_line(number, line) for number, line in enumerate(ledger.lines, start=1))
        return Log(lines, ledger.hashes[-1] if lines else "")


def query_of(entry: Entry) -> str:
    """What was asked for; put together from its parts where an old line does not say it."""
    if entry.query:
        return entry.query
    by, where = (f" {word} {part}" if part else "" for word, part in (("by", entry.by), ("where", entry.where)))
    return f"{entry.statistic} of {entry.about}{by}{where}"


def _line(number: int, line: Line) -> LogLine:
    if isinstance(line, OutputException):
        return LogLine(
            line=number,
            day=line.day,
            what="allowed" if line.allowed else "forbidden",
            query=line.query,
            level=None,
            policy=line.policy,
            rule=line.rule,
            reason=line.reason,
            decided_by=line.decided_by,
            until=line.until,
            of_line=line.of_line,
        )
    return LogLine(
        line=number,
        day=line.day,
        what="refused" if line.refused else "released",
        query=query_of(line),
        level=line.level,
        policy=line.policy,
        digest=line.digest,
        rule=line.rule,
        reason=line.refused,
        of_line=line.exception,
    )
