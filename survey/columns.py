"""The variables that a questionnaire makes, in its order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from survey.missing import LABELS, OFFERED, Missing
from survey.model import (
    LONGEST_TEXT,
    Category,
    CodeList,
    DesignVariable,
    Experiment,
    Question,
    Questionnaire,
    Scale,
)
from survey.text import Text
from survey.variables import Measure, MissingRange, Role, ValueLabel, Variable

TICKED = (ValueLabel(0, Text(sv="Nej", en="No")), ValueLabel(1, Text(sv="Ja", en="Yes")))
MISSING_RANGES = (MissingRange(-9, -1),)
# Of a text the reasons are texts too. SPSS takes at most three values of these; its export says which.
TEXT_MISSING_RANGES = tuple(MissingRange(str(int(code)), str(int(code))) for code in Missing)

_OTHER = Text(sv="Eget svar med egna ord", en="Other answer in own words")
_ORDER = Text(sv="Ordning som visades", en="Order that was shown")

# Every answer can be lacking for these reasons; "don't know" and "prefer not to answer" only where they are offered.
_ALWAYS = frozenset(Missing) - frozenset(OFFERED.values())


def names_of(question: Question) -> tuple[str, ...]:
    """Names of the variables of a question; a note has none.

    Besides its answers: the order in which codes or items were shown, and what was written to "other".
    """
    own = answers_of(question)
    other = (f"{question.id}_other",) if has_other(question) else ()
    order = (f"{question.id}_order",) if question.order == "random" else ()
    return (*own, *other, *order)


def categories_of(question: Question) -> tuple[Category, ...]:
    """What a question can be answered with; none where it is a number, a day or a text."""
    return question.codes.categories if question.codes else ()


def has_other(question: Question) -> bool:
    """Whether one of the categories has a line to write on."""
    return question.answered in ("code", "codes") and any(category.other for category in categories_of(question))


def places(question: Question) -> int:
    """How many categories can be ranked."""
    there = len(categories_of(question))
    return min(question.places or there, there)


def answers_of(question: Question) -> tuple[str, ...]:
    """Names of the variables that hold the answer itself."""
    match question.answered:
        case "nothing":
            return ()
        case "codes of items":
            return tuple(item.id for item in question.items)
        case "codes":
            return tuple(f"{question.id}_{code}" for code in question.codes.codes()) if question.codes else ()
        case "ranks":
            return tuple(f"{question.id}_rank{place}" for place in range(1, places(question) + 1))
    return (question.id,)


def variables_of(questionnaire: Questionnaire) -> dict[str, Variable]:
    """All variables by name, without their universe (`survey.compile` adds it): design and arms, answers, scales."""
    questions = [question for _, page in questionnaire.pages() for question in page.questions]
    design = (_design(variable) for variable in questionnaire.design)
    arms = (_arms(experiment) for experiment in questionnaire.experiments)
    answers = (variable for question in questions for variable in _variables(question))
    found = {variable.name: variable for variable in (*design, *arms, *answers)}
    return {**found, **{scale.id: _scale(scale, found) for scale in questionnaire.scales}}


def _design(variable: DesignVariable) -> Variable:
    values = tuple(
        ValueLabel(category.code, category.text) for category in (variable.codes or CodeList("", ())).categories
    )
    weight = variable.role == "weight"
    return Variable(
        name=variable.id,
        label=variable.title,
        measure="nominal" if values or variable.role in ("stratum", "psu", "ssu") else "scale",
        role="weight" if weight else "design",
        values=values,
        missing=_labels([Missing.NOT_IN_VERSION]),
        missing_ranges=MISSING_RANGES,
        question_type="design" if values else "",
        format="F10.6" if weight else "F8.0",
    )


def _arms(experiment: Experiment) -> Variable:
    return Variable(
        name=experiment.id,
        label=experiment.title,
        role="design",
        values=tuple(ValueLabel(arm.code, arm.text) for arm in experiment.arms),
        missing=_labels([Missing.NOT_IN_VERSION]),
        missing_ranges=MISSING_RANGES,
        question_type="experiment",
        format="F2.0",
    )


def ends_of(variable: Variable) -> tuple[float, float] | None:
    """The least and the greatest code of a variable, or the limits of a number; None where it has neither."""
    codes = [float(value.value) for value in variable.values if not isinstance(value.value, str)]
    if codes:
        return min(codes), max(codes)
    return None if variable.min is None or variable.max is None else (variable.min, variable.max)


def _scale(scale: Scale, variables: Mapping[str, Variable]) -> Variable:
    items = [variables[name] for name in scale.items if name in variables]
    ends = ends_of(items[0]) if items else None
    times = scale.factor * (len(scale.items) if scale.score == "sum" else 1)
    return Variable(
        name=scale.id,
        label=scale.title,
        measure="scale",
        role="derived",
        missing=_labels(sorted(_ALWAYS, reverse=True)),
        missing_ranges=MISSING_RANGES,
        level=max((item.level for item in items), default=0),
        format="F8.2",
        min=None if ends is None else ends[0] * times,
        max=None if ends is None else ends[1] * times,
    )


def _variables(question: Question) -> Iterator[Variable]:
    match question.answered:
        case "nothing":
            return
        case "codes of items":
            for item in question.items:
                yield _variable(question, item.id, item.text, stem=question.text)
        case "codes":
            for name, category in zip(answers_of(question), _categories(question), strict=True):
                yield _variable(question, name, category.label, stem=question.text)
        case "ranks":
            for place, name in enumerate(answers_of(question), start=1):
                yield _variable(question, name, _ranked(place), stem=question.text)
        case _:
            yield _variable(question, question.id, question.text)
    if has_other(question):
        yield _text(question, f"{question.id}_other", _OTHER, role="answer", stem=question.text)
    if question.order == "random":
        yield _text(question, f"{question.id}_order", _ORDER, role="paradata", stem=question.text)


def _ranked(place: int) -> Text:
    return Text(sv=f"Nummer {place} i ordningen", en=f"Number {place} in order")


def _text(question: Question, name: str, label: Text, *, role: Role, stem: Text) -> Variable:
    return Variable(
        name=name,
        label=label,
        kind="text",
        role=role,
        level=question.level,
        missing=_text_labels(_reasons(question)),
        missing_ranges=TEXT_MISSING_RANGES,
        question=question.id,
        question_type=question.type,
        stem=stem,
        format=f"A{LONGEST_TEXT}",
    )


def _variable(question: Question, name: str, label: Text, *, stem: Text | None = None) -> Variable:
    if question.answered == "text":
        return replace(_text(question, name, label, role="answer", stem=Text()), format=f"A{question.longest}")
    values = TICKED if question.answered == "codes" else _categories(question)
    low, high = _limits(question)
    return Variable(
        name=name,
        label=label,
        measure=_measure(question),
        role="derived" if question.answered == "computed" else "answer",
        values=values,
        missing=_labels(_reasons(question)),
        missing_ranges=MISSING_RANGES,
        level=question.level,
        question=question.id,
        question_type=question.type,
        stem=stem or Text(),
        format=_format(question, values),
        min=low,
        max=high,
    )


def _limits(question: Question) -> tuple[int | None, int | None]:
    """The least and the greatest number or date."""
    if question.answered == "day":
        earliest, latest = (limit.replace("-", "") for limit in (question.earliest, question.latest))
        return int(earliest) if earliest else None, int(latest) if latest else None
    return question.limits if question.answered == "number" else (None, None)


def _labels(reasons: Iterable[Missing]) -> tuple[ValueLabel, ...]:
    return tuple(ValueLabel(int(code), LABELS[code]) for code in reasons)


def _text_labels(reasons: Iterable[Missing]) -> tuple[ValueLabel, ...]:
    return tuple(ValueLabel(str(int(code)), LABELS[code]) for code in reasons)


def _categories(question: Question) -> tuple[ValueLabel, ...]:
    return tuple(ValueLabel(category.code, category.text) for category in categories_of(question))


def _measure(question: Question) -> Measure:
    """Numbers are scales; a code list is ordinal where it says that it is ordered; all else is nominal."""
    if question.answered in ("number", "day", "computed"):
        return "nominal" if question.codes else "scale"
    one_of_many = question.answered in ("code", "codes of items")
    ordered = question.codes is not None and question.codes.ordered and one_of_many
    return "ordinal" if ordered or question.type == "banded" else "nominal"


def _reasons(question: Question) -> list[Missing]:
    offered = {OFFERED[word] for word in question.missing if word in OFFERED}
    return sorted(_ALWAYS | offered, reverse=True)


def _format(question: Question, values: tuple[ValueLabel, ...]) -> str:
    """Wide enough for the longest code, and for the codes of item nonresponse."""
    if question.answered == "computed":
        return "F8.2"
    if question.answered == "day":
        return f"F{ {'year': 4, 'month': 6, 'day': 8}[question.precision] }.0"
    low, high = question.limits
    numbers = [low or 0, high or 0, *(int(value.value) for value in values)]
    return f"F{max(2, *(len(str(number)) for number in numbers))}.0"
