"""Secondary suppression: hides as little more as is needed so that nothing hidden can be worked out.

Elimination first (as GaussSuppression does it), then the rule on line remainders, then the interval audit, and
for each count that is still known too closely the cheapest way to give it room; until nothing is left to mend.
Last, what was hidden without need is shown again.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from analysis.disclosure.audit import Room, doubtful, is_narrow, room, settled
from analysis.disclosure.policy import Limits
from analysis.disclosure.primary import Flags
from analysis.disclosure.programs import cheapest
from analysis.disclosure.system import BoolArray, IntArray, System, system_of

_SMALL: Final = 1e-7


class CannotProtect(Exception):
    """What was published before gives away what must be hidden now."""


def suppress(n: IntArray, flags: Flags, limits: Limits, *, groups: bool, fixed: BoolArray) -> Flags:
    """All flags of a table of shares: `flags` and "x" wherever more must be hidden.

    n       (R + 1, C) counts, the last row bases, the last column "all" where there are `groups`
    fixed   (R + 1, C) True where readers know the figure already, so that hiding it protects nothing
    Raises CannotProtect.
    """
    flags = flags.copy()
    if groups:  # bases first, for with a base goes its column
        flags[-1] = suppress_bases(n[-1], flags[-1], limits, fixed=fixed[-1])
        _hide_without_base(flags)
    system = system_of(n, total_row=True, total_column=groups)
    return _protect(system, flags, limits, fixed=fixed)


def suppress_bases(n: IntArray, flags: Flags, limits: Limits, *, fixed: BoolArray) -> Flags:
    """The same for one line of counts, the last of them the total."""
    system = system_of(n[None], total_row=False, total_column=True)
    complete: Flags = _protect(system, flags[None], limits, fixed=fixed[None])[0]
    return complete


def suppress_line(n: IntArray, hidden: BoolArray, known: BoolArray, minimum: int) -> BoolArray:
    """Which means of groups to hide, the last being that of all: the hidden ones together have `minimum` cases.

    From the mean of all and those of the other groups follows the mean of the hidden ones together.
    known  means that were shown before, so that hiding them protects nothing. Raises CannotProtect.
    """
    hidden = hidden.copy()
    for group in np.argsort(n[:-1], kind="stable"):
        if hidden[-1] or _enough(n, hidden, minimum):
            break
        hidden[group] |= not known[group]
    if not hidden[-1] and not _enough(n, hidden, minimum):
        if known[-1]:
            raise CannotProtect
        hidden[-1] = True
    return np.ones_like(hidden) if hidden[-1] else hidden


def _enough(n: IntArray, hidden: BoolArray, minimum: int) -> bool:
    groups = n[:-1][hidden[:-1]]
    return len(groups) == 0 or (len(groups) > 1 and int(groups.sum()) >= minimum)


def _protect(system: System, given: Flags, limits: Limits, *, fixed: BoolArray) -> Flags:
    flags, known = given.ravel().copy(), fixed.ravel() & (given.ravel() == "")
    while True:
        _hide(flags, eliminate(system, flags != "", known), given.shape)
        more = remainders(system, flags != "", known, limits.threshold)
        if not more.any():
            more = _widened(system, flags, known, limits)
        if not more.any():
            return _pruned(system, flags.reshape(given.shape), given, known, limits)
        _hide(flags, more, given.shape)


def _hide(flags: Flags, more: BoolArray, shape: tuple[int, ...]) -> None:
    flags[more & (flags == "")] = "x"
    _hide_without_base(flags.reshape(shape))


def _hide_without_base(table: Flags) -> None:
    """A hidden base hides its column, for a share and a count give the base away."""
    without_base = np.tile(table[-1] != "", (len(table), 1))
    table[without_base & (table == "")] = "x"


def eliminate(system: System, hidden: BoolArray, known: BoolArray) -> BoolArray:
    """(k,) what must be hidden too, so that no hidden count is a sum or difference of shown ones.

    Counts are published one after the other, totals and large ones first, and each is eliminated (Gauss) from
    those that are left; one whose publication would settle a hidden count is not published.
    Langsrud (2024), GaussSuppression, R package.
    """
    left, more = system.parts.copy(), np.zeros(len(system.n), dtype=bool)
    order = np.lexsort((-system.loss, ~known))
    for count in order[~hidden[order]]:
        row = left[count].copy()
        if not row.any():
            continue  # it follows from what is published already
        pivot = np.abs(row).argmax()
        factor = left[:, pivot] / row[pivot]
        after = left[hidden] - np.outer(factor[hidden], row)
        if not (np.abs(after) > _SMALL).any(axis=1).all():
            if known[count]:
                raise CannotProtect
            more[count] = True
            continue
        left -= np.outer(factor, row)
    return more


def remainders(system: System, hidden: BoolArray, known: BoolArray, threshold: int) -> BoolArray:
    """(k,) what must be hidden too, so that the hidden parts of a line are nobody or at least `threshold` together.

    A total less its shown parts gives the hidden ones together: three blanks that hold 6 people are 6 people.
    """
    more = np.zeros(len(system.n), dtype=bool)
    for line in system.lines:
        parts = line > 0
        blanks = parts & (hidden | more)
        if hidden[line < 0].any() or not blanks.any() or system.n[blanks].sum() >= threshold:
            continue
        shown = np.flatnonzero(parts & ~hidden & ~more & ~known)
        if not len(shown):
            raise CannotProtect
        more[shown[system.loss[shown].argmin()]] = True
    return more


def _widened(system: System, flags: Flags, known: BoolArray, limits: Limits) -> BoolArray:
    """(k,) what must be hidden too, so that every hidden count keeps an interval of the width the policy asks for."""
    hidden, more = flags != "", np.zeros(len(flags), dtype=bool)
    free = room(system, flags, threshold=limits.threshold, width=limits.width)
    for count in doubtful(system, hidden, free, limits.width):
        if is_narrow(system, hidden | more, free, limits.width, count):
            more |= _way_out(system, count, hidden | more, known, free, limits.width)
    return more


def _pruned(system: System, flags: Flags, given: Flags, known: BoolArray, limits: Limits) -> Flags:
    """Shows again what was hidden without need, as elimination takes the first way and not the best: large ones first.

    Columns without a base stay hidden.
    """
    extra = (flags != "") & (given == "") & (flags[-1] == "")
    for count in sorted(np.flatnonzero(extra), key=lambda count: -system.loss[count]):
        trial = flags.ravel().copy()
        trial[count] = ""
        if _safe(system, trial, known, limits):
            flags = trial.reshape(flags.shape)
    return flags


def _safe(system: System, flags: Flags, known: BoolArray, limits: Limits) -> bool:
    """True where nothing hidden can be worked out; what is quickly seen is asked first."""
    hidden = flags != ""
    if settled(system, hidden).any() or remainders(system, hidden, known, limits.threshold).any():
        return False
    free = room(system, flags, threshold=limits.threshold, width=limits.width)
    left = doubtful(system, hidden, free, limits.width)
    return not any(is_narrow(system, hidden, free, limits.width, count) for count in left)


def _way_out(system: System, count: int, hidden: BoolArray, known: BoolArray, room: Room, width: float) -> BoolArray:
    """(k,) the cheapest shown counts to hide so that one hidden count can move by `width`.

    minimise  sum over shown counts of loss * (|u| + |v|)
    subject to  lines @ u = lines @ v = 0,  u - v = width at the count,  u and v within the room
    """
    k, at = len(hidden), np.flatnonzero(~known)
    cost = np.where(hidden, 0.0, np.log1p(system.loss))[at]
    lines = system.lines[:, at]
    none = np.zeros_like(lines)
    moves = np.hstack([lines, -lines, none, none]), np.hstack([none, none, lines, -lines])
    here = (at == count).astype(float)
    apart = np.concatenate([here, -here, -here, here])
    found = cheapest(
        np.tile(cost, 4),
        lines=np.vstack([*moves, apart]),
        right=np.append(np.zeros(2 * len(lines)), width),
        low=np.zeros(4 * len(at)),
        high=np.tile(np.concatenate([room.up[at], -room.down[at]]), 2),
    )
    if found is None:
        raise CannotProtect
    moved = np.zeros(k, dtype=bool)
    moved[at] = found.reshape(4, -1).max(axis=0) > _SMALL
    return moved & ~hidden
