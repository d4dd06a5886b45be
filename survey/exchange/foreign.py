"""Conditions of other programs as trees of ours: XLSForm, REDCap, LimeSurvey and SurveyJS spell the same few things.

One reader for all of them: only how a variable is spelt differs. What Varsam's language lacks (functions of text, of
place, of tables elsewhere) is refused by name. The tree still has the other program's names and codes; `meant` of
`survey.exchange.meaning` puts ours in their place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal, cast

from survey.expressions.tree import (
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
    String,
    Truth,
    references,
)

Program = Literal["XLSForm", "REDCap", "LimeSurvey", "SurveyJS"]
HERE = "."  # the question itself, in a constraint


class Untranslatable(Exception):
    """A condition that Varsam's language cannot hold; the message is the reason."""


class Length(Name):
    """How many letters an answer has; only compared with numbers."""


@dataclass(frozen=True)
class Token:
    """A piece of a condition: its kind, its text without decoration, and its place."""

    kind: str
    text: str
    position: int


# How each program spells a variable. Group "name", and "code" where one box of a multiple choice is meant.
_VARIABLES: dict[Program, str] = {
    "XLSForm": r"\$\{\s*(?P<name>[^{}\s]+)\s*\}",
    "REDCap": r"\[(?P<name>[A-Za-z][\w]*)(\((?P<code>[-\w.]+)\))?\]",
    "SurveyJS": r"\{(?P<name>[^{}]+)\}",
    "LimeSurvey": r"(?P<name>(?!(?:and|or|not|eq|ne|lt|le|gt|ge|true|false|is_empty)\b)[A-Za-z]\w*|\d+X\d+X\w+)"
    r"(\.(?:NAOK|value|code|shown|valueNAOK))?(?!\w|\s*\()",
}
_COMMON = (
    r"(?P<number>\d+(\.\d+)?|\.\d+)"
    r"|(?P<text>\"[^\"]*\"|'[^']*'|[“”„«][^“”„»\"]*[“”»\"]|[‘’‚][^‘’‚']*[‘’'])"
    r"|(?P<function>(?!(?:and|or|div|mod)\b)[A-Za-z][\w:-]*(?=\s*\())"
    r"|(?P<sign>&&|\|\||==|!=|<>|<=|>=|[-=<>!+*/(),≠≤≥\[\]])"
    r"|(?P<here>\.(?![\w.]))"
    r"|(?P<word>[A-Za-z_][\w-]*)"
)
_TOKENS = {program: re.compile(rf"\s*(?:(?P<variable>{spelt})|{_COMMON})") for program, spelt in _VARIABLES.items()}
_SIGNS: dict[str, Comparison] = {
    "=": "=", "==": "=", "eq": "=", "!=": "!=", "<>": "!=", "≠": "!=", "ne": "!=", "<": "<", "lt": "<", "<=": "<=",
    "≤": "<=", "le": "<=", ">": ">", "gt": ">", ">=": ">=", "≥": ">=", "ge": ">=",
}  # fmt: skip
_TURNED: dict[Comparison, Comparison] = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_MOST_FIGURES = 15  # of a number; more than any answer has, and all exact
_OPERATIONS: dict[str, Operation] = {"+": "+", "-": "-", "*": "*", "/": "/", "div": "/"}
# What is refused, and how it is called in a report.
_NOT_HERE = {
    "pulldata": "takes a value from a table elsewhere (pulldata), which a questionnaire of Varsam does not hold",
    "instance": "looks something up in a table elsewhere (instance), which a questionnaire of Varsam does not hold",
    "indexed-repeat": "speaks of a repeated group (indexed-repeat), and Varsam asks each question once",
    "regex": "compares an answer with a pattern (regex), which Varsam's conditions do not",
    "regexmatch": "compares an answer with a pattern (regexMatch), which Varsam's conditions do not",
    "jr:choice-name": "takes the label of an answer (jr:choice-name); write the question's name in curly brackets",
    "now": "depends on the moment in which somebody answers, and no moment is kept",
    "random": "depends on chance; declare an experiment with arms instead",
    "mod": "works out a remainder, which Varsam's conditions do not",
}


