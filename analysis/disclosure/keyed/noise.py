"""Noise that follows from who is counted: the same set of respondents has the same noise, wherever it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

import numpy as np
from scipy.special import ndtr, ndtri

from analysis.arrays import FloatArray, IntArray
from analysis.disclosure.keyed.p_table import PTable
from analysis.disclosure.policy import ReleasePolicy
from analysis.linearised import Linearised
from survey.groupings import Grouping


@dataclass(frozen=True)
class Noise:
    """Noise of one study.

    table  for counts
    wide   for counts below `small`, which may be hidden: what is left of a whole when its other parts are taken off
           has their noise and no other
    middle for counts below `small` of people without an answer, and for models of an answer
    seed   secret of the study, so that who guesses a key of 32 bits still cannot tell its noise
    groupings  of the study: which sets of people are parts of others

    Every draw is a keyed hash of the key of the respondents: nothing is remembered, and neither pages, exports, the
    order of filters nor another login can get a second draw of it.
    """

    table: PTable
    wide: PTable
    middle: PTable
    small: int
    seed: bytes = field(default=b"", repr=False)
    groupings: tuple[Grouping, ...] = field(default=(), repr=False)

    @classmethod
    def of(cls, policy: ReleasePolicy) -> Noise:
        """The noise that a policy asks for."""
        # Noise of another size is drawn anew: the same draw in two sizes would tell itself.
        seed = blake2b(policy.noise.encode(), key=policy.seed, digest_size=32).digest()
        table, wide = PTable(policy.noise_limit, policy.noise_variance), PTable.flat(policy.wide_limit)
        return cls(table, wide, PTable.flat(policy.middle_limit), policy.small, seed, policy.made_from)

    @property
    def variance(self) -> float:
        """V, of a count."""
        return self.table.variance

    def draws(self, n: IntArray, keys: IntArray, names: Sequence[Sequence[str]]) -> tuple[FloatArray, FloatArray]:
        """Perturbations of the counts of a node, and their variances: those of small counts are wide.

        names  of the categories along each axis, which after them has those not asked and those without an answer

        Nobody has a key, so that an empty cell is known by its name. Of people not asked, or without an answer, none is
        no secret; few without an answer have noise less wide than few who gave one.
        """
        unnamed = [n.shape[at] - len(of_axis) for at, of_axis in enumerate(names)]
        told, secret = np.ones(n.shape, dtype=bool), np.ones(n.shape, dtype=bool)
        for at, lacking in enumerate(unnamed):
            if lacking:
                np.moveaxis(told, at, 0)[-1] = False
                np.moveaxis(secret, at, 0)[-2:] = False
        chance = np.array([self.chance(int(key), "count") for key in keys.ravel()]).reshape(n.shape)
        everybody = int(keys.sum()) % 2**32
        for place in map(tuple, np.argwhere((n == 0) & secret)):
            name = "&".join(filter(None, (of_axis[i] for of_axis, i in zip(names, place, strict=True))))
            chance[place] = self.chance(everybody, name)
        few, none = n < self.small, (n == 0) & ~secret
        # As reasons for item nonresponse they have names, and noise of the other size: drawn anew, as `of` says.
        other = np.array([self.chance(int(key), "unanswered") for key in keys.ravel()]).reshape(n.shape)
        d = np.select([few & told, few], [self.wide.d(chance), self.middle.d(other)], self.table.d(chance))
        of_few = [self.wide.variance, self.middle.variance]
        variance = np.select([few & told, few], of_few, self.table.variance)
        return np.where(none, 0.0, d), np.where(none, 0.0, variance)

    def count(self, n: int, key: int) -> int:
        """A count of people that no node has, with its noise; 0 of nobody."""
        return n + int(self.table.d(np.array(self.chance(key, "count")))) if n else 0

    def of_estimates(
        self, estimates: Linearised, keys: IntArray, n: IntArray, v: float | None = None
    ) -> tuple[FloatArray, FloatArray]:
        """(k,) noise of estimates, each of the n people that its key names; and (k,) its variance.

        noise     sqrt(V / m) * sum over units u of g_u T_u, as if about sqrt(V) people had answered otherwise
        variance  V / m * sum of T_u^2
        with      T_u the scores of the unit, g_u standard normal and settled by the key, and m the people that make up
                  the figure: n (sum |T|)^2 / (U sum T^2) of U units, n where all weigh alike, 1 where one person is all
                  (V as of a count unless `v` says another)

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
        v = self.variance if v is None else v
        return moved * np.sqrt(v / m), v / m * square

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
