"""Variables that tell what was removed: a school tells its region, a registered sex the gender that somebody stated."""

from __future__ import annotations

import numpy as np

from analysis.arrays import IntArray

TELLS = 0.8
_FEWEST = 5


def told(key: IntArray, other: IntArray) -> float:
    """How far `other` tells `key`, from 0 (no better than the commonest answer) to 1 (always).

    lambda = (sum over b of max over a of n_ab - max over a of n_a) / (n - max over a of n_a), of records with both

    Values b of fewer than five records tell nothing: the commonest answer counts for them. 1 where all keys are one.
    key, other  (n,) codes from 1 on, 0 where the answer is missing
    Goodman and Kruskal (1954), J. American Statistical Association 49, 732-764.
    """
    both = (key > 0) & (other > 0)
    a, b = key[both], other[both]
    if not len(a):
        return 0.0
    width = int(a.max()) + 1
    counts = np.bincount(b * width + a, minlength=(int(b.max()) + 1) * width).reshape(-1, width)
    usual = int(counts.sum(axis=0).argmax())
    commonest = int(counts[:, usual].sum())
    right = np.where(counts.sum(axis=1) >= _FEWEST, counts.max(axis=1), counts[:, usual]).sum()
    return float((right - commonest) / (len(a) - commonest)) if len(a) > commonest else 1.0


def routed_by(answers: IntArray, asked: np.ndarray) -> bool:
    """True where who was asked a question shows what they answered to an earlier one.

    answers  (n,) codes of the earlier question, 0 where missing; asked (n,) 1 asked, -1 not asked, 0 unknown
    """
    known = answers > 0
    yes, no = np.unique(answers[known & (asked == 1)]), np.unique(answers[known & (asked == -1)])
    return len(yes) > 0 and len(no) > 0 and not np.intersect1d(yes, no).size
