"""Generalised linear models with linearised standard errors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.arguments import takes
from analysis.arrays import BoolArray, FloatArray
from analysis.design import SurveyDesign
from analysis.errors import OfAnswers, Separated
from analysis.linearised import Linearised
from analysis.models import advice
from analysis.models.coefficients import Tested, residual_df
from analysis.models.columns import same_columns
from analysis.models.families import DISPERSED, family_named
from analysis.models.firth import firth
from analysis.models.fit import Fit, fit
from analysis.models.formulas import ModelFormula, read_formula
from analysis.models.matrix import ModelMatrix, model_matrix
from analysis.models.model_cells import cells_of, events_of, is_count
from analysis.models.outcome import Outcome, exposure_of, outcome_of, refuse_outcomes
from analysis.models.standardised import Dependent, distinct_rows, leverage
from analysis.models.vif import inflation
from analysis.source import Source
from analysis.unreleased import ModelCell, ModelFigures, ModelResult
from survey.text import Text


@takes(SurveyDesign)
def model(
    design: SurveyDesign,
    formula: str,
    *,
    family: str | None = None,
    exposure: str | None = None,
    confidence: float = 0.95,
) -> ModelResult:
    """Regression of an outcome on predictors, such as "y_meet ~ y_age + sex".

    coefficients  solve the weighted score equations; see `fit`, for "firth" `firth`
    variance      of the scores of `fit`; see `Stages.covariance`
    df            design degrees of freedom of the cases used, + 1 - k; tests and intervals are t with df

    formula  formulaic's: + : * ( ) C() I() log() exp() sqrt(). Variables with value labels are factors unless their
             measure is scale, text always; the first category in code order is the reference.
    family   of an outcome with two categories: "logistic" (the default), "probit", "cloglog", "log" (risk ratios),
             "firth" (logistic for rare events), "quasibinomial" (logistic with a dispersion); the event is code 1
             where there is a code 1 (so for 0/1 and for yes = 1, no = 2), else the higher code.
             Of numbers: "linear" (the default). Of counts: "poisson", of amounts that may be 0: "quasipoisson"; also
             of two categories (risk ratios). Of positive numbers: "gamma" (log link), "gamma_inverse".
    exposure numeric variable, such as months at risk: counts become rates of it (offset log(exposure))

    Cases lacking any answer leave the model but stay in the design. Raises BadFormula, NoCases, LonelyPSU, and
    AnalysisError for predictors that say the same or that separate the outcome, and for outcomes that the family
    cannot have.
    Same as R `svyglm` with gaussian, quasibinomial (links logit, probit, cloglog, log), quasipoisson, Gamma (links log,
    inverse); Stata `svy: regress`, `logit`, `probit`, `cloglog`, `poisson`, `glm`; SPSS CSGLM, CSLOGISTIC.
    """
    return ModelResult(_figures(design, regression(design, formula, family, exposure), confidence))


@dataclass(frozen=True, eq=False)
class Regression:
    """A model that was fitted, with all that its figures and tests are made from.

    cases  (n,) those in the model
    df     residual degrees of freedom
    """

    formula: ModelFormula
    outcome: Outcome
    exposure: str | None
    cases: BoolArray
    matrix: ModelMatrix
    fit: Fit
    linearised: Linearised
    df: float

    def source(self, design: SurveyDesign) -> Source:
        """What the model was made from."""
        at_risk = [self.exposure] if self.exposure else []
        return design.source(self.formula.outcome, *self.formula.predictors, *at_risk)

    def again(self, weight: FloatArray) -> FloatArray:
        """(k,) coefficients at other (n,) weights. Raises AnalysisError where there are none."""
        return self.fit.again(weight[self.cases])


def regression(design: SurveyDesign, formula: str, family: str | None, exposure: str | None) -> Regression:
    """The fit behind `model`, of a formula that is still to be read."""
    read = read_formula(design, formula)
    outcome = outcome_of(design, read.outcome, family)
    at_risk = None if exposure is None else exposure_of(design, outcome, exposure)
    cases = design.inside & np.isfinite(outcome.values) & design.has_all(read.predictors)
    if at_risk is not None:
        cases &= np.isfinite(at_risk)
    try:
        refuse_outcomes(outcome, cases)
        matrix = model_matrix(design, read, cases)
        fitted = _fitted(design, read, matrix, outcome, at_risk, cases)
    except OfAnswers as found:
        found.source, found.n = design.source(read.outcome, *read.predictors), int(cases.sum())
        raise
    df = residual_df(design, cases, len(matrix.columns))
    linearised = design.linearised(
        fitted.coefficient,
        cases,
        fitted.scores_in_blocks,
        lambda weight: fitted.again(weight[cases]),
        influence=lambda: fitted.influence,
    )
    return Regression(read, outcome, exposure, cases, matrix, fitted, linearised, df)


def _fitted(
    design: SurveyDesign,
    formula: ModelFormula,
    matrix: ModelMatrix,
    outcome: Outcome,
    exposure: FloatArray | None,
    cases: BoolArray,
) -> Fit:
    x, y, w = matrix.values, outcome.values[cases], design.calibrated_weight[cases]
    try:
        if outcome.family == "firth":
            return firth(x, y, w)
        at_risk = None if exposure is None else exposure[cases]
        return fit(x, y, w, family_named(outcome.family), exposure=at_risk)
    except Dependent as found:
        raise same_columns(found, matrix) from found
    except Separated as found:
        found.cells = cells_of(design, formula, matrix, cases, events_of(outcome, cases))
        raise


def _figures(design: SurveyDesign, found: Regression, confidence: float) -> ModelFigures:
    formula, outcome, cases, matrix, linearised = (
        found.formula,
        found.outcome,
        found.cases,
        found.matrix,
        found.linearised,
    )
    k, n, df, exposure = len(matrix.columns), int(cases.sum()), found.df, found.exposure
    coefficient, vcov = linearised.value, linearised.vcov
    std_error = np.sqrt(np.diag(vcov))
    tested = Tested.of(coefficient, std_error, np.full(k, df), confidence)
    events = events_of(outcome, cases)
    cells = cells_of(design, formula, matrix, cases, events)
    n_events = None if events is None else int(np.sum(events & cases))
    source = found.source(design)
    return ModelFigures(
        source=source,
        formula=f"{formula.text} + offset(log({exposure}))" if exposure else formula.text,
        family=outcome.family,
        event=outcome.event,
        terms=tuple(column.name for column in matrix.columns),
        labels=tuple(column.label for column in matrix.columns),
        variables=tuple(column.variable for column in matrix.columns),
        levels=tuple(column.level for column in matrix.columns),
        references=tuple(next(cell for cell in cells if cell.variable == name) for name in formula.factors),
        coefficient=coefficient,
        std_error=std_error,
        **vars(tested),
        vcov=vcov,
        level_of_confidence=confidence,
        df=df,
        n=n,
        weighted_n=float(design.calibrated_weight[cases].sum()),
        n_events=n_events,
        cells=cells,
        saturated=distinct_rows(matrix.values) <= k,
        leverage=leverage(found.fit.columns, found.fit.equations.w, found.fit.usual.correlation),
        linearised=linearised,
        counts=is_count(outcome),
        dispersion=found.fit.dispersion() if outcome.family in DISPERSED else None,
        advice=(*_advice(outcome, source, n, n_events, matrix, found.fit, cells), *advice.fewer_replicates(linearised)),
        key=design.key_of(cases),
        parts=tuple(formula.parts),
    )


def _advice(
    outcome: Outcome,
    source: Source,
    n: int,
    n_events: int | None,
    matrix: ModelMatrix,
    fitted: Fit,
    cells: tuple[ModelCell, ...],
) -> tuple[Text, ...]:
    """What the figures do not say by themselves, of a model of an event or of any."""
    labels = dict(zip(source.variables, source.labels, strict=True))
    said = advice.inflated(inflation(matrix.columns, fitted.usual.correlation), labels)
    if outcome.event is not None and n_events is not None:
        said = advice.few_events(n, n_events, len(matrix.columns), outcome.family) + said
    return (*said, *advice.only_by_penalty(cells, outcome.family))
