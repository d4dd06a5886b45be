"""The exported .sav as PSPP and R's haven read it, against pandas and against the file it was imported from."""

from __future__ import annotations

import csv
import json
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyreadstat
import pytest

from analysis.publish.spss import export_spss
from analysis.publish.spss_dictionary import NotForSpss
from survey import responses
from survey.compile import compile
from survey.errors import UnknownVariable
from survey.frame import SurveyFrame
from survey.importing import import_file
from survey.load import load
from survey.missing import LABELS
from survey.simulate import simulate
from survey.text import Text
from survey.variables import MissingRange, ValueLabel, Variable

DESIGN = {"weight": "vikt", "strata": "stratum", "psu": "psu", "nest": True}
CODES = ((-9.0, -1.0), tuple(ValueLabel(float(code), label) for code, label in LABELS.items()))
LONG = "Har någon på nätet, som du inte kände, " + "och som du aldrig hade träffat, " * 9 + "frågat dig det?"


def answer(name: str, label: str, **more: Any) -> Variable:
    ((low, high), missing) = CODES
    codes = tuple(ValueLabel(float(code), Text(sv=f"Svar {code} åäö", en=f"Answer {code}")) for code in (0, 1, 2))
    ranges = (MissingRange(low, high),)
    return Variable(name, Text(sv=label, en="in English"), values=codes, missing=missing, missing_ranges=ranges, **more)


@pytest.fixture
def frame() -> SurveyFrame:
    """60 made-up answers with every missing code, a battery, a multiple choice, texts and a weight."""
    draw, n = np.random.default_rng(7), 60
    tick = {"question": "vem", "question_type": "multiple", "stem": Text(sv="Vem frågade, på nätet?", en="Who was it?")}
    row = {"question": "b", "question_type": "battery", "stem": Text(sv="Hur ofta?", en="How often?")}
    variables = [
        answer("ålder", "Hur gammal är du?", measure="ordinal", format="F2.0"),
        answer("lång_fråga_med_ett_långt_namn", LONG, universe=Text(sv="De som är 16–25 år")),
        answer("lång_fråga_med_ett_långt_namn_2", "It's a 'quoted' label", format="F2.0"),
        *(answer(f"vem_{code}", f"Någon {code}", **tick) for code in (1, 2, 3)),
        *(answer(f"b_{item}", f"Rad {item}", **row) for item in "ab"),
        Variable("ort", Text(sv="Ort"), kind="text"),
        Variable("fri", Text(sv="Fritext"), kind="text"),
        Variable("vikt", Text(sv="Vikt"), role="weight", measure="scale"),
        Variable("stratum", Text(sv="Stratum"), role="design"),
        Variable("psu", Text(sv="Skola"), role="design"),
    ]
    codes = [0.0, 1.0, 2.0, *(value.value for value in CODES[1]), np.nan]
    data: dict[str, Any] = {v.name: draw.choice(codes, n) for v in variables}  # type: ignore[arg-type]
    data["ort"] = pd.Series(draw.choice(["Växjö", "Ö", "", "Malmö"], n), dtype="str")
    data["fri"] = pd.Series(["å" * 400 + str(row) for row in range(n)], dtype="str")
    data |= {"vikt": draw.uniform(0.5, 3, n), "stratum": np.arange(n) % 3 + 1.0, "psu": np.arange(n) % 12 + 1.0}
    meaning = {v.name: v for v in variables}
    return SurveyFrame("studie", pd.DataFrame(data), meaning, Text(sv="Unga på nätet", en="Young"), synthetic=True)


def pspp(folder: Path, commands: str) -> str:
    """What PSPP answers, as CSV; no warning and no error is let through."""
    (folder / "ask.sps").write_text(commands, encoding="utf-8")
    asked = subprocess.run(
        ["pspp", "ask.sps", "-o", "answer.csv"], cwd=folder, capture_output=True, text=True, check=False
    )
    said = asked.stdout + asked.stderr
    assert asked.returncode == 0, said
    assert "warning" not in said
    assert "error" not in said
    return (folder / "answer.csv").read_text(encoding="utf-8")


ASK = "SET TNUMBERS=VALUES.\nSET TVARS=NAMES.\n"


