from __future__ import annotations

from dataclasses import replace
from math import inf

import pandas as pd
import pytest

from analysis.publish.spss_dictionary import NotForSpss, code, dictionary, shortened
from survey.frame import SurveyFrame
from survey.text import Text, plain
from survey.variables import MissingRange, ValueLabel, Variable


def frame(*variables: Variable, **columns: list[object]) -> SurveyFrame:
    kinds = {variable.name: "str" if variable.kind == "text" else "float64" for variable in variables}
    data = {v.name: pd.Series(columns.get(v.name, [1.0, 2.0]), dtype=kinds[v.name]) for v in variables}
    return SurveyFrame("study", pd.DataFrame(data), {v.name: v for v in variables})


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("by", "SPSS's own language"),
        ("With", "SPSS's own language"),
        ("1a", "no name in SPSS"),
        ("_a", "no name in SPSS"),
        ("a b", "no name in SPSS"),
        ("a-b", "no name in SPSS"),
        ("a.", "no name in SPSS"),
        ("å" * 33, "longer than 64 bytes"),
    ],
)
def test_a_name_that_spss_does_not_take_is_refused(name: str, words: str) -> None:
    with pytest.raises(NotForSpss, match=words):
        dictionary(frame(Variable(name, plain("x"))), "sv")


@pytest.mark.parametrize("name", ["Ålder", "å" * 32, "a.b_$#@1", "A_"])
def test_a_name_that_spss_takes_is_kept(name: str) -> None:
    assert dictionary(frame(Variable(name, plain("x"))), "sv").columns[0].name == name


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"format": "A50"}, "would empty it"),
        ({"missing_ranges": tuple(MissingRange(v, v) for v in (1, 2, 3, 4))}, "three values"),
        ({"missing_ranges": (MissingRange(1, 2), MissingRange(5, 6))}, "one range and one value"),
        ({"missing_ranges": (MissingRange(-inf, -1), MissingRange(8, 8), MissingRange(9, 9))}, "one range and one"),
        ({"values": (ValueLabel("a", plain("A")),)}, "value labels is not"),
    ],
)
def test_meaning_that_spss_cannot_hold_is_refused(change: dict[str, object], words: str) -> None:
    variable = replace(Variable("q", plain("x")), **change)  # type: ignore[arg-type]
    with pytest.raises(NotForSpss, match=words):
        dictionary(frame(variable), "sv")


@pytest.mark.parametrize(("text", "words"), [("x" * 32_768, "longer than 32767"), ("a\x00b", "NUL")])
def test_a_text_that_spss_cannot_hold_is_refused(text: str, words: str) -> None:
    with pytest.raises(NotForSpss, match=words) as caught:
        dictionary(frame(Variable("t", plain("x"), kind="text"), t=[text, ""]), "sv")
    assert text not in str(caught.value)


def test_all_faults_are_told_at_once() -> None:
    three = (Variable("q1", plain("")), Variable("Q1", plain("")), Variable("to", plain("")))
    with pytest.raises(NotForSpss) as caught:
        dictionary(frame(*three, to=[inf, 1.0]), "sv")
    assert len(str(caught.value).splitlines()) == 4


def test_an_empty_frame_is_refused() -> None:
    with pytest.raises(NotForSpss, match="nothing to write"):
        dictionary(frame(Variable("a", plain("")), a=[]), "sv")


def test_long_labels_are_cut_by_whole_words_kept_whole_in_an_attribute_and_reported() -> None:
    long = "Hur många gånger har du blivit kontaktad av någon okänd på nätet? " * 6
    labels = (ValueLabel(1.0, plain(long)),)
    found = dictionary(frame(Variable("q", plain(long.strip()), values=labels)), "sv")
    column = found.columns[0]
    assert len(column.label.encode()) <= 256
    assert column.label.endswith("…")
    assert long.startswith(column.label[:-1] + " ")
    assert len(column.values[1.0].encode()) <= 120
    assert column.attributes["FullLabel"] == long.strip()
    assert len(found.changes) == 2


@pytest.mark.parametrize("longest", range(4, 40))
def test_no_shortened_label_is_too_long_or_broken_within_a_letter(longest: int) -> None:
    for text in ("å" * 40, "ett två tre fyra fem sex sju åtta", "😀" * 20):
        assert len(shortened(text, longest).encode()) <= longest


def test_an_item_of_a_battery_is_followed_by_the_wording_of_the_battery() -> None:
    item = Variable("b_a", Text(en="Chat"), question="b", question_type="battery", stem=Text(en="How often?"))
    assert dictionary(frame(item), "en").columns[0].label == "Chat – How often?"


def test_codes_are_written_as_syntax_reads_them() -> None:
    assert [code(value) for value in (1.0, -9.0, 2.5, 1e20, "it's")] == ["1", "-9", "2.5", "1e+20", "'it''s'"]
