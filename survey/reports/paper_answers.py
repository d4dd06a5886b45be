"""What a question is answered in on paper: boxes, figures, lines, by its type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reportlab.lib.units import mm

from survey.columns import categories_of, places
from survey.missing import LABELS, OFFERED
from survey.model import Category, Question
from survey.reports.numbering import letter
from survey.reports.paper_look import ANSWER, HEAD, HINT, SMALL, WIDTH, Box, Cells, Rule, grid, said
from survey.reports.paper_words import word

_TICK, _CODE_COLUMN = 9 * mm, 13 * mm
_LABEL = WIDTH - 20 * mm
_SHORT = 24  # letters of labels that stand two by two


_INSTRUCTIONS = {
    "single": "one",
    "banded": "one",
    "consent": "one",
    "scale": "one",
    "battery": "rows",
    "slider": "line",
    "count": "count",
    "crosswise": "pair",
    "text": "own_words",
}


def instruction(question: Question, language: str) -> str:
    """How the question is answered; empty where that is plain."""
    if question.type in _INSTRUCTIONS:
        return word(_INSTRUCTIONS[question.type], language)
    if question.type == "rank":
        return word("rank", language, places(question))
    if question.type == "multiple":
        return _within("several", question.min, question.max, language)
    return _within("number", *question.limits, language) if question.type in ("number", "estimate") else ""


def _within(key: str, low: int | None, high: int | None, language: str) -> str:
    ends = "_between" if None not in (low, high) else "_at_least" if low is not None else "_at_most" if high else ""
    return word(f"{key}{ends}", language, low=low, high=high)


def answers(question: Question, language: str, only: Mapping[str, str]) -> Iterator[Any]:
    """What is ticked or written in.

    only  id of an item to whom it is only for, in words
    """
    match question.type:
        case "single" | "multiple" | "banded" | "consent":
            yield from _choices(categories_of(question), language)
        case "battery":
            yield _battery(question, language, only)
        case "number" | "estimate":
            yield _number(question, language)
        case "scale":
            yield from _scale(question, language)
        case "slider":
            yield from _slider(question, language)
        case "rank":
            yield from _rank(question, language)
        case "date":
            yield _date(question, language)
        case "text":
            yield from (Rule() for _ in range(min(2 + question.longest // 200, 5)))
        case "count":
            yield _statements(question, language, only)
            yield _row_of_boxes(range(len(question.items) + 1))
        case "crosswise":
            yield _statements(question, language, only)
            yield from _choices(categories_of(question), language)
    if question.type not in ("note", "computed", "battery"):
        yield from _offered(question, language)


def _choices(categories: Sequence[Category], language: str) -> Iterator[Any]:
    rows = [_choice(category, language) for category in categories]
    labels = [category.text.in_language(language) for category in categories]
    plain = not any(category.other or category.exclusive for category in categories)
    if len(rows) > 5 and plain and max(map(len, labels)) <= _SHORT:
        half = (len(rows) + 1) // 2
        paired = [
            [*rows[place], *(rows[place + half] if place + half < len(rows) else ["", ""])] for place in range(half)
        ]
        yield grid(paired, [_TICK, _LABEL / 2 - _TICK / 2, _TICK, _LABEL / 2 - _TICK / 2])
    elif rows:
        yield grid(rows, [_TICK, _LABEL])


def _choice(category: Category, language: str) -> list[Any]:
    label = category.text.in_language(language)
    if category.exclusive:
        label = f"{label} {word('excludes', language)}"
    if category.other:
        return [
            Box(category.code),
            grid([[said(label, ANSWER), Rule(80 * mm, height=6 * mm)]], [60 * mm, 84 * mm], top=0),
        ]
    return [Box(category.code), said(label, ANSWER)]


def _offered(question: Question, language: str) -> Iterator[Any]:
    rows = [
        [Box(int(OFFERED[reason])), said(LABELS[OFFERED[reason]].in_language(language), HINT)]
        for reason in question.missing
    ]
    if rows:
        yield grid(rows, [_TICK, _LABEL], top=0.8)


def _battery(question: Question, language: str, only: Mapping[str, str]) -> Any:
    heads = [(c.code, c.text.in_language(language)) for c in categories_of(question)]
    heads += [(int(OFFERED[reason]), LABELS[OFFERED[reason]].in_language(language)) for reason in question.missing]
    column = min(24 * mm, (WIDTH - 8 * mm) * 0.62 / max(len(heads), 1))
    first = WIDTH - 8 * mm - column * len(heads)
    rows: list[list[Any]] = [["", *(said(label, HEAD) for _, label in heads)]]
    for place, item in enumerate(question.items):
        label = [said(f"{letter(place)}) {item.text.in_language(language)}", ANSWER)]
        if item.id in only:
            label.append(said(word("only_if", language, only[item.id]), SMALL))
        rows.append([label, *(Box(code, centred=True) for code, _ in heads)])
    return grid(rows, [first, *(column for _ in heads)], lines=True, top=2.4)


def _number(question: Question, language: str) -> Any:
    _, high = question.limits
    figures = len(str(high)) if high is not None else 4
    unit = question.unit.in_language(language)
    cells = Cells([(figures, "")])
    return grid([[cells, said(unit, ANSWER)]], [cells.width + 2 * mm, 90 * mm])


def _scale(question: Question, language: str) -> Iterator[Any]:
    low, high = question.limits
    yield from _ends(question, language, WIDTH - 30 * mm)
    yield _row_of_boxes(range(low or 0, (10 if high is None else high) + 1))


def _row_of_boxes(numbers: range) -> Any:
    boxes = [[Box(""), said(str(number), SMALL)] for number in numbers]
    return grid([boxes], [min(_CODE_COLUMN, (WIDTH - 10 * mm) / max(len(numbers), 1))] * len(numbers))


def _slider(question: Question, language: str) -> Iterator[Any]:
    low, high = question.limits
    yield from _ends(question, language, 120 * mm)
    yield grid(
        [[said(str(low), SMALL), Rule(100 * mm, height=7 * mm, ends=True), said(str(high), SMALL)]],
        [8 * mm, 104 * mm, 12 * mm],
    )


def _ends(question: Question, language: str, width: float) -> Iterator[Any]:
    low, high = question.low_text.in_language(language), question.high_text.in_language(language)
    if low or high:
        right = HINT.clone("right", alignment=2)
        yield grid([[said(low, HINT), said(high, right)]], [width / 2, width / 2], top=0)


def _rank(question: Question, language: str) -> Iterator[Any]:
    rows = [
        [Box(category.code), said(category.text.in_language(language), ANSWER)] for category in categories_of(question)
    ]
    yield grid(rows, [_TICK, _LABEL])


def _date(question: Question, language: str) -> Any:
    parts = {"year": ["year"], "month": ["year", "month"], "day": ["year", "month", "day"]}[question.precision]
    return Cells([(4 if part == "year" else 2, word(part, language)) for part in parts])


def _statements(question: Question, language: str, only: Mapping[str, str]) -> Any:
    rows = []
    for place, item in enumerate(question.items):
        text = item.text.in_language(language)
        text = f"{text} ({word('only_if', language, only[item.id])})" if item.id in only else text
        rows.append([said(f"{letter(place)})", ANSWER), said(text, ANSWER)])
    return grid(rows, [_TICK, _LABEL])
