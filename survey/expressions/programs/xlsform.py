"""Conditions for XLSForm (ODK, KoboToolbox): the columns `relevant`, `calculation` and `constraint`.

XLSForm knows no unknown: an answer that is not there is an empty text, which differs from every code. So each
comparison that an empty answer would make true asks first whether there is an answer. Where "don't know" or
"prefer not to answer" is offered, it is a choice named by its code, -2 or -3, and counts as no answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from survey.expressions.meaning import Meaning
from survey.expressions.mismatches import type_of
from survey.expressions.programs.saying import CannotBeSaid, Writing, figures, prepared
from survey.expressions.tree import (
    Calculation,
    Call,
    Compare,
    Minus,
    Name,
    Node,
    Number,
    String,
    positive,
)
from survey.variables import Variable

PROGRAM = "XLSForm"
_FORMATS = {8: "%Y%m%d", 6: "%Y%m", 4: "%Y"}
_TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
_HUGE = 999999999


def xlsform(node: Node, variables: Mapping[str, Variable]) -> str:
    """`relevant`: true exactly where the condition is; unknown is false. Raises CannotBeSaid."""
    tree, names = prepared(node, variables, PROGRAM)
    return _Writing(names).true(positive(tree))


def xlsform_check(node: Node, variables: Mapping[str, Variable]) -> str:
    """`constraint`: false only where the condition is false; unknown passes. Raises CannotBeSaid."""
    tree, names = prepared(node, variables, PROGRAM)
    return f"not({_Writing(names).true(positive(tree, negated=True))})"


def xlsform_value(node: Node, variables: Mapping[str, Variable]) -> str:
    """`calculation`: the number; of a condition 1 or 0; empty where it is unknown. Raises CannotBeSaid."""
    tree, names = prepared(node, variables, PROGRAM)
    write = _Writing(names)
    if type_of(tree, names) == "condition":
        return f"if({write.true(positive(tree))}, 1, if({write.true(positive(tree, negated=True))}, 0, ''))"
    known = write.known(tree)
    return write.term(tree) if known == "true()" else f"if({known}, {write.term(tree)}, '')"


@dataclass(frozen=True)
class _Writing(Writing):
    program = PROGRAM
    yes, no, and_, or_ = "true()", "false()", "and", "or"

    def compared(self, node: Compare) -> str:
        said = f"{self.term(node.left)} {node.comparison} {self.term(node.right)}"
        known = [] if self.is_false_when_empty(node) else [self.known(node.left), self.known(node.right)]
        return self.all([*known, said])

    def one_of(self, term: Node, values: Sequence[Number | String]) -> str:
        return self.any([self.compared(Compare("=", term, value)) for value in values])

    def none_of(self, term: Node, values: Sequence[Number | String]) -> str:
        return self.all([self.compared(Compare("!=", term, value)) for value in values])

    def is_false_when_empty(self, node: Compare) -> bool:
        """Whether an empty answer, or the code of a reason, makes the comparison false by itself."""
        match node:
            case Compare(comparison, Number() | String() as literal, Name() as name):
                return self.is_false_when_empty(Compare(_TURNED.get(comparison, comparison), name, literal))  # type: ignore[arg-type]
            case Compare(comparison, Name(name), Number(value)) if self.names[name].type == "number":
                no_reason = not self.names[name].offered
                return (comparison in ("=", ">", ">=") and value >= 0) or (no_reason and comparison in ("<", "<="))
            case Compare("=", Name(), String(text)):
                return bool(text)
        return False

    def ticked(self, meaning: Meaning, code: int) -> str:
        return f"selected(${{{meaning.name}}}, '{code}')"

    def not_ticked(self, meaning: Meaning, code: int) -> str:
        return self.all([self.answered(meaning), f"not({self.ticked(meaning, code)})"])

    def unanswered(self, meaning: Meaning) -> str:
        return f"not({self.answered(meaning)})"

    def asked(self, meaning: Meaning, negated: bool) -> str:  # noqa: ARG002
        why = "it cannot tell a question that was not asked from one that was left blank."
        raise CannotBeSaid(PROGRAM, f'"{meaning.name} was asked"', why)

    def known(self, node: Node) -> str:
        """Where the term has a value."""
        match node:
            case Name(name):
                return self.answered(self.names[name])
            case Calculation(operation, left, right):
                divides = operation == "/" and not (isinstance(right, Number) and right.value)
                return self.all(
                    [self.known(left), self.known(right), *([f"{self.term(right)} != 0"] if divides else [])]
                )
            case Minus(term):
                return self.known(term)
            case Call("count", arguments):
                return self.all([self.known(part) for part in arguments if isinstance(part, Name)])
            case Call("age_in_years", arguments):
                return self.all([self.known(part) for part in arguments])
            case Call("sum" | "mean" | "min" | "max", arguments):
                return self.any([self.known(part) for part in arguments])
        return "true()"

    def answered(self, meaning: Meaning) -> str:
        """Where a question has an answer that is no reason for having none."""
        ticked = self.names.get(meaning.question)
        if ticked is not None and ticked.type == "choices":
            reasons = [f"not({self.ticked(ticked, reason)})" for reason in ticked.offered]
            return self.all([f"count-selected(${{{ticked.name}}}) > 0", *reasons])
        if meaning.type == "number" and meaning.offered:
            return f"{self.name(meaning)} >= 0"
        return f"{self.name(meaning) if meaning.type == 'number' else f'${{{meaning.name}}}'} != ''"

    def name(self, meaning: Meaning) -> str:
        """The answer to a question as a number; a category of a multiple choice is 1 or 0."""
        question, name = meaning.question, meaning.name
        if meaning.type == "date":
            return f"number(format-date(${{{name}}}, '{_FORMATS[meaning.digits]}'))"
        if question in self.names and self.names[question].type == "choices" and name != question:
            code = next(code for code, column in self.names[question].columns.items() if column == name)
            return f"if({self.ticked(self.names[question], code)}, 1, 0)"
        place = name.removeprefix(f"{question}_rank")
        if question and place != name and place.isdecimal():
            return f"selected-at(${{{question}}}, {int(place) - 1})"
        return f"${{{name}}}"

    def term(self, node: Node) -> str:
        """A number or a text."""
        match node:
            case Number(value):
                return figures(value)
            case String(text):
                return self.text(text)
            case Name(name):
                if self.names[name].type == "choices":
                    raise self.no_single_value(name)
                return self.name(self.names[name])
            case Minus(term):
                return f"(0 - {self.term(term)})"
            case Calculation(operation, left, right):
                return f"({self.term(left)} {'div' if operation == '/' else operation} {self.term(right)})"
            case Call():
                return self.called(node)
        raise self.no_term()

    def text(self, text: str) -> str:
        if "'" in text and '"' in text:
            raise CannotBeSaid(PROGRAM, "A text", "it holds both kinds of quotation marks.")
        return f'"{text}"' if "'" in text else f"'{text}'"

    def called(self, call: Call) -> str:
        if call.function == "score":
            raise CannotBeSaid(PROGRAM, "score()", "a scale is worked out once the answers are in.")
        if call.function == "today":
            return f"number(format-date(today(), '{_FORMATS[8]}'))"
        if call.function == "count":
            return self.added([self.counted(part) for part in call.arguments])
        parts = self.numbers_of(call)
        if call.function == "age_in_years":
            return self.years(*parts)
        known = [self.known(part) for part in parts]
        if call.function in ("min", "max"):
            stand_in = _HUGE if call.function == "min" else -_HUGE
            return (
                f"{call.function}({', '.join(self.or_else(p, k, stand_in) for p, k in zip(parts, known, strict=True))})"
            )
        total = self.added([self.or_else(part, k, 0) for part, k in zip(parts, known, strict=True)])
        if call.function == "sum":
            return total
        return f"({total} div {self.added([f'if({k}, 1, 0)' for k in known])})"

    def counted(self, part: Node) -> str:
        if isinstance(part, Name) and self.names[part.name].type == "choices":
            return f"count-selected(${{{part.name}}})"
        return f"if({self.true(positive(part))}, 1, 0)"

    def or_else(self, part: Node, known: str, stand_in: int) -> str:
        return self.term(part) if known == "true()" else f"if({known}, {self.term(part)}, {stand_in})"

    def added(self, parts: Sequence[str]) -> str:
        return parts[0] if len(parts) == 1 else f"({' + '.join(parts)})"

    def years(self, born: Node, day: Node) -> str:
        """Whole years between two dates as numbers YYYYMMDD; int() rounds towards 0, so all are kept above it."""
        digits = min(self.exact(born), self.exact(day))
        first, last = (self.cut(part, digits) for part in (born, day))
        if digits == 4:
            return f"({last} - {first})"
        return f"(int(({last} - {first}) div {10 ** (digits - 4)} + 9000) - 9000)"

    def cut(self, node: Node, digits: int) -> str:
        further = self.exact(node) - digits
        return f"int({self.term(node)} div {10**further})" if further else self.term(node)
