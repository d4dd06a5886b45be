"""Texts as one respondent reads them, with what they take in (`survey.blanks`)."""

from __future__ import annotations

from collections.abc import Mapping

from survey.blanks import Blank, filled
from survey.compile import Compiled
from survey.missing import Answer
from survey.text import Text
from survey.variables import Variable

NOTHING = "…"


def piped(text: Text, values: Mapping[str, Answer], compiled: Compiled, language: str) -> str:
    """A text as one respondent reads it.

    values  arms and answers so far, -1 to -9 where there is none: what `survey.routing.before` gives
    """

    def fill(blank: Blank) -> str:
        variable, value = compiled.variables.get(blank.name), values.get(blank.name, -1)
        if variable is None or isinstance(value, str) or value < 0:
            return NOTHING if blank.fallback is None else blank.fallback
        return _said(variable, value, language)

    return filled(text.in_language(language), fill)


def _said(variable: Variable, value: float, language: str) -> str:
    """The label of a code, or the number itself."""
    label = next((known.label for known in variable.values if known.value == value), None)
    return f"{value:.10g}" if label is None else label.in_language(language)
