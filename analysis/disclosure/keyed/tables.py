"""Tables and single estimates from perturbed counts: every figure is made anew from n*, and none tells of n."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from analysis.arrays import BoolArray, FloatArray, IntArray
from analysis.cells import ALL
from analysis.disclosure import magnitudes
from analysis.disclosure.keyed.counts import Noisy, noise_of_answers, noise_of_bases, noise_of_shares, whole
from analysis.disclosure.keyed.noise import Noise
from analysis.disclosure.policy import BESIDE_A_QUANTILE, LEAST_FOR_A_QUANTILE, Limits
from analysis.disclosure.primary import Flags, primary
from analysis.intervals import PROPORTION_INTERVALS, Precision, t_interval
from analysis.source import Level, Source
from analysis.unreleased import EstimateFigures, TableFigures
from survey.text import Text


def noisy_table(table: TableFigures, noise: Noise, step: int) -> TableFigures:
    """The table as perturbed counts give it, without its test; `table.keys` are there.

    n*    n + e, rounded, 0 or more; e by `consistent`
    p*    W* of the cell / W* of the column, W* = W n*/n
    SE*   sqrt(deff p* (1 - p*) / (n*_base - 1) + (V_cell - p*^2 V_base) / n*_base^2), V the variances of e
    deff  of the sample alone, without the noise: beside SE* the part of the noise would tell n
    mean  of codes, from n* of each code before rounding, so that it tells no more than these: see `of_codes`
    else  value and variance with the noise of `Noise.of_estimates`; SE* = sqrt(variance) sqrt(n / n*)
    total W* of the column times its mean with noise
    df*   of people as n*, in multiples of `step`; of schools and the like as they are
    Intervals are those of the method of the table, from these.
    """
    return _of_shares(table, noise, step) if table.statistic == "proportion" else _of_values(table, noise, step)


def _with_counts(table: TableFigures, n: IntArray, base_n: IntArray, step: int) -> TableFigures:
    base_w = _scaled(table.base_weighted_n, base_n, table.base_n)
    return replace(
        table,
        n=n,
        base_n=base_n,
        weighted_n=_scaled(table.weighted_n, n, table.n),
        base_weighted_n=base_w,
        df=noisy_df(table.df, table.base_n, base_n, step),
        test=None,
        linearised=None,
        per_head=None,
    )


def noisy_df(df: FloatArray, n: IntArray, noisy_n: IntArray, step: int) -> FloatArray:
    """Degrees of freedom that tell no more of n than n* does: where people are PSUs they count people."""
    of_people = np.maximum(np.round((df + noisy_n - n) / step) * step, 1.0)
    return np.where(2 * df > n, of_people, df)


def _scaled(weighted_n: FloatArray, noisy_n: IntArray, n: IntArray) -> FloatArray:
    return weighted_n * np.divide(noisy_n, n, out=np.zeros(n.shape), where=n > 0)


def _of_shares(table: TableFigures, noise: Noise, step: int) -> TableFigures:
    cells, bases = noise_of_shares(table, noise)
    noisy = _with_counts(table, _perturbed(table.n, cells.e), _perturbed(table.base_n, bases.e), step)
    base_n = np.maximum(noisy.base_n, 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        p = np.minimum(noisy.weighted_n / noisy.base_weighted_n, 1.0)
    # At 0 and 1 as if half a person had answered otherwise, so that it does not tell all from nearly all.
    inside = np.clip(p, 0.5 / base_n, 1 - 0.5 / base_n)
    simple = inside * (1 - inside) / (base_n - 1)
    deff = np.where(np.isfinite(table.deff), table.deff, 1.0)
    of_noise = np.maximum(cells.variance - p**2 * noise.variance, 0.0) / base_n**2
    variance = np.where(np.isfinite(table.std_error), deff * simple + of_noise, np.nan)
    std_error = np.sqrt(variance)
    precision = Precision(std_error, noisy.df, noisy.base_n, noisy.base_n)
    low, high = PROPORTION_INTERVALS[table.ci_method](p, precision, table.level_of_confidence)
    return replace(noisy, value=p, std_error=std_error, ci_low=low, ci_high=high, deff=table.deff)


def _perturbed(n: IntArray, e: FloatArray) -> IntArray:
    return np.maximum(whole(n + e), 0)


def _of_values(table: TableFigures, noise: Noise, step: int) -> TableFigures:
    base_n = _perturbed(table.base_n, noise_of_bases(table, outcomes(table.source), noise))
    noisy = _with_counts(table, np.tile(base_n, (len(table.rows), 1)), base_n, step)
    n, noisy_n = np.maximum(table.base_n, 1), np.maximum(noisy.base_n, 1)
    value, extra, spread = _moved(table, noisy, noise)
    sampling = table.std_error**2 * spread
    variance = (sampling + extra) * n / noisy_n
    std_error = np.sqrt(variance)
    low, high = t_interval(value, std_error, noisy.df, table.level_of_confidence)
    return replace(noisy, value=value, std_error=std_error, ci_low=low, ci_high=high)


def _moved(table: TableFigures, noisy: TableFigures, noise: Noise) -> tuple[FloatArray, FloatArray, FloatArray | float]:
    """(R, C) values with noise, the variance of it, and by how much it moves the variance of the sample.

    A total is W* times a mean, with no noise of its own.
    """
    estimates, shape = table.per_head or table.linearised, table.value.shape
    assert estimates is not None
    assert table.base_keys is not None
    keys, n = (np.tile(of_column, shape[0]) for of_column in (table.base_keys, np.maximum(table.base_n, 1)))
    spread: FloatArray | float = 1.0
    if table.statistic in ("mean", "total") and table.source.rows in table.source.coded:
        moved, extra, spread = of_codes(*noise_of_answers(table, noise), estimates.value.reshape(shape))
    else:
        moved, extra = (part.reshape(shape) for part in noise.of_estimates(estimates, keys, n))
    if table.per_head is None:
        return table.value + moved, extra, spread
    w, mean = noisy.base_weighted_n, table.per_head.value.reshape(shape) + moved
    return w * mean, w**2 * extra + noise.variance * (w * mean / np.maximum(noisy.base_n, 1)) ** 2, spread


def of_codes(codes: FloatArray, found: Noisy, mean: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """(1, C) how far the noise of the counts moves a mean of codes, the variance of that, and s*^2 / s^2.

    mean* - mean = sum over codes y of (y - mean) e_y / (n + e), which makes it the mean of n + e of the codes where all
    weigh alike. With noise of its own it would be one more equation of the same counts, a hidden one among them, and so
    would s^2: with both the hidden count is known to within a person.

    codes  (K,) or scores of the answers; `found` (K, C) who gave each; `mean` (1, C)
    """
    n, moved_n = found.n, found.n + found.e
    people = np.maximum(moved_n.sum(axis=0), 1.0)
    moved = np.clip(((codes[:, None] - mean) * found.e).sum(axis=0) / people + mean, codes.min(), codes.max()) - mean
    from_mean = (codes[:, None] - mean - moved) ** 2
    extra = (from_mean * found.variance).sum(axis=0) / people**2
    centre = (codes[:, None] * n).sum(axis=0) / np.maximum(n.sum(axis=0), 1)
    s2 = ((codes[:, None] - centre) ** 2 * n).sum(axis=0) / np.maximum(n.sum(axis=0), 1)
    noisy_s2 = np.maximum((from_mean * np.maximum(moved_n, 0)).sum(axis=0), from_mean.max(axis=0)) / people
    spread = np.divide(noisy_s2, s2, out=np.ones_like(s2), where=s2 > 0)
    return moved, extra[None, :], spread[None, :]


def flags_of(table: TableFigures, noisy: TableFigures, limits: Limits) -> Flags:
    """(R + 1, C) flags, the last row those of the bases: the threshold holds before and after the noise.

    A count that is further from its noisy one than from the threshold is hidden, on either side, so that what is left
    has no bias. From level 2 a category that all but a few of a column gave is hidden: were it only the one that all
    gave, the blank would tell their answers. A figure other than a share whose SE is 0 is hidden, for no noise can
    cover it.
    """
    before, after = np.vstack([table.n, table.base_n]), np.vstack([noisy.n, noisy.base_n])
    far = np.abs(after - before) > before - limits.threshold
    if table.statistic == "proportion":
        flags = primary(before, limits)
        flags[:-1][(flags[:-1] == "") & far[:-1]] = "c"
        rest = table.base_n - table.n
        flags[:-1][(flags[:-1] == "") & (rest < limits.threshold) & limits.group_disclosure] = "x"
    else:
        flags = np.vstack([magnitudes.flags(table, limits), np.where(before[-1:] < limits.threshold, "b", "")])
        flags[:-1][(flags[:-1] == "") & ~(table.std_error > 0)] = "x"
        if table.statistic == "quantile":
            flags[:-1][(flags[:-1] == "") & ~_enough_beside(table, noisy)] = "q"
    flags[-1, (flags[-1] == "") & far[-1]] = "b"
    flags[:-1, flags[-1] != ""] = "b"
    return flags


def _enough_beside(table: TableFigures, noisy: TableFigures) -> BoolArray:
    """(R, C) True where a quantile has people enough below and above it, before and after the noise."""
    p = np.array([[float(level.value or 0.0)] for level in table.rows])
    n = np.minimum(table.base_n, noisy.base_n)
    enough = (np.minimum(p, 1 - p) * n >= BESIDE_A_QUANTILE) & (n >= LEAST_FOR_A_QUANTILE)
    return np.asarray(enough)


def as_table(estimate: EstimateFigures) -> TableFigures:
    """A single estimate as a table with one cell."""
    share = estimate.value if estimate.statistic == "proportion" else 1.0
    whole = estimate.code if estimate.statistic == "proportion" else estimate.source.rows
    cell = [[estimate.value], [estimate.std_error], [estimate.ci_low], [estimate.ci_high], [estimate.deff]]
    value, std_error, low, high, deff = (np.array([number]) for number in cell)
    return TableFigures(
        source=estimate.source,
        statistic=estimate.statistic,
        rows=(Level(whole, Text()),),
        columns=(ALL,),
        n=np.array([[estimate.n_cell]]),
        weighted_n=np.array([[estimate.weighted_n * share]]),
        base_n=np.array([estimate.n]),
        base_weighted_n=np.array([estimate.weighted_n]),
        value=value,
        std_error=std_error,
        ci_low=low,
        ci_high=high,
        ci_method=estimate.ci_method,
        level_of_confidence=estimate.level_of_confidence,
        df=np.array([estimate.df]),
        deff=deff,
        linearised=estimate.linearised,
        per_head=estimate.per_head,
        keys=np.array([[estimate.key]]),
        base_keys=np.array([estimate.base_key]),
        contributions=estimate.contributions,
    )


def outcomes(source: Source) -> list[str]:
    """What a figure is about, beside its groups and its filter."""
    beside = {source.by, *source.combined, *source.where_variables}
    return [source.rows, *(name for name in source.variables if name not in (*beside, source.rows))]
