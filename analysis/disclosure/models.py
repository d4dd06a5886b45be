"""Whether a fitted model may be shown. A model is shown as a whole or refused as a whole."""

from __future__ import annotations

import re
from collections.abc import Callable

from analysis.disclosure import model_reasons, reasons
from analysis.disclosure.domain import domain
from analysis.disclosure.ledger import Column
from analysis.disclosure.policy import Limits, ReleasePolicy
from analysis.disclosure.released import ReleasedCoefficient, ReleasedModel
from analysis.disclosure.rounding import Rounding, significant
from analysis.disclosure.shown import notes, rounding_of
from analysis.errors import Refused
from analysis.source import Source
from analysis.unreleased import ModelCell, ModelFigures
from survey.text import Text

_DIGITS = 4
# A variable, its categories, or one of three fixed forms of it: nothing with a number of one's own choice in it.
_FIXED_FORM = re.compile(r"^(\w+|C\(\w+\)|(log|sqrt)\(\w+\)|I\(\w+ ?\*\* ?2\))$")
MANY_OUTCOMES = ("ordinal", "multinomial")


def raised(refusal: Refused) -> None:
    """Raise a refusal: what is done with it where no exception was made."""
    raise refusal


def check_model(
    model: ModelFigures, policy: ReleasePolicy, limits: Limits, refuse: Callable[[Refused], None] = raised
) -> None:
    """Refuse a model that shows what a table would hide. Raises Refused, naming the category where there is one.

    Cases, events and non-events reach the limits; so does every category of every factor and of every interaction
    of factors and each side of a column with two values, for their coefficients are a table in another form; where the
    outcome has several categories, so does each of these crossed with each of them. Of counts, those above 0 are the
    events, and they alone reach the limits. Residual degrees of freedom remain; no case settles its own fitted value
    as if it were one of fewer than `width`. A saturated model is refused; with one factor it is a table by that factor,
    and obeys the base of a table. What stands in the formula is a variable, or its logarithm, root or square: whoever
    may write numbers cuts a variable where one person lies.

    refuse  raises what it is given, unless an exception lifts that rule
    """
    _refuse_free_forms(model)
    if model.n < limits.base:
        refuse(Refused(model_reasons.too_few_for_model(limits.base), rule="base", fewest=model.n))
    if _uncounted(model):
        raise Refused(model_reasons.UNCOUNTED, rule="uncounted")
    few = _fewest(model, counts=model.counts)
    if model.n_events is not None and few < limits.threshold:
        refuse(Refused(model_reasons.too_few_events(limits.threshold), rule="threshold", fewest=few))
    if model.outcomes and few < limits.threshold:
        refuse(Refused(model_reasons.too_few_of_outcome(limits.threshold), rule="threshold", fewest=few))
    if model.df < policy.residual_df:
        refuse(Refused(model_reasons.residual_df(policy.residual_df), rule="residual_df"))
    one_factor = model.saturated and set(model.variables) - {""} == {cell.variable for cell in model.cells}
    one_factor = one_factor and len({cell.variable for cell in model.cells}) == 1
    for cell in (*model.references, *model.cells):
        refuse_small_cell(cell, model.source, limits.threshold, counts=model.counts, refuse=refuse)
        if one_factor and cell.n < limits.base:
            refuse(_of_cell(cell, model.source, limits.base, rule="base", fewest=cell.n))
    if _unchecked_interactions(model):
        raise Refused(model_reasons.INTERACTION, rule="uncounted")
    if model.saturated and not one_factor:
        raise Refused(model_reasons.SATURATED, rule="saturated")
    if model.leverage * limits.width > 1:
        raise Refused(model_reasons.LEVERAGE, rule="leverage")


def _unchecked_interactions(model: ModelFigures) -> set[str]:
    """Interactions of factors whose cells the model does not bring with it."""
    brought = {cell.variable for cell in model.cells}
    return {joint for joint in model.variables if ":" in joint and set(joint.split(":")) <= brought} - brought


def _uncounted(model: ModelFigures) -> bool:
    """True for a model of several outcomes that does not bring the cases with each of them, in all and in each cell."""
    if model.family in MANY_OUTCOMES and not model.outcomes:
        return True
    counted = [model.n_by_outcome, *(cell.n_by_outcome for cell in (*model.references, *model.cells))]
    return any(len(n_by_outcome) != len(model.outcomes) for n_by_outcome in counted)


