"""Drawing answers that have given shares, hang together, and come near to published figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import brentq
from scipy.special import expit
from scipy.stats import norm

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Item:
    """How a question is answered: a person's leaning decides the place among ordered codes.

    codes    in the order of the leaning: who leans most gives the last code
    shares   percent of the codes, one row for each group of people; a single row serves all
    loading  correlation of the answer's leaning with the person's
    unknown  percent of "don't know"
    """

    codes: tuple[int, ...]
    shares: tuple[tuple[float, ...], ...]
    loading: float = 0.0
    unknown: float = 0.0


@dataclass(frozen=True)
class Ticks:
    """How a multiple choice is answered: each category with its chance, or the exclusive one alone.

    shares     category to the percent who tick it
    exclusive  the same for each category that stands alone
    """

    shares: Mapping[int, float]
    exclusive: Mapping[int, float] = field(default_factory=dict)


def ticked(rng: np.random.Generator, question: str, ticks: Ticks, n: int) -> pd.DataFrame:
    """(n, categories) 0 or 1, named as the question's variables; at least one category of every row is ticked."""
    codes = [*ticks.shares, *ticks.exclusive]
    marks = 100 * rng.random((n, len(ticks.shares))) < np.array(list(ticks.shares.values()))
    likeliest = int(np.argmax(list(ticks.shares.values())))
    marks[~marks.any(axis=1), likeliest] = True
    alone = 100 * rng.random((n, len(ticks.exclusive))) < np.array(list(ticks.exclusive.values()))
    alone[:, 1:] &= ~np.cumsum(alone, axis=1)[:, :-1].astype(bool)
    marks[alone.any(axis=1)] = False
    both = np.hstack([marks, alone]).astype(np.int64)
    return pd.DataFrame(both, columns=[f"{question}_{code}" for code in codes])


def ordered(rng: np.random.Generator, item: Item, leaning: Floats, group: Ints) -> Ints:
    """(n,) codes for (n,) standard normal leanings: a threshold model with the item's shares in each group."""
    own = item.loading * leaning + np.sqrt(1 - item.loading**2) * rng.standard_normal(len(leaning))
    rank = norm.cdf(own)
    answer = np.empty(len(leaning), dtype=np.int64)
    for g in np.unique(group):
        shares = np.asarray(item.shares[g if len(item.shares) > 1 else 0], dtype=np.float64)
        limits = np.cumsum(shares / shares.sum())[:-1]
        here = group == g
        answer[here] = np.asarray(item.codes)[np.searchsorted(limits, rank[here])]
    answer[100 * rng.random(len(answer)) < item.unknown] = -2
    return answer


def chances(score: Floats, weight: Floats, share: float) -> Floats:
    """(n,) probabilities expit(score + a), with a such that their weighted mean is `share`."""

    def gap(a: float) -> float:
        return float(np.average(expit(score + a), weights=weight)) - share

    return expit(score + brentq(gap, -40, 40))


def nearest(rng: np.random.Generator, chance: Floats, weight: Floats, share: float, *, draws: int = 400) -> Bools:
    """(n,) yes or no, each with its chance; of `draws` draws the one whose weighted share lies nearest `share`."""
    best = min(
        (rng.random(len(chance)) < chance for _ in range(draws)),
        key=lambda drawn: abs(float(weight @ drawn) / weight.sum() - share),
    )
    return np.asarray(best, dtype=np.bool_)


def at_shares(
    rng: np.random.Generator,
    score: ArrayLike,
    weight: Floats,
    group: Ints,
    shares: Sequence[float],
    among: Bools | None = None,
) -> Bools:
    """(n,) yes or no, likelier for a higher score; the weighted share of each group lies at its share in `shares`.

    among  (n,) who can say yes at all; the shares are theirs
    """
    yes, score = np.zeros(len(group), dtype=np.bool_), np.asarray(score, dtype=np.float64)
    for g, share in enumerate(shares):
        here = (group == g) & (True if among is None else among)
        yes[here] = nearest(rng, chances(score[here], weight[here], share), weight[here], share)
    return yes


def apportion(size: Floats, total: int, *, least: int) -> Ints:
    """(k,) whole numbers in proportion to `size`, at least `least` each, that add up to `total`."""
    share = np.maximum(size / size.sum() * total, least)
    while share.sum() - total > 1e-6:
        free = share > least
        share[free] = np.maximum(share[free] * (total - least * (~free).sum()) / share[free].sum(), least)
    whole: Ints = np.floor(share + 1e-9).astype(np.int64)
    whole[np.argsort(whole - share, kind="stable")[: total - whole.sum()]] += 1
    return whole
