"""Noise that follows from who is counted: the same set of respondents has the same noise, wherever it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from scipy.special import ndtr, ndtri

from analysis.arrays import FloatArray, IntArray
from analysis.disclosure.p_table import PTable, p_table
from analysis.disclosure.policy import Limits, ReleasePolicy


@dataclass(frozen=True)
class Noise:
    """Noise of one study at one threshold.

    table  for counts, so that what is shown at the threshold or above has no bias
    seed   secret of the study, so that who guesses a key of 32 bits still cannot tell its noise

    Every draw is a keyed hash of the key of the respondents and the name of the statistic: nothing is remembered, and
    neither pages, exports, the order of filters nor another login can get a second draw of it.
    """

    table: PTable
    seed: bytes = b""

    @classmethod
    def of(cls, policy: ReleasePolicy, limits: Limits) -> Noise:
        """The noise that a policy asks for."""
        return cls(p_table(policy.noise_limit, policy.noise_variance, limits.threshold - 1), policy.seed)

    @property
    def variance(self) -> float:
        """V, of a count."""
        return self.table.variance

    def counts(self, n: IntArray, keys: IntArray) -> IntArray:
        """Perturbed counts of the sets of respondents that the keys name."""
        chance = np.array([self.chance(int(key), "count") for key in np.ravel(keys)], dtype=np.float64)
        return self.table.perturbed(n, chance.reshape(np.shape(n)))

    def count(self, n: int, key: int) -> int:
        """One perturbed count."""
        return int(self.counts(np.array([n]), np.array([key]))[0])

    def normal(self, key: int, name: str) -> float:
        """A draw of the standard normal distribution, cut off at D / sqrt(V) on both sides."""
        far = self.table.limit / np.sqrt(self.table.variance)
        low = ndtr(-far)
        return float(ndtri(low + self.chance(key, name) * (1 - 2 * low)))

    def normals(self, keys: IntArray, name: str) -> FloatArray:
        """One for each key, of its shape."""
        found = [self.normal(int(key), name) for key in np.ravel(keys)]
        return np.array(found, dtype=np.float64).reshape(np.shape(keys))

    def chance(self, key: int, name: str) -> float:
        """A number in [0, 1) that the respondents and the name of a statistic settle."""
        said = key.to_bytes(8, "little") + name.encode()
        # 53 bits, as many as a number below 1 holds.
        return (int.from_bytes(blake2b(said, key=self.seed, digest_size=8).digest(), "little") >> 11) / 2**53
