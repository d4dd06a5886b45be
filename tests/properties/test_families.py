"""No published family lets a hidden count be worked out: three dimensions, hierarchies, linked tables.

The attacker shares no code with the protection. It knows nothing but the published counts and flags and that every
respondent is in one cell of all variables crossed; it asks scipy's MILP for the smallest and the largest value that
each hidden count can have.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from analysis import SurveyDesign
from analysis.disclosure import ReleasePolicy
from analysis.disclosure.exact.family import TableFamily
from analysis.disclosure.exact.publication import Publication
from survey.frame import SurveyFrame
from survey.groupings import Band, Grouping, grouped
from survey.text import plain
from survey.variables import ValueLabel

POLICY = ReleasePolicy()


@dataclass(frozen=True)
class Made:
    """A study with its answers as codes: (n,) per variable; `sizes` how many codes each has."""

    answers: dict[str, np.ndarray]
    sizes: dict[str, int]
    tables: tuple[tuple[str, ...], ...]
    groupings: tuple[Grouping, ...] = ()
    level: int = 3

    def published(self, policy: ReleasePolicy = POLICY) -> Publication:
        asked = {name: codes.astype(float) for name, codes in self.answers.items() if name in self.sizes}
        frame = SurveyFrame.of(pd.DataFrame(asked))
        named = {
            name: replace(
                variable,
                level=self.level,
                measure="nominal",
                values=tuple(ValueLabel(float(code), plain(str(code))) for code in range(self.sizes[name])),
            )
            for name, variable in frame.variables.items()
        }
        design = SurveyDesign(grouped(replace(frame, variables=named), self.groupings))
        return TableFamily.of(design, self.tables, policy, groupings=self.groupings).protect()


def drawn(seed: int, sizes: Sequence[int]) -> dict[str, np.ndarray]:
    random = np.random.default_rng(seed)
    shares = np.ones(())
    for size in sizes:
        shares = np.multiply.outer(shares, random.dirichlet(np.full(size, 1.5)))
    shares = shares * random.gamma(2.0, size=shares.shape)
    n = int(random.integers(100, 200 * int(np.sqrt(shares.size)) + 101))
    cells = random.choice(shares.size, n, p=(shares / shares.sum()).ravel())
    return {f"v{i}": codes for i, codes in enumerate(np.unravel_index(cells, shares.shape))}


def three_way(seed: int) -> Made:
    random = np.random.default_rng(seed)
    sizes = [int(random.integers(2, 5)), int(random.integers(2, 4)), int(random.integers(2, 4))]
    return Made(drawn(seed, sizes), dict(zip(("v0", "v1", "v2"), sizes, strict=True)), (("v0", "v1", "v2"),), level=2)


def hierarchical(seed: int) -> Made:
    """Answers by municipality and by region, each in a table of its own."""
    random = np.random.default_rng(seed)
    places, answers = int(random.integers(4, 9)), int(random.integers(2, 5))
    of = np.sort(np.concatenate([np.arange(2), random.integers(0, 2 + places // 4, places - 2)]))
    region = np.unique(of, return_inverse=True)[1]
    made = drawn(seed, [answers, places])
    bands = tuple(Band(plain(str(r)), tuple(np.flatnonzero(region == r) * 1.0)) for r in range(region.max() + 1))
    made["region"] = region[made["v1"]] + 1
    return Made(
        made,
        {"v0": answers, "v1": places},
        (("v0", "v1"), ("v0", "region")),
        (Grouping("region", "v1", plain("region"), bands),),
    )


def linked(seed: int) -> Made:
    made = three_way(seed)
    return replace(made, tables=tuple(combinations(made.sizes, 2)), level=3)


def every_cell(made: Made) -> list[dict[str, int]]:
    """Every combination of codes, not only those that somebody has; a region follows from the municipality."""
    cells = [dict(zip(made.sizes, cell, strict=True)) for cell in product(*map(range, made.sizes.values()))]
    for grouping in made.groupings:
        for cell in cells:
            cell[grouping.name] = next(
                b + 1 for b, band in enumerate(grouping.bands) if cell[grouping.of] in band.codes
            )
    return cells


def holds(people: frozenset[str], cell: dict[str, int]) -> bool:
    return all(code == "*" or cell[name] == int(code) for name, code in (one.split("=") for one in people))


class Attacker:
    """Unknown: how many are in each cell of all variables crossed. Known: what was published."""

    def __init__(self, made: Made, published: Publication, threshold: int) -> None:
        cells = every_cell(made)
        self.counts = published.counts
        self.sums = np.array([[holds(count.people, cell) for cell in cells] for count in self.counts], dtype=float)
        low = np.array([c.n if c.n is not None else threshold if c.flag == "x" else 0 for c in self.counts])
        high = np.array([c.n if c.n is not None else threshold - 1 if c.flag == "c" else np.inf for c in self.counts])
        self.low, self.high = low, high
        self.known = LinearConstraint(self.sums, low, high)

    def fits(self, counts: np.ndarray) -> bool:
        """True where counts are what was published, or what a flag says."""
        return bool(((self.low <= counts) & (counts <= self.high)).all())

    def table(self, aim: np.ndarray) -> np.ndarray:
        """The published counts in the table that fits all that is known and has the least `aim`."""
        cells = self.sums.shape[1]
        found = milp(aim, constraints=self.known, integrality=np.ones(cells), bounds=Bounds(0, 10_000))
        assert found.status == 0
        return np.rint(self.sums @ found.x)

    def intervals(self, width: float) -> tuple[np.ndarray, np.ndarray]:
        """Smallest and largest value of each count among tables that fit, until `width` apart or proven not to be.

        Two tables that fit are proof that an interval is wide; only for the others is the end of it looked for.
        """
        random = np.random.default_rng(0)
        low, high = np.full(len(self.counts), np.inf), np.full(len(self.counts), -np.inf)
        aims = [random.choice([-1.0, 1.0], len(self.counts)) @ self.sums for _ in range(4)]
        for aim in (*aims, *(-one for one in aims)):
            seen = self.table(aim)
            low, high = np.minimum(low, seen), np.maximum(high, seen)
        for count in self.hidden:
            for sign in (1, -1):
                if high[count] - low[count] < width:
                    seen = self.table(sign * self.sums[count])
                    low, high = np.minimum(low, seen), np.maximum(high, seen)
        return low, high

    @property
    def hidden(self) -> list[int]:
        return [i for i, count in enumerate(self.counts) if count.n is None]


def truth(made: Made, people: frozenset[str]) -> int:
    holds = np.ones(len(next(iter(made.answers.values()))), dtype=bool)
    for name, code in (one.split("=") for one in people):
        if code != "*":
            holds &= made.answers[name] == int(code)
    return int(holds.sum())


def remainders(made: Made, published: Publication) -> list[int]:
    """Of each line of each table whose total is shown: the people in its hidden parts."""
    found = []
    for table, places in zip(published.tables, published.places, strict=True):
        for dimension in range(len(table)):
            for line in np.moveaxis(places, dimension, -1).reshape(-1, places.shape[dimension]):
                *parts, whole = (published.counts[place] for place in line)
                hidden = [part for part in parts if part.n is None]
                if whole.n is not None and hidden:
                    found.append(whole.n - sum(part.n for part in parts if part.n is not None))
    return found


@pytest.mark.parametrize("kind", [three_way, hierarchical, linked])
@pytest.mark.parametrize("start", range(0, 70, 10))
def test_no_hidden_count_of_a_family_can_be_worked_out(kind, start):
    for seed in range(start, start + 10):
        made = kind(seed)
        published, limits = made.published(), POLICY.at(made.level)
        attacker = Attacker(made, published, limits.threshold)
        assert attacker.fits(np.array([truth(made, count.people) for count in published.counts])), seed
        low, high = attacker.intervals(limits.width)
        narrow = [count for count in attacker.hidden if high[count] - low[count] < limits.width]
        assert narrow == [], seed
        assert all(left >= limits.threshold for left in remainders(made, published)), seed
