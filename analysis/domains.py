"""Domains: parts of the population, as they are written and in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from analysis.arrays import BoolArray
from analysis.errors import AnalysisError
from survey.expressions import parse, problems, references, words
from survey.expressions.columns import holds
from survey.frame import SurveyFrame
from survey.text import LANGUAGES, Text

_AND = {"sv": "och", "en": "and"}


@dataclass(frozen=True)
class Domain:
    """A part of the population, as it was written and in words."""

    where: str = ""
    words: Text = field(default_factory=Text)
    variables: tuple[str, ...] = ()


def read_domain(frame: SurveyFrame, where: str) -> tuple[BoolArray, Domain]:
    """The (n,) cases in which a condition holds, and the domain that it describes.

    Raises ExpressionError, UnknownVariable, and AnalysisError for a condition that these variables cannot meet.
    """
    if not isinstance(where, str):
        raise AnalysisError(f'A domain is a condition in one text, such as "age >= 16"; found {where!r}.')
    tree = parse(where)
    names = tuple(dict.fromkeys(name for used in references(tree) for name in _variables(frame, used.name)))
    faults = [f"{fault.what} {fault.mend}" for fault in problems(tree, frame.variables) if not fault.advice]
    if faults:
        raise AnalysisError(f'The filter "{where}" cannot be used. ' + " ".join(faults))
    said = Text({language: words(tree, frame.variables, language) for language in LANGUAGES})
    return holds(tree, frame), Domain(where, said, names)


def all_of(domains: Sequence[Domain]) -> Domain:
    """Several domains, one within the other, as one: all of their conditions hold."""
    return Domain(
        _joined([domain.where for domain in domains], "and"),
        Text({lang: _joined([domain.words.in_language(lang) for domain in domains], _AND[lang]) for lang in LANGUAGES}),
        tuple(dict.fromkeys(name for domain in domains for name in domain.variables)),
    )


def _variables(frame: SurveyFrame, name: str) -> tuple[str, ...]:
    """The variable of a name, or the variables of the multiple choice of that name."""
    if name in frame.variables:
        return (name,)
    choices = tuple(variable.name for variable in frame.variables.values() if variable.question == name)
    return choices or (frame.variable(name).name,)


def _joined(parts: Sequence[str], joint: str) -> str:
    return parts[0] if len(parts) == 1 else f" {joint} ".join(f"({part})" for part in parts)
