"""A form that is handed in: every variable with its answer, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from survey.columns import names_of
from survey.compile import Compiled
from survey.draft import Draft
from survey.expressions.evaluation import evaluate, lookup_in
from survey.expressions.tree import references
from survey.missing import Answer, Missing
from survey.model import Page, Section
from survey.not_asked import levels, not_asked
from survey.stops import Stop, handed_in, known, scored, stop_of, worked_out


def finish(compiled: Compiled, draft: Draft) -> dict[str, Answer]:
    """Every variable with its answer or the reason why there is none.

    -1  off the route
    -7  shut out by the arm, whatever was answered; or a design variable that was not given
    -5  on the route, but after the page where the respondent stopped
    -6  in a section that was skipped by button
    Where it cannot be known whether a question would have been asked, because that hangs on an answer that was
    itself not reached or skipped, it was not reached or skipped either.
    """
    values = known(compiled, draft)
    lookup = lookup_in(values, compiled.choices)
    stopped = False
    for section, page in compiled.steps:
        stop = stop_of(compiled, draft, section, page, values, lookup)
        gap = None
        if section.id in draft.skipped:
            gap = Missing.SECTION_SKIPPED
        elif stopped or (stop.questions and not handed_in(draft, stop)):
            stopped, gap = True, Missing.NOT_REACHED
        if gap is None:
            values.update(_answered(compiled, stop, draft))
            values.update(worked_out(compiled, stop, values))
        else:
            values.update(_unanswered(compiled, section, page, values, gap))
            values.update(scored(compiled, page, values))
    scales = {scale.id for scale in compiled.questionnaire.scales}
    return {name: value for name, value in values.items() if name not in scales}


def _answered(compiled: Compiled, stop: Stop, draft: Draft) -> dict[str, Answer]:
    """Values of a page that is done with: what was asked has its answer, all else was not asked."""
    asked = {name: draft.values[name] for name in stop.names()}
    return {
        name: asked[name] if name in asked else int(not_asked(compiled, above, stop.before))
        for name, above in _levels(stop.section, stop.page)
    }


def _unanswered(
    compiled: Compiled, section: Section, page: Page, values: Mapping[str, Answer], gap: Missing
) -> dict[str, Answer]:
    """Values of a page with no answers: `gap`, but -1 or -7 for what would not have been asked anyway."""
    found: dict[str, Answer] = {}
    for name, above in _levels(section, page):
        would = all(_would_ask(compiled, level, values, gap) for level in above)
        found[name] = int(gap if would else not_asked(compiled, above, values))
    return found


def _levels(section: Section, page: Page) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every variable of a page with the elements whose conditions decide whether it is asked."""
    for question in page.questions:
        for name in names_of(question):
            yield name, levels(section, page, question, name)


def _would_ask(compiled: Compiled, level: str, values: Mapping[str, Answer], gap: Missing) -> bool:
    condition = compiled.conditions.get(level)
    if condition is None:
        return True
    outcome = evaluate(condition, lookup_in(values, compiled.choices))
    if outcome is None:
        used = [n for r in references(condition) for n in compiled.choices.get(r.name, {0: r.name}).values()]
        return any(values.get(name) == gap for name in used)
    return outcome is True
