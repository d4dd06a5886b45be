"""What a model says of everybody: predictive margins and average marginal effects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from analysis.arguments import takes
from analysis.arrays import BoolArray, FloatArray
from analysis.categories import level_name, level_number, written
from analysis.design import SurveyDesign
from analysis.errors import AnalysisError, BadFormula
from analysis.intervals import t_interval
from analysis.linearised import Linearised
from analysis.models.averages import Averaged, Difference, Prediction, Slope, averages, averages_apart
from analysis.models.category_model import FAMILIES_OF_CATEGORIES, CategoryModel, Chance, ChanceSlope, category_model
from analysis.models.cumulative import Link
from analysis.models.model_tables import model_table
from analysis.models.regression import Regression, regression
from analysis.source import Level
from analysis.unreleased import ResultTable
from survey.text import LANGUAGES, Text, answered, plain

Parts = Literal["together", "apart"]
_Model = Regression | CategoryModel


@takes(SurveyDesign)
def predictive_margins(
    design: SurveyDesign,
    formula: str,
    *,
    over: str,
    values: Sequence[float | str] | None = None,
    family: str | None = None,
    link: Link | None = None,
    parts: Parts = "together",
    confidence: float = 0.95,
) -> ResultTable:
    """What the outcome's mean would be if everybody were in one category, and kept all else; a row each category.

    Of the families "ordinal" and "multinomial" what the chance of each category of the outcome would be: a row each
    category of `over` and of the outcome, the latter changing first.

    value     m_a = sum(w * mu(x_a b)) / sum(w), with x_a the predictors of each case after `over` is set to a
    variance  of both parts, the coefficients b and the sample that is averaged over; see `averages`
    interval  t with the residual degrees of freedom of the model, as for its coefficients

    family  as of `model`, or "ordinal" (link as there) or "multinomial"
    over    a variable of the formula; values: some of its categories, or for a number those to set it to
    parts   "together" counts the covariance between the two parts, as replicate weights do, so that a difference of
            margins is the marginal effect. "apart" leaves it out, as R does; there are no contrasts of such margins
    n       (R, 1) cases in the category, or with the value
    A category in which nobody of the model is has no coefficient and no margin: NaN. Raises as `model`,
    `ordinal` or `multinomial`.

    Same as R `svypredmeans` (with parts = "apart" also its SE; R gives no df), Stata `margins, vce(unconditional)`
    after `svy:` models, SUDAAN's PREDMARG.

    Graubard and Korn (1999), Biometrics 55, 652-659, doi:10.1111/j.0006-341X.1999.00652.x.
    """
    if parts not in get_args(Parts):
        raise AnalysisError(f'parts is one of {", ".join(get_args(Parts))}; found "{parts}".')
    model = _fitted(design, formula, family, link)
    _refuse_outside(model, over)
    settings = _settings(design, model, over, values)
    of = [each for setting in settings for each in _predictions(design, model, over, setting)]
    found: Linearised | tuple[FloatArray, FloatArray]
    if parts == "together":
        found = averages(design, model, of)
        value, std_error = found.value, found.std_error
    else:
        of_model, of_sample = averages_apart(design, model, of)
        value, std_error = found = (of_model.value, np.sqrt(of_model.variance + of_sample.variance))
    interval = t_interval(value, std_error, np.full(len(value), model.df), confidence)
    rows = [row for setting in settings for row in _rows(setting.level, model)]
    whose = [setting.whose for setting in settings for _ in _rows(setting.level, model)]
    return model_table(design, model, "margin", rows, whose, found, interval, confidence)


@takes(SurveyDesign)
def marginal_effects(
    design: SurveyDesign,
    formula: str,
    *,
    family: str | None = None,
    link: Link | None = None,
    confidence: float = 0.95,
) -> ResultTable:
    """Average marginal effects (AME): how the outcome's mean moves with each predictor, all else as it is.

    Of the families "ordinal" and "multinomial" how the chance of each category of the outcome moves: rows as many as
    these for each predictor, or category of it. They add up to 0.

    value     of a number the mean derivative, sum(w * d mu(x b) / dx) / sum(w); of a factor, for each category but the
              reference, the margin of it less that of the reference
    variance  of the coefficients and of the sample that is averaged over; see `averages`
    interval  t with the residual degrees of freedom of the model, as for its coefficients

    A variable is moved wherever the formula has it: in log(), powers and interactions. What is 0 or 1 without value
    labels is a number: write C(x) for the step from 0 to 1. In a linear model without these an effect is the
    coefficient. In the unit of the outcome per unit of the predictor; of shares, in [-1, 1].
    n         (R, 1) cases in the category; of a number all
    Categories in which nobody of the model is have no row. Raises as `model`, and AnalysisError where a derivative is
    infinite.

    Same as Stata `margins, dydx(*) vce(unconditional)` after `svy:` models, R `marginaleffects::avg_slopes` with the
    weights and the sample's part of the variance in addition, contrasts of R `svypredmeans`.

    Bartus (2005), Stata J. 5, 309-329; Graubard and Korn (1999), Biometrics 55, doi:10.1111/j.0006-341X.1999.00652.x.
    """
    model = _fitted(design, formula, family, link)
    rows: list[Level] = []
    of: list[Averaged] = []
    whose: list[BoolArray] = []
    for effect in (effect for name in model.formula.predictors for effect in _effects(design, model, name)):
        rows += _rows(effect.level, model)
        of += effect.of
        whose += [effect.whose] * len(effect.of)
    found = averages(design, model, of)
    df = np.full(len(rows), model.df)
    interval = t_interval(found.value, found.std_error, df, confidence)
    return model_table(design, model, "marginal effect", rows, whose, found, interval, confidence)


@dataclass(frozen=True, eq=False)
class _Effect:
    """Of a predictor, or a category of it: what is averaged, once or for each category of the outcome."""

    level: Level
    whose: BoolArray
    of: list[Averaged]


def _effects(design: SurveyDesign, model: _Model, name: str) -> list[_Effect]:
    label = design.frame.variable(name).label
    if name not in model.formula.factors:
        return [_Effect(Level(name, label), np.ones(int(model.cases.sum()), dtype=bool), _slopes(design, model, name))]
    reference, *others = [found for found in _settings(design, model, name, None) if found.known]
    before = _predictions(design, model, name, reference)
    return [
        _Effect(
            _named(name, label, setting.level),
            setting.whose,
            [Difference(*both) for both in zip(_predictions(design, model, name, setting), before, strict=True)],
        )
        for setting in others
    ]


@dataclass(frozen=True, eq=False)
class _Setting:
    """A category, or number, that a variable is set to.

    whose  (c,) cases of the model that have it
    known  False for a category that nobody has: it has no coefficient
    """

    level: Level
    whose: BoolArray
    known: bool


def _settings(design: SurveyDesign, model: _Model, name: str, values: Sequence[float | str] | None) -> list[_Setting]:
    """Those asked for; else all categories of a factor."""
    if name in model.formula.factors:
        known = design.categories(name)
        places = range(len(known.levels)) if values is None else [level_number(name, known, value) for value in values]
        there = [(known.levels[at], known.codes[model.cases] == at) for at in places]
        return [_Setting(level, whose, bool(whose.any())) for level, whose in there]
    if values is None or not len(values):
        raise AnalysisError(f'"{name}" is a number in the formula. Say which: values=[...], or write C({name}).')
    if not all(isinstance(value, (int, float)) and np.isfinite(value) for value in values):
        raise AnalysisError(f'"{name}" is a number in the formula; `values` must hold numbers.')
    x = design.numeric(name)[model.cases]
    written_as = [(float(value), plain(written(float(value)))) for value in values]
    return [_Setting(Level(value, words, False), x == value, True) for value, words in written_as]


def _fitted(design: SurveyDesign, formula: str, family: str | None, link: Link | None) -> _Model:
    if link is not None and family != "ordinal":
        raise AnalysisError(f'link goes with family="ordinal"; found family="{family}". Other families have their own.')
    if family in FAMILIES_OF_CATEGORIES:
        return category_model(design, formula, family, link)
    return regression(design, formula, family, None)


def _predictions(design: SurveyDesign, model: _Model, name: str, setting: _Setting) -> list[Averaged]:
    given = {name: setting.level.value} if setting.known else None
    if isinstance(model, CategoryModel):
        return [Chance(design, model, given, j) for j in range(len(model.outcomes))]
    return [Prediction(design, model, given)]


def _slopes(design: SurveyDesign, model: _Model, name: str) -> list[Averaged]:
    if isinstance(model, CategoryModel):
        return [ChanceSlope(design, model, name, j) for j in range(len(model.outcomes))]
    return [Slope(design, model, name)]


def _rows(level: Level, model: _Model) -> list[Level]:
    """One row, or one for each category of the outcome."""
    return [_leading_to(outcome, level) for outcome in model.outcomes] if isinstance(model, CategoryModel) else [level]


def _leading_to(outcome: Level, level: Level) -> Level:
    said = {lang: f"{level.label.in_language(lang)} → {outcome.label.in_language(lang)}" for lang in LANGUAGES}
    return Level(f"{level_name(level)}:{level_name(outcome)}", Text(said), level.named and outcome.named)


def _named(name: str, label: Text, level: Level) -> Level:
    """A category as a row among those of other variables."""
    said = {lang: answered(label.in_language(lang), level.label.in_language(lang)) for lang in LANGUAGES}
    return Level(f"{name} = {level_name(level)}", Text(said), level.named)


def _refuse_outside(model: _Model, name: str) -> None:
    if name not in model.formula.predictors:
        raise BadFormula(
            f'Margins are over a variable of the formula, and "{name}" is not in it: add it to '
            f"{', '.join(model.formula.predictors)}."
        )
