"""A frame of all types of answers comes back from its file as it was."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from survey import frame_file, responses
from survey.compile import compile
from survey.load import load
from survey.simulate import simulate


def test_texts_dates_ranks_arms_and_computed_values_come_back(tmp_path: Path) -> None:
    form = compile(load(Path(__file__).parent / "studies" / "types.yaml"))
    frame = responses.frame(form, simulate(form, n=40, seed=6), synthetic=True)
    file = tmp_path / "types.synthetic.parquet"
    frame_file.save(frame, file)
    read = frame_file.read(file)
    pd.testing.assert_frame_equal(read.data[list(frame.data)], frame.data)
    assert {name: read.variables[name] for name in frame.variables} == dict(frame.variables)
