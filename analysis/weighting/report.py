"""What a step did to a weight: its distribution, its margins, and who moved. Counts and factors, no answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.arrays import FloatArray


@dataclass(frozen=True)
class Distribution:
    """A weight in numbers; cases with weight 0 are left out.

    n          cases
    total      sum of w, the size of the population it stands for
    cv         standard deviation / mean
    deff       1 + cv**2 = n * sum of w**2 / (sum of w)**2: what unequal weights cost (Kish 1965, 11.2C)
    n_effective  n / deff
    """

    n: int
    total: float
    smallest: float
    lower_quartile: float
    median: float
    upper_quartile: float
    largest: float
    cv: float
    deff: float
    n_effective: float

    @classmethod
    def of(cls, weight: FloatArray) -> Distribution:
        """The distribution of a weight (n,)."""
        w = weight[weight != 0]
        quartiles = np.quantile(w, [0, 0.25, 0.5, 0.75, 1]) if len(w) else np.full(5, np.nan)
        # Around the mean no digit is lost: equal weights have a deff of exactly 1.
        cv2 = float(np.mean((w / w.mean() - 1) ** 2)) if len(w) else np.nan
        smallest, lower, median, upper, largest = map(float, quartiles)
        n, deff = len(w), 1 + cv2
        return cls(n, float(w.sum()), smallest, lower, median, upper, largest, cv2**0.5, deff, n / deff)


@dataclass(frozen=True)
class MarginRow:
    """A total that a step has to meet.

    variable, category  what it is the total of; no category for a numeric variable
    target   known total: of the population, or of the sample with those who did not respond
    before   weighted total before the step; NaN for a variable of sensitivity level 2 or 3, whose totals are results
    after    weighted total after it
    """

    variable: str
    category: str
    target: float
    before: float
    after: float

    @property
    def gap(self) -> float:
        """Share missed, after / target - 1; or what is missed where the target is 0."""
        return self.after / self.target - 1 if self.target else self.after

    @property
    def name(self) -> str:
        """The variable, and the category of it."""
        return f"{self.variable} = {self.category}" if self.category else self.variable


@dataclass(frozen=True)
class WeightReport:
    """What a step did to a weight.

    step     "post-stratification", "raking", "calibration (linear)", "trimming", "non-response"
    before, after    distribution of the weight
    margins  the totals that the step has to meet
    smallest_factor, largest_factor  range of weight after / weight before
    notes    what a reader has to know, such as small classes
    """

    step: str
    before: Distribution
    after: Distribution
    margins: tuple[MarginRow, ...] = ()
    smallest_factor: float = 1.0
    largest_factor: float = 1.0
    notes: tuple[str, ...] = ()

    @property
    def deff(self) -> float:
        """Kish's design effect of the weight after the step."""
        return self.after.deff

    @property
    def largest_gap(self) -> float:
        """Largest |after / target - 1| of the margins; 0 without margins."""
        return max((abs(row.gap) for row in self.margins), default=0.0)

    def text(self) -> str:
        """The report as lines of text."""
        lines = [self.step, f"  factors {_short(self.smallest_factor)} to {_short(self.largest_factor)}"]
        lines += _table(["", "before", "after"], _distributions(self.before, self.after))
        if self.margins:
            rows: list[list[str | float]] = [[row.name, row.target, row.before, row.after] for row in self.margins]
            lines += ["", *_table(["margin", "target", "before", "after"], rows)]
            lines += [f"  largest gap {self.largest_gap:.1g}"]
        return "\n".join([*lines, *(f"  {note}" for note in self.notes)])


def reported(
    step: str,
    before: FloatArray,
    after: FloatArray,
    margins: Sequence[MarginRow] = (),
    notes: Sequence[str] = (),
) -> WeightReport:
    """The report of a step from the weight (n,) before and after it."""
    kept = (before != 0) & (after != 0)
    factor = after[kept] / before[kept]
    low, high = (float(factor.min()), float(factor.max())) if kept.any() else (np.nan, np.nan)
    return WeightReport(step, Distribution.of(before), Distribution.of(after), tuple(margins), low, high, tuple(notes))


def _distributions(before: Distribution, after: Distribution) -> list[list[str | float]]:
    words = {"n": "cases", "total": "sum", "deff": "Kish's deff", "n_effective": "effective n"}
    names = list(before.__dataclass_fields__)
    return [[words.get(n, n.replace("_", " ")), getattr(before, n), getattr(after, n)] for n in names]


def _table(head: list[str], rows: list[list[str | float]]) -> list[str]:
    """Lines with the first column to the left and numbers to the right."""
    cells = [head, *([cell if isinstance(cell, str) else _short(cell) for cell in row] for row in rows)]
    widths = [max(len(row[c]) for row in cells) for c in range(len(head))]
    return [
        "  "
        + "  ".join(cell.rjust(w) if c else cell.ljust(w) for c, (cell, w) in enumerate(zip(row, widths, strict=True)))
        for row in cells
    ]


def _short(number: float) -> str:
    return (
        f"{number:,.0f}" if float(number).is_integer() else f"{number:,.4g}" if abs(number) < 1000 else f"{number:,.1f}"
    )
