"""Models with noise: coefficients, standard errors, tests and intervals made anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from scipy.special import stdtr

from analysis.disclosure import keyed_reasons as words
from analysis.disclosure.grammar import refuse_outside
from analysis.disclosure.keyed_tables import noisy_df
from analysis.disclosure.models import check_model, released_model
from analysis.disclosure.noise import Noise
from analysis.disclosure.policy import Limits, ReleasePolicy
from analysis.disclosure.released import ReleasedModel
from analysis.errors import Refused
from analysis.intervals import t_interval
from analysis.unreleased import ModelCell, ModelFigures


def keyed_model(model: ModelFigures, policy: ReleasePolicy, limits: Limits) -> ReleasedModel:
    """The model with noise. Raises Refused as `check_model`, and for variables outside the grammar."""
    if model.imputed is not None:
        raise Refused(words.IMPUTED, rule="statistic")
    if model.key is None:
        raise Refused(words.no_keys("model"), rule="statistic")
    in_terms = tuple(frozenset(name.split(":")) for name in dict.fromkeys(model.variables) if name)
    factors = {cell.variable for cell in model.references}
    refuse_outside(model.source, policy, limits, combined=in_terms, factors=factors)
    check_model(model, policy, limits)
    return released_model(noisy_model(model, Noise.of(policy, limits), policy.rounding), policy)


def noisy_model(model: ModelFigures, noise: Noise, step: int) -> ModelFigures:
    """The figures of a model with noise; `model.key` is there.

    b*    b + z sqrt(V / m) SE, with m the fewest people that the coefficient parts from others: those in its category
          or in the reference, with or without the outcome; all of them for a numeric term. z is settled by the key and
          the term, whatever else is in the formula, so that no other model gives a second draw
    SE*   SE sqrt(1 + V / m) sqrt(n / n*); t, p and interval from these
    The number of events is not shown.
    """
    assert model.key is not None
    n = max(noise.count(model.n, model.key), 1)
    fewest = np.array(list(_fewest(model)))
    z = np.array([noise.normal(model.key, name) for name in _names(model)])
    v = noise.variance / fewest
    coefficient = model.coefficient + z * np.sqrt(v) * model.std_error
    std_error = model.std_error * np.sqrt((1 + v) * model.n / n)
    df = noisy_df(np.array(model.df), np.array(model.n), np.array(n), step)
    low, high = t_interval(coefficient, std_error, np.broadcast_to(df, coefficient.shape), model.level_of_confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        statistic = coefficient / std_error
    return replace(
        model,
        coefficient=coefficient,
        std_error=std_error,
        statistic=statistic,
        p_value=np.asarray(2 * stdtr(df, -np.abs(statistic))),
        ci_low=low,
        ci_high=high,
        df=float(df),
        n=n,
        weighted_n=model.weighted_n * n / model.n,
        n_events=None,
        dispersion=None if model.dispersion is None else float(f"{model.dispersion:.2g}"),
        linearised=None,
    )


def _names(model: ModelFigures) -> Iterator[str]:
    for i, term in enumerate(model.terms):
        equation = model.equations[i] if model.equations else None
        about = f"{model.family}:{model.link}:{model.source.rows}:{equation.value if equation else ''}"
        yield f"coefficient:{about}:{term}"


def _fewest(model: ModelFigures) -> Iterator[int]:
    """For each coefficient the fewest people that it rests on."""
    everybody = _least(model, model)
    references = [_least(model, cell) for cell in model.references]
    cells: dict[str, list[ModelCell]] = {}
    for cell in model.cells:
        cells.setdefault(cell.variable, []).append(cell)
    for variable, level in zip(model.variables, model.levels, strict=True):
        if not variable:
            yield min([everybody, *references])
        elif variable not in cells:
            yield everybody
        else:
            # Of a category its own people and those of the reference; of what has no one category, the smallest.
            own = [cell for cell in cells[variable] if level is not None and cell.level.value == level.value]
            own += [cell for cell in model.references if cell.variable == variable] if own else cells[variable]
            yield min(_least(model, cell) for cell in own)


def _least(model: ModelFigures, part: ModelFigures | ModelCell) -> int:
    counted = [part.n, *part.n_by_outcome]
    if part.n_events is not None:
        counted += [part.n_events] if model.counts else [part.n_events, part.n - part.n_events]
    return max(min(counted), 1)
