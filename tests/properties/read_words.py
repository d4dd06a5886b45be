"""Reads the English words of a condition back, as a reader would: from the sentence alone and the labels it quotes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from survey.variables import Variable
from tests.properties.made_up import Tree

TOKEN = re.compile(r"“[^”]*”|\d+(?:\.\d+)?|[A-Za-z]+|[–(),;+×÷−]")
FUNCTIONS = {"sum": "sum", "mean": "mean", "highest": "max", "lowest": "min"}
SIGNS = {"+": "+", "−": "-", "×": "*", "÷": "/"}
COMPARED = [
    ("is less than", "<"), ("is at most", "<="), ("is more than", ">"), ("is at least", ">="), ("is not", "!="),
    ("is", "="),
]  # fmt: skip
LIMITS = [("less than", "<"), ("at most", "<="), ("more than", ">"), ("at least", ">=")]
VERBS = ("answered", "were", "did", "chose", "gave", "are", "(")


def read_words(sentence: str, variables: Mapping[str, Variable], age: str = "") -> Tree:
    """The condition that the sentence says, as made-up conditions are written."""
    reader = _Reader(TOKEN.findall(sentence), variables, age)
    tree = reader.those()
    assert reader.at == len(reader.tokens), (sentence, reader.tokens[reader.at :])
    return tree


class _Reader:
    def __init__(self, tokens: list[str], variables: Mapping[str, Variable], age: str) -> None:
        self.tokens, self.at, self.age, self.variables = tokens, 0, age, variables
        self.names: dict[str, list[str]] = {}
        for name, variable in variables.items():
            label, stem = variable.label["en"], variable.stem.get("en", "")
            whole = variable.question if variable.question_type == "multiple" else ""
            self.names.setdefault(f"{stem} – {label}" if stem else label, []).append(name)
            self.names.setdefault(label, []).append(name)
            if stem:
                self.names.setdefault(stem, []).append(whole or name)

    # ---- tokens

    def next(self, *words: str) -> bool:
        return self.tokens[self.at : self.at + len(words)] == list(words)

    def take(self, phrase: str) -> bool:
        words = TOKEN.findall(phrase)
        found = self.next(*words)
        self.at += len(words) if found else 0
        return found

    def expect(self, phrase: str) -> None:
        assert self.take(phrase), (phrase, self.tokens[self.at :])

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def quoted(self) -> str:
        token = self.peek()
        assert token.startswith("“"), self.tokens[self.at :]
        self.at += 1
        return token[1:-1]

    def figures(self) -> float:
        sign = -1.0 if self.take("−") else 1.0
        self.at += 1
        return sign * float(self.tokens[self.at - 1])

    # ---- sentences

    def those(self) -> Tree:
        self.expect("those")
        if self.take("who"):
            return self.conditions()
        aged = self.aged()
        return ("and", [aged, self.conditions()]) if self.take("who") else aged

    def conditions(self) -> Tree:
        """What they did, joined by "and" or by "or"."""
        parts, joint = [self.condition()], ""
        while self.peek() in ("and", "or") and self.tokens[self.at + 1] in VERBS:
            assert joint in ("", self.peek()), "and, or mixed without parentheses"
            joint = self.peek()
            self.at += 1
            parts.append(self.condition())
        return (joint, parts) if joint else parts[0]

    def condition(self) -> Tree:
        if self.take("("):
            inner = self.conditions()
            self.expect(")")
            return inner
        if self.take("are included in"):
            return ("truth", self.take("any case") or not self.take("no case"))
        if self.take("gave answers where"):
            return self.comparison()
        if self.take("did not answer"):
            return ("state", self.question(), "missing")
        if self.take("did not choose"):
            return ("not", self.chosen())
        if self.take("chose"):
            return self.chosen()
        if self.take("were not asked"):
            return ("not", ("state", self.question(), "asked"))
        if self.take("were asked"):
            return ("state", self.question(), "asked")
        if self.take("were"):
            return self.aged()
        self.expect("answered")
        return self.answered()

    def chosen(self) -> Tree:
        label = self.quoted()
        self.expect("in")
        question = self.question()
        return ("includes", question, self.code_of(label, question))

    def aged(self) -> Tree:
        var = ("var", self.age)
        if self.take("of no possible age"):
            return ("in", self.age, [])
        if self.take("of another age than"):
            return ("cmp", "!=", var, ("num", self.figures()))
        self.expect("aged")
        for phrase, sign in (("under", "<"), ("over", ">")):
            if self.take(phrase):
                return ("cmp", sign, var, ("num", self.figures()))
        low = self.figures()
        if self.take("or younger"):
            return ("cmp", "<=", var, ("num", low))
        if self.take("or older"):
            return ("cmp", ">=", var, ("num", low))
        if self.take("–"):
            return ("and", [("cmp", ">=", var, ("num", low)), ("cmp", "<=", var, ("num", self.figures()))])
        return ("cmp", "=", var, ("num", low))

    # ---- answers to questions

    def answered(self) -> Tree:
        """Answers to a question, or that there was one."""
        start = self.at
        if self.peek().startswith("“"):
            self.listed("or")
            if not (self.next("to") or self.next("at", "least", "once") or self.next("throughout")):
                self.at = start
                return ("state", self.question(), "answered")
            self.at = start
        answer = self.answer()
        for phrase, joint in (("at least once in", "or"), ("throughout", "and")):
            if self.take(phrase):
                return (joint, [self.given(answer, name) for name in self.names[self.quoted()]])
        self.expect("to")
        for phrase, joint in (("at least one of", "or"), ("each of", "and")):
            if self.take(phrase):
                return (joint, [self.given(answer, name) for name in self.listed_questions()])
        return self.given(answer, self.question())

    def answer(self) -> Tree:
        """What was answered: codes by their labels, or a range of numbers."""
        if self.take("a number that does not exist"):
            return ("codes", [])
        if self.take("something other than"):
            return ("not codes", self.listed_values())
        if self.take("anything from"):
            first = self.quoted()
            self.expect("to")
            return ("from to", first, self.quoted())
        for phrase, sign in LIMITS:
            if self.take(phrase):
                return ("range", [(sign, self.figures())])
        if self.peek().startswith("“") or self.tokens[self.at + 1] in (",", "or"):
            return ("codes", self.listed_values())
        low = self.figures()
        if self.next("to") and not self.tokens[self.at + 1].startswith("“"):
            if self.next("to", "at") or self.next("to", "each"):
                return ("range", [("=", low)])
            self.expect("to")
            return ("range", [(">=", low), ("<=", self.figures())])
        return ("range", [("=", low)])

    def given(self, answer: Tree, name: str) -> Tree:
        match answer:
            case ("codes", labels):
                return ("in", name, [self.code_of(label, name) for label in labels])
            case ("not codes", labels):
                return ("not", ("in", name, [self.code_of(label, name) for label in labels]))
            case ("from to", first, last):
                codes = [int(value.value) for value in self.variables[name].values]
                start, stop = codes.index(self.code_of(first, name)), codes.index(self.code_of(last, name))
                return ("in", name, codes[start : stop + 1])
            case ("range", limits):
                return ("and", [("cmp", sign, ("var", name), ("num", limit)) for sign, limit in limits])
        raise AssertionError(answer)

    def listed_values(self) -> list[str | float]:
        """Labels, or figures where an answer has no label."""
        found = [self.value()]
        while self.take(",") or self.take("or"):
            found.append(self.value())
        return found

    def value(self) -> str | float:
        return self.quoted() if self.peek().startswith("“") else self.figures()

    def code_of(self, label: str | float, name: str) -> float:
        if isinstance(label, float):
            return label
        if name in self.variables:
            return next(int(v.value) for v in self.variables[name].values if v.label["en"] == label)
        columns = (c for c, v in self.variables.items() if v.question == name and v.label["en"] == label)
        return int(next(columns).removeprefix(f"{name}_"))

    def question(self) -> str:
        (name, *_) = self.names[self.quoted()]
        return name

    def listed(self, joint: str) -> list[str]:
        found = [self.quoted()]
        while (self.next(",") or self.next(joint)) and self.tokens[self.at + 1].startswith("“"):
            self.at += 1
            found.append(self.quoted())
        return found

    def listed_questions(self) -> Sequence[str]:
        labels = self.listed("and")
        if self.take("( in"):
            stem = self.quoted()
            self.expect(")")
            labels = [f"{stem} – {label}" for label in labels]
        return [self.names[label][0] for label in labels]

    # ---- calculations

    def comparison(self) -> Tree:
        left = self.term()
        sign = next(sign for phrase, sign in COMPARED if self.take(phrase))
        return ("cmp", sign, left, self.term())

    def term(self) -> Tree:
        if self.take("("):
            left = self.term()
            sign = SIGNS[self.peek()]
            self.at += 1
            right = self.term()
            self.expect(")")
            return ("calc", sign, left, right)
        if self.take("the number of answers chosen in"):
            return ("chosen", self.question())
        if self.take("the number of these that apply ("):
            parts = [self.conditions()]
            while self.take(";"):
                parts.append(self.conditions())
            self.expect(")")
            return ("count", parts)
        if self.take("the whole years from"):
            name = self.question()
            self.expect("to")
            return ("age", name, int(self.figures()))
        if self.take("the"):
            function = FUNCTIONS[self.peek()]
            self.at += 1
            self.expect("of")
            return ("fn", function, [("var", self.names[label][0]) for label in self.listed("and")])
        if self.peek().startswith("“"):
            return ("var", self.question())
        if self.next("−") and not self.tokens[self.at + 1][0].isdigit():
            self.at += 1
            return ("neg", self.term())
        return ("num", self.figures())
