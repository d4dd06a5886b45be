"""Bands of a banded number: every number falls into exactly one of them (defect 17)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from survey.checks.walk import fault, named
from survey.errors import Fault
from survey.model import Category, Question

LIMITS, TYPE = 17, 24


def bands(question: Question, banded: set[int]) -> Iterator[Fault]:
    """Every band that overlaps another, leaves a gap, or has no limits; and limits of what is no band.

    banded  the code lists, by identity, that a banded question uses
    """
    if question.codes is None:
        return
    where = named("question", question.id)
    if question.type == "banded":
        yield from _in_order(question.codes.categories, where)
    elif id(question.codes) not in banded:
        for category in question.codes.categories:
            word = "low" if category.low is not None else "high"
            if getattr(category, word) is not None:
                what = f'`{word}` is of a band, but the question has the type "{question.type}".'
                here = f"{where}, code {category.code}"
                yield fault(category.place.of(word), TYPE, here, what, "Take it out, or let the type be `banded`.")


def _in_order(categories: tuple[Category, ...], where: str) -> Iterator[Fault]:
    for position, category in enumerate(categories):
        here, place = f"{where}, code {category.code}", category.place
        low, high = category.low, category.high
        if (low is None and position > 0) or (high is None and position < len(categories) - 1):
            word = "low" if low is None and position > 0 else "high"
            what = f"The band has no `{word}`; only the first may be open downwards and the last upwards."
            yield fault(place, LIMITS, here, what, f"Add `{word}:` with its limit.")
        elif low is not None and high is not None and low > high:
            what = f"The band goes from {low} to {high}: no number falls into it."
            yield fault(place.of("low"), LIMITS, here, what, "Let `low` be at most `high`.")
    for before, category in pairwise(categories):
        if before.high is None or category.low is None or before.high == category.low - 1:
            continue
        overlap = category.low <= before.high
        said = "overlaps" if overlap else "leaves a gap to"
        what = f"The band from {category.low} {said} the one before it, which goes up to {before.high}."
        mend = f"Let it begin with {before.high + 1}."
        yield fault(category.place.of("low"), LIMITS, f"{where}, code {category.code}", what, mend)
