"""Ages: `min_age` can be enforced, and no minor meets level 3 without an ethics approval (defect 28)."""

from __future__ import annotations

from collections.abc import Iterator

from survey.checks.order import Order, minimum_age
from survey.checks.safety import HELP_FROM, SAFETY
from survey.checks.walk import every_question, fault, line_of, named
from survey.errors import Fault
from survey.expressions import Node
from survey.expressions.solving import NOT_TRUE, Wanted, possible
from survey.expressions.tree import Compare, Name, Number
from survey.model import Page, Questionnaire, Section
from survey.nearest import did_you_mean

ADULT = 18
# From this age people consent for themselves when they understand the research (Ethical Review Act 2003:460, § 18).
CONSENTS_ALONE = 15


def ages(questionnaire: Questionnaire, order: Order) -> Iterator[Fault]:
    """Every lack of protection by age."""
    if questionnaire.age and questionnaire.age not in order.names:
        mend = did_you_mean(questionnaire.age, order.names) or "Write the id of the question with the age in years."
        what = f'There is no question "{questionnaire.age}" to tell the age.'
        yield fault(questionnaire.place.of("age"), SAFETY, named("questionnaire", questionnaire.id), what, mend)
        return
    for section in questionnaire.sections:
        yield from _not_enforced(questionnaire, section, order)
    yield from _minors(questionnaire, order)


def _not_enforced(questionnaire: Questionnaire, section: Section, order: Order) -> Iterator[Fault]:
    """A minimum age that nobody's answer is known for when the section begins."""
    if section.min_age is None or not section.pages:
        return
    where, place = named("section", section.id), section.place.of("min_age")
    asked = order.names.get(questionnaire.age)
    if asked is None:
        what = "The section has a minimum age, but the questionnaire names no question that tells the age."
        yield fault(place, SAFETY, where, what, "Add `age:` with the id of that question to the questionnaire.")
    elif asked.page >= _first_page(questionnaire, section):
        what = (
            f'The section has a minimum age, but "{questionnaire.age}" ({line_of(asked.place, place)}) is asked later.'
        )
        yield fault(place, SAFETY, where, what, "Ask the age in an earlier section.")


def _first_page(questionnaire: Questionnaire, section: Section) -> int:
    return next(i for i, (around, _) in enumerate(questionnaire.pages()) if around is section)


def _minors(questionnaire: Questionnaire, order: Order) -> Iterator[Fault]:
    """Sections at level 3 that the young may meet without what protects them."""
    told: set[str] = set()
    for section, page, question in every_question(questionnaire):
        if question.level < HELP_FROM or question.type == "note" or section.id in told:
            continue
        where = named("section", section.id)
        if _reached_below(CONSENTS_ALONE, questionnaire, section, page, order):
            what = f"Those under {CONSENTS_ALONE} may meet questions at level 3 here; no minimum age keeps them out."
            mend = "Add `min_age:` to the section, and `age:` to the questionnaire if it has none."
            yield fault(section.place, SAFETY, where, what, mend)
            told.add(section.id)
        elif not questionnaire.ethics and _reached_below(ADULT, questionnaire, section, page, order):
            what = f"Those under {ADULT} may meet questions at level 3 here, and no ethics approval is named."
            mend = f"Add `ethics:` with its reference to the questionnaire, or `min_age: {ADULT}` to the section."
            yield fault(section.place, SAFETY, where, what, mend)
            told.add(section.id)


def _reached_below(age: int, questionnaire: Questionnaire, section: Section, page: Page, order: Order) -> bool:
    """Whether somebody younger may be asked, for all that the conditions say."""
    if questionnaire.age not in order.meanings:
        return True
    written = [minimum_age(questionnaire, section), section.ask_if, page.ask_if]
    held = [node for node in map(order.read, written) if node is not None and order.knows(node)]
    younger = Compare("<", Name(questionnaire.age), Number(float(age)))
    going_on = [Wanted(node, NOT_TRUE) for node in _ends_before(questionnaire, page, order)]
    return possible([Wanted(younger), *map(Wanted, held), *going_on], order.meanings) is not False


def _ends_before(questionnaire: Questionnaire, page: Page, order: Order) -> Iterator[Node]:
    """Conditions that end the form on a page which everybody meets before this one."""
    for section, before in questionnaire.pages():
        if before is page:
            return
        node = order.read(before.end_if)
        everybody = before.ask_if is None and section.ask_if is None and section.min_age is None
        if node is not None and everybody and order.knows(node):
            yield node
