"""Simulated studies that are attacked: respondents whose answers the attacker does not have, and tests know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from analysis import SurveyDesign
from analysis.disclosure import record_keys
from survey.frame import SurveyFrame
from survey.groupings import Band, Grouping, grouped
from survey.text import plain
from survey.variables import ValueLabel

# A count is named by its conditions, so that the same people have one name in all tables. Everybody: no condition.
Key = frozenset[tuple[str, float]]
EVERYBODY: Key = frozenset()

CODES = {"region": 6, "sex": 3, "work": 8, "age": 5, "health": 4, "victim": 3}
SECRET = b"a secret of the tests, not of a study"
WEIGHTS = (0.8, 1.3)


def key(**conditions: float) -> Key:
    """The name of a count: key(sex=1, age=2)."""
    return frozenset((name, float(code)) for name, code in conditions.items())


@dataclass(frozen=True, eq=False)
class Study:
    """A study with the true answers beside the design that the public interface takes.

    columns  (n,) codes or numbers, by variable
    groupings  what the study declares
    """

    columns: Mapping[str, np.ndarray]
    design: SurveyDesign
    groupings: tuple[Grouping, ...] = ()

    @cached_property
    def codes(self) -> dict[str, tuple[float, ...]]:
        """Codes of each categorical variable."""
        return {
            name: tuple(float(value.value) for value in variable.values)
            for name, variable in self.design.frame.variables.items()
            if variable.values
        }

    def mask(self, conditions: Key) -> np.ndarray:
        """(n,) True for those a count is about."""
        inside = np.ones(len(self.design.frame), dtype=bool)
        for name, code in conditions:
            inside &= self.column(name) == code
        return inside

    def column(self, name: str) -> np.ndarray:
        """(n,) answers, also of a grouping."""
        return self.columns[name] if name in self.columns else self.design.frame.values(name)

    def count(self, conditions: Key) -> int:
        """How many they truly are."""
        return int(self.mask(conditions).sum())

    def part(self, where: str) -> SurveyDesign:
        """The design of those for whom `where` holds."""
        return self.design.domain(where) if where else self.design


def study_of(
    columns: Mapping[str, np.ndarray],
    *,
    categorical: Mapping[str, int],
    level: int = 2,
    weight: str | None = None,
    groupings: Sequence[Grouping] = (),
    secret: bytes = SECRET,
) -> Study:
    """A study of these answers; a categorical variable has the codes 1 to K, also those that nobody chose."""
    frame, meanings = SurveyFrame.of(pd.DataFrame(dict(columns)), study="attacked"), {}
    for name, variable in frame.variables.items():
        codes = range(1, categorical.get(name, 0) + 1)
        values = tuple(ValueLabel(float(code), plain(f"{name} {code}")) for code in codes)
        role = "weight" if name == weight else "answer"
        measure = "nominal" if values else "scale"
        meanings[name] = replace(variable, level=level, values=values, measure=measure, role=role)
    frame = grouped(replace(frame, variables=meanings), groupings)
    design = SurveyDesign(frame, weight=weight).with_record_keys(record_keys(frame, secret))
    return Study(columns, design, tuple(groupings))


# Ranges that a study declares: larger regions, and work in three.
NESTED = (
    Grouping(
        "part",
        "region",
        plain("part"),
        tuple(Band(plain(f"part {k}"), codes=(2.0 * k - 1, 2.0 * k)) for k in (1, 2, 3)),
    ),
    Grouping(
        "sector",
        "work",
        plain("sector"),
        tuple(Band(plain(f"sector {low}"), codes=tuple(range(low, high))) for low, high in ((1, 4), (4, 7), (7, 9))),
    ),
)


def survey(
    n: int, *, seed: int = 1, level: int = 2, weighted: bool = False, groupings: Sequence[Grouping] = ()
) -> Study:
    """Six variables of 6, 3, 8, 5, 4 and 3 codes that go together a little, with an income and perhaps two weights."""
    draw = np.random.default_rng(seed)
    latent = draw.normal(size=n)
    columns = {name: _codes(draw, latent, k) for name, k in CODES.items()}
    columns["income"] = np.round(draw.lognormal(10, 0.5, n))
    columns["partners"] = draw.poisson(2, n).astype(float)
    if weighted:
        columns["weight"] = draw.choice(WEIGHTS, n)
    return study_of(columns, categorical=CODES, level=level, weight="weight" if weighted else None, groupings=groupings)


def _codes(draw: np.random.Generator, latent: np.ndarray, k: int) -> np.ndarray:
    """(n,) codes 1 to k; the shares fall off, so that the last codes are rare."""
    shares = draw.permutation(0.62 ** np.arange(k))
    score = 0.35 * latent + draw.normal(size=len(latent))
    cuts = np.quantile(score, np.cumsum(shares / shares.sum())[:-1])
    return np.searchsorted(cuts, score) + 1.0
