"""What must hold before answers leave the house: criteria, what is known of people, what is coarsened and left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from hashlib import sha256
from typing import Any, Literal, get_args

from analysis.errors import BadPolicy
from analysis.microdata.frequencies import MISSING_RULES, MissingRule

Profile = Literal["public", "restricted"]
PROFILES: tuple[Profile, ...] = get_args(Profile)
LEAST_INHABITANTS = 20_000
_USES = ("weight", "strata", "psu", "fpc")


@dataclass(frozen=True)
class MicrodataPolicy:
    """The criteria of a file, and what is done so that it meets them.

    profile    "public" for everybody, "restricted" for scientific use under agreement
    keys       combinations of variables that someone may know of a person; each must be k-anonymous by itself
    sensitive  questions that must be l-diverse within the records that share keys
    harmless   codes that may be known of somebody ("no"), by sensitive question; then the others may be at most
               1 - 1 / l of those who share keys, instead of l different ones
    follow_ups questions whose answers, or whose being asked, tell the answer to a sensitive one, by that one
    k          fewest records with the same keys
    l          fewest different answers among them to a sensitive question; all there are where it has fewer than l
    expected   greatest share of records that are expected to be re-identified
    missing    whether a missing key is a value of its own or matches every value; see `frequencies`
    importance keys from the most to the least important: the last are removed first
    most_removed  greatest share of answers of a variable that may be removed before it must be recoded
    ages       variables with ages in years: they must be recoded, or dropped for their grouping
    regions    geographical variables, with the inhabitants of their smallest area
    recode     codes that become one, by variable
    top, bottom  limits of numbers, by variable; other numbers end where `tails` answers lie at or beyond the limit
    tails      see `top`
    drop, keep variables left out besides what a profile leaves out, and kept in spite of it
    pram, noise  post-randomisation (probability to keep an answer) and additive noise (share of the standard deviation)
                 by variable; nothing without being named
    design     names of the weight, strata, psu and fpc as the study has them; an fpc never goes with the file
    strata, psu  whether they go with the file, under random numbers
    population people that the weights add up to; None: the weights do
    least_level_left_out  sensitivity level from which variables are left out unless kept; 4 leaves out none

    All defaults are choices of this project; see docs/microdata.md.
    """

    profile: Profile = "restricted"
    keys: tuple[tuple[str, ...], ...] = ()
    sensitive: tuple[str, ...] = ()
    harmless: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    follow_ups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    k: int = 5
    l: int = 3  # noqa: E741
    expected: float = 0.01
    missing: MissingRule = "own_value"
    importance: tuple[str, ...] = ()
    most_removed: float = 0.05
    ages: tuple[str, ...] = ()
    regions: Mapping[str, float] = field(default_factory=dict)
    recode: Mapping[str, tuple[tuple[float, ...], ...]] = field(default_factory=dict)
    top: Mapping[str, float] = field(default_factory=dict)
    bottom: Mapping[str, float] = field(default_factory=dict)
    tails: int = 10
    drop: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    pram: Mapping[str, float] = field(default_factory=dict)
    noise: Mapping[str, float] = field(default_factory=dict)
    design: Mapping[str, str] = field(default_factory=dict)
    strata: bool = True
    psu: bool = True
    population: float | None = None
    least_level_left_out: int = 4

    def __post_init__(self) -> None:
        for fault in _faults(self):
            raise BadPolicy(fault)

    @classmethod
    def public(cls, **settings: Any) -> MicrodataPolicy:
        """A file for everybody: no strata and units, rounded weights, variables of level 3 only when kept by name."""
        return cls(**{"profile": "public", **_PUBLIC, **settings})

    @classmethod
    def restricted(cls, **settings: Any) -> MicrodataPolicy:
        """A file for scientific use under agreement."""
        return cls(**settings)

    @classmethod
    def from_settings(
        cls, settings: Mapping[str, Any], profile: Profile = "restricted", *, design: Mapping[str, Any] | None = None
    ) -> MicrodataPolicy:
        """The policy as [microdata] of study.toml writes it, with what [microdata.PROFILE] sets instead.

        design  the study's [design]; of several stages the first. Raises BadPolicy for what is unknown, or too lax.
        """
        if profile not in PROFILES:
            raise BadPolicy(f'There is no profile "{profile}". Choose {" or ".join(PROFILES)}.')
        tables = {name: settings[name] for name in PROFILES if name in settings}
        if bad := [name for name, table in tables.items() if not isinstance(table, Mapping)]:
            raise BadPolicy(f"[microdata.{bad[0]}] must be a table. Write [microdata.{bad[0]}] on a line of its own.")
        given = {name: value for name, value in settings.items() if name not in PROFILES} | dict(
            tables.get(profile, {})
        )
        read = {name: _reader(name)(name, value) for name, value in given.items()}
        made = cls.public(**read) if profile == "public" else cls.restricted(**read)
        _refuse_laxer(made)
        if not made.keys:
            raise BadPolicy(
                "[microdata] names no keys: the variables that someone may know of a person, such as "
                'keys = [["sex", "age_group", "region"]].'
            )
        return replace(made, design=_first_stage(design or {}))

    @property
    def all_keys(self) -> tuple[str, ...]:
        """Every key variable once, in the order of the combinations."""
        return tuple(dict.fromkeys(name for combination in self.keys for name in combination))

    @property
    def digest(self) -> str:
        """Names the policy: the same settings have the same digest."""
        return sha256(repr(self).encode()).hexdigest()[:16]


_PUBLIC: dict[str, Any] = {"strata": False, "psu": False, "tails": 20, "least_level_left_out": 3}


def _faults(policy: MicrodataPolicy) -> list[str]:
    """What contradicts itself, whatever the data."""
    found = []
    if policy.profile not in PROFILES:
        found.append(f'There is no profile "{policy.profile}". Choose {" or ".join(PROFILES)}.')
    if policy.missing not in MISSING_RULES:
        found.append(f'missing is {" or ".join(MISSING_RULES)}; found "{policy.missing}".')
    if policy.k < 2:
        found.append(f"k is at least 2; found {policy.k}.")
    if any(not combination for combination in policy.keys):
        found.append("keys holds an empty combination. Name one variable or more in each.")
    found += [f'"{name}" is a key and is dropped. It can be only one of them.' for name in _both(policy, "drop")]
    found += [
        f'importance names "{name}", which is no key.' for name in policy.importance if name not in policy.all_keys
    ]
    found += [
        f'{what} names "{name}", which is not sensitive. Add it to sensitive.'
        for what, named in (("harmless", policy.harmless), ("follow_ups", policy.follow_ups))
        for name in named
        if name not in policy.sensitive
    ]
    found += [
        f'"{name}" is a key and is sensitive. Someone who knows it need not be kept from learning it.'
        for name in _both(policy, "sensitive")
    ]
    found += [
        f'"{name}" holds ages in years: put them into groups with recode, or drop it for its grouping.'
        for name in policy.ages
        if name not in (*policy.recode, *policy.drop)
    ]
    found += [
        f'regions says that the smallest area of "{name}" has {people:g} inhabitants; it takes {LEAST_INHABITANTS}. '
        "Recode it into larger areas, or drop it."
        for name, people in policy.regions.items()
        if people < LEAST_INHABITANTS and name not in policy.drop
    ]
    return found


def _both(policy: MicrodataPolicy, other: str) -> list[str]:
    return [name for name in policy.all_keys if name in getattr(policy, other)]


def _refuse_laxer(policy: MicrodataPolicy) -> None:
    usual = MicrodataPolicy.public() if policy.profile == "public" else MicrodataPolicy()
    for name in ("k", "l", "tails"):
        if getattr(policy, name) < getattr(usual, name):
            raise BadPolicy(f"[microdata] {name} must be at least {getattr(usual, name)} in a {policy.profile} file.")
    if policy.expected > usual.expected:
        raise BadPolicy(f"[microdata] expected must be at most {usual.expected:g}: a share of the records.")
    if policy.profile == "public" and (policy.strata or policy.psu):
        raise BadPolicy(
            "[microdata.public] cannot have strata or psu: they say where somebody lives or goes to school."
        )


def _first_stage(design: Mapping[str, Any]) -> dict[str, str]:
    return {use: design[use] if isinstance(design[use], str) else design[use][0] for use in _USES if design.get(use)}


def _reader(name: str) -> Callable[[str, Any], Any]:
    if name in _READERS:
        return _READERS[name]
    near = get_close_matches(name, list(_READERS), n=1)
    hint = f' Did you mean "{near[0]}"?' if near else f" It takes {', '.join(_READERS)}."
    raise BadPolicy(f'[microdata] has no setting "{name}".{hint}')


def _bad(name: str, wanted: str) -> BadPolicy:
    return BadPolicy(f"[microdata] {name} must be {wanted}.")


def _number(name: str, value: Any) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    raise _bad(name, "a number")


def _whole(name: str, value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise _bad(name, "a whole number")


def _share(name: str, value: Any) -> float:
    if 0 < _number(name, value) <= 1:
        return float(value)
    raise _bad(name, "above 0 and at most 1, such as 0.05")


def _yes_or_no(name: str, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    raise _bad(name, "true or false")


def _word(name: str, value: Any) -> str:
    if isinstance(value, str):
        return value
    raise _bad(name, "text in quotation marks")


def _names(name: str, value: Any) -> tuple[str, ...]:
    if isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
        return tuple(value)
    raise _bad(name, 'a list of names, such as ["sex", "region"]')


def _several(read: Callable[[str, Any], Any], wanted: str) -> Callable[[str, Any], Any]:
    def reader(name: str, value: Any) -> tuple[Any, ...]:
        if isinstance(value, list | tuple):
            return tuple(read(name, one) for one in value)
        raise _bad(name, wanted)

    return reader


def _by_name(read: Callable[[str, Any], Any]) -> Callable[[str, Any], Any]:
    def reader(name: str, value: Any) -> dict[str, Any]:
        if isinstance(value, Mapping):
            return {str(key): read(f"{name}.{key}", one) for key, one in value.items()}
        raise _bad(name, "a table with a line for each variable")

    return reader


_codes = _several(_number, "a list of codes, such as [0, 1]")
_READERS: dict[str, Callable[[str, Any], Any]] = {
    "keys": _several(_names, 'a list of lists of names, such as [["sex", "region"]]'),
    "sensitive": _names,
    "harmless": _by_name(_codes),
    "follow_ups": _by_name(_names),
    "k": _whole,
    "l": _whole,
    "expected": _share,
    "missing": _word,
    "importance": _names,
    "most_removed": _share,
    "ages": _names,
    "regions": _by_name(_number),
    "recode": _by_name(_several(_codes, "a list of lists of codes, such as [[1, 2], [3, 4]]")),
    "top": _by_name(_number),
    "bottom": _by_name(_number),
    "tails": _whole,
    "drop": _names,
    "keep": _names,
    "pram": _by_name(_share),
    "noise": _by_name(_share),
    "strata": _yes_or_no,
    "psu": _yes_or_no,
    "population": _number,
    "least_level_left_out": _whole,
}
