from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat
import pytest

from survey.errors import SurveyError, UnknownVariable, UnreadableFile
from survey.frame import SurveyFrame
from survey.importing import UNKNOWN_LEVEL, AlreadyThere, UnusableDesign, import_file
from survey.text import plain
from survey.variables import MissingRange, ValueLabel

SECONDS_2020 = 13_797_216_000.0  # 1 January 2020 in SPSS's seconds since 14 October 1582


def sav(path: Path) -> Path:
    data = pd.DataFrame(
        {
            "q1": [1.0, 2.0, -9.0, np.nan],
            "ort": ["Växjö", "x", "", "zz"],
            "day": pd.to_datetime(["2020-01-01", None, "2021-05-06", "2022-01-01"]),
            "w": [1.0, 2.0, 0.5, 1.0],
            "stratum": [1.0, 1.0, 2.0, 2.0],
        }
    )
    pyreadstat.write_sav(
        data,
        path,
        file_label="En undersökning",
        column_labels={"q1": "Har du …? åäö"},
        variable_value_labels={"q1": {1: "Ja", 2: "Nej", -9: "Vägrar"}},
        missing_ranges={"q1": [{"lo": -np.inf, "hi": -1}, 99], "ort": ["zz"]},
        variable_measure={"q1": "ordinal"},
        variable_format={"q1": "F2.0"},
    )
    return path


def csv(path: Path, text: str, encoding: str = "utf-8") -> SurveyFrame:
    path.write_bytes(text.encode(encoding))
    return import_file(path, path.parent / "studies").frame()


def nothing_was_written(folder: Path) -> bool:
    return not (folder / "studies").exists() or not list((folder / "studies").iterdir())


def test_a_sav_file_keeps_labels_missing_values_measure_and_format(tmp_path: Path) -> None:
    study = import_file(sav(tmp_path / "min fil åä.sav"), tmp_path / "studies", weight="w", strata="stratum")
    frame = study.frame()
    q1 = frame.variable("q1")
    assert (study.id, study.title["sv"]) == ("min_fil_aa", "En undersökning")
    assert q1.label == plain("Har du …? åäö")
    assert q1.values == (ValueLabel(1.0, plain("Ja")), ValueLabel(2.0, plain("Nej")))
    assert q1.missing == (ValueLabel(-9.0, plain("Vägrar")),)
    assert q1.missing_ranges == (MissingRange(-np.inf, -1.0), MissingRange(99.0, 99.0))
    assert (q1.measure, q1.format, q1.level) == ("ordinal", "F2.0", UNKNOWN_LEVEL)
    assert frame.is_missing("q1").tolist() == [False, False, True, True]
    assert frame.is_missing("ort").tolist() == [False, False, True, True]
    assert frame.variable("w").role == "weight"
    assert frame.variable("stratum").role == "design"


def test_dates_stay_dates(tmp_path: Path) -> None:
    frame = import_file(sav(tmp_path / "a.sav"), tmp_path / "studies").frame()
    assert frame.data["day"][0] == SECONDS_2020
    assert frame.variable("day").format == "DATETIME20"
    data = pd.DataFrame({"day": pd.to_datetime(["2020-01-01", "2021-05-06"]).date, "x": [1.5, 2.25]})
    pyreadstat.write_dta(data, tmp_path / "b.dta", variable_format={"day": "%td"})
    frame = import_file(tmp_path / "b.dta", tmp_path / "studies").frame()
    assert frame.data["day"][0] == SECONDS_2020
    assert (frame.variable("day").format, frame.variable("x").format) == ("DATE11", "F4.2")


