"""Tests and comparisons with noise: statistics and p values are made anew, and none is left of the exact ones."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.special import fdtrc, stdtr

from analysis.disclosure.keyed import reasons as words
from analysis.disclosure.keyed.counts import noise_of_groups, noisy_people
from analysis.disclosure.keyed.grammar import refuse_outside
from analysis.disclosure.keyed.noise import Noise
from analysis.disclosure.keyed.tables import noisy_df, of_codes, outcomes
from analysis.disclosure.policy import Limits, ReleasePolicy
from analysis.disclosure.released import ReleasedComparison
from analysis.disclosure.rounding import Decimals
from analysis.disclosure.shown import shown_comparison
from analysis.errors import Refused
from analysis.intervals import t_interval
from analysis.rao_scott import NAME as RAO_SCOTT
from analysis.rao_scott import OTHERS as OTHERS_OF_A_TABLE
from analysis.source import Question, Source
from analysis.unreleased import ComparisonFigures, EstimateFigures, TableFigures, TestFigures


def noisy_test(
    test: TestFigures, noise: Noise, *, source: Source, key: int, people: tuple[int, int], fewest: int, step: int
) -> TestFigures:
    """A test of n cases, of whom `fewest` are in the smallest group or cell.

    F*    (sqrt(df1 F) + z sqrt(V / m))^2 / df1 / (1 + V / m), with m = fewest and z a truncated normal of the key
    Degrees of freedom of people count n* (see `noisy_df`).

    people  n and n*
    """
    df2 = _noisy_df2(test, people, step)
    # With rows and columns changed it is the same test.
    z = noise.normal(key, f"{test.name}:{','.join(sorted({source.rows, source.by}))}")
    v = noise.variance / max(fewest, 1)
    x = _moved(test.df1 * test.statistic, z, v)
    p_value = float(fdtrc(test.df1, df2, x / test.df1))
    return replace(test, statistic=x / test.df1, df2=df2, p_value=p_value)


def _moved(x: float, z: float, v: float) -> float:
    """A chi-square with noise of the variance v on its root."""
    return float((np.sqrt(max(x, 0.0)) + z * np.sqrt(v)) ** 2 / (1 + v))


def _noisy_df2(test: TestFigures, people: tuple[int, int], step: int) -> float:
    if not np.isfinite(test.df2):
        return test.df2
    times = test.df1 if test.name == RAO_SCOTT else 1.0
    n, noisy_n = (np.array(number) for number in people)
    return float(times * noisy_df(np.array(test.df2 / times), n, noisy_n, step))


def keyed_test_of_table(
    table: TableFigures, noise: Noise, noisy_n: int, limits: Limits, step: int
) -> TestFigures | None:
    """The test of a table none of whose cells is blank."""
    if table.test is None or table.base_keys is None:
        return None
    n, inner = int(table.base_n[-1]), table.n[:, :-1]
    return noisy_test(
        table.test,
        noise,
        source=table.source,
        key=int(table.base_keys[-1]),
        people=(n, noisy_n),
        fewest=max(int(inner.min()), limits.threshold),
        step=step,
    )


def keyed_comparison(comparison: ComparisonFigures, policy: ReleasePolicy, limits: Limits) -> ReleasedComparison:
    """A comparison with noise. Raises Refused where a group, or a cell behind it, is small."""
    if comparison.key is None or comparison.fewest is None:
        raise Refused(words.no_keys(comparison.test.name), rule="statistic")
    refuse_outside(comparison.source, policy, limits)
    if comparison.test.name in OTHERS_OF_A_TABLE:
        raise Refused(words.OTHER_TEST, rule="statistic")
    noise = Noise.of(policy)
    noisy_n = noisy_people(comparison.source, comparison.n, comparison.key, noise)
    if comparison.n < limits.base or noisy_n < limits.threshold:
        raise Refused(words.small_base(limits.base), rule="base")
    fewest = min(comparison.fewest, _fewest_of_codes(comparison, noise))
    if fewest <= limits.threshold:
        raise Refused(words.few_compared(limits.threshold), rule="threshold", instead=_coarser(comparison, policy))
    found = comparison.difference
    if found is None:
        test = noisy_test(
            comparison.test,
            noise,
            source=comparison.source,
            key=comparison.key,
            people=(comparison.n, noisy_n),
            fewest=fewest,
            step=policy.rounding,
        )
        return shown_comparison(replace(comparison, test=test, n=noisy_n), policy, limits)
    moved = noisy_difference(found, noise, key=comparison.key, step=policy.rounding)
    test = _t_of(comparison.test, found, moved)
    return shown_comparison(replace(comparison, test=test, n=noisy_n, difference=moved), policy, limits)


def noisy_difference(found: EstimateFigures, noise: Noise, *, key: int, step: int) -> EstimateFigures:
    """A difference of groups, or the like, with the noise of `Noise.of_estimates`.

    Of a question with codes it is made of the counts with noise, like the means of the groups: with noise of its own
    two answers of three would tell the third, as all figures of the same people have the same noise.
    Raises Refused for a comparison of two questions with codes.
    """
    assert found.linearised is not None
    noisy_n = max(noisy_people(found.source, found.n, key, noise), 1)
    spread = 1.0
    if has_codes(found.source):
        moved, extra, spread = _of_counts(found, noise)
    else:
        moved, extra = (
            float(part[0]) for part in noise.of_estimates(found.linearised, np.array([key]), np.array([found.n]))
        )
    value = found.value + moved
    std_error = np.sqrt((found.std_error**2 * spread + extra) * found.n / noisy_n)
    df = noisy_df(np.array(found.df), np.array(found.n), np.array(noisy_n), step)
    low, high = t_interval(np.array(value), np.array(std_error), df, found.level_of_confidence)
    return replace(
        found,
        value=float(value),
        std_error=float(std_error),
        ci_low=float(low),
        ci_high=float(high),
        df=float(df),
        deff=float("nan"),
        n=noisy_n,
        n_cell=noisy_n,
        weighted_n=found.weighted_n * noisy_n / found.n,
        linearised=None,
    )


def has_codes(source: Source) -> bool:
    """True where one of the questions that a figure is about has codes, or few values."""
    return bool(set(source.coded) & set(outcomes(source)))


def _of_counts(found: EstimateFigures, noise: Noise) -> tuple[float, float, float]:
    """How far the noise of counts moves a comparison of groups, its variance, and by how much that of the sample."""
    if found.of_groups is None:
        raise Refused(words.CODES, rule="statistic", instead=(Question(found.source.rows, found.source.by),))
    answers, groups, counts = noise_of_groups(found.source, noise)
    scores = found.of_groups.scores
    scored = [float(code or 0.0) if scores is None else scores.get(code, 0.0) for code in answers.values]
    names, c, mean = zip(*found.of_groups.groups, strict=True)
    at = [groups.values.index(name) for name in names] if groups else [0]
    counts = counts.each(lambda part: part[:, at])
    moved, extra, spread = of_codes(np.array(scored), counts, np.array([mean]))
    weight = np.array(c)
    of_sample = weight**2 / np.maximum(counts.n.sum(axis=0), 1)
    return float(moved[0] @ weight), float(extra[0] @ weight**2), float(np.average(spread[0], weights=of_sample))


def _fewest_of_codes(comparison: ComparisonFigures, noise: Noise) -> int:
    """Of a test of several groups by their answers, the fewest in any group with any of the answers."""
    if comparison.difference is not None or not has_codes(comparison.source):
        return comparison.n
    _, _, counts = noise_of_groups(comparison.source, noise)
    there = counts.n[np.ix_(counts.n.any(axis=1), counts.n.any(axis=0))]
    return int(there.min()) if there.size else 0


def _t_of(test: TestFigures, found: EstimateFigures, moved: EstimateFigures) -> TestFigures:
    """The t test of the moved difference, as it is shown, against what the exact one was tested against.

    Whoever may choose that number would otherwise learn the standard error to any digit.
    """
    null = found.value - test.statistic * found.std_error
    decimals = Decimals.of_mean(moved.std_error)
    value, std_error = round(moved.value, decimals.value), round(moved.std_error, decimals.std_error)
    t = (value - null) / std_error if std_error > 0 else np.nan
    return replace(test, statistic=float(t), df2=moved.df, p_value=float(2 * stdtr(moved.df, -abs(t))))


def _coarser(comparison: ComparisonFigures, policy: ReleasePolicy) -> tuple[Question, ...]:
    source = comparison.source
    names = ((policy.coarser.get(source.rows, source.rows), policy.coarser.get(source.by, source.by)),)
    return tuple(Question(rows, by, source.where) for rows, by in names if (rows, by) != (source.rows, source.by))
