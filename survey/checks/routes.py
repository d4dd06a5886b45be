"""Routing: conditions that can be read, name earlier questions, fit their types and decide something
(defects 01 to 08, 18 to 21, 25 and 30).
"""

from __future__ import annotations

from collections.abc import Iterator

from survey.checks.circumstances import Circumstances
from survey.checks.order import Order, Routed
from survey.checks.reach import DEAD_END, Reach
from survey.checks.walk import fault, line_of, named
from survey.errors import Fault
from survey.expressions import ExpressionError, Node, parse, spellings
from survey.expressions.checking import problems_among, problems_of_value_among
from survey.expressions.mismatches import type_of
from survey.expressions.solving import Wanted, possible
from survey.expressions.tree import Call, Compare, Number, below, walk
from survey.model import Questionnaire
from survey.nearest import did_you_mean

UNKNOWN, LATER, CIRCULAR, CIRCULAR_VALUE, MISSING_CODE, TELLS_THE_DAY = 1, 2, 7, 8, 25, 30


def routes(questionnaire: Questionnaire, order: Order) -> Iterator[Fault]:
    """Every fault of a condition, and pages or sections that lead nowhere."""
    reach = Reach(Circumstances(questionnaire, order))
    for routed in order.routed:
        try:
            parse(routed.expression.source)
        except ExpressionError as error:
            yield _unreadable(routed, error)
            continue
        yield from _spelled(routed)
        found = tuple(_of_readable(routed, order, reach))
        yield from found
        if any(not each.advice for each in found):
            reach.faulty.add(routed.expression.place)
    yield from reach.unreachable_sections()
    yield from reach.dead_ends()
    yield from _empty(questionnaire)


def _of_readable(routed: Routed, order: Order, reach: Reach) -> Iterator[Fault]:
    node = routed.node
    misplaced = tuple(_misplaced(routed, order))
    yield from misplaced
    # A question without codes makes no variable; that is said where it stands.
    if node is None or misplaced or not order.knows(node):
        return
    yield from _of_today(routed, node)
    meaningless = tuple(_meaningless(routed, node, order))
    yield from meaningless
    if any(not found.advice for found in meaningless):
        return
    if routed.word == "value":
        yield from _negative(routed, node, order)
    elif routed.word != "must":
        yield from reach.deciding(routed)


def _spelled(routed: Routed) -> Iterator[Fault]:
    """Spellings of other programs, which are read as ours."""
    if found := spellings(routed.expression.source):
        what = f"{found.seen} is the spelling of another program; it is read as `{found.ours}`."
        yield fault(routed.expression.place, 0, routed.where, what, "Write it so, for others to read.", advice=True)


def _unreadable(routed: Routed, error: ExpressionError) -> Fault:
    shown = "\n".join(f"    {line}" for line in error.caret().split("\n"))
    noun = "value" if routed.word == "value" else f"condition `{routed.word}`"
    what = f"The {noun} cannot be read: {error.message}"
    return fault(routed.expression.place, error.number, routed.where, what, f"{error.mend}\n{shown}")


def _misplaced(routed: Routed, order: Order) -> Iterator[Fault]:
    """Names that nobody has been asked before this condition is needed."""
    for name in routed.used:
        asked = order.names.get(name)
        if asked is None:
            mend = did_you_mean(name, order.earlier(routed.before)) or did_you_mean(name, order.names)
            what = f'{_said(routed)} names "{name}", which no earlier question defines.'
            yield fault(routed.expression.place, UNKNOWN, routed.where, what, mend or _earlier_names(order, routed))
        elif routed.comes_before(asked):
            place = line_of(asked.place, routed.expression.place)
            if cycle := _cycle(name, routed, order):
                what = f"The condition depends on itself: {' -> '.join(cycle)}."
                mend = "Take one of these conditions out, or ask in another order."
                number = CIRCULAR
                if routed.word == "value":
                    what, number = f"The value is worked out from itself: {' -> '.join(cycle)}.", CIRCULAR_VALUE
                yield fault(routed.expression.place, number, routed.where, what, mend)
                continue
            same = asked.page == routed.before and routed.word == "ask_if" and not _of_whole_page(routed)
            when = "on the same page" if same else "later"
            what = f'{_said(routed)} names "{name}", which is asked {when} ({place}); '
            what += "only earlier pages are answered by then."
            if asked.page < routed.before:
                what = f'The value names "{name}", which is worked out after it on the same page ({place}).'
            yield fault(routed.expression.place, LATER, routed.where, what, f'Ask "{name}" on an earlier page.')


