"""What is chosen one after the other to come to a place: arms, what is known beforehand, answers, computed values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from survey.columns import answers_of
from survey.compile import Compiled
from survey.computed import computed
from survey.covering.candidates import Candidates, Values, candidates, counted, uses, whole_numbers
from survey.covering.demands import Demand
from survey.expressions import Node, all_of, references
from survey.expressions.evaluation import Lookup, evaluate
from survey.expressions.tree import Compare, In, Includes, Name, Not
from survey.missing import Missing
from survey.model import DesignVariable, Experiment, Question


@dataclass(frozen=True)
class Unit:
    """One choice, in the order of the form.

    names   variables whose values it sets
    asked   when it is asked at all; None: always
    choices what may be chosen; of a count, of which fewer statements may be shown, by their conditions
    value   of a computed value, how it is worked out
    """

    id: str
    names: tuple[str, ...]
    asked: Node | None
    choices: Candidates
    value: Node | None = None
    statements: tuple[Node | None, ...] = ()

    def possible(self, lookup: Lookup) -> tuple[Values, ...]:
        """What may be chosen after all that was chosen before."""
        if self.asked is not None and evaluate(self.asked, lookup) is not True:
            return (dict.fromkeys(self.names, int(Missing.NOT_ASKED)),)
        if self.value is not None:
            return ({self.names[0]: computed(evaluate(self.value, lookup))},)
        if not self.statements:
            return self.choices.values
        most = sum(condition is None or evaluate(condition, lookup) is True for condition in self.statements)
        return tuple(values for values in self.choices.values if _number(values) <= most)

    def needs(self) -> Iterator[Node]:
        """The conditions on which it hangs what may be chosen."""
        yield from (node for node in (self.asked, self.value, *self.statements) if node is not None)


def _number(values: Values) -> float:
    value = next(iter(values.values()))
    return 0 if isinstance(value, str) else value


def units_for(compiled: Compiled, makers: Mapping[str, Maker], demands: Iterable[Demand]) -> list[Unit]:
    """All that has a say in the demands, directly or because it decides whether something else is asked."""
    conditions = [demand.condition for demand in demands]
    chosen: dict[str, Maker] = {}
    left = list(conditions)
    while left:
        for reference in references(left.pop()):
            maker = makers.get(reference.name)
            if maker is not None and maker.id not in chosen:
                chosen[maker.id] = maker
                needed = list(maker.needs(compiled))
                conditions += needed
                left += needed
    in_order = dict.fromkeys(maker.id for maker in makers.values() if maker.id in chosen)
    return [chosen[id].unit(compiled, conditions) for id in in_order]


def implied(compiled: Compiled, makers: Mapping[str, Maker], demands: Iterable[Demand]) -> list[Demand]:
    """The demands, and that what they compare is asked: it must be answered, so whatever leads there must hold too."""
    found: dict[Demand, None] = {}
    left = [part for demand in demands for part in demand.parts()]
    while left:
        demand = left.pop(0)
        if demand not in found:
            found[demand] = None
            for name in _compared(demand):
                condition = makers[name].asked(compiled) if name in makers else None
                left += Demand(condition, True).parts() if condition is not None else ()
    return list(found)


def _compared(demand: Demand) -> tuple[str, ...]:
    """Names without whose answers a demand cannot be true."""
    if not demand.holds:
        return ()
    node = demand.condition.condition if isinstance(demand.condition, Not) else demand.condition
    match node:
        case Compare(_, left, right):
            return tuple(side.name for side in (left, right) if isinstance(side, Name))
        case In(Name(name), _) | Includes(Name(name), _):
            return (name,)
    return ()


@dataclass(frozen=True)
class Maker:
    """An element that sets variables: an experiment, a design variable, or a question (or one item of a battery)."""

    id: str
    element: Experiment | DesignVariable | Question
    levels: tuple[str, ...] = ()

    def asked(self, compiled: Compiled) -> Node | None:
        """When it is asked."""
        return all_of(*(compiled.conditions.get(level) for level in self.levels))

    def needs(self, compiled: Compiled) -> Iterator[Node]:
        """The conditions on which it hangs."""
        unit = self.unit(compiled, ())
        yield from unit.needs()

    def unit(self, compiled: Compiled, conditions: Iterable[Node]) -> Unit:
        """It as a choice, with what makes a difference to these conditions."""
        if isinstance(self.element, Experiment):
            codes: list[Values] = [{self.id: arm.code} for arm in self.element.arms if arm.share > 0]
            return Unit(self.id, (self.id,), None, Candidates(tuple(codes), True))
        if isinstance(self.element, DesignVariable):
            return Unit(self.id, (self.id,), None, _beforehand(self.element, conditions))
        return self._of_question(compiled, self.element, list(conditions))

    def _of_question(self, compiled: Compiled, question: Question, conditions: list[Node]) -> Unit:
        asked = self.asked(compiled)
        if question.answered == "computed":
            nothing = Candidates((), True)
            return Unit(self.id, (self.id,), asked, nothing, value=compiled.values.get(question.id))
        use = uses({self.id, *answers_of(question)}, conditions)
        found = candidates(question, self.id, use, every_tick=counted(question.id, conditions))
        statements = question.items if question.type == "count" else ()
        return Unit(
            id=self.id,
            names=tuple(found.values[0]),
            asked=asked,
            choices=found,
            statements=tuple(compiled.conditions.get(item.id) for item in statements),
        )


def _beforehand(variable: DesignVariable, conditions: Iterable[Node]) -> Candidates:
    """What may be known beforehand, or nothing of it."""
    absent: Values = {variable.id: int(Missing.NOT_IN_VERSION)}
    if variable.codes is not None:
        numbers, complete = list(variable.codes.codes()), True
    else:
        numbers, complete = whole_numbers(None, None, uses({variable.id}, conditions))
    known: list[Values] = [{variable.id: number} for number in numbers]
    return Candidates((*known, absent), complete)


def makers_of(compiled: Compiled) -> dict[str, Maker]:
    """Every name that a condition may use to what sets it."""
    found = {element.id: Maker(element.id, element) for element in compiled.questionnaire.design}
    found |= {element.id: Maker(element.id, element) for element in compiled.questionnaire.experiments}
    for section, page in compiled.steps:
        for question in page.questions:
            levels = (section.id, page.id, question.id)
            if question.answered == "codes of items":
                for item in question.items:
                    found[item.id] = Maker(item.id, replace(question, items=(item,)), (*levels, item.id))
            elif question.answered != "nothing":
                maker = Maker(question.id, question, levels)
                found |= dict.fromkeys((question.id, *compiled.names[question.id]), maker)
    return found
