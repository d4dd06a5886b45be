"""The compiled questionnaire: what every form, frame, codebook and export takes, worked out once.

Conditions are read, a section's minimum age is one of them, and every variable knows in words whom it was
asked of.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass, replace
from functools import cached_property
from typing import Any

from survey.blanks import without_blanks
from survey.columns import categories_of, names_of, variables_of
from survey.errors import Fault, FaultyDefinition
from survey.expressions import ExpressionError, Node, all_of, batteries_of, parse, references, spread, words
from survey.expressions.meaning import multiple_choices
from survey.expressions.tree import Compare, Includes, Name, Number, Or
from survey.model import Expression, Page, Question, Questionnaire, Scale, Section
from survey.text import Text
from survey.variables import Variable

_ASKED_OF = Text(sv="Ställdes till", en="Asked of")

_SEVERAL = Text(sv="Frågorna ställdes till olika grupper", en="The items were asked of different groups")


@dataclass(frozen=True)
class Compiled:
    """A questionnaire, ready to be asked.

    variables   name to Variable, in order, with the universe in words
    conditions  id of a section, page, question or item to what must be true for it to be asked
    endings     id of a page to what ends the form once the page was handed in
    values      id of a computed value to how it is worked out
    variants    id of a question to the conditions of its other wordings, in their order
    checks      id of a page to what must hold once it is handed in, in the order of its checks
    choices     id of a multiple choice to its categories: code to variable
    digest      SHA-256 of all that is asked, without the places in its files
    """

    questionnaire: Questionnaire
    variables: Mapping[str, Variable]
    conditions: Mapping[str, Node]
    endings: Mapping[str, Node]
    values: Mapping[str, Node]
    variants: Mapping[str, tuple[Node, ...]]
    checks: Mapping[str, tuple[Node, ...]]
    choices: Mapping[str, Mapping[int, str]]
    digest: str

    @cached_property
    def steps(self) -> tuple[tuple[Section, Page], ...]:
        """Every page with its section, in order."""
        return self.questionnaire.pages()

    @cached_property
    def sections(self) -> Mapping[str, Section]:
        """Id of a page to its section."""
        return {page.id: section for section, page in self.steps}

    @cached_property
    def routes(self) -> Mapping[str, Node]:
        """Name of a variable that is not asked of everybody to all that must be true for it."""
        return {name: node for name, node in _routes(self.questionnaire, self.conditions) if node is not None}

    @cached_property
    def scored(self) -> Mapping[str, tuple[Scale, ...]]:
        """Id of a page to the scales that conditions go by, and whose last item is asked on it."""
        several = (*self.variants.values(), *self.checks.values())
        nodes = [*self.conditions.values(), *self.endings.values(), *self.values.values()]
        used = {r.name for node in (*nodes, *(n for each in several for n in each)) for r in references(node)}
        pages = {name: page.id for _, page in self.steps for q in page.questions for name in names_of(q)}
        order = [page.id for _, page in self.steps]
        found: dict[str, tuple[Scale, ...]] = {}
        for scale in (scale for scale in self.questionnaire.scales if scale.id in used):
            last = max((pages[item] for item in scale.items if item in pages), key=order.index, default="")
            found[last] = (*found.get(last, ()), scale)
        return found

    @cached_property
    def names(self) -> Mapping[str, tuple[str, ...]]:
        """Id of a question to the names of its variables."""
        return {question.id: names_of(question) for _, page in self.steps for question in page.questions}


def compile(questionnaire: Questionnaire) -> Compiled:
    """Read all conditions and describe all variables. Raises FaultyDefinition when a condition cannot be read."""
    faults: list[Fault] = []
    conditions = {id: node for id, node in _conditions(questionnaire, faults) if node is not None}
    endings = {
        page.id: node
        for _, page in questionnaire.pages()
        if (node := _read(page.end_if, f'page "{page.id}"', faults)) is not None
    }
    values = dict(_values(questionnaire, faults))
    variants, checks = dict(_variants(questionnaire, faults)), dict(_checks(questionnaire, faults))
    if faults:
        raise FaultyDefinition(tuple(sorted(faults)))
    bare = without_blanks(variables_of(questionnaire))
    batteries = batteries_of(bare)
    conditions, endings, values = (
        {id: spread(node, batteries) for id, node in nodes.items()} for nodes in (conditions, endings, values)
    )
    variants, checks = (
        {id: tuple(spread(node, batteries) for node in nodes) for id, nodes in several.items()}
        for several in (variants, checks)
    )
    return Compiled(
        questionnaire=questionnaire,
        variables=_with_scales(questionnaire, {**bare, **dict(_with_universe(questionnaire, bare, conditions))}),
        conditions=conditions,
        endings=endings,
        values=values,
        variants=variants,
        checks=checks,
        choices=multiple_choices(bare),
        digest=digest(questionnaire),
    )


def digest(questionnaire: Questionnaire) -> str:
    """SHA-256 of the questionnaire as text: equal for equal content, wherever it was written."""
    canonical = json.dumps(plain(questionnaire), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def old_enough(questionnaire: Questionnaire, section: Section) -> Node | None:
    """The condition that a section's minimum age sets; None where it sets none."""
    if section.min_age is None:
        return None
    return Compare(">=", Name(questionnaire.age), Number(float(section.min_age)))


