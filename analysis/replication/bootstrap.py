"""Bootstraps: every replicate draws PSUs anew within their strata."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from analysis.arrays import BoolArray, FloatArray
from analysis.replication.strata import Made, Stratum, several, strata_of
from analysis.sampling import Stage, Stages

# A population of this many PSUs is drawn from as if without end.
_ENDLESS = 1e8


def rao_wu(stages: Stages, n: int, random: Generator) -> Made:
    """n_h - 1 PSUs drawn with replacement, each counting n_h / (n_h - 1) a time; scale 1 / (n - 1).

    Finite population corrections are left out. R `as.svrepdesign(type = "subbootstrap")`.

    Rao and Wu (1988), JASA 83, doi:10.1080/01621459.1988.10478591.
    """
    factors = np.ones((n, stages.n_psu))
    for stratum in several(strata_of(stages, fpc=False), stages, "A bootstrap"):
        m = stratum.n
        factors[:, stratum.units] = random.multinomial(m - 1, np.full(m, 1 / m), size=n) * (m / (m - 1))
    return Made.alike(factors, 1 / (n - 1))


def canty_davison(stages: Stages, n: int, random: Generator) -> Made:
    """n_h PSUs drawn with replacement, or without from a population made of n_h / f_h copies of the sample.

    scale  q / ((q - 1) * (n - 1)), q the harmonic mean of n_h. R `as.svrepdesign(type = "bootstrap")`. Strata of very
           different sizes are served better by "subbootstrap" or "mrbbootstrap", which have a scale for each.

    Canty and Davison (1999), The Statistician 48, doi:10.1111/1467-9884.00196.
    """
    factors = np.ones((n, stages.n_psu))
    strata = several(strata_of(stages), stages, "A bootstrap")
    for stratum in strata:
        factors[:, stratum.units] = _drawn(stratum, n, random)
    q = len(strata) / sum(1 / stratum.n for stratum in strata)
    return Made.alike(factors, q / ((q - 1) * (n - 1)))


def preston(stages: Stages, n: int, random: Generator) -> Made:
    """Half of the units of each stratum drawn at every stage, in units drawn before; (n, u) for the last-stage units.

    Strata that were sampled whole go on whole to the next stage.

    factor  1 + sum over stages of c * lambda * (n_h / n*_h * [drawn] - 1), lambda = sqrt(g * n*_h * (1 - f_h) /
            (n_h - n*_h)), n*_h = n_h // 2, g the product of f of earlier stages, c the product over them of
            sqrt(n_h / n*_h) * [drawn]
    scale   1 / (n - 1). R `as.svrepdesign(type = "mrbbootstrap")`

    Preston (2009), Survey Methodology 35, 227-234.
    """
    factors, carried = np.ones((n, stages.n_units)), np.ones((n, 1))
    for s, stage in enumerate(stages.stages):
        above = np.zeros(len(stage.stratum), dtype=np.int64) if s == 0 else stage.parent[stage.stratum]
        carried = carried[:, above]
        if stage.factor.any():
            deviation, drawn = _halved(stages, stage, carried > 0, random)
            factors += (carried * deviation)[:, stage.unit]
            carried = carried * drawn
    return Made.alike(factors, 1 / (n - 1))


def _halved(stages: Stages, stage: Stage, there: BoolArray, random: Generator) -> tuple[FloatArray, FloatArray]:
    """(n, m) lambda * (n_h / n*_h * [drawn] - 1), and (n, m) sqrt(n_h / n*_h) * [drawn], where the unit is there."""
    deviation, carried = np.zeros(there.shape), there.astype(np.float64)
    for stratum in several(strata_of(stages, stage=stage), stages, "A bootstrap"):
        half = stratum.n // 2
        drawn = random.permuted(np.tile(np.arange(stratum.n) < half, (len(there), 1)), axis=1)
        g = stage.inherited[stratum.units[0]]
        scale = np.sqrt(g * half * (1 - stratum.f) / (stratum.n - half))
        kept = there[:, stratum.units]
        deviation[:, stratum.units] = np.where(kept, scale * (stratum.n / half * drawn - 1), 0.0)
        carried[:, stratum.units] = kept * drawn * np.sqrt(stratum.n / half)
    return deviation, carried


def _drawn(stratum: Stratum, n: int, random: Generator) -> FloatArray:
    """(n, n_h) times that each PSU is drawn."""
    m = stratum.n
    if m > stratum.f * _ENDLESS:
        return random.multinomial(m, np.full(m, 1 / m), size=n).astype(np.float64)
    population = round(m / stratum.f)
    copies = np.full(m, population // m)
    copies[random.permutation(m)[: population % m]] += 1
    return random.multivariate_hypergeometric(copies, m, size=n).astype(np.float64)
