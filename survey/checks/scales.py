"""Scales: items that belong together, each turned once, and enough of them (defect 29)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from survey.checks.walk import fault, named
from survey.columns import ends_of, variables_of
from survey.errors import Fault
from survey.model import Questionnaire, Scale
from survey.nearest import did_you_mean
from survey.variables import Variable

SCALE = 29
_FEWEST = 3  # below, alpha says nothing


def scales(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Every fault of a scale."""
    found = variables_of(questionnaire)
    own = {scale.id for scale in questionnaire.scales}
    variables = {name: variable for name, variable in found.items() if name not in own}
    for scale in questionnaire.scales:
        for word, what, mend in (*_items(scale, variables), *_reversed(scale, variables), *_answered(scale)):
            yield fault(scale.place.of(word), SCALE, named("scale", scale.id), what, mend)
        if len(set(scale.items)) == _FEWEST - 1:
            what = "The scale has 2 items; alpha and omega say little of so few."
            mend = "Add an item, or report the items one by one."
            yield fault(scale.place.of("items"), SCALE, named("scale", scale.id), what, mend, advice=True)


Said = tuple[str, str, str]


def _items(scale: Scale, variables: Mapping[str, Variable]) -> Iterator[Said]:
    for item, times in Counter(scale.items).items():
        if item not in variables:
            what = f'The item "{item}" is not asked.'
            yield "items", what, did_you_mean(item, variables) or "Write a name that the codebook lists."
        elif times > 1:
            what = f'The item "{item}" is named {times} times, so that it counts more than the others.'
            yield "items", what, "Name it once."
        elif variables[item].kind == "text" or variables[item].role not in ("answer", "derived"):
            what = f'"{item}" cannot be an item: a scale is made of codes or numbers that were answered.'
            yield "items", what, "Take it out."
    if len(set(scale.items)) < _FEWEST - 1:
        yield "items", "A scale of one item measures no more than the item itself.", "Add items, or take the scale out."
    yield from _different(scale, variables)


def _different(scale: Scale, variables: Mapping[str, Variable]) -> Iterator[Said]:
    """Items that cannot be added up because their codes differ; each is compared with the first."""
    known = [variables[item] for item in dict.fromkeys(scale.items) if item in variables]
    for other in known[1:]:
        if _codes(other) != _codes(known[0]):
            what = f'The items "{known[0].name}" and "{other.name}" have different codes: '
            what += f"{_listed(known[0])} and {_listed(other)}."
            yield "items", what, "Ask all items of a scale with the same code list."


def _codes(variable: Variable) -> list[float] | tuple[float, float] | None:
    codes = [float(value.value) for value in variable.values if not isinstance(value.value, str)]
    return sorted(codes) if codes else ends_of(variable)


def _listed(variable: Variable) -> str:
    codes = _codes(variable)
    if codes is None:
        return "none"
    if not variable.values:
        return f"{codes[0]:.10g} to {codes[-1]:.10g}"
    return ", ".join(f"{code:.10g}" for code in codes)


def _reversed(scale: Scale, variables: Mapping[str, Variable]) -> Iterator[Said]:
    for item, times in Counter(scale.reverse).items():
        if item not in scale.items:
            mend = did_you_mean(item, scale.items) or f"Its items are {', '.join(scale.items)}."
            yield "reverse", f'"{item}" is to be turned, but is no item of the scale.', mend
        elif times > 1:
            what = f'The item "{item}" is named {times} times in `reverse`; turned twice it would not be turned.'
            yield "reverse", what, "Name it once, or not at all."
        elif item in variables and ends_of(variables[item]) is None:
            what = f'The item "{item}" has neither codes nor limits, so nothing says how to turn it.'
            yield "reverse", what, "Give it a code list, or `min` and `max`."


def _answered(scale: Scale) -> Iterator[Said]:
    if scale.min_answered is not None and scale.min_answered > len(scale.items):
        k = len(scale.items)
        what = f"{scale.min_answered} items must be answered, but the scale has {k}: nobody gets a score."
        yield "min_answered", what, f"Let `min_answered` be {k} or less."
