"""What a draft holds, under the names and in the words that a page sends: so an answered page is filled in again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from survey.missing import Answer
from survey.model import Question
from survey.posting import Form, as_posted


def stored(questions: Sequence[Question], values: Mapping[str, Answer]) -> Form:
    """What a draft holds of these questions, as a page would send it."""
    return {name: sent for question in questions for name, sent in as_posted(question, values).items()}


def is_answered(question: Question, values: Mapping[str, Answer]) -> list[bool]:
    """For each field of a question, whether something was chosen or written, be it "prefer not to answer"."""
    sent = [any(texts) for texts in as_posted(question, values).values()]
    return sent if question.answered == "codes of items" or not sent else [any(sent)]
