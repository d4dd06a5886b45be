"""Conditions on answers: read, checked, evaluated on one response or on a whole frame, and said in words."""

from survey.expressions.batteries import batteries_of, spread
from survey.expressions.checking import problems, problems_of_value
from survey.expressions.columns import holds
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
    "holds",
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
