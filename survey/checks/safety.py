"""Safety of those who answer: nobody is made to answer, everybody may decline, and help is at hand (defect 28)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from survey.checks.walk import every_question, fault, named, used_supports
from survey.errors import Fault
from survey.model import Page, Question, Questionnaire, Section, Support
from survey.nearest import did_you_mean

SAFETY = 28
DECLINE_FROM, HELP_FROM = 2, 3


def safety(questionnaire: Questionnaire, today: date) -> Iterator[Fault]:
    """Every lack of safety; `today` decides whether a support text is still fresh."""
    supports = {support.id for support in questionnaire.supports}
    for section in questionnaire.sections:
        yield from _support(section, supports)
        yield from _skip(section)
    for _, page, question in every_question(questionnaire):
        yield from _decline(question)
        yield from _required(page, question)
    for support in used_supports(questionnaire):
        yield from _stale(support, today)
        yield from _unreachable(support)


def highest_level(section: Section) -> int:
    """The highest sensitivity in a section, its own or that of one of its questions."""
    return max([section.level, *(question.level for page in section.pages for question in page.questions)])


def _support(section: Section, supports: set[str]) -> Iterator[Fault]:
    where = named("section", section.id)
    if section.support and section.support not in supports:
        mend = did_you_mean(section.support, supports) or "Define it under `supports:`."
        yield fault(section.place.of("support"), SAFETY, where, f'There is no support text "{section.support}".', mend)
    elif not section.support and highest_level(section) >= HELP_FROM:
        what = "The section holds questions at level 3 but names no support text."
        yield fault(section.place, SAFETY, where, what, "Add `support:` with the name of one.")


def _skip(section: Section) -> Iterator[Fault]:
    if highest_level(section) >= HELP_FROM and not section.skip:
        what = "The section holds questions at level 3 but cannot be skipped as a whole."
        yield fault(section.place, SAFETY, named("section", section.id), what, "Add `skip: true`.")


def _decline(question: Question) -> Iterator[Fault]:
    if (
        question.answered not in ("nothing", "computed")
        and question.level >= DECLINE_FROM
        and "refused" not in question.missing
    ):
        what = f'The question is at level {question.level} but does not offer "prefer not to answer".'
        place = question.place.of("missing")
        yield fault(place, SAFETY, named("question", question.id), what, "Add `refused` to `missing`.")


def _required(page: Page, question: Question) -> Iterator[Fault]:
    """Only consent may be demanded: its page ends the form for those who do not give it."""
    if question.required and (page.end_if is None or question.id not in page.end_if.source or question.level > 0):
        what = "The question must be answered to go on; that is allowed only for consent, at level 0, where the page's "
        what += "`end_if` lets those who say no leave."
        place = question.place.of("required")
        yield fault(place, SAFETY, named("question", question.id), what, "Take `required: true` out.")


def _stale(support: Support, today: date) -> Iterator[Fault]:
    where, place = named("support", support.id), support.place.of("verified")
    if not support.verified:
        what = "Nobody has said when the places to turn to were last verified."
        yield fault(place, SAFETY, where, what, "Ring and look, then write `verified:` with the day.")
        return
    verified = date.fromisoformat(support.verified)
    if verified > today:
        what = f"It is said to be verified on {verified}, a day to come."
        yield fault(place, SAFETY, where, what, "Correct the day, or the clock of this computer.", advice=True)
    elif (today.year - verified.year, (today.month, today.day)) > (1, (verified.month, verified.day)):
        what = f"The places to turn to were last verified on {verified}, more than twelve months ago."
        yield fault(place, SAFETY, where, what, "Ring and look, then write the new day.")


def _unreachable(support: Support) -> Iterator[Fault]:
    if not support.services:
        yield fault(
            support.place, SAFETY, named("support", support.id), "It names no place to turn to.", "Add `services:`."
        )
    for service in support.services:
        if not service.phone and not service.url:
            where = f"{named('support', support.id)}, service"
            what = "The service has neither a telephone number nor an address on the web."
            yield fault(service.place, SAFETY, where, what, "Add `phone:` or `url:`.")
