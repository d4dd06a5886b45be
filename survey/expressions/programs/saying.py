"""What all programs have in common: how conditions are put together, and the error where there are no words for one."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from survey.errors import SurveyError
from survey.expressions.batteries import batteries_of, spread
from survey.expressions.days import digits
from survey.expressions.meaning import Meaning, meanings
from survey.expressions.mismatches import type_of
from survey.expressions.tree import (
    And,
    Call,
    Compare,
    In,
    Includes,
    Name,
    Node,
    Not,
    Number,
    Or,
    State,
    String,
    Truth,
    references,
)
from survey.variables import Variable


class CannotBeSaid(SurveyError):
    """A condition that another program has no words for; says which part and why."""

    def __init__(self, program: str, what: str, why: str) -> None:
        super().__init__(f"{what} cannot be written for {program}: {why}")


@dataclass(frozen=True)
class Writing(ABC):
    """A program's way to write a condition so that it is true exactly where ours is.

    What is written never says `not` of a whole: `true` takes trees that `positive` made, so that each comparison can
    ask for its answers by itself, and unknown is false throughout.
    """

    names: Mapping[str, Meaning]
    program: ClassVar[str]
    yes: ClassVar[str]
    no: ClassVar[str]
    and_: ClassVar[str]
    or_: ClassVar[str]

    @abstractmethod
    def compared(self, node: Compare) -> str:
        """Where the comparison is true."""

    @abstractmethod
    def one_of(self, term: Node, values: Sequence[Number | String]) -> str:
        """Where the term is one of the values."""

    @abstractmethod
    def none_of(self, term: Node, values: Sequence[Number | String]) -> str:
        """Where the term has another value."""

    @abstractmethod
    def ticked(self, meaning: Meaning, code: int) -> str:
        """Where a category of a multiple choice is ticked."""

    @abstractmethod
    def not_ticked(self, meaning: Meaning, code: int) -> str:
        """Where a multiple choice is answered and the category is not ticked."""

    @abstractmethod
    def answered(self, meaning: Meaning) -> str:
        """Where there is an answer."""

    @abstractmethod
    def unanswered(self, meaning: Meaning) -> str:
        """Where there is none."""

    @abstractmethod
    def asked(self, meaning: Meaning, negated: bool) -> str:
        """Where the question was asked, answered or not; negated: where it was not."""

    def true(self, node: Node) -> str:
        """What is true exactly where the condition is. Raises CannotBeSaid."""
        match node:
            case And(conditions):
                return self.all([self.true(condition) for condition in conditions])
            case Or(conditions):
                return self.any([self.true(condition) for condition in conditions])
            case Truth(value):
                return self.yes if value else self.no
            case Compare():
                self._check_texts(node)
                return self.compared(node)
            case In(term, values):
                return self.one_of(term, values)
            case Not(In(term, values)):
                return self.none_of(term, values)
            case Includes(name, value):
                return self._included(self.names[name.name], name, value)
            case Not(Includes(name, value)):
                return self._not_included(self.names[name.name], name, value)
            case State(name, "asked"):
                return self.asked(self.names[name.name], negated=False)
            case Not(State(name)):
                return self.asked(self.names[name.name], negated=True)
            case State(name, state):
                meaning = self.names[name.name]
                return self.answered(meaning) if state == "answered" else self.unanswered(meaning)
        raise CannotBeSaid(self.program, "The condition", "a number or a text stands where a condition is needed.")

    def all(self, parts: Sequence[str]) -> str:
        """All of the parts."""
        return self.no if self.no in parts else _joined(parts, self.and_, self.or_, self.yes)

    def any(self, parts: Sequence[str]) -> str:
        """At least one of the parts."""
        return self.yes if self.yes in parts else _joined(parts, self.or_, self.and_, self.no)

    def _check_texts(self, node: Compare) -> None:
        left, right = type_of(node.left, self.names), type_of(node.right, self.names)
        if "text" in (left, right) and not (left == right and node.comparison in ("=", "!=")):
            raise CannotBeSaid(self.program, "The comparison", "texts are only equal or different.")

    def _included(self, meaning: Meaning, name: Name, value: Number | String) -> str:
        if meaning.type != "choices":
            return self.one_of(name, (value,))
        return self.ticked(meaning, int(value.value)) if _is_code(meaning, value) else self.no

    def _not_included(self, meaning: Meaning, name: Name, value: Number | String) -> str:
        if meaning.type != "choices":
            return self.none_of(name, (value,))
        return self.not_ticked(meaning, int(value.value)) if _is_code(meaning, value) else self.answered(meaning)

    def numbers_of(self, call: Call) -> tuple[Node, ...]:
        """The values of a function, when all are numbers. Raises CannotBeSaid."""
        for part in call.arguments:
            if type_of(part, self.names) not in ("number", "date"):
                raise CannotBeSaid(self.program, f"{call.function}()", "it calculates with numbers only.")
        return call.arguments

    def exact(self, node: Node) -> int:
        """How many digits a date has."""
        match node:
            case Name(name):
                return self.names[name].digits or 8
            case Number(value):
                return digits(value)
        return 8

    def no_term(self) -> CannotBeSaid:
        """The error for a condition where a number or a text is needed."""
        return CannotBeSaid(self.program, "The condition", "a condition stands where a number or a text is needed.")

    def no_single_value(self, name: str) -> CannotBeSaid:
        """The error for a multiple choice where a number is needed."""
        return CannotBeSaid(self.program, f'"{name}"', "a multiple choice has no single value; use includes.")


def _is_code(meaning: Meaning, value: Number | String) -> bool:
    return isinstance(value, Number) and int(value.value) in meaning.columns


def _joined(parts: Sequence[str], joint: str, other: str, empty: str) -> str:
    """Parts by "and" or "or", in parentheses where one holds the other word; `empty` says nothing and is left out."""
    kept = list(dict.fromkeys(part for part in parts if part != empty))
    if len(kept) < 2:
        return kept[0] if kept else empty
    return f" {joint} ".join(f"({part})" if f" {other} " in part else part for part in kept)


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
