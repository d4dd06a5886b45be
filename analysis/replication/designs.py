"""Designs whose variance is that of estimates by replicate: made from a sample's stages, or given with the file."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from analysis.arguments import takes, whole_of
from analysis.arrays import IntArray
from analysis.design import SurveyDesign
from analysis.errors import AnalysisError
from analysis.replicates import Kind, Replicates
from analysis.replication.balanced import brr, sdr
from analysis.replication.bootstrap import canty_davison, preston, rao_wu
from analysis.replication.given import given_replicates
from analysis.replication.jackknife import jk1, jk2, jkn
from analysis.replication.kinds import fay_factor, kind_named
from analysis.replication.strata import Made
from analysis.sampling import Stages
from survey.frame import SurveyFrame

_JACKKNIFE: dict[str, Callable[[Stages], Made]] = {"JK1": jk1, "JKn": jkn, "JK2": jk2}
_BOOTSTRAP = {"bootstrap": canty_davison, "subbootstrap": rao_wu, "mrbbootstrap": preston}
_N_BOOTSTRAP, _N_SDR = 500, 80
# Factors of replicates that are held at once: 0.8 GB.
_MOST = 100_000_000


@takes(SurveyDesign)
def replicates(
    design: SurveyDesign,
    kind: str,
    *,
    n: int | None = None,
    seed: int = 0,
    fay_rho: float | None = None,
    mse: bool | None = None,
) -> SurveyDesign:
    """The same cases and weights, with replicates made from the strata, PSUs and FPC of a Taylor design.

    kind     JK1, JKn, JK2, BRR, Fay; SDR (successive differences, with the cases in the order of drawing); bootstrap
             (Canty-Davison), subbootstrap (Rao-Wu), mrbbootstrap (Preston, several stages)
    n        replicates of a bootstrap (500), or the least number of SDR (80); the other kinds have their own number
    seed     of what a bootstrap draws
    fay_rho  of Fay's method, from 0 to below 1
    mse      True for squares around the estimate of the whole sample, False around the mean of the replicates (R's
             default); when left out False, but True for JK2 and SDR, which are defined so

    The first stage alone is resampled, but for mrbbootstrap. Domains stay; a calibrated weight is calibrated anew in
    each replicate. Raises LonelyPSU; AnalysisError for a kind that these strata do not allow.
    Same as R `as.svrepdesign`; the modules of `analysis.replication` give formulas and sources.
    """
    known = kind_named(kind)
    rho = fay_factor(known, fay_rho)
    made, stages = _made(design, known, n, seed, rho), design.stages
    unit = stages.unit if known == "mrbbootstrap" else stages.first.unit[stages.unit]
    centred = known in ("JK2", "SDR") if mse is None else mse
    start = design.calibration.start if design.calibration else design.calibrated_weight
    size = np.sqrt(np.bincount(unit, weights=start**2, minlength=made.factors.shape[1]))
    found = Replicates(unit, made.factors, made.scale, made.rscales, centred, known, size)
    return design.with_sampling(found.calibrated(design.calibration) if design.calibration else found)


@takes(SurveyFrame)
def replicate_design(
    frame: SurveyFrame,
    *,
    weight: str,
    replicate_weights: str | Sequence[str],
    kind: str,
    scale: float | None = None,
    rscales: float | Sequence[float] | None = None,
    fay_rho: float | None = None,
    mse: bool = False,
    combined: bool = True,
) -> SurveyDesign:
    """A design from replicate weights that came with the file.

    weight     column of the full-sample weight
    replicate_weights  columns of the r replicate weights, or what their names begin with before a number ("repwt" for
               repwt1, repwt2 ...)
    kind       JK1, JKn, JK2, BRR, Fay, SDR (also "ACS", "successive-difference"), bootstrap (also subbootstrap,
               mrbbootstrap), other
    scale, rscales  the variance is scale * sum of rscales_r * squares. When left out: JK1 scale (r - 1) / r, BRR 1 / r,
               Fay 1 / (r * (1 - fay_rho)**2), bootstrap 1 / (r - 1), SDR 4 / r, JK2 and other 1; rscales 1. BRR, Fay,
               SDR and JK2 know no others; JKn needs rscales where the replicate weights are combined
    mse        True for squares around the estimate of the whole sample, False around the mean of the replicates
    combined   True where a replicate weight holds all that a case counts, False where it multiplies `weight`

    df is the rank of the replicate weights less 1. Raises UnknownVariable, BadWeight, AnalysisError.
    Same as R `svrepdesign`, Stata `svyset, vce(brr)` with brrweight() and the like, SAS REPWEIGHTS.
    """
    design = SurveyDesign(frame, weight=weight)
    settings = {
        "replicate_weights": replicate_weights,
        "kind": kind,
        "scale": scale,
        "rscales": rscales,
        "fay_rho": fay_rho,
        "mse": mse,
        "combined": combined,
    }
    return design.with_sampling(given_replicates(frame, design.calibrated_weight, settings))


def _made(design: SurveyDesign, kind: Kind, n: int | None, seed: int, rho: float) -> Made:
    stages = design.stages
    if kind == "other" or (n is not None and kind not in (*_BOOTSTRAP, "SDR")):
        raise AnalysisError(f'Replicates of kind "{kind}" ' + ("come with a file." if n is None else "take no n."))
    if kind in _JACKKNIFE:
        return _JACKKNIFE[kind](stages)
    if kind in _BOOTSTRAP:
        number = _number(n, _N_BOOTSTRAP, stages.n_units if kind == "mrbbootstrap" else stages.n_psu)
        return _BOOTSTRAP[kind](stages, number, np.random.default_rng(whole_of("seed", seed, 0)))
    if kind == "SDR":
        return sdr(stages, _number(n, _N_SDR, stages.n_psu), _first_seen(stages))
    return brr(stages, rho)


def _number(n: int | None, usual: int, units: int) -> int:
    number = usual if n is None else whole_of("n", n, 0)
    if number < 2:
        raise AnalysisError(f"A variance needs at least 2 replicates; found n = {number}.")
    if number * units > _MOST:
        raise AnalysisError(
            f"{number} replicates of {units} units are more than fit in memory. Take a smaller n, or keep the "
            "linearised variance."
        )
    return number


def _first_seen(stages: Stages) -> IntArray:
    """(m,) PSUs in the order of the cases."""
    first = np.unique(stages.first.unit[stages.unit], return_index=True)[1]
    return np.argsort(first).astype(np.int64)