def tables(answer: str) -> dict[str, list[list[str]]]:
    """Title of each table to its rows, first row the head."""
    found: dict[str, list[list[str]]] = {}
    for block in answer.split("\n\n"):
        title, _, body = block.strip().partition("\n")
        if title.startswith("Table: "):
            found[title.removeprefix("Table: ")] = list(csv.reader(body.splitlines()))
    return found


def frequencies(rows: list[list[str]]) -> dict[str, dict[str, float]]:
    """Value to count, apart for valid and missing."""
    found: dict[str, dict[str, float]] = {"Valid": {}, "Missing": {}}
    part = "Valid"
    for first, value, count, *_ in rows[1:]:
        part = first or part
        if part in found:
            found[part][value] = float(count)
    return found


def counted(frame: SurveyFrame, name: str, weight: str | None = None) -> dict[str, dict[str, float]]:
    """The same from pandas."""
    cases = frame.data[weight] if weight else pd.Series(1.0, index=frame.data.index)
    missing = pd.Series(frame.is_missing(name))
    values = frame.data[name].map(lambda value: "." if pd.isna(value) else f"{value:.0f}")
    return {
        part: cases[rows].groupby(values[rows]).sum().to_dict()
        for part, rows in (("Valid", ~missing), ("Missing", missing))
    }


def numeric(frame: SurveyFrame) -> list[str]:
    return [v.name for v in frame.variables.values() if v.kind == "numeric" and v.role in ("answer", "design")]


def test_the_files_are_named_after_the_study_and_say_that_it_is_synthetic(frame: SurveyFrame, tmp_path: Path) -> None:
    paths = export_spss(frame, DESIGN, tmp_path / "out")
    names = ["studie_synthetic.sav", "studie_synthetic.sps", "studie_synthetic_complex.sps"]
    assert [path.name for path in paths] == [*names, "studie_synthetic_readme.txt"]
    data, meta = pyreadstat.read_sav(paths[0])
    assert list(data.columns) == ["synthetic", *frame.variables]
    assert "SYNTETISKA DATA" in meta.file_label
    assert "SYNTETISKA DATA" in meta.notes[0]
    for path in paths[1:2] + paths[3:]:
        assert "SYNTETISKA DATA" in path.read_text(encoding="utf-8")
    assert "CSPLAN" in paths[3].read_text(encoding="utf-8")


def test_real_answers_carry_no_mark_of_synthetic_data(frame: SurveyFrame, tmp_path: Path) -> None:
    paths = export_spss(replace(frame, synthetic=False), {}, tmp_path)
    assert [path.name for path in paths] == ["studie.sav", "studie.sps", "studie_readme.txt"]
    assert b"SYNTET" not in b"".join(path.read_bytes() for path in paths)


def test_the_same_data_give_the_same_bytes_in_whatever_order_they_came(frame: SurveyFrame, tmp_path: Path) -> None:
    other = replace(frame, data=frame.data.sample(frac=1, random_state=3).reset_index(drop=True))
    first, second = export_spss(frame, DESIGN, tmp_path / "1"), export_spss(other, DESIGN, tmp_path / "2")
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_rows_leave_the_order_they_came_in_unless_it_is_public(frame: SurveyFrame, tmp_path: Path) -> None:
    shuffled, *_ = pyreadstat.read_sav(export_spss(frame, DESIGN, tmp_path / "1")[0])
    kept, *_ = pyreadstat.read_sav(export_spss(frame, DESIGN, tmp_path / "2", keep_order=True)[0])
    assert sorted(shuffled["fri"]) == sorted(frame.data["fri"])
    assert shuffled["fri"].tolist() != frame.data["fri"].tolist()
    assert kept["fri"].tolist() == frame.data["fri"].tolist()


