"""Checks of a plan of analysis against the variables of its study: every fault at once, in plain words.

Most are hidden defects, which would give a figure that means nothing: a mean of answers that have no order, a logistic
model of an outcome with three answers, a published figure beside an answer that nobody could give.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from survey.errors import Fault
from survey.expressions import ExpressionError, parse, problems
from survey.expressions.problem import UNKNOWN_CODE, UNKNOWN_NAME
from survey.kinds import NO_WORDING
from survey.model import Expression, Place
from survey.nearest import did_you_mean
from survey.plan import EVENT_FAMILIES, Plan, PlannedModel, PlannedTable, PublishedFigure
from survey.study import Study
from survey.text import LANGUAGES, Text
from survey.variables import Variable

TYPES = 4
FUNCTIONS = ("C", "I", "log", "exp", "sqrt")  # what a formula may call
_CODEBOOK = "`varsam codebook` lists the names."
_SAMPLE = "It may come with the sample: declare it under `design:` of the questionnaire, or check again with answers."
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True)
class Known:
    """What a plan may speak of.

    variables  of the form with its scales, of the sample, and the groupings of study.toml
    groups     those that may make groups, where the study says so; () for all
    answered   False before there are answers: the columns that come with the sample are not known yet
    """

    variables: Mapping[str, Variable]
    groups: tuple[str, ...] = ()
    answered: bool = True


def known_in(study: Study, sampled: Mapping[str, Variable]) -> Known:
    """The names of a study; `sampled` are the variables of its answers, empty before there are any."""
    form = study.questionnaire()
    found = {**sampled, **(form.variables if form else {})}
    for grouping in study.groupings:
        if grouping.of in found:
            found[grouping.name] = grouping.variable(found[grouping.of])
    return Known(found, tuple(study.release.get("groupings", ())), bool(sampled))


def check_plan(plan: Plan, known: Known) -> tuple[Fault, ...]:
    """Every fault of what is planned, in the order of its lines; advice is marked."""
    return tuple(sorted(_faults(plan, known), key=lambda fault: fault.line))


def _faults(plan: Plan, known: Known) -> Iterator[Fault]:
    yield from _ids(plan)
    for table in plan.tables:
        yield from _title(table.title, table.place, f'table "{table.id}"')
        yield from _table(table, known)
        yield from _condition(table.where, known, f'table "{table.id}"')
    for model in plan.models:
        yield from _title(model.title, model.place, f'model "{model.id}"')
        yield from _model(model, known)
        yield from _condition(model.where, known, f'model "{model.id}"')
    for figure in plan.published:
        yield from _published(figure, plan, known.variables)


def _ids(plan: Plan) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for planned in plan.planned:
        line = first.setdefault(planned.id.lower(), planned.place.line)
        if line != planned.place.line:
            what = f'"{planned.id}" is the name of what stands in line {line} already.'
            yield _fault(planned.place, "id", 0, "", what, "Give each table and model a name of its own.")


def _title(title: Text, place: Place, where: str) -> Iterator[Fault]:
    lacking = [language for language in LANGUAGES if not title.get(language)]
    if lacking and place.has("title"):
        what = f"The title is lacking in {' and '.join(lacking)}."
        yield _fault(place, "title", NO_WORDING, where, what, "Write it in every language.")


# ---- tables -------------------------------------------------------------------------------------------------


def _table(table: PlannedTable, known: Known) -> Iterator[Fault]:
    where = f'table "{table.id}"'
    for name in table.rows:
        found = known.variables.get(name)
        if found is None:
            yield _unknown(name, known, table.place, "rows", where)
        elif wrong := _wrong_statistic(table, found):
            yield _fault(table.place, "rows", TYPES, where, *wrong)
    for name in table.by:
        found = known.variables.get(name)
        if found is None:
            yield _unknown(name, known, table.place, "by", where)
        elif name in table.rows:
            yield _fault(table.place, "by", TYPES, where, f'"{name}" is in the rows as well.', "Group by another.")
        else:
            yield from _groups(found, known.groups, table.place, where)
    if table.place.has("share") and table.statistic != "quantile":
        what = f"`share` says which quantile; the table is of {table.statistic}s."
        yield _fault(table.place, "share", TYPES, where, what, "Remove it, or write `statistic: quantile`.")


def _wrong_statistic(table: PlannedTable, of: Variable) -> tuple[str, str] | None:
    """What is wrong with a statistic of this variable, and how to mend it."""
    if of.kind == "text":
        return f'"{of.name}" holds the respondents\' own words, which are never put in a table.', "Leave it out."
    if table.statistic == "proportion" and of.measure == "scale" and not of.values:
        mend = "Write `statistic: mean` or `quantile`, or group it in study.toml."
        return f'"{of.name}" is a number; every single value would be a row.', mend
    if table.statistic in ("mean", "total", "quantile") and of.measure == "nominal" and not _is_yes_no(of):
        mend = "Write `statistic: proportion`, or choose a number or a scale."
        return (
            f'The answers to "{of.name}" stand for categories, and a {table.statistic} of their codes says nothing.',
            mend,
        )
    if table.statistic == "total" and of.measure == "ordinal":
        mend = "Write `statistic: mean` or `proportion`."
        return f'The codes of "{of.name}" tell an order, not amounts that could be added up.', mend
    return None


def _is_yes_no(of: Variable) -> bool:
    return bool(of.values) and {label.value for label in of.values} <= {0.0, 1.0}


def _groups(by: Variable, allowed: Collection[str], place: Place, where: str) -> Iterator[Fault]:
    if by.kind == "text" or (by.measure == "scale" and not by.values):
        what = f'"{by.name}" has no categories to make groups of.'
        yield _fault(place, "by", TYPES, where, what, "Put its values together under [groupings] in study.toml.")
    elif allowed and by.name not in allowed:
        what = f'"{by.name}" may not make groups: `groupings` under [release] in study.toml does not name it.'
        mend = f"Use one of {', '.join(allowed)}, or take it to those who answer for the study."
        yield _fault(place, "by", TYPES, where, what, mend)


# ---- models -------------------------------------------------------------------------------------------------


def _model(model: PlannedModel, known: Known) -> Iterator[Fault]:
    where, variables = f'model "{model.id}"', known.variables
    outcome, tilde, right = model.formula.partition("~")
    if not tilde or not outcome.strip() or not right.strip() or "~" in right:
        what = "A formula has one outcome left of ~ and its covariates right of it."
        yield _fault(model.place, "formula", TYPES, where, what, "Write it like `b_l1 ~ sex + b_age`.")
        return
    for name in dict.fromkeys(_names(model.formula)):
        if name not in variables:
            yield _unknown(name, known, model.place, "formula", where)
        elif variables[name].kind == "text":
            what = f'"{name}" holds the respondents\' own words, which no model takes.'
            yield _fault(model.place, "formula", TYPES, where, what, "Leave it out.")
    of = variables.get(outcome.strip())
    if of and outcome.strip() in _names(right):
        what = f'"{of.name}" is the outcome and a covariate as well.'
        yield _fault(model.place, "formula", TYPES, where, what, "Leave it out on the right.")
    if of and (wrong := _wrong_family(model, of)):
        yield _fault(model.place, "family" if model.family else "formula", TYPES, where, *wrong)


def _names(formula: str) -> list[str]:
    return [name for name in _NAME.findall(formula) if name not in FUNCTIONS]


def _wrong_family(model: PlannedModel, of: Variable) -> tuple[str, str] | None:
    two = len(of.values) == 2
    if model.family in EVENT_FAMILIES and not two:
        what = (
            f'A {model.family} model needs an outcome with two answers; "{of.name}" has {len(of.values) or "numbers"}.'
        )
        return what, "Choose such an outcome, group its answers in study.toml, or name another family."
    if model.family is None and of.values and not two and of.measure == "nominal":
        what = f'The answers to "{of.name}" stand for more than two categories, of which no single model can be made.'
        return what, "Choose an outcome with two answers, or group its answers in study.toml."
    if model.family not in (None, *EVENT_FAMILIES) and of.measure == "nominal" and not _is_yes_no(of):
        what = f'The answers to "{of.name}" stand for categories, not amounts, as a {model.family} model needs them.'
        return what, "Choose a number as the outcome, or a logistic model of a yes or no."
    return None


def _condition(where: Expression | None, known: Known, of: str) -> Iterator[Fault]:
    if where is None:
        return
    try:
        node = parse(where.source)
    except ExpressionError as error:
        yield Fault(where.place.file, where.place.line, 0, of, error.message, error.mend)
        return
    for problem in problems(node, known.variables):
        # The same as of names elsewhere: before there are answers it may be a column of the sample.
        later = problem.number == UNKNOWN_NAME and not known.answered
        advice = problem.advice or later
        yield Fault(where.place.file, where.place.line, problem.number, of, problem.what, problem.mend, advice)


# ---- published figures --------------------------------------------------------------------------------------


def _published(figure: PublishedFigure, plan: Plan, variables: Mapping[str, Variable]) -> Iterator[Fault]:
    where = f'published figure "{figure.of}"'
    table = next((table for table in plan.tables if table.id == figure.of), None)
    if table is not None:
        yield from _cell_of_table(figure, table, variables, where)
        if table.statistic == "proportion" and not all(0 <= x <= 100 for x in (figure.value, *figure.interval)):
            what = "A proportion is written in per cent, from 0 to 100."
            yield _fault(figure.place, "value", TYPES, where, what, "Mend the figure.")
    elif any(model.id == figure.of for model in plan.models):
        if not figure.cell.term:
            mend = "Add `term: ...`, as the model's output names it."
            yield _fault(figure.place, "cell", 0, where, "The cell does not say which term it is about.", mend)
    else:
        names = [planned.id for planned in plan.planned]
        what, mend = f'The plan has no table or model "{figure.of}".', did_you_mean(figure.of, names)
        yield _fault(figure.place, "of", UNKNOWN_NAME, where, what, mend or f"It has: {', '.join(names)}.")
    if figure.interval and not (len(figure.interval) == 2 and figure.interval[0] <= figure.value <= figure.interval[1]):
        what = "The interval does not hold the figure between its two ends."
        yield _fault(figure.place, "interval", TYPES, where, what, "Write the low end, then the high end.")


def _cell_of_table(
    figure: PublishedFigure, table: PlannedTable, variables: Mapping[str, Variable], where: str
) -> Iterator[Fault]:
    cell = figure.cell
    of = _one_of(cell.rows, table.rows)
    if of is None:
        mend = f"Add `rows:` with one of {', '.join(table.rows)}."
        yield _fault(cell.place, "rows", 0, where, "The cell does not say which question of the table it is of.", mend)
    elif table.statistic == "proportion" and not cell.answer:
        what = "The cell does not say which answer it is the share of."
        yield _fault(cell.place, "answer", 0, where, what, "Add `answer:` with its code.")
    elif of in variables:
        yield from (
            _no_code(code, variables[of], cell.place, "answer", where) for code in _lacking(cell.answer, variables[of])
        )
    if cell.group is None:
        return
    by = _one_of(cell.by, table.by)
    if by is None:
        mend = f"Add `by:` with one of {', '.join(table.by)}." if table.by else "Remove `group`."
        yield _fault(cell.place, "group", 0, where, "The table does not say which groups these are.", mend)
    elif by in variables:
        yield from (
            _no_code(code, variables[by], cell.place, "group", where) for code in _lacking((cell.group,), variables[by])
        )


def _one_of(named: str, there: tuple[str, ...]) -> str | None:
    if named:
        return named if named in there else None
    return there[0] if len(there) == 1 else None


def _lacking(codes: tuple[int, ...], of: Variable) -> list[int]:
    known = {label.value for label in of.values}
    return [code for code in codes if known and float(code) not in known]


def _no_code(code: int, of: Variable, place: Place, word: str, where: str) -> Fault:
    codes = ", ".join(f"{label.value:g}" for label in of.values if isinstance(label.value, int | float))
    return _fault(place, word, UNKNOWN_CODE, where, f'"{of.name}" has no code {code}.', f"Its codes are {codes}.")


def _unknown(name: str, known: Known, place: Place, word: str, where: str) -> Fault:
    """Advice where the name may come with the sample, which is not there yet."""
    meant = did_you_mean(name, known.variables)
    what = f'"{name}" is no variable, scale or grouping of the study.'
    fault = _fault(place, word, UNKNOWN_NAME, where, what, meant or (_CODEBOOK if known.answered else _SAMPLE))
    return replace(fault, advice=not known.answered and not meant)


def _fault(place: Place, word: str, number: int, where: str, what: str, mend: str) -> Fault:
    return Fault(place.file, place.of(word).line, number, where, what, mend)
