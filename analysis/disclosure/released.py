"""What was released: plain frozen figures that every table, chart, page and file is made from.

A blank cell holds None in every figure, so nothing that is made from it can show what was hidden.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Literal

from analysis.disclosure.digest import Value, table_digest
from analysis.presentation import Flag as Quality
from analysis.source import Level, Source
from survey.text import Text

# Shown; primary suppression; secondary suppression; base too small. Of amounts: made up by one or two people; of a
# group with two different answers; a quantile too near an end.
Flag = Literal["", "c", "x", "b", "d", "g", "q"]


@dataclass(frozen=True)
class ReleasedCell:
    """One estimate, or a blank with its reason.

    value, ci_low, ci_high  in the unit of the statistic; a proportion lies in [0, 1]
    n, weighted_n  cases in the cell, rounded as the policy says
    flag     why it is blank; "" where it is shown
    reason   the same in words, also where nobody answered and there is nothing to show; None where it is shown
    quality  how far a shown figure can be relied on: "" or "unreliable", "review", "caution" (`analysis.presentation`);
             has nothing to do with disclosure, and a blank cell has none
    caution  the same in words
    """

    value: float | None = None
    std_error: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    df: float | None = None
    deff: float | None = None
    n: int | None = None
    weighted_n: float | None = None
    flag: Flag = ""
    reason: Text | None = None
    quality: Quality = ""
    caution: Text | None = None

    @property
    def blank(self) -> bool:
        """True where the figures are hidden."""
        return self.flag != ""


@dataclass(frozen=True)
class ReleasedBase:
    """The answers of a column, weighted and not, or a blank with its reason."""

    n: int | None = None
    weighted_n: float | None = None
    flag: Flag = ""
    reason: Text | None = None

    @property
    def blank(self) -> bool:
        """True where the figures are hidden."""
        return self.flag != ""


@dataclass(frozen=True)
class ReleasedTest:
    """A test; df2 is None for a chi-square, whose `distribution` is "chi2"; see `TestFigures`."""

    name: str
    statistic: float
    df1: float
    df2: float | None
    p_value: float
    distribution: str = "F"


@dataclass(frozen=True)
class Provenance:
    """What names an output wherever it goes: what was asked for, and what it was released under.

    query      as the ledger has it, see `asked`
    policy     digest of the policy
    mode       "keyed" where the figures are perturbed
    threshold, rounding  what held for this output; 0 for public data
    """

    query: str = ""
    policy: str = ""
    mode: str = "suppress"
    threshold: int = 0
    rounding: int = 0


@dataclass(frozen=True)
class Released:
    """What every released output carries.

    notes       to be printed with it: public or synthetic data, what a blank means, rounding
    public_use  nothing was hidden, as the data were public already
    provenance  what it is called in the ledger
    """

    source: Source
    notes: tuple[Text, ...]
    public_use: bool
    provenance: Provenance = field(default=Provenance(), kw_only=True)

    @property
    def digest(self) -> str:
        """Names the output in the ledger: the same figures have the same digest."""
        return sha256(repr(self).encode()).hexdigest()


@dataclass(frozen=True)
class ReleasedTable(Released):
    """R rows, C columns; the last column is "all" where there are groups.

    cells  (R, C)
    bases  (C,)
    test   None without groups, or where it was withheld: then `test_reason` says why
    """

    statistic: str
    rows: tuple[Level, ...]
    columns: tuple[Level, ...]
    cells: tuple[tuple[ReleasedCell, ...], ...]
    bases: tuple[ReleasedBase, ...]
    ci_method: str
    level_of_confidence: float
    test: ReleasedTest | None = None
    test_reason: Text | None = None

    @property
    def digest(self) -> str:
        """Names the table in the ledger; made from its figures, so that a file of it can be held against the ledger."""
        under = self.provenance
        return table_digest(
            study=self.source.study, query=under.query, policy=under.policy, records=list(self._records())
        )

    def _records(self) -> Iterator[dict[str, Value]]:
        for row, cells in zip(self.rows, self.cells, strict=True):
            for column, cell, base in zip(self.columns, cells, self.bases, strict=True):
                shown: dict[str, Value] = {"row_value": row.value, "column_value": column.value, "flag": cell.flag}
                figures = ("value", "std_error", "ci_low", "ci_high", "df", "deff", "n", "weighted_n")
                shown |= {name: getattr(cell, name) for name in figures}
                yield {**shown, "base_n": base.n, "base_weighted_n": base.weighted_n}


@dataclass(frozen=True)
class ReleasedEstimate(Released):
    """One estimate of one group; `code` is the category that a proportion is about."""

    statistic: str
    cell: ReleasedCell
    base: ReleasedBase
    ci_method: str
    level_of_confidence: float
    code: float | str | None = None


@dataclass(frozen=True)
class ReleasedComparison(Released):
    """A test by itself, with the difference that it is about where it is about one; `statistic` says what that is."""

    test: ReleasedTest
    n: int
    statistic: str | None
    difference: ReleasedCell | None
    level_of_confidence: float | None


@dataclass(frozen=True)
class ReleasedCoefficient:
    """A term of a model on the scale of the link; `level` is None for the intercept and numeric terms.

    equation  the category that it is about, in a multinomial model
    """

    term: str
    label: Text
    variable: str
    level: Level | None
    coefficient: float
    std_error: float
    statistic: float
    p_value: float
    ci_low: float
    ci_high: float
    equation: Level | None = None


@dataclass(frozen=True)
class ReleasedModel(Released):
    """A fitted model; `references` are the categories that the others are compared with, by variable.

    link, outcomes  of an ordinal or multinomial model, with the outcome's categories in code order
    baseline        category that the others are compared with in a multinomial model
    dispersion      of a family that has one
    """

    formula: str
    family: str
    event: Level | None
    coefficients: tuple[ReleasedCoefficient, ...]
    references: tuple[tuple[str, Level], ...]
    level_of_confidence: float
    df: float
    n: int
    weighted_n: float
    n_events: int | None
    link: str = ""
    outcomes: tuple[Level, ...] = ()
    baseline: Level | None = None
    dispersion: float | None = None
