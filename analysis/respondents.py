"""Everybody in a sample, to be counted by any of its variables: what disclosure control draws the noise of counts from.

Like the figures of results these counts lie in a register and not on an object that people look at: a `Snapshot` is the
key to it, and only `analysis.disclosure` turns it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from analysis.arrays import IntArray
from analysis.categories import Categories, categories
from analysis.errors import OfAnswers
from analysis.source import Snapshot
from survey.frame import SurveyFrame

_NOT_ASKED = (-1, -7)

_register: WeakKeyDictionary[Snapshot, Respondents] = WeakKeyDictionary()


@dataclass(frozen=True, eq=False)
class Answers:
    """What everybody answered to one question.

    values  its categories, in code order
    codes   (n,) number of each respondent's category; K = len(values) for those not asked, K + 1 without an answer
    """

    values: tuple[float | str | None, ...]
    codes: IntArray


@dataclass(frozen=True, eq=False, repr=False)
class Respondents:
    """The n respondents of a sample, whatever part of them a result is about.

    keys   (n,) their record keys
    known  answers that the design has coded already
    kept   what was worked out of them before, for whoever counts them again
    """

    frame: SurveyFrame
    keys: IntArray
    known: Mapping[str, Categories]
    kept: dict[Any, Any] = field(default_factory=dict)

    def answers(self, name: str) -> Answers | None:
        """The answers to a question; None for amounts with more values than a table takes."""
        if ("answers", name) not in self.kept:
            try:
                found = self.known.get(name) or categories(self.frame, name)
                values = tuple(level.value for level in found.levels)
                self.kept["answers", name] = self._without(name, values, found.codes)
            except OfAnswers:
                self.kept["answers", name] = None
        kept: Answers | None = self.kept["answers", name]
        return kept

    def answered(self, name: str) -> Answers:
        """The same with all answers in one category."""
        if ("answered", name) not in self.kept:
            codes = np.where(self.frame.is_missing(name), -1, 0)
            self.kept["answered", name] = self._without(name, (None,), codes)
        kept: Answers = self.kept["answered", name]
        return kept

    def n_and_keys(self, parts: Sequence[tuple[IntArray, int]]) -> tuple[IntArray, IntArray]:
        """Counts and cell keys of all combinations of codes (n,), of which there are so many each."""
        shape = tuple(size for _, size in parts)
        place = np.zeros(len(self.keys), dtype=np.int64)
        for codes, size in parts:
            place = place * size + codes
        cells = int(np.prod(shape, dtype=np.int64))
        # In two halves, so that sums of a million keys are exact in floating point.
        halves = [np.bincount(place, half.astype(np.float64), cells) for half in (self.keys & 0xFFFF, self.keys >> 16)]
        low, high = (half.astype(np.int64) for half in halves)
        return np.bincount(place, minlength=cells).reshape(shape), ((low + (high << 16)) % 2**32).reshape(shape)

    def _without(self, name: str, values: tuple[float | str | None, ...], codes: IntArray) -> Answers:
        """Those not asked, and those asked without an answer, as two more categories."""
        if (codes >= 0).all():
            return Answers(values, codes)
        column = self.frame.data[name]
        asked = (
            np.ones(len(codes), dtype=bool)
            if self.frame.variable(name).kind == "text"
            else ~np.isin(column, _NOT_ASKED)
        )
        return Answers(values, np.where(codes >= 0, codes, len(values) + asked))


def snapshot_of(frame: SurveyFrame, keys: IntArray, known: Mapping[str, Categories]) -> Snapshot:
    """What names the data of a design, with everybody in them in the register."""
    snapshot = Snapshot(len(keys), int(keys.sum()) % 2**32)
    _register[snapshot] = Respondents(frame, keys, known)
    return snapshot


def respondents(snapshot: Snapshot) -> Respondents:
    """Everybody in the data of a design. For `analysis.disclosure`; nobody else."""
    return _register[snapshot]
