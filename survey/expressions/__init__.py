"""Conditions on answers: read, checked, evaluated on one response, and said in words.

`survey.expressions.columns` evaluates them on a whole frame; it stands by itself, because pandas takes long to load and
a definition is checked without it.
"""

from survey.expressions.batteries import batteries_of, spread
from survey.expressions.checking import problems, problems_of_value
from survey.expressions.evaluation import evaluate
from survey.expressions.faulty import ExpressionError
from survey.expressions.parsing import parse
from survey.expressions.problem import Problem
from survey.expressions.spelling import spellings, written
from survey.expressions.tree import Node, Reference, all_of, references
from survey.expressions.wording import value_words, words, words_to_you

__all__ = [
    "ExpressionError",
    "Node",
    "Problem",
    "Reference",
    "all_of",
    "batteries_of",
    "evaluate",
    "parse",
    "problems",
    "problems_of_value",
    "references",
    "spellings",
    "spread",
    "value_words",
    "words",
    "words_to_you",
    "written",
]
