"""Makes the released form: rounds what is shown, leaves out what is hidden, and says why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isfinite
from typing import cast

import numpy as np

from analysis.disclosure import reasons
from analysis.disclosure.keyed import reasons as keyed_reasons
from analysis.disclosure.policy import BESIDE_A_QUANTILE, Limits, ReleasePolicy
from analysis.disclosure.primary import Flags
from analysis.disclosure.released import (
    Flag,
    ReleasedBase,
    ReleasedCell,
    ReleasedComparison,
    ReleasedEstimate,
    ReleasedTable,
    ReleasedTest,
)
from analysis.disclosure.rounding import Decimals, Rounding, significant
from analysis.errors import Refused
from analysis.presentation import Presentation
from analysis.source import Source
from analysis.unreleased import ComparisonFigures, EstimateFigures, TableFigures, TestFigures
from survey.text import Text

SHARES = ("proportion", "distribution")


@dataclass(frozen=True)
class Figures:
    """The figures of one cell, as they were estimated."""

    statistic: str
    value: float
    std_error: float
    ci_low: float
    ci_high: float
    df: float
    deff: float
    n: int
    weighted_n: float
    base: int
    presented: Presentation


def shown_table(table: TableFigures, flags: Flags, policy: ReleasePolicy, limits: Limits) -> ReleasedTable:
    """The released table; (R + 1, C) `flags`, the last row those of the bases.

    A row or column that the codebook does not name, and of which nothing is shown, is left out: its name is the answer
    of a few. Raises Refused where no row is left.
    """
    shown = (flags == "") & ((table.base_n > 0) | policy.public_use)
    rows = [r for r, level in enumerate(table.rows) if level.named or shown[r].any()]
    columns = [c for c, level in enumerate(table.columns) if level.named or shown[:, c].any()]
    if not rows:
        raise Refused(reasons.NOTHING_NAMED, rule="unnamed")
    all_there = len(rows) == len(table.rows) and len(columns) == len(table.columns)
    rounding = [
        rounding_of(policy, table.source, int(table.base_n[c]), float(table.base_weighted_n[c]))
        # Each column of perturbed counts by itself, as where its group is asked for by a filter.
        for c in (range(len(table.columns)) if policy.mode == "keyed" else [-1] * len(table.columns))
    ]
    reason = _Reasons(limits, steps=table.statistic == "distribution", keyed=_keyed(table.statistic, policy))
    presented = table.presented(policy.caution_cv)
    cells = tuple(
        tuple(_cell(_figures(table, presented[r, c], r, c), flags[r, c], reason, rounding[c]) for c in columns)
        for r in rows
    )
    bases = tuple(
        _base(int(table.base_n[c]), float(table.base_weighted_n[c]), flags[-1, c], reason, rounding[c]) for c in columns
    )
    blank = bool((flags != "").any())
    return ReleasedTable(
        source=table.source,
        notes=notes(table.source, policy, reasons.rounded(policy.rounding), blank=blank)
        + (() if all_there else (reasons.UNNAMED_LEFT_OUT,)),
        public_use=policy.public_use,
        statistic=table.statistic,
        rows=tuple(table.rows[r] for r in rows),
        columns=tuple(table.columns[c] for c in columns),
        cells=cells,
        bases=bases,
        ci_method=table.ci_method,
        level_of_confidence=table.level_of_confidence,
        test=None if blank or table.test is None else _test(table.test, rounding[-1], int(table.base_n[-1])),
        test_reason=reasons.TEST_WITHHELD if blank and table.test is not None else None,
    )


def shown_estimate(
    estimate: EstimateFigures, flag: str, base_flag: str, policy: ReleasePolicy, limits: Limits
) -> ReleasedEstimate:
    """The released estimate."""
    rounding = rounding_of(policy, estimate.source, estimate.n, estimate.weighted_n)
    reason = _Reasons(limits, single=estimate.statistic == "proportion", keyed=_keyed(estimate.statistic, policy))
    share = estimate.value if estimate.statistic == "proportion" else 1.0
    figures = Figures(
        statistic=estimate.statistic,
        value=estimate.value,
        std_error=estimate.std_error,
        ci_low=estimate.ci_low,
        ci_high=estimate.ci_high,
        df=estimate.df,
        deff=estimate.deff,
        n=estimate.n_cell,
        weighted_n=estimate.weighted_n * share,
        base=estimate.n,
        presented=estimate.presented(policy.caution_cv),
    )
    return ReleasedEstimate(
        source=estimate.source,
        notes=notes(estimate.source, policy, reasons.rounded(policy.rounding), blank=flag != ""),
        public_use=policy.public_use,
        statistic=estimate.statistic,
        cell=_cell(figures, flag, reason, rounding),
        base=_base(estimate.n, estimate.weighted_n, base_flag, reason, rounding),
        ci_method=estimate.ci_method,
        level_of_confidence=estimate.level_of_confidence,
        code=estimate.code,
    )


def shown_comparison(comparison: ComparisonFigures, policy: ReleasePolicy, limits: Limits) -> ReleasedComparison:
    """The released test; of public data, or with noise."""
    found = comparison.difference
    shown = shown_estimate(found, "", "", policy, limits) if found else None
    return ReleasedComparison(
        source=comparison.source,
        notes=notes(comparison.source, policy, reasons.rounded(policy.rounding), blank=False)
        + reasons.adjusted(comparison.test.adjustment),
        public_use=policy.public_use,
        test=_test(comparison.test, rounding_of(policy, comparison.source, 1, 1.0), comparison.n),
        n=comparison.n,
        statistic=shown.statistic if shown else None,
        difference=shown.cell if shown else None,
        level_of_confidence=shown.level_of_confidence if shown else None,
    )


def notes(source: Source, policy: ReleasePolicy, rounded: Text, *, blank: bool) -> tuple[Text, ...]:
    """What must be printed with an output."""
    said = [reasons.SYNTHETIC] if source.synthetic else []
    hidden = keyed_reasons.PERTURBED if policy.mode == "keyed" else rounded
    said.append(reasons.PUBLIC if policy.public_use else hidden)
    return (*said, reasons.BLANKS) if blank else tuple(said)


@dataclass(frozen=True)
class _Reasons:
    """The words for each flag; `single`: of one proportion, whose rest counts too; `steps`: of a distribution."""

    limits: Limits
    single: bool = False
    steps: bool = False
    keyed: str = ""

    def of_cell(self, flag: str, base: int) -> Text | None:
        if not flag:
            return None
        if base == 0 and not self.keyed:
            return reasons.NOBODY
        if self.keyed and flag in "cx":
            return self._with_noise(flag)
        in_cell = reasons.too_few_either_way if self.single else reasons.too_few_in_cell
        in_cell = reasons.too_few_at_step if self.steps else in_cell
        return {
            "c": in_cell(self.limits.threshold),
            "b": reasons.too_few_in_group(self.limits.base),
            "x": reasons.SECONDARY,
            "d": reasons.DOMINATED,
            "g": reasons.TWO_ANSWERS,
            "q": reasons.too_few_beside(max(BESIDE_A_QUANTILE, self.limits.threshold)),
        }[flag]

    def _with_noise(self, flag: str) -> Text:
        """`keyed` is the statistic, whose figures stand each for itself: none is hidden for the sake of another."""
        if flag == "c":
            return keyed_reasons.too_few_in_cell(self.limits.threshold)
        return keyed_reasons.WHOLE_GROUP if self.keyed == "proportion" else keyed_reasons.WITHOUT_NOISE

    def of_base(self, flag: str) -> Text | None:
        if not flag:
            return None
        return reasons.SECONDARY if flag == "x" else reasons.too_few_in_group(self.limits.threshold)


def _keyed(statistic: str, policy: ReleasePolicy) -> str:
    return statistic if policy.mode == "keyed" and not policy.public_use else ""


def rounding_of(policy: ReleasePolicy, source: Source, n: int, weighted_n: float) -> Rounding | None:
    """None for public data: they are shown as they are."""
    if policy.public_use:
        return None
    rounding = Rounding.of(policy.rounding, n=n, weighted_n=weighted_n, weighted=source.weighted)
    # Perturbed counts are shown as they are.
    return replace(rounding, count=1) if policy.mode == "keyed" else rounding


def _figures(table: TableFigures, presented: Presentation, r: int, c: int) -> Figures:
    return Figures(
        statistic=table.statistic,
        value=float(table.value[r, c]),
        std_error=float(table.std_error[r, c]),
        ci_low=float(table.ci_low[r, c]),
        ci_high=float(table.ci_high[r, c]),
        df=float(np.broadcast_to(table.df, table.value.shape)[r, c]),
        deff=float(table.deff[r, c]),
        n=int(table.n[r, c]),
        weighted_n=float(table.weighted_n[r, c]),
        base=int(table.base_n[c]),
        presented=presented,
    )


def _cell(figures: Figures, flag: str, reason: _Reasons, rounding: Rounding | None) -> ReleasedCell:
    if flag:
        return ReleasedCell(flag=cast(Flag, str(flag)), reason=reason.of_cell(str(flag), figures.base))
    if rounding is None:
        return _exact(figures)
    share = figures.statistic in SHARES
    whole = figures.base < 100 or reason.limits.whole_percent
    decimals = Decimals.of_share(whole=whole) if share else Decimals.of_mean(figures.std_error)
    return ReleasedCell(
        value=_number(figures.value, decimals.value),
        std_error=_number(figures.std_error, decimals.std_error),
        ci_low=_number(figures.ci_low, decimals.value),
        ci_high=_number(figures.ci_high, decimals.value),
        df=rounding.df(figures.df, figures.base),
        deff=_number(figures.deff, 1 if reason.keyed else 2),
        n=rounding.n(figures.n),
        weighted_n=rounding.weighted_n(figures.weighted_n),
        quality=figures.presented.flag,
        caution=figures.presented.reason,
    )


def _exact(figures: Figures) -> ReleasedCell:
    return ReleasedCell(
        value=_number(figures.value),
        std_error=_number(figures.std_error),
        ci_low=_number(figures.ci_low),
        ci_high=_number(figures.ci_high),
        df=_number(figures.df),
        deff=_number(figures.deff),
        n=figures.n,
        weighted_n=_number(figures.weighted_n),
        reason=None if figures.base else reasons.NOBODY,
        quality=figures.presented.flag,
        caution=figures.presented.reason,
    )


def _base(n: int, weighted_n: float, flag: str, reason: _Reasons, rounding: Rounding | None) -> ReleasedBase:
    if flag:
        return ReleasedBase(flag=cast(Flag, str(flag)), reason=reason.of_base(str(flag)))
    if rounding is None:
        return ReleasedBase(n, weighted_n)
    return ReleasedBase(rounding.n(n), rounding.weighted_n(weighted_n))


def _number(number: float, decimals: int | None = None) -> float | None:
    """None for what could not be estimated."""
    if not isfinite(number):
        return None
    return number if decimals is None else round(number, decimals)


def _test(test: TestFigures, rounding: Rounding | None, n: int) -> ReleasedTest:
    if rounding is None:
        return ReleasedTest(test.name, test.statistic, test.df1, _number(test.df2), test.p_value, test.distribution)
    df2 = test.df1 * rounding.df(test.df2 / test.df1, n) if isfinite(test.df2) else test.df2
    return ReleasedTest(
        test.name,
        round(test.statistic, 2),
        round(test.df1, 2),
        _number(df2, 2),
        significant(test.p_value, 2),
        test.distribution,
    )
