"""Dates in conditions: whole years, today that is put in, and nothing stored that tells the day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
import pytest

from survey.errors import Fault
from survey.expressions import evaluate, parse, written
from survey.expressions.columns import years_between_all
from survey.expressions.days import first_of_week, neighbours, on, years_between
from survey.missing import Missing

Spoil = Callable[..., tuple[Fault, ...]]


@pytest.mark.parametrize(
    ("born", "day", "years"),
    [
        (20001125, 20261124, 25), (20001124, 20261124, 26), (200011, 20261124, 26), (200012, 202611, 25),
        (2000, 20261124, 26), (20080229, 20260228, 17), (202612, 202611, -1),
    ],
)  # fmt: skip
def test_ages_are_whole_years_as_exact_as_the_less_exact_date(born: float, day: float, years: float) -> None:
    assert years_between(born, day) == years
    assert years_between_all(np.array([born]), np.array([day])).tolist() == [years]


def test_today_is_unknown_until_a_day_is_put_in() -> None:
    lookup = {"born": 20081125.0}.__getitem__
    node = parse("age_in_years(born) >= 18 or born > today()")
    assert evaluate(node, lookup) is None
    assert evaluate(on(node, date(2026, 11, 25)), lookup) is True
    assert evaluate(on(node, date(2026, 11, 24)), lookup) is False
    assert evaluate(on(node, date(2026, 11, 25)), lambda _: Missing.REFUSED) is None


def test_a_stored_age_counts_to_the_monday_of_the_week() -> None:
    assert first_of_week(date(2026, 11, 29)) == first_of_week(date(2026, 11, 23)) == date(2026, 11, 23)


def test_dates_know_their_neighbours() -> None:
    assert neighbours(202612, 6) == (202611, 202612, 202701)
    assert neighbours(20280228, 8) == (20280227, 20280228, 20280229)
    assert neighbours(202613, 6) == ()


def test_an_age_is_written_as_it_was_typed() -> None:
    assert written(parse("age_in_years(born) > 3")) == "age_in_years(born) > 3"
