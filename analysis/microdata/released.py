"""Microdata that may leave the house: the only thing that files for outsiders are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from analysis.microdata.diversity import Diversity
from analysis.microdata.policy import Profile
from analysis.microdata.risk import Risk
from survey.frame import SurveyFrame
from survey.text import Text


@dataclass(frozen=True)
class LeftOut:
    """A variable that is not in the file, and why."""

    variable: str
    label: Text
    reason: Text


@dataclass(frozen=True)
class Change:
    """What was done to a variable.

    cells  answers that are no longer what they were
    visible  whether the file shows how many they are, as removed answers
    moved  greatest difference that this and all else made to the weighted share of one of its answers, in [0, 1],
           rounded up to a tenth of a per cent; None for a variable without categories
    """

    variable: str
    label: Text
    what: Text
    cells: int
    visible: bool = False
    moved: float | None = None


@dataclass(frozen=True)
class Shares:
    """Weighted shares of the answers to a key, before and after, with the file's own weights after.

    They show which answers were removed, and are for the owner of the data alone.
    """

    variable: str
    label: Text
    categories: tuple[Text, ...]
    before: tuple[float, ...]
    after: tuple[float, ...]


@dataclass(frozen=True)
class RiskReport:
    """What was done, what risk is left, and what it costs.

    policy   digest of the policy
    before, after  the risk under each combination of keys, of the answers as they came and as they leave
    known    for each combination the fewest records left to someone who knows all its variables of a person
    diversity  of each sensitive question and combination, as they leave
    losses   what an analyst can no longer do
    shares   for the owner alone
    """

    study: str
    title: Text
    profile: Profile
    synthetic: bool
    policy: str
    n: int
    k: int
    expected: float
    missing: str
    before: tuple[Risk, ...]
    after: tuple[Risk, ...]
    known: tuple[int, ...]
    diversity: tuple[tuple[tuple[str, ...], Diversity], ...]
    changes: tuple[Change, ...]
    left_out: tuple[LeftOut, ...]
    losses: tuple[Text, ...]
    shares: tuple[Shares, ...] = field(repr=False)


@dataclass(frozen=True, eq=False)
class ReleasedMicrodata:
    """The answers as they may leave, the design that goes with them, and the report.

    frame   records in random order under random numbers
    design  names of columns under weight, strata and psu, of those that are in the file
    """

    frame: SurveyFrame = field(repr=False)
    design: Mapping[str, str]
    report: RiskReport
