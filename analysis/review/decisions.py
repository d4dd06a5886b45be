"""What an output checker decides about one line of the log: to let it be released, or to forbid it."""

from __future__ import annotations

from datetime import date, timedelta

from analysis.disclosure.exceptions import CAN_BE_LIFTED, FORBIDDEN, OutputException
from analysis.disclosure.ledger import Entry, Ledger
from analysis.errors import AnalysisError

LONGEST = 366  # days
_SHORTEST_REASON = 10  # characters


def allow(ledger: Ledger, line: int, *, decided_by: str, reason: str, until: date) -> int:
    """Let the output that was refused in `line` be released, though its rule refuses it; the line of the exception.

    It lifts that one rule for that one question under that policy. What is released is protected by all other rules,
    and says that an exception was made. At level 3 a rule about people is lifted for three or more only, which
    `release` sees to. Raises AnalysisError where the rule cannot be lifted.
    """
    with ledger.locked():
        entry = _entry(ledger, line)
        if not entry.refused:
            raise AnalysisError(f"Line {line} is a release: there is nothing to allow. Name the line of a refusal.")
        if entry.mode == "keyed" and entry.rule != FORBIDDEN:
            raise AnalysisError(
                "No exception is made where figures are shown with noise: the same question has the same answer for "
                "everybody. Publish the table exactly instead, for which `[release] dashboard` must not be keyed."
            )
        if entry.rule not in CAN_BE_LIFTED:
            raise AnalysisError(
                f'The rule "{entry.rule}" of line {line} cannot be lifted: without it, answers of single people '
                f"could be worked out. Rules that can be lifted: {', '.join(CAN_BE_LIFTED)}. Ask for another output."
            )
        return ledger.add_exception(_made(entry, line, entry.rule, True, decided_by, reason, until))


def forbid(ledger: Ledger, line: int, *, decided_by: str, reason: str, until: date) -> int:
    """Forbid the output of `line` from now on, released or not; the line of the exception."""
    with ledger.locked():
        return ledger.add_exception(_made(_entry(ledger, line), line, FORBIDDEN, False, decided_by, reason, until))


def _entry(ledger: Ledger, line: int) -> Entry:
    lines = ledger.lines
    if not 1 <= line <= len(lines):
        raise AnalysisError(f"The log has lines 1 to {len(lines)}; found {line}. `varsam releases` shows them.")
    entry = lines[line - 1]
    if not isinstance(entry, Entry):
        raise AnalysisError(f"Line {line} is an exception itself. Name the line of a release or of a refusal.")
    if not entry.query:
        raise AnalysisError(
            f"Line {line} was written before the log held the whole question. Ask for the output again and use the "
            "line that this leaves."
        )
    return entry


def _made(
    entry: Entry, line: int, rule: str, allowed: bool, decided_by: str, reason: str, until: date
) -> OutputException:
    if not decided_by.strip():
        raise AnalysisError("An exception needs the name of the person who decides it.")
    if len(reason.strip()) < _SHORTEST_REASON:
        raise AnalysisError("An exception needs a reason that others understand: a sentence.")
    if not date.today() <= until <= date.today() + timedelta(LONGEST):
        raise AnalysisError(f"An exception ends between today and a year from now; found {until.isoformat()}.")
    return OutputException(
        study=entry.study,
        query=entry.query,
        policy=entry.policy,
        rule=rule,
        allowed=allowed,
        of_line=line,
        decided_by=" ".join(decided_by.split()),
        reason=" ".join(reason.split()),
        until=until.isoformat(),
    )
