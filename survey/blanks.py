"""What texts take in: `{name}` stands for the text of an arm, or for an earlier answer of the respondent's own.

What can be taken in is the arm of an experiment, the label of a single choice, and a number; never words of the
respondent's own, which would show on a screen what others may see. `{name|words}` shows these words where there is
no answer. `{{` and `}}` stand for the brackets themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from survey.columns import variables_of
from survey.model import Questionnaire, QuestionType
from survey.text import Text
from survey.variables import Variable

# Types of questions whose answer can be shown inside a text: one code with its label, or a number.
PIPED: tuple[QuestionType, ...] = ("single", "banded", "number", "scale", "estimate", "slider")
_BLANK = re.compile(r"\{\{|\}\}|\{(?P<name>[^{}|]*)(?:\|(?P<fallback>[^{}]*))?\}")


@dataclass(frozen=True)
class Blank:
    """One place in a text that takes something in.

    fallback  what is shown where there is no answer; None where nothing was written
    """

    name: str
    fallback: str | None = None


def blanks(wording: str) -> tuple[Blank, ...]:
    """What a text takes in, in its order."""
    found = (_blank(match) for match in _BLANK.finditer(wording))
    return tuple(blank for blank in found if blank is not None)


def stray_brackets(wording: str) -> bool:
    """Whether a bracket stands by itself: neither doubled nor around a name."""
    left = _BLANK.sub("", wording)
    return "{" in left or "}" in left


def pipeable(questionnaire: Questionnaire) -> dict[str, Variable]:
    """The variables that texts may take in, by name."""
    arms = {experiment.id for experiment in questionnaire.experiments}
    variables = variables_of(questionnaire)
    return {n: v for n, v in variables.items() if n in arms or (v.question_type in PIPED and v.kind == "numeric")}


def unpiped(text: Text, variables: Mapping[str, Variable]) -> Text:
    """A text as codebooks and previews show it: what it takes in stands as the question's label in square brackets."""

    def label(language: str) -> Callable[[Blank], str]:
        return lambda blank: f"[{_label(variables, blank.name, language)}]"

    return Text({language: filled(wording, label(language)) for language, wording in text.items()})


def without_blanks(variables: Mapping[str, Variable]) -> dict[str, Variable]:
    """The variables with wordings that take nothing in any more: what codebooks, tables and exports show."""

    def bare(variable: Variable) -> Variable:
        values = tuple(replace(value, label=unpiped(value.label, variables)) for value in variable.values)
        label, stem = unpiped(variable.label, variables), unpiped(variable.stem, variables)
        return replace(variable, label=label, stem=stem, values=values)

    return {name: bare(variable) if _has_brackets(variable) else variable for name, variable in variables.items()}


def _has_brackets(variable: Variable) -> bool:
    texts = (variable.label, variable.stem, *(value.label for value in variable.values))
    return any("{" in wording or "}" in wording for text in texts for wording in text.values())


def _label(variables: Mapping[str, Variable], name: str, language: str) -> str:
    """The label without what it takes in itself: one level is enough to read."""
    if name not in variables:
        return name
    return filled(variables[name].label.in_language(language), lambda _: "…")


def filled(wording: str, fill: Callable[[Blank], str]) -> str:
    """A text with something in each of its blanks."""

    def written(match: re.Match[str]) -> str:
        blank = _blank(match)
        return match[0][0] if blank is None else fill(blank)

    return _BLANK.sub(written, wording)


def _blank(match: re.Match[str]) -> Blank | None:
    """None for a doubled bracket, which takes nothing in."""
    return None if match["name"] is None else Blank(match["name"].strip(), match["fallback"])