def read(source: str, program: Program) -> Node:
    """The tree of a condition, with the other program's names and codes. Raises Untranslatable with the reason."""
    if re.search(r"(?<![\w'\"/])/\w+/|current\(\)|\.\./", source):
        raise Untranslatable("it looks something up by its place in the form, which Varsam's conditions do not")
    return _Reader(tuple(_tokens(source, program)), program).whole()


def _tokens(source: str, program: Program) -> Iterator[Token]:
    place, pattern = 0, _TOKENS[program]
    source = source.rstrip()
    while place < len(source):
        found = pattern.match(source, place)
        if not found:
            rest = source[place:].strip()
            raise Untranslatable(f'it cannot be read from "{rest[:20]}" on')
        place = found.end()
        yield _token(found)


def _token(found: re.Match[str]) -> Token:
    kind = next(k for k in ("variable", "number", "text", "function", "sign", "here", "word") if found.group(k))
    text = found.group(kind)
    if kind == "variable":
        code = found.groupdict().get("code")
        text = found.group("name") + (f"\n{code}" if code else "")
    elif kind == "text":
        text = text[1:-1]
    elif kind in ("function", "word"):
        text = text.lower()
    return Token(kind, text, found.start())


class _Reader:
    """Reads tokens from left to right; each method reads one level, from `or` down to a single value."""

    def __init__(self, tokens: tuple[Token, ...], program: Program) -> None:
        self.tokens, self.program, self.place = tokens, program, 0

    def whole(self) -> Node:
        node = self._either()
        if self._next is not None:
            raise Untranslatable(f'"{self._next.text}" stands where the condition should end')
        return node

    @property
    def _next(self) -> Token | None:
        return self.tokens[self.place] if self.place < len(self.tokens) else None

    def _took(self, *texts: str) -> str:
        token = self._next
        if token is not None and token.kind in ("sign", "word") and token.text in texts:
            self.place += 1
            return token.text
        return ""

    def _must(self, text: str) -> None:
        if not self._took(text):
            raise Untranslatable(f'a "{text}" is lacking')

    def _either(self) -> Node:
        parts = [self._both()]
        while self._took("or", "||"):
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _both(self) -> Node:
        parts = [self._negation()]
        while self._took("and", "&&"):
            parts.append(self._negation())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _negation(self) -> Node:
        return Not(self._negation()) if self._took("!", "not") else self._relation()

    def _relation(self) -> Node:
        left = self._sum()
        token = self._next
        if word := self._took("empty", "notempty"):
            return _state(left, answered=word == "notempty")
        if word := self._took("contains", "notcontains", "anyof", "allof", "noneof"):
            return self._contains(left, word)
        if token is not None and token.text in _SIGNS and token.kind in ("sign", "word"):
            self.place += 1
            return compared(_SIGNS[token.text], left, self._sum())
        return left

    def _sum(self) -> Node:
        node = self._product()
        while sign := self._took("+", "-"):
            node = Calculation(_OPERATIONS[sign], node, self._product())
        return node

    def _product(self) -> Node:
        node = self._signed()
        while sign := self._took("*", "div", "/", "mod"):
            if sign == "mod":
                raise Untranslatable(f"it {_NOT_HERE['mod']}")
            node = Calculation(_OPERATIONS[sign], node, self._signed())
        return node

    def _signed(self) -> Node:
        if not self._took("-"):
            return self._value()
        inner = self._signed()
        return Number(-inner.value) if isinstance(inner, Number) else Calculation("-", Number(0.0), inner)

    def _value(self) -> Node:
        token = self._next
        if token is None:
            raise Untranslatable("it ends too early")
        self.place += 1
        match token.kind:
            case "variable":
                name, _, code = token.text.partition("\n")
                return Includes(Name(name), String(code)) if code else Name(name.strip())
            case "number":
                if len(token.text) > _MOST_FIGURES:
                    raise Untranslatable("it holds a number that is too long")
                return Number(float(token.text))
            case "text":
                return String(token.text)
            case "here":
                return Name(HERE)
            case "function":
                return self._function(token.text)
            case "word" if token.text in ("true", "false"):
                return Truth(token.text == "true")
            case "sign" if token.text == "(":
                inner = self._either()
                self._must(")")
                return inner
        raise Untranslatable(f'"{token.text}" stands where a question or a value is expected')

    def _listed(self) -> list[Node]:
        """Values, one or several."""
        values = [self._sum()]
        while self._took(","):
            values.append(self._sum())
        return values

    def _contains(self, left: Node, word: str) -> Node:
        name = _name(left)
        in_brackets = self._took("[")
        parts = tuple(Includes(name, _literal(value)) for value in self._listed())
        if in_brackets:
            self._must("]")
        joined: Node = parts[0] if len(parts) == 1 else And(parts) if word == "allof" else Or(parts)
        return Not(joined) if word in ("notcontains", "noneof") else joined

    def _function(self, word: str) -> Node:
        self._must("(")
        arguments: list[Node] = []
        if not self._took(")"):
            arguments = [self._either()]
            while self._took(","):
                arguments.append(self._either())
            self._must(")")
        if word in _NOT_HERE:
            raise Untranslatable(f"it {_NOT_HERE[word]}")
        made = _FUNCTIONS.get(word)
        if made is None:
            raise Untranslatable(f"it uses {word}(), which Varsam's conditions do not have")
        try:
            return made(arguments)
        except (IndexError, ValueError):
            raise Untranslatable(f"{word}() does not have the arguments that it needs") from None


