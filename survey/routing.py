"""Which page comes next, and what becomes of the answers: the only place where routes are decided.

A page is on the route when the conditions of its section, itself and at least one of its questions are true;
unknown is not true. Conditions see only answers that are on the route themselves, so that a changed answer
re-routes all that follows. Answers off the route stay in the draft until the form is handed in. Computed values
never stand in the draft: they are worked out anew whenever their page is passed, right after its answers.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import replace

from survey.chance import order_shown
from survey.compile import Compiled
from survey.draft import Draft
from survey.expressions.evaluation import evaluate, lookup_in
from survey.finishing import finish
from survey.missing import Answer
from survey.model import Page, Question, Section
from survey.page_checks import failed_checks
from survey.reading import AnswerFault, read_answers
from survey.stops import Stop, after, handed_in, known, stop_of, worked_out

__all__ = [
    "AnswerFault", "Stop", "answer", "asked", "before", "ended", "finish", "handed_in", "next_page", "route",
    "section_of", "skip_section", "walk",
]  # fmt: skip


def walk(compiled: Compiled, draft: Draft) -> Generator[Stop, Draft | None, None]:
    """Every page on the route, in order. Whoever hands a page in meanwhile sends the new draft."""
    live = known(compiled, draft)
    lookup = lookup_in(live, compiled.choices)
    for section, page in compiled.steps:
        stop = stop_of(compiled, draft, section, page, live, lookup)
        if stop.questions:
            draft = (yield stop) or draft
        if not stop.questions or handed_in(draft, stop):
            live.update((name, draft.values[name]) for name in stop.names())
            live.update(worked_out(compiled, stop, live))


def route(compiled: Compiled, draft: Draft) -> tuple[Page, ...]:
    """The pages on the route so far: up to and with the one where it stands, or all."""
    pages = []
    for stop in walk(compiled, draft):
        pages.append(stop.page)
        if _stands_at(compiled, draft, stop):
            break
    return tuple(pages)


def next_page(compiled: Compiled, draft: Draft) -> Page | None:
    """The page where the respondent stands; None when all were handed in."""
    return next((stop.page for stop in walk(compiled, draft) if _stands_at(compiled, draft, stop)), None)


def asked(compiled: Compiled, draft: Draft, page: Page) -> tuple[Question, ...]:
    """The questions of a page that apply, as they are shown; none when the page is off the route.

    Batteries have the items that apply, what has an order of chance comes in it, and a variant's wording stands as
    the question's own.
    """
    stop = _stop_at(compiled, draft, page)
    return stop.questions if stop else ()


def before(compiled: Compiled, draft: Draft, page: Page) -> Mapping[str, Answer]:
    """Arms, design variables and answers before a page: what its conditions and texts go by."""
    stop = _stop_at(compiled, draft, page)
    return stop.before if stop else known(compiled, draft)


def section_of(compiled: Compiled, page: Page) -> Section:
    """The section a page belongs to."""
    return compiled.sections[page.id]


def ended(compiled: Compiled, draft: Draft, page: Page) -> bool:
    """Whether the form ends here and keeps nothing: the page was handed in and its `end_if` is true."""
    stop = _stop_at(compiled, draft, page)
    return stop is not None and handed_in(draft, stop) and ends(compiled, draft, stop)


def ends(compiled: Compiled, draft: Draft, stop: Stop) -> bool:
    """Whether `end_if` is true once the page of this stop was handed in."""
    ending = compiled.endings.get(stop.page.id)
    if ending is None:
        return False
    return evaluate(ending, lookup_in(after(compiled, draft, stop), compiled.choices)) is True


def answer(
    compiled: Compiled, draft: Draft, page: Page, form: Mapping[str, Sequence[str]]
) -> tuple[Draft, tuple[AnswerFault, ...]]:
    """Hand in a page: what was posted, by the names of its fields, becomes answers.

    form  name of a field to the posted texts, as `survey.reading` says: codes as text ("3"; "-2" and "-3" for what is
          offered besides), numbers and words as they were typed
    Returns the draft and no faults; or the draft with the other answers kept, the page not handed in, and the faults.
    Among them is what the page's checks say. What is only to be said once (`AnswerFault.once`) is not said again of
    the draft that is returned, so that the next click goes on.
    """
    stop = _stop_at(compiled, draft, page)
    return hand_in(compiled, draft, stop, form) if stop else (draft, ())


def hand_in(
    compiled: Compiled, draft: Draft, stop: Stop, form: Mapping[str, Sequence[str]]
) -> tuple[Draft, tuple[AnswerFault, ...]]:
    """As `answer`, at a stop of the route."""
    values, faults = read_answers(stop.questions, form, draft.language)
    orders = {f"{q.id}_order": order_shown(q, draft) for q in stop.questions if q.order == "random"}
    faulty = set(stop.names()) - set(values)
    kept = {name: value for name, value in draft.values.items() if name not in faulty}
    draft = replace(draft, values={**kept, **values, **orders}, skipped=draft.skipped - {stop.section.id})
    values = after(compiled, draft, stop)
    failed = () if faults else failed_checks(compiled, stop.page, values)
    new = [check for check in failed if check.id not in draft.said]
    faults = (*faults, *(check.fault(compiled, stop.questions, values, draft.language) for check in new))
    said = draft.said | {found.id for found in new if not found.check.stop}
    others = tuple(page for page in draft.pages if page != stop.page.id)
    done = stop.page.id in draft.pages
    pages = others if faults else draft.pages if done else (*draft.pages, stop.page.id)
    return replace(draft, pages=pages, said=said), faults


def skip_section(compiled: Compiled, draft: Draft, section: Section) -> Draft:  # noqa: ARG001
    """The draft with a section skipped by button; handing in one of its pages takes that back.

    Unchanged when the section offers no such button: information and consent are passed by nobody.
    """
    if not section.skip:
        return draft
    return replace(draft, skipped=draft.skipped | {section.id})


def _stands_at(compiled: Compiled, draft: Draft, stop: Stop) -> bool:
    """Whether nothing follows a page yet: it was not handed in, or was changed to an answer that ends the form."""
    return not handed_in(draft, stop) or ends(compiled, draft, stop)


def _stop_at(compiled: Compiled, draft: Draft, page: Page) -> Stop | None:
    """The stop at a page; a section skipped by button can still be gone back to."""
    reached = replace(draft, skipped=draft.skipped - {section_of(compiled, page).id})
    return next((stop for stop in walk(compiled, reached) if stop.page.id == page.id), None)
