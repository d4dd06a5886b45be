"""A test case: what one made-up respondent posts, page by page, and what must come next."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from survey.chance import arms
from survey.columns import answers_of, has_other
from survey.compile import Compiled
from survey.covering.targets import Target, reached
from survey.draft import CHANCE_BITS, Draft
from survey.drawing import SYNTHETIC, as_values, drawn
from survey.missing import Answer
from survey.model import Page, Question
from survey.posting import Form, as_posted
from survey.reading import AnswerFault
from survey.routing import Stop, answer, ends, finish, hand_in, next_page, walk

END, ENDED = "", "ended"
_MOST_DRAWN = 50
_MOST_CHANCES = 200_000


@dataclass(frozen=True)
class Step:
    """One page. `next` is the id of the page that must come, END at the end, ENDED where `end_if` closes the form."""

    page: str
    asked: tuple[str, ...]
    posted: Form
    next: str


@dataclass(frozen=True)
class Case:
    """One made-up respondent. `values` holds what must be stored; `reaches` what the case is for."""

    study: str
    version: str
    digest: str
    language: str
    chance: int
    given: Mapping[str, float]
    steps: tuple[Step, ...]
    values: Mapping[str, Answer]
    reaches: tuple[Target, ...]


def case_of(compiled: Compiled, wanted: Mapping[str, Answer], rng: random.Random) -> Case | None:
    """A respondent who answers as wanted, and by chance what nothing is wanted of; None where that cannot be.

    wanted  variables to values: arms, design variables, answers
    """
    draft = _begin(compiled, wanted, rng)
    if draft is None:
        return None
    steps: list[tuple[Stop, Form]] = []
    stops = walk(compiled, draft)
    stop = next(stops, None)
    while stop is not None:
        draft, form = _handed_in(compiled, draft, stop, wanted, rng)
        if form is None:
            return None
        steps.append((stop, form))
        if ends(compiled, draft, stop):
            break
        try:
            stop = stops.send(draft)
        except StopIteration:
            stop = None
    last = compiled.steps[-1][1] if stop is None else stop.page
    return _written(compiled, draft, steps, last, ended=stop is not None)


def _written(compiled: Compiled, draft: Draft, steps: list[tuple[Stop, Form]], last: Page, *, ended: bool) -> Case:
    following = [*(stop.page.id for stop, _ in steps[1:]), ENDED if ended else END]
    asked = compiled.questionnaire
    met = reached(compiled, draft, last)
    return Case(
        study=asked.id,
        version=asked.version,
        digest=compiled.digest,
        language=draft.language,
        chance=draft.chance,
        given=draft.given,
        steps=tuple(
            Step(stop.page.id, _asked(stop.questions), form, next)
            for (stop, form), next in zip(steps, following, strict=True)
        ),
        values=finish(compiled, draft),
        reaches=tuple(sorted(met, key=lambda target: (target.kind, target.id, not target.holds))),
    )


def _begin(compiled: Compiled, wanted: Mapping[str, Answer], rng: random.Random) -> Draft | None:
    """A draft with the wanted arms and what is wanted to be known beforehand; nothing else is known."""
    language = rng.choice(compiled.questionnaire.languages)
    design = {variable.id: wanted.get(variable.id, -1) for variable in compiled.questionnaire.design}
    given = {name: value for name, value in design.items() if not isinstance(value, str) and value >= 0}
    wished = {e.id: wanted[e.id] for e in compiled.questionnaire.experiments if e.id in wanted}
    for _ in range(_MOST_CHANCES):
        draft = Draft(language, chance=rng.getrandbits(CHANCE_BITS), given=given)
        drawn_arms = arms(compiled.questionnaire, draft)
        if all(drawn_arms[name] == code for name, code in wished.items()):
            return draft
    return None


def _handed_in(
    compiled: Compiled, draft: Draft, stop: Stop, wanted: Mapping[str, Answer], rng: random.Random
) -> tuple[Draft, Form | None]:
    """The page handed in as wanted; what is drawn besides is drawn anew where the page's checks stop it."""
    for _ in range(_MOST_DRAWN):
        form = {
            field: texts
            for question in stop.questions
            for field, texts in as_posted(question, _values(question, wanted, rng, draft.language)).items()
            if texts
        }
        after, faults = _posted(compiled, draft, stop, form)
        if not faults:
            return after, form
    return draft, None


