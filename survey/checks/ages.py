"""Ages: `min_age` can be enforced, and no minor meets level 3 without an ethics approval (defect 28)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from survey.checks.order import Order, order_of, readable
from survey.checks.safety import HELP_FROM, SAFETY
from survey.checks.walk import every_question, fault, line_of, named
from survey.columns import variables_of
from survey.errors import Fault
from survey.expressions import Node, all_of, references
from survey.expressions.meaning import Meaning, meanings
from survey.expressions.solving import verdict
from survey.expressions.tree import And, Compare, Name, Not, Number
from survey.model import Page, Questionnaire, Section
from survey.nearest import did_you_mean

ADULT = 18
# From this age people consent for themselves when they understand the research (Ethical Review Act 2003:460, § 18).
CONSENTS_ALONE = 15


def ages(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Every lack of protection by age."""
    order = order_of(questionnaire)
    if questionnaire.age and questionnaire.age not in order.names:
        mend = did_you_mean(questionnaire.age, order.names) or "Write the id of the question with the age in years."
        what = f'There is no question "{questionnaire.age}" to tell the age.'
        yield fault(questionnaire.place.of("age"), SAFETY, named("questionnaire", questionnaire.id), what, mend)
        return
    for section in questionnaire.sections:
        yield from _not_enforced(questionnaire, section, order)
    yield from _minors(questionnaire)


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


def _minors(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Sections at level 3 that the young may meet without what protects them."""
    names = meanings(variables_of(questionnaire))
    told: set[str] = set()
    for section, page, question in every_question(questionnaire):
        if question.level < HELP_FROM or question.type == "note" or section.id in told:
            continue
        where = named("section", section.id)
        if _reached_below(CONSENTS_ALONE, questionnaire, section, page, names):
            what = f"Those under {CONSENTS_ALONE} may meet questions at level 3 here; no minimum age keeps them out."
            mend = "Add `min_age:` to the section, and `age:` to the questionnaire if it has none."
            yield fault(section.place, SAFETY, where, what, mend)
            told.add(section.id)
        elif not questionnaire.ethics and _reached_below(ADULT, questionnaire, section, page, names):
            what = f"Those under {ADULT} may meet questions at level 3 here, and no ethics approval is named."
            mend = f"Add `ethics:` with its reference to the questionnaire, or `min_age: {ADULT}` to the section."
            yield fault(section.place, SAFETY, where, what, mend)
            told.add(section.id)


def _reached_below(
    age: int, questionnaire: Questionnaire, section: Section, page: Page, names: Mapping[str, Meaning]
) -> bool:
    """Whether somebody younger may be asked. Only what speaks of the age alone can rule it out."""
    if questionnaire.age not in names:
        return True
    wanted = [readable(section.ask_if), readable(page.ask_if)]
    if section.min_age is not None:
        wanted.append(Compare(">=", Name(questionnaire.age), Number(float(section.min_age))))
    wanted += [Not(node) for node in _ends_before(questionnaire, page)]
    joined = all_of(*wanted)
    parts = joined.conditions if isinstance(joined, And) else () if joined is None else (joined,)
    of_age = [part for part in parts if {reference.name for reference in references(part)} == {questionnaire.age}]
    younger = all_of(Compare("<", Name(questionnaire.age), Number(float(age))), *of_age)
    return younger is not None and verdict(younger, names) != "never"


def _ends_before(questionnaire: Questionnaire, page: Page) -> Iterator[Node]:
    """Conditions that end the form on a page which everybody meets before this one."""
    for section, before in questionnaire.pages():
        if before is page:
            return
        node = readable(before.end_if)
        if node is not None and before.ask_if is None and section.ask_if is None:
            yield node
