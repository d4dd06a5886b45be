"""Made-up respondents that reach every element and both sides of every condition, found by search, kept as files."""

from survey.covering.case_files import read_cases, summary, write_cases
from survey.covering.cases import Case, replayed
from survey.covering.cover import Coverage, cover
from survey.covering.targets import Target

__all__ = ["Case", "Coverage", "Target", "cover", "read_cases", "replayed", "summary", "write_cases"]
