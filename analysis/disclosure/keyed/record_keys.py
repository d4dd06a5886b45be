"""Record keys: a secret number for each respondent, whose sums name sets of respondents."""

from __future__ import annotations

from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from analysis.arrays import IntArray
from survey.frame import SurveyFrame

_ROLES = ("answer", "design")  # weights are made anew when they are calibrated again
_Words = NDArray[np.uint64]


def record_keys(frame: SurveyFrame, secret: bytes) -> IntArray:
    """(n,) keys in [0, 2**32), one for each respondent, from the answers themselves and the secret of the study.

    The same answers have the same key, in any order of rows and whatever columns are derived from them: a question that
    was not asked of somebody (a later version's, a route not taken) does not change the key. Without the secret
    nobody can tell the key of a row, nor the row of a key.

    key  blake2b, keyed with the secret, of the sum over columns of a keyed mix of each answer
    secret  at least 16 bytes, kept apart from data and exports; never changed during a study

    Cell keys as in Fraser and Wooton (2005), joint UNECE/Eurostat work session on statistical data confidentiality;
    the mix is that of SplitMix64, Steele, Lea and Flood (2014), OOPSLA, doi:10.1145/2660193.2660195.
    """
    if len(secret) < 16:
        raise ValueError("The secret of record keys has at least 16 bytes.")
    mixed = np.zeros(len(frame), dtype=np.uint64)
    for name, variable in frame.variables.items():
        if variable.role in _ROLES:
            mixed += _column(frame, name, _number(name.encode(), secret))
    own = mixed.astype("<u8").tobytes()
    keys = [_number(own[at : at + 8], secret) & 0xFFFFFFFF for at in range(0, len(own), 8)]
    return np.array(keys, dtype=np.int64)


def _column(frame: SurveyFrame, name: str, start: int) -> _Words:
    """(n,) a mix of each answer; 0 where the question was not asked."""
    column = frame.data[name]
    if frame.variable(name).kind == "text":
        texts = column.fillna("").astype(str)
        return np.array([_number(text.encode(), start.to_bytes(8, "little")) if text else 0 for text in texts], "u8")
    values = column.to_numpy(dtype=np.float64) + 0.0  # -0.0 is 0
    not_asked = np.isnan(values) | (values == -1) | (values == -7)
    return np.where(not_asked, np.uint64(0), _mix(values.view(np.uint64) ^ np.uint64(start)))


def _mix(words: _Words) -> _Words:
    """SplitMix64: every bit of a word changes every bit of the result."""
    words = words + np.uint64(0x9E3779B97F4A7C15)
    words = (words ^ (words >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    words = (words ^ (words >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return words ^ (words >> np.uint64(31))


def _number(said: bytes, secret: bytes) -> int:
    return int.from_bytes(blake2b(said, key=secret, digest_size=8).digest(), "little")
