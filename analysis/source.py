"""What a result was made from, and how its rows and columns are called. Holds no figures, so everybody may read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from survey.text import Text

# What a table is grouped by: nothing, a variable, or several whose categories are combined.
By = str | Sequence[str] | None


@dataclass(frozen=True)
class Level:
    """A row or column of a table: a code with its label; `value` is None for "all".

    named  False for a code that the codebook does not name: it is there because somebody answered so
    """

    value: float | str | None
    label: Text
    named: bool = True


@dataclass(frozen=True)
class Question:
    """A table that can be asked for: the variable of its rows, that of its columns, and its filter; "" for none."""

    rows: str
    by: str = ""
    where: str = ""


@dataclass(frozen=True, repr=False, eq=False)
class Snapshot:
    """The respondents that a design holds: how many, and what names the set of them. Taken off what is released.

    Two with the same numbers are not the same: who they are is known of each by itself (`analysis.respondents`).
    """

    respondents: int
    key: int


@dataclass(frozen=True)
class Source:
    """What a result was made from, for titles, for the policy and for the ledger; holds no figures.

    study      id of the study
    variables  names of all variables that went in: outcome first, then grouping, then those of `where`
    labels     their wording, in the same order
    rows, by   row and column variable of a table; by is "" without columns, and joins several names by ":"
    combined   names of the column variables where there are several
    where      the filter as it was written; "" for everybody
    where_words  the same in words
    where_variables  names in the filter
    level      the highest sensitivity level of all of them
    weighted   False when every weight is 1
    synthetic  True for made-up data
    by_unit    True where the sampling unit (school, workplace) is one of the variables
    coded      names in `variables` whose answers are codes, not amounts
    plain      weights in grouping and filter, and numbers without codes in the filter
    snapshot   of the data, for the ledger; None without record keys, and in what was released
    by_all     names in `variables` that everybody answered
    """

    study: str
    variables: tuple[str, ...]
    labels: tuple[Text, ...]
    rows: str
    by: str = ""
    where: str = ""
    where_words: Text = field(default_factory=Text)
    where_variables: tuple[str, ...] = ()
    level: int = 0
    weighted: bool = True
    synthetic: bool = False
    by_unit: bool = False
    combined: tuple[str, ...] = ()
    coded: tuple[str, ...] = ()
    plain: tuple[str, ...] = field(default=(), repr=False)
    snapshot: Snapshot | None = field(default=None, repr=False, compare=False)
    by_all: tuple[str, ...] = ()
