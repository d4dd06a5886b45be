"""Random sparse tables, as answers of respondents: two variables, three, and one with a coarser grouping."""

from __future__ import annotations

from typing import Literal

import numpy as np

from survey.groupings import Band, Grouping
from survey.text import plain
from tests.attacks.study import Study, study_of

Shape = Literal["two-way", "three-way", "hierarchical"]
SHAPES: tuple[Shape, ...] = ("two-way", "three-way", "hierarchical")
Asked = list[tuple[str, str, dict[str, float]]]


def random_study(shape: Shape, seed: int) -> tuple[Study, Asked]:
    """A study and the tables of it that are asked for, one after the other.

    two-way       answers by groups
    three-way     answers by groups, of everybody and behind each code of a filter
    hierarchical  answers by areas, and by the larger areas that these lie in
    """
    draw = np.random.default_rng(seed)
    rows, groups = int(draw.integers(2, 8)), int(draw.integers(2, 7))
    level = int(draw.integers(1, 3))
    if shape == "two-way":
        counts = _counts(draw, (rows, groups))
        asked: Asked = [("answer", "group", {})]
    elif shape == "three-way":
        slices = int(draw.integers(2, 5))
        counts = _counts(draw, (min(rows, 5), min(groups, 4), slices))
        asked = [("answer", "group", {}), *(("answer", "group", {"slice": k + 1.0}) for k in range(slices))]
    else:
        groups *= 2
        counts = _counts(draw, (rows, groups))
        asked = [("answer", "group", {}), ("answer", "area", {})]
    names = ("answer", "group", "slice")[: counts.ndim]
    cells = np.repeat(np.arange(counts.size), counts.ravel())
    columns = {name: codes + 1.0 for name, codes in zip(names, np.unravel_index(cells, counts.shape), strict=True)}
    categorical = dict(zip(names, counts.shape, strict=True))
    groupings = (_areas(groups, int(draw.integers(2, 4))),) if shape == "hierarchical" else ()
    return study_of(columns, categorical=categorical, level=level, groupings=groupings), asked


def _counts(draw: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    """Counts with cells that go together unevenly, some of them empty."""
    shares = np.ones(shape)
    for axis, size in enumerate(shape):
        margin = draw.dirichlet(np.full(size, 0.9 if axis == 0 else 3.0))
        shares = shares * margin.reshape([-1 if a == axis else 1 for a in range(len(shape))])
    shares *= draw.gamma(2.0, size=shape)
    n = int(np.exp(draw.uniform(np.log(80), np.log(1500 * len(shape)))))
    return draw.multinomial(n, (shares / shares.sum()).ravel()).reshape(shape)


def _areas(groups: int, size: int) -> Grouping:
    """Neighbours put together, `size` at a time."""
    starts = range(0, groups, size)
    bands = tuple(
        Band(plain(f"area {start}"), codes=tuple(float(code + 1) for code in range(start, min(start + size, groups))))
        for start in starts
    )
    return Grouping("area", "group", plain("area"), bands)
