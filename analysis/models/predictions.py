"""Predictions of a model for given profiles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.arguments import takes
from analysis.categories import written
from analysis.design import SurveyDesign
from analysis.errors import AnalysisError
from analysis.intervals import Interval, t_interval
from analysis.linearised import Linearised
from analysis.models.families import family_named
from analysis.models.matrix import columns_at
from analysis.models.model_tables import model_table
from analysis.models.regression import Regression, regression
from analysis.models.response import response
from analysis.source import Level
from analysis.unreleased import ResultTable
from survey.text import LANGUAGES, Text, answered

Profile = Mapping[str, float | str]


@takes(SurveyDesign)
def predict(
    design: SurveyDesign,
    formula: str,
    *,
    at: Sequence[Profile],
    family: str | None = None,
    confidence: float = 0.95,
) -> ResultTable:
    """The outcome's mean for people with given values of all predictors; a row each profile.

    value     mu(x b), on the scale of the outcome: a mean, a probability, a count
    variance  (mu'(x b))**2 * x V x', with V the covariance of the coefficients
    interval  t with the residual degrees of freedom of the model, of x b, and then transformed: it stays within what
              the outcome can be, and is not the same distance away on both sides

    at      such as [{"sex": 2, "age": 15}, {"sex": 1, "age": 15}]: a code for each factor, a number for the others
    It is about the mean of such people, not about one of them. Raises as `model`, and AnalysisError for a profile that
    leaves a predictor out, or names one, or a category, that the model does not have.

    Same as R `predict.svyglm(type = "response", se.fit = TRUE)`, whose interval `confint` makes around the response, of
    the normal distribution; here it is that of type = "link", transformed. Stata `margins, at()` after `svy:`.

    Nelder and Wedderburn (1972), J. R. Stat. Soc. A 135; Binder (1983), Int. Stat. Review 51.
    """
    model = regression(design, formula, family, None)
    given = _given(design, model, at)
    x = columns_at(design, model.formula, model.matrix.columns, model.cases, given)
    predictor = model.linearised.mapped(lambda b: b @ x.T)
    interval = _interval(model, predictor, model.df, confidence)
    rows, whose = (
        [_row(design, model, profile) for profile in at],
        [np.ones(int(model.cases.sum()), dtype=bool)] * len(at),
    )
    return model_table(design, model, "prediction", rows, whose, _of_response(model, predictor), interval, confidence)


def _of_response(model: Regression, predictor: Linearised) -> Linearised:
    """The means at the predictors, by the delta method, with replicate weights as well: as R has it."""
    eta = predictor.value
    mean, slope, _ = response(model.outcome.family, eta)
    return predictor.transformed(lambda other: mean + slope * (other - eta))


def _interval(model: Regression, predictor: Linearised, df: float, confidence: float) -> Interval:
    """That of the predictor, transformed; its ends cannot lie where the family has no mean."""
    family = family_named(model.outcome.family)
    ends = t_interval(predictor.value, predictor.std_error, np.full(len(predictor.value), df), confidence)
    with np.errstate(divide="ignore"):
        low, high = (response(model.outcome.family, np.clip(end, family.low, family.high)).mean for end in ends)
    return np.minimum(low, high), np.maximum(low, high)


def _given(design: SurveyDesign, model: Regression, at: Sequence[Profile]) -> dict[str, NDArray[Any]]:
    """(m,) values of each predictor. Raises AnalysisError."""
    if not at:
        raise AnalysisError('Say for whom: at=[{"sex": 2, "age": 15}], with a value for each predictor.')
    for number, profile in enumerate(at, start=1):
        _refuse_other_names(model, profile, number)
    return {name: _values(design, model, name, [profile[name] for profile in at]) for name in model.formula.predictors}


def _refuse_other_names(model: Regression, profile: Profile, number: int) -> None:
    """Every predictor, and nothing else."""
    predictors = model.formula.predictors
    for name in profile:
        if name not in predictors:
            near = get_close_matches(name, predictors, n=1)
            hint = f" Did you mean {near[0]}?" if near else f" It has {', '.join(predictors)}."
            raise AnalysisError(f'Profile {number} names "{name}", which the formula does not have.{hint}')
    absent = [f'"{name}"' for name in predictors if name not in profile]
    if absent:
        raise AnalysisError(f"Profile {number} has no value for {', '.join(absent)}; every predictor needs one.")


def _values(design: SurveyDesign, model: Regression, name: str, values: Sequence[float | str]) -> NDArray[Any]:
    if name in model.formula.factors:
        _refuse_unknown(design, model, name, values)
        return np.array(list(values), dtype=object)
    if not all(isinstance(value, (int, float)) and np.isfinite(value) for value in values):
        raise AnalysisError(f'"{name}" is a number in the formula; give each profile a number for it.')
    return np.asarray(values, dtype=np.float64)


def _refuse_unknown(design: SurveyDesign, model: Regression, name: str, values: Sequence[float | str]) -> None:
    """Categories that no case of the model is in have no coefficient."""
    known = design.categories(name)
    there = [known.levels[at] for at in np.unique(known.codes[model.cases])]
    for value in values:
        if value not in [level.value for level in there]:
            # Only labelled codes: a number without label is somebody's answer.
            named = ", ".join(written(level.value) for level in there if level.named and level.value is not None)
            hint = f"it has {named}" if named else "leave the profile out, or make `at` of categories that occur"
            raise AnalysisError(f'The model has no category {written(value)} of "{name}"; {hint}.')


def _row(design: SurveyDesign, model: Regression, profile: Profile) -> Level:
    """A profile in words, and as it is written."""
    code = ", ".join(f"{name} = {written(profile[name])}" for name in model.formula.predictors)
    said = {lang: "; ".join(_words(design, model, profile, lang)) for lang in LANGUAGES}
    return Level(code, Text(said), False)


def _words(design: SurveyDesign, model: Regression, profile: Profile, language: str) -> list[str]:
    found = []
    for name in model.formula.predictors:
        value, variable = profile[name], design.frame.variable(name)
        labels = {known.value: known.label for known in variable.values}
        said = labels[value].in_language(language) if value in labels else written(value)
        found.append(answered(variable.label.in_language(language) or name, said))
    return found
