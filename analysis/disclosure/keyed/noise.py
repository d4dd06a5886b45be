"""Noise that follows from who is counted: the same set of respondents has the same noise, wherever it is asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import blake2b

import numpy as np
from scipy.special import ndtr, ndtri

from analysis.arrays import FloatArray, IntArray
from analysis.disclosure.keyed.p_table import PTable, p_table
from analysis.disclosure.policy import Limits, ReleasePolicy
from analysis.linearised import Linearised


@dataclass(frozen=True)
class Noise:
    """Noise of one study at one threshold.

    table  for counts, so that what is shown at the threshold or above has no bias
    seed   secret of the study, so that who guesses a key of 32 bits still cannot tell its noise

    Every draw is a keyed hash of the key of the respondents: nothing is remembered, and neither pages, exports, the
    order of filters nor another login can get a second draw of it.
    """

    table: PTable
    seed: bytes = b""

    @classmethod
    def of(cls, policy: ReleasePolicy, limits: Limits) -> Noise:
        """The noise that a policy asks for."""
        # Noise of another size is drawn anew: the same draw in two sizes would tell itself.
        size = f"{policy.noise_limit}, {policy.noise_variance:g}".encode()
        seed = blake2b(size, key=policy.seed, digest_size=32).digest()
        return cls(p_table(policy.noise_limit, policy.noise_variance, limits.threshold - 1), seed)

    @property
    def variance(self) -> float:
        """V, of a count."""
        return self.table.variance

    def counts(self, n: IntArray, keys: IntArray) -> IntArray:
        """Perturbed counts of the sets of respondents that the keys name."""
        chance = np.array([self.chance(int(key), "count") for key in np.ravel(keys)], dtype=np.float64)
        return self.table.perturbed(n, chance.reshape(np.shape(n)))

    def counts_of_rest(self, n: IntArray, keys: IntArray) -> tuple[IntArray, FloatArray]:
        """The same for those who did not answer so, who follow from a share and its base; and the variance V of each.

        Few of them have four times the variance, at most twice as far: else their noise would be that of one count,
        where two stand between a reader and a count that is hidden.
        """
        small = n <= self.table.js
        usual, wide = (
            replace(self, table=p_table(times * self.table.limit, times**2 * self.table.variance, 0))
            for times in (1, 2)
        )
        found = np.where(small, wide.counts(n, keys), usual.counts(n, keys))
        return found, np.where(small, wide.variance, usual.variance)

    def count(self, n: int, key: int) -> int:
        """One perturbed count."""
        return int(self.counts(np.array([n]), np.array([key]))[0])

    def of_estimates(self, estimates: Linearised, keys: IntArray, n: IntArray) -> tuple[FloatArray, FloatArray]:
        """(k,) noise of estimates, each of the n people that its key names; and (k,) its variance.

        noise     sqrt(V / m) * sum over units u of g_u T_u, as if about sqrt(V) people had answered otherwise
        variance  V / m * sum of T_u^2
        with      T_u the scores of the unit, g_u standard normal and settled by the key, and m the people that make up
                  the figure: n (sum |T|)^2 / (U sum T^2) of U units, n where all weigh alike, 1 where one person is all

        All figures of the same people have the same g. So a figure that follows from others has the noise that follows
        from theirs, up to small terms: a mean from a ratio times a mean, a coefficient from that of another scale.
        Nobody gets a second draw by another way.
        """
        scores = estimates.scores
        distinct, place = np.unique(keys, return_inverse=True)
        g = np.stack([self._units(int(key), len(scores)) for key in distinct])
        moved = np.einsum("uk,uk->k", g[place].T, scores)
        square, size, units = (scores**2).sum(axis=0), np.abs(scores).sum(axis=0), (scores != 0).sum(axis=0)
        m = np.divide(n * size**2, units * square, out=np.ones(len(n)), where=square > 0)
        return moved * np.sqrt(self.variance / m), self.variance / m * square

    def _units(self, key: int, units: int) -> FloatArray:
        """(units,) standard normal numbers that the respondents settle."""
        said = key.to_bytes(8, "little") + b"units"
        start = int.from_bytes(blake2b(said, key=self.seed, digest_size=16).digest(), "little")
        # The stream of bits is the same in every version of numpy, that of its normal numbers need not be.
        bits = np.random.Philox(key=start).random_raw(units)
        return np.asarray(ndtri(((bits >> np.uint64(11)) + 0.5) / 2**53))

    def normal(self, key: int, name: str) -> float:
        """A draw of the standard normal distribution, cut off at D / sqrt(V) on both sides."""
        far = self.table.limit / np.sqrt(self.table.variance)
        low = ndtr(-far)
        return float(ndtri(low + self.chance(key, name) * (1 - 2 * low)))

    def chance(self, key: int, name: str) -> float:
        """A number in [0, 1) that the respondents and the name of a statistic settle."""
        said = key.to_bytes(8, "little") + name.encode()
        # 53 bits, as many as a number below 1 holds.
        return (int.from_bytes(blake2b(said, key=self.seed, digest_size=8).digest(), "little") >> 11) / 2**53
