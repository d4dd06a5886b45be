"""A condition in plain words: "those aged 16–25 who answered “Yes” to “Do you use chat?”", in Swedish and English.

Negations are moved inwards and comparisons of one variable joined, so that people read what is meant and not
how it was written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from survey.expressions.batteries import batteries_of, spread
from survey.expressions.clauses import Clause, Range, clause_of, joined
from survey.expressions.meaning import Meaning, meanings
from survey.expressions.phrases import PHRASES, TO_YOU, Phrases
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
    Truth,
    positive,
)
from survey.variables import Variable

_SIGNS = {"+": "+", "-": "−", "*": "×", "/": "÷"}
_LISTED = 3  # more answers than this that follow each other are said from the first to the last


def words(node: Node, variables: Mapping[str, Variable], language: str, *, age: str = "") -> str:
    """Whom a condition holds for, as in "those who answered “Yes” to “...”"; in English where a language has no words.

    age  name of the variable that holds the age in years, which is then said as an age
    """
    phrases = PHRASES.get(language, PHRASES["en"])
    tree = positive(spread(node, batteries_of(variables)))
    return _Wording(meanings(variables), phrases, language, age).those(tree)


def words_to_you(node: Node, variables: Mapping[str, Variable], language: str, *, age: str = "") -> str:
    """The same as `words`, said to the respondent and without "if": "you answered “Yes” to “...”"."""
    phrases = TO_YOU.get(language, TO_YOU["en"])
    tree = positive(spread(node, batteries_of(variables)))
    return _Wording(meanings(variables), phrases, language, age).those(tree)


def value_words(node: Node, variables: Mapping[str, Variable], language: str) -> str:
    """A calculation as in "the sum of “...” and “...”"; of a condition "1 for those who ..., else 0"."""
    phrases = PHRASES.get(language, PHRASES["en"])
    if isinstance(node, Compare | In | Includes | State | Not | And | Or | Truth):
        return phrases.one_for.format(words(node, variables, language))
    return _Wording(meanings(variables), phrases, language, "").term(spread(node, batteries_of(variables)))


@dataclass(frozen=True)
class _Wording:
    names: Mapping[str, Meaning]
    say: Phrases
    language: str
    age: str

    def those(self, node: Node) -> str:
        """The whole: age first, then what they did."""
        clauses, others = self.parts(node) if isinstance(node, And) else self.parts(And((node,)))
        ages = [clause for clause in clauses if self.is_age(clause)]
        if len(ages) != 1:
            return self.say.those_who.format(self.in_sentence(node))
        rest = self.together([c for c in clauses if not self.is_age(c)], others, self.say.and_)
        aged = self.range(ages[0], self.say.ages)
        return self.say.those_aged_who.format(aged, rest) if rest else self.say.those_aged.format(aged)

    def is_age(self, clause: Clause) -> bool:
        return clause.meaning.name == self.age and isinstance(clause, Range)

    def in_sentence(self, node: Node) -> str:
        """What they did, as it stands after "those who"."""
        match node:
            case And():
                return self.together(*self.parts(node), self.say.and_)
            case Or(conditions):
                found = [clause_of(condition, self.names, self.age) for condition in conditions]
                others = [c for c, clause in zip(conditions, found, strict=True) if clause is None]
                return self.together([clause for clause in found if clause is not None], others, self.say.or_)
        clause = clause_of(node, self.names, self.age)
        return self.clause(clause) if clause is not None else self.other(node)

    def parts(self, node: And) -> tuple[list[Clause], list[Node]]:
        """Clauses on one variable each, joined where they can be, and everything else."""
        found = [clause_of(condition, self.names, self.age) for condition in node.conditions]
        others = [c for c, clause in zip(node.conditions, found, strict=True) if clause is None]
        return joined([clause for clause in found if clause is not None]), others

    def together(self, clauses: Sequence[Clause], others: Sequence[Node], joint: str) -> str:
        """Everything joined by "and" or "or"; what answers the same to several questions is said once."""
        groups: dict[str, list[Clause]] = {}
        for clause in clauses:
            answers = self.answers(clause) if clause.meaning.asked else ""
            groups.setdefault(answers or f"\0{len(groups)}", []).append(clause)
        said = [self.group(answers, group, joint) for answers, group in groups.items()]
        said += [self.in_parentheses(other) for other in others]
        return f" {joint} ".join(said)

    def in_parentheses(self, node: Node) -> str:
        """In parentheses where it is more than one thing."""
        said = self.in_sentence(node)
        joint = self.say.or_ if isinstance(node, Or) else self.say.and_
        alone = not isinstance(node, And | Or) or len(self.groups(node)) == 1
        return said if alone or f" {joint} " not in said else f"({said})"

    def groups(self, node: And | Or) -> set[str]:
        """What is answered, once for each group; anything else counts by itself."""
        found = [clause_of(condition, self.names, self.age) for condition in node.conditions]
        return {self.answers(clause) if clause else f"\0{place}" for place, clause in enumerate(found)}

    def group(self, answers: str, clauses: Sequence[Clause], joint: str) -> str:
        """The same answers to one question or several; to all items of a battery when these are all there are."""
        if len(clauses) == 1:
            return self.clause(clauses[0])
        first, any_of = clauses[0].meaning, joint == self.say.or_
        shared = self.say.quote(first.stem.in_language(self.language))
        together = first.stem and all(clause.meaning.stem == first.stem for clause in clauses)
        if together and len(clauses) == first.siblings:
            return (self.say.answered_any_item if any_of else self.say.answered_all_items).format(answers, shared)
        asked = [self.label(c.meaning) if together else self.question(c.meaning) for c in clauses]
        listed = self.say.joined(asked, self.say.and_)
        template = self.say.answered_to_any if any_of else self.say.answered_to_all
        return template.format(answers, self.say.of_question.format(listed, shared) if together else listed)

    def clause(self, clause: Clause) -> str:
        if self.is_age(clause):
            return self.say.aged.format(self.range(clause, self.say.ages))
        said = self.say.answered_to if clause.meaning.asked else self.say.have_as
        return said.format(self.answers(clause), self.question(clause.meaning))

    def answers(self, clause: Clause) -> str:
        """The answers that a clause allows; nothing for an age, which is said in its own way."""
        if isinstance(clause, Range):
            return "" if self.is_age(clause) else self.range(clause, self.say.ranges)
        meaning, codes, excluded = clause.meaning, clause.codes, clause.excluded
        if _LISTED < len(codes) < len(meaning.values) - 1 and self.follow(meaning, codes):
            return self.say.from_to.format(self.code(meaning, codes[0]), self.code(meaning, codes[-1]))
        rest = tuple(value.value for value in meaning.values if value.value not in codes)
        if meaning.closed and 0 < len(rest) < min(len(codes), _LISTED + 1) and (len(rest) == 1 or len(codes) > _LISTED):
            codes, excluded = rest, True
        labels = [self.code(meaning, code) for code in codes] or [self.say.ranges["nothing"]]
        if excluded:
            return self.say.other_than.format(self.say.joined(labels, self.say.or_))
        return self.say.joined(labels, self.say.or_)

    def follow(self, meaning: Meaning, codes: Sequence[float | str]) -> bool:
        """Whether the codes stand one after the other in the code list."""
        every = [value.value for value in meaning.values]
        start = every.index(codes[0]) if codes[0] in every else 0
        return every[start : start + len(codes)] == list(codes)

    def code(self, meaning: Meaning, code: float | str) -> str:
        label = meaning.label_of(code)
        if label is not None:
            return self.say.quote(label.in_language(self.language))
        return self.text_or_figures(code)

    def text_or_figures(self, value: float | str) -> str:
        return self.say.quote(value) if isinstance(value, str) else self.say.figures(value)

    def range(self, clause: Clause, phrases: Mapping[str, str]) -> str:
        assert isinstance(clause, Range)
        low, high, kind = clause.low, clause.high, clause.kind()
        if clause.meaning.whole and kind == "between":
            low, high = (low or 0) + clause.low_open, (high or 0) - clause.high_open
            kind = "=" if low == high else kind
        return phrases[kind].format(self.say.figures(low), self.say.figures(high))

    def label(self, meaning: Meaning) -> str:
        return self.say.quote(meaning.label.in_language(self.language) or meaning.name)

    def question(self, meaning: Meaning) -> str:
        stem = meaning.stem.in_language(self.language)
        label = meaning.label.in_language(self.language) or meaning.name
        return self.say.quote(self.say.item.format(stem, label) if stem else label)

    def named(self, name: str) -> str:
        return self.question(self.names[name]) if name in self.names else self.say.quote(name)

    def other(self, node: Node) -> str:
        """Categories, states, and comparisons of more than one variable."""
        match node:
            case Includes(name, value):
                return self.say.chose.format(self.category(name, value), self.named(name.name))
            case Not(Includes(name, value)):
                return self.say.not_chose.format(self.category(name, value), self.named(name.name))
            case State(name, state):
                return self.say.states[state, True].format(self.named(name.name))
            case Not(State(name, state)):
                return self.say.states[state, False].format(self.named(name.name))
            case Truth(value):
                return self.say.true if value else self.say.false
            case Compare(comparison, left, right):
                compared = self.say.comparisons[comparison].format(self.term(left), self.term(right))
                return self.say.for_whom.format(compared)
            case In(term, values):
                return self.say.for_whom.format(self.one_of("=", term, values))
            case Not(In(term, values)):
                return self.say.for_whom.format(self.one_of("!=", term, values))
            case Not(condition):
                return self.say.for_whom.format(self.say.untrue.format(self.term(condition)))
        return self.say.for_whom.format(self.term(node))

    def one_of(self, comparison: str, term: Node, values: Sequence[Number | String]) -> str:
        listed = self.say.joined([self.term(value) for value in values], self.say.or_)
        return self.say.comparisons[comparison].format(self.term(term), listed)

    def category(self, name: Name, value: Number | String) -> str:
        meaning = self.names.get(name.name)
        return self.code(meaning, value.value) if meaning else self.text_or_figures(value.value)

    def term(self, node: Node) -> str:
        """A number, a text, a variable or a calculation in words."""
        match node:
            case Number(value):
                return self.say.figures(value)
            case String(text):
                return self.say.quote(text)
            case Name(name):
                return self.named(name)
            case Minus(term):
                return f"−{self.term(term)}"
            case Calculation(operation, left, right):
                return f"({self.term(left)} {_SIGNS[operation]} {self.term(right)})"
            case Call("count", (Name(name),)):
                return self.say.functions["chosen"].format(self.named(name))
            case Call("today"):
                return self.say.functions["today"]
            case Call("age_in_years", (born, Call("today"))):
                return self.say.functions["age"].format(self.term(born))
            case Call("score", (Name(name),)):
                return self.named(name)
            case Call(function, arguments):
                return self.say.functions[function].format(self.listed(function, arguments))
        return self.in_sentence(node)

    def listed(self, function: str, arguments: Sequence[Node]) -> str:
        if function == "age_in_years":
            return self.say.of_dates.format(*(self.term(argument) for argument in arguments))
        if function != "count":
            return self.say.joined([self.term(argument) for argument in arguments], self.say.and_)
        return "; ".join(self.in_sentence(positive(argument)) for argument in arguments)
