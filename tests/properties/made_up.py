"""Definitions, conditions and answers made up at random, and what a condition is worth by an evaluator of its own.

A condition is a nested tuple, so that nothing here rests on the trees or the parser that are put to the test:
("and" | "or", parts), ("not", part), ("cmp", sign, term, term), ("in", name, codes), ("includes", name, code),
("state", name, word); terms are ("num", value), ("var", name), ("calc", sign, term, term), ("neg", term),
("fn", function, terms), ("count", parts), ("chosen", name), ("age", name, date).
"""

from __future__ import annotations

import operator
from dataclasses import dataclass
from random import Random
from typing import Any

Tree = tuple[Any, ...]
SIGNS = {"=": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
SUMS = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}
ASKED = (-2, -3, -4)
REASONS = (-1, -2, -3, -4, -5, -6)


@dataclass(frozen=True)
class Question:
    """One made-up question: a code list, a number with limits, a multiple choice, a battery of two, or a month."""

    id: str
    kind: str
    codes: tuple[int, ...] = ()
    low: int = 0
    high: int = 0
    alone: tuple[int, ...] = ()  # codes of a multiple choice that are ticked without others
    fewest: int = 1
    most: int = 99

    def may_be_ticked(self, codes: frozenset[int]) -> bool:
        """Whether the form takes these codes together."""
        if codes & set(self.alone):
            return len(codes) == 1
        return self.fewest <= len(codes) <= self.most

    @property
    def columns(self) -> tuple[str, ...]:
        if self.kind == "multiple":
            return tuple(f"{self.id}_{code}" for code in self.codes)
        return (f"{self.id}_x", f"{self.id}_y") if self.kind == "battery" else (self.id,)

    @property
    def names(self) -> tuple[str, ...]:
        """Its numbers, by the names they have in conditions."""
        return () if self.kind == "multiple" else self.columns


def questions(rng: Random, most: int = 5) -> tuple[Question, ...]:
    kinds = [rng.choice(["single", "number", "multiple", "battery", "single", "date"]) for _ in range(most)]
    return tuple(one(rng, f"q{place}", kind) for place, kind in enumerate(kinds, start=1))


def one(rng: Random, id: str, kind: str) -> Question:
    """A question of a kind."""
    if kind == "number":
        low = rng.randrange(4)
        return Question(id, kind, low=low, high=low + rng.randrange(2, 9))
    if kind == "date":
        return Question(id, kind, low=200001, high=202612)
    codes = tuple(sorted(rng.sample(range(7), rng.randrange(2, 5))))
    return _ticked(rng, id, codes) if kind == "multiple" else Question(id, kind, codes)


def _ticked(rng: Random, id: str, codes: tuple[int, ...]) -> Question:
    """A multiple choice, now and then with a code that stands alone, and with limits."""
    alone = (rng.choice(codes),) if len(codes) > 2 and rng.random() < 0.4 else ()
    together = len(codes) - len(alone)
    fewest = rng.randrange(1, together) if rng.random() < 0.3 else 1
    most = rng.randrange(fewest, together) if fewest < together and rng.random() < 0.3 else together
    return Question(id, "multiple", codes, alone=alone, fewest=fewest, most=most)


# ---- conditions ---------------------------------------------------------------------------------------------


def condition(rng: Random, asked: tuple[Question, ...], depth: int = 3, *, divide: bool = True) -> Tree:
    """A condition on these questions that a researcher could have written."""
    pick = rng.random()
    if depth and pick < 0.5:
        parts = [condition(rng, asked, depth - 1, divide=divide) for _ in range(rng.randrange(2, 4))]
        return (rng.choice(["and", "or"]), parts)
    if depth and pick < 0.6:
        return ("not", condition(rng, asked, depth - 1, divide=divide))
    question = rng.choice(asked)
    if question.kind == "multiple":
        if pick < 0.7:
            return ("cmp", rng.choice([*SIGNS]), ("chosen", question.id), ("num", rng.randrange(4)))
        return rng.choice([("includes", question.id, rng.choice(question.codes)), _state(rng, question.id)])
    name = rng.choice(question.names)
    if question.kind == "date":
        return _on_date(rng, name)
    if pick < 0.7:
        return _state(rng, name)
    if pick < 0.78:
        return ("in", name, sorted(rng.sample(range(7), rng.randrange(1, 4))))
    if pick < 0.9:
        return ("cmp", rng.choice([*SIGNS]), ("var", name), ("num", rng.randrange(8)))
    return ("cmp", rng.choice([*SIGNS]), term(rng, asked, 2, divide=divide), term(rng, asked, 1, divide=divide))


