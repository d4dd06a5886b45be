"""Models with noise: coefficients, standard errors, tests and intervals made anew."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.special import stdtr

from analysis.disclosure.keyed import reasons as words
from analysis.disclosure.keyed.counts import noisy_people
from analysis.disclosure.keyed.grammar import refuse_outside
from analysis.disclosure.keyed.noise import Noise
from analysis.disclosure.keyed.tables import noisy_df
from analysis.disclosure.models import MANY_OUTCOMES, check_model, released_model
from analysis.disclosure.policy import Limits, ReleasePolicy
from analysis.disclosure.released import ReleasedModel
from analysis.errors import Refused
from analysis.intervals import t_interval
from analysis.unreleased import ModelFigures


def keyed_model(model: ModelFigures, policy: ReleasePolicy, limits: Limits) -> ReleasedModel:
    """The model with noise. Raises Refused as `check_model`, and for variables outside the grammar."""
    if model.imputed is not None:
        raise Refused(words.IMPUTED, rule="statistic")
    if model.key is None:
        raise Refused(words.no_keys("model"), rule="statistic")
    of_answers = model.event is not None or model.family in MANY_OUTCOMES
    if not of_answers and model.source.rows in model.source.coded:
        raise Refused(words.MODEL_OF_CODES, rule="statistic")
    in_terms = tuple(frozenset(name.split(":")) for name in dict.fromkeys(model.variables) if name)
    factors = {cell.variable for cell in model.references}
    refuse_outside(model.source, policy, limits, combined=in_terms, factors=factors)
    check_model(model, policy, limits)
    return released_model(noisy_model(model, Noise.of(policy), policy.rounding), policy)


def noisy_model(model: ModelFigures, noise: Noise, step: int) -> ModelFigures:
    """The figures of a model with noise; `model.key` is there.

    b*    b with the noise of `Noise.of_estimates`, the same however a term is written or scaled. Models of an answer
          are a count of it in another form: whole less parts would leave a few, so their noise is wider
    SE*   sqrt(SE^2 + variance of the noise) sqrt(n / n*); t, p and interval from these
    The number of events is not shown.
    """
    assert model.key is not None
    assert model.linearised is not None
    n = max(noisy_people(model.source, model.n, model.key, noise), 1)
    k = len(model.coefficient)
    of_answers = model.event is not None or model.family in MANY_OUTCOMES
    v = noise.middle.variance if of_answers else noise.variance
    moved, extra = noise.of_estimates(model.linearised, np.full(k, model.key), np.full(k, model.n), v)
    coefficient = model.coefficient + moved
    std_error = np.sqrt((model.std_error**2 + extra) * model.n / n)
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
