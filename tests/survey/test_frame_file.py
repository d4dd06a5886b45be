from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from survey.errors import SurveyError, UnreadableFile
from survey.frame import SurveyFrame
from survey.frame_file import read, save
from survey.text import Text
from survey.variables import MissingRange, ValueLabel, Variable


@pytest.fixture
def frame() -> SurveyFrame:
    age = Variable(
        "ålder",
        Text(sv="Hur gammal är du?", en="How old are you?"),
        values=(ValueLabel(16.0, Text(sv="16 år", en="16 years")),),
        missing_ranges=(MissingRange(-np.inf, -1.0),),
    )
    town = Variable("town", Text(sv="Ort", en="Town"), kind="text")
    data = pd.DataFrame({"ålder": [16.0, -3.0, np.nan], "town": pd.Series(["Växjö", "", None], dtype="str")})
    return SurveyFrame("study", data, {"ålder": age, "town": town}, Text(sv="En studie", en="A study"))


def test_labels_ranges_and_letters_come_back(frame: SurveyFrame, tmp_path: Path) -> None:
    save(frame, tmp_path / "frame.parquet")
    back = read(tmp_path / "frame.parquet")
    assert back.variables == frame.variables
    pd.testing.assert_frame_equal(back.data, frame.data)


def test_a_synthetic_frame_says_so_in_name_metadata_and_first_column(frame: SurveyFrame, tmp_path: Path) -> None:
    made_up = SurveyFrame(frame.study, frame.data, frame.variables, frame.title, synthetic=True)
    save(made_up, tmp_path / "a.synthetic.parquet")
    table = pq.read_table(tmp_path / "a.synthetic.parquet")
    assert table.column_names[0] == "synthetic"
    assert set(table.column("synthetic").to_pylist()) == {1.0}
    assert b'"synthetic": true' in table.schema.metadata[b"varsam"]
    assert read(tmp_path / "a.synthetic.parquet").synthetic


@pytest.mark.parametrize(("synthetic", "name"), [(True, "a.parquet"), (False, "a.synthetic.parquet")])
def test_a_name_that_says_the_wrong_thing_is_refused(
    frame: SurveyFrame, tmp_path: Path, synthetic: bool, name: str
) -> None:
    wrong = SurveyFrame(frame.study, frame.data, frame.variables, frame.title, synthetic)
    with pytest.raises(SurveyError, match="synthetic"):
        save(wrong, tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_a_renamed_synthetic_file_is_refused(frame: SurveyFrame, tmp_path: Path) -> None:
    made_up = SurveyFrame(frame.study, frame.data, frame.variables, frame.title, synthetic=True)
    save(made_up, tmp_path / "a.synthetic.parquet")
    (tmp_path / "a.synthetic.parquet").rename(tmp_path / "real.parquet")
    with pytest.raises(UnreadableFile, match=r"must end in \".synthetic.parquet\""):
        read(tmp_path / "real.parquet")


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="There is no file"):
        read(tmp_path / "absent.parquet")
    with pytest.raises(UnreadableFile, match="is a folder"):
        read(tmp_path)


@pytest.mark.parametrize(("content", "words"), [(b"", "is empty"), (b"a;b\n1;2\n", "is not a Parquet file")])
def test_another_kind_of_file_is_named(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "a.parquet").write_bytes(content)
    with pytest.raises(UnreadableFile, match=words):
        read(tmp_path / "a.parquet")


def test_a_file_cut_off_anywhere_is_called_damaged(frame: SurveyFrame, tmp_path: Path) -> None:
    path = tmp_path / "frame.parquet"
    save(frame, path)
    whole = path.read_bytes()
    for length in (4, 8, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:length])
        with pytest.raises(UnreadableFile, match="damaged"):
            read(path)


def test_a_foreign_parquet_file_is_refused(tmp_path: Path) -> None:
    pq.write_table(pa.table({"a": [1]}), tmp_path / "foreign.parquet")
    with pytest.raises(UnreadableFile, match="Varsam did not make it"):
        read(tmp_path / "foreign.parquet")


def test_metadata_that_do_not_fit_the_columns_are_called_damaged(frame: SurveyFrame, tmp_path: Path) -> None:
    save(frame, tmp_path / "a.parquet")
    table = pq.read_table(tmp_path / "a.parquet")
    pq.write_table(table.select(["town"]), tmp_path / "b.parquet")
    with pytest.raises(UnreadableFile, match="damaged"):
        read(tmp_path / "b.parquet")


def test_nothing_is_left_when_writing_fails(
    frame: SurveyFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(frame, tmp_path / "frame.parquet")
    before = (tmp_path / "frame.parquet").read_bytes()

    def half(table: object, path: Path, **_: object) -> None:
        path.write_bytes(b"PAR1 half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("survey.frame_file.pq.write_table", half)
    with pytest.raises(SurveyError, match="No space left"):
        save(frame, tmp_path / "frame.parquet")
    assert [path.name for path in tmp_path.iterdir()] == ["frame.parquet"]
    assert (tmp_path / "frame.parquet").read_bytes() == before
