"""The counts behind a figure with noise: which sets of people it is about, and the noise of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from string import ascii_letters
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.arrays import BoolArray, FloatArray, IntArray
from analysis.disclosure.domain import coded, domain
from analysis.disclosure.keyed import reasons as words
from analysis.disclosure.keyed.chains import Chain, chain_of, lies_in, own_chain
from analysis.disclosure.keyed.consistent import Axis, node
from analysis.disclosure.keyed.noise import Noise
from analysis.errors import Refused
from analysis.respondents import Answers, Respondents, respondents
from analysis.source import Source
from analysis.unreleased import TableFigures

# Combinations that noise is drawn for at a time.
MOST = 1_000_000


@dataclass(frozen=True, eq=False)
class Asked:
    """A variable of a question, and which of its categories are asked for.

    level    the coarsest partition of the chain that tells them apart
    picked   places of the categories that are asked for; None for all
    """

    chain: Chain
    level: int
    answers: Answers
    picked: tuple[int, ...] | None = None

    @classmethod
    def of(cls, name: str, people: Respondents, noise: Noise) -> Asked:
        """A variable by its categories. Raises Refused for one that has none."""
        answers, chain = people.answers(name), chain_of(name, people, noise.groupings)
        if answers is None:
            raise Refused(words.too_fine(name), rule="grammar")
        level = chain.level_of(name)
        if level is None and chain.level_of(chain.root) is None:
            chain = own_chain(name, people)
            level = chain.level_of(name)
        return cls(chain, len(chain.partitions) if level is None else level, answers)

    @classmethod
    def answered(cls, name: str, people: Respondents, noise: Noise) -> Asked:
        """A variable by whether it was answered."""
        chain = chain_of(name, people, noise.groupings)
        return cls(chain, chain.level_of("") or 0, people.answered(name))

    def only(self, code: str) -> Asked:
        """One of its categories. Raises Refused for a code that it does not have."""
        known = [coded(value) for value in self.answers.values]
        if code not in known:
            raise Refused(words.small_base(1), rule="base")
        return replace(self, picked=(known.index(code),))

    def chosen(self, level: int) -> BoolArray:
        """(size, categories) which categories of the axis, at this level or a finer one, lie in which of these."""
        if not level:
            return np.ones((1, 1), dtype=bool)
        found = lies_in(self.chain.partitions[level - 1].answers, self.answers)
        return found if self.picked is None else found[:, self.picked]


@dataclass(frozen=True, eq=False)
class Noisy:
    """Noise e of counts, with its variance, and the counts and keys that it was drawn from; all of one shape."""

    e: FloatArray
    variance: FloatArray
    n: IntArray
    keys: IntArray

    def each(self, done: Callable[[NDArray[Any]], NDArray[Any]]) -> Noisy:
        """The same done to all four; keys are sums mod 2**32."""
        return Noisy(done(self.e), done(self.variance), done(self.n), done(self.keys) % 2**32)


def noise_of(asked: list[Asked], people: Respondents, noise: Noise) -> Noisy:
    """The noise of all combinations of the categories that are asked for, in the order of the variables.

    Raises Refused for more combinations than can be worked out.
    """
    levels: dict[str, int] = {}
    for one in asked:
        levels[one.chain.root] = max(levels.get(one.chain.root, 0), one.level)
    chains = {one.chain.root: one.chain for one in asked}
    axes = [Axis(chains[root], level) for root, level in sorted(levels.items()) if level]
    if np.prod([axis.size for axis in axes], dtype=np.float64) > MOST:
        raise Refused(words.TOO_MANY_COMBINATIONS, rule="dimensions")
    found = node(axes, people, noise)
    letters = {axis.chain.root: ascii_letters[at] for at, axis in enumerate(axes)}
    own = ascii_letters[len(axes) :]
    inputs, matrices = ["".join(letters.values())], []
    for at, one in enumerate(asked):
        level = levels[one.chain.root]
        inputs.append((letters[one.chain.root] if level else own[len(asked)]) + own[at])
        matrices.append(one.chosen(level))
    steps = f"{','.join(inputs)}->{own[: len(asked)]}"

    def summed(values: NDArray[Any]) -> NDArray[Any]:
        return np.asarray(
            np.einsum(steps, values, *(matrix.astype(values.dtype) for matrix in matrices), optimize=True)
        )

    return Noisy(*found.moved, *found.n_and_keys).each(summed)


def _filters(source: Source, people: Respondents, noise: Noise) -> list[Asked]:
    conditions = sorted(condition.split("=", 1) for condition in domain(source.where))
    return [Asked.of(name, people, noise).only(code) for name, code in conditions]


def _columns(source: Source, people: Respondents, noise: Noise) -> list[Asked]:
    return [Asked.of(name, people, noise) for name in source.combined or ([source.by] if source.by else [])]


def noise_of_shares(table: TableFigures, noise: Noise) -> tuple[Noisy, Noisy]:
    """(R, C) of the cells of a crosstab, and (C,) of its bases."""
    people, source = _people(table.source), table.source
    rows, columns = Asked.of(source.rows, people, noise), _columns(source, people, noise)
    found = noise_of([rows, *columns, *_filters(source, people, noise)], people, noise)
    cells = _with_all(found, len(rows.answers.values), len(table.columns))
    known = [coded(value) for value in rows.answers.values]
    at = [known.index(coded(level.value)) for level in table.rows]
    return cells.each(lambda part: part[at]), cells.each(lambda part: part.sum(axis=0))


def noise_of_answers(table: TableFigures, noise: Noise) -> tuple[FloatArray, Noisy]:
    """(K,) codes of a question with answers to choose from, and (K, C) of who gave each, behind its mean or total."""
    people, source = _people(table.source), table.source
    rows = Asked.of(source.rows, people, noise)
    found = noise_of([rows, *_columns(source, people, noise), *_filters(source, people, noise)], people, noise)
    codes = np.array([float(value or 0.0) for value in rows.answers.values])
    return codes, _with_all(found, len(codes), len(table.columns))


def noise_of_groups(source: Source, noise: Noise) -> tuple[Answers, Answers | None, Noisy]:
    """The answers of a question with codes, the groups, if any, and (K, G) who gave each answer in each group."""
    people = _people(source)
    rows, columns = Asked.of(source.rows, people, noise), _columns(source, people, noise)
    found = noise_of([rows, *columns, *_filters(source, people, noise)], people, noise)
    groups = columns[0].answers if columns else None
    return rows.answers, groups, found.each(lambda part: part.reshape(len(rows.answers.values), -1))


def noise_of_bases(table: TableFigures, outcomes: list[str], noise: Noise) -> FloatArray:
    """(C,) noise of who answered, of a table of one question, or of several together.

    Of several those left out, who lack an answer to one of them, have noise of their own.
    """
    people, source = _people(table.source), table.source
    answered = [Asked.answered(name, people, noise) for name in outcomes] if len(outcomes) == 1 else []
    columns = _columns(source, people, noise)
    found = noise_of([*answered, *columns, *_filters(source, people, noise)], people, noise)
    base = _with_all(found, 1, len(table.columns))
    e: FloatArray = base.e[0]
    if answered or table.base_keys is None:
        return e
    left = [int(n) for n in base.n[0] - table.base_n]
    keys = [int(key) for key in (base.keys[0] - table.base_keys) % 2**32]
    of_left = np.array([noise.count(n, key) - n for n, key in zip(left, keys, strict=True)], dtype=np.float64)
    return e - of_left


def noisy_people(source: Source, n: int, key: int, noise: Noise) -> int:
    """A number of people behind a filter, less those who are left out of a model or a comparison."""
    people = _people(source)
    found = noise_of(_filters(source, people, noise), people, noise)
    left, key = int(found.n.sum()) - n, (int(found.keys.sum()) - key) % 2**32
    return max(int(whole(n + found.e.sum() - (noise.count(left, key) - left))), 0)


def _with_all(found: Noisy, rows: int, columns: int) -> Noisy:
    """(rows, columns): the groups as they come, then all of them where there are groups."""

    def shaped(part: NDArray[Any]) -> NDArray[Any]:
        grid = part.reshape(rows, -1)
        return grid if grid.shape[1] == columns else np.column_stack([grid, grid.sum(axis=1)])

    return found.each(shaped)


def whole(x: FloatArray) -> IntArray:
    """Rounded, the same whatever the order that it was added up in."""
    return np.asarray(np.rint(np.round(x, 6)).astype(np.int64))


def _people(source: Source) -> Respondents:
    if source.snapshot is None:
        raise Refused(words.no_keys("counts"), rule="statistic")
    return respondents(source.snapshot)
