"""What may be shown of a study, and how: thresholds by sensitivity level, the grammar of questions, noise, rounding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from math import ceil
from operator import ge, le
from typing import Any, Literal

from analysis.errors import BadPolicy
from analysis.presentation import CV_LIMIT
from analysis.source import Source
from survey.frame import SurveyFrame
from survey.groupings import Grouping

ByLevel = tuple[int, int, int, int]
Code = float | str
Mode = Literal["suppress", "keyed"]

# From this level on it is a secret of everybody in a group what nearly all of them answered.
SENSITIVE_LEVEL = 2

# Of people who are easily hurt or easily known (minors, minorities): from this level on, this threshold.
STRICT_LEVEL, STRICT_THRESHOLD = 2, 20

# How much further the noise of small counts goes: so far that subtraction is right in fewer than 8 of 100 cases, as
# measured at 500 to 10 000 respondents (docs/attacks.md).
WIDER = 2.5

# The same of few people without an answer, which is less of a secret than an answer, and of models of an answer, of
# which it takes several to be left with a few (docs/attacks.md).
MIDDLE = 1.8

# Levels of confidence of what is shown. Whoever may choose any level finds where an end of the interval goes over to
# the next digit, and so the standard error to as many digits as he likes; and that tells of n.
LEVELS_OF_CONFIDENCE = (0.8, 0.9, 0.95, 0.99)

# Quantiles: people on each side of the cut, and in all.
BESIDE_A_QUANTILE, LEAST_FOR_A_QUANTILE = 10, 20


@dataclass(frozen=True)
class Limits:
    """What holds for one output, at the highest sensitivity level of its variables.

    threshold  smallest unweighted count of a cell that may be shown; zeros are small too
    base       smallest unweighted number of answers a group must have for anything about it to be shown
    max_dimensions  rows, columns and filter variables together
    width      how far apart the least and the greatest possible value of a hidden count must lie
    group_disclosure  True where a group whose members all answered the same is hidden as well
    whole_percent  True where shares are shown in whole per cents, however many answered
    """

    level: int
    threshold: int
    base: int
    max_dimensions: int
    whole_percent: bool = False

    @property
    def width(self) -> float:
        """Half the threshold."""
        return self.threshold / 2

    @property
    def group_disclosure(self) -> bool:
        """From level 2: health, sexuality, belief, victimisation, purchase."""
        return self.level >= SENSITIVE_LEVEL


@dataclass(frozen=True)
class ReleasePolicy:
    """What a study allows; the defaults are the least that each sensitivity level (0 to 3) needs.

    mode         "suppress": exact figures, those that would tell of a few are hidden; "keyed": every figure comes from
                 counts that are perturbed, the same way wherever it is asked for
    threshold, base, max_dimensions  see `Limits`, one for each level
    identifying  variables that others can know of a person; at most `identifying_dimensions` of them together
    groupings    variables that may group and filter; none named: every one with few categories
    strict       variables such as age below 18 or orientation: an output of level 2 or 3 that has one of them needs 20
                 in a cell and shows whole per cents
    sensitive_codes  of variables of level 2 or 3, the codes that say something of who has them; of a variable that is
                 not named, all do. Where nine in ten of a group have one of them, a published table hides that
    coarser      the next coarser grouping of a variable that has one
    made_from    the groupings of the study, so that a group and a part of it are known to be linked
    filters      conditions `variable = code` that may be combined, where `mode` is "keyed"
    noise_limit, noise_variance  D and V of the p-table
    snapshot     respondents that must have been added, or left, before figures are made anew
    smallest     respondents below which nothing is grouped or filtered, where `mode` is "keyed"
    seed         secret of the study that noise is drawn with; never in a file with figures, and not in the digest
    rounding     shown counts are rounded to a multiple of this
    residual_df  residual degrees of freedom that a model must have
    caution_cv   coefficient of variation above which a mean or total is marked as uncertain; hides nothing
    public_use   the answers are public already: nothing is hidden or rounded, and every output says so

    Minimum cell and base: Swedish practice shows no result on fewer than 41 answers (ULF); threshold 10 as ONS, ABS
    and ACRO. Rounding 5 as ONS. Residual degrees of freedom 10 as ACRO. What noise, filters and snapshots are for, and
    where their figures come from: `docs/disclosure.md`.
    """

    mode: Mode = "suppress"

    threshold: ByLevel = (5, 5, 10, 10)
    base: ByLevel = (20, 30, 41, 41)
    max_dimensions: ByLevel = (4, 4, 3, 2)
    rounding: int = 5
    residual_df: int = 10
    caution_cv: float = CV_LIMIT
    public_use: bool = False
    identifying: tuple[str, ...] = ()
    groupings: tuple[str, ...] = ()
    strict: tuple[str, ...] = ()
    sensitive_codes: Mapping[str, tuple[Code, ...]] = field(default_factory=dict)
    coarser: Mapping[str, str] = field(default_factory=dict)
    made_from: tuple[Grouping, ...] = ()
    filters: int = 2
    identifying_dimensions: int = 3
    noise_limit: int = 5
    noise_variance: float = 3.0
    snapshot: int = 50
    smallest: int = 100
    seed: bytes = field(default=b"", repr=False)

    @classmethod
    def from_settings(
        cls,
        settings: Mapping[str, object],
        *,
        coarser: Mapping[str, str] | None = None,
        made_from: tuple[Grouping, ...] = (),
    ) -> ReleasePolicy:
        """The policy as [release] of study.toml writes it.

        Raises BadPolicy for what is unknown or too lax.
        """
        unknown = [name for name in settings if name not in _READERS]
        if unknown:
            raise BadPolicy(f'[release] has no setting "{unknown[0]}". It takes {", ".join(_READERS)}.')
        given = {"dashboard": "keyed", **settings}
        read = {name: _READERS[name](name, value) for name, value in given.items()}
        _refuse_wide_noise(**read)
        return cls(mode=read.pop("dashboard"), coarser=coarser or {}, made_from=made_from, **read)

    @property
    def small(self) -> int:
        """Counts below this may be hidden somewhere: in the strictest output of the study."""
        return max(*self.threshold, STRICT_THRESHOLD if self.strict else 0)

    @property
    def wide_limit(self) -> int:
        """D of counts below `small`: so far apart every one of 2 D + 1 results is as likely."""
        return ceil(WIDER * self.noise_limit)

    @property
    def middle_limit(self) -> int:
        """D of counts below `small` of people without an answer."""
        return ceil(MIDDLE * self.noise_limit)

    @property
    def noise(self) -> str:
        """What the noise of counts follows from, beside who is counted and the secret: other noise has another name."""
        wide = f"below {self.small}: D {self.wide_limit} or {self.middle_limit}"
        parts = f"D {self.noise_limit}, V {self.noise_variance:g}, {wide}"
        return f"{parts}, {sha256(repr(self.made_from).encode()).hexdigest()[:8]}"

    def for_publication(self) -> ReleasePolicy:
        """The same policy for exact tables, whatever the dashboard answers with."""
        return replace(self, mode="suppress")

    def refuse_unknown(self, frame: SurveyFrame) -> None:
        """Raises BadPolicy where a setting names a variable that the study does not have."""
        for setting in ("identifying", "groupings", "strict"):
            for name in getattr(self, setting):
                if name not in frame.variables:
                    raise BadPolicy(
                        f'[release] {setting} names "{name}", which the study does not have. '
                        "`varsam codebook` lists the names."
                    )
        for name, codes in self.sensitive_codes.items():
            _refuse_codes(frame, name, codes)

    def at(self, level: int) -> Limits:
        """The limits at a sensitivity level."""
        return Limits(level, self.threshold[level], self.base[level], self.max_dimensions[level])

    def limits(self, source: Source) -> Limits:
        """The limits of an output: those of its most sensitive variable, stricter where `strict` says so."""
        limits = self.at(source.level)
        if source.level < STRICT_LEVEL or not set(self.strict) & set(source.variables):
            return limits
        return replace(limits, threshold=max(limits.threshold, STRICT_THRESHOLD), whole_percent=True)

    @property
    def digest(self) -> str:
        """Names the policy in the ledger: the same settings have the same digest."""
        return sha256(repr(self).encode()).hexdigest()[:16]


def _refuse_codes(frame: SurveyFrame, name: str, codes: tuple[Code, ...]) -> None:
    """Raises BadPolicy for sensitive codes of no variable, of one that is not sensitive, or that it does not have."""
    if name not in frame.variables:
        raise BadPolicy(
            f'[release.sensitive_codes] names "{name}", which the study does not have. '
            "`varsam codebook` lists the names."
        )
    variable = frame.variables[name]
    if variable.level < SENSITIVE_LEVEL:
        raise BadPolicy(
            f'[release.sensitive_codes] is about variables of level {SENSITIVE_LEVEL} and 3; "{name}" is of level '
            f"{variable.level}, where no answer is hidden because many gave it. Leave it out."
        )
    known = [value.value for value in variable.values]
    for code in codes:
        if code not in known:
            raise BadPolicy(
                f"[release.sensitive_codes] {name} must name codes of its answers ({', '.join(map(_plain, known))}); "
                f"found {code!r}. `varsam codebook` lists them."
            )


def _plain(code: Code) -> str:
    return f"{code:g}" if isinstance(code, float | int) else code


def _refuse_wide_noise(*, noise_limit: int = 5, noise_variance: float = 3.0, **_: object) -> None:
    most = noise_limit * (noise_limit + 1) / 3  # of noise that takes every value from -D to D as often
    if noise_variance > most:
        raise BadPolicy(
            f"[release] noise_variance must be at most {most:.4g} with a noise_limit of {noise_limit}; found "
            f"{noise_variance:g}. Raise noise_limit as well."
        )


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


def _mode(name: str, value: object) -> Mode:
    if value == "keyed":
        return "keyed"
    if value == "published":
        return "suppress"
    raise BadPolicy(f'[release] {name} is "keyed" or "published"; found {value!r}.')


def _names(name: str, value: object) -> tuple[str, ...]:
    if isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
        return tuple(value)
    raise BadPolicy(f"[release] {name} is a list of names of variables; found {value!r}.")


def _sensitive_codes(name: str, value: object) -> dict[str, tuple[Code, ...]]:
    lists = isinstance(value, dict) and all(isinstance(codes, list) and codes for codes in value.values())
    if isinstance(value, dict) and lists and all(_is_code(code) for codes in value.values() for code in codes):
        return {variable: tuple(codes) for variable, codes in value.items()}
    raise BadPolicy(
        f"[release.{name}] holds, for a variable, a list of at least one of its codes, such as contact = [1, 2]; found "
        f"{value!r}. Of a variable that is left out all codes are sensitive."
    )


def _is_code(value: object) -> bool:
    return isinstance(value, int | float | str) and not isinstance(value, bool)


def _at_most_default(name: str, value: object) -> int:
    number, most = _whole(name, value), getattr(ReleasePolicy, name)
    if not 0 <= number <= most:
        raise BadPolicy(f"[release] {name} must be from 0 to {most}; found {number}.")
    return number


def _variance(name: str, value: object) -> float:
    least = ReleasePolicy.noise_variance
    if isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= 100:
        return float(value)
    raise BadPolicy(f"[release] {name} is a number from {least:g} to 100; found {value!r}.")


_READERS: dict[str, Any] = {
    "dashboard": _mode,
    "identifying": _names,
    "groupings": _names,
    "strict": _names,
    "sensitive_codes": _sensitive_codes,
    "filters": _at_most_default,
    "identifying_dimensions": _at_most_default,
    "noise_limit": _at_least_default,
    "noise_variance": _variance,
    "snapshot": _at_least_default,
    "smallest": _at_least_default,
    "threshold": _by_level,
    "base": _by_level,
    "max_dimensions": _by_level,
    "rounding": _at_least_default,
    "residual_df": _at_least_default,
    "caution_cv": _part,
    "public_use": _yes_or_no,
}
