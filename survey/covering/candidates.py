"""Answers that stand for all answers to a question, by what the conditions that use it compare it with."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations, permutations

from survey.columns import categories_of, places
from survey.drawing import SYNTHETIC, Drawn, as_values
from survey.expressions import Node
from survey.expressions.tree import Call, Compare, In, Includes, Name, Number, State, String, below, references, walk
from survey.missing import Answer, Missing
from survey.model import Question

_MOST = 300
Values = dict[str, Answer]


@dataclass(frozen=True)
class Candidates:
    """Answers to try. `all`: whatever else could be answered makes no difference to the conditions."""

    values: tuple[Values, ...]
    all: bool


@dataclass(frozen=True)
class Uses:
    """What conditions compare some names with.

    numbers  all numbers in conditions that use one of the names
    texts    all texts in them
    codes    categories that are asked after
    plainly  the names are compared with numbers and texts only, not with each other and not in calculations
    """

    numbers: tuple[float, ...]
    texts: tuple[str, ...]
    codes: frozenset[int]
    plainly: bool


def uses(names: Collection[str], conditions: Iterable[Node]) -> Uses:
    """How conditions use some names."""
    numbers, texts, codes, plainly = set[float](), set[str](), set[int](), True
    for condition in conditions:
        found = sum(reference.name in names for reference in references(condition))
        if not found:
            continue
        nodes = list(walk(condition))
        numbers |= {node.value for node in nodes if isinstance(node, Number)}
        texts |= {node.value for node in nodes if isinstance(node, String)}
        listed = [value for node in nodes if isinstance(node, In) for value in node.values]
        included = [node.value for node in nodes if isinstance(node, Includes) and node.name.name in names]
        for value in (*listed, *included):
            numbers |= {value.value} if isinstance(value, Number) else set()
            texts |= {value.value} if isinstance(value, String) else set()
        codes |= {int(value.value) for value in included if isinstance(value, Number)}
        plainly = plainly and found == sum(_is_plain(node, names) for node in nodes)
    return Uses(tuple(sorted(numbers)), tuple(sorted(texts)), frozenset(codes), plainly)


def _is_plain(node: Node, names: Collection[str]) -> bool:
    match node:
        case Compare(_, Name(name), Number() | String()) | Compare(_, Number() | String(), Name(name)):
            return name in names
        case In(Name(name), _) | Includes(Name(name), _) | State(Name(name), _):
            return name in names
    return False


def counted(name: str, conditions: Iterable[Node]) -> bool:
    """Whether the ticks of a multiple choice are counted somewhere."""
    calls = (node for condition in conditions for node in walk(condition) if isinstance(node, Call))
    return any(isinstance(part, Name) and part.name == name for call in calls for part in below(call))


def candidates(question: Question, field: str, use: Uses, *, every_tick: bool) -> Candidates:
    """Answers to try for a question, or for one item of a battery."""
    drawn, complete = _drawn(question, use, every_tick=every_tick)
    text = SYNTHETIC.in_language("en")
    values = [as_values(question, field, each, text) for each in drawn]
    if not question.must_be_answered:
        values.append(as_values(question, field, int(Missing.LEFT_BLANK), text))
    return Candidates(tuple(values), complete)


def _drawn(question: Question, use: Uses, *, every_tick: bool) -> tuple[Sequence[Drawn], bool]:
    match question.answered:
        case "codes":
            return _ticks(question, use, every_tick=every_tick)
        case "ranks":
            return _ranks(question)
        case "day":
            return _days(question, use)
        case "text":
            return [*use.texts, SYNTHETIC.in_language("en")], use.plainly
    categories = categories_of(question)
    if categories:
        return [category.code for category in categories], True
    return whole_numbers(*question.limits, use)


def whole_numbers(low: int | None, high: int | None, use: Uses) -> tuple[list[int], bool]:
    """Numbers on, below, above and between those that conditions name; all of them where there are few."""
    first, last = low or 0, 100 if high is None else high
    if last - first <= 20 or (not use.plainly and last - first <= _MOST):
        return list(range(first, last + 1)), high is not None
    near = {int(number // 1) + step for number in use.numbers for step in (-1, 0, 1, 2)}
    kept = sorted(number for number in {first, (first + last) // 2, last, *near} if first <= number <= last)
    return kept, use.plainly


def _ticks(question: Question, use: Uses, *, every_tick: bool) -> tuple[list[Drawn], bool]:
    """Sets of ticks: the codes that are asked after in all combinations, filled up where more ticks are needed."""
    alone = [category.code for category in categories_of(question) if category.exclusive]
    others = [category.code for category in categories_of(question) if not category.exclusive]
    named = others if every_tick else [code for code in others if code in use.codes]
    spare = [code for code in others if code not in named]
    least, most = question.min or 1, len(others) if question.max is None else question.max
    found: list[Drawn] = [[code] for code in alone]
    for size in range(min(most, len(named)) + 1):
        for chosen in combinations(named, size):
            filled = [*chosen, *spare[: max(least - size, 0 if size else 1)]]
            if least <= len(filled) <= most:
                found.append(filled)
            if len(found) > _MOST:
                return found, False
    return found, True


def _ranks(question: Question) -> tuple[list[Drawn], bool]:
    """Orders of all lengths; each code in each place first, so that little is lost where there are too many."""
    codes, length = [category.code for category in categories_of(question)], places(question)
    found: list[Drawn] = [[*codes[start:], *codes[:start]][:length] for start in range(len(codes))]
    for size in range(length, 0, -1):
        for order in permutations(codes, size):
            if len(found) > _MOST:
                return found, False
            found.append(list(order))
    return found, True


def _days(question: Question, use: Uses) -> tuple[list[Drawn], bool]:
    """The limits, and days on, before and after those that conditions name."""
    width = {"year": 4, "month": 6, "day": 8}[question.precision]
    early = date.fromisoformat(f"{question.earliest or '1950'}-01-01"[:10])
    late = _last_day(question.latest or "2026")
    step = timedelta(days={"year": 366, "month": 31, "day": 1}[question.precision])
    near = [_day(number, width) for number in use.numbers]
    around = [day + step * way for day in near if day for way in (-1, 0, 1)]
    middle = early + (late - early) / 2
    kept = sorted({day for day in (early, middle, late, *around) if early <= day <= late})
    return [int(day.strftime("%Y%m%d")[:width]) for day in kept], use.plainly


def _last_day(latest: str) -> date:
    parts = [int(part) for part in latest.split("-")]
    year, month, day = [*parts, *(12, 28)[len(parts) - 1 :]]
    return date(year, month, day)


def _day(number: float, width: int) -> date | None:
    figures = f"{number:.0f}"
    if len(figures) != width:
        return None
    try:
        return date.fromisoformat(f"{figures[:4]}-{figures[4:6] or '01'}-{figures[6:8] or '15'}")
    except ValueError:
        return None
