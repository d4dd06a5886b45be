"""What is done about those who are rare, or who all answered the same: some of their answers are removed."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from analysis.arrays import BoolArray, FloatArray, IntArray
from analysis.errors import Refused
from analysis.microdata import refusals, words
from analysis.microdata.coarsening import Done, Seeds
from analysis.microdata.diversity import to_remove, undiverse
from analysis.microdata.patterns import key_codes, numbered
from analysis.microdata.policy import MicrodataPolicy
from analysis.microdata.removal import removed
from analysis.microdata.suppression import local_suppression
from analysis.microdata.telling import routed_by
from survey.frame import SurveyFrame
from survey.missing import Missing

_NOT_ASKED = float(Missing.NOT_ASKED)
_UNKNOWN = [
    float(code) for code in (Missing.NOT_REACHED, Missing.SECTION_SKIPPED, Missing.NOT_IN_VERSION, Missing.REMOVED)
]


def anonymous_keys(frame: SurveyFrame, policy: MicrodataPolicy, seeds: Seeds, done: Done) -> SurveyFrame:
    """The frame with keys removed until each combination is k-anonymous. Raises Refused for fewer than k records."""
    if len(frame) < policy.k:
        raise Refused(refusals.too_few(policy.k))
    keys = policy.all_keys
    cells = local_suppression(
        key_codes(frame, keys),
        [[keys.index(name) for name in combination] for combination in policy.keys],
        k=policy.k,
        cost=costs(policy),
        missing=policy.missing,
        seed=seeds("suppression"),
    )
    for j, name in enumerate(keys):
        if cells[:, j].any():
            frame = removed(frame, name, cells[:, j])
            done.note(name, words.REMOVED, int(cells[:, j].sum()))
    return frame


def diverse_answers(frame: SurveyFrame, policy: MicrodataPolicy, seeds: Seeds, done: Done) -> SurveyFrame:
    """The frame with sensitive answers removed where all with the same keys gave the same.

    What the question leads to is removed with it. Raises Refused where so many would go that nothing hides them.
    """
    groups = [numbered(key_codes(frame, combination))[0] for combination in policy.keys]
    for name in policy.sensitive:
        if name not in frame.variables:
            continue
        cells = _uniform(
            groups, key_codes(frame, [name])[:, 0], name, harmless_codes(frame, policy, name), policy, seeds
        )
        if cells.any():
            for other in (name, *following(frame, policy, name)):
                there = cells & ~frame.is_missing(other) if other == name else cells
                frame = removed(frame, other, there)
                done.note(other, words.UNIFORM, int(there.sum()))
    return frame


def costs(policy: MicrodataPolicy) -> FloatArray:
    """(K,) what removing an answer to a key costs: 1; of those in `importance` 2, 3, ... from the last to the first."""
    rank = {name: place for place, name in enumerate(reversed(policy.importance), start=2)}
    return np.array([float(rank.get(name, 1)) for name in policy.all_keys])


def harmless_codes(frame: SurveyFrame, policy: MicrodataPolicy, name: str) -> IntArray:
    """The harmless answers to a question, as `key_codes` numbers them."""
    answers = np.unique(frame.data[name].to_numpy()[~frame.is_missing(name)])
    return np.flatnonzero(np.isin(answers, policy.harmless.get(name, ()))) + 1


def following(frame: SurveyFrame, policy: MicrodataPolicy, name: str) -> tuple[str, ...]:
    """Questions that give an answer away: named by the policy, or asked only of those who answered in some way."""
    answers = key_codes(frame, [name])[:, 0]
    return tuple(
        other
        for other in frame.variables
        if other != name and (_named(other, policy.follow_ups.get(name, ())) or _routed(frame, other, answers))
    )


def _uniform(
    groups: list[IntArray], answers: IntArray, name: str, harmless: IntArray, policy: MicrodataPolicy, seeds: Seeds
) -> BoolArray:
    cells = np.zeros(len(answers), dtype=bool)
    for round_, group in _until_none(groups):
        left = np.flatnonzero(~cells)
        bad = np.zeros(len(answers), dtype=bool)
        bad[left] = undiverse(group[left], answers[left], least=policy.l, harmless=harmless)
        if bad.any():
            try:
                cells |= to_remove(group, bad, decoys=policy.l - 1, seed=seeds(f"decoys {name} {round_}"))
            except ValueError:
                raise Refused(refusals.uniform(name)) from None
    return cells


def _until_none(groups: list[IntArray]) -> Iterator[tuple[int, IntArray]]:
    """Every combination, and again: what one removes may leave another uniform."""
    yield from enumerate(groups * len(groups))


def _named(other: str, patterns: tuple[str, ...]) -> bool:
    return any(other == one or (one.endswith("*") and other.startswith(one[:-1])) for one in patterns)


def _routed(frame: SurveyFrame, other: str, answers: IntArray) -> bool:
    if frame.variables[other].kind == "text":
        return False
    column = frame.data[other].to_numpy(dtype=np.float64)
    if not (column == _NOT_ASKED).any():
        return False
    unknown = np.isnan(column) | np.isin(column, _UNKNOWN)
    return routed_by(answers, np.where(unknown, 0, np.where(column == _NOT_ASKED, -1, 1)))
