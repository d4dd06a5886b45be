"""Primary rules of figures of amounts: means, totals, ratios, variances and quantiles. In force in every mode."""

from __future__ import annotations

from math import isclose
from typing import Final

import numpy as np

from analysis.arrays import BoolArray, FloatArray, IntArray
from analysis.contributions import Contributions
from analysis.disclosure import reasons
from analysis.disclosure.exact.protect import CannotProtect
from analysis.disclosure.exact.suppression import suppress_line
from analysis.disclosure.policy import Limits
from analysis.disclosure.primary import Flags
from analysis.errors import Refused
from analysis.unreleased import EstimateFigures, TableFigures

OF_SUMS: Final = ("mean", "total", "ratio", "variance", "standard deviation")
OF_AMOUNTS: Final = (*OF_SUMS, "quantile")

ONE_HOLDS, TWO_HOLD, WITHIN = 0.50, 0.67, 0.10
BESIDE_A_QUANTILE = 10
# A quantile, by the part of the cases that lies between it and the next of its kind: medians, quartiles, deciles.
_KINDS = (0.5, 0.25, 0.1, 0.05)


def dominated(found: Contributions) -> BoolArray:
    """(C,) True where one or two people make up so much of a sum that it tells what they contributed.

    (n, k) = (1, 50)  x1 > 0.50 X
    (n, k) = (2, 67)  x1 + x2 > 0.67 X
    p % = 10          X - x1 - x2 < 0.10 x1: whoever contributed x2 knows x1 to within a tenth; with these (n, k) it is
                      never the first to hold

    x1, x2  the two largest contributions, w * |y|: a person with weight w stands for w people
    X       sum of all contributions

    The mean of n people is a sum over n, a ratio one sum over another, a variance a sum of squared deviations.
    Hundepool et al. (2012), Statistical Disclosure Control, 4.2.2; the figures are those of the Australian Bureau of
    Statistics (DataLab, output rules) and ACRO's p.
    """
    x1, both, whole = found.largest, found.largest + found.second, found.whole
    return np.asarray((x1 > ONE_HOLDS * whole) | (both > TWO_HOLD * whole) | (whole - both < WITHIN * x1))


def refuse(opened: TableFigures | EstimateFigures) -> None:
    """Raises Refused for what is no figure of amounts, whatever its cells are.

    A variable with two values: its mean is a proportion whose cells nobody has checked. A quantile at 0 or 1 is the
    answer of one person, and quantiles at any other place would count people one by one.
    """
    if opened.statistic not in OF_AMOUNTS:
        return
    if not opened.contributions:
        raise Refused(reasons.no_rules(opened.statistic), rule="no rules")
    if any(found.values[-1] == 2 for found in opened.contributions):
        raise Refused(reasons.YES_OR_NO_MEAN, rule="two_values")
    if opened.statistic == "quantile" and isinstance(opened, TableFigures):
        if any(level.value in (0, 1) for level in opened.rows):
            raise Refused(reasons.EXTREME, rule="extreme")
        if any(not _kind(level.value) for level in opened.rows):
            raise Refused(reasons.QUANTILE_PLACES, rule="quantile")


def flags(table: TableFigures, limits: Limits) -> Flags:
    """(R, C) flags of figures of amounts: "b" base too small, "x" all gave one value, "g" two, "d" dominance, "q" cut.

    A group whose members gave two values is hidden at every level, as its mean is a share; one in which all gave the
    same is hidden from level 2. Quantiles have 10 people on each side of their interval, and between one and the next.
    """
    found = np.full(table.n.shape, "", dtype="<U1")
    if table.statistic == "quantile":
        found[~_enough_beside(table, max(BESIDE_A_QUANTILE, limits.threshold))] = "q"
    for amounts in table.contributions:
        if table.statistic in OF_SUMS:
            found[:, dominated(amounts)] = "d"
        found[:, amounts.values == 2] = "g"
        if limits.group_disclosure:
            found[:, amounts.values == 1] = "x"
    found[table.n < limits.base] = "b"
    return found


def flag(estimate: EstimateFigures, limits: Limits) -> str:
    """The same of one mean or total."""
    if estimate.n < limits.base:
        return "b"
    if any(dominated(amounts)[0] for amounts in estimate.contributions):
        return "d"
    same = any(amounts.values[0] == 1 for amounts in estimate.contributions)
    return "x" if same and limits.group_disclosure else ""


def complete_line(
    n: IntArray, hidden: BoolArray, known: BoolArray, limits: Limits, contributions: tuple[Contributions, ...]
) -> BoolArray:
    """Which sums of groups to hide, the last being that of all: see `suppress_line`.

    As the sum of the hidden groups together follows from that of all, it obeys the rules like any other.
    Raises CannotProtect.
    """
    while True:
        hidden = suppress_line(n, hidden, known, limits.base)
        if hidden[-1] or not hidden.any() or _safe_together(contributions, hidden[:-1]):
            return hidden
        shown = np.flatnonzero(~hidden[:-1] & ~known[:-1])
        if len(shown):
            hidden[shown[n[shown].argmin()]] = True
        elif known[-1]:
            raise CannotProtect
        else:
            return np.ones_like(hidden)


def _safe_together(contributions: tuple[Contributions, ...], groups: BoolArray) -> bool:
    """True where (C - 1,) groups may be known as one."""
    both = [amounts.together(np.append(groups, False)) for amounts in contributions]
    return not any(dominated(amounts)[0] or amounts.values[0] == 2 for amounts in both)


def _enough_beside(table: TableFigures, least: int) -> BoolArray:
    """(R, C) True where a quantile has people enough on both sides, and between it and the next of its kind."""
    if table.beside is None:
        return np.zeros(table.n.shape, dtype=bool)
    between: FloatArray = np.array([[_kind(level.value)] for level in table.rows]) * table.base_n
    return np.asarray((table.beside >= least).all(axis=0) & (between >= least))


def _kind(p: float | str | None) -> float:
    """The largest of the parts that p is a multiple of; 0 for none."""
    at = float(p or 0.0)
    return next((part for part in _KINDS if isclose(at / part, round(at / part), abs_tol=1e-9)), 0.0)
