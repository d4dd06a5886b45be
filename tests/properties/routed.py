"""Small definitions with routes made up at random, and what becomes of everybody who could answer: each in turn.

Nothing here rests on the routing, the solver or the checks that are put to the test: conditions are nested tuples that
`made_up.worth` judges, and every way through the pages is walked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations, product
from random import Random

from tests.properties import made_up
from tests.properties.made_up import Answers, Question, Tree

MOST_WAYS = 1_500
NOT_ASKED, BLANK, SKIPPED = -1, -4, -6


@dataclass
class Conditioned:
    """Something with a condition, and what the condition was worth for those who came to it, by whether they had
    answered all that it names.
    """

    tree: Tree
    line: int = 0
    seen: set[tuple[bool | None, bool]] = field(default_factory=set)

    def holds(self, given: Answers) -> bool:
        worth = made_up.worth(self.tree, given)
        self.seen.add((worth, not any(made_up.is_gap(given[name]) for name in made_up.names_in(self.tree))))
        return worth is True

    @property
    def worths(self) -> set[bool | None]:
        return {worth for worth, _ in self.seen}


@dataclass
class Element:
    """A section, page or question: its condition, and what else it has."""

    id: str
    ask_if: Conditioned | None = None
    question: Question | None = None
    items: dict[str, Conditioned] = field(default_factory=dict)
    below: list[Element] = field(default_factory=list)
    end_if: Conditioned | None = None
    must: Conditioned | None = None
    skip: bool = False
    note: bool = False

    def every_condition(self) -> Iterator[Conditioned]:
        """Those that decide who is asked, and ends, in the order of the file."""
        if self.ask_if:
            yield self.ask_if
        if self.end_if:
            yield self.end_if
        yield from self.items.values()
        for each in self.below:
            yield from each.every_condition()


@dataclass
class Study:
    """A definition: arms, if any, and sections."""

    arm: Question | None
    sections: list[Element]
    ended_well: int = 0

    def pages(self) -> list[tuple[Element, Element]]:
        return [(section, page) for section in self.sections for page in section.below]

    @property
    def skips(self) -> bool:
        """Whether a section can be skipped: then all who do not may have ended, though others go on."""
        return any(section.skip for section in self.sections)

    def questions(self) -> list[Question]:
        return [each.question for _, page in self.pages() for each in page.below if each.question]

    # ---- everybody

    def walk(self) -> None:
        """Every way through: arms, answers, blanks and skipped sections."""
        nothing: Answers = {}
        for question in self.questions():
            nothing |= dict.fromkeys(keys(question), NOT_ASKED)
        for arm in self.arm.codes if self.arm else (0,):
            self._from(0, {**nothing, "arm": arm}, frozenset())

    def _from(self, number: int, given: Answers, skipped: frozenset[str]) -> None:
        if number == len(self.pages()):
            self.ended_well += 1
            return None
        section, page = self.pages()[number]
        shown, asked = self._shown(section, page, given, skipped)
        if not shown:
            return self._from(number + 1, given, skipped)
        if section.skip:
            of_section = {key for each in section.below for one in each.below if one.question
                          for key in keys(one.question)}  # fmt: skip
            left = {key: SKIPPED if key in of_section else held for key, held in given.items()}
            self._from(number + 1, left, skipped | {section.id})
        for answers in product(*(ways for _, ways in asked)):
            now = {**given, **{key: answer for (key, _), answer in zip(asked, answers, strict=True)}}
            if page.must and made_up.worth(page.must.tree, now) is False:
                continue
            if not (page.end_if and page.end_if.holds(now)):
                self._from(number + 1, now, skipped)
        return None

    def _shown(
        self, section: Element, page: Element, given: Answers, skipped: frozenset[str]
    ) -> tuple[bool, list[tuple[str, list[object]]]]:
        """Whether a page is shown, and the answers that are asked for on it with all they may be."""
        if section.id in skipped or (section.ask_if and not section.ask_if.holds(given)):
            return False, []
        if page.ask_if and not page.ask_if.holds(given):
            return False, []
        applying = [each for each in page.below if not each.ask_if or each.ask_if.holds(given)]
        asked = [
            (key, ways(each.question))
            for each in applying
            if each.question
            for key in keys(each.question)
            if key not in each.items or each.items[key].holds(given)
        ]
        only_notes = all(each.note for each in page.below)
        return (bool(applying) if only_notes else bool(asked)), asked

    # ---- as a file

    def written(self) -> str:
        """The definition; notes in which line each condition stands."""
        lines = [
            line for line in made_up.HEADER if not line.startswith(("sections", "  - id", "    title", "    pages"))
        ]
        if self.arm:
            lines += ["experiments:", "  - id: arm", "    title: {en: Arm}", "    arms:"]
            lines += [f"      - {{code: {code}, share: 50, text: {{en: arm {code}}}}}" for code in self.arm.codes]
        lines.append("sections:")
        for section in self.sections:
            lines += [f"  - id: {section.id}", f"    title: {{en: {section.id}}}"]
            lines += ["    skip: true"] if section.skip else []
            _condition(lines, 4, "ask_if", section.ask_if)
            lines.append("    pages:")
            for page in section.below:
                _page(lines, page)
        return "\n".join([*lines, ""])


def keys(question: Question) -> tuple[str, ...]:
    return question.columns if question.kind == "battery" else (question.id,)


def ways(question: Question) -> list[object]:
    """All answers to a question, and none."""
    if question.kind == "multiple":
        sets = [frozenset(c) for n in range(1, len(question.codes) + 1) for c in combinations(question.codes, n)]
        return [BLANK, *(codes for codes in sets if question.may_be_ticked(codes))]
    return [BLANK, *(question.codes or range(question.low, question.high + 1))]


def _condition(lines: list[str], indent: int, word: str, condition: Conditioned | None, before: str = "") -> None:
    if condition is not None:
        condition.line = len(lines) + 1
        lines.append(f"{' ' * indent}{before}{word}: {made_up.quoted(made_up.written(condition.tree))}")


def _page(lines: list[str], page: Element) -> None:
    lines.append(f"      - id: {page.id}")
    _condition(lines, 8, "ask_if", page.ask_if)
    _condition(lines, 8, "end_if", page.end_if)
    if page.end_if:
        lines.append("        end_text: {en: Thank you}")
    if page.must:
        lines.append("        checks:")
        _condition(lines, 10, "must", page.must, "- ")
        lines += ["            text: {en: Look again}", "            stop: true"]
    lines.append("        questions:")
    for each in page.below:
        _question(lines, each)


def _question(lines: list[str], each: Element) -> None:
    if each.question is None:
        lines += [f"          - id: {each.id}", "            text: {en: Note}", "            type: note"]
        return _condition(lines, 12, "ask_if", each.ask_if)
    written = made_up.page_of(each.question)[2:]
    for line in written:
        name = line.partition("{id: ")[2].partition(",")[0]
        if name not in each.items:
            lines.append(line)
            continue
        each.items[name].line = len(lines) + 1
        condition = made_up.quoted(made_up.written(each.items[name].tree))
        lines.append(f"{line[:-1]}, ask_if: {condition}}}")
    return _condition(lines, 12, "ask_if", each.ask_if)


# ---- made up ------------------------------------------------------------------------------------------------


def study(rng: Random) -> Study:
    """A definition that has not too many ways through."""
    while True:
        made = _Making(rng).study()
        n = 2 if made.arm else 1
        for question in made.questions():
            n *= len(ways(question)) ** len(keys(question))
        if n <= MOST_WAYS:
            return made


class _Making:
    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.arm = Question("arm", "single", codes=(1, 2)) if rng.random() < 0.3 else None
        self.earlier: tuple[Question, ...] = (self.arm,) if self.arm else ()
        self.here: tuple[Question, ...] = ()
        self.n = 0

    def study(self) -> Study:
        return Study(self.arm, [self.section(number) for number in range(self.rng.randrange(1, 4))])

    def section(self, number: int) -> Element:
        made = Element(f"s{number}", self.maybe(0.25), skip=self.rng.random() < 0.2)
        made.below = [self.page(f"p{number}{place}") for place in range(self.rng.randrange(1, 3))]
        return made

    def page(self, id: str) -> Element:
        made, self.here = Element(id, self.maybe(0.3)), ()
        made.below = [self.question() for _ in range(self.rng.randrange(1, 3))]
        if all(each.note for each in made.below):
            made.below = made.below[:1]
        self.earlier += self.here
        made.end_if = self.maybe(0.35)
        made.must = self.maybe(0.1)
        return made

    def question(self) -> Element:
        self.n += 1
        id, rng = f"q{self.n}", self.rng
        if rng.random() < 0.1:
            return Element(id, self.maybe(0.5), note=True)
        kind = rng.choice(["single", "single", "number", "multiple", "battery"])
        question = made_up.one(rng, id, kind)
        if kind == "number":
            low = rng.randrange(3)
            question = Question(id, kind, low=low, high=low + rng.randrange(1, 4))
        elif len(question.codes) > 3:
            question = made_up.Question(id, kind, question.codes[:3])
        items = {name: c for name in question.columns if (c := self.maybe(0.3))} if kind == "battery" else {}
        self.here += (question,)
        return Element(id, self.maybe(0.35), question, items)

    def maybe(self, chance: float) -> Conditioned | None:
        """A condition on what was asked on earlier pages."""
        if not self.earlier or self.rng.random() > chance:
            return None
        pick = self.rng.random()
        if pick < 0.4:
            return Conditioned(self.atom())
        if pick < 0.55:
            return Conditioned(("not", self.atom()))
        return Conditioned((self.rng.choice(["and", "or"]), [self.atom() for _ in range(self.rng.randrange(2, 4))]))

    def atom(self) -> Tree:
        """One comparison, with codes that there are."""
        rng, question = self.rng, self.rng.choice(self.earlier)
        if question.kind == "multiple":
            ticks = ("cmp", rng.choice([*made_up.SIGNS]), ("chosen", question.id), ("num", rng.randrange(1, 3)))
            code = rng.choice(question.codes)
            column = ("cmp", "=", ("column", question.id, code), ("num", rng.randrange(2)))
            return rng.choice([("includes", question.id, code), self.state(question.id), ticks, column])
        name = rng.choice(question.names)
        there = question.codes or tuple(range(question.low, question.high + 1))
        if question is self.arm or rng.random() < 0.75:
            some = sorted(rng.sample(there, rng.randrange(1, len(there) + 1)))
            compared = ("cmp", rng.choice([*made_up.SIGNS]), ("var", name), ("num", rng.choice(there)))
            return rng.choice([("in", name, some), compared])
        return self.state(name)

    def state(self, name: str) -> Tree:
        return ("state", name, self.rng.choice(["missing", "answered", "asked"]))
