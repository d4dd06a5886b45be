"""Coarser answers: codes that become one, and numbers that end at a limit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from analysis.errors import BadPolicy
from survey.frame import SurveyFrame
from survey.text import LANGUAGES, Text
from survey.variables import ValueLabel, Variable


def merged(frame: SurveyFrame, name: str, groups: Sequence[Sequence[float]]) -> SurveyFrame:
    """The frame with the codes of each group as one: the first of them, whose label names them all.

    Raises BadPolicy for a code in two groups, or one that the variable's labels do not have.
    """
    variable = frame.variable(name)
    labels = {value.value: value.label for value in variable.values}
    together = [code for group in groups for code in group]
    if len(together) != len(set(together)):
        raise BadPolicy(f'recode of "{name}" names a code twice. Each code becomes one of one group.')
    if unknown := [code for code in together if labels and code not in labels]:
        raise BadPolicy(f'recode of "{name}" names the code {unknown[0]:g}, which has no label there.')
    column = frame.data[name].to_numpy(copy=True)
    for group in groups:
        column[np.isin(column, group)] = group[0]
        labels[group[0]] = _either([labels[code] for code in group if code in labels])
        for code in group[1:]:
            labels.pop(code, None)
    values = tuple(ValueLabel(value, label) for value, label in labels.items() if label)
    return _with(frame, replace(variable, values=values), column)


def ends(frame: SurveyFrame, name: str, cases: int) -> tuple[float, float]:
    """The limits beyond or at which at least `cases` answers lie on either side."""
    y = np.sort(frame.values(name))
    y = y[np.isfinite(y)]
    if len(y) < 2 * cases:
        middle = float(np.median(y)) if len(y) else np.nan
        return middle, middle
    return float(y[cases - 1]), float(y[-cases])


def top_and_bottom_coded(frame: SurveyFrame, name: str, low: float, high: float) -> tuple[SurveyFrame, int]:
    """The frame with numbers below `low` as `low` and above `high` as `high`, and how many those were."""
    variable, y = frame.variable(name), frame.values(name)
    beyond = (y < low) | (y > high)
    column = frame.data[name].to_numpy(copy=True)
    column[beyond] = np.clip(y[beyond], low, high)
    coded = {
        "sv": [f"{low:g} = {low:g} eller mindre"] * bool((y < low).any())
        + [f"{high:g} = {high:g} eller mer"] * bool((y > high).any()),
        "en": [f"{low:g} = {low:g} or less"] * bool((y < low).any())
        + [f"{high:g} = {high:g} or more"] * bool((y > high).any()),
    }
    label = Text({one: " ".join([variable.label.in_language(one), *_bracket(coded[one])]) for one in LANGUAGES})
    return _with(frame, replace(variable, label=label), column), int(beyond.sum())


def _bracket(said: list[str]) -> list[str]:
    return [f"({', '.join(said)})"] if said else []


def _either(labels: list[Text]) -> Text:
    return (
        Text({one: " / ".join(label.in_language(one) for label in labels) for one in LANGUAGES}) if labels else Text()
    )


def _with(frame: SurveyFrame, variable: Variable, column: object) -> SurveyFrame:
    return frame.with_columns({variable.name: column}, [variable])
