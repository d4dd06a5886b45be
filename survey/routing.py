"""Which page comes next, and what becomes of the answers: the only place where routes are decided.

A page is on the route when the conditions of its section, itself and at least one of its questions are true;
unknown is not true. Conditions see only answers that are on the route themselves, so that a changed answer
re-routes all that follows. Answers off the route stay in the draft until the form is handed in. Computed values
never stand in the draft: they are worked out anew whenever their page is passed, right after its answers.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from survey.chance import arms, shown, stored_order
from survey.columns import names_of
from survey.compile import Compiled
from survey.computed import computed
from survey.draft import Draft
from survey.expressions.evaluation import Lookup, evaluate, lookup_in
from survey.expressions.tree import references
from survey.missing import Answer, Missing
from survey.model import Check, Page, Question, Section
from survey.piping import piped
from survey.reading import AnswerFault, read_answers
from survey.variants import shown_text

__all__ = [
    "AnswerFault", "answer", "asked", "before", "ended", "finish", "handed_in", "next_page", "route", "section_of",
    "skip_section", "walk",
]  # fmt: skip


@dataclass(frozen=True)
class Stop:
    """A page on the route: its section, the questions that apply as they are shown, and arms and answers before it.

    computed  values that are worked out once it was handed in; they are not shown
    """

    section: Section
    page: Page
    questions: tuple[Question, ...]
    before: Mapping[str, Answer]
    computed: tuple[Question, ...] = ()

    def names(self) -> list[str]:
        """The variables that are asked here."""
        return [name for question in self.questions for name in names_of(question)]


def walk(compiled: Compiled, draft: Draft) -> Generator[Stop, Draft | None, None]:
    """Every page on the route, in order. Whoever hands a page in meanwhile sends the new draft."""
    live = _known(compiled, draft)
    lookup = lookup_in(live, compiled.choices)
    for section, page in compiled.steps:
        stop = _stop(compiled, draft, section, page, live, lookup)
        if stop.questions:
            draft = (yield stop) or draft
        if not stop.questions or handed_in(draft, stop):
            live.update((name, draft.values[name]) for name in stop.names())
            live.update(_worked_out(compiled, stop, live))


def _known(compiled: Compiled, draft: Draft) -> dict[str, Answer]:
    """What is known before the first page: design variables, -7 where nothing was given, and the arms."""
    absent = int(Missing.NOT_IN_VERSION)
    design = {variable.id: draft.given.get(variable.id, absent) for variable in compiled.questionnaire.design}
    return {**design, **arms(compiled.questionnaire, draft)}


def handed_in(draft: Draft, stop: Stop) -> bool:
    """Whether a page was handed in with all that is asked on it now."""
    return stop.page.id in draft.pages and all(name in draft.values for name in stop.names())


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
    return stop.before if stop else _known(compiled, draft)


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
    return evaluate(ending, lookup_in(_after(compiled, draft, stop), compiled.choices)) is True


def _after(compiled: Compiled, draft: Draft, stop: Stop) -> dict[str, Answer]:
    """What is known once the page of this stop was handed in."""
    values = {**stop.before, **{name: draft.values[name] for name in stop.names() if name in draft.values}}
    return {**values, **_worked_out(compiled, stop, values)}


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
    orders = {f"{q.id}_order": stored_order(q, draft) for q in stop.questions if q.order == "random"}
    faulty = set(stop.names()) - set(values)
    kept = {name: value for name, value in draft.values.items() if name not in faulty}
    draft = replace(draft, values={**kept, **values, **orders}, skipped=draft.skipped - {stop.section.id})
    failed = () if faults else tuple(_failed(compiled, draft, stop))
    said = frozenset(f"{stop.page.id} {number}" for number, check in failed if not check.stop)
    faults = (*faults, *(_checked(compiled, draft, stop, number, check) for number, check in failed))
    pages = tuple(page for page in draft.pages if page != stop.page.id or not faults)
    pages = pages if faults or stop.page.id in pages else (*pages, stop.page.id)
    return replace(draft, pages=pages, said=draft.said | said), faults


def _failed(compiled: Compiled, draft: Draft, stop: Stop) -> Iterator[tuple[int, Check]]:
    """The page's checks that do not hold, with their numbers; unknown passes, and what was said once is not said again.

    A check on answers that were not asked of this respondent passes as well: they are unknown.
    """
    lookup = lookup_in(_after(compiled, draft, stop), compiled.choices)
    for number, (check, must) in enumerate(zip(stop.page.checks, compiled.checks[stop.page.id], strict=True), start=1):
        if f"{stop.page.id} {number}" not in draft.said and evaluate(must, lookup) is False:
            yield number, check


def _checked(compiled: Compiled, draft: Draft, stop: Stop, number: int, check: Check) -> AnswerFault:
    """What a check says, by the first question on the page that it speaks of."""
    fields = {name: question for question in stop.questions for name in (question.id, *names_of(question))}
    used = [reference.name for reference in references(compiled.checks[stop.page.id][number - 1])]
    first = next((name for name in used if name in fields), stop.questions[0].id)
    items = {item.id for question in stop.questions if question.type == "battery" for item in question.items}
    field = first if first in items else fields[first].id
    return AnswerFault(
        field, piped(check.text, _after(compiled, draft, stop), compiled, draft.language), once=not check.stop
    )


def skip_section(compiled: Compiled, draft: Draft, section: Section) -> Draft:  # noqa: ARG001
    """The draft with a section skipped by button; handing in one of its pages takes that back.

    Unchanged when the section offers no such button: information and consent are passed by nobody.
    """
    if not section.skip:
        return draft
    return replace(draft, skipped=draft.skipped | {section.id})


def finish(compiled: Compiled, draft: Draft) -> dict[str, Answer]:
    """Every variable with its answer or the reason why there is none.

    -1  off the route
    -5  on the route, but after the page where the respondent stopped
    -6  in a section that was skipped by button
    Where it cannot be known whether a question would have been asked, because that hangs on an answer that was
    itself not reached or skipped, it was not reached or skipped either.
    """
    values = _known(compiled, draft)
    lookup = lookup_in(values, compiled.choices)
    stopped = False
    for section, page in compiled.steps:
        stop = _stop(compiled, draft, section, page, values, lookup)
        gap = None
        if section.id in draft.skipped:
            gap = Missing.SECTION_SKIPPED
        elif stopped or (stop.questions and not handed_in(draft, stop)):
            stopped, gap = True, Missing.NOT_REACHED
        if gap is None:
            values.update(_answered(stop, draft))
            values.update(_worked_out(compiled, stop, values))
        else:
            values.update(_unanswered(compiled, section, page, values, gap))
    return values


def _answered(stop: Stop, draft: Draft) -> dict[str, Answer]:
    """Values of a page that is done with: what was asked has its answer, all else was not asked."""
    everything = [name for question in stop.page.questions for name in names_of(question)]
    return dict.fromkeys(everything, int(Missing.NOT_ASKED)) | {name: draft.values[name] for name in stop.names()}


def _unanswered(
    compiled: Compiled, section: Section, page: Page, values: Mapping[str, Answer], gap: Missing
) -> dict[str, Answer]:
    """Values of a page with no answers: `gap`, but -1 for what would not have been asked anyway."""
    found: dict[str, Answer] = {}
    for question in page.questions:
        for name in names_of(question):
            levels = [section.id, page.id, question.id, *([name] if question.type == "battery" else [])]
            would = all(_would_ask(compiled, level, values, gap) for level in levels)
            found[name] = int(gap if would else Missing.NOT_ASKED)
    return found


def _would_ask(compiled: Compiled, level: str, values: Mapping[str, Answer], gap: Missing) -> bool:
    condition = compiled.conditions.get(level)
    if condition is None:
        return True
    outcome = evaluate(condition, lookup_in(values, compiled.choices))
    if outcome is None:
        used = [n for r in references(condition) for n in compiled.choices.get(r.name, {0: r.name}).values()]
        return any(values.get(name) == gap for name in used)
    return outcome is True


def _stands_at(compiled: Compiled, draft: Draft, stop: Stop) -> bool:
    """Whether nothing follows a page yet: it was not handed in, or was changed to an answer that ends the form."""
    return not handed_in(draft, stop) or ends(compiled, draft, stop)


def _stop_at(compiled: Compiled, draft: Draft, page: Page) -> Stop | None:
    """The stop at a page; a section skipped by button can still be gone back to."""
    reached = replace(draft, skipped=draft.skipped - {section_of(compiled, page).id})
    return next((stop for stop in walk(compiled, reached) if stop.page.id == page.id), None)


def _stop(
    compiled: Compiled, draft: Draft, section: Section, page: Page, before: Mapping[str, Answer], lookup: Lookup
) -> Stop:
    """A page as it is met: what of it is asked, and what is worked out; nothing of a page off the route."""
    on_route = section.id not in draft.skipped and all(_holds(compiled, id, lookup) for id in (section.id, page.id))
    applying = [question for question in page.questions if on_route and _holds(compiled, question.id, lookup)]
    visible = [question for question in applying if question.type != "computed"]
    return Stop(
        section=section,
        page=page,
        questions=_asked(compiled, draft, page, visible, lookup),
        before=before,
        computed=tuple(question for question in applying if question.type == "computed"),
    )


def _asked(
    compiled: Compiled, draft: Draft, page: Page, applying: Sequence[Question], lookup: Lookup
) -> tuple[Question, ...]:
    """The questions with the items that apply; none when only notes would be left of a page with questions."""
    asked = [_as_shown(compiled, draft, question, lookup) for question in applying]
    found = tuple(now for now, written in zip(asked, applying, strict=True) if now.items or not written.items)
    only_notes = all(question.type == "note" for question in found)
    has_questions = any(question.answered not in ("nothing", "computed") for question in page.questions)
    return () if only_notes and has_questions else found


def _as_shown(compiled: Compiled, draft: Draft, question: Question, lookup: Lookup) -> Question:
    """The question with the items that apply, in its order of chance, with the wording that applies."""
    found = shown(_with_items(compiled, question, lookup), draft)
    return replace(found, text=shown_text(compiled, question, lookup)) if question.variants else found


def _with_items(compiled: Compiled, question: Question, lookup: Lookup) -> Question:
    if all(item.ask_if is None for item in question.items):
        return question
    return replace(question, items=tuple(item for item in question.items if _holds(compiled, item.id, lookup)))


def _worked_out(compiled: Compiled, stop: Stop, values: Mapping[str, Answer]) -> dict[str, Answer]:
    """The computed values of a page, one after the other: a later one may use an earlier one."""
    found: dict[str, Answer] = {}
    for question in stop.computed:
        lookup = lookup_in({**values, **found}, compiled.choices)
        value = compiled.values.get(question.id)
        found[question.id] = computed(evaluate(value, lookup) if value else None)
    return found


def _holds(compiled: Compiled, level: str, lookup: Lookup) -> bool:
    condition = compiled.conditions.get(level)
    return condition is None or evaluate(condition, lookup) is True