def in_other_words(rng: Random, tree: Tree, asked: tuple[Question, ...]) -> Tree:
    """The tree with some multiple choices named by their variables, and some batteries named as a whole."""
    batteries = {name: question for question in asked if question.kind == "battery" for name in question.names}
    multiple = {question.id for question in asked if question.kind == "multiple"}
    match tree:
        case ("includes", name, code) if name in multiple and rng.random() < 0.5:
            return ("cmp", rng.choice(["=", "!=", ">"]), ("column", name, code), ("num", rng.randrange(2)))
        case ("fn", function, [("var", name), *_]) if name in batteries and rng.random() < 0.7:
            return ("whole", function, batteries[name].id, batteries[name].names)
        case ("count", [("cmp", sign, ("var", name), ("num", number)), *_]) if name in batteries:
            return ("count items", sign, batteries[name].id, batteries[name].names, number)
    return tuple(
        [in_other_words(rng, each, asked) if isinstance(each, tuple) else each for each in part]
        if isinstance(part, list)
        else in_other_words(rng, part, asked)
        if isinstance(part, tuple)
        else part
        for part in tree
    )


def _state(rng: Random, name: str) -> Tree:
    return ("state", name, rng.choice(["missing", "answered", "asked"]))


def _on_date(rng: Random, name: str) -> Tree:
    month = rng.randrange(2000, 2026) * 100 + rng.randrange(1, 13)
    if rng.random() < 0.5:
        return ("cmp", rng.choice([*SIGNS]), ("var", name), ("num", month))
    return ("cmp", rng.choice([*SIGNS]), ("age", name, 202611), ("num", rng.randrange(30)))


def term(rng: Random, asked: tuple[Question, ...], depth: int, *, divide: bool = True) -> Tree:
    numbers = [name for question in asked if question.kind != "date" for name in question.names]
    pick = rng.random()
    if not numbers or pick < 0.2:
        return ("num", rng.choice([0, 1, 2, 3, 5, 0.5, 2.5]))
    if not depth or pick < 0.5:
        return ("var", rng.choice(numbers))
    if pick < 0.65:
        sign = rng.choice("+-*/" if divide else "+-")
        return ("calc", sign, *(term(rng, asked, depth - 1, divide=divide) for _ in "ab"))
    if pick < 0.7:
        return ("neg", term(rng, asked, depth - 1, divide=divide))
    if pick < 0.85:
        parts = [("var", rng.choice(numbers)) for _ in range(rng.randrange(1, 4))]
        return ("fn", rng.choice(["sum", "mean", "min", "max"]), parts)
    return ("count", [condition(rng, asked, 1, divide=divide) for _ in range(rng.randrange(1, 4))])


