"""What made-up conditions can be worth, by an SMT solver: an independent judge of what can be true at all."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import Any

import z3

from tests.properties.made_up import Question, Tree

ANSWERED, BLANK, NOT_ASKED = 0, 1, 2


class Respondent:
    """Everybody who could answer: a status and a value for each name, and what keeps them within the questions."""

    def __init__(self, asked: Sequence[Question]) -> None:
        self.status: dict[str, Any] = {}
        self.number: dict[str, Any] = {}
        self.ticked: dict[str, dict[int, Any]] = {}
        self.limits: list[Any] = []
        for question in asked:
            for name in (question.id,) if question.kind == "multiple" else question.columns:
                self._add(question, name)

    def _add(self, question: Question, name: str) -> None:
        self.status[name] = z3.Int(f"{name}_status")
        self.limits.append(z3.And(self.status[name] >= ANSWERED, self.status[name] <= NOT_ASKED))
        if question.kind == "multiple":
            self.ticked[name] = {code: z3.Bool(f"{name}_{code}_ticked") for code in question.codes}
            self.limits.append(self._may_be_ticked(question))
            return
        value = self.number[name] = z3.Int(name)
        if question.kind == "date":
            month = z3.Int(f"{name}_month")
            self.limits += [month >= 2000 * 12, month < 2027 * 12, value == month / 12 * 100 + month % 12 + 1]
        elif question.kind == "number":
            self.limits += [value >= question.low, value <= question.high]
        else:
            self.limits.append(z3.Or(*(value == code for code in question.codes)))

    def _may_be_ticked(self, question: Question) -> Any:
        """Just one code that stands alone, or the others within their limits."""
        ticked = self.ticked[question.id]
        n = z3.Sum([z3.If(on, 1, 0) for on in ticked.values()])
        alone = z3.Or(*(ticked[code] for code in question.alone)) if question.alone else z3.BoolVal(False)
        return z3.If(alone, n == 1, z3.And(n >= question.fewest, n <= question.most))

    def answered(self, name: str) -> Any:
        return self.status[name] == ANSWERED

    # ---- conditions: when they are true, and when they are false

    def both(self, tree: Tree) -> tuple[Any, Any]:
        match tree:
            case ("and", parts):
                trues, falses = zip(*map(self.both, parts), strict=True)
                return z3.And(*trues), z3.Or(*falses)
            case ("or", parts):
                trues, falses = zip(*map(self.both, parts), strict=True)
                return z3.Or(*trues), z3.And(*falses)
            case ("not", part):
                true, false = self.both(part)
                return false, true
            case ("state", name, word):
                said = {"answered": self.answered(name), "missing": self.status[name] != ANSWERED,
                        "asked": self.status[name] != NOT_ASKED}[word]  # fmt: skip
                return said, z3.Not(said)
        known, said = self._compared(tree)
        return z3.And(known, said), z3.And(known, z3.Not(said))

    def _compared(self, tree: Tree) -> tuple[Any, Any]:
        match tree:
            case ("in", name, codes):
                return self.answered(name), z3.Or(*(self.number[name] == code for code in codes))
            case ("includes", name, code):
                held = self.ticked[name][code] if name in self.ticked else self.number[name] == code
                return self.answered(name), held
            case ("cmp", sign, left, right):
                (known, a), (also_known, b) = self.term(left), self.term(right)
                said = {"=": a == b, "!=": a != b, "<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[sign]
                return z3.And(known, also_known), said
        raise AssertionError(tree)

    # ---- terms: when they have a value, and which

    def term(self, tree: Tree) -> tuple[Any, Any]:
        match tree:
            case ("num", value):
                return z3.BoolVal(True), z3.RealVal(str(value))
            case ("var", name):
                return self.answered(name), z3.ToReal(self.number[name])
            case ("neg", inner):
                known, value = self.term(inner)
                return known, -value
            case ("calc", sign, left, right):
                (known, a), (also_known, b) = self.term(left), self.term(right)
                return z3.And(known, also_known), a + b if sign == "+" else a - b
            case ("fn", function, parts):
                return self._together(function, [self.term(part) for part in parts])
            case ("count", parts):
                return z3.BoolVal(True), z3.Sum([z3.If(self.both(part)[0], z3.RealVal(1), 0) for part in parts])
            case ("chosen", name):
                return self.answered(name), z3.Sum([z3.If(on, z3.RealVal(1), 0) for on in self.ticked[name].values()])
            case ("column", name, code):
                return self.answered(name), z3.If(self.ticked[name][code], z3.RealVal(1), z3.RealVal(0))
            case ("whole", function, _, items):
                return self._together(function, [self.term(("var", item)) for item in items])
            case ("count items", sign, _, items, number):
                return self.term(("count", [("cmp", sign, ("var", item), ("num", number)) for item in items]))
            case ("age", name, day):
                return self.answered(name), z3.ToReal((day - self.number[name]) / 100)
        raise AssertionError(tree)

    def _together(self, function: str, parts: list[tuple[Any, Any]]) -> tuple[Any, Any]:
        known = z3.Or(*(there for there, _ in parts))
        if function in ("min", "max"):
            far = z3.RealVal(10**9 if function == "min" else -(10**9))
            values = [z3.If(there, value, far) for there, value in parts]
            return known, reduce(lambda a, b: z3.If((a < b) if function == "min" else (a > b), a, b), values)
        total = z3.Sum([z3.If(there, value, z3.RealVal(0)) for there, value in parts])
        if function == "sum":
            return known, total
        n = z3.Sum([z3.If(there, 1, 0) for there, _ in parts])
        return known, z3.If(n == 1, total, z3.If(n == 2, total / 2, total / 3))

    # ---- verdicts

    def possible(self, *wanted: Any) -> bool:
        solver = z3.Solver()
        solver.add(*self.limits, *wanted)
        found = solver.check()
        assert found != z3.unknown
        return bool(found == z3.sat)

    def verdict(self, tree: Tree, names: set[str]) -> str:
        true, _ = self.both(tree)
        if not self.possible(true):
            return "never"
        if not self.possible(z3.Not(true)):
            return "always"
        answered = [self.answered(name) for name in names]
        return "depends" if self.possible(z3.Not(true), *answered) else "whenever answered"
