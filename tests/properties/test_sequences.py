"""No sequence of outputs lets what one of them hid be worked out from all of them.

The attacker asks for a study's tables one after the other, grouped and filtered as it likes, and then solves for the
hidden counts with all that was shown: everybody is in one cell of all variables crossed, and every count is a sum.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations, product

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from analysis import SurveyDesign, crosstab
from analysis.disclosure import Ledger, Refused, ReleasePolicy, release
from survey.frame import SurveyFrame
from survey.text import plain
from survey.variables import ValueLabel

SIZES = {"a": 4, "b": 3, "c": 3}
POLICY = ReleasePolicy()
THRESHOLD, WIDTH = 10, 5


def study(seed: int, n: int, missing: float) -> tuple[SurveyDesign, np.ndarray]:
    """A design, and the (5 * 4 * 4,) true counts of all variables crossed; the last code of each is no answer."""
    random = np.random.default_rng(seed)
    shares = random.gamma(0.7, size=tuple(SIZES.values()))
    cells = random.choice(shares.size, n, p=(shares / shares.sum()).ravel())
    codes = np.array(np.unravel_index(cells, shares.shape)) * 1.0
    codes[random.random(codes.shape) < missing] = np.nan
    frame = SurveyFrame.of(pd.DataFrame(dict(zip(SIZES, codes, strict=True))), study="made")
    variables = {
        name: replace(
            variable,
            level=2,
            measure="nominal",
            values=tuple(ValueLabel(float(code), plain(f"{name} {code}")) for code in range(SIZES[name])),
        )
        for name, variable in frame.variables.items()
    }
    design = SurveyDesign(replace(frame, variables=variables))
    places = [
        np.where(np.isnan(code), size, code).astype(int) for code, size in zip(codes, SIZES.values(), strict=True)
    ]
    every = [size + 1 for size in SIZES.values()]
    return design, np.bincount(np.ravel_multi_index(places, every), minlength=int(np.prod(every)))


def questions(seed: int, most: int) -> list[tuple[str, str, str]]:
    """Rows, columns and filter of tables in a random order: all with no more than three variables."""
    filters = ["", *(f"{name} = {code}" for name, size in SIZES.items() for code in range(size))]
    every = [
        (rows, by, where)
        for rows, by in [*permutations(SIZES, 2), *((name, "") for name in SIZES)]
        for where in filters
        if where[:1] not in (rows, by)
    ]
    random = np.random.default_rng(seed)
    return [every[i] for i in random.permutation(len(every))[:most]]


def released(design: SurveyDesign, asked: list[tuple[str, str, str]]) -> dict[frozenset[str], tuple[int | None, str]]:
    """Every count that was shown or hidden: whom, how many, and the flag. Exact, as an attacker's best case."""
    ledger, seen = Ledger(None), {}
    for rows, by, where in asked:
        chosen = design.domain(where) if where else design
        try:
            table = release(crosstab(chosen, rows, by=by or None), POLICY, ledger)
        except Refused:
            continue
        given = {where.replace(" ", "")} - {""}
        for c, column in enumerate(table.columns):
            everybody = column.value is None
            group = given | ({f"{by}=*" if everybody else f"{by}={column.value:g}"} if by else set())
            figures = [(f"{rows}={level.value:g}", table.cells[r][c]) for r, level in enumerate(table.rows)]
            for condition, cell in [*figures, (f"{rows}=*", table.bases[c])]:
                base = condition.endswith("*")
                people = frozenset(group | {condition})
                if people not in seen or cell.flag == "":
                    seen[people] = (cell.flag, base)
    return seen


def membership(people: frozenset[str]) -> np.ndarray:
    """(80,) 1 for the cells whose people are meant."""
    told = dict(one.split("=") for one in people)
    cells = product(*[range(size + 1) for size in SIZES.values()])
    return (
        np.array(
            [
                all(_fits(told.get(name), code, SIZES[name]) for name, code in zip(SIZES, cell, strict=True))
                for cell in cells
            ]
        )
        * 1.0
    )


def _fits(told: str | None, code: int, no_answer: int) -> bool:
    if told is None:
        return True
    return code != no_answer if told == "*" else code == int(told)


@pytest.mark.parametrize("missing", [0.0, 0.04])
@pytest.mark.parametrize("n", [300, 1000, 4000])
@pytest.mark.parametrize("seed", range(4))
def test_no_count_that_one_output_hid_follows_from_all_of_them(n, seed, missing):
    design, truth = study(seed, n, missing)
    seen = released(design, questions(seed, 25))
    sums = np.array([membership(people) for people in seen])
    counts = sums @ truth
    flags = np.array([flag for flag, _ in seen.values()])
    bases = np.array([base for _, base in seen.values()])
    below = (flags == "c") | ((flags == "b") & bases)
    low = np.where(flags == "", counts, np.where(flags == "x", THRESHOLD, 0))
    high = np.where(flags == "", counts, np.where(below, THRESHOLD - 1, np.inf))
    assert ((low <= counts) & (counts <= high)).all()
    known = LinearConstraint(sums, low, high)
    # Where everybody answered a question everybody may know so.
    most = np.where(membership(frozenset(f"{name}=*" for name in SIZES)) == 1, 10_000, 10_000 if missing else 0)
    for i in np.flatnonzero(flags != ""):
        ends = [
            sign * milp(sign * sums[i], constraints=known, integrality=np.ones(len(most)), bounds=Bounds(0, most)).fun
            for sign in (1, -1)
        ]
        assert ends[1] - ends[0] >= WIDTH, (list(seen)[i], flags[i], counts[i], ends)
