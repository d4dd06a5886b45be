"""Regression of ordered categories: proportional odds, and other links."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from analysis.arguments import one_of, takes
from analysis.arrays import FloatArray
from analysis.categories import level_name
from analysis.design import SurveyDesign
from analysis.errors import AnalysisError, BadFormula
from analysis.models.categorical import Data, Fit, Model, data_of, figures_of
from analysis.models.columns import intercept, scaled
from analysis.models.cumulative import DISTRIBUTIONS, LINKS, Link, Ordered
from analysis.models.matrix import Column
from analysis.models.newton import newton, separated
from analysis.source import Level
from analysis.unreleased import ModelResult
from survey.text import LANGUAGES, Text

_THRESHOLD = Text(sv="Tröskel", en="Threshold")


@takes(SurveyDesign)
def ordinal(design: SurveyDesign, formula: str, *, link: Link = "logit", confidence: float = 0.95) -> ModelResult:
    """Regression of an outcome with ordered categories 0 to q, such as "often ~ y_age + sex".

    model      P(y <= j) = F(t_j - x b): one b for all thresholds t_1 < ... < t_q, which stand for the intercept
    estimates  maximise sum(w * log P(y)), by Newton's method with all second derivatives
    variance   of the scores z_i = w_i * d log P(y_i) * A^-1, A minus the second derivative of the sum
    df         design degrees of freedom of the cases used, less the predictors' columns; tests and intervals are t

    formula  as for `model`; the outcome has value labels or few numbers, 3 categories or more, ordered by their codes
    link     F: "logit" logistic (b is the log odds ratio of a higher category), "probit" normal, "cloglog"
             1 - exp(-exp(z)), "loglog" exp(-exp(-z)), which R's survey 4.1 calls cloglog
    Coefficients of predictors come first, then "threshold 1|2" and so on, on the scale of the link.

    Cases lacking any answer leave the model but stay in the design. Raises BadFormula, NoCases, LonelyPSU, and
    AnalysisError for categories that nobody chose, predictors that say the same or that separate the outcome.
    Same as R `svyolr`, Stata `svy: ologit` and `svy: oprobit`, SPSS CSORDINAL.

    McCullagh (1980), J. Royal Stat. Society B 42, 109-142; Binder (1983), Int. Stat. Review 51, doi:10.2307/1402588.
    """
    one_of("link", link, LINKS)
    data = ordered_data(design, formula)
    columns = _columns(data)
    model = Model("ordinal", link, columns, (None,) * len(columns), None, lambda part: fit_ordinal(part, link))
    return ModelResult(figures_of(design, data, model, confidence))


def ordered_data(design: SurveyDesign, formula: str) -> Data:
    """What an ordinal model of a formula is fitted to. Raises as `ordinal`."""
    data = data_of(design, formula, fewest=3)
    _refuse_unordered(design, data)
    return data


def fit_ordinal(data: Data, link: str) -> Fit:
    """Coefficients of the predictors, then the thresholds. Raises AnalysisError where a category is not there."""
    w = data.w / data.w.sum()
    values, t = scaled(data.matrix, w)
    at = intercept(data.matrix)
    x, t = np.delete(values, at or 0, axis=1), np.delete(t, at or 0, axis=1)
    likelihood = Ordered(x, data.y, w, len(data.outcome.levels) - 1, DISTRIBUTIONS[link])
    if not np.isfinite(likelihood.start).all() or np.any(np.diff(likelihood.start[x.shape[1] :]) <= 0):
        raise separated()
    b, influence = newton(likelihood, likelihood.start)
    to_original = _to_original(t, at or 0, likelihood.n_thresholds)
    return Fit(to_original @ b, likelihood.scores(b) @ (influence @ to_original.T))


def _to_original(t: FloatArray, at: int, n_thresholds: int) -> FloatArray:
    """(p + q, p + q) from effects and thresholds of centred columns: the intercept that arises moves the thresholds."""
    effects, constant = np.delete(t, at, axis=0), t[at]
    moved = np.tile(-constant, (n_thresholds, 1))
    return np.block([[effects, np.zeros((len(effects), n_thresholds))], [moved, np.eye(n_thresholds)]])


def _refuse_unordered(design: SurveyDesign, data: Data) -> None:
    if intercept(data.matrix) is None:
        raise BadFormula(
            "The thresholds of an ordinal model stand for the intercept. Write the formula without 0 or -1."
        )
    variable = design.frame.variable(data.formula.outcome)
    if variable.kind == "text" and not variable.values:
        raise AnalysisError(
            f'"{data.formula.outcome}" holds text, whose order is not known. Give it value labels in order, or use '
            "`multinomial`."
        )


def _columns(data: Data) -> tuple[Column, ...]:
    levels = data.outcome.levels
    predictors = (column for column in data.matrix.columns if column.variable)
    return (*predictors, *(_threshold(*pair) for pair in pairwise(levels)))


def _threshold(below: Level, above: Level) -> Column:
    between = {lang: f"{below.label.in_language(lang)} | {above.label.in_language(lang)}" for lang in LANGUAGES}
    codes = f"{level_name(below)}|{level_name(above)}"
    label = Text({lang: f"{_THRESHOLD.in_language(lang)}: {between[lang]}" for lang in LANGUAGES})
    return Column(f"threshold {codes}", label, "", None)
