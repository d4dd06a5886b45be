"""A page as it is met on the route: what of it is asked and how it is shown, and what is known before and after it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from survey.chance import arms, shown
from survey.columns import names_of
from survey.compile import Compiled
from survey.computed import computed
from survey.draft import Draft
from survey.expressions.days import first_of_week, on
from survey.expressions.evaluation import Lookup, evaluate, lookup_in
from survey.missing import Answer, Missing
from survey.model import Page, Question, Section
from survey.scoring import scores_so_far
from survey.variants import shown_text


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


def known(compiled: Compiled, draft: Draft) -> dict[str, Answer]:
    """What is known before the first page: design variables, -7 where nothing was given, and the arms."""
    absent = int(Missing.NOT_IN_VERSION)
    design = {variable.id: draft.given.get(variable.id, absent) for variable in compiled.questionnaire.design}
    return {**design, **arms(compiled.questionnaire, draft)}


def handed_in(draft: Draft, stop: Stop) -> bool:
    """Whether a page was handed in with all that is asked on it now."""
    return stop.page.id in draft.pages and all(name in draft.values for name in stop.names())


def after(compiled: Compiled, draft: Draft, stop: Stop) -> dict[str, Answer]:
    """What is known once the page of this stop was handed in."""
    values = {**stop.before, **{name: draft.values[name] for name in stop.names() if name in draft.values}}
    return {**values, **worked_out(compiled, stop, values)}


def stop_of(
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


def worked_out(compiled: Compiled, stop: Stop, values: Mapping[str, Answer]) -> dict[str, Answer]:
    """The computed values of a page, one after the other: a later one may use an earlier one; and scores of scales.

    Ages count to the Monday of the week, so that no value tells the day.
    """
    monday = first_of_week(date.today())
    found: dict[str, Answer] = {**scored(compiled, stop.page, values)}
    for question in stop.computed:
        lookup = lookup_in({**values, **found}, compiled.choices)
        value = compiled.values.get(question.id)
        found[question.id] = computed(evaluate(on(value, monday), lookup) if value else None)
    return {**found, **scored(compiled, stop.page, {**values, **found})}


def scored(compiled: Compiled, page: Page, values: Mapping[str, Answer]) -> dict[str, float]:
    """Scores of the scales that end on a page, for conditions; a response does not hold them."""
    return scores_so_far(compiled.scored.get(page.id, ()), values, compiled.variables)


def _holds(compiled: Compiled, level: str, lookup: Lookup) -> bool:
    condition = compiled.conditions.get(level)
    return condition is None or evaluate(condition, lookup) is True
