"""What of the design may go with the answers: weights in a few sizes, units and strata under random numbers."""

from __future__ import annotations

import numpy as np

from analysis.arrays import BoolArray, FloatArray, IntArray


def rounded_weights(weight: FloatArray, *, step: float = 0.1) -> FloatArray:
    """(n,) weights with mean 1, rounded to `step` and at least that: shares and means need no more, totals are lost."""
    return np.asarray(np.maximum(np.round(np.round(weight / weight.mean() / step) * step, 10), step))


def two_classes(weight: FloatArray, stratum: IntArray, *, least: int) -> FloatArray:
    """(n,) in each stratum the mean weight of those at or below its median, and of those above.

    The sum of weights in each stratum stays. A class of fewer than `least` records takes the mean of the whole stratum.
    """
    median = np.array([np.median(weight[stratum == h]) for h in range(int(stratum.max()) + 1)])
    group = stratum * 2 + np.where(weight > median[stratum], 1, 0)
    size = np.bincount(group, minlength=2 * len(median)).reshape(-1, 2)
    small: BoolArray = np.asarray(((size > 0) & (size < least)).any(axis=1))
    group = np.where(small[stratum], stratum * 2, group)
    n = np.bincount(group)
    return np.asarray((np.bincount(group, weight) / np.maximum(n, 1))[group])


def renumbered(units: IntArray, *, seed: int) -> IntArray:
    """(n,) the same units under the numbers 1, 2, 3 ... in random order."""
    known, of_record = np.unique(units, return_inverse=True)
    return np.asarray(1 + np.random.default_rng(seed).permutation(len(known))[of_record])


def joined_small_units(psu: IntArray, stratum: IntArray, *, least: int) -> IntArray:
    """(n,) PSUs, of which those with fewer than `least` records are joined with the smallest other of their stratum.

    A stratum keeps two, so that its variance can still be estimated.
    """
    psu = psu.copy()
    for h in np.unique(stratum):
        inside = stratum == h
        while True:
            units, size = np.unique(psu[inside], return_counts=True)
            if len(units) <= 2 or size.min() >= least:
                break
            first, second = units[np.argsort(size, kind="stable")[:2]]
            psu[inside & (psu == first)] = second
    return psu
