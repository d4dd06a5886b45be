"""Whether a condition is asked of more people than before, of fewer, of others, or of the same in other words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from survey.compile import old_enough
from survey.expressions import ExpressionError, Node, all_of, parse
from survey.expressions.implying import implies
from survey.expressions.meaning import Meaning
from survey.expressions.solving import verdict
from survey.model import Expression, Page, Place, Question, Questionnaire, Section
from survey.versions.change import Change, Size

Names = Mapping[str, Meaning]


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
    if old is None:
        return "same" if verdict_of(new, names) == "always" else "fewer"
    wider, narrower = implies(old, new, names), implies(new, old, names)
    if wider and narrower:
        return "same"
    return "more" if wider else "fewer" if narrower else "others"


def verdict_of(node: Node, names: Names) -> str:
    """As `survey.expressions.solving.verdict`; nothing is known of a condition with unknown names."""
    try:
        return verdict(node, names)
    except KeyError:
        return ""
