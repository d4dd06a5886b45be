"""What may be shown of a study: thresholds by sensitivity level, rounding, and what a model must have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from hashlib import sha256
from operator import ge, le
from typing import Any

from analysis.errors import BadPolicy
from analysis.presentation import CV_LIMIT

ByLevel = tuple[int, int, int, int]


@dataclass(frozen=True)
class Limits:
    """What holds for one output, at the highest sensitivity level of its variables.

    threshold  smallest unweighted count of a cell that may be shown; zeros are small too
    base       smallest unweighted number of answers a group must have for anything about it to be shown
    max_dimensions  rows, columns and filter variables together
    width      how far apart the least and the greatest possible value of a hidden count must lie
    group_disclosure  True where a group whose members all answered the same is hidden as well
    """

    level: int
    threshold: int
    base: int
    max_dimensions: int

    @property
    def width(self) -> float:
        """Half the threshold."""
        return self.threshold / 2

    @property
    def group_disclosure(self) -> bool:
        """From level 2: health, sexuality, belief, victimisation, purchase."""
        return self.level >= 2


@dataclass(frozen=True)
class ReleasePolicy:
    """What a study allows; the defaults are the least that each sensitivity level (0 to 3) needs.

    threshold, base, max_dimensions  see `Limits`, one for each level
    rounding     shown counts are rounded to a multiple of this
    residual_df  residual degrees of freedom that a model must have
    caution_cv   coefficient of variation above which a mean or total is marked as uncertain; hides nothing
    public_use   the answers are public already: nothing is hidden or rounded, and every output says so

    Minimum cell and base: Swedish practice shows no result on fewer than 41 answers (ULF); threshold 10 as ONS, ABS
    and ACRO. Rounding 5 as ONS. Residual degrees of freedom 10 as ACRO.
    """

    threshold: ByLevel = (5, 5, 10, 10)
    base: ByLevel = (20, 30, 41, 41)
    max_dimensions: ByLevel = (4, 4, 3, 2)
    rounding: int = 5
    residual_df: int = 10
    caution_cv: float = CV_LIMIT
    public_use: bool = False

    @classmethod
    def from_settings(cls, settings: Mapping[str, object]) -> ReleasePolicy:
        """The policy as [release] of study.toml writes it. Raises BadPolicy for what is unknown or too lax."""
        known = [setting.name for setting in fields(cls)]
        unknown = [name for name in settings if name not in known]
        if unknown:
            raise BadPolicy(f'[release] has no setting "{unknown[0]}". It takes {", ".join(known)}.')
        return cls(**{name: _READERS[name](name, value) for name, value in settings.items()})

    def at(self, level: int) -> Limits:
        """The limits at a sensitivity level."""
        return Limits(level, self.threshold[level], self.base[level], self.max_dimensions[level])

    @property
    def digest(self) -> str:
        """Names the policy in the ledger: the same settings have the same digest."""
        return sha256(repr(self).encode()).hexdigest()[:16]


def _yes_or_no(name: str, value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise BadPolicy(f"[release] {name} is true or false; found {value!r}.")


def _whole(name: str, value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise BadPolicy(f"[release] {name} is a whole number, or a list of four for the levels 0 to 3; found {value!r}.")


def _at_least_default(name: str, value: object) -> int:
    number, least = _whole(name, value), getattr(ReleasePolicy, name)
    if number < least:
        raise BadPolicy(f"[release] {name} must be at least {least}; found {number}.")
    return number


def _by_level(name: str, value: object) -> ByLevel:
    given = value if isinstance(value, list | tuple) else [value] * 4
    if len(given) != 4:
        raise BadPolicy(f"[release] {name} takes one number, or four for the levels 0 to 3; found {len(given)}.")
    numbers = [_whole(name, number) for number in given]
    bound: ByLevel = getattr(ReleasePolicy, name)
    strict, words = (le, "at most") if name == "max_dimensions" else (ge, "at least")
    for level, (number, limit) in enumerate(zip(numbers, bound, strict=True)):
        if not strict(number, limit) or number < 1:
            raise BadPolicy(
                f"[release] {name} must be {words} {limit} for variables of sensitivity level {level}; found {number}. "
                f"A study may be stricter than {list(bound)} (levels 0 to 3), never laxer. "
                "Only answers that are public already take public_use = true."
            )
    return numbers[0], numbers[1], numbers[2], numbers[3]


def _part(name: str, value: object) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= 1:
        return float(value)
    raise BadPolicy(f"[release] {name} is above 0 and at most 1, such as 0.3; found {value!r}.")


_READERS: dict[str, Any] = {
    "threshold": _by_level,
    "base": _by_level,
    "max_dimensions": _by_level,
    "rounding": _at_least_default,
    "residual_df": _at_least_default,
    "caution_cv": _part,
    "public_use": _yes_or_no,
}
