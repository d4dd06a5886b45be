"""Conditions for SPSS and PSPP, as they stand behind `DO IF`, `SELECT IF` and `IF`.

SPSS knows unknown as we do: a comparison with a missing value is missing, which `DO IF` takes for false. It needs the
codes -9 to -1 declared as missing, as our export does; of texts it does not, so these are named.
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
from survey.missing import REASONS_NOT_ASKED
from survey.variables import Variable

_SIGNS = {"!=": "<>"}


def spss(node: Node, variables: Mapping[str, Variable]) -> str:
    """The condition behind `DO IF`: true exactly where ours is. Raises CannotBeSaid.

    variables  those of the file, so that texts are known by the values that mean "missing"
    """
    tree, names = prepared(node, variables, _Writing.program)
    return _Writing(names, variables).true(positive(tree))


@dataclass(frozen=True)
class _Writing(Writing):
    variables: Mapping[str, Variable]
    program = "SPSS"
    yes, no, and_, or_ = "1 = 1", "1 = 0", "AND", "OR"

    def compared(self, node: Compare) -> str:
        said = f"{self.term(node.left)} {_SIGNS.get(node.comparison, node.comparison)} {self.term(node.right)}"
        return self.all([*self.texts_there(node.left, node.right), said])

    def texts_there(self, *terms: Node) -> list[str]:
        """For each text variable, that it holds none of the values that mean "missing"."""
        named = [term.name for term in terms if isinstance(term, Name) and self.names[term.name].type == "text"]
        return [self.answered(self.names[name]) for name in named]

    def one_of(self, term: Node, values: Sequence[Number | String]) -> str:
        listed = self.listed(term, values)
        return self.all([*self.texts_there(term), f"ANY({self.term(term)}, {listed})"]) if listed else self.no

    def none_of(self, term: Node, values: Sequence[Number | String]) -> str:
        listed = self.listed(term, values)
        if not listed:
            return self.compared(Compare("=", term, term))
        return self.all([*self.texts_there(term), f"NOT ANY({self.term(term)}, {listed})"])

    def listed(self, term: Node, values: Sequence[Number | String]) -> str:
        """The values of the term's own type."""
        wanted = String if type_of(term, self.names) == "text" else Number
        return ", ".join(self.term(value) for value in values if isinstance(value, wanted))

    def ticked(self, meaning: Meaning, code: int) -> str:
        return f"{meaning.columns[code]} = 1"

    def not_ticked(self, meaning: Meaning, code: int) -> str:
        column = meaning.columns[code]
        return self.all([self.answered(meaning), f"(MISSING({column}) OR {column} <> 1)"])

    def answered(self, meaning: Meaning) -> str:
        return self.there(meaning, "NVALID({}) > 0", "NOT MISSING({})", "NOT ANY(RTRIM({}), {})")

    def unanswered(self, meaning: Meaning) -> str:
        return self.there(meaning, "NVALID({}) = 0", "MISSING({})", "ANY(RTRIM({}), {})")

    def there(self, meaning: Meaning, of_choices: str, of_number: str, of_text: str) -> str:
        if meaning.type == "choices":
            return of_choices.format(", ".join(meaning.columns.values()))
        if meaning.type == "text":
            gaps = [self.quoted(str(gap.low)) for gap in self.variables[meaning.name].missing_ranges]
            return of_text.format(meaning.name, ", ".join(["''", *gaps]))
        return of_number.format(meaning.name)

    def asked(self, meaning: Meaning, negated: bool) -> str:
        if meaning.type == "text":
            raise CannotBeSaid(self.program, f'"{meaning.name} was asked"', "of a text it holds no reasons.")
        columns = meaning.columns.values() if meaning.type == "choices" else (meaning.name,)
        reasons = ", ".join(str(int(reason)) for reason in REASONS_NOT_ASKED)
        if negated:
            return self.all([f"(SYSMIS(VALUE({c})) OR ANY(VALUE({c}), {reasons}))" for c in columns])
        return self.any([f"(NOT SYSMIS(VALUE({c})) AND NOT ANY(VALUE({c}), {reasons}))" for c in columns])

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
            case Calculation(operation, left, right):
                return f"({self.term(left)} {operation} {self.term(right)})"
            case Call():
                return self.called(node)
        raise self.no_term()

    def quoted(self, text: str) -> str:
        doubled = text.replace("'", "''")
        return f"'{doubled}'"

    def called(self, call: Call) -> str:
        match call.function:
            case "today":
                raise CannotBeSaid(self.program, "today()", "the file holds the week of a response, not its day.")
            case "score":
                return self.term(call.arguments[0])
            case "count":
                return self.count(call.arguments)
            case "age_in_years":
                return self.years(*self.numbers_of(call))
        return f"{call.function.upper()}({', '.join(self.term(part) for part in self.numbers_of(call))})"

    def count(self, parts: Sequence[Node]) -> str:
        """SUM leaves out what is missing; the categories of a multiple choice are missing together."""
        choices = [self.names[p.name] for p in parts if isinstance(p, Name) and self.names[p.name].type == "choices"]
        chosen = [f"SUM({', '.join(f'{c} = 1' for c in meaning.columns.values())})" for meaning in choices]
        others = [p for p in parts if not (isinstance(p, Name) and self.names[p.name].type == "choices")]
        applying = ", ".join(["0", *(f"({self.true(positive(part))})" for part in others)])
        counted = [f"SUM({applying})"] if others else []
        return f"({' + '.join([*chosen, *counted])})"

    def years(self, born: Node, day: Node) -> str:
        """Whole years between two dates as numbers YYYYMMDD; TRUNC rounds towards 0, so all are kept above it."""
        digits = min(self.exact(born), self.exact(day))
        first, last = (self.cut(part, digits) for part in (born, day))
        return f"(TRUNC(({last} - {first}) / {10 ** (digits - 4)} + 9000) - 9000)"

    def cut(self, node: Node, digits: int) -> str:
        further = self.exact(node) - digits
        return f"TRUNC({self.term(node)} / {10**further})" if further else self.term(node)
