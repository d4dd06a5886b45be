"""A foreign condition with Varsam's names and codes in the place of the other program's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import cast

from survey.exchange.foreign import HERE, Length, Untranslatable
from survey.exchange.names import legal
from survey.expressions.tree import (
    And,
    Calculation,
    Call,
    Compare,
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
    walk,
)


@dataclass(frozen=True)
class Target:
    """What a foreign name stands for.

    name     Varsam's name of it
    codes    foreign code to Varsam's; empty where answers are numbers or texts
    missing  foreign codes that became a reason for having no answer ("don't know")
    multiple whether several codes can be chosen
    category of one box of a multiple choice: the code that it stands for
    """

    name: str
    codes: Mapping[str, int] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()
    multiple: bool = False
    category: int | None = None
    text: bool = False


Find = Callable[[str], Target | None]
Noted = Callable[[str], None]


def meant(node: Node, find: Find, note: Noted, *, here: Target | None = None) -> Node:
    """The condition in Varsam's words. Raises Untranslatable where a part has none.

    find  a foreign name's target, None for one that is unknown: it keeps its name, and the check says so
    note  gets a sentence for everything that no longer means quite the same
    here  what "." stands for
    """
    asked = {part.name.name for part in walk(node) if isinstance(part, State) and part.state == "answered"}
    return _Meant(find, note, here, frozenset(asked)).node(node)


@dataclass(frozen=True)
class _Meant:
    find: Find
    note: Noted
    here: Target | None
    asked: frozenset[str]  # foreign names of which the condition itself asks whether there is an answer

    def target(self, name: Name) -> Target:
        if name.name == HERE:
            if self.here is None:
                raise Untranslatable("it speaks of its own answer, which is not there yet")
            return self.here
        found = self.find(name.name)
        if found is None:
            self.note(f'"{name.name}" is no question that came over; the check says where it is missed')
            return Target(legal(name.name))
        return found

    def node(self, node: Node) -> Node:
        match node:
            case Length():
                raise Untranslatable("it counts the letters of an answer, which Varsam's conditions do not")
            case Name():
                return self._bare(node)
            case Compare():
                return self._compare(node)
            case Includes():
                return self._includes(self.target(node.name), node.value)
            case State():
                return self._state(node)
            case Not():
                return self._not(node)
            case And():
                return And(tuple(self.node(part) for part in node.conditions))
            case Or():
                return self._or(node)
        return self._term(node)

    def _term(self, node: Node) -> Node:
        match node:
            case Call():
                return replace(node, arguments=tuple(self._argument(part) for part in node.arguments))
            case Calculation():
                return replace(node, left=self.node(node.left), right=self.node(node.right))
            case Minus():
                return replace(node, term=self.node(node.term))
        return node

    def _state(self, node: State) -> Node:
        target = self.target(node.name)
        if target.category is None:
            return State(Name(target.name), node.state)
        ticked = Includes(Name(target.name), Number(float(target.category)))
        return ticked if node.state == "answered" else Not(ticked)

    def _bare(self, name: Name) -> Node:
        target = self.target(name)
        if target.category is not None:
            return Includes(Name(target.name), Number(float(target.category)))
        return Name(target.name)

    def _argument(self, part: Node) -> Node:
        return Name(self.target(part).name) if isinstance(part, Name) else self.node(part)

    def _not(self, node: Not) -> Node:
        if isinstance(node.condition, Includes):
            target = self.target(node.condition.name)
            if _written(node.condition.value) in target.missing:
                return State(Name(target.name), "answered")
        inner = self.node(node.condition)
        if isinstance(inner, State) and inner.state != "asked":
            return State(inner.name, "missing" if inner.state == "answered" else "answered")
        if not isinstance(inner, State):
            self.note(
                'where the answer is lacking, Varsam does not ask what is asked of those who answered otherwise ("not")'
            )
        return Not(inner)

    def _or(self, node: Or) -> Node:
        """X = 1 or x = 2 or x = 3 is written as a list."""
        parts = tuple(self.node(part) for part in node.conditions)
        equal = [
            (part.left, part.right)
            for part in parts
            if isinstance(part, Compare)
            and part.comparison == "="
            and isinstance(part.left, Name)
            and isinstance(part.right, Number)
        ]
        if len(equal) == len(parts) > 1 and len({left.name for left, _ in equal}) == 1:
            return In(equal[0][0], tuple(right for _, right in equal))
        return Or(parts)

    def _compare(self, node: Compare) -> Node:
        left, right = node.left, node.right
        if isinstance(left, Name) and isinstance(right, Number | String) and not isinstance(left, Length):
            return self._with_literal(replace(node, left=left), self.target(left), right)
        return replace(node, left=self.node(left), right=self.node(right))

    def _with_literal(self, node: Compare, target: Target, literal: Number | String) -> Node:
        if target.category is not None:
            ticked = Includes(Name(target.name), Number(float(target.category)))
            yes = _written(literal).lower() in ("1", "y", "true", "yes", str(target.category))
            return ticked if yes == (node.comparison == "=") else Not(ticked)
        if (declined := self._declined(node, target, literal)) is not None:
            return declined
        if node.comparison == "!=" and not (isinstance(node.left, Name) and node.left.name in self.asked):
            self.note("where the answer is lacking, Varsam does not ask what is asked of those with another answer")
        if node.comparison == "=" and target.multiple:
            return self._includes(target, literal)
        return Compare(node.comparison, Name(target.name), self._literal(target, literal))

    def _declined(self, node: Compare, target: Target, literal: Number | String) -> Node | None:
        """A comparison with a code that is no answer any more; None when it is another code."""
        if _written(literal) not in target.missing:
            return None
        if node.comparison == "!=":
            self.note(f'"{_written(literal)}" is no answer any more, so any answer is meant')
            return State(Name(target.name), "answered")
        raise Untranslatable(
            f'it asks those who chose "{_written(literal)}", which is a reason for having no answer; '
            "Varsam's conditions know whether there is an answer, not why not"
        )

    def _includes(self, target: Target, value: Number | String) -> Node:
        if _written(value) in target.missing:
            return cast(Node, self._declined(Compare("=", Name(target.name), value), target, value))
        code = self._literal(target, value)
        return Includes(Name(target.name), code) if target.multiple else Compare("=", Name(target.name), code)

    def _literal(self, target: Target, literal: Number | String) -> Number | String:
        """The code in Varsam; a code that the list lacks stays as it is, and the check says so."""
        written = _written(literal)
        if written in target.codes:
            return Number(float(target.codes[written]))
        if target.codes:
            self.note(f'the list of "{target.name}" has no code "{written}"')
        is_number = written.removeprefix("-").replace(".", "", 1).isdecimal() and not target.text
        return Number(float(written)) if is_number else String(written)


def _written(literal: Number | String) -> str:
    return f"{literal.value:.10g}" if isinstance(literal, Number) else literal.value.strip()
