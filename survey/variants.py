"""Which wording of a question one respondent reads."""

from __future__ import annotations

from survey.compile import Compiled
from survey.expressions import evaluate
from survey.expressions.evaluation import Lookup
from survey.model import Question
from survey.text import Text


def shown_text(compiled: Compiled, question: Question, lookup: Lookup) -> Text:
    """The first of the question's variants whose condition is true, else its own wording; unknown is not true."""
    conditions = compiled.variants.get(question.id, ())
    for variant, condition in zip(question.variants, conditions, strict=True):
        if evaluate(condition, lookup) is True:
            return variant.text
    return question.text
