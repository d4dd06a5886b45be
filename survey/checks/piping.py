"""Texts that take something in: from an arm or an earlier answer, the same in all languages (defects 13, 22)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from survey.blanks import blanks, pipeable, stray_brackets
from survey.checks.order import Order
from survey.checks.shown import Shown, fixed_texts, routes_of, shown_texts
from survey.checks.walk import Written, fault, line_of
from survey.errors import Fault
from survey.expressions import Node, all_of
from survey.expressions.solving import verdict
from survey.expressions.tree import Name, State
from survey.model import Expression, Questionnaire
from survey.nearest import did_you_mean
from survey.variables import Variable

LANGUAGE, PIPED = 13, 22
_LANGUAGE_NAMES = {"sv": "Swedish", "en": "English"}
_WITH_DOLLAR = re.compile(r"\$\{[^{}]*\}")


def piping(questionnaire: Questionnaire, order: Order) -> Iterator[Fault]:
    """Every text that takes in what it cannot, or not in all languages."""
    sources = _sources_of(questionnaire, order)
    for shown in shown_texts(questionnaire):
        yield from _misspelt(shown.written)
        yield from _in_one_language(shown.written, questionnaire.languages)
        for name in _taken_in(shown.written):
            yield from _from(name, shown, sources)
    for written in fixed_texts(questionnaire):
        for name in _taken_in(written):
            what = f'The {_part(written)} takes in "{{{name}}}", but it has to read the same for everybody.'
            mend = "Word it without; brackets themselves are written twice."
            yield fault(written.place, PIPED, written.where, what, mend)


@dataclass(frozen=True)
class _Sources:
    """What texts may take in, what they may not, and where each is asked.

    routes  name of a variable to the conditions under which it is asked
    """

    good: frozenset[str]
    own_words: frozenset[str]
    arms: frozenset[str]
    order: Order
    routes: Mapping[str, tuple[Expression, ...]]


def _sources_of(questionnaire: Questionnaire, order: Order) -> _Sources:
    variables = order.variables
    return _Sources(
        good=frozenset(pipeable(questionnaire)),
        own_words=frozenset(name for name, variable in variables.items() if _is_own_words(variable)),
        arms=frozenset(experiment.id for experiment in questionnaire.experiments),
        order=order,
        routes=routes_of(questionnaire),
    )


def _is_own_words(variable: Variable) -> bool:
    return variable.kind == "text" and variable.role == "answer"


def _taken_in(written: Written) -> list[str]:
    """Names of what a text takes in, each once."""
    return list(dict.fromkeys(blank.name for wording in written.text.values() for blank in blanks(wording)))


def _misspelt(written: Written) -> Iterator[Fault]:
    for wording in written.text.values():
        if found := _WITH_DOLLAR.search(wording):
            what = f'The {_part(written)} has "{found[0]}"; the dollar sign would be shown.'
            yield fault(written.place, PIPED, written.where, what, f"Write {found[0][1:]}.")
        elif stray_brackets(wording):
            what = f"The {_part(written)} has a curly bracket that is not closed or not opened."
            mend = "Write {name}, or the bracket twice where it is meant itself."
            yield fault(written.place, PIPED, written.where, what, mend)


def _in_one_language(written: Written, languages: tuple[str, ...]) -> Iterator[Fault]:
    there = [language for language in languages if written.text.get(language)]
    found = {language: {blank.name for blank in blanks(written.text[language])} for language in there}
    for name in _taken_in(written):
        without = [language for language in there if name not in found[language]]
        if without:
            what = f'The {_part(written)} has "{{{name}}}" in one language but not in {_LANGUAGE_NAMES[without[0]]}.'
            yield fault(written.place, LANGUAGE, written.where, what, "Use the same in all languages, or in none.")


def _from(name: str, shown: Shown, sources: _Sources) -> Iterator[Fault]:
    """The first thing that is wrong with one source."""
    said = _unfit(name, sources) or _too_early(name, shown, sources)
    if said is None and name not in sources.arms:
        said = _off_route(name, shown, sources)
    if said is not None:
        yield fault(shown.written.place, PIPED, shown.written.where, f"The {_part(shown.written)} {said[0]}", said[1])
    elif name not in sources.arms and _lacks_words(name, shown) and not _is_answered(name, shown, sources):
        what = f'The {_part(shown.written)} takes in "{name}", which may be left unanswered; "…" is shown then.'
        mend = f"Write {{{name}|words}} with what is shown instead."
        yield fault(shown.written.place, PIPED, shown.written.where, what, mend, advice=True)


def _unfit(name: str, sources: _Sources) -> tuple[str, str] | None:
    if name in sources.good:
        return None
    if name in sources.own_words:
        what = f'takes in "{name}", which the respondent writes in own words: others may read it on the screen.'
        return what, "Word it without."
    if name in sources.order.names or name in sources.order.variables:
        what = f'takes in "{name}"; only an arm, a single choice or a number can be shown inside a text.'
        return what, "Word it without, or take in one of these."
    what = f'takes in "{name}", but there is no question or experiment of that name.'
    return what, did_you_mean(name, sources.good) or "Name a single choice, a number or an experiment."


def _too_early(name: str, shown: Shown, sources: _Sources) -> tuple[str, str] | None:
    asked = sources.order.names.get(name)
    if asked is None or asked.page < shown.before:
        return None
    when = "on the same page" if asked.page == shown.before else "later"
    what = f'takes in "{name}", which is asked {when} ({line_of(asked.place, shown.written.place)}).'
    return what, f'Ask "{name}" on an earlier page, or word it without.'


def _off_route(name: str, shown: Shown, sources: _Sources) -> tuple[str, str] | None:
    """Where nobody, or not everybody, who reads the text was asked what it takes in."""
    conditions = sources.routes.get(name, ())
    answered = State(Name(name), "answered")
    if _never([*shown.around, *conditions], answered, sources):
        routes = " and ".join(f"`{expression.source}`" for expression in (*shown.around, *conditions))
        what = f'takes in "{name}", which nobody who reads it has been asked: {routes} can never hold together.'
        return what, "Correct one of the conditions, or word it without."
    here = {node for expression in shown.around if (node := sources.order.read(expression)) is not None}
    open_to = next((e for e in conditions if sources.order.read(e) not in here), None)
    if open_to is None or not _lacks_words(name, shown) or _is_answered(name, shown, sources):
        return None
    what = f'takes in "{name}", which is asked only where `{open_to.source}` '
    what += f"({line_of(open_to.place, shown.written.place)}); others would read “…”."
    return what, f"Write {{{name}|words}} with what is shown instead, or ask this under the same condition."


def _lacks_words(name: str, shown: Shown) -> bool:
    """Whether nothing is written for respondents without an answer, in one of the languages."""
    found = (blank for wording in shown.written.text.values() for blank in blanks(wording))
    return any(blank.name == name and blank.fallback is None for blank in found)


def _is_answered(name: str, shown: Shown, sources: _Sources) -> bool:
    """Whether the text's own conditions see to it that there is an answer."""
    return _never(list(shown.around), State(Name(name), "missing"), sources)


def _never(expressions: list[Expression], also: Node, sources: _Sources) -> bool:
    """Whether conditions, as far as they can be read, can never hold together."""
    read = (sources.order.read(expression) for expression in expressions)
    both = all_of(*(node for node in read if node is not None and sources.order.knows(node)), also)
    return both is not None and verdict(both, sources.order.meanings) == "never"


def _part(written: Written) -> str:
    return "wording" if written.word == "text" else written.word.replace("_", " ")
