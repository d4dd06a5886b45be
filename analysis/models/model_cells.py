"""How many cases each category of a model rests on: what decides whether it may be shown."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.arrays import BoolArray, IntArray
from analysis.categories import combined, written
from analysis.design import SurveyDesign
from analysis.models.families import family_named
from analysis.models.formulas import ModelFormula
from analysis.models.matrix import ModelMatrix
from analysis.models.outcome import Outcome
from analysis.source import Level
from analysis.unreleased import ModelCell
from survey.text import plain

_GLANCE = 1000


@dataclass(frozen=True)
class Counted:
    """A category of a factor, a combination of categories, or a side of a column; n (q,) cases with each outcome."""

    variable: str
    level: Level
    n: tuple[int, ...]


def events_of(outcome: Outcome, cases: BoolArray) -> BoolArray | None:
    """(n,) the event; of a number that has only two values, the higher one: its mean is a share in another form.

    Of a count, those above 0, on whom its mean rests. None for other numbers.
    """
    y = outcome.values
    if outcome.event is not None:
        return np.asarray(y == 1)
    low, high = y[cases].min(), y[cases].max()
    if ((y == low) | (y == high) | ~cases).all():
        return np.asarray(y == high)
    return np.asarray(y > 0) if is_count(outcome) else None


def is_count(outcome: Outcome) -> bool:
    """True for a count that is not merely yes or no."""
    return outcome.event is None and family_named(outcome.family).kind == "count"


def cells_of(
    design: SurveyDesign, formula: ModelFormula, matrix: ModelMatrix, cases: BoolArray, events: BoolArray | None
) -> tuple[ModelCell, ...]:
    """The cells of a model of one number, with those who have the event, where there is one."""
    if events is None:
        counted = counts_of(design, formula, matrix, cases, np.zeros(int(cases.sum()), dtype=np.int64), 1)
        return tuple(ModelCell(cell.variable, cell.level, sum(cell.n), None) for cell in counted)
    counted = counts_of(design, formula, matrix, cases, events[cases].astype(np.int64), 2)
    return tuple(ModelCell(cell.variable, cell.level, sum(cell.n), cell.n[1]) for cell in counted)


def counts_of(
    design: SurveyDesign, formula: ModelFormula, matrix: ModelMatrix, cases: BoolArray, outcome: IntArray, q: int
) -> tuple[Counted, ...]:
    """Cases by outcome in each category of each factor, each crossing, and on both sides of a column with two values.

    Every coefficient that parts people as a table would has its table here, for the release.

    cases (n,) those in the model; outcome (c,) number of each of them, 0 to q - 1
    """
    crossings = (*((name,) for name in formula.factors), *formula.crossed)
    cells = [cell for names in crossings for cell in _crossed(design, names, cases, outcome, q)]
    brought = {cell.variable for cell in cells}
    others = [j for j, column in enumerate(matrix.columns) if column.variable and column.variable not in brought]
    return (*cells, *(cell for j in others for cell in _two_sides(matrix, j, outcome, q)))


def counts(outcome: IntArray, q: int) -> tuple[int, ...]:
    """Cases with each of the q outcomes."""
    return tuple(np.bincount(outcome, minlength=q).tolist())


def _two_sides(matrix: ModelMatrix, j: int, outcome: IntArray, q: int) -> list[Counted]:
    """Cases on each side of a column with two values, which parts them as a factor does; none for other columns."""
    column, x = matrix.columns[j], matrix.values[:, j]
    if len(np.unique(x[:_GLANCE])) > 2:
        return []
    ends = (float(x.min()), float(x.max()))
    sides = [x == end for end in ends]
    if not (sides[0] | sides[1]).all():
        return []
    levels = [Level(end, plain(f"{column.name} = {written(end)}"), named=False) for end in ends]
    return [
        Counted(column.variable, level, counts(outcome[side], q)) for level, side in zip(levels, sides, strict=True)
    ]


def _crossed(
    design: SurveyDesign, names: tuple[str, ...], cases: BoolArray, outcome: IntArray, q: int
) -> list[Counted]:
    """Cases in each category, or combination of categories, that occurs."""
    known = [design.categories(name) for name in names]
    shape = tuple(len(k.levels) for k in known)
    codes = np.ravel_multi_index(tuple(k.codes[cases] for k in known), shape)
    n = np.bincount(codes * q + outcome, minlength=int(np.prod(shape)) * q).reshape(-1, q)
    cells = []
    for cell in np.flatnonzero(n.any(axis=1)):
        levels = [k.levels[at] for k, at in zip(known, np.unravel_index(cell, shape), strict=True)]
        cells.append(Counted(":".join(names), combined(levels), tuple(n[cell].tolist())))
    return cells