def test_every_value_label_and_missing_range_reads_back_equal(frame: SurveyFrame, tmp_path: Path) -> None:
    paths = export_spss(frame, DESIGN, tmp_path, keep_order=True)
    data, meta = pyreadstat.read_sav(paths[0], user_missing=True)
    for name, variable in frame.variables.items():
        if variable.kind == "numeric":
            np.testing.assert_array_equal(data[name], frame.data[name])
            labels = {label.value: label.label["sv"] for label in (*variable.values, *variable.missing)}
            assert meta.variable_value_labels.get(name, {}) == labels
        else:
            assert data[name].tolist() == frame.data[name].tolist()
        assert meta.missing_ranges.get(name, []) == [{"lo": g.low, "hi": g.high} for g in variable.missing_ranges]
        assert meta.variable_measure[name] == variable.measure
    assert meta.original_variable_types["ålder"] == "F2.0"
    assert meta.mr_sets["vem"]["variable_list"] == ["vem_1", "vem_2", "vem_3"]


@pytest.mark.parametrize("format", ["ADATE10", "DATETIME20", "TIME8", "PCT5.1", "DOLLAR8.2", "F8.2"])
def test_an_imported_format_goes_back_out(frame: SurveyFrame, tmp_path: Path, format: str) -> None:
    day = Variable("dag", Text(sv="Dag"), measure="scale", format=format)
    sav, *_ = export_spss(frame.with_columns({"dag": 13_797_216_000.0}, [day]), DESIGN, tmp_path)
    data, meta = pyreadstat.read_sav(sav, disable_datetime_conversion=True)
    assert meta.original_variable_types["dag"] == format
    assert set(data["dag"]) == {13_797_216_000.0}


def test_an_export_is_imported_with_its_sets_and_its_mark(frame: SurveyFrame, tmp_path: Path) -> None:
    sav, *_ = export_spss(frame, DESIGN, tmp_path)
    back = import_file(sav, tmp_path / "back", weight="vikt", strata="stratum", psu="psu").frame()
    tick = back.variable("vem_1")
    assert back.synthetic
    assert (tick.question, tick.question_type, tick.stem["sv"]) == ("vem", "multiple", "Vem frågade, på nätet?")
    assert tick.missing_ranges == frame.variables["vem_1"].missing_ranges


