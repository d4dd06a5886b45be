"""Replicates from Hadamard matrices: balanced halves of the sample, and successive differences."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from math import gcd

import numpy as np

from analysis.arrays import IntArray
from analysis.errors import AnalysisError
from analysis.replication.hadamard import hadamard_beyond
from analysis.replication.strata import Made, Stratum, several, strata_of
from analysis.sampling import Stages


def brr(stages: Stages, rho: float) -> Made:
    """Balanced half-samples: of the two PSUs of a stratum one counts 2 - rho and the other rho, rho = 0 for BRR.

    scale 1 / (r * (1 - rho)**2), with r the order of a Hadamard matrix greater than the number of strata, which makes
    the replicates balanced: the variance of a total is that of Taylor. A stratum with an even number of PSUs is split
    into pairs in their order; finite population corrections are left out; both as in R
    `as.svrepdesign(type = "BRR")` and `type = "Fay"`. R's Hadamard matrices are others, so what is not linear differs.

    McCarthy (1969), Int. Stat. Review 37; Judkins (1990), J. Official Statistics 6.
    """
    pairs = np.array([pair for stratum in _even(stages) for pair in stratum.units.reshape(-1, 2)])
    signs = hadamard_beyond(len(pairs))
    factors = np.ones((len(signs), stages.n_psu))
    turns = (1 - rho) * signs[:, 1 : len(pairs) + 1]
    factors[:, pairs[:, 0]] += turns
    factors[:, pairs[:, 1]] -= turns
    return Made.alike(factors, 1 / (len(signs) * (1 - rho) ** 2))


def sdr(stages: Stages, n: int, order: IntArray) -> Made:
    """Successive differences, for systematic samples: PSU i counts 1 + sqrt(1 - f) * (a_i - a_{i+1}) / 2**1.5.

    a_i are columns of a Hadamard matrix of an order r of at least n; scale 4 / r, squares around the estimate of the
    whole sample. The last PSU of a stratum takes the first one's column again, so that with fewer PSUs than r the
    variance of a total is sum over strata of (1 - f) / 2 * the sum of squared differences between neighbours, the last
    and the first too. With more PSUs columns come again, in another order.

    order  (m,) PSUs in the order in which they were drawn

    Fay and Train (1995), ASA Proc. Government Statistics; Ash (2014), Survey Methodology 40, 47-59.
    """
    signs = hadamard_beyond(max(n, 4) - 1)
    column, place = _columns(len(signs)), np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    factors = np.ones((len(signs), stages.n_psu))
    for stratum in several(strata_of(stages), stages, "SDR"):
        units = stratum.units[np.argsort(place[stratum.units])]
        own = np.array([next(column) for _ in units])
        factors[:, units] += np.sqrt(1 - stratum.f) * (signs[:, own] - signs[:, np.roll(own, -1)]) / 2**1.5
    return Made.alike(factors, 4 / len(signs))


def _even(stages: Stages) -> tuple[Stratum, ...]:
    strata = several(strata_of(stages, fpc=False), stages, "BRR")
    odd = [stratum for stratum in strata if stratum.n % 2]
    if odd:
        raise AnalysisError(
            f"BRR needs 2 PSUs in each stratum, or pairs of them; {len(odd)} of {len(strata)} have an odd number "
            f'("{odd[0].name}" has {odd[0].n}). Use kind "JKn".'
        )
    return strata


def _columns(order: int) -> Iterator[int]:
    """Numbers of columns but the first, each once before any comes again, then beside others."""
    m = order - 1
    for step in count(1):
        if gcd(step, m) == 1:
            yield from (1 + step * (j + 1) % m for j in range(m))
