"""What a question can be answered with: words that fit its type, and what the type needs (defects 17, 24, 25)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, fields

from survey.checks.bands import bands
from survey.checks.limits import limits
from survey.checks.walk import every_question, fault, named
from survey.errors import Fault
from survey.model import Question, Questionnaire, QuestionType

LIMITS, TYPE = 17, 24

_CHOOSING = ("single", "multiple", "battery", "banded", "rank", "consent", "crosswise")
_WITH_NUMBER = ("number", "scale", "estimate", "slider")
_SHOWN: tuple[QuestionType, ...] = (
    "single", "multiple", "battery", "number", "banded", "scale", "estimate", "slider", "rank", "date", "text",
    "consent", "count", "crosswise", "note",
)  # fmt: skip
# The types for which a word has a meaning; words that are not here have one for all.
_MEANT_FOR: dict[str, tuple[str, ...]] = {
    "help": _SHOWN,
    "codes": (*_CHOOSING, "computed"),
    "missing": tuple(type for type in _SHOWN if type not in ("note", "consent")),
    "items": ("battery", "count", "crosswise"),
    "min": (*_WITH_NUMBER, "multiple"),
    "max": (*_WITH_NUMBER, "multiple"),
    "unit": ("number", "banded", "scale", "estimate", "slider"),
    "low_text": ("scale", "slider", "estimate"),
    "high_text": ("scale", "slider", "estimate"),
    "places": ("rank",),
    "precision": ("date",),
    "earliest": ("date",),
    "latest": ("date",),
    "longest": ("text",),
    "value": ("computed",),
    "share": ("crosswise",),
    "order": ("single", "multiple", "battery", "rank", "count"),
    "variants": _SHOWN,
    "required": tuple(type for type in _SHOWN if type != "note"),
}
_BY_ITSELF = {of.name: of.default if of.default is not MISSING else None for of in fields(Question)}

# How many items a type needs, and how it is said.
_ITEMS: dict[str, tuple[int, int | None, str]] = {
    "battery": (1, None, "items"),
    "count": (3, None, "at least 3 items, so that a number does not tell which of them hold"),
    "crosswise": (2, 2, "exactly 2 items: the one that is asked about, and one whose share is known"),
}


def answers(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Every question that cannot be answered as it is written."""
    banded = {id(question.codes) for _, _, question in every_question(questionnaire) if question.type == "banded"}
    for _, _, question in every_question(questionnaire):
        yield from _lacking(question)
        yield from _not_fitting(question)
        yield from limits(question)
        yield from bands(question, banded)


def _lacking(question: Question) -> Iterator[Fault]:
    """What the type needs and was not written."""
    where = named("question", question.id)
    if question.type in _CHOOSING and not _has_codes(question):
        what = f'A question of the type "{question.type}" needs codes to choose from.'
        mend = "Add `codes:` with the name of a code list, or the codes themselves."
        yield fault(question.place, TYPE, where, what, mend)
    least, most, said = _ITEMS.get(question.type, (0, None, ""))
    if len(question.items) < least or (most is not None and len(question.items) > most):
        what = f'A question of the type "{question.type}" needs {said}.'
        mend = "Write `items:` with one line for each, or change its type."
        yield fault(question.place.of("items"), TYPE, where, what, mend)
    if question.type == "computed" and question.value is None:
        what = "A computed question needs the value that is worked out."
        yield fault(question.place, TYPE, where, what, "Add `value:`, such as `value: y_use_a + y_use_b`.")
    if question.type == "crosswise":
        yield from _crosswise(question, where)


def _has_codes(question: Question) -> bool:
    return question.codes is not None and (bool(question.codes.categories) or question.codes.id != question.id)


def _crosswise(question: Question, where: str) -> Iterator[Fault]:
    if question.share is None or question.share == 0.5:
        lacking = (
            "the known share for whom its first item holds" if question.share is None else "a share other than 0.5"
        )
        what = f"A crosswise pair needs {lacking}; otherwise nothing can be estimated from it."
        yield fault(question.place.of("share"), LIMITS, where, what, "Write it, such as `share: 0.25`.")
    if question.codes is not None and question.codes.categories and set(question.codes.codes()) != {1, 2}:
        what = "A crosswise pair has the codes 1 (both or neither) and 2 (just one of them), and no others."
        yield fault(question.place.of("codes"), TYPE, where, what, "Write these two codes.")


def _not_fitting(question: Question) -> Iterator[Fault]:
    """Words that this type of question has no use for."""
    where = named("question", question.id)
    for word, types in _MEANT_FOR.items():
        if question.type in types or not _is_written(question, word):
            continue
        what = f'`{word}` has no meaning for a question of the type "{question.type}".'
        if question.type == "computed" and word in ("help", "variants"):
            what = f"A computed value is not shown, so `{word}` has no meaning for it."
        yield fault(question.place.of(word), TYPE, where, what, "Take it out, or change the type.")
    if question.type == "crosswise":
        for item in (item for item in question.items if item.ask_if is not None):
            what = "Both items of a crosswise pair are shown to everybody, so `ask_if` has no meaning for one of them."
            here = f"{where}, {named('item', item.id)}"
            yield fault(item.place.of("ask_if"), TYPE, here, what, "Take it out, or give it to the question.")


def _is_written(question: Question, word: str) -> bool:
    value = getattr(question, word)
    return bool(value != _BY_ITSELF[word] and (value or value == 0)) or question.place.has(word)
