"""The design as it goes with the file, and what an analyst loses by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from analysis.arrays import FloatArray, IntArray
from analysis.microdata import words
from analysis.microdata.coarsening import Done, Seeds
from analysis.microdata.design_columns import joined_small_units, renumbered, rounded_weights, two_classes
from analysis.microdata.policy import MicrodataPolicy
from survey.frame import SurveyFrame
from survey.text import Text


def with_design(
    frame: SurveyFrame, policy: MicrodataPolicy, seeds: Seeds, done: Done
) -> tuple[SurveyFrame, Mapping[str, str], tuple[Text, ...]]:
    """The frame with its design columns as they may leave, which columns those are, and what is lost.

    Where the strata go with the file, they and the units get random numbers, and there are two weights a stratum.
    Otherwise the weights have mean 1 and are rounded: two a stratum would say which stratum it is.
    """
    left = {use: name for use, name in policy.design.items() if use == "weight" or getattr(policy, use, False)}
    stratum, unit = _numbers(frame, left.get("strata")), _numbers(frame, left.get("psu"))
    losses: list[Text] = []
    columns: dict[str, np.ndarray] = {}
    if "weight" in left:
        columns[left["weight"]] = _weights(frame, policy, stratum, done, losses)
    if "strata" in left:
        columns[left["strata"]] = renumbered(stratum, seed=seeds("strata")).astype(np.float64)
        done.note(left["strata"], words.STRATA, len(frame))
    if "psu" in left:
        columns[left["psu"]] = _units(unit, stratum, policy, seeds, losses)
        done.note(left["psu"], words.UNITS, len(frame))
    losses += _lost(policy, left)
    variables = [replace(frame.variable(name), values=(), kind="numeric", format="") for name in columns]
    return frame.with_columns(columns, variables), left, tuple(losses)


def _numbers(frame: SurveyFrame, name: str | None) -> IntArray:
    if name is None:
        return np.zeros(len(frame), dtype=np.int64)
    return np.asarray(np.unique(frame.data[name].to_numpy(), return_inverse=True)[1], dtype=np.int64)


def _weights(
    frame: SurveyFrame, policy: MicrodataPolicy, stratum: IntArray, done: Done, losses: list[Text]
) -> FloatArray:
    weight = frame.values(policy.design["weight"])
    classes = policy.strata and policy.profile == "restricted"
    changed = two_classes(weight, stratum, least=policy.k) if classes else rounded_weights(weight)
    done.note(policy.design["weight"], words.CLASSES if classes else words.ROUNDED, int((changed != weight).sum()))
    losses.append(words.SMOOTHED if classes else words.NO_TOTALS)
    return changed


def _units(unit: IntArray, stratum: IntArray, policy: MicrodataPolicy, seeds: Seeds, losses: list[Text]) -> FloatArray:
    within = np.unique(np.column_stack([stratum, unit]), axis=0, return_inverse=True)[1].ravel()
    joined = joined_small_units(np.asarray(within, dtype=np.int64), stratum, least=policy.tails)
    if len(np.unique(joined)) < len(np.unique(within)):
        losses.append(words.JOINED_UNITS)
    return renumbered(joined, seed=seeds("units")).astype(np.float64)


def _lost(policy: MicrodataPolicy, left: Mapping[str, str]) -> list[Text]:
    gone = {use for use in ("strata", "psu") if use in policy.design and use not in left}
    lost = {
        frozenset({"strata", "psu"}): words.NO_DESIGN,
        frozenset({"strata"}): words.NO_STRATA,
        frozenset({"psu"}): words.NO_UNITS,
    }
    return [lost[frozenset(gone)]] if gone else []
