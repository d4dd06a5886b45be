"""Code lists: codes and labels once, none lost, none that means item nonresponse, and what excludes all others
(defects 11, 12, 25, 27).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from survey.checks.walk import every_question, fault, is_bank, line_of, named, used_code_lists
from survey.errors import Fault
from survey.missing import LABELS, OFFERED
from survey.model import Category, CodeList, Questionnaire

TWICE, UNUSED, MISSING_CODE, NOT_EXCLUSIVE = 11, 12, 25, 27

# A label that says "nothing of all this", as a whole.
_NONE = re.compile(
    r"(none|no one|nobody|nothing|neither|not applicable)( (of|at) (these|them|all|the above))?"
    r"|(nej, )?(ingen|inget|inga|inte någon|inte något)( (av|alls)( (dessa|dem|de här|ovanstående|alternativen))?)?"
    r"|(no|nej), (no one|none|nothing|ingen|inget|inte någon)"
    r"|don.t know|do not know|vet (inte|ej)|prefer not to (answer|say)|vill (inte|ej) (svara|uppge)",
    re.IGNORECASE,
)


def code_lists(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Every fault of a code list."""
    for codes, where in used_code_lists(questionnaire):
        yield from _twice(codes, where)
        yield from _negative(codes, where)
    yield from _unused(questionnaire)
    for _, _, question in every_question(questionnaire):
        if question.codes is None:
            continue
        where = named("question", question.id)
        yield from _also_missing(question.codes, question.missing, where)
        if question.type == "multiple":
            yield from _not_exclusive(question.codes, where, "can be ticked together with the other categories")
        elif question.order == "random" and question.answered in ("code", "ranks"):
            yield from _not_exclusive(question.codes, where, "is shown among the other categories in random order")


def _twice(codes: CodeList, where: str) -> Iterator[Fault]:
    by_code: dict[int, Category] = {}
    by_label: dict[tuple[str, str], Category] = {}
    for category in codes.categories:
        here = f"{where}, code {category.code}"
        first = by_code.setdefault(category.code, category)
        if first is not category:
            what = f"The code {category.code} is already used in {line_of(first.place, category.place)}."
            yield fault(category.place, TWICE, here, what, "Give each category a code of its own.")
        for language, label in category.text.items():
            other = by_label.setdefault((language, label.strip().lower()), category)
            if other is not category:
                what = f'The label "{label}" ({language}) is already used by code {other.code} '
                what += f"in {line_of(other.place, category.place)}."
                yield fault(category.place, TWICE, here, what, "Word the labels so that they can be told apart.")


def _negative(codes: CodeList, where: str) -> Iterator[Fault]:
    for category in codes.categories:
        if category.code < 0:
            what = f"The code {category.code} is negative; -1 to -9 say why an answer is lacking."
            mend = "Use a whole number from 0 upwards, or offer `missing: [dont_know, refused]`."
            yield fault(category.place.of("code"), MISSING_CODE, f"{where}, code {category.code}", what, mend)


def _unused(questionnaire: Questionnaire) -> Iterator[Fault]:
    used = {question.codes.id for _, _, question in every_question(questionnaire) if question.codes is not None}
    used |= {variable.codes.id for variable in questionnaire.design if variable.codes is not None}
    for codes in questionnaire.code_lists:
        if codes.id not in used and not is_bank(codes.place):
            what, mend = "No question uses this code list.", "Use it, or take it out."
            yield fault(codes.place, UNUSED, named("code list", codes.id), what, mend, advice=True)


def _also_missing(codes: CodeList, missing: tuple[str, ...], where: str) -> Iterator[Fault]:
    """A category that says the same as what is offered for item nonresponse."""
    for category in codes.categories:
        for offered in missing:
            label = LABELS[OFFERED[offered]]
            if any(category.text.get(language, "").lower() == said.lower() for language, said in label.items()):
                what = f'Code {category.code} says the same as "{offered}" ({int(OFFERED[offered])}), offered as well.'
                yield fault(category.place, MISSING_CODE, where, what, "Take the category out.")


def _not_exclusive(codes: CodeList, where: str, why: str) -> Iterator[Fault]:
    for category in codes.categories:
        said = [label for label in category.text.values() if _NONE.fullmatch(label.strip(" .!"))]
        if said and not category.exclusive:
            what = f'"{said[0]}" (code {category.code}) {why}.'
            yield fault(category.place, NOT_EXCLUSIVE, where, what, "Add `exclusive: true` to it.")
