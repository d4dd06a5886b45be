"""What a name in an expression stands for: a number, a code, a text, or a multiple choice as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from survey.text import Text
from survey.variables import ValueLabel, Variable

Type = Literal["number", "text", "choices", "condition"]


@dataclass(frozen=True)
class Meaning:
    """One name.

    values   codes with labels; empty for a free number or text
    coded    True when the labels list the codes that are likely
    closed   True when no answer can hold another code than those of `values`
    siblings how many variables share the stem: items of a battery, or of several with the same wording
    columns  for a multiple choice, code to the variable that holds 0 or 1 for it; else empty
    min, max limits of a number; None where none are known
    asked    False for an arm or a design variable, which nobody answers
    whole    True when only whole numbers can be answers
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
    siblings: int = 1
    asked: bool = True

    def label_of(self, code: float | str) -> Text | None:
        """The label of a code, None when it has none."""
        return next((value.label for value in self.values if value.value == code), None)


def meanings(variables: Mapping[str, Variable]) -> dict[str, Meaning]:
    """Every name that an expression on these variables may use: the variables and the multiple choices."""
    siblings = Counter(variable.stem for variable in variables.values() if variable.stem)
    found = {name: _of_variable(variable, siblings[variable.stem]) for name, variable in variables.items()}
    for question, categories in multiple_choices(variables).items():
        found[question] = _of_multiple(question, categories, variables)
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
    asked_here = bool(variable.question_type)
    coded = bool(variable.values) and variable.measure != "scale"
    return Meaning(
        name=variable.name,
        type="text" if variable.kind == "text" else "number",
        label=variable.label,
        stem=variable.stem,
        values=variable.values,
        coded=coded,
        closed=coded and asked_here,
        columns={},
        min=variable.min,
        max=variable.max,
        whole=asked_here,
        siblings=siblings,
        asked=variable.question_type not in ("experiment", "design"),
    )


def _of_multiple(question: str, categories: dict[int, str], variables: Mapping[str, Variable]) -> Meaning:
    first = variables[next(iter(categories.values()))]
    values = tuple(ValueLabel(code, variables[name].label) for code, name in categories.items())
    return Meaning(question, "choices", first.stem, Text(), values, coded=True, closed=True, columns=categories)
