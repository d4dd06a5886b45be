"""A questionnaire as SurveyJS's JSON, in all its languages."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from survey.columns import categories_of
from survey.compile import Compiled
from survey.exchange.flat import Asked, Flat
from survey.exchange.losses import LossReport, Spot
from survey.exchange.saying import Spelling, value
from survey.expressions import parse
from survey.expressions.meaning import Meaning
from survey.expressions.programs import CannotBeSaid
from survey.expressions.programs.saying import figures
from survey.missing import LABELS, OFFERED
from survey.model import Question
from survey.text import Text

_TYPES = {
    "single": "radiogroup", "banded": "radiogroup", "consent": "radiogroup", "crosswise": "radiogroup",
    "multiple": "checkbox", "battery": "matrix", "rank": "ranking", "number": "text", "estimate": "text",
    "count": "text", "scale": "rating", "slider": "slider", "date": "text", "text": "comment",
    "computed": "expression", "note": "html",
}  # fmt: skip
_CHOOSING = ("radiogroup", "checkbox", "matrix")
Element = dict[str, Any]


def _name(meaning: Meaning) -> str:
    place = meaning.name.removeprefix(f"{meaning.question}_rank")
    if meaning.question and place != meaning.name and place.isdecimal():
        return f"{{{meaning.question}[{int(place) - 1}]}}"
    of_battery = meaning.question and meaning.question != meaning.name and not meaning.columns
    return f"{{{meaning.question}.{meaning.name}}}" if of_battery else f"{{{meaning.name}}}"


def _box(question: str, code: int, ticked: bool) -> str:
    return f"{{{question}}} {'contains' if ticked else 'notcontains'} {code}"


def _there(meaning: Meaning, there: bool) -> str:
    name = f"{{{meaning.name}}}" if meaning.type == "choices" else _name(meaning)
    one, other = ("notcontains", "contains") if meaning.type == "choices" else ("<>", "=")
    reasons = [f"{name} {one if there else other} {reason}" for reason in meaning.offered]
    return (" and " if there else " or ").join([f"{name} {'notempty' if there else 'empty'}", *reasons])


SPELLING = Spelling(
    program="SurveyJS",
    name=_name,
    box=_box,
    there=_there,
    literal=figures,
    signs={"=": "=", "!=": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">="},
    truths=("1 = 1", "1 = 2"),
    choose="iif({}, {}, {})",
)


def export_surveyjs(compiled: Compiled) -> tuple[dict[str, bytes], LossReport]:
    """One .json file, named after the questionnaire, and what SurveyJS does not make of it."""
    flat = Flat(compiled, SPELLING, every_language=True)
    whole = compiled.questionnaire
    pages: dict[str, Element] = {}
    for asked in flat.asked():
        page = pages.setdefault(asked.page.id, {"name": asked.page.id, "elements": []})
        if asked.page.title or asked.section.title:
            page["title"] = _text(flat, asked.page.title or asked.section.title)
        if asked.first and asked.page is asked.section.pages[0] and asked.section.intro:
            page["description"] = _text(flat, asked.section.intro)
        page["elements"].append(_element(flat, asked))
    survey = {"title": _text(flat, whole.title), "locale": whole.languages[0], "pages": list(pages.values())}
    name = f"{whole.id}.json"
    content = json.dumps(survey, ensure_ascii=False, indent=2) + "\n"
    read = {"pages": len(pages), "questions": sum(len(page["elements"]) for page in pages.values())}
    return {name: content.encode()}, flat.losses.report(name, "SurveyJS", read)


def _text(flat: Flat, text: Text) -> str | dict[str, str]:
    """A wording; the fielded language is the default."""
    first, *others = flat.compiled.questionnaire.languages
    if not others:
        return text.in_language(first)
    return {"default": text.in_language(first), **{language: text[language] for language in others if language in text}}


def _element(flat: Flat, asked: Asked) -> Element:
    question, kind = asked.question, _TYPES[asked.question.type]
    element: Element = {"type": kind, "name": question.id}
    element["html" if kind == "html" else "title"] = _text(flat, question.text)
    if question.help:
        element["description"] = _text(flat, question.help)
    if asked.condition:
        element["visibleIf"] = asked.condition
    if question.required:
        element["isRequired"] = True
    _lost(flat, question)
    return element | _own(flat, asked, kind)


def _own(flat: Flat, asked: Asked, kind: str) -> Element:
    """What only one type of question has."""
    question = asked.question
    low, high = question.limits
    random = {"choicesOrder": "random"} if question.order == "random" else {}
    match kind:
        case "radiogroup" | "checkbox" | "ranking":
            ticks = {"minSelectedChoices": question.min, "maxSelectedChoices": question.max}
            limits = {word: number for word, number in ticks.items() if kind == "checkbox" and number is not None}
            return {"choices": _choices(flat, question), **limits, **random}
        case "matrix":
            rows = zip(question.items, asked.items, strict=True)
            return {
                "columns": _choices(flat, question),
                "rows": [_visible({"value": item.id, "text": _text(flat, item.text)}, own) for item, own in rows],
            }
        case "rating":
            return {
                "rateMin": low,
                "rateMax": high,
                **_ends(flat, question, ("minRateDescription", "maxRateDescription")),
            }
        case "slider":
            return {"min": low, "max": high, "step": 1}
        case "comment":
            return {"maxLength": question.longest}
        case "expression":
            return {"expression": _value(flat, question)}
    if question.type == "date":
        days = {"min": question.earliest, "max": question.latest}
        input = {"day": "date", "month": "month", "year": "number"}[question.precision]
        return {"inputType": input, **{word: day for word, day in days.items() if day}}
    if kind == "text":
        return {"inputType": "number", **{w: n for w, n in (("min", low), ("max", high)) if n is not None}, "step": 1}
    return {}


def _visible(row: Element, condition: str) -> Element:
    return row | ({"visibleIf": condition} if condition else {})


def _ends(flat: Flat, question: Question, words: tuple[str, str]) -> Element:
    texts = zip(words, (question.low_text, question.high_text), strict=True)
    return {word: _text(flat, text) for word, text in texts if text}


def _choices(flat: Flat, question: Question) -> list[Element]:
    """Codes with their labels; a reason for not answering excludes all others, where several may be ticked."""
    exclusive = {"isExclusive": True} if question.type == "multiple" else {}
    found: list[Element] = [
        {"value": category.code, "text": _text(flat, category.text), **(exclusive if category.exclusive else {})}
        for category in categories_of(question)
    ]
    for word in question.missing if _TYPES[question.type] in _CHOOSING else ():
        found.append({"value": int(OFFERED[word]), "text": _text(flat, _spoken(flat, word)), **exclusive})
    return found


def _spoken(flat: Flat, word: str) -> Text:
    label = LABELS[OFFERED[word]]
    return Text({language: label[language] for language in flat.compiled.questionnaire.languages})


def _value(flat: Flat, question: Question) -> str:
    try:
        return value(parse(question.value.source), flat.compiled.variables, SPELLING) if question.value else ""
    except CannotBeSaid as error:
        flat.losses.refused(Spot(), f'"{question.id}"', f"{error} So it stays empty.")
        return "''"


_LOSSES = {"variants": "Other wordings of the question were left out.", "unit": "The unit was left out."}


def _lost(flat: Flat, question: Question) -> None:
    for word in _losses_of(question):
        flat.lost(question.id, word)


def _losses_of(question: Question) -> Iterable[str]:
    yield from (reason for word, reason in _LOSSES.items() if getattr(question, word))
    if question.missing and _TYPES[question.type] not in _CHOOSING:
        yield 'No choice can stand beside what is typed in, so "don\'t know" is not offered.'
    if question.order == "random":
        yield "The order of chance is not stored, and no choice stays last."
    if any(category.other for category in categories_of(question)):
        yield "The line to write on was left out."
    if question.items and question.type != "battery":
        yield "The statements were left out; write them into the wording."
