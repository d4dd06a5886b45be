"""Errors of the analysis package: one family, caught at the edge and shown in the reader's language."""

from __future__ import annotations

from typing import Any

from analysis.source import Question, Source
from survey.text import Text


class AnalysisError(Exception):
    """Something a user can mend: says what must hold, what was found, where, and what to do next."""


class OfAnswers(AnalysisError):
    """Says something of the answers: how many there are, what they hold. Readers get it of public data only.

    source, n, cells  of a model that could not be fitted: what it is made from, its cases, and those in its cells; the
                      release words its refusal by them, as that of a model which could be fitted
    """

    source: Source | None = None
    n: int = 0
    cells: tuple[Any, ...] = ()


class NotNumeric(AnalysisError):
    """A variable that has no numbers to average."""


class BadWeight(AnalysisError):
    """Weights that are zero, negative or not there where they must be positive."""


class LonelyPSU(OfAnswers):
    """A stratum with one PSU, whose variance cannot be estimated."""


class NoCases(OfAnswers):
    """Nobody is left to estimate from."""


class SameOutcome(OfAnswers):
    """An outcome that is the same for everybody, or 0."""


class Separated(OfAnswers):
    """Predictors that tell an outcome apart completely, so that a coefficient is infinite."""


class NotReleased(AnalysisError):
    """An unreleased result was asked to show itself."""


class Refused(AnalysisError):
    """The policy does not allow this output at all.

    reason   why, and what is allowed, in every language
    rule     the rule by one word, for the log, such as "threshold" or "grammar"
    instead  questions that may be asked in its place
    fewest   people whom the rule protects here; 0 where that is not known. Never shown, never written down
    """

    def __init__(self, reason: Text, *, rule: str = "", instead: tuple[Question, ...] = (), fewest: int = 0) -> None:
        self.reason = reason
        self.rule = rule
        self.instead = instead
        self.fewest = fewest
        super().__init__(reason.in_language("en"))


class BadPolicy(AnalysisError):
    """Release settings that are unknown, or laxer than a sensitivity level allows."""


class BadFormula(AnalysisError):
    """A model formula that cannot be read or fitted."""


class BadColumn(BadFormula, OfAnswers):
    """A part of a formula that is no number for some of the answers."""
