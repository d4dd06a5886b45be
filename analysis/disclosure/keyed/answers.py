"""Answers with noise: what is shown of a result where the policy's mode is "keyed"."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from analysis.arrays import BoolArray
from analysis.disclosure import magnitudes
from analysis.disclosure.keyed import reasons as words
from analysis.disclosure.keyed.grammar import refuse_outside
from analysis.disclosure.keyed.noise import Noise
from analysis.disclosure.keyed.snapshots import Counts, counts_of, moved
from analysis.disclosure.keyed.tables import as_table, flags_of, noisy_table, outcomes
from analysis.disclosure.keyed.tests import keyed_test_of_table, noisy_difference
from analysis.disclosure.policy import Limits, ReleasePolicy
from analysis.disclosure.primary import Flags
from analysis.disclosure.released import ReleasedEstimate, ReleasedTable
from analysis.disclosure.shown import shown_estimate, shown_table
from analysis.errors import Refused
from analysis.source import Question
from analysis.t_table import only_cell
from analysis.unreleased import EstimateFigures, TableFigures

# Statistics that have noise: of tables and single estimates, and single ones that compare groups.
OF_CODES_TOO = ("proportion", "mean", "total")
OF_AMOUNTS = ("ratio", "variance", "standard deviation", "covariance", "correlation", "quantile")
OF_GROUPS = ("slope",)
# Each way to make the interval has ends of its own, and all together count the people between them one by one.
WOODRUFF = "Woodruff, mean"
QUANTILES = (0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.9)


def keyed_table(
    table: TableFigures, policy: ReleasePolicy, limits: Limits, before: Counts
) -> tuple[ReleasedTable, dict[str, int]]:
    """The table with noise, and the exact counts behind what it shows.

    before  counts that were shown of other snapshots of the data
    Raises Refused for a question outside the grammar, a sparse table, and a small base.
    """
    _refuse_without_noise(table, table.keys is not None)
    refuse_outside(table.source, policy, limits)
    noise = Noise.of(policy)
    noisy = noisy_table(table, noise, policy.rounding)
    flags = _unmoved(table, flags_of(table, noisy, limits), before)
    _refuse_small_base(table, flags, limits, policy)
    refuse_sparse(table, flags, policy)
    noise_of_test = keyed_test_of_table(table, noise, int(noisy.base_n[-1]), limits, policy.rounding)
    return shown_table(replace(noisy, test=noise_of_test), flags, policy, limits), counts_of(table, flags)


def keyed_estimate(
    estimate: EstimateFigures, policy: ReleasePolicy, limits: Limits, before: Counts
) -> tuple[ReleasedEstimate, dict[str, int]]:
    """A single estimate with noise, the same figure as in the cell of a table, and the exact counts behind it."""
    _refuse_without_noise(estimate, estimate.key is not None)
    refuse_outside(estimate.source, policy, limits)
    if estimate.statistic in OF_GROUPS:
        return _keyed_difference(estimate, policy, limits), {}
    table = as_table(estimate)
    noisy = noisy_table(table, Noise.of(policy), policy.rounding)
    flags = _unmoved(table, flags_of(table, noisy, limits), before)
    found = replace(only_cell(replace(noisy, base_n=np.maximum(noisy.base_n, 1))), code=estimate.code)
    return shown_estimate(found, flags[0, 0], flags[1, 0], policy, limits), counts_of(table, flags)


def _unmoved(table: TableFigures, flags: Flags, before: Counts) -> Flags:
    """The flags, "x" for counts that moved by a few since they were shown."""
    flags[moved(table, before) & (flags == "")] = "x"
    return flags


def _keyed_difference(estimate: EstimateFigures, policy: ReleasePolicy, limits: Limits) -> ReleasedEstimate:
    if estimate.key is None or estimate.fewest is None:
        raise Refused(words.no_keys(estimate.statistic), rule="statistic")
    if estimate.n < limits.base:
        raise Refused(words.small_base(limits.base), rule="base")
    if estimate.fewest <= limits.threshold:
        raise Refused(words.few_compared(limits.threshold), rule="threshold")
    noise = Noise.of(policy)
    found = noisy_difference(estimate, noise, key=estimate.key, step=policy.rounding)
    return shown_estimate(found, "", "", policy, limits)


def _refuse_without_noise(opened: TableFigures | EstimateFigures, keyed: bool) -> None:
    statistic = opened.statistic
    if statistic == "distribution":
        raise Refused(words.CUT, rule="grammar", instead=(Question(opened.source.rows, opened.source.by),))
    single = OF_GROUPS if isinstance(opened, EstimateFigures) else ()
    if statistic not in (*OF_CODES_TOO, *OF_AMOUNTS, *single):
        raise Refused(words.no_rules(statistic), rule="statistic")
    if opened.imputed is not None:
        raise Refused(words.IMPUTED, rule="statistic")
    if not keyed:
        raise Refused(words.no_keys(statistic), rule="statistic")
    if statistic in OF_AMOUNTS and set(opened.source.coded) & set(outcomes(opened.source)):
        raise Refused(words.CODES, rule="statistic", instead=(Question(opened.source.rows, opened.source.by),))
    if statistic == "quantile" and not _at_known_places(opened):
        raise Refused(words.PERCENTILES, rule="quantile")
    if statistic == "quantile" and opened.ci_method != WOODRUFF:
        raise Refused(words.OTHER_INTERVAL, rule="quantile")
    magnitudes.refuse(opened)


def _at_known_places(quantiles: TableFigures | EstimateFigures) -> bool:
    rows = quantiles.rows if isinstance(quantiles, TableFigures) else ()
    return bool(rows) and all(np.isclose(float(level.value or 0), QUANTILES).any() for level in rows)


def _refuse_small_base(table: TableFigures, flags: Flags, limits: Limits, policy: ReleasePolicy) -> None:
    if table.base_n[-1] < limits.base or flags[-1, -1]:
        raise Refused(words.small_base(limits.base), rule="base", instead=_coarser(table, policy)[1])


def refuse_sparse(table: TableFigures, flags: Flags, policy: ReleasePolicy) -> None:
    """Refuse a table with more than half of its cells blank, those of "all" not counted where there are groups."""
    inner: BoolArray = flags[:-1, :-1] != "" if flags.shape[1] > 1 else flags[:-1] != ""
    if 2 * inner.sum() > inner.size:
        name, instead = _coarser(table, policy)
        plain = not (table.source.by or table.source.where)
        raise Refused(words.sparse(name, plain=plain), rule="sparse", instead=instead)


def _coarser(table: TableFigures, policy: ReleasePolicy) -> tuple[str, tuple[Question, ...]]:
    """The next coarser grouping of the columns, or of the rows, and the questions that may do better."""
    source = table.source
    by, rows = policy.coarser.get(source.by, ""), policy.coarser.get(source.rows, "")
    found = [
        Question(source.rows, by, source.where) if by else None,
        Question(rows, source.by, source.where) if rows else None,
        Question(source.rows, source.by) if source.where else None,
        Question(source.rows, "", source.where) if source.by else None,
    ]
    return by or rows, tuple(question for question in found if question)
