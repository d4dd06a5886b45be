"""How a question is answered, in a sentence: "One answer", "A whole number from 0 to 100"."""

from __future__ import annotations

from survey.columns import places
from survey.model import Question, QuestionType
from survey.text import Text

_ONE = Text(sv="Ett svar", en="One answer")
_PLAIN: dict[QuestionType, Text] = {
    "single": _ONE,
    "battery": Text(sv="Ett svar på varje rad", en="One answer in each row"),
    "banded": Text(sv="Ett svar; varje svar är ett intervall av tal", en="One answer; each is a band of numbers"),
    "consent": Text(sv="Ett svar, som krävs för att gå vidare", en="One answer, needed to go on"),
    "crosswise": Text(
        sv="Ett svar om båda påståendena tillsammans, aldrig om något av dem för sig",
        en="One answer about both statements together, never about either of them",
    ),
    "count": Text(
        sv="Hur många av påståendena som stämmer, aldrig vilka",
        en="How many of the statements hold, never which",
    ),
    "computed": Text(sv="Räknas ut och visas inte", en="Worked out and not shown"),
    "note": Text(sv="Text utan svar", en="Text without an answer"),
}
_SEVERAL = Text(sv="Flera svar", en="Several answers")
_FEWEST, _MOST = Text(sv="minst {}", en="at least {}"), Text(sv="högst {}", en="at most {}")
_NUMBER = Text(sv="Ett heltal", en="A whole number")
_BETWEEN = Text(sv="från {} till {}", en="from {} to {}")
_SCALE = Text(sv="Ett tal på en skala", en="A number on a scale")
_LINE = Text(sv="En plats på en linje", en="A place on a line")
_RANK = Text(sv="De {} viktigaste i ordning", en="The {} most important in order")
_DATE = {
    "year": Text(sv="Ett år", en="A year"),
    "month": Text(sv="Månad och år", en="A month and year"),
    "day": Text(sv="Dag, månad och år", en="A day, month and year"),
}
_TEXT = Text(sv="Egna ord, högst {} tecken", en="Own words, at most {} letters")
_ENDS = Text(sv="{} = {}, {} = {}", en="{} = {}, {} = {}")


def how(question: Question, language: str) -> str:
    """How a question is answered, without its codes."""
    if question.type in _PLAIN:
        return _PLAIN[question.type].in_language(language)
    match question.type:
        case "multiple":
            return ", ".join([_SEVERAL.in_language(language), *_limits(question, language)])
        case "rank":
            return _RANK.in_language(language).format(places(question))
        case "text":
            return _TEXT.in_language(language).format(question.longest)
        case "date":
            dates = _DATE[question.precision].in_language(language)
            return f"{dates} {_between(question.earliest, question.latest, language)}".strip()
    return _number(question, language)


def _number(question: Question, language: str) -> str:
    kind = {"scale": _SCALE, "slider": _LINE}.get(question.type, _NUMBER).in_language(language)
    low, high = question.limits
    unit = question.unit.in_language(language)
    said = " ".join(part for part in (kind, _between(low, high, language), unit) if part)
    if question.low_text or question.high_text:
        ends = (low, question.low_text.in_language(language), high, question.high_text.in_language(language))
        said = f"{said} ({_ENDS.in_language(language).format(*ends)})"
    return said


def _limits(question: Question, language: str) -> list[str]:
    pairs = ((_FEWEST, question.min), (_MOST, question.max))
    return [text.in_language(language).format(number) for text, number in pairs if number is not None]


def _between(low: int | str | None, high: int | str | None, language: str) -> str:
    known_low, known_high = low not in (None, ""), high not in (None, "")
    if known_low and known_high:
        return _BETWEEN.in_language(language).format(low, high)
    if known_low:
        return _FEWEST.in_language(language).format(low)
    return _MOST.in_language(language).format(high) if known_high else ""
