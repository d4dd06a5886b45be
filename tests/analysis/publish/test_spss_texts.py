"""Texts that stand for a missing answer, as many as a .sav can hold."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.publish.spss_texts import BLANK, missing_texts
from survey.columns import TEXT_MISSING_RANGES
from survey.text import plain
from survey.variables import MissingRange, Variable

OWN = Variable("t", plain("T"), kind="text", missing_ranges=TEXT_MISSING_RANGES)


@pytest.mark.parametrize(
    ("texts", "width", "kept", "blanked"),
    [
        (["a", "-1"], 300, ["-1"], ()),
        (["a", "-1", "-3"], 300, [BLANK], ("-1", "-3")),
        (["a", "-3", "-1", "-4"], 8, ["-1", "-3", "-4"], ()),
        (["a", "-1", "-3", "-4", "-4", "-5", "-5"], 8, ["-4", "-5", BLANK], ("-1", "-3")),
        (["a", "b"], 300, [], ()),
    ],
)
def test_no_reason_is_taken_for_an_answer(
    texts: list[str], width: int, kept: list[str], blanked: tuple[str, ...]
) -> None:
    found = missing_texts(OWN, pd.Series(texts, dtype="str"), width=width)
    assert [gap.low for gap in found.ranges] == kept
    assert found.blanked == blanked


def test_what_a_file_brought_along_stays_as_it_is() -> None:
    two = (MissingRange("NA", "NA"), MissingRange("X", "X"))
    imported = Variable("t", plain("T"), kind="text", missing_ranges=two)
    assert missing_texts(imported, pd.Series(["NA", "a"], dtype="str"), width=300).ranges == two
