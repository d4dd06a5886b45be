"""An answer of chance to a question of any type, and the values that it stands for."""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

from survey.columns import answers_of, categories_of, has_other
from survey.missing import Answer, Missing
from survey.model import Question
from survey.reading import chose_other
from survey.text import Text

# What is drawn: a code, a number or a text; of a multiple choice the ticked codes, of a rank the codes in their order;
# or a reason for having none of these.
Drawn = int | str | Collection[int]

SYNTHETIC = Text(sv="Påhittat svar", en="Made-up answer")
_TICKED = 0.25  # chance of each category of a multiple choice that has no distribution of its own
_EARLIEST, _LATEST = "1950", "2026"


def drawn(question: Question, shares: Mapping[Any, float], rng: random.Random, language: str) -> Drawn:
    """An answer that the question can take.

    shares  what may be answered with its weight; of a multiple choice, the chance that each category is ticked, of a
            rank, how readily each category is put before those that are left. None given: each as likely
    """
    if question.answered == "codes":
        return _ticked(question, shares, rng)
    if question.answered == "ranks":
        return _ranked(question, shares, rng)
    if possible := {value: share for value, share in shares.items() if _is_possible(question, value)}:
        found: int | str = _one(possible, rng)
        return found
    if question.answered == "day":
        return _day(question, rng)
    if question.answered == "text":
        return SYNTHETIC.in_language(language)
    if categories := categories_of(question):
        return rng.choice([category.code for category in categories])
    low, high = question.limits
    return rng.randint(low or 0, 100 if high is None else high)


def as_values(question: Question, field: str, drawn: Drawn, other: Answer) -> dict[str, Answer]:
    """The variables of a question, or of one item of a battery, after it was answered so.

    other  what is written where "other" is chosen
    """
    if question.answered == "codes":
        values = _tick_values(question, drawn)
    elif question.answered == "ranks":
        values = _rank_values(question, drawn)
    else:
        assert isinstance(drawn, int | str)
        values = {field: drawn}
    if has_other(question):
        values[f"{question.id}_other"] = other if chose_other(question, values) else int(Missing.NOT_ASKED)
    return values


def _one(shares: Mapping[Any, float], rng: random.Random) -> Any:
    return rng.choices(list(shares), list(shares.values()))[0]


def _is_possible(question: Question, value: object) -> bool:
    """A list of fewer statements, as an arm of an experiment has it, cannot hold the largest counts."""
    return question.type != "count" or not isinstance(value, int) or value <= len(question.items)


def _ticked(question: Question, chances: Mapping[Any, float], rng: random.Random) -> Drawn:
    """Categories ticked one by one; one that excludes the others stands alone; nothing ticked is left blank."""
    for reason in (code for code in chances if isinstance(code, int) and code < 0):
        if rng.random() < chances[reason]:
            return int(reason)
    categories = categories_of(question)
    found = [c for c in categories if rng.random() < chances.get(c.code, 0.0 if chances else _TICKED)]
    alone = [category for category in found if category.exclusive]
    if alone and len(found) > 1:
        others = [category for category in found if not category.exclusive]
        found = others if others and rng.random() < 0.5 else alone[:1]
    if not found:
        return int(Missing.LEFT_BLANK)
    codes = [category.code for category in found]
    return codes if found[0].exclusive else _within(question, codes, rng)


def _within(question: Question, codes: list[int], rng: random.Random) -> list[int]:
    """As many ticks as the question takes: some taken away, or some more by chance."""
    if question.max is not None and len(codes) > question.max:
        return rng.sample(codes, question.max)
    lacking = (question.min or 0) - len(codes)
    if lacking > 0:
        left = [c.code for c in categories_of(question) if not c.exclusive and c.code not in codes]
        return [*codes, *rng.sample(left, min(lacking, len(left)))]
    return codes


def _ranked(question: Question, weights: Mapping[Any, float], rng: random.Random) -> Drawn:
    left = {category.code: weights.get(category.code, 0.0 if weights else 1.0) for category in categories_of(question)}
    reasons = {code: weight for code, weight in weights.items() if isinstance(code, int) and code < 0}
    order: list[int] = []
    for _ in answers_of(question):
        able = {code: weight for code, weight in left.items() if weight > 0}
        if not able:
            break
        code = _one(able if order else {**able, **reasons}, rng)
        if code < 0:
            return int(code)
        left.pop(code)
        order.append(code)
    return order or int(Missing.LEFT_BLANK)


def _day(question: Question, rng: random.Random) -> int:
    first = date.fromisoformat(f"{question.earliest or _EARLIEST}-01-01"[:10])
    last = date.fromisoformat(f"{question.latest or _LATEST}-12-28"[:10])
    found = first + timedelta(days=rng.randint(0, max(0, (last - first).days)))
    return int(found.strftime("%Y%m%d")[: {"year": 4, "month": 6, "day": 8}[question.precision]])


def _tick_values(question: Question, drawn: Drawn) -> dict[str, Answer]:
    names = answers_of(question)
    if isinstance(drawn, int):
        drawn = [drawn]
    assert not isinstance(drawn, str)
    reason = next((code for code in drawn if code < 0), None)
    codes = [category.code for category in categories_of(question)]
    return {name: int(code in drawn) if reason is None else reason for name, code in zip(names, codes, strict=True)}


def _rank_values(question: Question, drawn: Drawn) -> dict[str, Answer]:
    names = answers_of(question)
    if isinstance(drawn, int):
        return dict.fromkeys(names, drawn)
    order: list[Any] = list(drawn)
    return dict(zip(names, [*order, *[int(Missing.LEFT_BLANK)] * len(names)], strict=False))
