"""Linear and logistic regression with linearised standard errors."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.special import stdtr

from analysis.categories import combined
from analysis.design import BoolArray, SurveyDesign
from analysis.errors import AnalysisError, NoCases
from analysis.fit import Dependent, Family, Fit, fit, largest_leverage
from analysis.formulas import ModelFormula, ModelMatrix, model_matrix, read_formula
from analysis.intervals import t_interval
from analysis.linearised import Linearised
from analysis.source import Level
from analysis.unreleased import FloatArray, ModelCell, ModelFigures, ModelResult
from survey.text import plain

FAMILIES = ("linear", "logistic")


@dataclass(frozen=True, eq=False)
class Outcome:
    """The left side: (n,) numbers, NaN without an answer; for a logistic model 1 for the event and 0 for the other."""

    values: FloatArray
    family: Family
    event: Level | None


def model(design: SurveyDesign, formula: str, *, family: Family | None = None, confidence: float = 0.95) -> ModelResult:
    """Regression of an outcome on predictors, such as "y_meet ~ y_age + sex".

    coefficients  solve the weighted score equations; see `fit`
    variance      of the scores of `fit`; see `Stages.covariance`
    df            design degrees of freedom of the cases used, + 1 - k; tests and intervals are t with df

    formula  formulaic's: + : * ( ) C() I() log() exp() sqrt(). Variables with value labels are factors unless their
             measure is scale, text always; the first category in code order is the reference.
    family   "logistic" by default where the outcome has two categories, else "linear". The event of a logistic model
             is code 1 where there is a code 1 (so for 0/1 and for yes = 1, no = 2), else the higher code.

    Cases lacking any answer leave the model but stay in the design. Raises BadFormula, NoCases, LonelyPSU, and
    AnalysisError for predictors that say the same or that separate the outcome.
    Same as R `svyglm(family = gaussian)` or `quasibinomial`, Stata `svy: regress` and `svy: logit`, SPSS CSGLM.
    """
    read = read_formula(design, formula)
    outcome = _outcome(design, read.outcome, family)
    cases = design.inside & np.isfinite(outcome.values) & ~_any_missing(design, read.predictors)
    _refuse_nobody(cases, outcome)
    matrix = model_matrix(design, read, cases)
    y = outcome.values[cases]
    fitted = _fitted(matrix, y, design.calibrated_weight[cases], outcome.family)

    def again(weight: FloatArray) -> FloatArray:
        taken = weight[cases] > 0
        return _fitted(
            replace(matrix, values=matrix.values[taken]), y[taken], weight[cases][taken], outcome.family
        ).coefficient

    linearised = design.linearised(fitted.coefficient, cases, lambda: fitted.scores, again)
    return ModelResult(_figures(design, read, outcome, cases, matrix, linearised, confidence))


def _outcome(design: SurveyDesign, name: str, family: Family | None) -> Outcome:
    variable = design.frame.variable(name)
    if family is not None and family not in FAMILIES:
        raise AnalysisError(f'family is linear or logistic; found "{family}".')
    codes = _codes_of(design, name)
    two = len(codes) == 2 or (bool(codes) and set(codes) <= {0.0, 1.0})
    if family == "linear" or (family is None and not two and variable.kind == "numeric"):
        return Outcome(design.numeric(name), "linear", None)
    if not two:
        raise AnalysisError(
            f'A logistic model needs an outcome with two categories; "{name}" has {len(codes)}. '
            "Choose another outcome, or a linear model for numbers."
        )
    event = 1.0 if 1.0 in codes else codes[-1]
    known = design.categories(name)
    at = [level.value for level in known.levels].index(event) if event in codes else -1
    return Outcome(np.where(known.answered, known.codes == at, np.nan), "logistic", known.levels[at])


def _codes_of(design: SurveyDesign, name: str) -> list[float | str]:
    """Categories of a labelled or text variable, else the distinct numbers of the whole frame."""
    variable = design.frame.variable(name)
    if variable.kind == "text" or (variable.values and variable.measure != "scale"):
        return [level.value for level in design.categories(name).levels if level.value is not None]
    return sorted(pd.unique(design.frame.data[name][~design.frame.is_missing(name)]).tolist())


def _any_missing(design: SurveyDesign, names: tuple[str, ...]) -> BoolArray:
    gaps = [design.frame.is_missing(name) for name in names]
    return np.any(gaps, axis=0) if gaps else np.zeros(len(design.frame), dtype=bool)


def _refuse_nobody(cases: BoolArray, outcome: Outcome) -> None:
    if not cases.any():
        raise NoCases("Nobody has an answer to the outcome and to all predictors. Widen the filter, or use fewer.")
    if outcome.event is not None and np.ptp(outcome.values[cases]) == 0:
        raise AnalysisError(
            "Everybody with an answer to all predictors has the same outcome; there is nothing to model."
        )


def _fitted(matrix: ModelMatrix, y: FloatArray, w: FloatArray, family: Family) -> Fit:
    try:
        return fit(matrix.values, y, w, family)
    except Dependent as found:
        if len(found.columns) == 1:
            name = matrix.columns[found.columns[0]].name
            raise AnalysisError(f'Everybody in the model has the same value of "{name}". Leave it out.') from found
        names = ", ".join(f'"{matrix.columns[j].name}"' for j in found.columns)
        raise AnalysisError(
            f"The predictors {names} say the same among those who answered, so their effects cannot be told apart. "
            "Leave one out."
        ) from found


def _figures(
    design: SurveyDesign,
    formula: ModelFormula,
    outcome: Outcome,
    cases: BoolArray,
    matrix: ModelMatrix,
    linearised: Linearised,
    confidence: float,
) -> ModelFigures:
    k = len(matrix.columns)
    df = design.degrees_of_freedom(cases) + 1 - k
    if df <= 0:
        raise AnalysisError(
            f"The model has {k} coefficients; the design (PSUs less strata) can carry {k - 1 + int(df)}. "
            "Use fewer predictors or categories."
        )
    coefficient, vcov = linearised.value, linearised.vcov
    std_error = np.sqrt(np.diag(vcov))
    with np.errstate(divide="ignore", invalid="ignore"):
        statistic = coefficient / std_error
    low, high = t_interval(coefficient, std_error, np.full(k, df), confidence)
    events = _events(outcome, cases)
    crossings = (*((name,) for name in formula.factors), *formula.crossed)
    cells = tuple(cell for names in crossings for cell in _cells(design, names, cases, events))
    in_cases = None if events is None else events[cases]
    brought = {cell.variable for cell in cells}
    others = [j for j, column in enumerate(matrix.columns) if column.variable and column.variable not in brought]
    cells += tuple(cell for j in others for cell in _two_sides(matrix, j, in_cases))
    return ModelFigures(
        source=design.source(formula.outcome, *formula.predictors),
        formula=formula.text,
        family=outcome.family,
        event=outcome.event,
        terms=tuple(column.name for column in matrix.columns),
        labels=tuple(column.label for column in matrix.columns),
        variables=tuple(column.variable for column in matrix.columns),
        levels=tuple(column.level for column in matrix.columns),
        references=tuple(next(cell for cell in cells if cell.variable == name) for name in formula.factors),
        coefficient=coefficient,
        std_error=std_error,
        statistic=statistic,
        p_value=np.asarray(2 * stdtr(df, -np.abs(statistic)), dtype=np.float64),
        ci_low=low,
        ci_high=high,
        vcov=vcov,
        level_of_confidence=confidence,
        df=df,
        n=int(cases.sum()),
        weighted_n=float(design.calibrated_weight[cases].sum()),
        n_events=None if events is None else int(np.sum(events & cases)),
        cells=cells,
        saturated=_distinct_rows(matrix.values, k) <= k,
        leverage=largest_leverage(matrix.values),
        linearised=linearised,
    )


def _events(outcome: Outcome, cases: BoolArray) -> BoolArray | None:
    """(n,) the event; of a number that has only two values, the higher one: its mean is a share in another form."""
    low, high = outcome.values[cases].min(), outcome.values[cases].max()
    two = np.isin(outcome.values[cases], (low, high)).all()
    return outcome.values == high if two else None


def _two_sides(matrix: ModelMatrix, j: int, events: BoolArray | None) -> list[ModelCell]:
    """Cases on each side of a column with two values, which parts them as a factor does; none for other columns."""
    column, x = matrix.columns[j], matrix.values[:, j]
    sides = [x == x.min(), x == x.max()]
    if not np.any(sides, axis=0).all():
        return []
    return [
        ModelCell(
            column.variable,
            Level(float(x[side][0]), plain(f"{column.name} = {x[side][0]:.15g}"), named=False),
            int(side.sum()),
            None if events is None else int(np.sum(side & events)),
        )
        for side in sides
    ]


def _distinct_rows(values: FloatArray, k: int) -> int:
    """Distinct rows of the model matrix; stops counting early where there are more than k."""
    first = len(np.unique(values[: 20 * k], axis=0))
    return first if first > k else len(np.unique(values, axis=0))


def _cells(design: SurveyDesign, names: tuple[str, ...], cases: BoolArray, events: BoolArray | None) -> list[ModelCell]:
    """Cases, and those with the event, in each category, or combination of categories, that occurs."""
    known = [design.categories(name) for name in names]
    shape = tuple(len(k.levels) for k in known)
    codes = np.ravel_multi_index(tuple(k.codes[cases] for k in known), shape)
    n = np.bincount(codes)
    with_event = None if events is None else np.bincount(codes[events[cases]], minlength=len(n))
    cells = []
    for cell in np.flatnonzero(n):
        levels = [k.levels[at] for k, at in zip(known, np.unravel_index(cell, shape), strict=True)]
        n_events = None if with_event is None else int(with_event[cell])
        cells.append(ModelCell(":".join(names), combined(levels), int(n[cell]), n_events))
    return cells