def test_extended_missing_values_of_stata_become_labelled_codes(tmp_path: Path) -> None:
    data = pd.DataFrame({"q": [1, 2, "a", "c"], "ort": ["x", "åäö", "", "y"], "neg": [-3.0, 1.0, 2.0, np.nan]})
    pyreadstat.write_dta(
        data,
        tmp_path / "a.dta",
        version=14,
        missing_user_values={"q": ["a", "c"]},
        variable_value_labels={"q": {1: "ja", 2: "nej", "a": "ej tillfrågad"}},
    )
    frame = import_file(tmp_path / "a.dta", tmp_path / "studies").frame()
    q = frame.variable("q")
    assert frame.data["q"].tolist() == [1.0, 2.0, -1.0, -3.0]
    assert frame.is_missing("q").tolist() == [False, False, True, True]
    assert {label.value: label.label["sv"] for label in q.missing} == {-1.0: "ej tillfrågad", -3.0: ".c"}
    assert frame.variable("neg").missing_ranges == ()
    assert frame.data["ort"].tolist() == ["x", "åäö", "", "y"]


def test_a_sav_in_an_old_encoding_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.sav"
    pyreadstat.write_sav(pd.DataFrame({"q": [1.0, 2.0]}), path, column_labels={"q": "F--rort, f--rskola"})
    path.write_bytes(path.read_bytes().replace(b"F--rort, f--rskola", "Fö-rort, fö-rskola".encode("cp1252")))
    frame = import_file(path, tmp_path / "studies").frame()
    assert frame.variable("q").label["sv"] == "Fö-rort, fö-rskola"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_csv_is_read_whatever_its_delimiter_and_encoding(tmp_path: Path, delimiter: str, encoding: str) -> None:
    rows = ["kod|Ort, nu|tal|mixed", "1|Växjö|1.5|a", "2||-2|7", '|"a|b"|.5|']
    quoted = "\n".join(rows).replace("Ort, nu", '"Ort, nu"').replace("|", delimiter)
    frame = csv(tmp_path / "a.csv", quoted, encoding)
    assert list(frame.variables) == ["kod", "Ort_nu", "tal", "mixed"]
    assert frame.variable("Ort_nu").label["sv"] == "Ort, nu"
    np.testing.assert_equal(frame.data["kod"].to_numpy(), [1.0, 2.0, np.nan])
    assert frame.data["Ort_nu"].tolist() == ["Växjö", "", f"a{delimiter}b"]
    assert frame.data["tal"].tolist() == [1.5, -2.0, 0.5]
    assert frame.data["mixed"].tolist() == ["a", "7", ""]
    assert (frame.variable("kod").format, frame.variable("tal").format) == ("F1.0", "F4.1")


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["1,5", "2"], "numeric"),
        (["1", "NA"], "numeric"),
        (["1", "."], "numeric"),
        (["1e3", "-2"], "numeric"),
        (["", ""], "text"),
        (["007", "1"], "text"),
        (["1.5", "1,5"], "text"),
        (["1 000", "2"], "text"),
        (["2020-01-01", "2021-05-06"], "text"),
        (["9007199254740993", "1"], "text"),
        (["NA", "yes"], "text"),
        (["-", "1"], "text"),
        (["inf", "1"], "text"),
    ],
)
def test_a_column_is_numeric_only_when_nothing_is_lost(tmp_path: Path, cells: list[str], kind: str) -> None:
    frame = csv(tmp_path / "a.csv", "x;y\n" + "\n".join(f"{cell};1" for cell in cells))
    assert frame.variable("x").kind == kind


def test_an_empty_line_in_a_lone_column_is_a_row(tmp_path: Path) -> None:
    np.testing.assert_equal(csv(tmp_path / "a.csv", "a\n1\n\n2\n").data["a"].to_numpy(), [1.0, np.nan, 2.0])
    assert len(csv(tmp_path / "b.csv", "\na,b\r\n1,2\r\n\r\n3,4\r\n\r\n")) == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        ("a,b\n", "no rows"),
        ("a,,c\n1,2,3\n", "column 2 has no name"),
        ("a,a\n1,2\n", 'two columns are named "a"'),
        ("a,b\n1,2\n3,4,secret\n", "row 3 has 3 values, not 2"),
        ("a,b\n1\n", "row 2 has 1 values, not 2"),
    ],
)
def test_a_faulty_csv_is_refused_without_showing_an_answer(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(UnreadableFile, match=words) as caught:
        csv(tmp_path / "a.csv", text)
    assert "secret" not in str(caught.value)
    assert nothing_was_written(tmp_path)


def test_unreadable_bytes_in_a_csv_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"a,b\n\x81\x8d,\xff\n")
    with pytest.raises(UnreadableFile, match="UTF-8 or Windows"):
        import_file(tmp_path / "a.csv", tmp_path / "studies")


