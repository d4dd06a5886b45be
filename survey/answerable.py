"""What names stand for in conditions, with what only the definition tells of the answers there can be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from survey.columns import categories_of
from survey.expressions.meaning import Meaning, Ticking, meanings
from survey.model import Question, Questionnaire
from survey.variables import Variable


def meanings_of(questionnaire: Questionnaire, variables: Mapping[str, Variable]) -> dict[str, Meaning]:
    """The names of a questionnaire as its form lets them be answered.

    A category that excludes others is ticked alone, limits of a multiple choice are kept, everybody is in an arm,
    and nobody leaves out what has to be answered.
    Answers to several versions together may break this; of those, `meanings` alone tells.
    """
    found = meanings(variables)
    for experiment in questionnaire.experiments:
        if experiment.id in found:
            found[experiment.id] = replace(found[experiment.id], always_there=True)
    for _, page in questionnaire.pages():
        for question in page.questions:
            if question.type == "multiple" and question.id in found:
                found.update(_of_multiple(question, found))
            if question.must_be_answered and question.id in found:
                found[question.id] = replace(found[question.id], always_answered=True)
    return found


def _of_multiple(question: Question, names: Mapping[str, Meaning]) -> dict[str, Meaning]:
    """The question with its rules of ticking, and each of its variables as part of it."""
    whole = names[question.id]
    parts = {
        name: replace(names[name], part_of=question.id, category=code)
        for code, name in whole.columns.items()
        if name in names and names[name].question == question.id
    }
    return {question.id: replace(whole, ticking=_ticking(question)), **parts}


def _ticking(question: Question) -> Ticking:
    alone = frozenset(category.code for category in categories_of(question) if category.exclusive)
    return Ticking(alone, question.min or 1, question.max)
