"""l-diversity: whether those who share their key variables also share the answer to a sensitive question."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.arrays import BoolArray, FloatArray, IntArray
from analysis.microdata.patterns import MISSING


@dataclass(frozen=True)
class Diversity:
    """How different the answers to a sensitive question are among records with the same keys.

    limit     different answers that a group must have: the policy's l, or all there are where the question has fewer
    distinct  fewest different answers in a group where somebody answered; an answer that is missing is one of them
    entropy   lowest exp(entropy) of such a group
    below     records in groups that give an answer away, see `undiverse`
    """

    variable: str
    limit: int
    distinct: int
    entropy: float
    below: int


def diversity(group: IntArray, answers: IntArray) -> tuple[IntArray, FloatArray]:
    """Different answers in each record's group, and the entropy diversity exp(-sum p log p) with p their shares.

    A missing answer is an answer like others, but a group where nobody answered has 0 different ones, as in sdcMicro.

    group    (n,) 0, 1, 2 ...; answers (n,) codes from 1 on, 0 where the answer is missing
    Machanavajjhala, Kifer, Gehrke and Venkitasubramaniam (2007), ACM Trans. Knowl. Discov. Data 1(1), 3.
    """
    counts = _counts(group, answers)
    size = counts.sum(axis=1)
    some = counts[:, 1:].sum(axis=1) > 0
    distinct = np.where(some, (counts > 0).sum(axis=1), 0)
    p = counts / np.maximum(size, 1)[:, None]
    entropy = np.exp(-(p * np.log(np.where(p > 0, p, 1.0))).sum(axis=1))
    return distinct[group], entropy[group]


def undiverse(group: IntArray, answers: IntArray, *, least: int, harmless: IntArray) -> BoolArray:
    """(n,) True for records of groups that give a sensitive answer away.

    Without harmless codes: groups with fewer different answers than `limit_of`. With harmless codes ("no"): groups in
    which answers that are not harmless are more than 1 - 1 / least of all, the missing ones among them; a rare answer
    has no need of others that are as rare.

    least     the policy's l
    harmless  codes that may be known of somebody
    Wong, Li, Fu and Wang (2006), KDD '06, 754-759 ((alpha, k)-anonymity), for the second.
    """
    if not len(harmless):
        distinct, _ = diversity(group, answers)
        return np.asarray((distinct > 0) & (distinct < limit_of(answers, least)))
    telling = (answers != MISSING) & ~np.isin(answers, harmless)
    told, size = np.bincount(group, telling), np.bincount(group)
    return np.asarray((told * least > size * (least - 1))[group])


def to_remove(group: IntArray, undiverse_records: BoolArray, *, decoys: int, seed: int) -> BoolArray:
    """(n,) True for the records whose answer is removed: those groups, and for each `decoys` others drawn at random.

    Without the others a removed answer would say that all in the group had given the same. Raises ValueError where
    there are too few other groups.
    """
    bad = np.unique(group[undiverse_records])
    others = np.setdiff1d(np.arange(int(group.max(initial=0)) + 1), bad)
    wanted = decoys * len(bad)
    if wanted > len(others):
        raise ValueError("There are too few groups whose answers differ.")
    drawn = np.random.default_rng(seed).permutation(others)[:wanted]
    return np.isin(group, np.concatenate([bad, drawn]))


def limit_of(answers: IntArray, least: int) -> int:
    """`least`, the policy's l; all the different answers there are where the question has fewer."""
    return min(least, len(np.unique(answers[answers != MISSING])))


def diversity_of(variable: str, group: IntArray, answers: IntArray, *, least: int, harmless: IntArray) -> Diversity:
    """The diversity of one question in a file."""
    limit = limit_of(answers, least)
    distinct, entropy = diversity(group, answers)
    some = distinct > 0
    return Diversity(
        variable,
        limit,
        int(distinct[some].min(initial=limit)),
        float(entropy[some].min(initial=float(limit))),
        int(undiverse(group, answers, least=least, harmless=harmless).sum()),
    )


def _counts(group: IntArray, answers: IntArray) -> IntArray:
    """(g, a) records of each group with each answer; the first column is for missing ones."""
    n_groups, n_answers = int(group.max(initial=0)) + 1, int(answers.max(initial=0)) + 1
    flat = np.bincount(group * n_answers + answers, minlength=n_groups * n_answers)
    return flat.reshape(n_groups, n_answers)