@pytest.mark.parametrize("name", ["a.sav", "a.zsav", "a.dta"])
def test_a_file_cut_off_anywhere_is_refused_and_nothing_is_written(tmp_path: Path, name: str) -> None:
    whole = sav(tmp_path / "whole.sav").read_bytes()
    if name == "a.dta":
        pyreadstat.write_dta(pd.DataFrame({"a": [1.0, 2.0]}), tmp_path / "whole.dta")
        whole = (tmp_path / "whole.dta").read_bytes()
    if name == "a.zsav":
        data, _ = pyreadstat.read_sav(tmp_path / "whole.sav")
        pyreadstat.write_sav(data, tmp_path / "whole.zsav", compress=True)
        whole = (tmp_path / "whole.zsav").read_bytes()
    for length in (0, 3, 20, 100, 200, len(whole) // 2, len(whole) * 3 // 4, len(whole) - 9):
        (tmp_path / name).write_bytes(whole[:length])
        with pytest.raises(UnreadableFile, match=r"damaged|empty"):
            import_file(tmp_path / name, tmp_path / "studies")
    assert nothing_was_written(tmp_path)


def test_fewer_cases_than_the_header_says_are_noticed(tmp_path: Path) -> None:
    path = sav(tmp_path / "a.sav")
    content = bytearray(path.read_bytes())
    content[80:84] = struct.pack("<i", 5)
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match="damaged"):
        import_file(path, tmp_path / "studies")


@pytest.mark.parametrize(
    ("name", "words"), [("absent.sav", "no file"), ("a.xlsx", "of a kind that cannot"), ("b.sav", "not an SPSS file")]
)
def test_what_is_no_file_to_import_is_named(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"PK")
    (tmp_path / "b.sav").write_text("a,b\n1,2\n" * 50)
    with pytest.raises(UnreadableFile, match=words):
        import_file(tmp_path / name, tmp_path / "studies")
    assert nothing_was_written(tmp_path)


def test_a_sav_without_rows_or_columns_is_refused(tmp_path: Path) -> None:
    pyreadstat.write_sav(pd.DataFrame({"a": pd.Series([], dtype=float)}), tmp_path / "rows.sav")
    with pytest.raises(UnreadableFile, match="no rows"):
        import_file(tmp_path / "rows.sav", tmp_path / "studies")
    pyreadstat.write_sav(pd.DataFrame(index=[0, 1]), tmp_path / "columns.sav")
    with pytest.raises(UnreadableFile):
        import_file(tmp_path / "columns.sav", tmp_path / "studies")
    assert nothing_was_written(tmp_path)


def test_names_of_the_design_are_checked_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(UnknownVariable, match="Did you mean stratum"):
        import_file(sav(tmp_path / "a.sav"), tmp_path / "studies", weight="w", strata="strata")
    assert nothing_was_written(tmp_path)


def test_faulty_weights_and_strata_are_counted_and_the_first_is_placed(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("w,h,t\n1,1,x\n0,,y\n2,1,z\n,1,u\n", encoding="utf-8")
    with pytest.raises(UnusableDesign, match=r"2 of 4 cases are zero, negative or missing \(first at row 2\)"):
        import_file(path, tmp_path / "studies", weight="w")
    with pytest.raises(UnusableDesign, match=r"1 of 4 cases are missing \(first at row 2\)"):
        import_file(path, tmp_path / "studies", strata="h")
    with pytest.raises(UnusableDesign, match="holds text"):
        import_file(path, tmp_path / "studies", weight="t")
    assert nothing_was_written(tmp_path)


def test_a_study_is_never_overwritten_unasked(tmp_path: Path) -> None:
    path = sav(tmp_path / "a.sav")
    study = import_file(path, tmp_path / "studies")
    settings = study.folder / "study.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + "q1 = 3\n", encoding="utf-8")
    (study.folder / "ledger").write_text("kept", encoding="utf-8")
    with pytest.raises(AlreadyThere):
        import_file(path, tmp_path / "studies")
    again = import_file(path, tmp_path / "studies", weight="w", public_use=True, title="Ny", replace=True)
    assert (again.design, again.title["sv"]) == ({"weight": "w"}, "Ny")
    assert again.frame().variable("q1").level == 3
    assert again.frame().variable("ort").level == 0
    assert sorted(found.name for found in again.folder.iterdir()) == ["frame.parquet", "ledger", "study.toml"]
    assert [found.name for found in (tmp_path / "studies").iterdir()] == ["a"]


def test_a_folder_that_is_no_study_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "studies" / "a").mkdir(parents=True)
    with pytest.raises(AlreadyThere, match="not a study"):
        import_file(sav(tmp_path / "a.sav"), tmp_path / "studies", replace=True)