def test_a_fault_leaves_no_file(frame: SurveyFrame, tmp_path: Path) -> None:
    with pytest.raises(UnknownVariable, match="Did you mean vikt"):
        export_spss(frame, {"weight": "vikter"}, tmp_path / "out")
    with pytest.raises(NotForSpss, match="holds text"):
        export_spss(frame, {"weight": "ort"}, tmp_path / "out")
    by = frame.with_columns({"by": 1.0}, [Variable("by", Text(sv="x"))])
    with pytest.raises(NotForSpss, match="SPSS's own language"):
        export_spss(by, DESIGN, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_no_line_of_syntax_is_longer_than_old_releases_read(frame: SurveyFrame, tmp_path: Path) -> None:
    for path in export_spss(frame, DESIGN, tmp_path)[1:]:
        assert max(len(line) for line in path.read_bytes().splitlines()) <= 251


@pytest.mark.pspp
def test_pspp_counts_what_pandas_counts_weighted_and_not(frame: SurveyFrame, tmp_path: Path) -> None:
    sav, *_ = export_spss(frame, DESIGN, tmp_path)
    names = numeric(frame)
    ask = f"{ASK}GET FILE='{sav.name}'.\nFREQUENCIES {' '.join(names)}.\n"
    weighted = tables(pspp(tmp_path, ask))
    plain = tables(pspp(tmp_path, ask.replace("FREQUENCIES", "WEIGHT OFF.\nFREQUENCIES")))
    for name in names:
        assert frequencies(plain[name]) == counted(frame, name)
        sums = counted(frame, name, "vikt")
        for part, found in frequencies(weighted[name]).items():
            assert found == pytest.approx(sums[part], abs=0.006)


@pytest.mark.pspp
def test_pspp_reads_weight_sets_roles_attributes_and_documents(frame: SurveyFrame, tmp_path: Path) -> None:
    sav, *_ = export_spss(frame, DESIGN, tmp_path)
    ask = f"{ASK}GET FILE='{sav.name}'.\nDISPLAY DICTIONARY.\nMRSETS /DISPLAY NAME=ALL.\nDISPLAY DOCUMENTS.\n"
    answer = pspp(tmp_path, ask + "DISPLAY ATTRIBUTES.\n")
    found = tables(answer)
    dictionary = {row[0]: row for row in found["Variables"][1:]}
    assert dictionary["ålder"][3:5] == ["Ordinal", "Input"]
    assert dictionary["vikt"][3:5] == ["Scale", "None"]
    assert dictionary["ålder"][-1] == "-9 THRU -1"
    assert found["Multiple Response Sets"][1][:4] == ["$vem", "Vem frågade, på nätet?", "Dichotomies", "1"]
    assert all(f"vem_{code}" in answer for code in (1, 2, 3))
    assert ["lång_fråga_med_ett_långt_namn", "FullLabel", LONG] in [
        [row[0], row[1], row[2]] for row in _filled(found["Variable and Dataset Attributes"])
    ]
    assert "SYNTETISKA DATA" in answer


def _filled(rows: list[list[str]]) -> list[list[str]]:
    """Rows with the first cell repeated where PSPP leaves it out."""
    last, filled = "", []
    for row in rows[1:]:
        last = row[0] or last
        filled.append([last, *row[1:]])
    return filled


@pytest.mark.pspp
def test_the_syntax_runs_in_pspp_without_a_warning_and_changes_nothing(frame: SurveyFrame, tmp_path: Path) -> None:
    sav, sps, *_ = export_spss(frame, DESIGN, tmp_path)
    ask = "DISPLAY DICTIONARY.\nMRSETS /DISPLAY NAME=ALL.\nFREQUENCIES ålder vem_1 b_a.\n"
    alone = pspp(tmp_path, f"GET FILE='{sav.name}'.\n{ask}")
    after = pspp(tmp_path, f"{sps.read_text(encoding='utf-8')}\n{ask}")
    assert after == alone


READ_WITH_HAVEN = """
read <- function(path) {
  data <- haven::read_sav(path, user_na = TRUE)
  lapply(data, function(column) {
    plain <- as.vector(column)
    counts <- table(ifelse(is.na(plain), "NA", format(plain, trim = TRUE, digits = 15)))
    range <- attr(column, "na_range"); labels <- attr(column, "labels")
    list(label = attr(column, "label"), counts = as.list(counts), format = attr(column, "format.spss"),
         values = as.list(stats::setNames(format(unname(labels), trim = TRUE), names(labels))),
         range = if (!is.null(range) && !anyNA(range)) range, values_missing = attr(column, "na_values"))
  })
}
arguments <- commandArgs(TRUE)
writeLines(jsonlite::toJSON(read(arguments[1]), auto_unbox = TRUE, digits = NA, null = "null"), arguments[2])
"""


def haven(sav: Path, folder: Path) -> dict[str, Any]:
    """Each variable as R's haven reads it: label, counts of values, value labels, missing values, format."""
    (folder / "read.R").write_text(READ_WITH_HAVEN, encoding="utf-8")
    run = ["Rscript", "--encoding=UTF-8", str(folder / "read.R"), str(sav), str(folder / "read.json")]
    subprocess.run(run, check=True, capture_output=True, env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"})
    found: dict[str, Any] = json.loads((folder / "read.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.r
def test_haven_reads_the_same_counts_labels_and_missing_values(frame: SurveyFrame, tmp_path: Path) -> None:
    read = haven(export_spss(frame, DESIGN, tmp_path)[0], tmp_path)
    for name in numeric(frame):
        variable, found = frame.variables[name], read[name]
        values = frame.data[name].map(lambda value: "NA" if pd.isna(value) else f"{value:.0f}")
        assert found["counts"] == values.value_counts().to_dict()
        if variable.role == "answer":
            assert found["range"] == [-9, -1]
            labels = {label.label["sv"]: f"{label.value:.0f}" for label in (*variable.values, *variable.missing)}
            assert found["values"] == labels
    assert read["ålder"]["label"] == "Hur gammal är du?"
    assert read["b_a"]["label"] == "Rad a – Hur ofta?"
    assert sum(read["ort"]["counts"].values()) == len(frame)


@pytest.fixture(scope="module")
def there_and_back(real: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The real file, and what comes out when it is imported and exported."""
    folder = tmp_path_factory.mktemp("yrbs")
    study = import_file(real / "yrbs_2019.sav", folder, weight="weight", strata="stratum", psu="psu", public_use=True)
    sav, *_ = export_spss(study.frame(), study.design, folder / "out", language="en", keep_order=True)
    return real / "yrbs_2019.sav", sav


@pytest.mark.pspp
def test_pspp_reads_the_real_file_the_same_after_import_and_export(
    there_and_back: tuple[Path, Path], tmp_path: Path
) -> None:
    ask = ASK + "GET FILE='{}'.\nWEIGHT OFF.\nDISPLAY DICTIONARY.\nFREQUENCIES ALL.\n"
    original, exported = (tables(pspp(tmp_path, ask.format(sav.resolve()))) for sav in there_and_back)
    before, after = original.pop("Variables"), exported.pop("Variables")
    assert len(before) == 236
    assert original == exported  # value labels, and all frequencies of all 235 variables
    name, label, measure, print_format, missing = 0, 2, 3, 7, 9
    for was, is_now in zip(before, after, strict=True):
        assert [was[k] for k in (name, label, measure, print_format)] == [
            is_now[k] for k in (name, label, measure, print_format)
        ]
        # The original declares the system-missing value as user-missing, which says nothing.
        assert is_now[missing] == ("" if was[missing] == "-1.797693134862316e+308" else was[missing])


@pytest.mark.pspp
def test_pspp_counts_the_real_file_as_pandas_does(there_and_back: tuple[Path, Path], tmp_path: Path) -> None:
    original, exported = there_and_back
    data, _ = pyreadstat.read_sav(original)
    found = tables(pspp(tmp_path, f"{ASK}GET FILE='{exported}'.\nSHOW WEIGHT.\nWEIGHT OFF.\nFREQUENCIES ALL.\n"))
    whole = [name for name in data if data[name].dtype == "float64" and (data[name].dropna() % 1 == 0).all()]
    assert len(whole) > 200
    for name in whole:
        values = data[name].dropna().map("{:.0f}".format).value_counts().to_dict()
        assert frequencies(found[name])["Valid"] == values


@pytest.mark.r
def test_haven_reads_the_real_file_the_same_after_import_and_export(
    there_and_back: tuple[Path, Path], tmp_path: Path
) -> None:
    original, exported = (haven(sav.resolve(), tmp_path) for sav in there_and_back)
    assert len(original) == 235
    assert original == exported


def test_of_several_stages_the_plan_has_the_first(frame: SurveyFrame, tmp_path: Path) -> None:
    several = {**DESIGN, "psu": ["psu", "ålder"], "fpc": ["stratum", "vikt"]}
    plan = next(path for path in export_spss(frame, several, tmp_path) if path.name.endswith("_complex.sps"))
    (tmp_path / "one").mkdir()
    one = next(path for path in export_spss(frame, DESIGN, tmp_path / "one") if path.name.endswith("_complex.sps"))
    assert plan.read_text(encoding="utf-8") == one.read_text(encoding="utf-8")


@pytest.mark.pspp
def test_texts_with_their_reasons_dates_and_bands_arrive_in_pspp(tmp_path: Path) -> None:
    form = compile(load(Path(__file__).parents[2] / "survey" / "studies" / "types.yaml"))
    shares = {"t_consent": {1: 1.0}, "t_age": {17: 1.0, 30: 1.0}, "t_weight": {1.5: 1.0}}
    answers = responses.frame(form, simulate(form, n=200, seed=2, distributions=shares), synthetic=True)  # type: ignore[arg-type]
    sav, sps, *_ = export_spss(answers, {"weight": "t_weight"}, tmp_path, language="en")
    ask = f"GET FILE='{sav.name}'.\n{ASK}COUNT lacking = t_wish (' ').\n"
    ask += "DESCRIPTIVES t_trip lacking /STATISTICS=SUM MIN."
    found = pspp(tmp_path, f"{ask}\nDISPLAY DICTIONARY /VARIABLES=t_books t_wish.")
    lacking = answers.is_missing("t_wish")
    assert f"{np.nanmin(answers.values('t_trip')):.0f}" in found
    assert f"{1.5 * lacking.sum():.2f}" in found
    assert "Ordinal" in found
    read, _ = pyreadstat.read_sav(str(sav), user_missing=True)
    assert sorted(text for text in read["t_wish"] if text.strip()) == sorted(answers.data["t_wish"][~lacking])
    pspp(tmp_path, sps.read_text(encoding="utf-8"))
