"""The variables that a questionnaire makes, in its order."""

from __future__ import annotations

from collections.abc import Iterator

from survey.missing import LABELS, OFFERED, Missing
from survey.model import CodeList, Question, Questionnaire
from survey.text import Text
from survey.variables import Measure, MissingRange, ValueLabel, Variable

TICKED = (ValueLabel(0, Text(sv="Nej", en="No")), ValueLabel(1, Text(sv="Ja", en="Yes")))
MISSING_RANGES = (MissingRange(-9, -1),)

# Every answer can be lacking for these reasons; "don't know" and "prefer not to answer" only where they are offered.
_ALWAYS = frozenset(Missing) - frozenset(OFFERED.values())


def names_of(question: Question) -> tuple[str, ...]:
    """Names of the variables of a question; a note has none."""
    match question.type:
        case "note":
            return ()
        case "battery":
            return tuple(item.id for item in question.items)
        case "multiple":
            return tuple(f"{question.id}_{code}" for code in question.codes.codes()) if question.codes else ()
    return (question.id,)


def variables_of(questionnaire: Questionnaire) -> dict[str, Variable]:
    """All variables by name, without their universe (`survey.compile` adds it)."""
    questions = (question for _, page in questionnaire.pages() for question in page.questions)
    return {variable.name: variable for question in questions for variable in _variables(question)}


def _variables(question: Question) -> Iterator[Variable]:
    match question.type:
        case "single":
            yield _variable(question, question.id, question.text)
        case "number":
            yield _variable(question, question.id, question.text)
        case "battery":
            for item in question.items:
                yield _variable(question, item.id, item.text, stem=question.text)
        case "multiple":
            for name, category in zip(names_of(question), _categories(question), strict=True):
                yield _variable(question, name, category.label, stem=question.text)


def _variable(question: Question, name: str, label: Text, *, stem: Text | None = None) -> Variable:
    values = TICKED if question.type == "multiple" else _categories(question)
    return Variable(
        name=name,
        label=label,
        measure=_measure(question),
        values=values,
        missing=tuple(ValueLabel(int(code), LABELS[code]) for code in _reasons(question)),
        missing_ranges=MISSING_RANGES,
        level=question.level,
        question=question.id,
        question_type=question.type,
        stem=stem or Text(),
        format=_format(question, values),
        min=question.min,
        max=question.max,
    )


def _categories(question: Question) -> tuple[ValueLabel, ...]:
    codes = question.codes or CodeList("", ())
    return tuple(ValueLabel(category.code, category.text) for category in codes.categories)


def _measure(question: Question) -> Measure:
    """Numbers are scales; a code list is ordinal where it says that it is ordered; all else is nominal."""
    if question.type == "number":
        return "scale"
    ordered = question.codes is not None and question.codes.ordered and question.type != "multiple"
    return "ordinal" if ordered else "nominal"


def _reasons(question: Question) -> list[Missing]:
    offered = {OFFERED[word] for word in question.missing if word in OFFERED}
    return sorted(_ALWAYS | offered, reverse=True)


def _format(question: Question, values: tuple[ValueLabel, ...]) -> str:
    """Wide enough for the longest code, and for the codes of item nonresponse."""
    numbers = [question.min or 0, question.max or 0, *(int(value.value) for value in values)]
    return f"F{max(2, *(len(str(number)) for number in numbers))}.0"