def _earlier_names(order: Order, routed: Routed) -> str:
    earlier = order.earlier(routed.before)
    return f"Earlier ones are {', '.join(earlier[-5:])}." if earlier else "No question stands before it."


def _said(routed: Routed) -> str:
    return {"must": "The check", "value": "The value"}.get(routed.word, "Routing")


def _of_whole_page(routed: Routed) -> bool:
    """Whether it decides over a page, so that everything on that page comes later."""
    return routed.where.startswith(("page", "section"))


def _cycle(name: str, routed: Routed, order: Order) -> tuple[str, ...]:
    """The way from a guarded name over what decides on it back to it, such as a -> b -> a; empty when there is none."""
    ways: list[tuple[str, ...]] = [(name,)]
    seen = {name}
    while ways:
        way = ways.pop(0)
        if way[-1] in routed.guards:
            return (way[-1], *way)
        for further in order.needs.get(way[-1], ()):
            if further not in seen:
                seen.add(further)
                ways.append((*way, further))
    return ()


def _of_today(routed: Routed, node: Node) -> Iterator[Fault]:
    """Nothing that is stored may tell the day: neither who was asked what, nor a value that is worked out."""
    if not any(isinstance(part, Call) and part.function == "today" for part in walk(node)) or routed.word == "must":
        return
    if routed.word == "value" and not _has_bare_today(node):
        return
    what = "today() stands in what is stored, so the answers would tell the day on which they were given; "
    what += "a response holds no more than the week."
    mend = "Work out an age with a computed question, `value: age_in_years(...)`, and use that."
    if routed.word == "value":
        mend = "Use it inside age_in_years() only, which takes the first day of the week."
    yield fault(routed.expression.place, TELLS_THE_DAY, routed.where, what, mend)


def _has_bare_today(node: Node) -> bool:
    """Whether today() stands anywhere but as the day of an age."""
    if isinstance(node, Call) and node.function == "age_in_years":
        return _has_bare_today(node.arguments[0])
    return (isinstance(node, Call) and node.function == "today") or any(_has_bare_today(part) for part in below(node))


def _meaningless(routed: Routed, node: Node, order: Order) -> Iterator[Fault]:
    """Types and codes that do not fit, and conditions that decide nothing."""
    noun, judge = ("value", problems_of_value_among) if routed.word == "value" else ("condition", problems_among)
    for problem in judge(node, order.meanings):
        what = f"In the {noun} `{routed.expression.source}`: {problem.what}"
        yield fault(routed.expression.place, problem.number, routed.where, what, problem.mend, advice=problem.advice)


def _negative(routed: Routed, node: Node, order: Order) -> Iterator[Fault]:
    """A value that may be below 0, where it would be taken for a reason of having none."""
    if type_of(node, order.meanings) != "number":
        return
    if possible([Wanted(Compare("<", node, Number(0.0)))], order.meanings):
        what = f"The value `{routed.expression.source}` can be below 0, and -1 to -9 say why a value is lacking."
        mend = "Add a number that keeps it above 0, or turn it round."
        yield fault(routed.expression.place, MISSING_CODE, routed.where, what, mend)


def _empty(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Sections without pages and pages without questions: nothing would be shown."""
    if not questionnaire.sections:
        what = "The questionnaire has no sections, so nothing is asked."
        where = named("questionnaire", questionnaire.id)
        yield fault(questionnaire.place, DEAD_END, where, what, "Add `sections:`, or name their files under `files:`.")
    for section in questionnaire.sections:
        if not section.pages:
            what = "The section has no pages, so nothing is asked in it."
            yield fault(section.place, DEAD_END, named("section", section.id), what, "Add `pages:`, or take it out.")
        for page in section.pages:
            if not page.questions:
                what = "The page has no questions, so nothing is shown on it."
                yield fault(page.place, DEAD_END, named("page", page.id), what, "Add `questions:`, or take it out.")
