"""Change from one wave to another, of all, by group, and of one group more than of another."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.arguments import one_of, refuse_not_so_many, takes
from analysis.arrays import BoolArray, IntArray
from analysis.categories import Categories, level_number, written
from analysis.cells import Cells, Grouping
from analysis.design import SurveyDesign
from analysis.domains import Domain
from analysis.errors import AnalysisError, NoCases
from analysis.groups import difference, outcome
from analysis.linearised import Smooth
from analysis.source import By, Level
from analysis.t_table import Bases, only_cell, t_table
from analysis.unreleased import Estimate, ResultTable, TableFigures
from survey.text import LANGUAGES, Text

Code = float | str
STATISTICS = ("mean", "total")
_TO = Text(sv="{label}: från {first} till {second}", en="{label}: from {first} to {second}")
_OR = Text(sv="{label}: {first} eller {second}", en="{label}: {first} or {second}")


@dataclass(frozen=True)
class Asked:
    """Which change: of what, from which wave to which, in which terms."""

    variable: str
    over: str
    waves: tuple[Code, Code]
    code: Code | None = None
    relative: bool = False
    statistic: str = "mean"


@dataclass(frozen=True, eq=False)
class TwoWaves:
    """Two waves of one design.

    design  the part of it that took part in either
    waves   the two as categories, the first before the second
    """

    design: SurveyDesign
    waves: Categories

    @classmethod
    def of(cls, design: SurveyDesign, over: str, waves: tuple[Code, Code]) -> TwoWaves:
        """The waves of two codes of the variable `over`."""
        refuse_not_so_many("waves", waves, 2, "(2023, 2026)")
        known = design.categories(over)
        places = [level_number(over, known, wave) for wave in waves]
        if places[0] == places[1]:
            raise AnalysisError(f'Both waves of "{over}" are {written(waves[0])}. Give two codes.')
        codes = np.full(len(known.codes), -1, dtype=np.int64)
        for number, place in enumerate(places):
            codes[known.codes == place] = number
        said = _domain(design, over, waves, _TO)
        return cls(design.domain_of(codes >= 0, said), Categories(tuple(known.levels[at] for at in places), codes))


@takes(SurveyDesign)
def change(
    design: SurveyDesign,
    variable: str,
    *,
    over: str,
    waves: tuple[Code, Code],
    code: Code | None = None,
    relative: bool = False,
    statistic: str = "mean",
    confidence: float = 0.95,
) -> Estimate:
    """By how much a mean, a share or a total changed from one wave to another.

    value     m_2 - m_1, or with `relative` m_2 / m_1 - 1
    variance  var(m_1) + var(m_2) - 2 cov(m_1, m_2), as both are estimates of one design; `relative` by linearisation
    interval  t with design degrees of freedom of the PSUs with a case in either wave

    All waves are rows of one frame, with the wave in the column `over`. What waves share counts by itself:
      panel              a row for each person and wave; psu is the person, or what the person was drawn in (school)
      the same PSUs      new people in the same schools or areas: psu is the school or area
      independent waves  strata differ between waves (cross the wave with the stratum) and PSU names, too; then the
                         covariance is 0 and variances add up
    Whoever answered in one wave only counts in that wave. An fpc in a panel of persons counts persons, not rows.

    waves     codes of the first and of the second
    code      for a variable with categories: the share of that category (or with "total" how many are in it)
    relative  a share of the first wave, 0.1 for a tenth more; NaN where that is 0
    statistic "mean" or "total"
    Raises UnknownVariable, NotNumeric, LonelyPSU, NoCases where nobody answered in one of the waves, AnalysisError.
    Same as R `svycontrast(svyby(..., covmat = TRUE), ...)`, which gives no degrees of freedom; Stata `lincom`, `nlcom`
    after `svy: mean, over()`, which take those of the design.

    Kish (1965), Survey Sampling, 12.4; Berger (2004), Canadian J. Stat. 32, doi:10.2307/3316024.
    """
    table = _changes(design, Asked(variable, over, waves, code, relative, statistic), None, confidence)
    return Estimate(replace(only_cell(table), code=code))


@takes(SurveyDesign)
def changes(
    design: SurveyDesign,
    variable: str,
    *,
    over: str,
    waves: tuple[Code, Code],
    by: By,
    code: Code | None = None,
    relative: bool = False,
    statistic: str = "mean",
    confidence: float = 0.95,
) -> ResultTable:
    """`change` in each group of `by` and in all of them together; NaN where a group has nobody in one of the waves.

    The groups' changes have their covariance, too: see `contrast`, and `difference_in_differences` for two groups.
    """
    return ResultTable(_changes(design, Asked(variable, over, waves, code, relative, statistic), by, confidence))


@takes(SurveyDesign)
def difference_in_differences(
    design: SurveyDesign,
    variable: str,
    *,
    over: str,
    waves: tuple[Code, Code],
    groups: tuple[str, Code, Code],
    code: Code | None = None,
    confidence: float = 0.95,
) -> Estimate:
    """By how much more a mean, or a share, changed in one group than in another.

    value     (m_12 - m_11) - (m_02 - m_01), with m_gw the mean of group g in wave w
    variance, interval  as `change`

    groups    variable, code of the group that is compared with (0), code of the group of interest (1)
    It is the effect of what happened to the group of interest between the waves, if the groups would else have changed
    alike; the data cannot say whether they would.
    Raises as `change`. Same as the interaction in R `svyglm(y ~ wave * group)`, whose df has 3 less, and in Stata
    `svy: regress y i.wave##i.group`.

    Card and Krueger (1994), American Economic Review 84, 772-793.
    """
    refuse_not_so_many("groups", groups, 3, '("sex", 1, 2)')
    by, first, second = groups
    known = design.categories(by)
    places = [level_number(by, known, group) for group in (first, second)]
    if first == second:
        raise AnalysisError(f'The groups of "{by}" are both {written(first)}. Give two codes.')
    compared = design.domain_of(np.isin(known.codes, places), _domain(design, by, (first, second), _OR))
    table = _changes(compared, Asked(variable, over, waves, code), by, confidence)
    if not np.isfinite(table.value[0, places]).all():
        raise NoCases(f'Both groups of "{by}" need answers to "{variable}" in both waves. Widen the filter.')
    assert table.linearised is not None
    of = table.linearised.transformed(lambda value: value[..., places[1:]] - value[..., places[:1]])
    n, weighted_n = (int(table.base_n[-1]), float(table.base_weighted_n[-1]))
    found = difference(table.source, "difference in differences", of, table.df[-1], n, weighted_n, confidence)
    return Estimate(replace(found, code=code))


def _changes(design: SurveyDesign, asked: Asked, by: By, confidence: float) -> TableFigures:
    one_of("statistic", asked.statistic, STATISTICS)
    pair, grouping = TwoWaves.of(design, asked.over, asked.waves), Grouping.of(design, by)
    y = outcome(design, asked.variable, asked.code)
    taken, answered = pair.design, np.isfinite(y)
    rows = Categories(pair.waves.levels, np.where(answered, pair.waves.codes, -1))
    cells = Cells.of_rows(taken, rows, grouping)
    n = grouping.with_all(cells.n())
    _refuse_empty_wave(n[:, -1], asked.variable, rows)
    there = taken.inside & answered & rows.answered & (grouping.codes >= 0)
    middle = (y[there].min() + y[there].max()) / 2  # around it no digits are lost
    w = taken.calibrated_weight
    sums = cells.totals([w, w * (np.where(there, y, middle) - middle)])
    weighted_n = grouping.with_all(sums.value[: 2 * grouping.n_groups].reshape(2, -1))
    of_wave = _mean_of_wave(grouping, n, middle) if asked.statistic == "mean" else _total_of_wave(grouping, middle)
    present = grouping.anywhere(np.asarray(cells.present().any(axis=1)))
    changed = sums.transformed(lambda s: _changed(of_wave(s), relative=asked.relative), present)
    known = np.isfinite(changed.value) & ((n > 0).all(axis=0) | (asked.statistic == "total"))
    value, std_error = (np.where(known, part, np.nan) for part in (changed.value, changed.std_error))
    df = np.array([taken.degrees_of_freedom(cases) for cases in _cases_of_columns(taken, grouping)])
    bases = Bases(grouping.columns, n.sum(axis=0), weighted_n.sum(axis=0), df)
    row = Level(asked.variable, taken.frame.variable(asked.variable).label)
    source, statistic = taken.source(asked.variable, by=by), "relative change" if asked.relative else "change"
    return t_table(source, statistic, [row], bases, value, std_error, changed, confidence)


def _mean_of_wave(grouping: Grouping, n: IntArray, middle: float) -> Smooth:
    """(..., 2, C) means of wave and column from totals (..., 2 * 2 * G); `middle` in a column without cases."""

    def means_of(totals: NDArray[Any]) -> NDArray[Any]:
        a, b = _weight_and_value(totals, grouping)
        return np.asarray(middle + b / np.where(n > 0, a, 1.0))

    return means_of


def _total_of_wave(grouping: Grouping, middle: float) -> Smooth:
    """(..., 2, C) totals of wave and column."""

    def totals_of(totals: NDArray[Any]) -> NDArray[Any]:
        a, b = _weight_and_value(totals, grouping)
        return np.asarray(b + a * middle)

    return totals_of


def _weight_and_value(totals: NDArray[Any], grouping: Grouping) -> tuple[NDArray[Any], NDArray[Any]]:
    """Totals of weights and of weighted values, as (..., 2, C) each."""
    by_wave = totals.reshape(*totals.shape[:-1], 2, 2, grouping.n_groups)
    return grouping.with_all(by_wave[..., 0, :, :]), grouping.with_all(by_wave[..., 1, :, :])


def _changed(waves: NDArray[Any], *, relative: bool) -> NDArray[Any]:
    """(..., C) change from (..., 2, C)."""
    first, second = waves[..., 0, :], waves[..., 1, :]
    if not relative:
        return np.asarray(second - first)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(second / np.where(first == 0, np.nan, first) - 1)


def _cases_of_columns(design: SurveyDesign, grouping: Grouping) -> list[BoolArray]:
    """(n,) cases of each column, answered or not: as in `mean`, item nonresponse costs no degrees of freedom."""
    groups = [design.inside & (grouping.codes == g) for g in range(grouping.n_groups)]
    return groups if len(grouping.columns) == grouping.n_groups else [*groups, design.inside & (grouping.codes >= 0)]


def _refuse_empty_wave(n: IntArray, variable: str, waves: Categories) -> None:
    empty = [written(level.value or "") for level, there in zip(waves.levels, n > 0, strict=True) if not there]
    if empty:
        raise NoCases(
            f'A change needs answers to "{variable}" in both waves; nobody answered in wave {" or ".join(empty)}. '
            "Widen the filter, or choose other waves."
        )


def _domain(design: SurveyDesign, name: str, codes: tuple[Code, Code], wording: Text) -> Domain:
    """Those in one of two categories, as a filter is written and in words."""
    variable, known = design.frame.variable(name), design.categories(name)
    first, second = (known.levels[level_number(name, known, code)].label for code in codes)
    words = {
        language: wording[language].format(
            label=variable.label.in_language(language) or name,
            first=first.in_language(language),
            second=second.in_language(language),
        )
        for language in LANGUAGES
    }
    return Domain(" or ".join(f"{name} = {written(code)}" for code in codes), Text(words), (name,))
