"""Limits of answers: they can be met, and none of them takes in a reason for having no answer (defects 17, 25)."""

from __future__ import annotations

from collections.abc import Iterator

from survey.checks.walk import fault, named
from survey.errors import Fault
from survey.expressions.days import is_date
from survey.model import LONGEST_TEXT, Question

LIMITS, MISSING_CODE = 17, 25
MOST_BUTTONS = 21
_DIGITS = {"year": 4, "month": 6, "day": 8}
_WRITTEN = {"year": "a year, such as 2026", "month": "a month, such as 2026-11", "day": "a day, such as 2026-11-01"}


def limits(question: Question) -> Iterator[Fault]:
    """Every limit that is lacking, cannot be met, or takes in what is no answer."""
    if question.type in ("number", "scale", "estimate", "slider"):
        yield from _numbers(question)
    elif question.type == "multiple":
        yield from _ticks(question)
    elif question.type == "rank":
        yield from _places(question)
    elif question.type == "date":
        yield from _dates(question)
    elif question.type == "text" and question.longest > LONGEST_TEXT:
        what = f"A text may have {question.longest} letters; more than {LONGEST_TEXT} invite what tells who is writing."
        yield _fault(question, "longest", what, f"Let `longest` be at most {LONGEST_TEXT}.")


def _fault(question: Question, word: str, what: str, mend: str, *, number: int = LIMITS) -> Fault:
    return fault(question.place.of(word), number, named("question", question.id), what, mend)


def _numbers(question: Question) -> Iterator[Fault]:
    low, high = question.limits
    if low is None or high is None:
        lacking = [word for word, limit in (("min", low), ("max", high)) if limit is None]
        are = "are" if len(lacking) > 1 else "is"
        what = f"A number needs limits, and {' and '.join(f'`{word}`' for word in lacking)} {are} lacking."
        where = named("question", question.id)
        mend = "Write the smallest and the largest number that can be true."
        yield fault(question.place, LIMITS, where, what, mend)
    if low is not None and low < 0:
        what = f"The numbers from {low} upwards take in -1 to -9, which say why an answer is lacking."
        yield _fault(question, "min", what, "Let `min` be 0 or more.", number=MISSING_CODE)
    if low is None or high is None:
        return
    if low >= high:
        said = "no number meets them" if low > high else "only one number meets them"
        yield _fault(question, "min", f"The limits are {low} to {high}: {said}.", "Let `min` be smaller than `max`.")
    elif question.type == "scale" and high - low + 1 > MOST_BUTTONS:
        what = (
            f"A scale from {low} to {high} has {high - low + 1} buttons; more than {MOST_BUTTONS} cannot be told apart."
        )
        yield _fault(question, "max", what, "Choose nearer limits, or ask an `estimate` or with a `slider`.")


def _ticks(question: Question) -> Iterator[Fault]:
    """The fewest and the most ticks of a multiple choice, against the categories that go together."""
    together = sum(not category.exclusive for category in question.codes.categories) if question.codes else 0
    low, high = question.min, question.max
    for word, limit in (("min", low), ("max", high)):
        if limit is not None and together and not 1 <= limit <= together:
            what = f"`{word}` is {limit}, but {together} codes can be ticked together."
            yield _fault(question, word, what, f"Write a number from 1 to {together}.")
    if low is not None and high is not None and low > high:
        what = f"The limits are {low} to {high} ticks: no answer meets them."
        yield _fault(question, "min", what, "Let `min` be at most `max`.")


def _places(question: Question) -> Iterator[Fault]:
    there = len(question.codes.categories) if question.codes else 0
    if there == 1:
        what = "There is only one code, so nothing can be ranked."
        yield _fault(question, "codes", what, "Add codes, or change the type.")
    elif question.places is not None and there and question.places > there:
        what = f"`places` is {question.places}, but there are only {there} codes to rank."
        yield _fault(question, "places", what, f"Write a number from 1 to {there}.")


def _dates(question: Question) -> Iterator[Fault]:
    limits = [(word, getattr(question, word)) for word in ("earliest", "latest") if getattr(question, word)]
    fitting = []
    for word, written in limits:
        figures = written.replace("-", "")
        if is_date(float(figures), _DIGITS[question.precision]):
            fitting.append(int(figures))
            continue
        known = any(is_date(float(figures), digits) for digits in _DIGITS.values())
        what = f"`{word}` is {written}, but the question asks for {_WRITTEN[question.precision].split(',')[0]}."
        if not known:
            what = f"`{word}` is {written}, which is no date."
        yield _fault(question, word, what, f"Write {_WRITTEN[question.precision]}.")
    if len(fitting) == 2 and fitting[0] > fitting[1]:
        what = f"The limits are {question.earliest} to {question.latest}: no date meets them."
        yield _fault(question, "earliest", what, "Let `earliest` be before `latest`.")