def compared(sign: Comparison, left: Node, right: Node) -> Node:
    """A comparison; one with an empty text asks whether there is an answer, one with true or false is the condition."""
    if isinstance(left, String | Number | Truth) and not isinstance(right, String | Number | Truth):
        left, right, sign = right, left, _TURNED[sign]
    if isinstance(left, Length):
        return _length(sign, left, right)
    if isinstance(right, String) and not right.value.strip() and isinstance(left, Name) and sign in ("=", "!="):
        return _state(left, answered=sign == "!=")
    if isinstance(right, Truth) and isinstance(left, Name):
        return Compare(sign, left, String(str(right.value).lower()))
    box = isinstance(left, Includes) and isinstance(right, String | Number)
    if sign in ("=", "!=") and (box or isinstance(right, Truth)):
        said = right.value if isinstance(right, Truth) else _ticked(cast(String | Number, right))
        return left if said == (sign == "=") else Not(left)
    return Compare(sign, left, right)


def _ticked(value: String | Number) -> bool:
    return str(value.value).strip().lower() in ("1", "1.0", "y", "true", "yes")


def _length(sign: Comparison, left: Length, right: Node) -> Node:
    """Whether there is any letter at all is whether there is an answer."""
    if isinstance(right, Number) and left.name != HERE:
        if (sign, right.value) in ((">", 0), (">=", 1), ("!=", 0)):
            return State(Name(left.name), "answered")
        if (sign, right.value) in (("=", 0), ("<", 1), ("<=", 0)):
            return State(Name(left.name), "missing")
        raise Untranslatable("it counts the letters of an answer, which Varsam's conditions do not")
    return Compare(sign, left, right)


def _state(node: Node, *, answered: bool) -> Node:
    return State(_name(node), "answered" if answered else "missing")


def _name(node: Node) -> Name:
    if not isinstance(node, Name):
        raise Untranslatable("a question is expected where something else stands")
    return node


def _literal(node: Node) -> Number | String:
    if not isinstance(node, Number | String):
        raise Untranslatable("a code is expected where something else stands")
    return node


