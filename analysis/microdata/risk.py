"""The risk that someone who knows a person's key variables finds the record: of each record, and of the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import hyp2f1

from analysis.arrays import FloatArray, IntArray
from analysis.microdata.frequencies import MissingRule, frequencies

_FEW = 20
_NOTHING = 1e-17


@dataclass(frozen=True)
class Risk:
    """The risk of a file under one combination of key variables. Holds figures of the file, of no record.

    keys           names of the key variables
    k              fewest records with the same keys, a missing key being a value of its own
    below          records that share their keys with fewer than the policy's k records, missing as its own value
    below_matching the same where a missing key matches every value, as sdcMicro counts
    unique         records that are alone with their keys
    expected       expected re-identifications: the sum of the individual risks
    share          expected / n
    sample_share   the same for someone who knows who took part: the mean of 1 / f
    highest        highest individual risk
    """

    keys: tuple[str, ...]
    n: int
    k: int
    below: int
    below_matching: int
    unique: int
    expected: float
    share: float
    sample_share: float
    highest: float


def individual_risk(f: IntArray, F: FloatArray, *, method: Literal["exact", "approximate"] = "exact") -> FloatArray:
    """Probability that a record with f sample twins is rightly taken for one of its F population twins.

    r = E(1 / F_k | f_k), with the population count F_k given f_k negative binomial and p = f / F:

        exact        r = p / f * 2F1(1, 1; f + 1; q),  q = 1 - p
                       = p / q * log(1 / p)                         for f = 1
                       = p / q - (p / q)**2 * log(1 / p)            for f = 2
        approximate  the same for f = 1 and f = 2, p / (f - q) for f > 2, as R's sdcMicro does by default

    f  (n,) records with the same keys; F (n,) sum of their weights. Where F <= f everybody was asked, and r = 1 / f.
    Returns (n,) probabilities.

    Benedetti and Franconi (1998); Franconi and Polettini (2004), Privacy in Statistical Databases, LNCS 3050, 262-272;
    Templ, Kowarik and Meindl (2015), J. Stat. Software 67(4), doi:10.18637/jss.v067.i04.
    """
    p = np.minimum(f / np.maximum(F, f), 1.0)
    if method == "approximate":
        return np.where(f > 2, p / (f - 1.0 + p), p / f * _series(f, 1.0 - p))
    return p / f * _series(f, 1.0 - p)


def _series(f: IntArray, q: FloatArray) -> FloatArray:
    """2F1(1, 1; f + 1; q): the sum of j! q**j / ((f + 1) ... (f + j)), which ends soon where f is not small."""
    found, many = np.ones(len(f)), f > _FEW
    found[~many] = hyp2f1(1.0, 1.0, f[~many] + 1.0, q[~many])
    term, j = np.ones(int(many.sum())), 0
    while term.max(initial=0.0) > _NOTHING:
        j += 1
        term = term * (q[many] * j / (f[many] + j))
        found[many] += term
    return found


def risk_of(
    codes: IntArray, weight: FloatArray | None, keys: Sequence[str], *, k: int, missing: MissingRule = "own_value"
) -> Risk:
    """The risk of records with these key variables (n, K); `missing` is the rule that the risk follows.

    weight  (n,) what each record stands for in the population; none: the sample is the population.
    The global risk takes every person by themself: it knows no households.
    """
    own, _ = frequencies(codes)
    matching, _ = frequencies(codes, missing="matches_all")
    f, F = frequencies(codes, weight, missing=missing)
    r = individual_risk(f, F)
    return Risk(
        keys=tuple(keys),
        n=len(codes),
        k=int(own.min()),
        below=int((own < k).sum()),
        below_matching=int((matching < k).sum()),
        unique=int((own == 1).sum()),
        expected=float(r.sum()),
        share=float(r.mean()),
        sample_share=float((1 / f).mean()),
        highest=float(r.max()),
    )
