"""A variable with its meaning: what frames, codebooks, tables and exports know of a column."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from survey.text import Text

Measure = Literal["nominal", "ordinal", "scale"]
Kind = Literal["numeric", "text"]
Role = Literal["answer", "derived", "paradata", "weight", "design", "marker"]


@dataclass(frozen=True)
class ValueLabel:
    """A code and what it means. `value` is a number for numeric variables, a string for text variables."""

    value: float | str
    label: Text


@dataclass(frozen=True)
class MissingRange:
    """User-missing values from `low` to `high`, both included; a single value has low == high."""

    low: float | str
    high: float | str


@dataclass(frozen=True)
class Variable:
    """One column.

    label     wording of the question (or of the item), or the label an imported file gives
    values    substantive codes with labels; empty for a free number
    min, max  limits of a number as it was asked; None where none were set
    missing   codes for item nonresponse with labels
    missing_ranges  which values count as missing, as SPSS writes it (at most a range and a value, or three values)
    level     sensitivity 0 to 3; decides thresholds at release
    question  id of the question it comes from; variables of one battery or multiple choice share it
    question_type  type of that question; "experiment" of an arm, "design" of a design variable with codes
    stem      wording of the battery or multiple choice as a whole
    universe  whom it was asked of, in words; empty means everybody
    format    display format as SPSS writes it, such as F2.0 or A8
    """

    name: str
    label: Text
    kind: Kind = "numeric"
    measure: Measure = "nominal"
    role: Role = "answer"
    values: tuple[ValueLabel, ...] = ()
    missing: tuple[ValueLabel, ...] = ()
    missing_ranges: tuple[MissingRange, ...] = ()
    level: int = 0
    question: str = ""
    question_type: str = ""
    stem: Text = field(default_factory=Text)
    universe: Text = field(default_factory=Text)
    format: str = ""
    min: float | None = None
    max: float | None = None
