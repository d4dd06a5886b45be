"""The left side of a model: what its numbers are, and what of them is the event."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.arrays import BoolArray, FloatArray
from analysis.design import SurveyDesign
from analysis.errors import AnalysisError, NoCases, OfAnswers, SameOutcome
from analysis.models.families import family_named, refuse_outcome
from analysis.source import Level

_GLANCE = 1000


@dataclass(frozen=True, eq=False)
class Outcome:
    """Its name, and (n,) numbers, NaN without an answer; 1 for the event, where there is one, and 0 for the other."""

    name: str
    values: FloatArray
    family: str
    event: Level | None


def outcome_of(design: SurveyDesign, name: str, family: str | None) -> Outcome:
    """The outcome as the family wants it, logistic or linear without one. Raises AnalysisError, NotNumeric."""
    kind = None if family is None else family_named(family).kind
    codes = _codes_of(design, name)
    two = len(codes) == 2 or (bool(codes) and set(codes) <= {0.0, 1.0})
    if kind == "event" or (two and kind in (None, "count")):
        return _of_event(design, name, codes, family or "logistic")
    if kind is None:
        _refuse_names(design, name, len(codes))
    return Outcome(name, design.numeric(name), family or "linear", None)


def refuse_outcomes(outcome: Outcome, cases: BoolArray) -> None:
    """Refuse the (n,) cases of a model where there is nothing to model. Raises NoCases, AnalysisError."""
    if not cases.any():
        raise NoCases("Nobody has an answer to the outcome and to all predictors. Widen the filter, or use fewer.")
    y = outcome.values[cases]
    if outcome.event is not None and y.min() == y.max():
        raise SameOutcome("Everybody with an answer to all predictors has the same outcome; there is nothing to model.")
    refuse_outcome(outcome.name, outcome.family, y)


def _of_event(design: SurveyDesign, name: str, codes: list[float | str], family: str) -> Outcome:
    if len(codes) != 2 and not set(codes) <= {0.0, 1.0}:
        raise OfAnswers(
            f'A {family} model needs an outcome with two categories; "{name}" has {len(codes)}. '
            "Choose another outcome, or a linear model for numbers."
        )
    if not codes:
        raise NoCases(f'Nobody has an answer to "{name}". Choose another outcome.')
    event = 1.0 if 1.0 in codes else codes[-1]
    known = design.categories(name)
    at = [level.value for level in known.levels].index(event) if event in codes else -1
    return Outcome(name, np.where(known.answered, known.codes == at, np.nan), family, known.levels[at])


def _coded(design: SurveyDesign, name: str) -> bool:
    variable = design.frame.variable(name)
    return variable.kind == "text" or (bool(variable.values) and variable.measure != "scale")


def _refuse_names(design: SurveyDesign, name: str, n: int) -> None:
    """Codes that stand for names have no mean. Raises AnalysisError."""
    if _coded(design, name) and design.frame.variable(name).measure != "ordinal":
        raise OfAnswers(
            f'The {n} answers to "{name}" stand for categories, not amounts; a logistic model needs two categories. '
            'Use ordinal() where the categories have an order, multinomial() where they have none, or family="linear" '
            "where their codes are amounts after all."
        )


def exposure_of(design: SurveyDesign, outcome: Outcome, name: str) -> FloatArray:
    """(n,) exposure, NaN without an answer. Raises AnalysisError."""
    if family_named(outcome.family).kind != "count":
        raise AnalysisError(
            f'exposure turns counts into rates; a {outcome.family} model has no counts. Pass family="poisson" or '
            '"quasipoisson", or leave exposure out.'
        )
    if name == outcome.name:
        raise AnalysisError(f'"{name}" is the outcome and cannot be the exposure as well.')
    values = design.numeric(name)
    wrong = design.inside & (values <= 0)
    if wrong.any():
        raise OfAnswers(
            f'The exposure "{name}" must be larger than 0; {wrong.sum()} of {design.inside.sum()} answers are not. '
            "Leave these cases out with a filter."
        )
    return values


def _codes_of(design: SurveyDesign, name: str) -> list[float | str]:
    """Categories of a labelled or text variable, else the distinct numbers of the whole frame (a few, if many)."""
    if _coded(design, name):
        return [level.value for level in design.categories(name).levels if level.value is not None]
    values = design.numeric(name)
    ends = np.array([np.fmin.reduce(values), np.fmax.reduce(values)])
    few = np.unique(values[:_GLANCE])
    if ((values == ends[0]) | (values == ends[1]) | np.isnan(values)).all():
        found = np.unique(ends)  # yes or no, for which a million numbers need not be sorted into a table
    else:
        found = few if len(few) > _GLANCE // 2 else pd.unique(values)
    return sorted(found[np.isfinite(found)].tolist())
