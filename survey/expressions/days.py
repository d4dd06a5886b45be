"""Dates in conditions: whole numbers YYYYMMDD, YYYYMM or YYYY, whole years between them, and today.

`today()` has no worth by itself. Whoever knows the day puts it in with `on`; a value that is stored gets the first
day of the week instead (`first_of_week`), since no response says more of its time than the week.
"""

from __future__ import annotations

from datetime import date, timedelta

from survey.expressions.tree import Call, Node, Number, below, walk, with_below


def on(node: Node, day: date) -> Node:
    """The expression with a day in the place of `today()`."""
    return _put(node, day) if any(isinstance(part, Call) and part.function == "today" for part in walk(node)) else node


def _put(node: Node, day: date) -> Node:
    if isinstance(node, Call) and node.function == "today":
        return Number(float(whole(day)), node.position)
    parts = below(node)
    return with_below(node, tuple(_put(part, day) for part in parts)) if parts else node


def whole(day: date) -> int:
    """A day as it is stored: YYYYMMDD."""
    return day.year * 10_000 + day.month * 100 + day.day


def first_of_week(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(days=day.weekday())


def is_date(moment: float, exact: int) -> bool:
    """Whether a number is a date of the calendar with so many digits."""
    figures = f"{moment:.10g}"
    if len(figures) != exact or not figures.isdecimal():
        return False
    try:
        date(int(figures[:4]), int(figures[4:6] or 1), int(figures[6:8] or 1))
    except ValueError:
        return False
    return True


def neighbours(moment: float, exact: int) -> tuple[float, ...]:
    """A date with the one before and the one after it, as exact as they are; of what is no date nothing."""
    if not is_date(moment, exact):
        return ()
    if exact == 4:
        return moment - 1, moment, moment + 1
    if exact == 6:
        months = int(moment) // 100 * 12 + int(moment) % 100 - 1
        return tuple(float(near // 12 * 100 + near % 12 + 1) for near in (months - 1, months, months + 1))
    figures = f"{moment:.10g}"
    day = date(int(figures[:4]), int(figures[4:6]), int(figures[6:]))
    return tuple(float(whole(day + timedelta(days=step))) for step in (-1, 0, 1))


def digits(moment: float) -> int:
    """How exact a date is: 8 digits for a day, 6 for a month, 4 for a year."""
    return 4 if moment < 10_000 else 6 if moment < 1_000_000 else 8


def years_between(born: float, day: float) -> float:
    """Whole years from one date to another, as exact as the less exact of the two."""
    exact = min(digits(born), digits(day))
    first, last = (moment // 10.0 ** (digits(moment) - exact) for moment in (born, day))
    return (last - first) // 10.0 ** (exact - 4)
