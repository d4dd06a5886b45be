"""What all programs have in common: the names a condition uses, and the error where a program has no words for it."""

from __future__ import annotations

from collections.abc import Mapping

from survey.errors import SurveyError
from survey.expressions.batteries import batteries_of, spread
from survey.expressions.days import digits
from survey.expressions.meaning import Meaning, meanings
from survey.expressions.mismatches import type_of
from survey.expressions.tree import Call, Name, Node, Number, references
from survey.variables import Variable


class CannotBeSaid(SurveyError):
    """A condition that another program has no words for; says which part and why."""

    def __init__(self, program: str, what: str, why: str) -> None:
        super().__init__(f"{what} cannot be written for {program}: {why}")


def prepared(node: Node, variables: Mapping[str, Variable], program: str) -> tuple[Node, Mapping[str, Meaning]]:
    """The tree with items in the place of batteries, and what its names stand for. Raises CannotBeSaid."""
    tree, names = spread(node, batteries_of(variables)), meanings(variables)
    for reference in references(tree):
        if reference.name not in names:
            raise CannotBeSaid(program, f'"{reference.name}"', "no question or variable has this name.")
        if names[reference.name].type == "battery":
            raise CannotBeSaid(program, f'"{reference.name}"', "it is a battery; name one of its items.")
    return tree, names


def figures(value: float) -> str:
    """A number as every program reads it."""
    return f"{value:.15g}"


def numbers_of(call: Call, names: Mapping[str, Meaning], program: str) -> tuple[Node, ...]:
    """The values of a function, when all are numbers. Raises CannotBeSaid."""
    for part in call.arguments:
        if type_of(part, names) not in ("number", "date"):
            raise CannotBeSaid(program, f"{call.function}()", "it calculates with numbers only.")
    return call.arguments


def exact(node: Node, names: Mapping[str, Meaning]) -> int:
    """How many digits a date has."""
    match node:
        case Name(name):
            return names[name].digits or 8
        case Number(value):
            return digits(value)
    return 8
