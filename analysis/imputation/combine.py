"""Combining imputations: one result from the same estimator's results of m imputed designs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

import numpy as np

from analysis.arrays import FloatArray
from analysis.errors import AnalysisError
from analysis.imputation.rubin import Combined, added_covariance, combined_linearised
from analysis.intervals import PROPORTION_INTERVALS, Interval, Precision, t_interval
from analysis.models.coefficients import Tested
from analysis.unreleased import (
    Estimate,
    EstimateFigures,
    ImputationFigures,
    ModelFigures,
    ModelResult,
    ResultTable,
    TableFigures,
    figures,
)

Result = TypeVar("Result", Estimate, ResultTable, ModelResult)
Opened = EstimateFigures | TableFigures | ModelFigures


def combine_imputations(results: Sequence[Result]) -> Result:
    """One result from the same estimator's results of m imputed designs, by Rubin's rules; not released either.

    value     mean over the imputations; variance = mean variance + (1 + 1 / m) variance between; see `Combined`
    df        of Barnard and Rubin, with those of the design (of a model: its residual ones) for complete data
    interval  as the single results', for a proportion on its scale, else t

    Gives also the relative increase in variance and the fraction of missing information, and of models and of all that
    carries it the full covariance. Counts are those of the imputation with the smallest cell. A table's Rao-Scott test
    is left out: F statistics do not combine by these rules. A design effect compares with a simple random sample of
    the cases of all imputations. The df of a model stays that of the complete data; its tests have their own.

    Raises AnalysisError for fewer than two results, and for results that are not of one estimator and one shape.
    Same as R `mitools::MIcombine(df.complete)` but for its df, see `Combined.df`; Stata `mi estimate: svy:`.

    Rubin (1987), Multiple Imputation for Nonresponse in Surveys; Barnard and Rubin (1999), Biometrika 86,
    doi:10.1093/biomet/86.4.948.
    """
    if not isinstance(results, Sequence):
        raise AnalysisError("Imputations are combined from a list of results, one for each imputed design.")
    if len(results) < 2:
        raise AnalysisError(f"Imputations are combined from at least two results; found {len(results)}.")
    first = results[0]
    if not isinstance(first, Estimate | ResultTable | ModelResult) or len({type(result) for result in results}) > 1:
        found = ", ".join(sorted({type(result).__name__ for result in results}))
        raise AnalysisError(f"All results are estimates, all are tables, or all are models; found {found}.")
    opened = [figures(result) for result in results]
    _refuse_different(opened)
    combine: Callable[[Any], Any] = _COMBINE[type(first)]
    return type(first)(combine(opened))


_SHAPE: dict[type, tuple[str, ...]] = {
    EstimateFigures: ("source", "statistic", "code", "level_of_confidence"),
    TableFigures: ("source", "statistic", "rows", "columns", "level_of_confidence"),
    ModelFigures: ("source", "formula", "family", "link", "terms", "level_of_confidence"),
}


def _refuse_different(opened: Sequence[Opened]) -> None:
    for part in _SHAPE[type(opened[0])]:
        if any(getattr(one, part) != getattr(opened[0], part) for one in opened):
            raise AnalysisError(
                f'All results must be the same estimator of the same variables in the same shape; their "{part}" '
                "differs. Give categories value labels, so that each imputation has all of them."
            )


def _estimate(opened: Sequence[EstimateFigures]) -> EstimateFigures:
    base = min(opened, key=lambda one: min(one.n_cell, one.n))
    values, errors = (np.array([getattr(one, part) for one in opened]) for part in ("value", "std_error"))
    pooled = Combined.of(values, errors**2, np.array(min(one.df for one in opened)))
    n = np.array(base.n)
    low, high, method = _interval(base, pooled, n)
    deff = _design_effect(pooled, values, errors, np.array([one.deff for one in opened]), n)
    return replace(
        base,
        value=float(pooled.value),
        std_error=float(np.sqrt(pooled.variance)),
        ci_low=float(low),
        ci_high=float(high),
        ci_method=method,
        df=float(pooled.df),
        deff=float(deff),
        **_common(opened, pooled),
    )


def _table(opened: Sequence[TableFigures]) -> TableFigures:
    base = min(opened, key=lambda one: one.n.min())
    values, errors = (np.array([getattr(one, part) for one in opened]) for part in ("value", "std_error"))
    pooled = Combined.of(values, errors**2, np.min([one.df for one in opened], axis=0))
    low, high, method = _interval(base, pooled, base.base_n)
    return replace(
        base,
        value=pooled.value,
        std_error=np.sqrt(pooled.variance),
        ci_low=low,
        ci_high=high,
        ci_method=method,
        df=pooled.df,
        deff=_design_effect(pooled, values, errors, np.array([one.deff for one in opened]), base.base_n),
        test=None,
        **_common(opened, pooled),
    )


def _model(opened: Sequence[ModelFigures]) -> ModelFigures:
    base = min(opened, key=_smallest_cell)
    values = np.array([one.coefficient for one in opened])
    variances = np.array([one.std_error**2 for one in opened])
    pooled = Combined.of(values, variances, np.array(min(one.df for one in opened)))
    std_error = np.sqrt(pooled.variance)
    tested = Tested.of(pooled.value, std_error, pooled.df, base.level_of_confidence)
    return replace(
        base,
        coefficient=pooled.value,
        std_error=std_error,
        **vars(tested),
        vcov=np.mean([one.vcov for one in opened], axis=0) + added_covariance(values - pooled.value),
        df=min(one.df for one in opened),
        saturated=any(one.saturated for one in opened),
        leverage=max(one.leverage for one in opened),
        **_common(opened, pooled),
    )


_COMBINE: dict[type, Callable[[Any], Any]] = {Estimate: _estimate, ResultTable: _table, ModelResult: _model}


def _common(opened: Sequence[Opened], pooled: Combined) -> dict[str, Any]:
    carried = [one.linearised for one in opened if one.linearised is not None]
    said = ImputationFigures(pooled.m, pooled.relative_increase, pooled.missing_information, pooled.df)
    return {"imputed": said, "linearised": combined_linearised(carried) if len(carried) == len(opened) else None}


def _interval(base: EstimateFigures | TableFigures, pooled: Combined, n: Any) -> tuple[FloatArray, FloatArray, str]:
    """Interval on the scale of the single results' method; t for all but proportions."""
    std_error, level = np.sqrt(pooled.variance), base.level_of_confidence
    if base.statistic != "proportion":
        return *t_interval(pooled.value, std_error, pooled.df, level), "t"
    method = base.ci_method if base.ci_method in PROPORTION_INTERVALS else "logit"
    precision = Precision(std_error, pooled.df, n, n)
    found: Interval = PROPORTION_INTERVALS[method](pooled.value, precision, level)
    return *found, method


def _design_effect(pooled: Combined, values: FloatArray, errors: FloatArray, deff: FloatArray, n: Any) -> FloatArray:
    """Variance over that of a simple random sample of the n cases, whose spread is that of all imputations together.

    s**2 / n = mean of the imputations' s_j**2 / n + mean (q_j - q)**2 / (n - 1); NaN where one of them is not known
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        each = np.where(errors > 0, errors**2 / deff, 0.0)
        simple = each.mean(axis=0) + values.var(axis=0) / (np.asarray(n) - 1)
        return np.where(simple > 0, pooled.variance / simple, np.nan)


def _smallest_cell(model: ModelFigures) -> int:
    """Cases in the smallest category of a factor or of the outcome."""
    events = [] if model.n_events is None else [model.n_events, model.n - model.n_events]
    return min([model.n, *events, *(cell.n for cell in model.cells)])
