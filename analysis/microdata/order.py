"""A random order of the records and new random numbers for them: nothing of the old order or of old numbers is left."""

from __future__ import annotations

import numpy as np

from analysis.arrays import IntArray
from survey.frame import SurveyFrame
from survey.frame_file import MARKER
from survey.text import Text
from survey.variables import Variable

RECORD = Variable(
    name="record",
    label=Text(sv="Postens nummer i denna fil (slumpmässigt)", en="Number of the record in this file (random)"),
    role="paradata",
    measure="nominal",
    format="F9.0",
)


def shuffled(frame: SurveyFrame, *, seed: int) -> SurveyFrame:
    """The records in random order, with `record`, a random number of up to nine digits that is nobody else's.

    Whoever knows the seed can undo the order, so it is kept as the answers are.
    """
    rng = np.random.default_rng(seed)
    data = frame.data.iloc[rng.permutation(len(frame))].reset_index(drop=True)
    data.insert(1 if MARKER.name in data else 0, RECORD.name, _numbers(len(data), rng).astype(np.float64))
    others = {name: variable for name, variable in frame.variables.items() if name != RECORD.name}
    variables = {name: RECORD if name == RECORD.name else others[name] for name in map(str, data.columns)}
    return SurveyFrame(frame.study, data, variables, frame.title, frame.synthetic)


def _numbers(n: int, rng: np.random.Generator) -> IntArray:
    return np.asarray(rng.choice(999_999_999 - 100_000_000, n, replace=False, shuffle=True) + 100_000_000)
