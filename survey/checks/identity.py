"""Questions that would tell who is answering; a study that keeps no identity must not ask them (defect 30)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from survey.checks.walk import every_question, fault, named
from survey.errors import Fault
from survey.model import Question, Questionnaire

IDENTITY = 30

_THINGS = (
    r"(full |first |last |family )?name|e-?mail( address)?|(tele)?phone( number)?|mobile( number)?|ip( |-)address"
    r"|(full )?(date of birth|birth ?date)|(personal identity|social security|passport) number"
    r"|(home|street|postal) address"
)
_SAKER = (
    r"(för|efter)?namn|e-?post(adress)?|mejl(adress)?|(telefon|mobil)(nummer)?|ip-?adress|personnummer"
    r"|födelse(datum|dag)|(hem|gatu|post)?adress|passnummer"
)
_REQUESTS = re.compile(
    rf"what is your ({_THINGS})\b|\b(write|enter|give|state|type)( us)? your ({_THINGS})\b|when were you born\b"
    rf"|vad heter du\b|\b(vad|vilket|vilken) är (ditt|din) ({_SAKER})\b"
    rf"|\b(skriv|ange|uppge|fyll i) (ditt|din) ({_SAKER})\b|när är du född\b",
    re.IGNORECASE,
)
_NUMBERS = re.compile(
    r"(tele)?phone number|mobile number|social security|personal identity|birth ?date|date of birth|ip( |-)address"
    r"|telefonnummer|mobilnummer|personnummer|födelsedatum|ip-?adress",
    re.IGNORECASE,
)
_BIRTH = re.compile(r"\b(born|birth|birthday|födda?|födelse\w*)\b", re.IGNORECASE)


def identity(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Every question that asks who somebody is."""
    for _, _, question in every_question(questionnaire):
        asked = _asks_for(question)
        if asked:
            what = f'The question asks for what tells who is answering ("{asked}"); the study keeps no identity.'
            mend = "Ask for less, such as an age in years or a region, or take the question out."
            yield fault(question.place.of("text"), IDENTITY, named("question", question.id), what, mend)


def _asks_for(question: Question) -> str:
    if question.type in ("note", "computed"):
        return ""
    patterns = [_REQUESTS]
    if question.type in ("number", "text"):
        patterns.append(_NUMBERS)
    if question.type == "date" and question.precision == "day":
        patterns.append(_BIRTH)
    found = (pattern.search(wording) for wording in question.text.values() for pattern in patterns)
    return next((match[0] for match in found if match), "")
