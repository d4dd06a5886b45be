"""What the file's figures lose: weighted shares of answers before and after."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil

import numpy as np

from analysis.arrays import FloatArray
from analysis.microdata.policy import MicrodataPolicy
from analysis.microdata.released import Shares
from survey.frame import SurveyFrame
from survey.text import plain


def moved(
    before: SurveyFrame, after: SurveyFrame, name: str, policy: MicrodataPolicy, design: Mapping[str, str]
) -> float | None:
    """The greatest difference in the weighted share of an answer, rounded up to a tenth of a per cent.

    None for a variable without categories. The exact difference would say which answers were removed.
    """
    if not before.variables[name].values or name in design.values():
        return None
    values = _values(before, name)
    old, new = _shares(before, name, values, policy.design), _shares(after, name, values, design)
    return ceil(round(1000 * float(np.abs(old - new).max(initial=0.0)), 9)) / 1000


def key_shares(
    before: SurveyFrame, after: SurveyFrame, policy: MicrodataPolicy, design: Mapping[str, str]
) -> tuple[Shares, ...]:
    """The shares of the answers to each key that has categories. For the owner of the answers alone."""
    return tuple(
        _of_key(before, after, name, policy, design) for name in policy.all_keys if before.variables[name].values
    )


def _of_key(
    before: SurveyFrame, after: SurveyFrame, name: str, policy: MicrodataPolicy, design: Mapping[str, str]
) -> Shares:
    variable, values = before.variables[name], _values(before, name)
    labels = {label.value: label.label for label in variable.values}
    return Shares(
        name,
        variable.label,
        tuple(labels.get(value, plain(str(value))) for value in values),
        tuple(_shares(before, name, values, policy.design).tolist()),
        tuple(_shares(after, name, values, design).tolist()),
    )


def _values(frame: SurveyFrame, name: str) -> list[float | str]:
    return [label.value for label in frame.variables[name].values]


def _shares(frame: SurveyFrame, name: str, values: list[float | str], design: Mapping[str, str]) -> FloatArray:
    weight = frame.values(design["weight"]) if "weight" in design else np.ones(len(frame))
    column, answered = frame.data[name].to_numpy(), ~frame.is_missing(name)
    total = float(weight[answered].sum())
    found = [float(weight[answered & (column == value)].sum()) for value in values]
    return np.array(found) / total if total else np.zeros(len(values))
