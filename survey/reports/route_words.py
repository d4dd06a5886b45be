"""Conditions of a questionnaire in words: whom something is asked of, what a check holds for, what a value is."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from survey.compile import Compiled
from survey.expressions import ExpressionError, Node, parse, value_words, words, words_to_you
from survey.model import Expression
from survey.reports.numbering import by_number, unquoted
from survey.variables import Variable


class RouteWords:
    """Says the conditions of one questionnaire in one language."""

    def __init__(self, compiled: Compiled, language: str) -> None:
        self._compiled, self._language = compiled, language

    @cached_property
    def _numbered(self) -> Mapping[str, Variable]:
        return by_number(self._compiled)

    @property
    def _age(self) -> str:
        return self._compiled.questionnaire.age

    def those(self, condition: Node | None) -> str:
        """Whom it holds for, with questions by their wording; nothing for everybody."""
        if condition is None:
            return ""
        return words(condition, self._compiled.variables, self._language, age=self._age)

    def those_by_number(self, condition: Node | None) -> str:
        """Whom it holds for, with questions by their number."""
        if condition is None:
            return ""
        return unquoted(words(condition, self._numbered, self._language, age=self._age))

    def you_by_number(self, condition: Node | None) -> str:
        """The same said to the respondent, to stand after "if"."""
        if condition is None:
            return ""
        return unquoted(words_to_you(condition, self._numbered, self._language, age=self._age))

    def those_of(self, expression: Expression | None) -> str:
        """Whom a condition as it was written holds for."""
        return self.those(tree(expression))

    def value(self, expression: Expression | None) -> str:
        """What a computed value is worked out as."""
        node = tree(expression)
        return value_words(node, self._compiled.variables, self._language) if node is not None else ""


def tree(expression: Expression | None) -> Node | None:
    """The tree of a condition; None where it cannot be read, which `varsam check` has said."""
    try:
        return parse(expression.source) if expression else None
    except ExpressionError:
        return None
