"""What is written for SPSS comes back equal through the import, whatever the study."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.publish.spss import export_spss
from survey.frame import SurveyFrame
from survey.importing import import_file
from survey.text import plain
from survey.variables import MissingRange, ValueLabel, Variable

WORDS = st.text(
    st.characters(codec="utf-8", categories=["L", "N", "P", "S"], include_characters=" åäöÅÄÖ'\""), max_size=30
).map(str.strip)
LABELS = WORDS.filter(bool).map(plain)
WHOLE = st.integers(-9, 99).map(float)
NUMBERS = WHOLE | st.floats(-1e6, 1e6).map(lambda value: round(value, 3)) | st.just(np.nan)
RANGES = st.sampled_from(
    [
        (),
        (MissingRange(-9.0, -1.0),),
        (MissingRange(-np.inf, -1.0), MissingRange(99.0, 99.0)),
        (MissingRange(8.0, 8.0), MissingRange(9.0, 9.0), MissingRange(-1.0, -1.0)),
    ]
)
NAMES = st.lists(
    st.text("abcåäö_.19", min_size=1, max_size=20).map(lambda tail: f"Q{tail}x"),
    min_size=1,
    max_size=5,
    unique_by=str.upper,
)


@st.composite
def variables(draw: st.DrawFn, name: str) -> Variable:
    if draw(st.booleans()):
        return Variable(name, draw(LABELS), kind="text")
    labels = [ValueLabel(value, draw(LABELS)) for value in draw(st.lists(WHOLE, max_size=4, unique=True))]
    ranges = draw(RANGES)
    missing = [each for each in labels if any(gap.low <= each.value <= gap.high for gap in ranges)]
    return Variable(
        name,
        draw(LABELS),
        measure=draw(st.sampled_from(["nominal", "ordinal", "scale"])),
        values=tuple(sorted((each for each in labels if each not in missing), key=lambda each: each.value)),
        missing=tuple(sorted(missing, key=lambda each: each.value)),
        missing_ranges=ranges,
        format="F8.3",
    )


@st.composite
def frames(draw: st.DrawFn) -> SurveyFrame:
    n = draw(st.integers(1, 6))
    meanings = {name: draw(variables(name)) for name in draw(NAMES)}
    data = {
        name: pd.Series(draw(st.lists(WORDS, min_size=n, max_size=n)), dtype="str")
        if meaning.kind == "text"
        else np.array(draw(st.lists(NUMBERS, min_size=n, max_size=n)))
        for name, meaning in meanings.items()
    }
    return SurveyFrame("studie", pd.DataFrame(data), meanings)


@settings(max_examples=60, deadline=None)
@given(frames())
def test_an_exported_study_is_imported_equal(frame: SurveyFrame) -> None:
    with TemporaryDirectory() as folder:
        sav, *_ = export_spss(frame, {}, Path(folder) / "out", keep_order=True)
        back = import_file(sav, Path(folder), public_use=True).frame()
    assert list(back.variables) == list(frame.variables)
    for name, variable in frame.variables.items():
        found = back.variables[name]
        assert (found.label, found.values, found.missing, found.missing_ranges, found.measure, found.kind) == (
            variable.label,
            variable.values,
            variable.missing,
            variable.missing_ranges,
            variable.measure,
            variable.kind,
        )
        if variable.kind == "text":
            assert back.data[name].tolist() == frame.data[name].tolist()
        else:
            np.testing.assert_array_equal(back.data[name], frame.data[name])
