"""Errors of the survey package: one family, caught at the edge and shown in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass


class SurveyError(Exception):
    """Something a user can mend: says what must hold, what was found, where, and what to do next.

    Never carries an answer of a respondent.
    """


class UnknownStudy(SurveyError):
    """No study folder of that name or path."""


class UnknownVariable(SurveyError):
    """A name that the frame does not hold."""


class UnreadableFile(SurveyError):
    """A file that is missing, damaged, empty or of another kind."""


class SealError(SurveyError):
    """A key that does not open a response, or a sealed response that was changed."""


@dataclass(frozen=True, order=True)
class Fault:
    """One fault of a definition, in plain words and with its place.

    file    path as the reader gave it
    line    first line is 1
    number  the defect's number in the reference list (1 to 30), 0 for what has none
    where   the element, such as 'question "age"'; empty for the file itself
    what    what is wrong and why it matters
    mend    what to do next
    advice  True when the definition may be fielded all the same
    """

    file: str
    line: int
    number: int
    where: str
    what: str
    mend: str
    advice: bool = False

    def __str__(self) -> str:
        place = f"{self.file}, line {self.line}"
        if self.where:
            place += f", {self.where}"
        return f"{place}: {self.what} {self.mend}".rstrip()


class FaultyDefinition(SurveyError):
    """A definition with faults; `faults` holds all of them in file order."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__("\n".join(str(fault) for fault in faults))
