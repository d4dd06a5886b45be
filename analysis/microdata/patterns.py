"""Key variables as small numbers, 0 for a missing answer, and which records have the same pattern of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.arrays import BoolArray, IntArray
from survey.frame import SurveyFrame

MISSING = 0
_WIDEST = 1 << 40  # patterns are numbered anew before their numbers grow beyond this


@dataclass(frozen=True)
class Patterns:
    """The different patterns among n records.

    codes      (u, K) the patterns; 0 where the key has no answer
    of_record  (n,) which pattern a record has
    counts     (u,) records that have it
    """

    codes: IntArray
    of_record: IntArray
    counts: IntArray


def key_codes(frame: SurveyFrame, keys: Sequence[str]) -> IntArray:
    """(n, K) numbers 1, 2, 3 ... for the answers to each key; 0 where the answer is not there, whatever the reason."""
    codes = np.zeros((len(frame), len(keys)), dtype=np.int64)
    for j, name in enumerate(keys):
        answered = ~frame.is_missing(name)
        codes[answered, j] = pd.factorize(frame.data[name].to_numpy()[answered], sort=True)[0] + 1
    return codes


def numbered(codes: IntArray) -> tuple[IntArray, int]:
    """(n,) a number 0, 1, 2 ... for each different row of the (n, K) codes, and how many there are."""
    ids = np.zeros(len(codes), dtype=np.int64)
    widest = 1
    for column in codes.T:
        size = int(column.max(initial=0)) + 1
        if widest * size > _WIDEST:
            ids, widest = _anew(ids)
        ids, widest = ids * size + column, widest * size
    return _anew(ids)


def patterns(codes: IntArray) -> Patterns:
    """The different rows of the (n, K) codes."""
    of_record, number = numbered(codes)
    first = np.empty(number, dtype=np.int64)
    first[of_record[::-1]] = np.arange(len(codes))[::-1]
    return Patterns(codes[first], of_record, np.bincount(of_record, minlength=number))


def masks(codes: IntArray) -> IntArray:
    """(n,) which keys are missing, as one number with a bit a key."""
    return np.asarray((codes == MISSING) @ (1 << np.arange(codes.shape[1])), dtype=np.int64)


def missing_in(mask: int, n_keys: int) -> BoolArray:
    """(K,) the keys that a number of `masks` says are missing."""
    return np.asarray((mask >> np.arange(n_keys)) & 1 == 1)


def _anew(ids: IntArray) -> tuple[IntArray, int]:
    found, known = pd.factorize(ids)
    return np.asarray(found, dtype=np.int64), max(len(known), 1)
