"""Conditions for R, on the columns of a data frame as haven reads our files: item nonresponse is NA.

The whole gives TRUE or FALSE, never NA: unknown is FALSE, as everywhere. Use it as `subset(d, ...)` or `with(d, ...)`.
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

_SIGNS = {"=": "=="}


def r(node: Node, variables: Mapping[str, Variable]) -> str:
    """The condition as a vector of TRUE and FALSE. Raises CannotBeSaid.

    variables  those of the file, so that texts are known by the values that mean "missing"
    """
    tree, names = prepared(node, variables, _Writing.program)
    return f"({_Writing(names, variables).true(positive(tree))}) %in% TRUE"


@dataclass(frozen=True)
class _Writing(Writing):
    variables: Mapping[str, Variable]
    program = "R"
    yes, no, and_, or_ = "TRUE", "FALSE", "&", "|"

    def compared(self, node: Compare) -> str:
        said = f"{self.term(node.left)} {_SIGNS.get(node.comparison, node.comparison)} {self.term(node.right)}"
        return self.all([*self.texts_there(node.left, node.right), said])

    def texts_there(self, *terms: Node) -> list[str]:
        """For each text variable, that it holds none of the values that mean "missing"."""
        named = [term.name for term in terms if isinstance(term, Name) and self.names[term.name].type == "text"]
        return [self.answered(self.names[name]) for name in named]

    def one_of(self, term: Node, values: Sequence[Number | String]) -> str:
        listed = self.listed(term, values)
        return self.all([*self.texts_there(term), f"{self.term(term)} %in% c({listed})"]) if listed else self.no

    def none_of(self, term: Node, values: Sequence[Number | String]) -> str:
        listed, said = self.listed(term, values), self.term(term)
        others = [f"!({said} %in% c({listed}))"] if listed else []
        return self.all([*self.texts_there(term), f"!is.na({said})", *others])

    def listed(self, term: Node, values: Sequence[Number | String]) -> str:
        """The values of the term's own type."""
        wanted = String if type_of(term, self.names) == "text" else Number
        return ", ".join(self.term(value) for value in values if isinstance(value, wanted))

    def ticked(self, meaning: Meaning, code: int) -> str:
        return f"{meaning.columns[code]} %in% 1"

    def not_ticked(self, meaning: Meaning, code: int) -> str:
        return self.all([self.answered(meaning), f"!({meaning.columns[code]} %in% 1)"])

    def answered(self, meaning: Meaning) -> str:
        if meaning.type == "choices":
            return f"({' | '.join(f'!is.na({column})' for column in meaning.columns.values())})"
        return f"!({self.gaps(meaning)})" if meaning.type == "text" else f"!is.na({meaning.name})"

    def unanswered(self, meaning: Meaning) -> str:
        if meaning.type == "choices":
            return f"({' & '.join(f'is.na({column})' for column in meaning.columns.values())})"
        return self.gaps(meaning) if meaning.type == "text" else f"is.na({meaning.name})"

    def gaps(self, meaning: Meaning) -> str:
        """Where a text is missing."""
        gaps = [self.quoted(str(gap.low)) for gap in self.variables[meaning.name].missing_ranges]
        return f"{meaning.name} %in% c({', '.join(['NA', self.quoted(''), *gaps])})"

    def asked(self, meaning: Meaning, negated: bool) -> str:  # noqa: ARG002
        why = "in R all reasons for having no answer are NA."
        raise CannotBeSaid(self.program, f'"{meaning.name} was asked"', why)

    def term(self, node: Node) -> str:
        """A number or a text."""
        match node:
            case Number(value):
                return f"({figures(value)})" if value < 0 else figures(value)
            case String(text):
                return self.quoted(text)
            case Name(name):
                if self.names[name].type == "choices":
                    raise self.no_single_value(name)
                return name
            case Minus(term):
                return f"(-{self.term(term)})"
            case Calculation("/", left, right):
                below = self.term(right)
                return f"({self.term(left)} / ifelse({below} == 0, NA, {below}))"
            case Calculation(operation, left, right):
                return f"({self.term(left)} {operation} {self.term(right)})"
            case Call():
                return self.called(node)
        raise self.no_term()

    def quoted(self, text: str) -> str:
        escaped = text.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'

    def called(self, call: Call) -> str:
        match call.function:
            case "today":
                raise CannotBeSaid(self.program, "today()", "the file holds the week of a response, not its day.")
            case "score":
                return self.term(call.arguments[0])
            case "count":
                return f"({' + '.join(self.counted(part) for part in call.arguments)})"
            case "age_in_years":
                return self.years(*self.numbers_of(call))
        parts = [self.term(part) for part in self.numbers_of(call)]
        listed = ", ".join(parts)
        if call.function in ("min", "max"):
            return f"p{call.function}({listed}, na.rm = TRUE)"
        if call.function == "mean":
            return f"rowMeans(cbind({listed}), na.rm = TRUE)"
        none = " & ".join(f"is.na({part})" for part in parts)
        return f"ifelse({none}, NA, rowSums(cbind({listed}), na.rm = TRUE))"

    def counted(self, part: Node) -> str:
        if isinstance(part, Name) and self.names[part.name].type == "choices":
            meaning = self.names[part.name]
            ticked = " + ".join(f"({column} %in% 1)" for column in meaning.columns.values())
            return f"ifelse({self.answered(meaning)}, {ticked}, NA)"
        return f"(({self.true(positive(part))}) %in% TRUE)"

    def years(self, born: Node, day: Node) -> str:
        """Whole years between two dates as numbers YYYYMMDD."""
        digits = min(self.exact(born), self.exact(day))
        first, last = (self.cut(part, digits) for part in (born, day))
        return f"floor(({last} - {first}) / {10 ** (digits - 4)})"

    def cut(self, node: Node, digits: int) -> str:
        further = self.exact(node) - digits
        return f"floor({self.term(node)} / {10**further})" if further else self.term(node)
