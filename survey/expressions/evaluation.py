"""What an expression is worth on one respondent's answers: true, false or unknown (None), after Kleene.

An answer that is not there has no value: whatever is compared or computed with it is unknown. Only the states
(`is missing`, `is answered`, `was asked`) are never unknown. An expression whose types do not fit, which
`problems` reports, is unknown too, so evaluation never fails.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from typing import Any, cast

from survey import missing
from survey.expressions.days import years_between
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
from survey.missing import Missing

Answer = float | str | frozenset[int] | Missing
Lookup = Callable[[str], Answer]
Value = bool | float | str | frozenset[int] | None

ASKED = frozenset((Missing.DONT_KNOW, Missing.REFUSED, Missing.LEFT_BLANK))
COMPARISONS: Mapping[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
OPERATIONS: Mapping[str, Callable[[float, float], float]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv,
}  # fmt: skip


def evaluate(node: Node, lookup: Lookup) -> Value:
    """The worth of an expression: True, False, a number, a text, the ticked codes, or None when unknown.

    lookup  name to the answer: a code or number, a text, the ticked codes of a multiple choice, or the reason
            (Missing) why there is none
    """
    return _RULES[type(node)](node, lookup)


def lookup_in(values: Mapping[str, missing.Answer], choices: Mapping[str, Mapping[int, str]]) -> Lookup:
    """The answers of one respondent as `evaluate` wants them.

    values   variable to code; what is absent was not asked, -1 to -9 are reasons for having no answer
    choices  id of each multiple choice to its categories: code to variable
    """

    def lookup(name: str) -> Answer:
        if name in choices:
            return _ticked(values, choices[name])
        value = values.get(name, Missing.NOT_ASKED)
        if isinstance(value, str):
            return value
        return float(value) if value >= 0 else Missing(int(value))

    return lookup


def _ticked(values: Mapping[str, missing.Answer], columns: Mapping[int, str]) -> Answer:
    held = {code: values.get(name, int(Missing.NOT_ASKED)) for code, name in columns.items()}
    reasons = [int(value) for value in held.values() if not isinstance(value, str) and value < 0]
    if len(reasons) == len(held):
        return Missing(min(reasons))
    return frozenset(code for code, value in held.items() if value == 1)


def _number(value: Value) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _literal(node: Number | String | Truth, _: Lookup) -> Value:
    return node.value


def _name(node: Name, lookup: Lookup) -> Value:
    answer = lookup(node.name)
    return None if isinstance(answer, Missing) else answer


def _calculation(node: Calculation, lookup: Lookup) -> Value:
    left, right = _number(evaluate(node.left, lookup)), _number(evaluate(node.right, lookup))
    if left is None or right is None or (node.operation == "/" and right == 0):
        return None
    result = OPERATIONS[node.operation](left, right)
    return None if math.isnan(result) else result


def _minus(node: Minus, lookup: Lookup) -> Value:
    term = _number(evaluate(node.term, lookup))
    return None if term is None else -term


def _call(node: Call, lookup: Lookup) -> Value:
    if node.function in _OWN_RULES:
        return _OWN_RULES[node.function](node, lookup)
    answered = [v for v in (_number(evaluate(part, lookup)) for part in node.arguments) if v is not None]
    if not answered:
        return None
    if node.function in ("min", "max"):
        return min(answered) if node.function == "min" else max(answered)
    # Added one by one, as on a whole frame: `sum` of Python 3.12 would round otherwise.
    total = 0.0
    for value in answered:
        total += value
    result = total if node.function == "sum" else total / len(answered)
    return None if math.isnan(result) else result


def _score(node: Call, lookup: Lookup) -> Value:
    return evaluate(node.arguments[0], lookup)


def _today(_: Call, __: Lookup) -> Value:
    """Unknown: `survey.expressions.days` puts a day in its place."""
    return None


def _age_in_years(node: Call, lookup: Lookup) -> Value:
    born, day = (_number(evaluate(part, lookup)) for part in node.arguments)
    return None if born is None or day is None else years_between(born, day)


def _count(node: Call, lookup: Lookup) -> Value:
    total = 0.0
    for part in node.arguments:
        value = evaluate(part, lookup)
        if value is None and isinstance(part, Name):
            return None
        total += len(value) if isinstance(value, frozenset) else value is True
    return total


_OWN_RULES: Mapping[str, Callable[[Call, Lookup], Value]] = {
    "count": _count, "score": _score, "today": _today, "age_in_years": _age_in_years,
}  # fmt: skip


def _compare(node: Compare, lookup: Lookup) -> Value:
    left, right = evaluate(node.left, lookup), evaluate(node.right, lookup)
    if isinstance(left, str) and isinstance(right, str) and node.comparison in ("=", "!="):
        return bool(COMPARISONS[node.comparison](left, right))
    low, high = _number(left), _number(right)
    return None if low is None or high is None else bool(COMPARISONS[node.comparison](low, high))


def _in(node: In, lookup: Lookup) -> Value:
    value = evaluate(node.term, lookup)
    if value is None or isinstance(value, bool | frozenset):
        return None
    return any(value == listed.value for listed in node.values)


def _includes(node: Includes, lookup: Lookup) -> Value:
    answer = lookup(node.name.name)
    if isinstance(answer, Missing):
        return None
    return node.value.value in answer if isinstance(answer, frozenset) else answer == node.value.value


def _state(node: State, lookup: Lookup) -> Value:
    answer = lookup(node.name.name)
    answered = not isinstance(answer, Missing)
    if node.state == "missing":
        return not answered
    return answered or (node.state == "asked" and answer in ASKED)


def _not(node: Not, lookup: Lookup) -> Value:
    value = evaluate(node.condition, lookup)
    return not value if isinstance(value, bool) else None


def _and(node: And, lookup: Lookup) -> Value:
    result: bool | None = True
    for condition in node.conditions:
        value = evaluate(condition, lookup)
        if value is False:
            return False
        if value is not True:
            result = None
    return result


def _or(node: Or, lookup: Lookup) -> Value:
    result: bool | None = False
    for condition in node.conditions:
        value = evaluate(condition, lookup)
        if value is True:
            return True
        if value is not False:
            result = None
    return result


_RULES = cast(
    "Mapping[type, Callable[[Node, Lookup], Value]]",
    {
        Name: _name, Number: _literal, String: _literal, Truth: _literal, Calculation: _calculation, Minus: _minus,
        Call: _call, Compare: _compare, In: _in, Includes: _includes, State: _state, Not: _not, And: _and, Or: _or,
    },
)  # fmt: skip
