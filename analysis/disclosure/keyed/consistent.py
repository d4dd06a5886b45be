"""Noise of counts that adds up: one noisy count for each set of people, by whatever way they are put together.

Were every count of every table to have noise of its own, whoever parts the same people many times would average it
away. Here the noise of a group's parts sums to that of the group. So all sums and differences of what is shown lead to
the same number, and many questions say no more than one.

A node is a partition of each of some variables, such as sex by region; x_N its noisy counts, n_N the true ones. Each
node has draws d_N of its own (`Noise.draws`), of which only the part that no coarser node has is taken:

    x_N = n_N + e_N,    e_N = sum over nodes L as coarse as N, or coarser, of M_L d_L

    M_L  the product over the variables of M_l: l the partition of this variable in L, f the one in N
    M_l  = S_lf (I - S_kl A_kl), k the partition before l; for all in one S_0f alone
    A_kl sums the categories of l within those of k
    S_lf spreads a category of l over those of f by their shares p of the sample, so that A_lf S_lf = I

The sum over l of M_l A_lf is I, and A_kl M_l is 0: so e of a node sums to e of every coarser one exactly, and no order
of nodes matters. (The draws of a cell less what its lines have in excess of their totals, taken by each in proportion
to its share: large categories take up most of it, and a small one keeps its own noise.)

Least-squares adjustment of a table to its margins: Deming and Stephan (1940), Annals of Mathematical Statistics 11,
doi:10.1214/aoms/1177731829. Consistent noise in hierarchies: Hay, Rastogi, Miklau and Suciu (2010), PVLDB 3,
doi:10.14778/1920841.1920970; there it is made consistent to be small, here so that nothing can be averaged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np

from analysis.arrays import FloatArray, IntArray
from analysis.disclosure.keyed.chains import Chain
from analysis.disclosure.keyed.noise import Noise
from analysis.respondents import Respondents


@dataclass(frozen=True, eq=False)
class Axis:
    """A variable of a node, with the level of its partition."""

    chain: Chain
    level: int

    @property
    def size(self) -> int:
        """Categories, with those not asked and without an answer."""
        return self.chain.size(self.level)

    @property
    def codes(self) -> IntArray:
        """(n,) the category of each respondent."""
        return self.chain.partitions[self.level - 1].answers.codes

    def part(self, level: int) -> FloatArray:
        """M of a coarser partition: (size, its size)."""
        centred = np.eye(self.chain.size(level))
        if level:
            centred -= self._spread(level - 1, level) @ self._summed(level - 1, level)
        return self._spread(level, self.level) @ centred

    def _summed(self, coarse: int, fine: int) -> FloatArray:
        """A: (coarse, fine) ones where a category lies in another."""
        return np.asarray(self.chain.to(coarse, fine) == np.arange(self.chain.size(coarse))[:, None], dtype=np.float64)

    def _spread(self, coarse: int, fine: int) -> FloatArray:
        """S: (fine, coarse) shares of the categories within those they lie in; equal ones where nobody is."""
        inside = self._summed(coarse, fine).T
        weight = inside * self.chain.shares(fine)[:, None]
        weight = np.where(weight.sum(axis=0) > 0, weight, inside)
        return np.asarray(weight / np.maximum(weight.sum(axis=0), 1e-300))


@dataclass(frozen=True, eq=False)
class Node:
    """The noise of the counts of all combinations of the axes, which stand in the order of their names.

    n, keys  counts and cell keys
    """

    axes: tuple[Axis, ...]
    respondents: Respondents
    noise: Noise

    @cached_property
    def n_and_keys(self) -> tuple[IntArray, IntArray]:
        """Counts and cell keys."""
        return self.respondents.n_and_keys([(axis.codes, axis.size) for axis in self.axes])

    @cached_property
    def moved(self) -> tuple[FloatArray, FloatArray]:
        """E, and its variance, of the shape of the counts."""
        shape = tuple(axis.size for axis in self.axes)
        e, variance = np.zeros(shape), np.zeros(shape)
        parts = [[axis.part(level) for level in range(axis.level + 1)] for axis in self.axes]
        for levels in product(*(range(axis.level + 1) for axis in self.axes)):
            d, v = self._draws(levels)
            for at, level in enumerate(levels):
                part = parts[at][level]
                d, v = _along(part, d, at), _along(part**2, v, at)
            e += d
            variance += v
        return e, variance

    def _draws(self, levels: Sequence[int]) -> tuple[FloatArray, FloatArray]:
        """The draws of a coarser node; worked out once."""
        name = tuple((axis.chain.root, level) for axis, level in zip(self.axes, levels, strict=True) if level)
        kept, place = self.respondents.kept, ("draws", self.noise.seed, name)
        if place not in kept:
            n, keys = self.n_and_keys
            for at, (axis, level) in enumerate(zip(self.axes, levels, strict=True)):
                places, size = axis.chain.to(level, axis.level), axis.chain.size(level)
                n, keys = _merged(n, places, size, at), _merged(keys, places, size, at) % 2**32
            named = [axis.chain.names(level) for axis, level in zip(self.axes, levels, strict=True)]
            kept[place] = tuple(part.squeeze(_absent(levels)) for part in self.noise.draws(n, keys, named))
        d, v = kept[place]
        return np.expand_dims(d, _absent(levels)), np.expand_dims(v, _absent(levels))


def node(axes: Sequence[Axis], respondents: Respondents, noise: Noise) -> Node:
    """The node of the axes; worked out once."""
    ordered = tuple(sorted(axes, key=lambda axis: axis.chain.root))
    place = ("node", noise.seed, tuple((axis.chain.root, axis.level) for axis in ordered))
    if place not in respondents.kept:
        respondents.kept[place] = Node(ordered, respondents, noise)
    found: Node = respondents.kept[place]
    return found


def _along(matrix: FloatArray, values: FloatArray, at: int) -> FloatArray:
    """The matrix times the values along one axis."""
    return np.moveaxis(np.tensordot(matrix, values, axes=(1, at)), 0, at)


def _merged(values: IntArray, places: IntArray, size: int, at: int) -> IntArray:
    """Sums of the categories that have the same place, along one axis."""
    if size == len(places):
        return values
    moved = np.moveaxis(values, at, 0)
    sums = np.zeros((size, *moved.shape[1:]), dtype=np.int64)
    np.add.at(sums, places, moved)
    return np.moveaxis(sums, 0, at)


def _absent(levels: Sequence[int]) -> tuple[int, ...]:
    return tuple(at for at, level in enumerate(levels) if not level)
