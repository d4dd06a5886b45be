"""From what a page posted to answers, with a message in the respondent's language where that cannot be.

Nothing has to be answered (but the consent): what is empty is left blank (-4). A message never repeats what was
answered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from survey import reading_choices, reading_typed
from survey.columns import answers_of, categories_of, has_other
from survey.missing import Answer, Missing
from survey.model import LONGEST_TEXT, Answered, Question
from survey.posted import Faulty, Posted
from survey.reading_words import REQUIRED

_Reader = Callable[[Question, str, Posted], dict[str, Answer]]
_READERS: dict[Answered, _Reader] = {
    "code": reading_choices.code,
    "codes": reading_choices.ticks,
    "codes of items": reading_choices.code,
    "number": reading_typed.number,
    "ranks": reading_choices.ranks,
    "day": reading_typed.day,
    "text": reading_typed.words,
}


@dataclass(frozen=True)
class AnswerFault:
    """An answer that cannot be taken.

    variable  names the field: the question's id, the item's in a battery, or `id_other`
    once      it may stay as it is: this is said once, and the next click goes on
    """

    variable: str
    message: str
    once: bool = False


def read_answers(
    questions: Sequence[Question], form: Mapping[str, Sequence[str]], language: str
) -> tuple[dict[str, Answer], tuple[AnswerFault, ...]]:
    """Values of all variables that the questions ask for, without those of faulty answers; a fault for each of these.

    form  what was posted, under these names: `id` of a question with one answer, or of an item of a battery;
          `id_rank1`, `id_rank2`, ... of a rank, `id_year`, `id_month`, `id_day` of a date, and `id_other`.
          "-2" and "-3" are posted under `id` by all of them
    """
    posted = Posted(form, language)
    values: dict[str, Answer] = {}
    faults: list[AnswerFault] = []
    for question in questions:
        for field, read in _fields(question, values):
            try:
                values.update(read(question, field, posted))
            except Faulty as fault:
                faults.append(AnswerFault(field, str(fault)))
    return values, tuple(faults)


def _fields(question: Question, values: Mapping[str, Answer]) -> Iterator[tuple[str, _Reader]]:
    """What is read one by one, so that a faulty answer leaves the others as they are."""
    if question.answered not in _READERS:
        return
    names = answers_of(question) if question.answered == "codes of items" else (question.id,)
    yield from ((name, _read) for name in names)
    # Which code was chosen is known by now, unless that answer was faulty itself.
    if has_other(question) and set(answers_of(question)) <= set(values):
        yield f"{question.id}_other", _other if chose_other(question, values) else _not_asked


def _read(question: Question, field: str, posted: Posted) -> dict[str, Answer]:
    values = _READERS[question.answered](question, field, posted)
    if question.must_be_answered and all(isinstance(value, int) and value < 0 for value in values.values()):
        raise posted.fault(REQUIRED)
    return values


def chose_other(question: Question, values: Mapping[str, Answer]) -> bool:
    """Whether a category with a line to write on was chosen."""
    others = [category.code for category in categories_of(question) if category.other]
    if question.answered == "codes":
        return any(values[f"{question.id}_{code}"] == 1 for code in others)
    return values[question.id] in others


def _other(question: Question, field: str, posted: Posted) -> dict[str, Answer]:  # noqa: ARG001
    return {field: reading_typed.written(field, posted, longest=LONGEST_TEXT)}


def _not_asked(question: Question, field: str, posted: Posted) -> dict[str, Answer]:  # noqa: ARG001
    return {field: int(Missing.NOT_ASKED)}
