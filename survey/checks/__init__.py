"""Checks of a questionnaire: every fault at once, in file order, in plain words with a way to mend it."""

from survey.checks.advice import unfilled
from survey.checks.report import check, check_file

__all__ = ["check", "check_file", "unfilled"]