def test_a_failure_while_writing_leaves_the_former_study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = sav(tmp_path / "a.sav")
    import_file(path, tmp_path / "studies")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("survey.frame_file.save", full)
    with pytest.raises(SurveyError, match="No space left"):
        import_file(path, tmp_path / "studies", replace=True)
    assert [found.name for found in (tmp_path / "studies").iterdir()] == ["a"]
    assert (tmp_path / "studies" / "a" / "frame.parquet").exists()


def test_an_exported_synthetic_file_is_known_as_synthetic(tmp_path: Path) -> None:
    pyreadstat.write_sav(pd.DataFrame({"synthetic": [1.0, 1.0], "q": [1.0, 2.0]}), tmp_path / "a.sav")
    study = import_file(tmp_path / "a.sav", tmp_path / "studies")
    assert study.frame().synthetic
    assert study.frame_path is not None
    assert study.frame_path.name == "frame.synthetic.parquet"


def test_the_real_file_comes_in_whole(real: Path, tmp_path: Path) -> None:
    study = import_file(real / "yrbs_2019.sav", tmp_path, weight="weight", strata="stratum", psu="psu", public_use=True)
    frame = study.frame()
    assert (study.id, frame.data.shape) == ("yrbs_2019", (13_677, 235))
    # Every variable declares the system-missing value as user-missing; only the two texts name a value: blank.
    assert [name for name, variable in frame.variables.items() if variable.missing_ranges] == ["Q5", "site"]
    assert {variable.level for variable in frame.variables.values()} == {0}
    assert study.release == {"public_use": True}


def replicated(path: Path, first: str = "1") -> Path:
    path.write_text(f"y,w,rw1,rw2,rwanda\n1,2,{first},3,5\n2,2,3,1,5\n", encoding="utf-8")
    return path


def test_replicate_weights_get_their_role_and_stand_in_the_settings(tmp_path: Path) -> None:
    file = replicated(tmp_path / "a.csv")
    study = import_file(file, tmp_path / "studies", weight="w", replicate_weights="rw", replicate_kind="BRR")
    assert study.design == {"weight": "w", "replicate_weights": "rw", "kind": "BRR"}
    roles = {name: variable.role for name, variable in study.frame().variables.items()}
    assert roles == {"y": "answer", "w": "weight", "rw1": "weight", "rw2": "weight", "rwanda": "answer"}


@pytest.mark.parametrize(
    ("first", "named", "said"),
    [
        ("1", {"replicate_weights": "x", "replicate_kind": "BRR", "weight": "w"}, 'called "x" and a number'),
        ("1", {"replicate_weights": "rw", "weight": "w"}, "need their kind"),
        ("1", {"replicate_weights": "rw", "replicate_kind": "BRR"}, "the weight of the whole sample"),
        (
            "",
            {"replicate_weights": "rw", "replicate_kind": "BRR", "weight": "w"},
            '"rw1" must be a number in every row',
        ),
    ],
)
def test_replicate_weights_that_cannot_serve_are_refused(tmp_path: Path, first: str, named: dict, said: str) -> None:
    with pytest.raises(UnusableDesign, match=said):
        import_file(replicated(tmp_path / "a.csv", first), tmp_path / "studies", **named)
    assert nothing_was_written(tmp_path)
