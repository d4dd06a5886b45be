"""Jackknife: every replicate leaves out one PSU."""

from __future__ import annotations

import numpy as np

from analysis.arrays import FloatArray
from analysis.errors import AnalysisError
from analysis.replication.strata import Made, Stratum, several, strata_of
from analysis.sampling import Stages

_MOST = 5000


def jk1(stages: Stages) -> Made:
    """One PSU of n left out at a time, the others times n / (n - 1); scale (1 - f) * (n - 1) / n. No strata.

    R `as.svrepdesign(type = "JK1")`.
    """
    if len(stages.first.names) > 1:
        raise AnalysisError(f'JK1 is for a sample without strata; found {len(stages.first.names)}. Use kind "JKn".')
    made = jkn(stages)
    return Made.alike(made.factors, float(made.rscales[0]))


def jkn(stages: Stages) -> Made:
    """One PSU of a stratum left out at a time, its others times n_h / (n_h - 1); rscales (1 - f_h) * (n_h - 1) / n_h.

    Lonely strata: "adjust" leaves the PSU out and multiplies all others with H / (H - 1), H strata; "average" scales by
    PSUs over PSUs that are left out; "remove" and "certainty" leave it in. R `as.svrepdesign(type = "JKn")`.

    Rust and Rao (1996), Statistical Methods in Medical Research 5, doi:10.1177/096228029600500305.
    """
    strata, n_strata, n_psu = strata_of(stages), len(stages.first.names), stages.n_psu
    _refuse_many(sum(stratum.n for stratum in strata))
    adjusted = stages.lonely_psu == "adjust" and n_strata > 1
    blocks, rscales = [np.empty((0, n_psu))], [np.empty(0)]
    for stratum in strata:
        if stratum.n > 1:
            blocks.append(_left_out(stratum, n_psu))
            rscales.append(np.full(stratum.n, (1 - stratum.f) * (stratum.n - 1) / stratum.n))
        elif adjusted:
            alone = np.full((1, n_psu), n_strata / (n_strata - 1))
            alone[0, stratum.units] = 0.0
            blocks.append(alone)
            rscales.append(np.array([(n_strata - 1) / n_strata]))
    factors = np.concatenate(blocks)
    if not len(factors):
        raise AnalysisError("Every stratum has 1 PSU, so no other sample can be made of them. Merge strata.")
    lonely = sum(stratum.n == 1 for stratum in strata)
    average = len(factors) + lonely if stages.lonely_psu == "average" else len(factors)
    return Made(factors, average / len(factors), np.concatenate(rscales))


def jk2(stages: Stages) -> Made:
    """Two PSUs a stratum: the first counts 0, the second 2, one stratum at a time; rscales 1 - f_h.

    The squares are those around the estimate of the whole sample (mse). WesVar and the NCES call it JK2.
    """
    strata = several(strata_of(stages), stages, "JK2")
    wrong = [stratum for stratum in strata if stratum.n != 2]
    if wrong:
        raise AnalysisError(
            f'JK2 needs 2 PSUs in each stratum; {len(wrong)} of {len(strata)} have others ("{wrong[0].name}" has '
            f'{wrong[0].n}). Use kind "JKn".'
        )
    factors = np.ones((len(strata), stages.n_psu))
    for replicate, stratum in zip(factors, strata, strict=True):
        replicate[stratum.units] = (0.0, 2.0)
    return Made(factors, 1.0, np.array([1 - stratum.f for stratum in strata]))


def _left_out(stratum: Stratum, n_psu: int) -> FloatArray:
    block = np.ones((stratum.n, n_psu))
    block[:, stratum.units] = stratum.n / (stratum.n - 1) * (1 - np.eye(stratum.n))
    return block


def _refuse_many(n: int) -> None:
    if n > _MOST:
        raise AnalysisError(
            f"A jackknife of {n} PSUs makes {n} replicates; at most {_MOST} are made here. Use a bootstrap, or PSUs "
            "that hold several cases."
        )