def written(tree: Tree, rng: Random | None = None) -> str:  # noqa: C901 - one case a kind
    """The condition as text; with `rng` now and then in the spelling of another program."""
    odd = rng is not None and rng.random() < 0.2
    match tree:
        case ("and" | "or" as word, parts):
            return f" {word} ".join(f"({written(part, rng)})" for part in parts)
        case ("not", part):
            return f"not ({written(part, rng)})"
        case ("cmp", sign, left, right):
            spelled = {"=": "==", "!=": "<>"}.get(sign, sign) if odd else sign
            return f"{written(left, rng)} {spelled} {written(right, rng)}"
        case ("in", name, codes):
            return f"{name} in ({', '.join(map(str, codes))})"
        case ("includes", name, code):
            return f"selected(${{{name}}}, '{code}')" if odd else f"{name} includes {code}"
        case ("state", name, word):
            return f"{name} was asked" if word == "asked" else f"{name} is {word}"
        case ("num", value):
            return f"{value:g}"
        case ("var", name):
            return f"${{{name}}}" if odd else str(name)
        case ("calc", sign, left, right):
            return f"({written(left, rng)} {sign} {written(right, rng)})"
        case ("neg", inner):
            return f"(-{written(inner, rng)})"
        case ("fn", function, parts):
            return f"{function}({', '.join(written(part, rng) for part in parts)})"
        case ("count", parts):
            return f"count({', '.join(written(part, rng) for part in parts)})"
        case ("chosen", name):
            return f"count-selected(${{{name}}})" if odd else f"count({name})"
        case ("column", name, code):
            return f"{name}_{code}"
        case ("whole", function, name, _):
            return f"{function}({name})"
        case ("count items", sign, name, _, number):
            return f"count({name} {sign} {number:g})"
        case ("age", name, day):
            return f"age_in_years({name}, {day})"
    raise AssertionError(tree)


def names_in(tree: Any) -> set[str]:
    """Names of questions and items in a condition."""
    if isinstance(tree, list):
        return {name for part in tree for name in names_in(part)}
    match tree:
        case ("in" | "includes" | "state" | "var" | "chosen" | "age" | "column", name, *_):
            return {name}
        case ("whole", _, _, items) | ("count items", _, _, items, _):
            return set(items)
        case (_, *parts):
            return {name for part in parts if isinstance(part, tuple | list) for name in names_in(part)}
    return set()


# ---- answers, and what a condition is worth on them ---------------------------------------------------------

Answers = dict[str, Any]  # a code or number, the set of ticked codes, or a reason (-1 to -6)


def answers(rng: Random, asked: tuple[Question, ...]) -> Answers:
    found: Answers = {}
    for question in asked:
        for name in (question.id,) if question.kind == "multiple" else question.columns:
            found[name] = rng.choice(REASONS) if rng.random() < 0.2 else _answer(rng, question)
    return found


def _answer(rng: Random, question: Question) -> Any:
    if question.kind == "multiple":
        ways = [frozenset(rng.sample(question.codes, rng.randrange(1, len(question.codes) + 1))) for _ in range(9)]
        allowed = [codes for codes in ways if question.may_be_ticked(codes)]
        return (allowed or [first_ticks(question)])[0]
    if question.kind == "date":
        return rng.randrange(2000, 2027) * 100 + rng.randrange(1, 13)
    return rng.randint(question.low, question.high) if question.kind == "number" else rng.choice(question.codes)


def first_ticks(question: Question) -> frozenset[int]:
    """The fewest codes that may be ticked together, from the first on."""
    return frozenset([code for code in question.codes if code not in question.alone][: question.fewest])


def stored(given: Answers, asked: tuple[Question, ...]) -> dict[str, int]:
    """The same as a response holds it: one 0 or 1 for each category."""
    found: dict[str, int] = {}
    for question in asked:
        if question.kind != "multiple":
            found |= {name: given[name] for name in question.columns}
            continue
        ticked = given[question.id]
        for code, column in zip(question.codes, question.columns, strict=True):
            found[column] = int(code in ticked) if isinstance(ticked, frozenset) else ticked
    return found


def is_gap(answer: Any) -> bool:
    return not isinstance(answer, frozenset) and answer < 0


def worth(tree: Tree, given: Answers) -> bool | None:
    """What the condition is worth: true is 1, false 0, unknown one half; "and" is the least, "or" the greatest."""
    return {0.0: False, 0.5: None, 1.0: True}[_degree(tree, given)]


