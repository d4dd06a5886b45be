"""Post-randomisation: some answers are drawn anew, in a way that leaves the expected shares as they were."""

from __future__ import annotations

import numpy as np

from analysis.arrays import FloatArray, IntArray


def transition(number: int, *, stay: float) -> FloatArray:
    """(a, a) P with P[i, j] the probability that answer i becomes j: `stay` on the diagonal, the rest shared evenly."""
    if number == 1:
        return np.ones((1, 1))
    P = np.full((number, number), (1.0 - stay) / (number - 1))
    np.fill_diagonal(P, stay)
    return P


def invariant(P: FloatArray, shares: FloatArray) -> FloatArray:
    """(a, a) R = P Q with shares R = shares, so that expected frequencies do not change.

    Q[j, k] = P[k, j] shares[k] / sum over i of P[i, j] shares[i]: the answer that j came from, drawn by Bayes' rule.

    Gouweleeuw, Kooiman, Willenborg and de Wolf (1998), J. Official Statistics 14, 463-478; as R's sdcMicro (`pram`).
    """
    backwards = P * shares[:, None]
    Q = (backwards / backwards.sum(axis=0)).T
    return np.asarray(P @ Q)


def randomised(answers: IntArray, R: FloatArray, *, seed: int) -> IntArray:
    """(n,) answers 0 ... a - 1 drawn anew, each with the probabilities in its row of R (a, a)."""
    u = np.random.default_rng(seed).random(len(answers))
    edges = np.cumsum(R, axis=1)[answers]
    return np.asarray(np.minimum((u[:, None] > edges).sum(axis=1), len(R) - 1))
