"""Which variables a file may have at all, and why the others are left out."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from analysis.microdata import words
from analysis.microdata.policy import MicrodataPolicy
from analysis.microdata.released import LeftOut
from survey.frame import SurveyFrame
from survey.text import Text
from survey.variables import Variable

_DATES = (
    "DATE",
    "ADATE",
    "EDATE",
    "JDATE",
    "SDATE",
    "DATETIME",
    "YMDHMS",
    "TIME",
    "DTIME",
    "MTIME",
    "QYR",
    "MOYR",
    "WKYR",
)
_NEARLY_ALL = 0.5


def left_out(frame: SurveyFrame, policy: MicrodataPolicy) -> tuple[LeftOut, ...]:
    """The variables that the file does not have, in their order."""
    found = ((variable, _reason(frame, policy, variable)) for variable in frame.variables.values())
    return tuple(LeftOut(variable.name, variable.label, reason) for variable, reason in found if reason)


def _reason(frame: SurveyFrame, policy: MicrodataPolicy, variable: Variable) -> Text | None:
    named = variable.name
    if named in policy.drop:
        return words.DROPPED
    if variable.role == "marker" or named in _of_design(policy):
        return None
    if variable.kind == "text" and not variable.values:
        return words.FREE_TEXT
    if variable.format.rstrip("0123456789.").upper() in _DATES:
        return words.DATE
    if named in (*policy.all_keys, *policy.keep):
        return None
    if variable.role in words.ROLES:
        return words.ROLES[variable.role]
    if variable.level >= policy.least_level_left_out:
        return words.SENSITIVE
    return words.IDENTIFIER if _all_differ(frame, variable) else None


def _of_design(policy: MicrodataPolicy) -> Iterator[str]:
    """Columns of the design that go with the file."""
    for use, name in policy.design.items():
        if use == "weight" or (use == "strata" and policy.strata) or (use == "psu" and policy.psu):
            yield name


def _all_differ(frame: SurveyFrame, variable: Variable) -> bool:
    """True for numbers without labels of which most are nobody else's, such as a number of a person."""
    if variable.values:
        return False
    answers = frame.data[variable.name].to_numpy()[~frame.is_missing(variable.name)]
    _, counts = np.unique(pd.factorize(answers)[0], return_counts=True)
    return len(answers) > 0 and float((counts == 1).sum()) > _NEARLY_ALL * len(answers)
