"""How many cases each category of a model rests on: what decides whether it may be shown."""

from __future__ import annotations

import numpy as np

from analysis.categories import combined
from analysis.design import BoolArray, SurveyDesign
from analysis.models.families import family_named
from analysis.models.formulas import ModelFormula, ModelMatrix
from analysis.models.left_side import Outcome
from analysis.source import Level
from analysis.unreleased import ModelCell
from survey.text import plain

_GLANCE = 1000


def events_of(outcome: Outcome, cases: BoolArray) -> BoolArray | None:
    """(n,) the event; of a number that has only two values, the higher one: its mean is a share in another form.

    Of a count, those above 0, on whom its mean rests. None for other numbers.
    """
    y = outcome.values
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
    """Cells of every factor, of every interaction of factors, and both sides of every other column with two values."""
    crossings = (*((name,) for name in formula.factors), *formula.crossed)
    cells = [cell for names in crossings for cell in _crossed(design, names, cases, events)]
    brought = {cell.variable for cell in cells}
    in_cases = None if events is None else events[cases]
    others = [j for j, column in enumerate(matrix.columns) if column.variable and column.variable not in brought]
    return (*cells, *(cell for j in others for cell in _two_sides(matrix, j, in_cases)))


def _two_sides(matrix: ModelMatrix, j: int, events: BoolArray | None) -> list[ModelCell]:
    """Cases on each side of a column with two values, which parts them as a factor does; none for other columns."""
    column, x = matrix.columns[j], matrix.values[:, j]
    if len(np.unique(x[:_GLANCE])) > 2:
        return []
    sides = [x == x.min(), x == x.max()]
    if not (sides[0] | sides[1]).all():
        return []
    return [
        ModelCell(
            column.variable,
            Level(float(x[side][0]), plain(f"{column.name} = {x[side][0]:.15g}"), named=False),
            int(side.sum()),
            None if events is None else int(np.sum(side & events)),
        )
        for side in sides
    ]


def _crossed(
    design: SurveyDesign, names: tuple[str, ...], cases: BoolArray, events: BoolArray | None
) -> list[ModelCell]:
    """Cases, and those with the event, in each category, or combination of categories, that occurs."""
    known = [design.categories(name) for name in names]
    shape = tuple(len(k.levels) for k in known)
    codes = np.ravel_multi_index(tuple(k.codes[cases] for k in known), shape)
    n = np.bincount(codes)
    with_event = None if events is None else np.bincount(codes[events[cases]], minlength=len(n))
    cells = []
    for cell in np.flatnonzero(n):
        levels = [k.levels[at] for k, at in zip(known, np.unravel_index(cell, shape), strict=True)]
        n_events = None if with_event is None else int(with_event[cell])
        cells.append(ModelCell(":".join(names), combined(levels), int(n[cell]), n_events))
    return cells
