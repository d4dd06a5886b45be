"""A study of a hundred questions: each yes or no parts the same people once more, and the mean of all parts tells.

Rows b, of those with a = i, by each of many questions of two codes: what is left of both columns is the blank answer
of b, each time with other noise.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from analysis import crosstab
from analysis.disclosure import Ledger, Refused, ReleasedTable, ReleasePolicy, release
from tests.attacks.study import Study, key, study_of

RARE = 3.0


@dataclass(frozen=True)
class Parted:
    """Shares of small groups that were told rightly: from one table, and from the mean of many."""

    groups: int
    one: float
    many: float


def with_questions(n: int, questions: int, *, seed: int) -> Study:
    """Four groups a, an answer b whose last category is rare, and many questions of two codes."""
    draw = np.random.default_rng(seed)
    columns = {"a": draw.integers(1, 5, n) * 1.0, "b": draw.choice(3, n, p=[0.5, 0.494, 0.006]) + 1.0}
    columns |= {f"q{k}": draw.integers(1, 3, n) * 1.0 for k in range(questions)}
    return study_of(columns, categorical={"a": 4, "b": 3, **{f"q{k}": 2 for k in range(questions)}})


def declared(policy: ReleasePolicy, questions: int) -> ReleasePolicy:
    """The policy as a study has it: it knows its groupings."""
    return replace(policy, groupings=("a", "b", *(f"q{k}" for k in range(questions))))


def parted(policy: ReleasePolicy, *, n: int, questions: int, seeds: range) -> Parted:
    """The rare answer in each group, from the table without questions and from the mean of those by each of them."""
    one, many = [], []
    for seed in seeds:
        study, ledger = with_questions(n, questions, seed=seed), Ledger(None)
        policy = replace(policy, groupings=tuple(study.codes))
        for code in study.codes["a"]:
            truth = study.count(key(a=code, b=RARE))
            if not 0 < truth < 10:
                continue
            part = study.part(f"a = {code:g}")
            left = [_left(part, by, policy, ledger) for by in ("", *(f"q{k}" for k in range(questions)))]
            if left[0] is not None:
                one.append(round(left[0]) == truth)
            found = [people for people in left[1:] if people is not None]
            if found:
                many.append(round(float(np.mean(found))) == truth)
    return Parted(len(many), _share(one), _share(many))


def _left(part: object, by: str, policy: ReleasePolicy, ledger: Ledger) -> float | None:
    """Bases less shown answers, summed over the columns."""
    try:
        table: ReleasedTable = release(crosstab(part, "b", by=by or None), policy, ledger)  # type: ignore[arg-type]
    except Refused:
        return None
    left = 0
    for c, column in enumerate(table.columns):
        if by and column.value is None:
            continue
        shown = [row[c].n for level, row in zip(table.rows, table.cells, strict=True) if level.value != RARE]
        if table.bases[c].n is None or None in shown:
            return None
        left += table.bases[c].n - sum(n for n in shown if n is not None)
    return left


def _share(hits: list[bool]) -> float:
    return float(np.mean(hits)) if hits else 0.0
