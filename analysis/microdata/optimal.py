"""Local suppression with the fewest cells, by integer programming; for files with few different patterns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, vstack

from analysis.arrays import FloatArray, IntArray
from analysis.microdata.patterns import MISSING, Patterns, numbered

LARGEST = 3_000  # ways to show a pattern, of all patterns together
_NODES = 200  # a limit in steps, not in time: the same answers give the same file on every machine


@dataclass(frozen=True)
class Rows:
    """Which records of a pattern are shown how: `records` (r,) of the pattern `origin` (r,) as `shown` (r, K)."""

    origin: IntArray
    shown: IntArray
    records: IntArray


def optimal(found: Patterns, k: int, cost: FloatArray) -> Rows | None:
    """The cheapest way to show the patterns so that each is shown by k records or by none; None where it is not found.

    x[p, S]  records of pattern p shown without the keys S;  z[t]  1 where the pattern t is shown
    minimise sum of cost[S] x[p, S],  sum over S of x[p, S] = count[p],  x[p, S] <= count[p] z[t(p, S)],
    sum of x over those shown as t >= k z[t]

    A missing key is a value of its own.
    """
    n_keys, u = found.codes.shape[1], len(found.counts)
    if u << n_keys > LARGEST:
        return None
    gone = (np.arange(1 << n_keys)[:, None] >> np.arange(n_keys)) & 1 == 1
    origin = np.repeat(np.arange(u), len(gone))
    shown = np.where(np.tile(gone, (u, 1)), MISSING, found.codes[origin])
    target, number = numbered(shown)
    price = (((shown == MISSING) & (found.codes[origin] != MISSING)) @ cost).astype(np.float64)
    x = np.arange(len(origin))
    counts = found.counts[origin].astype(np.float64)
    whole = csr_array((np.ones(len(x)), (origin, x)), shape=(u, len(x) + number))
    open_ = csr_array(
        (np.r_[np.ones(len(x)), -counts], (np.r_[x, x], np.r_[x, len(x) + target])), shape=(len(x), len(x) + number)
    )
    enough = csr_array(
        (
            np.r_[np.ones(len(x)), np.full(number, -float(k))],
            (np.r_[target, np.arange(number)], np.arange(len(x) + number)),
        ),
        shape=(number, len(x) + number),
    )
    low = np.r_[found.counts, np.full(len(x), -np.inf), np.zeros(number)]
    high = np.r_[found.counts, np.zeros(len(x)), np.full(number, np.inf)]
    solved = milp(
        np.r_[price, np.zeros(number)],
        constraints=LinearConstraint(vstack([whole, open_, enough]).tocsr(), low, high),
        integrality=np.ones(len(x) + number, dtype=np.int64),
        bounds=Bounds(0, np.r_[counts, np.ones(number)]),
        options={"node_limit": _NODES, "mip_rel_gap": 0.02},
    )
    if solved.x is None:
        return None
    records = np.rint(solved.x[: len(x)]).astype(np.int64)
    used = records > 0
    return Rows(origin[used], shown[used], records[used])
