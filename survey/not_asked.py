"""Why a question was not asked: because of an answer (-1), or because of the arm alone (-7)."""

from __future__ import annotations

from collections.abc import Mapping

from survey.compile import Compiled
from survey.expressions import Node, evaluate, references
from survey.expressions.evaluation import Lookup, lookup_in
from survey.expressions.tree import And
from survey.missing import Answer, Missing
from survey.model import Page, Question, Section


def levels(section: Section, page: Page, question: Question, name: str) -> tuple[str, ...]:
    """Ids of the elements whose conditions decide whether a variable is asked, from the outside inwards."""
    own = (name,) if question.type == "battery" else ()
    return (section.id, page.id, question.id, *own)


def not_asked(compiled: Compiled, levels: tuple[str, ...], values: Mapping[str, Answer]) -> Missing:
    """-7 where the arm alone shut a question out, whatever was answered; else -1."""
    arms = {experiment.id for experiment in compiled.questionnaire.experiments}
    if not arms:
        return Missing.NOT_ASKED
    lookup = lookup_in(values, compiled.choices)
    conditions = (compiled.conditions[level] for level in levels if level in compiled.conditions)
    shut = any(_shut_by_arm(condition, arms, lookup) for condition in conditions)
    return Missing.NOT_IN_VERSION if shut else Missing.NOT_ASKED


def _shut_by_arm(condition: Node, arms: set[str], lookup: Lookup) -> bool:
    """Whether a part of the condition speaks of arms only, and does not hold."""
    parts = condition.conditions if isinstance(condition, And) else (condition,)
    return any(
        {reference.name for reference in references(part)} <= arms and evaluate(part, lookup) is False
        for part in parts
        if references(part)
    )