def _posted(compiled: Compiled, draft: Draft, stop: Stop, form: Form) -> tuple[Draft, tuple[AnswerFault, ...]]:
    """Handed in; a second time where the first one is only met with a question."""
    after, faults = hand_in(compiled, draft, stop, form)
    return hand_in(compiled, after, stop, form) if faults and all(fault.once for fault in faults) else (after, faults)


def _values(question: Question, wanted: Mapping[str, Answer], rng: random.Random, language: str) -> dict[str, Answer]:
    if question.answered in ("nothing", "computed"):
        return {}
    names = answers_of(question)
    alone = question.answered == "codes of items"
    found: dict[str, Answer] = {}
    for field in names if alone else (question.id,):
        own = (field,) if alone else names
        if all(name in wanted and wanted[name] != -1 for name in own):
            found |= {name: wanted[name] for name in own}
        else:
            text = SYNTHETIC.in_language(language)
            found |= as_values(question, field, drawn(question, {}, rng, language), text)
    if has_other(question):
        found.setdefault(f"{question.id}_other", wanted.get(f"{question.id}_other", -4))
    return found


def _asked(questions: tuple[Question, ...]) -> tuple[str, ...]:
    """Fields in the order of the definition: an order of chance is no part of what is tested."""
    fields = (f for q in questions for f in ([q.id, *(i.id for i in q.items)] if q.items else [q.id]))
    return tuple(sorted(fields))


def replayed(case: Case, compiled: Compiled) -> tuple[str, ...]:
    """What differs when the case is answered anew with this definition, in words; nothing when all is as before."""
    return tuple(_differences(case, compiled))


def _differences(case: Case, compiled: Compiled) -> Iterator[str]:
    draft = Draft(case.language, chance=case.chance, given=case.given)
    for step in case.steps:
        page = next_page(compiled, draft)
        if page is None or page.id != step.page:
            yield f'The page "{step.page}" should come; {_said(page)}.'
            return
        stop = next(stop for stop in walk(compiled, draft) if stop.page.id == page.id)
        if (now := _asked(stop.questions)) != step.asked:
            yield f'The page "{page.id}" should ask {_list(step.asked)}; it asks {_list(now)}.'
        after, faults = answer(compiled, draft, page, step.posted)
        if faults and all(fault.once for fault in faults):
            after, faults = answer(compiled, after, page, step.posted)
        if faults:
            yield f'The page "{page.id}" no longer takes the answer to "{faults[0].variable}".'
            return
        draft = after
        if ends(compiled, draft, stop) != (step.next == ENDED):
            yield f'After the page "{page.id}" the form should {"end" if step.next == ENDED else "go on"}.'
            return
    if case.steps and case.steps[-1].next == END and (page := next_page(compiled, draft)) is not None:
        yield f"The form should be at its end; {_said(page)}."
        return
    yield from _values_that_differ(case, finish(compiled, draft))


def _values_that_differ(case: Case, values: Mapping[str, Answer]) -> Iterator[str]:
    differing = [name for name in values if name in case.values and values[name] != case.values[name]]
    if differing:
        yield f"Another value is stored for {_list(differing)}."
    if lacking := [name for name in case.values if name not in values]:
        yield f"No value is stored any more for {_list(lacking)}."
    if new := [name for name in values if name not in case.values]:
        yield f"The case knows nothing of {_list(new)}."


def _said(page: Page | None) -> str:
    return "the form is at its end" if page is None else f'"{page.id}" comes'


def _list(names: tuple[str, ...] | list[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
