"""Made-up respondents with what they were asked: of a simulation, and such as reach both sides of every condition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from survey.columns import answers_of
from survey.compile import Compiled
from survey.covering import Case, cover
from survey.draft import Draft
from survey.missing import Answer, Missing
from survey.model import Question
from survey.routing import answer
from survey.simulate import Behaviour, simulate

SIMULATED = 200
_OFF_ROUTE = (Missing.NOT_ASKED, Missing.NOT_IN_VERSION, Missing.NOT_REACHED, Missing.SECTION_SKIPPED)


@dataclass(frozen=True)
class Respondent:
    """One respondent.

    given   arms and what the sampling knows, by their names
    asked   questions and items of batteries that were asked, notes left out
    values  answers of what was asked; computed values among them
    """

    given: Mapping[str, Answer]
    asked: frozenset[str]
    values: Mapping[str, Answer]


def respondents(compiled: Compiled) -> list[Respondent]:
    """Those who answer to the end by chance, then those who were searched for; some of these end early."""
    everybody = Behaviour(skip_section=0, break_off=0, other_language=0)
    responses = simulate(compiled, n=SIMULATED, seed=5, behaviour=everybody)
    return [
        *(_respondent(compiled, response.values) for response in responses),
        *(_respondent(compiled, _values(compiled, case)) for case in cover(compiled).cases),
    ]


def questions(compiled: Compiled) -> Iterator[Question]:
    """All questions with an answer."""
    for _, page in compiled.steps:
        yield from (question for question in page.questions if question.answered != "nothing")


def _respondent(compiled: Compiled, values: Mapping[str, Answer]) -> Respondent:
    whole = compiled.questionnaire
    given = {part.id: values[part.id] for parts in (whole.experiments, whole.design) for part in parts}
    asked: set[str] = set()
    for question in questions(compiled):
        on_route = [name for name in answers_of(question) if values[name] not in _OFF_ROUTE]
        asked |= {question.id, *(on_route if question.type == "battery" else ())} if on_route else set()
    return Respondent(given, frozenset(asked), values)


def _values(compiled: Compiled, case: Case) -> Mapping[str, Answer]:
    """What a case answers, page by page; behind a page that ends the form nothing is asked."""
    draft = Draft(case.language, chance=case.chance, given=case.given)
    pages = {page.id: page for _, page in compiled.steps}
    for step in case.steps:
        draft, faults = answer(compiled, draft, pages[step.page], step.posted)
        if faults:
            draft, _ = answer(compiled, draft, pages[step.page], step.posted)
    if case.steps[-1].next != "ended":
        return case.values
    order = list(pages)
    later = {
        name
        for page in order[order.index(case.steps[-1].page) + 1 :]
        for question in pages[page].questions
        for name in answers_of(question)
    }
    return {name: int(Missing.NOT_REACHED) if name in later else value for name, value in case.values.items()}
