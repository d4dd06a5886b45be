"""From a condition as it was written to its tree."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import cast

from lark import Lark, Token, Tree, UnexpectedInput

from survey.expressions.faulty import (
    ExpressionError,
    check_operators,
    check_parentheses,
    unexpected,
    unknown_function,
    without_texts,
)
from survey.expressions.tree import (
    FUNCTIONS,
    And,
    Calculation,
    Call,
    Compare,
    Comparison,
    Function,
    In,
    Includes,
    Minus,
    Name,
    Node,
    Not,
    Number,
    Operation,
    Or,
    State,
    StateWord,
    String,
    Truth,
)

_GRAMMAR = Lark((Path(__file__).parent / "grammar.lark").read_text(encoding="utf-8"), parser="lalr")
_SAME: dict[str, Comparison] = {"==": "=", "<>": "!=", "≠": "!=", "≤": "<=", "≥": ">="}
_DEEPEST = 100
_ALIASES = {"count-selected": "count"}
# Functions that take a certain number of values: the least, the most, and how it is written.
_TAKES: dict[Function, tuple[int, int, str]] = {
    "today": (0, 0, "today()"), "score": (1, 1, "score(s_wellbeing)"), "age_in_years": (1, 2, "age_in_years(y_born)"),
}  # fmt: skip


@lru_cache(maxsize=4096)
def parse(source: str) -> Node:
    """The tree of a condition, such as `y_age >= 16 and y_use_b in (1, 2)`.

    Written as in other programs, `${age}`, `==`, `<>`, `selected(${x}, '1')`, `count-selected(${x})` and
    typographic quotation marks are read as our own. Raises ExpressionError with place and advice.
    """
    bare = without_texts(source)
    check_parentheses(source, bare)
    check_operators(source, bare)
    if not source.strip():
        raise unexpected(source, 0)
    try:
        tree = _GRAMMAR.parse(source)
    except UnexpectedInput as error:
        place = error.pos_in_stream
        at_end = place is None or getattr(getattr(error, "token", None), "type", "") == "$END"
        raise unexpected(source, len(source.rstrip()) if at_end else cast(int, place)) from None
    return _Builder(source).node(tree)


class _Builder:
    """Turns Lark's tree into ours, rule by rule; each method is named as its rule in the grammar."""

    def __init__(self, source: str) -> None:
        self.source, self.depth = source, 0

    def node(self, tree: Tree[Token] | Token) -> Node:
        assert isinstance(tree, Tree)
        self.depth += 1
        if self.depth > _DEEPEST:
            raise ExpressionError(
                "The condition is nested too deeply to be read.", 0, "Write it shorter.", source=self.source
            )
        built: Node = getattr(self, tree.data)(*tree.children)
        self.depth -= 1
        return built

    def either(self, *parts: Tree[Token]) -> Node:
        conditions = tuple(self.node(part) for part in parts)
        return Or(conditions, conditions[0].position)

    def both(self, *parts: Tree[Token]) -> Node:
        conditions = tuple(self.node(part) for part in parts)
        return And(conditions, conditions[0].position)

    def negated(self, condition: Tree[Token]) -> Node:
        inner = self.node(condition)
        return Not(inner, inner.position)

    def compared(self, left: Tree[Token], sign: Token, right: Tree[Token]) -> Node:
        comparison = _SAME.get(sign, cast(Comparison, str(sign)))
        return Compare(comparison, self.node(left), self.node(right), cast(int, sign.start_pos))

    def within(self, term: Tree[Token], listed: Tree[Token]) -> Node:
        inner = self.node(term)
        values = tuple(cast(Number | String, self.node(value)) for value in listed.children)
        return In(inner, values, inner.position)

    def without(self, term: Tree[Token], listed: Tree[Token]) -> Node:
        inside = self.within(term, listed)
        return Not(inside, inside.position)

    def included(self, name: Tree[Token], value: Tree[Token]) -> Node:
        chosen = cast(Name, self.node(name))
        return Includes(chosen, cast(Number | String, self.node(value)), chosen.position)

    def state(self, name: Tree[Token], word: Token) -> Node:
        asked = cast(Name, self.node(name))
        return State(asked, cast(StateWord, word.lower()), asked.position)

    def other_state(self, name: Tree[Token], word: Token) -> Node:
        state = self.state(name, word)
        return Not(state, state.position)

    def calculated(self, left: Tree[Token], sign: Token, right: Tree[Token]) -> Node:
        return Calculation(cast(Operation, str(sign)), self.node(left), self.node(right), cast(int, sign.start_pos))

    def minus(self, sign: Token, term: Tree[Token]) -> Node:
        inner, position = self.node(term), cast(int, sign.start_pos)
        return Number(-inner.value, position) if isinstance(inner, Number) else Minus(inner, position)

    def negative_number(self, sign: Token, number: Token) -> Node:
        return Number(-float(number), cast(int, sign.start_pos))

    def number(self, number: Token) -> Node:
        return Number(float(number), cast(int, number.start_pos))

    def text(self, text: Token) -> Node:
        return String(text[1:-1], cast(int, text.start_pos))

    def truth(self, word: Token) -> Node:
        return Truth(word.lower() == "true", cast(int, word.start_pos))

    def name(self, name: Token) -> Node:
        return Name(name.removeprefix("${").removesuffix("}").strip(), cast(int, name.start_pos))

    def called(self, function: Token, *arguments: Tree[Token] | None) -> Node:
        position = cast(int, function.start_pos)
        parts = tuple(self.node(argument) for argument in arguments if argument is not None)
        word = _ALIASES.get(function.lower(), function.lower())
        if word == "selected":
            return self._selected(parts, position)
        if word not in FUNCTIONS:
            raise unknown_function(function, position, self.source)
        return self._call(word, parts, position)

    def _call(self, function: Function, parts: tuple[Node, ...], position: int) -> Node:
        """A function with as many values as it takes; an age is the one of today unless another day is written."""
        least, most, form = _TAKES.get(function, (1, None, f"{function}(a, b)"))
        if not parts and least:
            what = f"{function}() has nothing to work on."
            raise ExpressionError(what, position, f"Write {form}.", source=self.source)
        if (most is not None and len(parts) > most) or (function == "score" and not isinstance(parts[0], Name)):
            takes = "the name of a scale" if function == "score" else ("nothing", "one value", "two values")[most or 0]
            what = f"{function}() takes {takes}."
            raise ExpressionError(what, position, f"Write {form}.", source=self.source)
        if function == "age_in_years" and len(parts) == 1:
            parts = (*parts, Call("today", (), position))
        return Call(function, parts, position)

    def _selected(self, parts: tuple[Node, ...], position: int) -> Node:
        match parts:
            case (Name() as name, (Number() | String()) as value):
                if isinstance(value, String) and value.value.isdecimal():
                    value = Number(float(value.value), value.position)
                return Includes(name, value, position)
        raise ExpressionError(
            "selected() takes a name and a code.", position, "Write x includes 1.", source=self.source
        )
