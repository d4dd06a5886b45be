"""For output checkers: the log of a study, exceptions, and the audit of a file that was exported."""

from analysis.review.audit import Audit, Problem, audit
from analysis.review.decisions import allow, forbid
from analysis.review.exported import Exported, read
from analysis.review.log import Log, LogLine, log_of
from analysis.review.rules import rule_in_words

__all__ = [
    "Audit",
    "Exported",
    "Log",
    "LogLine",
    "Problem",
    "allow",
    "audit",
    "forbid",
    "log_of",
    "read",
    "rule_in_words",
]