def _degree(tree: Tree, given: Answers) -> float:
    match tree:
        case ("and", parts):
            return min(_degree(part, given) for part in parts)
        case ("or", parts):
            return max(_degree(part, given) for part in parts)
        case ("not", part):
            return 1 - _degree(part, given)
        case ("state", name, word):
            gap = is_gap(given[name])
            return float({"missing": gap, "answered": not gap, "asked": not gap or given[name] in ASKED}[word])
        case ("in", name, codes):
            return 0.5 if is_gap(given[name]) else float(given[name] in codes)
        case ("includes", name, code):
            held = given[name]
            return 0.5 if is_gap(held) else float(code in held if isinstance(held, frozenset) else code == held)
        case ("cmp", sign, left, right):
            a, b = value(left, given), value(right, given)
            return 0.5 if a is None or b is None else float(SIGNS[sign](a, b))
        case ("truth", truth):
            return float(truth)
    raise AssertionError(tree)


def value(tree: Tree, given: Answers) -> float | None:
    """The number of a term; None where it has none."""
    match tree:
        case ("num", number):
            return float(number)
        case ("var", name):
            return None if is_gap(given[name]) else float(given[name])
        case ("neg", inner):
            held = value(inner, given)
            return None if held is None else -held
        case ("calc", sign, left, right):
            a, b = value(left, given), value(right, given)
            return None if a is None or b is None or (sign == "/" and b == 0) else float(SUMS[sign](a, b))
        case ("fn", function, parts):
            held_ones = [held for part in parts if (held := value(part, given)) is not None]
            if not held_ones:
                return None
            total = float(sum(held_ones))
            return {"sum": total, "mean": total / len(held_ones), "min": min(held_ones), "max": max(held_ones)}[
                function
            ]
        case ("count", parts):
            return float(sum(_degree(part, given) == 1 for part in parts))
        case ("column", name, code):
            return None if is_gap(given[name]) else float(code in given[name])
        case ("chosen", name):
            return None if is_gap(given[name]) else float(len(given[name]))
        case ("age", name, day):
            return None if is_gap(given[name]) else _years(given[name], day)
    raise AssertionError(tree)


def _years(born: int, day: int) -> float:
    years = day // 100 - born // 100
    return float(years if day % 100 >= born % 100 else years - 1)


# ---- a definition that asks them ----------------------------------------------------------------------------


def definition(asked: tuple[Question, ...], last_if: str) -> str:
    """A definition with a page for each question, and a last one that is asked only when a condition holds."""
    pages = [page for question in asked for page in page_of(question)]
    pages += [*_page("last"), f"            ask_if: {quoted(last_if)}", *_single((0, 1))]
    return "\n".join([*HEADER, *pages, ""])


HEADER = [
    "questionnaire:", "  id: made_up", "  version: 1.0.0", "  languages: [en]", "  title: {en: Made up}",
    "  population: {en: Nobody}", "sections:", "  - id: s_all", "    title: {en: All}", "    pages:",
]  # fmt: skip


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _page(id: str) -> list[str]:
    return [
        f"      - id: p_{id}",
        "        questions:",
        f"          - id: {id}",
        f"            text: {{en: Text {id}}}",
    ]


def _single(codes: tuple[int, ...], type: str = "single", alone: tuple[int, ...] = ()) -> list[str]:
    mark = dict.fromkeys(alone, ", exclusive: true")
    listed = [f"              - {{code: {code}, text: {{en: code {code}}}{mark.get(code, '')}}}" for code in codes]
    return [f"            type: {type}", "            codes:", *listed]


def page_of(question: Question) -> list[str]:
    """A page with the question."""
    lines = _page(question.id)
    if question.kind == "number":
        return [
            *lines,
            "            type: number",
            f"            min: {question.low}",
            f"            max: {question.high}",
        ]
    if question.kind == "date":
        limits = ["            earliest: 2000-01", "            latest: 2026-12"]
        return [*lines, "            type: date", "            precision: month", *limits]
    lines += _single(question.codes, question.kind, question.alone)
    if question.kind == "multiple" and question.fewest > 1:
        lines.append(f"            min: {question.fewest}")
    if question.kind == "multiple" and question.most < len(question.codes) - len(question.alone):
        lines.append(f"            max: {question.most}")
    if question.kind == "battery":
        lines.append("            items:")
        lines += [f"              - {{id: {name}, text: {{en: Item {name}}}}}" for name in question.columns]
    return lines
