"""How closely a released figure is given. Public data are not rounded at all."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, isfinite, log10


@dataclass(frozen=True)
class Rounding:
    """Rounds what is shown.

    count    counts become multiples of this
    weights  weighted counts become multiples of this: about `count` cases, as 1, 2 or 5 times a power of ten
    """

    count: int
    weights: float

    @classmethod
    def of(cls, count: int, *, n: int, weighted_n: float, weighted: bool) -> Rounding:
        """The rounding for a table of n cases; without weights a weighted count is a count."""
        wanted = count * weighted_n / n if weighted and n else float(count)
        return cls(count, _round_number(wanted) if weighted else float(count))

    def n(self, n: int) -> int:
        """A count, halves upwards."""
        return (2 * n + self.count) // (2 * self.count) * self.count

    def df(self, df: float, n: int) -> float:
        """Degrees of freedom of n cases: where people are PSUs they count people, and are rounded as these are."""
        return float(self.n(int(df))) if 2 * df > n else df

    def weighted_n(self, weighted_n: float) -> float:
        """A weighted count."""
        return _to_step(weighted_n, self.weights)


@dataclass(frozen=True)
class Decimals:
    """Digits after the point of an estimate and its interval, and of its standard error."""

    value: int
    std_error: int

    @classmethod
    def of_share(cls, *, whole: bool) -> Decimals:
        """Whole per cents, as for fewer than 100 answers, or tenths; one more for the standard error."""
        return cls(2, 3) if whole else cls(3, 4)

    @classmethod
    def of_mean(cls, std_error: float) -> Decimals:
        """As many as the standard error has to its second digit."""
        digits = 1 - floor(log10(std_error)) if isfinite(std_error) and std_error > 0 else 2
        return cls(digits, digits)


def significant(number: float, digits: int) -> float:
    """A number to so many digits; a small p value never becomes 0."""
    return float(f"{number:.{digits}g}")


def _round_number(wanted: float) -> float:
    """The smallest of 1, 2, 5 times a power of ten that is about as large as what is wanted."""
    power = 10.0 ** floor(log10(wanted))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= 0.9 * wanted)


def _to_step(number: float, step: float) -> float:
    decimals = max(0, -floor(log10(step)))
    return round(floor(number / step + 0.5) * step, decimals)
