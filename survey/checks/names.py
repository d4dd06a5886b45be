"""Names: each once, told apart without capitals, and legal in SPSS, Stata and R (defects 09, 10, 15, 16)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from survey.checks.walk import Made, every_question, fault, line_of, made_after, made_before, made_by, named
from survey.errors import Fault
from survey.model import Place, Questionnaire

TWICE, ONLY_CASE, ILLEGAL, COLLISION = 9, 10, 15, 16

LONGEST = 32  # of a name in Stata; SPSS takes 64 bytes
# Columns that every data file gets beside the answers.
PARADATA = ("language", "week", "complete", "synthetic")
_RESERVED = {
    "SPSS": "ALL AND BY EQ GE GT LE LT NE NOT OR TO WITH",
    "Stata": "_all _b byte _coef _cons double float if in int long _n _N _pi _pred _rc _skip strL using with",
    "R": "if else repeat while function for next break TRUE FALSE NULL Inf NaN NA in",
    "the routing language": "or and not in includes is missing answered was asked count sum mean min max "
    "age_in_years today score",
}


def names(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Every fault of a name."""
    yield from _ids_twice(questionnaire)
    yield from _same_variables(questionnaire)
    for place, where, name in _all_names(questionnaire):
        yield from _illegal(place, where, name)


def _elements(questionnaire: Questionnaire) -> Iterator[tuple[str, str, Place]]:
    """Everything whose name conditions may use, or whose name stands among these: noun, id and place."""
    for variable in questionnaire.design:
        yield "design variable", variable.id, variable.place
    for experiment in questionnaire.experiments:
        yield "experiment", experiment.id, experiment.place
    for section in questionnaire.sections:
        yield "section", section.id, section.place
        for page in section.pages:
            yield "page", page.id, page.place
            for question in page.questions:
                yield "question", question.id, question.place
                for item in question.items:
                    yield "item", item.id, item.place
    for scale in questionnaire.scales:
        yield "scale", scale.id, scale.place


def _ids_twice(questionnaire: Questionnaire) -> Iterator[Fault]:
    seen: dict[str, tuple[str, Place]] = {}
    for noun, name, place in _elements(questionnaire):
        if not name:
            continue
        if name in seen:
            other, first = seen[name]
            yield _twice(noun, name, place, other, first)
        seen.setdefault(name, (noun, place))
    for noun, elements in (("code list", questionnaire.code_lists), ("support", questionnaire.supports)):
        lists: dict[str, Place] = {}
        for element in elements:
            if element.id in lists:
                yield _twice(noun, element.id, element.place, noun, lists[element.id])
            lists.setdefault(element.id, element.place)


def _twice(noun: str, name: str, place: Place, other: str, first: Place) -> Fault:
    what = f'The name "{name}" is already used by the {other} in {line_of(first, place)}.'
    return fault(place, TWICE, named(noun, name), what, "Give one of them another name.")


def _same_variables(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Variables whose names collide by the way they are made, or differ only by capitals."""
    taken = {name: Made(name, "every data file", Place(), from_id=False) for name in PARADATA}
    for made in _every_variable(questionnaire):
        other = taken.setdefault(made.name.lower(), made)
        if other is made or (other.place is made.place and other.name == made.name):
            continue
        if other.name != made.name:
            yield _only_case(made, other)
        elif not (made.from_id and other.from_id):
            yield _collision(made, other)


def _every_variable(questionnaire: Questionnaire) -> Iterator[Made]:
    yield from made_before(questionnaire)
    for _, _, question in every_question(questionnaire):
        yield from made_by(question)
    yield from made_after(questionnaire)


def _only_case(made: Made, other: Made) -> Fault:
    what = f'The names "{made.name}" and "{other.name}" ({line_of(other.place, made.place)}) differ only by capitals;'
    mend = "SPSS and data bases take them for one. Give one of them another name."
    return fault(made.place, ONLY_CASE, made.where, what, mend)


def _collision(made: Made, other: Made) -> Fault:
    origin = f"{other.where} ({line_of(other.place, made.place)})" if other.place.line else other.where
    what = f'The variable "{made.name}" made here has the same name as the one of {origin}.'
    return fault(made.place, COLLISION, made.where, what, "Give the question or the item another name.")


def _all_names(questionnaire: Questionnaire) -> Iterator[tuple[Place, str, str]]:
    """Every name that becomes a variable or stands in conditions, once."""
    for noun, name, place in _elements(questionnaire):
        if name:
            yield place.of("id"), named(noun, name), name
    for _, _, question in every_question(questionnaire):
        longest = max((made.name for made in made_by(question) if not made.from_id), key=len, default="")
        if len(question.id) <= LONGEST < len(longest):
            yield question.place, named("question", question.id), longest


def _illegal(place: Place, where: str, name: str) -> Iterator[Fault]:
    """Why a program refuses the name; the first reason is enough."""
    what, mend = "", "Use the letters a to z, digits and _, a letter first."
    if not re.match("[A-Za-z]", name):
        what = f'The name "{name}" does not begin with a letter, which SPSS, Stata or R refuses.'
    elif odd := re.search("[^A-Za-z0-9_]", name):
        what = f'The name "{name}" holds "{odd[0]}", which SPSS, Stata or R refuses.'
    elif len(name) > LONGEST:
        what, mend = f'The name "{name}" has {len(name)} letters; Stata takes at most {LONGEST}.', "Shorten it."
    elif program := _program_with(name):
        what, mend = (
            f'The name "{name}" is a word of {program} itself.',
            "Choose another name, such as one with a prefix.",
        )
    if what:
        yield fault(place, ILLEGAL, where, what, mend)


def _program_with(name: str) -> str:
    """The program that keeps the word for itself; SPSS and the routing language do not tell capitals apart."""
    spellings = {"SPSS": name.upper(), "the routing language": name.lower()}
    found = (program for program, words in _RESERVED.items() if spellings.get(program, name) in words.split())
    return "Stata" if re.fullmatch("str[0-9]+", name) else next(found, "")
