"""The same worth as `evaluate`, for all respondents of a frame at once.

A condition is two arrays, where it is true and where it is false; unknown is neither. Numbers are float64 with
NaN for unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

import numpy as np
from numpy.typing import NDArray

from survey.expressions.batteries import batteries_of, spread
from survey.expressions.evaluation import COMPARISONS, Answer, Lookup
from survey.expressions.meaning import multiple_choices
from survey.expressions.tree import (
    And,
    Calculation,
    Call,
    Compare,
    In,
    Includes,
    Minus,
    Name,
    Node,
    Not,
    Number,
    Or,
    State,
    String,
    Truth,
)
from survey.frame import SurveyFrame
from survey.missing import REASONS_NOT_ASKED, Missing

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]

_RULE_OF = {"In": "in_", "Not": "not_", "And": "and_", "Or": "or_"}


@dataclass(frozen=True)
class _Condition:
    yes: Flags
    no: Flags


@dataclass(frozen=True)
class _Texts:
    values: NDArray[np.object_]
    answered: Flags


@dataclass(frozen=True)
class _Choices:
    ticked: Mapping[int, Flags]
    answered: Flags


_Column = _Condition | _Texts | _Choices | Floats


def holds(node: Node, frame: SurveyFrame) -> Flags:
    """(n,) True where the condition is true; false and unknown are False. Raises UnknownVariable."""
    with np.errstate(all="ignore"):
        column = _Columns(frame).of(spread(node, batteries_of(frame.variables)))
    return column.yes if isinstance(column, _Condition) else np.zeros(len(frame), dtype=bool)


def worth(node: Node, frame: SurveyFrame) -> Floats:
    """(n,) the number a value is worked out to; 1 and 0 for a condition, NaN for unknown. Raises UnknownVariable."""
    with np.errstate(all="ignore"):
        column = _Columns(frame).of(node)
    if isinstance(column, _Condition):
        return np.where(column.yes, 1.0, np.where(column.no, 0.0, np.nan))
    return column if isinstance(column, np.ndarray) else np.full(len(frame), np.nan)


def row_of(frame: SurveyFrame, row: int) -> Lookup:
    """The answers of one respondent of a frame, as `evaluate` wants them."""
    columns = _Columns(frame)

    def lookup(name: str) -> Answer:
        column = columns.name(Name(name))
        if isinstance(column, _Choices):
            return frozenset(c for c, f in column.ticked.items() if f[row]) if column.answered[row] else _reason(name)
        if isinstance(column, _Texts):
            return str(column.values[row]) if column.answered[row] else _reason(name)
        value = float(cast(Floats, column)[row])
        return _reason(name) if np.isnan(value) else value

    def _reason(name: str) -> Missing:
        return Missing.LEFT_BLANK if columns.asked(name)[row] else Missing.NOT_ASKED

    return lookup


@dataclass
class _Columns:
    """Columns of a frame by what an expression asks of them."""

    frame: SurveyFrame
    choices: Mapping[str, Mapping[int, str]] = field(init=False)

    def __post_init__(self) -> None:
        self.choices = multiple_choices(self.frame.variables)

    def of(self, node: Node) -> _Column:
        """What the node is worth for each respondent."""
        rule = cast(
            "Callable[[Node], _Column]", getattr(self, _RULE_OF.get(type(node).__name__, type(node).__name__.lower()))
        )
        return rule(node)

    def unknown(self) -> _Condition:
        nothing = np.zeros(len(self.frame), dtype=bool)
        return _Condition(nothing, nothing)

    def known(self, truth: Flags, where: Flags) -> _Condition:
        """True or false as `truth` says, unknown outside `where`."""
        return _Condition(truth & where, ~truth & where)

    def name(self, node: Name) -> _Column:
        if node.name in self.choices:
            columns = self.choices[node.name]
            ticked = {code: self.frame.values(column) == 1 for code, column in columns.items()}
            return _Choices(ticked, self.answered(node.name))
        if self.frame.variable(node.name).kind == "text":
            texts = self.frame.data[node.name].astype(object).where(self.answered(node.name), "")
            return _Texts(texts.astype(str).to_numpy(dtype=object), self.answered(node.name))
        return self.frame.values(node.name)

    def answered(self, name: str) -> Flags:
        if name in self.choices:
            return np.asarray(np.any([~self.frame.is_missing(c) for c in self.choices[name].values()], axis=0))
        return ~self.frame.is_missing(name)

    def asked(self, name: str) -> Flags:
        """Answered, or a reason that only those who were asked can have; an imported file's own codes count so too."""
        answered = self.answered(name)
        for column in self.choices.get(name, {0: name}).values():
            data = self.frame.data[column]
            if self.frame.variable(column).kind == "text":
                not_asked = ["", *(str(int(reason)) for reason in REASONS_NOT_ASKED)]
                answered = answered | ~(data.isna() | data.isin(not_asked)).to_numpy(dtype=bool)
            else:
                held = data.to_numpy(dtype=np.float64)
                outside = np.isin(held, REASONS_NOT_ASKED)
                answered = answered | (np.isfinite(held) & ~outside)
        return answered

    def number(self, node: Number) -> _Column:
        return np.full(len(self.frame), node.value)

    def string(self, node: String) -> _Column:
        return _Texts(np.full(len(self.frame), node.value, dtype=object), np.ones(len(self.frame), dtype=bool))

    def truth(self, node: Truth) -> _Column:
        return self.known(np.full(len(self.frame), node.value), np.ones(len(self.frame), dtype=bool))

    def numbers(self, node: Node) -> Floats:
        """The node as numbers; unknown throughout when it is none."""
        column = self.of(node)
        return column if isinstance(column, np.ndarray) else np.full(len(self.frame), np.nan)

    def calculation(self, node: Calculation) -> _Column:
        left, right = self.numbers(node.left), self.numbers(node.right)
        match node.operation:
            case "+":
                return left + right
            case "-":
                return left - right
            case "*":
                return left * right
        return np.where(right == 0, np.nan, left / right)

    def minus(self, node: Minus) -> _Column:
        return -self.numbers(node.term)

    def call(self, node: Call) -> _Column:
        if node.function == "count":
            return self.count(node)
        if node.function == "score":
            return self.of(node.arguments[0])
        if node.function == "today":
            return np.full(len(self.frame), np.nan)
        parts = [self.numbers(part) for part in node.arguments]
        if node.function in ("min", "max"):
            extreme = np.fmin if node.function == "min" else np.fmax
            return cast(Floats, extreme.reduce(parts))
        if node.function == "age_in_years":
            return years_between_all(*parts)
        answered = [~np.isnan(part) for part in parts]
        total, n = np.zeros(len(self.frame)), np.sum(answered, axis=0)
        for part, there in zip(parts, answered, strict=True):
            total = total + np.where(there, part, 0.0)
        total = np.where(n == 0, np.nan, total)
        return total if node.function == "sum" else total / n

    def count(self, node: Call) -> Floats:
        total = np.zeros(len(self.frame))
        for part in node.arguments:
            column = self.of(part)
            if isinstance(column, _Condition):
                total = total + column.yes
            elif isinstance(column, _Choices):
                total = total + np.where(column.answered, np.sum(list(column.ticked.values()), axis=0), np.nan)
            elif isinstance(part, Name):
                there = column.answered if isinstance(column, _Texts) else ~np.isnan(column)
                total = total + np.where(there, 0.0, np.nan)
        return total

    def compare(self, node: Compare) -> _Column:
        left, right = self.of(node.left), self.of(node.right)
        if isinstance(left, _Texts) and isinstance(right, _Texts) and node.comparison in ("=", "!="):
            same = np.asarray(left.values == right.values, dtype=bool)
            return self.known(same if node.comparison == "=" else ~same, left.answered & right.answered)
        if isinstance(left, np.ndarray) and isinstance(right, np.ndarray):
            truth = np.asarray(COMPARISONS[node.comparison](left, right), dtype=bool)
            return self.known(truth, ~np.isnan(left) & ~np.isnan(right))
        return self.unknown()

    def equal_to_any(self, column: _Column, values: Sequence[Number | String]) -> _Condition:
        """Where a number or a text is one of the values."""
        if isinstance(column, _Texts):
            texts = [value.value for value in values if isinstance(value, String)]
            return self.known(np.asarray([text in texts for text in column.values], dtype=bool), column.answered)
        if isinstance(column, np.ndarray):
            codes = [value.value for value in values if isinstance(value, Number)]
            return self.known(np.isin(column, codes), ~np.isnan(column))
        return self.unknown()

    def in_(self, node: In) -> _Column:
        return self.equal_to_any(self.of(node.term), node.values)

    def includes(self, node: Includes) -> _Column:
        column = self.name(node.name)
        if not isinstance(column, _Choices):
            return self.equal_to_any(column, [node.value])
        nowhere = np.zeros(len(self.frame), dtype=bool)
        code = node.value.value
        return self.known(nowhere if isinstance(code, str) else column.ticked.get(int(code), nowhere), column.answered)

    def state(self, node: State) -> _Column:
        everywhere = np.ones(len(self.frame), dtype=bool)
        if node.state == "asked":
            return self.known(self.asked(node.name.name), everywhere)
        answered = self.answered(node.name.name)
        return self.known(answered if node.state == "answered" else ~answered, everywhere)

    def not_(self, node: Not) -> _Column:
        inner = self.of(node.condition)
        return _Condition(inner.no, inner.yes) if isinstance(inner, _Condition) else self.unknown()

    def parts(self, conditions: Sequence[Node]) -> list[_Condition]:
        columns = [self.of(condition) for condition in conditions]
        return [column if isinstance(column, _Condition) else self.unknown() for column in columns]

    def and_(self, node: And) -> _Column:
        parts = self.parts(node.conditions)
        return _Condition(np.all([p.yes for p in parts], axis=0), np.any([p.no for p in parts], axis=0))

    def or_(self, node: Or) -> _Column:
        parts = self.parts(node.conditions)
        return _Condition(np.any([p.yes for p in parts], axis=0), np.all([p.no for p in parts], axis=0))


def years_between_all(born: Floats, day: Floats) -> Floats:
    """Whole years between (n,) dates, as `days.years_between` counts them; NaN where one of the two is."""
    exact = np.minimum(_digits(born), _digits(day))
    first, last = (moment // 10.0 ** (_digits(moment) - exact) for moment in (born, day))
    return np.asarray((last - first) // 10.0 ** (exact - 4), dtype=np.float64)


def _digits(moments: Floats) -> NDArray[np.int64]:
    return np.where(moments < 10_000, 4, np.where(moments < 1_000_000, 6, 8))
