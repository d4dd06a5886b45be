"""What a name in an expression stands for: a number, a code, a date, a text, or a question of several answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from survey.expressions.batteries import batteries_of
from survey.missing import Missing
from survey.text import Text
from survey.variables import MissingRange, ValueLabel, Variable

Type = Literal["number", "date", "text", "choices", "battery", "condition"]

_OURS = MissingRange(-9, -1)
_OFFERED = (int(Missing.DONT_KNOW), int(Missing.REFUSED))
_DIGITS = {"F4.0": 4, "F6.0": 6}


@dataclass(frozen=True)
class Ticking:
    """How the categories of a multiple choice may be ticked.

    alone   codes that are ticked without any other, whatever the limits are
    fewest  least number of ticks of the others, once anything is ticked
    most    greatest number; None where there is no limit
    """

    alone: frozenset[int] = frozenset()
    fewest: int = 1
    most: int | None = None


@dataclass(frozen=True)
class Meaning:
    """One name.

    values   codes with labels; empty for a free number or text
    coded    True when the labels list the codes that are likely
    closed   True when no answer can hold another code than those of `values`
    digits   of a date: 8 for a day, 6 for a month, 4 for a year; else 0
    offered  reasons for not answering that the question offers beside its codes
    question the question that it comes from
    scale    True for the score of a scale
    siblings how many variables share the stem: items of a battery, or of several with the same wording
    columns  for a multiple choice, code to the variable that holds 0 or 1 for it; for a battery, its items; else empty
    min, max limits of a number; None where none are known
    asked    False for an arm or a design variable, which nobody answers
    whole    True when only whole numbers can be answers
    ticking  of a multiple choice: what may be ticked together
    part_of  of a variable of a multiple choice whose rules are known: that question; `category` is its code there
    always_there  True when nobody is without it, as of an arm
    """

    name: str
    type: Type
    label: Text
    stem: Text
    values: tuple[ValueLabel, ...]
    coded: bool
    closed: bool
    columns: Mapping[int, str]
    min: float | None = None
    max: float | None = None
    whole: bool = False
    digits: int = 0
    offered: tuple[int, ...] = ()
    question: str = ""
    scale: bool = False
    siblings: int = 1
    asked: bool = True
    ticking: Ticking = Ticking()
    part_of: str = ""
    category: int = -1
    always_there: bool = False
    always_answered: bool = False

    def label_of(self, code: float | str) -> Text | None:
        """The label of a code, None when it has none."""
        return next((value.label for value in self.values if value.value == code), None)


def meanings(variables: Mapping[str, Variable]) -> dict[str, Meaning]:
    """Every name that an expression on these variables may use: the variables and the multiple choices."""
    siblings = Counter(variable.stem for variable in variables.values() if variable.stem)
    found = {name: _of_variable(variable, siblings[variable.stem]) for name, variable in variables.items()}
    for question, categories in multiple_choices(variables).items():
        found[question] = _of_multiple(question, categories, variables)
    for battery, items in batteries_of(variables).items():
        found.setdefault(battery, _of_battery(battery, items, variables))
    return found


def multiple_choices(variables: Mapping[str, Variable]) -> dict[str, dict[int, str]]:
    """Id of each multiple choice to its categories: code to the variable that holds 0 or 1 for it."""
    found: dict[str, dict[int, str]] = {}
    for name, variable in variables.items():
        code = name.removeprefix(f"{variable.question}_")
        if variable.question_type == "multiple" and code != name and code.isdecimal():
            found.setdefault(variable.question, {})[int(code)] = name
    return found


def _of_variable(variable: Variable, siblings: int) -> Meaning:
    # What comes from a definition; of data from elsewhere nobody knows which values they may hold.
    ours = bool(variable.question_type) or (variable.role == "design" and _OURS in variable.missing_ranges)
    coded = bool(variable.values) and variable.measure != "scale"
    computed = variable.role == "derived"
    date = variable.question_type == "date"
    low, high = variable.min, variable.max
    if low is not None and high is not None and low > high:  # a fault that is said where they are written
        low = high = None
    return Meaning(
        name=variable.name,
        type="text" if variable.kind == "text" else "date" if date else "number",
        label=variable.label,
        stem=variable.stem,
        values=variable.values,
        coded=coded,
        closed=coded and ours and not computed,
        columns={},
        min=low,
        max=high,
        whole=ours and not computed and variable.role != "weight",
        digits=_DIGITS.get(variable.format, 8) if date else 0,
        offered=_offered(variable),
        question=variable.question,
        scale=computed and not variable.question,
        siblings=siblings,
        asked=variable.question_type not in ("experiment", "design"),
    )


def _offered(variable: Variable) -> tuple[int, ...]:
    return tuple(label.value for label in variable.missing if label.value in _OFFERED)  # type: ignore[misc]


def _of_multiple(question: str, categories: dict[int, str], variables: Mapping[str, Variable]) -> Meaning:
    first = variables[next(iter(categories.values()))]
    values = tuple(ValueLabel(code, variables[name].label) for code, name in categories.items())
    return Meaning(
        question, "choices", first.stem, Text(), values, coded=True, closed=True, columns=categories,
        offered=_offered(first), question=question,
    )  # fmt: skip


def _of_battery(question: str, items: tuple[str, ...], variables: Mapping[str, Variable]) -> Meaning:
    first = variables[items[0]]
    return Meaning(
        question, "battery", first.stem, Text(), first.values, coded=True, closed=True, columns=dict(enumerate(items)),
        offered=_offered(first), question=question,
    )  # fmt: skip