def _refuse_free_forms(model: ModelFigures) -> None:
    free = [part for part in model.parts if not _FIXED_FORM.match(part)]
    if free:
        raise Refused(model_reasons.free_form(free[0]), rule="grammar")


def dimensions(model: ModelFigures) -> int:
    """The most variables that any term ties together with the outcome and the filter."""
    in_a_term = max((len(variable.split(":")) for variable in model.variables if variable), default=0)
    return 1 + in_a_term + len(model.source.where_variables)


def about(model: ModelFigures) -> str:
    """What the ledger compares a model with: models of the same variables."""
    filtering = set(model.source.where_variables)
    used = {variable for variables in model.variables for variable in variables.split(":") if variable}
    names = (name for name in model.source.variables if name in used or name not in filtering)
    return f"model {' '.join(sorted(names))}"


def column(model: ModelFigures) -> Column:
    """The cases of the model, as a reader sees them."""
    return Column(domain(model.source.where), model.n, {})


def released_model(model: ModelFigures, policy: ReleasePolicy) -> ReleasedModel:
    """The released form: coefficients to four digits, counts rounded; public data as they are."""
    exact = policy.public_use
    rounding = rounding_of(policy, model.source, model.n, model.weighted_n) or Rounding(1, 1.0)
    return ReleasedModel(
        source=model.source,
        notes=notes(model.source, policy, reasons.rounded_model(policy.rounding), blank=False)
        + reasons.adjusted(model.adjustment)
        + model.advice,
        public_use=exact,
        formula=model.formula,
        family=model.family,
        event=model.event,
        coefficients=tuple(_coefficient(model, i, exact=exact) for i in range(len(model.terms))),
        references=tuple((cell.variable, cell.level) for cell in model.references),
        level_of_confidence=model.level_of_confidence,
        df=model.df if exact else rounding.df(model.df, model.n),
        n=model.n if exact else rounding.n(model.n),
        weighted_n=model.weighted_n if exact else rounding.weighted_n(model.weighted_n),
        n_events=_n_events(model, rounding, exact=exact),
        link=model.link,
        outcomes=model.outcomes,
        baseline=model.baseline,
        dispersion=_dispersion(model, exact=exact),
    )


def _dispersion(model: ModelFigures, *, exact: bool) -> float | None:
    if model.dispersion is None or exact:
        return model.dispersion
    return significant(model.dispersion, _DIGITS)


def _n_events(model: ModelFigures, rounding: Rounding, *, exact: bool) -> int | None:
    if model.event is None or model.n_events is None:
        return None
    return model.n_events if exact else rounding.n(model.n_events)


def _coefficient(model: ModelFigures, i: int, *, exact: bool) -> ReleasedCoefficient:
    columns = (model.coefficient, model.std_error, model.statistic, model.p_value, model.ci_low, model.ci_high)
    numbers = [float(column[i]) if exact else significant(float(column[i]), _DIGITS) for column in columns]
    value, std_error, statistic, p, low, high = numbers
    equation = model.equations[i] if model.equations else None
    about = (model.terms[i], model.labels[i], model.variables[i], model.levels[i])
    return ReleasedCoefficient(*about, value, std_error, statistic, p, low, high, equation)


def refuse_small_cell(
    cell: ModelCell, source: Source, threshold: int, *, counts: bool, refuse: Callable[[Refused], None] = raised
) -> None:
    """Refuse a model with too few people in one of its cells, or with or without the outcome there. Raises Refused."""
    fewest = _fewest(cell, counts=counts)
    if fewest < threshold:
        refuse(_of_cell(cell, source, threshold, rule="threshold", fewest=fewest))


def _fewest(part: ModelFigures | ModelCell, *, counts: bool) -> int:
    of_events = [] if part.n_events is None else [part.n_events, part.n - part.n_events]
    if counts:  # a mean of counts rests on those above 0; how many are 0 it does not tell
        of_events = of_events[:1]
    return min([part.n, *of_events, *part.n_by_outcome])


def _of_cell(cell: ModelCell, source: Source, least: int, *, rule: str, fewest: int) -> Refused:
    """A value that the codebook does not name is the answer of those few."""
    wording = dict(zip(source.variables, source.labels, strict=True))
    variable = wording.get(cell.variable) or Text(sv=cell.variable, en=cell.variable)
    category = cell.level.label if cell.level.named else reasons.UNNAMED
    return Refused(model_reasons.small_factor_cell(variable, category, least), rule=rule, fewest=fewest)
