"""The same question has the same answer by any route: order of filters, column or filter, table or single figure."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis import SurveyDesign, crosstab, mean, means, proportion
from analysis.disclosure import Ledger, Refused, ReleasedCell, ReleasePolicy, record_keys, release
from analysis.publish import table as published
from survey.frame import SurveyFrame
from survey.text import plain
from survey.variables import ValueLabel, Variable

POLICY = ReleasePolicy(mode="keyed", seed=b"seed of the study")
GROUPS = {"sex": 2, "part": 3, "age": 5, "school": 4, "lives": 3}
ANSWERS = {"q1": 2, "q2": 5, "q3": 4}


@pytest.fixture(scope="module")
def design() -> SurveyDesign:
    draw, n = np.random.default_rng(7), 3000
    codes = {**GROUPS, **ANSWERS}
    data = {name: draw.integers(1, most + 1, n).astype(float) for name, most in codes.items()}
    for name in ("q2", "part"):  # item nonresponse
        data[name][draw.uniform(size=n) < 0.05] = np.nan
    data |= {"amount": draw.gamma(2, 5, n).round(1), "weight": draw.uniform(0.4, 2.5, n)}
    variables = {
        name: Variable(
            name=name,
            label=plain(name),
            kind="numeric",
            role="answer",
            level=1,
            values=tuple(ValueLabel(float(code), plain(str(code))) for code in range(1, codes.get(name, 0) + 1)),
            measure="nominal" if name in codes else "scale",
        )
        for name in data
    }
    frame = replace(SurveyFrame.of(pd.DataFrame(data)), variables=variables)
    return SurveyDesign(frame, weight="weight").with_record_keys(record_keys(frame, b"sixteen bytes at least"))


def shown(result) -> object:
    return release(result, POLICY, Ledger())


def column(released, at: int) -> list[ReleasedCell]:
    return [row[at] for row in released.cells]


def pairs(design: SurveyDesign, seed: int) -> Iterator[tuple[object, object]]:
    """One question by two routes, five times over."""
    draw = np.random.default_rng(seed)
    rows = str(draw.choice(list(ANSWERS)))
    a, b = (str(name) for name in draw.choice(list(GROUPS), 2, replace=False))
    x, y = (int(draw.integers(1, GROUPS[name] + 1)) for name in (a, b))
    one, other = f"{a} = {x}", f"{b} == {y}"
    first = shown(crosstab(design.domain(f"{one} and {other}"), rows))
    turned = shown(crosstab(design.domain(other).domain(f"({one})"), rows))
    yield column(first, 0), column(turned, 0)
    grouped = shown(crosstab(design.domain(one), rows, by=b))
    yield (column(grouped, y - 1), grouped.bases[y - 1]), (column(first, 0), first.bases[0])
    code = float(draw.integers(1, ANSWERS[rows] + 1))
    alone = shown(proportion(design.domain(f"{other} and {one}"), rows, code=code))
    yield alone.cell, first.cells[int(code) - 1][0]
    by_group = shown(means(design.domain(one), "amount", by=b))
    yield by_group.cells[0][y - 1], shown(mean(design.domain(f"{one} and {other}"), "amount")).cell
    yield (
        published.to_csv(first, "en"),
        published.to_csv(shown(crosstab(design.domain(f"{one} and {other}"), rows)), "en"),
    )


def test_a_thousand_questions_by_two_routes_have_the_same_figures(design):
    asked = 0
    for seed in range(260):
        with suppress(Refused):  # a sparse table
            for one, other in pairs(design, seed):
                assert one == other
                asked += 1
    assert asked >= 1000