def _if(arguments: list[Node]) -> Node:
    """if(a, b, c) of conditions: a and b, or not a and c; of values only what `_value` knows."""
    if any(_is_value(argument) for argument in arguments[1:]):
        return _value(*arguments)
    condition, then, other = (_truth(argument) for argument in arguments)
    match then, other:
        case Truth(True), Truth(False):
            return condition
        case Truth(False), Truth(True):
            return Not(condition)
        case _, Truth(True):
            return Or((Not(condition), then))
        case _, Truth(False):
            return And((condition, then))
        case Truth(True), _:
            return Or((condition, other))
        case Truth(False), _:
            return And((Not(condition), other))
    return Or((And((condition, then)), And((Not(condition), other))))


@dataclass(frozen=True)
class _NoOrNothing(String):
    """if(a, 0, ''): what stands for "no, or unknown" behind the 1 of a condition; `when` is a."""

    when: Node = field(default_factory=lambda: Truth(True))


def _value(condition: Node, then: Node, other: Node) -> Node:
    """A value where it is there and else nothing is the value; 1, else 0, else nothing is a condition."""
    nothing = isinstance(other, String) and not other.value
    if isinstance(other, _NoOrNothing):
        names = [{name.name for name in references(part)} for part in (condition, other.when)]
        if isinstance(then, Number) and then.value == 1 and names[0] == names[1]:
            return condition
    elif nothing and isinstance(then, Number) and then.value == 0:
        return _NoOrNothing("", when=condition)
    elif nothing and _only_there(condition):
        return then
    raise Untranslatable("it chooses between two values (if), which Varsam's calculations do not")


def _is_value(node: Node) -> bool:
    return isinstance(node, String | Name | Calculation | Call | Minus) or (
        isinstance(node, Number) and node.value not in (0, 1)
    )


def _only_there(node: Node) -> bool:
    """Whether a condition asks nothing but whether there are answers: a value without them is unknown anyway."""
    match node:
        case And(conditions) | Or(conditions):
            return all(_only_there(part) for part in conditions)
        case State(_, "answered") | Not(State(_, "missing")):
            return True
        case Compare("!=", Name(), Minus() | String()) | Compare(">=", Name(), Number(0)):
            return True
        case Compare("!=", Name(), Number(value)):
            return value < 0
    return False


def _truth(node: Node) -> Node:
    return Truth(node.value == 1) if isinstance(node, Number) and node.value in (0, 1) else node


def _date(arguments: list[Node]) -> Node:
    text = arguments[0]
    if isinstance(text, String) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", text.value):
        return Number(float(text.value.replace("-", "")))
    if isinstance(text, Name):
        return text
    raise ValueError


def _selected(arguments: list[Node]) -> Node:
    name, value = arguments
    return Includes(_name(name), _literal(value))


def _of_terms(function: Function) -> Callable[[list[Node]], Node]:
    return lambda arguments: Call(function, tuple(arguments)) if arguments else _lacking()


def _lacking() -> Node:
    raise ValueError


def _same(arguments: list[Node]) -> Node:
    (only,) = arguments
    return only


_FUNCTIONS: dict[str, Callable[[list[Node]], Node]] = {
    "not": lambda arguments: Not(_same(arguments)),
    "true": lambda _: Truth(True),
    "false": lambda _: Truth(False),
    "selected": _selected,
    "count-selected": lambda arguments: Call("count", (_name(_same(arguments)),)),
    "string-length": lambda arguments: Length(_name(_same(arguments)).name),
    "strlen": lambda arguments: Length(_name(_same(arguments)).name),
    "if": _if,
    "iif": _if,
    "boolean": _same,
    "boolean-from-string": _same,
    "number": _same,
    "string": _same,
    "trim": _same,
    "normalize-space": _same,
    "date": _date,
    "is_empty": lambda arguments: _state(_same(arguments), answered=False),
    "count": lambda arguments: Call("count", tuple(_state(part, answered=True) for part in arguments)),
    "sum": _of_terms("sum"),
    "today": lambda _: Call("today", ()),
    "min": _of_terms("min"),
    "max": _of_terms("max"),
    "mean": _of_terms("mean"),
}

__all__ = ["HERE", "In", "Length", "Program", "Untranslatable", "compared", "read"]
