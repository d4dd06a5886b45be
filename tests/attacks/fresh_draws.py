"""Noise that is drawn again: the same figure under many names, whose mean has lost its noise.

A count follows from a total and a mean of any variable, a mean from a ratio and another mean, a coefficient from that
of the same variable in another unit. Where each of these has noise of its own, many of them have none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from analysis import mean, model, ratio, total
from analysis.disclosure import Ledger, ReleasePolicy, release
from analysis.errors import AnalysisError
from tests.attacks.study import CODES, Study, study_of, survey

YEARS = tuple(f"year_{k}" for k in range(30))


def with_years(n: int, *, seed: int = 1) -> Study:
    """The survey with thirty numbers of small spread, such as years and ages are."""
    draw = np.random.default_rng(seed)
    columns = dict(survey(n, seed=seed).columns)
    columns |= {name: np.round(draw.normal(40 + k, 8, n)) for k, name in enumerate(YEARS)}
    return study_of(columns, categorical=CODES)


def value(ask: Callable[[], Any], policy: ReleasePolicy, ledger: Ledger) -> float | None:
    """The first figure of what is released; None for a blank and for a refusal."""
    try:
        released = release(ask(), policy, ledger)
    except AnalysisError:
        return None
    cell = released.cells[0][0] if hasattr(released, "cells") else released.cell
    return None if cell.value is None else float(cell.value)


def counts_from_totals(study: Study, where: str, policy: ReleasePolicy, ledger: Ledger) -> list[float]:
    """Total over mean, for each of the years."""
    part = study.part(where)
    figures = [
        (value(lambda x=x: total(part, x), policy, ledger), value(lambda x=x: mean(part, x), policy, ledger))
        for x in YEARS
    ]
    return [t / m for t, m in figures if t and m]


def means_from_ratios(study: Study, variable: str, where: str, policy: ReleasePolicy, ledger: Ledger) -> list[float]:
    """Ratio to a year times the mean of the year, for each of the years."""
    part = study.part(where)
    figures = [
        (
            value(lambda x=x: ratio(part, variable, x), policy, ledger),
            value(lambda x=x: mean(part, x), policy, ledger),
        )
        for x in YEARS
    ]
    return [r * m for r, m in figures if r and m]


def ordered_by(study: Study, number: str) -> np.ndarray:
    """(n,) respondents in the order of a number that the attacker knows of them."""
    return np.argsort(study.columns[number], kind="stable")


def cut_means(
    study: Study, outcome: str, number: str, people: Sequence[int], policy: ReleasePolicy, ledger: Ledger, copies: int
) -> Iterator[float | None]:
    """Mean outcome of those with the least values of a number, as many as `people` says, from models alone.

    sqrt((x - c)**2) / (x - c) is -1 below the cut c and 1 above it; times k it is the same model with another slope.
    """
    values = np.sort(study.columns[number])
    for many in people:
        cut = (values[many - 1] + values[many]) / 2 + 0.25
        found = [_below(study, outcome, number, cut, 1 + k / 7, policy, ledger) for k in range(copies)]
        yield None if any(one is None for one in found) else float(np.mean([one for one in found if one is not None]))


def _below(
    study: Study, outcome: str, number: str, cut: float, scale: float, policy: ReleasePolicy, ledger: Ledger
) -> float | None:
    formula = f"{outcome} ~ I({scale:.5f} * sqrt(({number} - {cut}) ** 2) / ({number} - {cut}))"
    try:
        released = release(model(study.design, formula), policy, ledger)
    except AnalysisError:
        return None
    constant, slope = (term.coefficient for term in released.coefficients)
    return float(constant - slope * round(scale, 5))