def _conditions(questionnaire: Questionnaire, faults: list[Fault]) -> Iterator[tuple[str, Node | None]]:
    for section in questionnaire.sections:
        own = _read(section.ask_if, f'section "{section.id}"', faults)
        yield section.id, all_of(old_enough(questionnaire, section), own)
        for page in section.pages:
            yield page.id, _read(page.ask_if, f'page "{page.id}"', faults)
            for question in page.questions:
                yield question.id, _read(question.ask_if, f'question "{question.id}"', faults)
                for item in question.items:
                    yield item.id, _read(item.ask_if, f'item "{item.id}"', faults)


def _values(questionnaire: Questionnaire, faults: list[Fault]) -> Iterator[tuple[str, Node]]:
    for question in (question for _, page in questionnaire.pages() for question in page.questions):
        if question.type == "computed":
            value = _read(question.value, f'question "{question.id}"', faults)
            if value is not None:
                yield question.id, value


def _variants(questionnaire: Questionnaire, faults: list[Fault]) -> Iterator[tuple[str, tuple[Node, ...]]]:
    for _, page in questionnaire.pages():
        for question in page.questions:
            where = f'question "{question.id}", variant'
            nodes = [_read(variant.ask_if, where, faults) for variant in question.variants]
            yield question.id, tuple(node for node in nodes if node is not None)


def _checks(questionnaire: Questionnaire, faults: list[Fault]) -> Iterator[tuple[str, tuple[Node, ...]]]:
    for _, page in questionnaire.pages():
        nodes = [_read(check.must, f'page "{page.id}", check', faults) for check in page.checks]
        yield page.id, tuple(node for node in nodes if node is not None)


def _read(expression: Expression | None, where: str, faults: list[Fault]) -> Node | None:
    if expression is None:
        return None
    try:
        return parse(expression.source)
    except ExpressionError as error:
        place = expression.place
        faults.append(Fault(place.file, place.line, error.number, where, error.message, error.mend))
        return None


def _with_universe(
    questionnaire: Questionnaire, variables: Mapping[str, Variable], conditions: Mapping[str, Node]
) -> Iterator[tuple[str, Variable]]:
    for name, condition in _routes(questionnaire, conditions):
        yield name, replace(variables[name], universe=_universe(questionnaire, variables, condition))


def _routes(questionnaire: Questionnaire, conditions: Mapping[str, Node]) -> Iterator[tuple[str, Node | None]]:
    """Every variable that is asked for, with all that must be true for it; None where it is asked of everybody."""
    for section, page in questionnaire.pages():
        for question in page.questions:
            for name in names_of(question):
                levels = (section.id, page.id, question.id, *([name] if question.type == "battery" else []))
                own = _chose_other(question) if name == f"{question.id}_other" else None
                yield name, all_of(*(conditions.get(level) for level in levels), own)


def _chose_other(question: Question) -> Node | None:
    """When the line beside "other" is to be filled in."""
    others = [category for category in categories_of(question) if category.other]
    chosen = [Includes(Name(question.id), Number(float(category.code))) for category in others]
    return Or(tuple(chosen)) if len(chosen) > 1 else next(iter(chosen), None)


def _with_scales(questionnaire: Questionnaire, variables: Mapping[str, Variable]) -> dict[str, Variable]:
    """The same variables; a scale is asked of whom its items are."""
    found = dict(variables)
    for scale in questionnaire.scales:
        universes = {found[item].universe for item in scale.items if item in found}
        universe = universes.pop() if len(universes) == 1 else _SEVERAL
        found[scale.id] = replace(found[scale.id], universe=universe)
    return found


def _universe(questionnaire: Questionnaire, variables: Mapping[str, Variable], condition: Node | None) -> Text:
    """Whom a question is asked of, in every language; nothing when it is asked of everybody."""
    if condition is None:
        return Text()
    return Text(
        {
            language: f"{_ASKED_OF[language]} {words(condition, variables, language, age=questionnaire.age)}"
            for language in questionnaire.languages
        }
    )


def plain(value: object) -> object:
    """Nested lists and dicts of text, numbers and nothing, without places and without what is as it is by itself.

    So a word that is new in the language leaves the digests of older definitions as they are.
    """
    if is_dataclass(value):
        written = (f for f in fields(value) if f.name != "place" and getattr(value, f.name) != _by_itself(f))
        return {f.name: plain(getattr(value, f.name)) for f in written}
    if isinstance(value, tuple):
        return [plain(part) for part in value]
    return value


def _by_itself(of: Field[Any]) -> object:
    return of.default if of.default_factory is MISSING else of.default_factory()
