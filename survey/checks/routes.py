"""Routing: conditions that can be read, name earlier questions, fit their types and decide something
(defects 01 to 07, 18 to 21, and the dead ends of 30).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from survey.checks.order import Order, Routed, order_of, readable
from survey.checks.walk import fault, line_of, named
from survey.columns import variables_of
from survey.errors import Fault
from survey.expressions import ExpressionError, Node, all_of, parse, problems, references
from survey.expressions.meaning import Meaning, meanings
from survey.expressions.solving import verdict
from survey.model import Questionnaire
from survey.nearest import did_you_mean
from survey.variables import Variable

UNKNOWN, LATER, CONTRADICTS, CIRCULAR, DEAD_END = 1, 2, 6, 7, 30


def routes(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Every fault of a condition, and pages or sections that lead nowhere."""
    order, variables = order_of(questionnaire), variables_of(questionnaire)
    names = meanings(variables)
    for routed in order.routed:
        try:
            node = parse(routed.expression.source)
        except ExpressionError as error:
            yield _unreadable(routed, error)
            continue
        misplaced = tuple(_misplaced(routed, order))
        yield from misplaced
        # A question without codes makes no variable; that is said where it stands.
        if not misplaced and _is_known(node, names):
            yield from _meaningless(routed, node, variables)
            yield from _contradicting(routed, node, names)
            yield from _ending_all(routed, node, names)
    yield from _empty(questionnaire)


def _unreadable(routed: Routed, error: ExpressionError) -> Fault:
    shown = "\n".join(f"    {line}" for line in error.caret().split("\n"))
    what = f"The condition `{routed.word}` cannot be read: {error.message}"
    return fault(routed.expression.place, error.number, routed.where, what, f"{error.mend}\n{shown}")


def _misplaced(routed: Routed, order: Order) -> Iterator[Fault]:
    """Names that nobody has been asked before this condition is needed."""
    node = routed.node
    used = dict.fromkeys(reference.name for reference in references(node)) if node is not None else {}
    for name in used:
        asked = order.names.get(name)
        if asked is None:
            mend = did_you_mean(name, order.earlier(routed.before)) or did_you_mean(name, order.names)
            what = f'Routing names "{name}", which no earlier question defines.'
            yield fault(routed.expression.place, UNKNOWN, routed.where, what, mend or _earlier_names(order, routed))
        elif asked.page >= routed.before:
            place = line_of(asked.place, routed.expression.place)
            if cycle := _cycle(name, routed, order):
                what = f"The condition depends on itself: {' -> '.join(cycle)}."
                mend = "Take one of these conditions out, or ask in another order."
                yield fault(routed.expression.place, CIRCULAR, routed.where, what, mend)
                continue
            same = asked.page == routed.before and routed.guards and order.names[routed.guards[0]].page == asked.page
            when = "on the same page" if same else "later"
            what = f'Routing names "{name}", which is asked {when} ({place}); only earlier pages are answered by then.'
            yield fault(routed.expression.place, LATER, routed.where, what, f'Ask "{name}" on an earlier page.')


def _earlier_names(order: Order, routed: Routed) -> str:
    earlier = order.earlier(routed.before)
    return f"Earlier ones are {', '.join(earlier[-5:])}." if earlier else "No question stands before it."


def _cycle(name: str, routed: Routed, order: Order) -> tuple[str, ...]:
    """The way from a guarded name over conditions back to it, such as a -> b -> a; empty when there is none."""
    needs: dict[str, list[str]] = {}
    for other in order.routed:
        used = [reference.name for reference in references(other.node)] if other.node is not None else []
        for guarded in other.guards:
            needs.setdefault(guarded, []).extend(used)
    ways: list[tuple[str, ...]] = [(name,)]
    seen = {name}
    while ways:
        way = ways.pop(0)
        if way[-1] in routed.guards:
            return (way[-1], *way)
        for further in needs.get(way[-1], ()):
            if further not in seen:
                seen.add(further)
                ways.append((*way, further))
    return ()


def _meaningless(routed: Routed, node: Node, variables: Mapping[str, Variable]) -> Iterator[Fault]:
    """Types and codes that do not fit, and conditions that decide nothing."""
    used = {reference.name for reference in references(node)}
    # Only the variables in use: the rest of a long questionnaire need not be looked at for each condition.
    own = {name: variable for name, variable in variables.items() if name in used or variable.question in used}
    for problem in problems(node, own):
        what = f"In the condition `{routed.expression.source}`: {problem.what}"
        yield fault(routed.expression.place, problem.number, routed.where, what, problem.mend, advice=problem.advice)


def _contradicting(routed: Routed, node: Node, names: Mapping[str, Meaning]) -> Iterator[Fault]:
    """A condition that can be true alone, but never together with that of an element around it."""
    if verdict(node, names) == "never":
        return
    for where, expression in routed.around:
        outer = readable(expression)
        if outer is None or not _is_known(outer, names) or verdict(outer, names) == "never":
            continue
        both = all_of(outer, node)
        if both is not None and verdict(both, names) == "never":
            what = f"The condition `{routed.expression.source}` can never hold together with that of the {where}, "
            what += f"`{expression.source}` ({line_of(expression.place, routed.expression.place)}): nobody is asked."
            yield fault(routed.expression.place, CONTRADICTS, routed.where, what, "Correct one of the two.")


def _is_known(node: Node, names: Mapping[str, Meaning]) -> bool:
    return all(reference.name in names for reference in references(node))


def _ending_all(routed: Routed, node: Node, names: Mapping[str, Meaning]) -> Iterator[Fault]:
    if routed.word == "end_if" and verdict(node, names) == "always":
        what = "The form ends here for everybody, so nobody reaches the end page."
        yield fault(routed.expression.place, DEAD_END, routed.where, what, "Correct `end_if`, or take it out.")


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
