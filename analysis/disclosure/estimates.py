"""Whether one estimate may be shown: the rules of a table with a single cell."""

from __future__ import annotations

from collections.abc import Sequence
from math import isclose, isfinite

import numpy as np

from analysis.disclosure import reasons
from analysis.disclosure.domain import coded, domain
from analysis.disclosure.ledger import Column, Entry
from analysis.disclosure.policy import Limits, ReleasePolicy
from analysis.disclosure.sequence import Asked, in_sequence, means_before
from analysis.errors import Refused
from analysis.unreleased import EstimateFigures, TableFigures


def column(estimate: EstimateFigures, flag: str, base: str) -> Column:
    """The estimate as a reader sees it, with the flags of its figure and of its base."""
    row = row_name(estimate)
    return Column(
        domain(estimate.source.where),
        None if base else estimate.n,
        {row: None if flag else estimate.n_cell},
        {name: one for name, one in ((row, flag), ("", base)) if one},
    )


def row_name(estimate: EstimateFigures) -> str:
    """What the ledger calls the row that the estimate is about."""
    return f"mean {estimate.source.rows}" if estimate.code is None else coded(estimate.code)


def base_flag(estimate: EstimateFigures, limits: Limits) -> str:
    """The base is shown from the threshold on."""
    return "b" if estimate.n < limits.threshold else ""


def first_flag(estimate: EstimateFigures, limits: Limits) -> str:
    """Primary suppression: too few answers, too few with the category, or too few without it."""
    if estimate.n < limits.base:
        return "b"
    if estimate.statistic == "proportion":
        small = min(estimate.n_cell, estimate.n - estimate.n_cell) < limits.threshold
        return "c" if small else ""
    return "x" if limits.group_disclosure and estimate.std_error == 0 else ""


def flags_of(
    estimate: EstimateFigures, entry: Entry, earlier: Sequence[Entry], policy: ReleasePolicy, limits: Limits
) -> tuple[str, str]:
    """The flags of an estimate and of its base, after what was released `earlier`. Raises Refused.

    The categories that are not shown yet stay nobody or enough people: they are the rest of the line.
    """
    first, base = first_flag(estimate, limits), base_flag(estimate, limits)
    if estimate.statistic == "proportion":
        asked = Asked.of(entry, np.array([[estimate.n_cell], [estimate.n]]), np.array([[first], [base]]))
        flag, base = in_sequence(asked, earlier, policy, limits).tolist()
        return first or flag, base
    bases = Asked.of_bases(entry, np.array([estimate.n]), np.array([base], dtype="<U1"))
    (base,) = in_sequence(bases, earlier, policy, limits).tolist()
    hidden, shown = means_before(entry, earlier)
    return first or ("x" if base or (hidden & ~shown).any() else ""), base


def refuse_yes_or_no_mean(figures: EstimateFigures | TableFigures) -> None:
    """Refuse a mean of a variable with two neighbouring values: it is a proportion whose cells nobody has checked.

    With values a and a + 1 the mean square about a equals the mean above a; the variance follows from SE and deff.
    """
    if figures.statistic == "proportion":
        return
    if isinstance(figures, EstimateFigures):
        cells = [(figures.value, figures.std_error, figures.deff, figures.n, figures.weighted_n)]
    else:
        last = figures.value.shape[1] - 1
        cells = [
            (figures.value[r, last], figures.std_error[r, last], figures.deff[r, last], n, w)
            for r, (n, w) in enumerate(zip(figures.n[:, last], figures.weighted_n[:, last], strict=True))
        ]
    if any(_two_values(figures.statistic, *(float(figure) for figure in cell)) for cell in cells):
        raise Refused(reasons.YES_OR_NO_MEAN)


def _two_values(statistic: str, value: float, std_error: float, deff: float, n: float, weighted_n: float) -> bool:
    if not (isfinite(deff) and deff > 0 and n > 1):
        return False
    if statistic == "total":
        value, std_error = value / weighted_n, std_error / weighted_n
    variance = std_error**2 / deff * (n - 1)
    return any(isclose((value - a) * (a + 1 - value), variance, rel_tol=1e-6) for a in (0.0, 1.0))
