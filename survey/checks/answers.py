"""What a question can be answered with: words that fit its type, limits that can be met (defects 17, 24, 25)."""

from __future__ import annotations

from collections.abc import Iterator

from survey.checks.walk import every_question, fault, named
from survey.errors import Fault
from survey.model import Question, Questionnaire

LIMITS, TYPE, MISSING_CODE = 17, 24, 25


def answers(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Every question that cannot be answered as it is written."""
    for _, _, question in every_question(questionnaire):
        yield from _lacking(question)
        yield from _not_fitting(question)
        if question.type == "number":
            yield from _limits(question)


def _lacking(question: Question) -> Iterator[Fault]:
    where = named("question", question.id)
    chooses = question.type in ("single", "multiple", "battery")
    if chooses and (question.codes is None or (not question.codes.categories and question.codes.id == question.id)):
        what = f'A question of the type "{question.type}" needs codes to choose from.'
        yield fault(
            question.place, TYPE, where, what, "Add `codes:` with the name of a code list, or the codes themselves."
        )
    if question.type == "battery" and not question.items:
        what = 'A question of the type "battery" needs items.'
        yield fault(question.place, TYPE, where, what, "Add `items:` with one line for each, or change its type.")
    if question.type == "number" and (question.min is None or question.max is None):
        lacking = " and ".join(f"`{word}`" for word in ("min", "max") if getattr(question, word) is None)
        what = f"A number needs limits, and {lacking} is lacking."
        yield fault(question.place, LIMITS, where, what, "Write the smallest and the largest number that can be true.")


def _not_fitting(question: Question) -> Iterator[Fault]:
    """Words that this type of question has no use for."""
    where = named("question", question.id)
    given = {
        "codes": question.codes is not None and question.type in ("number", "note"),
        "items": bool(question.items) and question.type != "battery",
        "min": question.min is not None and question.type != "number",
        "max": question.max is not None and question.type != "number",
        "unit": bool(question.unit) and question.type != "number",
        "missing": bool(question.missing) and question.type == "note",
        "required": question.required and question.type == "note",
    }
    for word in (word for word, misplaced in given.items() if misplaced):
        what = f'`{word}` has no meaning for a question of the type "{question.type}".'
        yield fault(question.place.of(word), TYPE, where, what, "Take it out, or change the type.")


def _limits(question: Question) -> Iterator[Fault]:
    where, low, high = named("question", question.id), question.min, question.max
    if low is not None and low < 0:
        what = f"The numbers from {low} upwards take in -1 to -9, which say why an answer is lacking."
        yield fault(question.place.of("min"), MISSING_CODE, where, what, "Let `min` be 0 or more.")
    if low is not None and high is not None and low >= high:
        said = "no number meets them" if low > high else "only one number meets them"
        what = f"The limits are {low} to {high}: {said}."
        yield fault(question.place.of("min"), LIMITS, where, what, "Let `min` be smaller than `max`.")
