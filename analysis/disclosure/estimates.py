"""Whether one estimate may be shown: the rules of a table with a single cell."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analysis.disclosure import magnitudes
from analysis.disclosure.domain import coded, domain
from analysis.disclosure.exact.sequence import Asked, in_sequence, means_before
from analysis.disclosure.ledger import Column, Entry
from analysis.disclosure.policy import Limits, ReleasePolicy
from analysis.unreleased import EstimateFigures


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
    # A total and a mean tell the same of a group.
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
    return magnitudes.flag(estimate, limits)


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
