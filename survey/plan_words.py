"""A plan of analysis in words: what will be shown of whom, and beside which published figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from survey.expressions import batteries_of, parse, references, spread, words
from survey.model import Expression
from survey.plan import Plan, PlannedModel, PlannedTable, PublishedFigure
from survey.text import Text
from survey.variables import Variable

_STATISTICS = {
    "proportion": Text(sv="Andelen av varje svar", en="The share of each answer"),
    "mean": Text(sv="Medelvärdet", en="The mean"),
    "total": Text(sv="Totalen", en="The total"),
    "quantile": Text(sv="Kvantilen {share}", en="The quantile {share}"),
}
_OF = Text(sv="av", en="of")
_FOR_EACH = Text(sv="för var och en av", en="for each of")
_QUOTED = Text(sv="”{text}”", en="“{text}”")
_BY = Text(sv="efter", en="by")
_ONLY = Text(sv="Endast: {words}.", en="Only: {words}.")
_EACH = Text(sv="Var för sig.", en="Each by itself.")
_MODEL = Text(sv="Modell ({family}): {formula}.", en="Model ({family}): {formula}.")
_FAMILY = Text(sv="logistisk eller linjär efter utfallet", en="logistic or linear by the outcome")
_BESIDE = Text(sv="Bredvid: {value} ({cell}), {source}", en="Beside it: {value} ({cell}), {source}")
_PERCENT = Text(sv=" %", en="%")


def plan_in_words(plan: Plan, variables: Mapping[str, Variable], language: str) -> str:
    """A paragraph for each table and model, in the order of the plan."""
    return "\n\n".join("\n".join(_lines(planned, plan, variables, language)) for planned in plan.planned)


def _lines(
    planned: PlannedTable | PlannedModel, plan: Plan, variables: Mapping[str, Variable], language: str
) -> Iterator[str]:
    yield f"{planned.id}: {planned.title.in_language(language)}"
    if isinstance(planned, PlannedTable):
        yield from (f"  {line}" for line in _table(planned, variables, language))
    else:
        family = planned.family or _FAMILY[language]
        yield "  " + _MODEL[language].format(family=family, formula=planned.formula)
    if planned.where:
        yield "  " + _ONLY[language].format(words=_condition(planned.where, variables, language))
    for figure in plan.published:
        if figure.of == planned.id:
            yield "  " + _published(figure, planned, variables, language)


def _table(table: PlannedTable, variables: Mapping[str, Variable], language: str) -> Iterator[str]:
    statistic = _STATISTICS[table.statistic][language].format(share=f"{table.share:g}")
    named = [_label(name, variables, language) for name in table.rows]
    by = ", ".join(_label(name, variables, language) for name in table.by)
    groups = f", {_BY[language]} {by}" if by else ""
    each = f" {_EACH[language]}" if len(table.rows) * max(len(table.by), 1) > 1 else ""
    if len(named) == 1:
        yield f"{statistic} {_OF[language]} {named[0]}{groups}.{each}"
        return
    yield f"{statistic}{groups}, {_FOR_EACH[language]}:"
    yield from (f"  {name}" for name in named)


def _label(name: str, variables: Mapping[str, Variable], language: str) -> str:
    label = variables[name].label.in_language(language) if name in variables else ""
    return f"{name} {_QUOTED[language].format(text=label)}" if label else name


def _condition(where: Expression, variables: Mapping[str, Variable], language: str) -> str:
    """In words; as it is written where it names a column that is not there yet."""
    node = parse(where.source)
    known = all(reference.name in variables for reference in references(spread(node, batteries_of(variables))))
    return words(node, variables, language) if known else where.source


def _published(
    figure: PublishedFigure, planned: PlannedTable | PlannedModel, variables: Mapping[str, Variable], language: str
) -> str:
    share = isinstance(planned, PlannedTable) and planned.statistic == "proportion"
    value = f"{figure.value:g}"
    value = (value.replace(".", ",") if language == "sv" else value) + (_PERCENT[language] if share else "")
    cell = _cell(figure, planned, variables, language)
    return _BESIDE[language].format(value=value, cell=cell, source=figure.source)


def _cell(
    figure: PublishedFigure, planned: PlannedTable | PlannedModel, variables: Mapping[str, Variable], language: str
) -> str:
    cell = figure.cell
    if isinstance(planned, PlannedModel):
        return cell.term
    rows = cell.rows or planned.rows[0]
    said = [f"{rows}: {_codes(cell.answer, variables.get(rows), language)}"] if cell.answer else [rows]
    if cell.group is not None:
        said.append(_codes((cell.group,), variables.get(cell.by or planned.by[0]), language))
    return ", ".join(said)


def _codes(codes: tuple[int, ...], of: Variable | None, language: str) -> str:
    labels = {label.value: label.label.in_language(language) for label in of.values} if of else {}
    return " + ".join(_QUOTED[language].format(text=labels.get(code, code)) for code in codes)
