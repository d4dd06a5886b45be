"""From a design to the counts of several tables: the axis of each variable, and how many stand in each place."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from analysis.categories import Categories
from analysis.design import SurveyDesign
from analysis.disclosure.domain import coded
from analysis.disclosure.exact.lattice import NO_ANSWER, Axis, Coarser, Lattice, axis, condition
from analysis.disclosure.exact.nodes import FloatArray, IntArray
from survey.groupings import Grouping


def lattice_of(design: SurveyDesign, tables: Sequence[Sequence[str]], groupings: Sequence[Grouping]) -> Lattice:
    """The counts of tables; a table by a grouping stands on the axis of what the grouping is made from."""
    axes = _axes(design, tables, groupings)
    sets = _largest({frozenset(_finest(groupings, axes, name) for name in table) for table in tables})
    return Lattice([[axes[name] for name in sorted(names)] for names in sets])


def counted(design: SurveyDesign, lattice: Lattice) -> FloatArray:
    """(k,) people of the domain by all conditions of each count."""
    n = np.zeros(len(lattice.people))
    for axes, grid in zip(lattice.sets, lattice.grids, strict=True):
        shape = [len(axis.leaves) for axis in axes]
        place = np.zeros(int(design.inside.sum()), dtype=np.int64)
        for along in axes:
            place = place * len(along.leaves) + _leaf(along, design.categories(along.name))[design.inside]
        counted = np.bincount(place, minlength=int(np.prod(shape))).reshape(shape).astype(np.float64)
        for dimension, along in enumerate(axes):
            counted = np.moveaxis(np.tensordot(along.within, counted, axes=(1, dimension)), 0, dimension)
        n[grid] = counted
    return n


def _leaf(along: Axis, known: Categories) -> IntArray:
    """(n,) the leaf that each case stands in."""
    names = [along.states[leaf] for leaf in along.leaves]
    places = [names.index(condition(along.name, level.value)) for level in known.levels]
    no_answer = f"{along.name}={NO_ANSWER}"
    without = names.index(no_answer) if no_answer in names else 0
    return np.array([*places, without], dtype=np.int64)[known.codes]


def _axes(design: SurveyDesign, tables: Sequence[Sequence[str]], groupings: Sequence[Grouping]) -> dict[str, Axis]:
    """The axis of each variable that is the finest of those used."""
    used = {name for table in tables for name in table}
    by_name = {grouping.name: grouping for grouping in groupings}
    above: dict[str, list[Grouping]] = {}
    for name in used:
        chain = _chain(by_name, name)
        finest = next((finer for finer in reversed(chain) if finer in used), name)
        between = chain[: chain.index(finest)] if finest in chain else []
        above.setdefault(finest, [])
        for coarse in [name, *between][::-1]:
            if coarse != finest and by_name[coarse] not in above[finest]:
                above[finest].append(by_name[coarse])
    axes = {name: above[name] for name in above if not any(name in (g.name for g in found) for found in above.values())}
    return {name: _axis(design, name, _in_order(name, found)) for name, found in axes.items()}


def _chain(by_name: Mapping[str, Grouping], name: str) -> list[str]:
    """What a grouping is made from, and what that is made from, down to the variable that was asked."""
    chain: list[str] = []
    while name in by_name:
        name = by_name[name].of
        chain.append(name)
    return chain


def _in_order(name: str, groupings: Sequence[Grouping]) -> list[Grouping]:
    """Each grouping after the one it is made from."""
    ordered, known, left = list[Grouping](), {name}, list(groupings)
    while left:
        ready = [grouping for grouping in left if grouping.of in known]
        ordered, known = [*ordered, *ready], known | {grouping.name for grouping in ready}
        left = [grouping for grouping in left if grouping not in ready]
    return ordered


def _axis(design: SurveyDesign, name: str, groupings: Sequence[Grouping]) -> Axis:
    known = design.categories(name)
    values = {name: [level.value for level in known.levels]}
    coarser = []
    for grouping in groupings:
        codes = {}
        for value in values[grouping.of]:
            held = [band.holds(np.array([value], dtype=np.float64))[0] for band in grouping.bands]
            codes[coded(value)] = coded(float(held.index(True) + 1))
        values[grouping.name] = [float(number + 1) for number in range(len(grouping.bands))]
        every = tuple(coded(value) for value in values[grouping.name])
        coarser.append(Coarser(grouping.name, grouping.of, codes, every))
    missing = bool((known.codes[design.inside] < 0).any())
    return axis(name, [coded(value) for value in values[name]], coarser=coarser, no_answer=missing)


def _finest(groupings: Sequence[Grouping], axes: Mapping[str, Axis], name: str) -> str:
    """The variable on whose axis another stands."""
    by_name = {grouping.name: grouping for grouping in groupings}
    return next(finer for finer in (name, *_chain(by_name, name)) if finer in axes)


def _largest(sets: Collection[frozenset[str]]) -> list[frozenset[str]]:
    """Sets of variables that lie in no other, in an order that is always the same."""
    return sorted((one for one in sets if not any(one < other for other in sets)), key=sorted)
