"""What is written to a frame's file reads back equal, and the same frame gives the same bytes."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from survey.frame import SurveyFrame
from survey.frame_file import marked, read, save
from survey.text import Text
from survey.variables import MissingRange, ValueLabel, Variable

LETTERS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12) | st.sampled_from(
    ["åäö ÅÄÖ", "Vill inte svara", "naïve “quotes”", "😀", "nan", "None", ""]
)
WORDING = st.dictionaries(st.sampled_from(["sv", "en"]), LETTERS).map(Text)
NUMBER = st.floats(allow_nan=False, allow_infinity=False)
END = st.floats(allow_nan=False)
NAMES = st.lists(st.sampled_from(["age", "kön", "q1_a", "Ålder", "v.2", "synthetic", "x"]), min_size=1, unique=True)


@st.composite
def variables(draw: st.DrawFn, name: str) -> Variable:
    kind = draw(st.sampled_from(["numeric", "text"]))
    codes, ends = (LETTERS, LETTERS) if kind == "text" else (NUMBER, END)
    labels = st.lists(st.builds(ValueLabel, codes, WORDING), max_size=3).map(tuple)
    return Variable(
        name=name,
        label=draw(WORDING),
        kind=kind,
        measure=draw(st.sampled_from(["nominal", "ordinal", "scale"])),
        role=draw(st.sampled_from(["answer", "derived", "paradata", "weight", "design"])),
        values=draw(labels),
        missing=draw(labels),
        missing_ranges=draw(st.lists(st.builds(MissingRange, ends, ends), max_size=2).map(tuple)),
        level=draw(st.integers(0, 3)),
        question=draw(LETTERS),
        stem=draw(WORDING),
        universe=draw(WORDING),
        format=draw(st.sampled_from(["", "F2.0", "A8"])),
    )


@st.composite
def frames(draw: st.DrawFn) -> SurveyFrame:
    names, n = draw(NAMES), draw(st.integers(0, 6))
    meanings = {name: draw(variables(name)) for name in names}
    data = {
        name: pd.Series(draw(st.lists(LETTERS | st.none(), min_size=n, max_size=n)), dtype="str")
        if meaning.kind == "text"
        else np.array(draw(st.lists(st.floats(), min_size=n, max_size=n)), dtype=np.float64)
        for name, meaning in meanings.items()
    }
    return SurveyFrame("studie", pd.DataFrame(data), meanings, draw(WORDING), draw(st.booleans()))


@settings(max_examples=80, deadline=None)
@given(frames())
def test_what_is_saved_reads_back_equal_and_the_same_frame_gives_the_same_bytes(frame: SurveyFrame) -> None:
    with TemporaryDirectory() as folder:
        name = "a.synthetic.parquet" if frame.synthetic else "a.parquet"
        first, second = Path(folder) / "1" / name, Path(folder) / "2" / name
        save(frame, first)
        back = read(first)
        save(back, second)
        assert first.read_bytes() == second.read_bytes()
    wanted = marked(frame)
    assert_frame_equal(back.data, wanted.data, check_exact=True)
    assert list(back.variables.items()) == list(wanted.variables.items())
    assert (back.study, back.title, back.synthetic) == (wanted.study, wanted.title, wanted.synthetic)
