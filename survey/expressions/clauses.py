"""Comparisons of one variable with codes or numbers, so far understood that two of the same variable can be joined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from survey.expressions.evaluation import COMPARISONS
from survey.expressions.meaning import Meaning
from survey.expressions.tree import Compare, In, Includes, Name, Node, Not, Number, String

Code = float | str
_TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}


@dataclass(frozen=True)
class Chosen:
    """One of these codes was answered; with `excluded`, something else was."""

    meaning: Meaning
    codes: tuple[Code, ...]
    excluded: bool = False


@dataclass(frozen=True)
class Range:
    """A number from `low` to `high` was answered, each included or not; with `excluded`, another one was."""

    meaning: Meaning
    low: float | None = None
    high: float | None = None
    low_open: bool = False
    high_open: bool = False
    excluded: bool = False

    def kind(self) -> str:
        """Which phrase says it: = != < <= > >=, between or nothing."""
        if self.low is None or self.high is None:
            sign, is_open = (">", self.low_open) if self.high is None else ("<", self.high_open)
            return sign if is_open else f"{sign}="
        if self.low == self.high and not (self.low_open or self.high_open):
            return "!=" if self.excluded else "="
        return "between" if self.low < self.high else "nothing"


Clause = Chosen | Range


def clause_of(node: Node, names: Mapping[str, Meaning], age: str) -> Clause | None:
    """The node as a clause on one variable; None when it is none."""
    match node:
        case Compare(comparison, (Number() | String()) as literal, Name() as name):
            return clause_of(Compare(_TURNED.get(comparison, comparison), name, literal), names, age)  # type: ignore[arg-type]
        case Compare(comparison, Name(name), Number(value) | String(value)) if name in names:
            return _compared(names[name], comparison, value, as_number=name == age)
        case In(Name(name), values) if name in names:
            return _listed(names[name], [value.value for value in values], excluded=False)
        case Not(In(Name(name), values)) if name in names:
            return _listed(names[name], [value.value for value in values], excluded=True)
        case Includes(Name(name), value_node) if name in names and names[name].type != "choices":
            return _listed(names[name], [value_node.value], excluded=False)
        case Not(Includes(Name(name), value_node)) if name in names and names[name].type != "choices":
            return _listed(names[name], [value_node.value], excluded=True)
    return None


def _compared(meaning: Meaning, comparison: str, value: Code, *, as_number: bool) -> Clause:
    if isinstance(value, str) or (comparison in ("=", "!=") and meaning.coded and not as_number):
        return _listed(meaning, [value], excluded=comparison == "!=")
    if meaning.closed and not as_number:
        holds = COMPARISONS[comparison]
        return Chosen(meaning, tuple(v.value for v in meaning.values if holds(v.value, value)))
    match comparison:
        case "<" | "<=":
            return Range(meaning, high=value, high_open=comparison == "<")
        case ">" | ">=":
            return Range(meaning, low=value, low_open=comparison == ">")
    return Range(meaning, low=value, high=value, excluded=comparison == "!=")


def _listed(meaning: Meaning, codes: Sequence[Code], *, excluded: bool) -> Chosen:
    """The codes in the order of the code list; where that is closed, what was excluded becomes what is left."""
    if not meaning.closed:
        return Chosen(meaning, tuple(codes), excluded)
    return Chosen(meaning, tuple(v.value for v in meaning.values if (v.value in codes) != excluded))


def joined(clauses: Sequence[Clause]) -> list[Clause]:
    """Clauses that must all be true, with those on the same variable made one where they can be."""
    found: list[Clause] = []
    for clause in clauses:
        for place, earlier in enumerate(found):
            both = _both(earlier, clause)
            if both is not None:
                found[place] = both
                break
        else:
            found.append(clause)
    return found


def _both(a: Clause, b: Clause) -> Clause | None:
    if a.meaning.name != b.meaning.name or a.excluded or b.excluded:
        return None
    if isinstance(a, Chosen) and isinstance(b, Chosen):
        return replace(a, codes=tuple(code for code in a.codes if code in b.codes))
    if isinstance(a, Range) and isinstance(b, Range):
        low, low_open = max(_bounds(a.low, a.low_open, b.low, b.low_open), default=(None, False))
        high, closed = min(_bounds(a.high, not a.high_open, b.high, not b.high_open), default=(None, True))
        return Range(a.meaning, low, high, low_open, not closed)
    return None


def _bounds(a: float | None, a_flag: bool, b: float | None, b_flag: bool) -> list[tuple[float, bool]]:
    return [(bound, flag) for bound, flag in ((a, a_flag), (b, b_flag)) if bound is not None]
