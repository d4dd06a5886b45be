"""Conditions as REDCap, LimeSurvey and SurveyJS write them: true exactly where ours are.

None of them knows an unknown: an answer that is not there is an empty one, or the code of a reason (-2, -3). So what
such an answer would make true asks first whether there is an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from survey.expressions.meaning import Meaning
from survey.expressions.mismatches import type_of
from survey.expressions.programs.saying import CannotBeSaid, figures, prepared
from survey.expressions.tree import (
    And,
    Calculation,
    Call,
    Compare,
    Comparison,
    In,
    Includes,
    Minus,
    Name,
    Node,
    Not,
    Number,
    Or,
    State,
    String,
    Truth,
    positive,
)
from survey.variables import Variable

_HUGE = 999999999
_INVERSE: dict[Comparison, Comparison] = {"=": "!=", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}


@dataclass(frozen=True)
class Spelling:
    """How one program spells what all have.

    name      a variable's answer
    box       a box of a multiple choice, ticked (True) or not
    there     an answer that is there (True) or not
    signs     our comparisons to theirs; literal writes a number beside a sign
    both, either, truths   "and", "or", what is always true and what never
    choose    one of two numbers, by a condition; nothing is what has no value
    least     the smallest and the largest of several numbers, where it has such functions
    """

    program: str
    name: Callable[[Meaning], str]
    box: Callable[[str, int, bool], str]
    there: Callable[[Meaning, bool], str]
    literal: Callable[[float], str]
    signs: Mapping[Comparison, str]
    both: str = "and"
    either: str = "or"
    truths: tuple[str, str] = ("1 = 1", "1 = 0")
    choose: str = "if({}, {}, {})"
    nothing: str = "''"
    least: Mapping[str, str] = field(default_factory=lambda: {"min": "min", "max": "max"})


def said(node: Node, variables: Mapping[str, Variable], spelling: Spelling) -> str:
    """What is true exactly where the condition is. Raises CannotBeSaid."""
    tree, names = prepared(node, variables, spelling.program)
    return _Saying(names, spelling).of(positive(tree), True)


def untrue(node: Node, variables: Mapping[str, Variable], spelling: Spelling) -> str:
    """What is true exactly where the condition is false or unknown. Raises CannotBeSaid."""
    tree, names = prepared(node, variables, spelling.program)
    return _Saying(names, spelling).of(positive(tree), False)


def value(node: Node, variables: Mapping[str, Variable], spelling: Spelling) -> str:
    """A computed number, of a condition 1 or 0; nothing where it is unknown. Raises CannotBeSaid."""
    tree, names = prepared(node, variables, spelling.program)
    return _Saying(names, spelling).worth(tree)


@dataclass(frozen=True)
class _Saying:
    names: Mapping[str, Meaning]
    spelling: Spelling

    def of(self, node: Node, true: bool) -> str:
        """The condition, or that it is not true."""
        match node:
            case And(conditions) | Or(conditions):
                parts = [self.of(part, true) for part in conditions]
                return self.joined(parts, both=isinstance(node, And) == true)
            case Truth(value):
                return self.spelling.truths[0 if value == true else 1]
            case Compare():
                return self.compared(node, true)
            case In(term, values):
                return self.of(Or(tuple(Compare("=", term, value) for value in values)), true)
            case Not(In(term, values)):
                return self.of(And(tuple(Compare("!=", term, value) for value in values)), true)
            case Includes(name, value):
                return self.included(name, value, true)
            case Not(Includes(name, value)):
                return self.not_included(name, value, true)
            case State() | Not(State()):
                return self.state(node, true)
        raise CannotBeSaid(self.spelling.program, "The condition", "a number stands where a condition is needed.")

    def joined(self, parts: Sequence[str], *, both: bool) -> str:
        word, other = (self.spelling.both, self.spelling.either)[:: 1 if both else -1]
        kept = list(dict.fromkeys(parts))
        if len(kept) == 1:
            return kept[0]
        return f" {word} ".join(f"({part})" if f" {other} " in part else part for part in kept)

    def compared(self, node: Compare, true: bool) -> str:
        sign = node.comparison if true else _INVERSE[node.comparison]
        here = f"{self.term(node.left)} {self.spelling.signs[sign]} {self.literal(node.right)}"
        if true and node.comparison in ("=", ">", ">=") and isinstance(node.left, Name) and _from_zero(node.right):
            return here
        known = [self.known(side, true) for side in (node.left, node.right)]
        return self.joined([*filter(None, known), here], both=true)

    def known(self, node: Node, there: bool) -> str:
        """That a term has a value (True) or none; "" where it always has one."""
        match node:
            case Name(name):
                return self.spelling.there(self.names[name], there)
            case Calculation(operation, left, right):
                parts = [self.known(left, there), self.known(right, there)]
                if operation == "/" and not (isinstance(right, Number) and right.value):
                    parts.append(self.compared(Compare("!=", right, Number(0)), there))
                return self.several(parts, both=there)
            case Minus(term):
                return self.known(term, there)
            case Call("count", arguments):
                return self.several(
                    [self.known(part, there) for part in arguments if isinstance(part, Name)], both=there
                )
            case Call("sum" | "mean" | "min" | "max", arguments):
                parts = [self.known(part, there) for part in arguments]
                return self.several(parts, both=not there) if all(parts) else ""
        return ""

    def several(self, parts: Sequence[str], *, both: bool) -> str:
        kept = [part for part in parts if part]
        return self.joined(kept, both=both) if kept else ""

    def included(self, name: Name, value: Number | String, true: bool) -> str:
        meaning = self.names[name.name]
        if meaning.type != "choices" or isinstance(value, String):
            return self.compared(Compare("=", name, value), true)
        return self.spelling.box(name.name, int(value.value), true)

    def not_included(self, name: Name, value: Number | String, true: bool) -> str:
        meaning = self.names[name.name]
        if meaning.type != "choices" or isinstance(value, String):
            return self.compared(Compare("!=", name, value), true)
        box = self.spelling.box(name.name, int(value.value), not true)
        return self.joined([self.spelling.there(meaning, true), box], both=true)

    def state(self, node: State | Not, true: bool) -> str:
        inner = node.condition if isinstance(node, Not) else node
        assert isinstance(inner, State)
        if inner.state == "asked":
            why = "it cannot tell a question that was not asked from one that was left blank."
            raise CannotBeSaid(self.spelling.program, f'"{inner.name.name} was asked"', why)
        there = (inner.state == "answered") == isinstance(node, State)
        return self.spelling.there(self.names[inner.name.name], there == true)

    def literal(self, node: Node) -> str:
        return self.spelling.literal(node.value) if isinstance(node, Number) else self.term(node)

    def term(self, node: Node) -> str:
        match node:
            case Number(value):
                return figures(value)
            case String(text):
                return f'"{text}"' if "'" in text else f"'{text}'"
            case Name(name):
                if self.names[name].type == "choices":
                    raise CannotBeSaid(self.spelling.program, f'"{name}"', "a multiple choice has no single value.")
                return self.spelling.name(self.names[name])
            case Minus(term):
                return f"(0 - {self.term(term)})"
            case Calculation(operation, left, right):
                return f"({self.term(left)} {operation} {self.term(right)})"
            case Call():
                return self.called(node)
        raise CannotBeSaid(self.spelling.program, "The condition", "a condition stands where a number is needed.")

    def worth(self, node: Node) -> str:
        """A term, or a condition as 1 or 0; nothing where it is unknown."""
        if type_of(node, self.names) == "condition":
            false = self.of(positive(node, negated=True), True)
            return self.chosen(self.of(positive(node), True), "1", self.chosen(false, "0", self.spelling.nothing))
        known = self.known(node, True)
        return self.chosen(known, self.term(node), self.spelling.nothing) if known else self.term(node)

    def called(self, call: Call) -> str:
        """A function of the answers that are there."""
        if call.function == "count":
            return self.added([self.counted(part) for part in call.arguments])
        if call.function not in ("sum", "mean", *self.spelling.least):
            why = (
                "a scale is worked out once the answers are in."
                if call.function == "score"
                else "it has no such function."
            )
            raise CannotBeSaid(self.spelling.program, f"{call.function}()", why)
        stand_in = {"min": _HUGE, "max": -_HUGE}.get(call.function, 0)
        parts = [self.or_else(part, self.term(part), f"{stand_in}") for part in call.arguments]
        if call.function in self.spelling.least:
            return f"{self.spelling.least[call.function]}({', '.join(parts)})"
        if call.function == "sum":
            return self.added(parts)
        return f"({self.added(parts)} / {self.added([self.or_else(part, '1', '0') for part in call.arguments])})"

    def counted(self, part: Node) -> str:
        if isinstance(part, Name) and self.names[part.name].type == "choices":
            boxes = [self.spelling.box(part.name, code, True) for code in self.names[part.name].columns]
            return self.added([self.chosen(box, "1", "0") for box in boxes])
        return self.chosen(self.of(positive(part), True), "1", "0")

    def or_else(self, part: Node, term: str, stand_in: str) -> str:
        known = self.known(part, True)
        return self.chosen(known, term, stand_in) if known else term

    def chosen(self, condition: str, one: str, other: str) -> str:
        return self.spelling.choose.format(condition, one, other)

    def added(self, parts: Sequence[str]) -> str:
        return parts[0] if len(parts) == 1 else f"({' + '.join(parts)})"


def _from_zero(node: Node) -> bool:
    """Whether a number is 0 or more, so that no reason for not answering reaches it."""
    return isinstance(node, Number) and node.value >= 0
