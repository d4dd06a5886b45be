"""Whether a condition is asked of more people than before, of fewer, of others, or of the same in other words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from survey.compile import old_enough
from survey.expressions import ExpressionError, Node, all_of, parse, references
from survey.expressions.batteries import Batteries, batteries_of, spread
from survey.expressions.implying import implies
from survey.expressions.meaning import Meaning, meanings
from survey.expressions.solving import verdict
from survey.model import Expression, Page, Place, Question, Questionnaire, Section
from survey.variables import Variable
from survey.versions.change import Change, Size


@dataclass(frozen=True)
class Names:
    """What conditions may name: variables and multiple choices with their meaning, and the items of each battery."""

    meanings: Mapping[str, Meaning]
    batteries: Batteries


def names_in(*variables: Mapping[str, Variable]) -> Names:
    """The names of all these variables; those given later go before."""
    every = {name: variable for some in variables for name, variable in some.items()}
    return Names(meanings(every), batteries_of(every))


def tree(expression: Expression | None) -> Node | None:
    """The tree of a condition; None where there is none, or it cannot be read, which `varsam check` says."""
    try:
        return parse(expression.source) if expression else None
    except ExpressionError:
        return None


def of_section(questionnaire: Questionnaire, section: Section) -> Node | None:
    """A section's condition with its minimum age."""
    return all_of(old_enough(questionnaire, section), tree(section.ask_if))


def of_question(questionnaire: Questionnaire, section: Section, page: Page, question: Question) -> Node | None:
    """All that must hold for a question to be asked."""
    return all_of(of_section(questionnaire, section), tree(page.ask_if), tree(question.ask_if))


def asked_of(old: Node | None, new: Node | None, names: Names, where: str, place: Place) -> Iterator[Change]:
    """A changed condition of what is asked: fewer is major, more is minor."""
    found = compared(old, new, names)
    said = {
        "more": (Size.MINOR, "it is asked of more people than before."),
        "same": (Size.PATCH, "its condition is written in another way and holds for the same people."),
        "fewer": (Size.MAJOR, "it is asked of fewer people than before."),
        "others": (Size.MAJOR, "it is asked of other people than before, or that cannot be ruled out."),
    }
    if found in said:
        size, what = said[found]
        yield Change(size, where, what, place)


def ends_for(old: Node | None, new: Node | None, names: Names, where: str, place: Place) -> Iterator[Change]:
    """A changed `end_if`: the form ending for more people is major."""
    never, found = old is None, ""
    if old is not None or new is not None:
        found = "fewer" if new is None else "more" if never else compared(old, new, names)
    said = {
        "fewer": (Size.MINOR, "the form ends here for fewer people than before."),
        "same": (Size.PATCH, "when the form ends is written in another way and holds for the same people."),
        "more": (Size.MAJOR, "the form ends here for more people than before."),
        "others": (Size.MAJOR, "the form ends here for other people than before, or that cannot be ruled out."),
    }
    if found in said:
        size, what = said[found]
        yield Change(size, where, what, place)


def compared(old: Node | None, new: Node | None, names: Names) -> str:
    """more, fewer, same or others; empty where nothing changed. No condition holds for everybody."""
    if old == new:
        return ""
    if new is None:
        return "more"
    new = spread(new, names.batteries)
    if old is None:
        return "same" if _is_always(new, names) else "fewer"
    old = spread(old, names.batteries)
    wider, narrower = implies(old, new, names.meanings), implies(new, old, names.meanings)
    if wider and narrower:
        return "same"
    return "more" if wider else "fewer" if narrower else "others"


def _is_always(node: Node, names: Names) -> bool:
    known = all(reference.name in names.meanings for reference in references(node))
    return known and verdict(node, names.meanings) == "always"
